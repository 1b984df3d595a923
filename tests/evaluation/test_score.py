"""What counts as right, wrong, left out and made up."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from intake.evaluation.score import score
from intake.evaluation.tally import Outcome

LINE: dict[str, Any] = {
    "line_number": "10",
    "customer_part_number": "A-778",
    "sku": "HX-M8X40",
    "gtin": None,
    "manufacturer_part_number": None,
    "description": "Hex bolt M8x40 A2",
    "quantity": "200",
    "uom": "pcs",
    "unit_price": "0.12",
    "price_basis_quantity": None,
    "line_amount": "24.00",
}
TRUTH: dict[str, Any] = {
    "kind": "order",
    "orders": [
        {
            "customer_po_number": "4500012345",
            "order_date": "2026-03-02",
            "currency": "EUR",
            "payment_terms": None,
            "buyer": {"name": "Example Bolts Ltd", "vat_id": None},
            "ship_to": None,
            "lines": [LINE, {**LINE, "line_number": "20", "sku": "HX-M8X50", "customer_part_number": "A-779"}],
            "charges": [{"kind": "freight", "amount": "15.00"}],
            "total_net": "63.00",
        }
    ],
    "verdict": {"state": "pushed", "reasons": []},
}


def read(**changes: Any) -> dict[str, Any]:
    """A reading equal to the truth but for some fields of its first line."""
    reading = copy.deepcopy(TRUTH)
    reading["orders"][0]["lines"][0].update(changes)
    return reading


def test_an_equal_reading_is_exact() -> None:
    result = score(TRUTH, read())
    assert result.is_exact
    assert (result.lines.right, result.lines.f1, result.fields.accuracy) == (2, 1.0, 1.0)


@pytest.mark.parametrize(
    ("changes", "line_is_right"),
    [
        pytest.param({"quantity": "200.0"}, True, id="the same number written otherwise"),
        pytest.param({"description": "HEX BOLT\nM8x40  A2."}, True, id="a description folded and wrapped otherwise"),
        pytest.param({"price_basis_quantity": "1"}, True, id="a price basis of one said or unsaid"),
        pytest.param({"sku": "hx m8x40"}, True, id="a code with other separators"),
        pytest.param({"line_amount": "25.00"}, True, id="an amount does not decide a line"),
        pytest.param({"description": "Hex bolt"}, True, id="the codes tell the article, not the description"),
        pytest.param({"quantity": "20"}, False, id="a wrong quantity"),
        pytest.param({"uom": "box"}, False, id="a wrong unit"),
        pytest.param({"uom": None}, False, id="a missing unit"),
        pytest.param({"unit_price": "1.20"}, False, id="a wrong price"),
        pytest.param({"price_basis_quantity": "100"}, False, id="a basis that the document does not state"),
        pytest.param({"sku": "HX-M8X45"}, False, id="a wrong code"),
        pytest.param({"gtin": "4006381333931"}, False, id="an invented code"),
    ],
)
def test_a_line_is_right_only_if_article_quantity_unit_and_price_are(changes: dict[str, Any], line_is_right: bool) -> None:
    result = score(TRUTH, read(**changes))
    assert (result.lines.right, result.lines.wrong) == ((2, 0) if line_is_right else (1, 1))


def test_without_codes_the_description_tells_the_article() -> None:
    truth = {"orders": [{"lines": [{"description": "Kraftpapier braun 70 g", "quantity": "3"}]}]}
    assert score(truth, {"orders": [{"lines": [{"description": "Kraftpapier weiss 70 g", "quantity": "3"}]}]}).lines.wrong == 1
    assert score(truth, {"orders": [{"lines": [{"description": "kraftpapier braun 70 g", "quantity": 3}]}]}).lines.right == 1


def test_fields_that_the_truth_leaves_out_are_not_scored() -> None:
    reading = read()
    reading["orders"][0] |= {"incoterms": "DAP", "note": "with love", "total_gross": "74.97"}
    assert score(TRUTH, reading).is_exact


def test_null_must_be_null() -> None:
    reading = read()
    reading["orders"][0] |= {"payment_terms": "30 days", "ship_to": {"name": "Somewhere", "city": None}}
    result = score(TRUTH, reading)
    assert [(finding.path, finding.outcome) for finding in result.findings] == [
        ("orders[0].payment_terms", Outcome.INVENTED),
        ("orders[0].ship_to.name", Outcome.INVENTED),
    ]


def test_a_dropped_line_is_an_omission_and_a_made_up_one_an_invention() -> None:
    reading = read()
    reading["orders"][0]["lines"] = [LINE, {"description": "Subtotal", "quantity": "1", "unit_price": "24.00"}]
    result = score(TRUTH, reading)
    assert (result.lines.right, result.lines.wrong, result.lines.omitted, result.lines.invented) == (1, 0, 1, 1)


def test_two_genuine_identical_lines_are_two_lines() -> None:
    truth = {"orders": [{"lines": [LINE, LINE]}]}
    assert score(truth, {"orders": [{"lines": [LINE]}]}).lines.omitted == 1
    assert score(truth, {"orders": [{"lines": [LINE, LINE, LINE]}]}).lines.invented == 1


def test_lines_in_another_order_are_still_right() -> None:
    reading = read()
    reading["orders"][0]["lines"].reverse()
    assert score(TRUTH, reading).is_exact


def test_a_truth_that_names_no_article_knows_its_lines_by_their_figures() -> None:
    truth = {"kind": "order", "orders": [{"lines": [{"quantity": "300", "uom": "m"}, {"quantity": "24", "uom": "pcs"}]}]}
    cable = {"description": "CB-2.5-BK cable 2.5mm black", "quantity": "300", "uom": "m"}
    box = {"description": "JB-IP65 junction box", "quantity": "24", "uom": "pcs"}
    assert score(truth, {"kind": "order", "orders": [{"lines": [cable, box]}]}).is_exact
    assert score(truth, {"kind": "order", "orders": [{"lines": [cable, box | {"quantity": "25"}]}]}).lines.right == 1


def test_a_wrong_value_that_carries_its_proofs_comes_first() -> None:
    reading = read(quantity="2000", uom="box")
    reading["orders"][0]["proofs"] = {"lines[0].quantity": ["placed", "typed", "labelled"], "lines[0].uom": ["placed"]}
    result = score(TRUTH, reading)
    assert [finding.path for finding in result.wrong_but_proven] == ["orders[0].lines[0].quantity"]
    assert result.findings[0].proven


def test_a_value_that_a_problem_names_is_not_believed() -> None:
    reading = read(quantity="2000")
    reading["orders"][0]["proofs"] = {"lines[0].quantity": ["placed", "typed", "labelled"]}
    reading["problems"] = [{"code": "arithmetic_off", "path": "orders[0].lines[0]", "message": "…"}]
    assert score(TRUTH, reading).wrong_but_proven == ()


def test_two_orders_pair_by_their_numbers() -> None:
    first, second = copy.deepcopy(TRUTH["orders"][0]), {**copy.deepcopy(TRUTH["orders"][0]), "customer_po_number": "4500012346"}
    assert score({"orders": [first, second]}, {"orders": [second, first]}).is_exact
    missing = score({"orders": [first, second]}, {"orders": [second]})
    assert (missing.lines.right, missing.lines.omitted) == (2, 2)
    too_many = score({"orders": [first]}, {"orders": [first, second]})
    assert (too_many.lines.right, too_many.lines.invented) == (2, 2)


def test_charges_are_compared_as_a_whole() -> None:
    reading = read()
    reading["orders"][0]["charges"] = [{"kind": "packing", "amount": "15.00"}]
    result = score(TRUTH, reading)
    assert (result.fields.omitted, result.fields.invented) == (1, 1)


def test_the_verdict_is_state_and_set_of_reasons() -> None:
    truth = {**TRUTH, "verdict": {"state": "held", "reasons": ["sku_unknown", "over_credit_limit"]}}
    held = {"state": "held", "reasons": [{"code": "over_credit_limit"}, {"code": "sku_unknown"}, {"code": "sku_unknown"}]}
    assert score(truth, read(), held).verdict_right
    assert score(truth, read(), {"state": "held", "reasons": []}).verdict_right is False
    assert score(truth, read()).verdict_right is None


def test_pushing_a_wrong_reading_or_what_had_to_wait_is_the_worst() -> None:
    pushed = {"state": "pushed", "reasons": []}
    assert not score(TRUTH, read(), pushed).pushed_wrong
    assert score(TRUTH, read(quantity="20"), pushed).pushed_wrong
    assert score({**TRUTH, "verdict": {"state": "held", "reasons": ["sku_unknown"]}}, read(), pushed).pushed_wrong


def test_a_thousand_lines_without_codes_align() -> None:
    lines = [{"description": f"Artikel {at}", "quantity": str(at % 7 + 1), "unit_price": f"{at}.50"} for at in range(1000)]
    result = score({"orders": [{"lines": lines}]}, {"orders": [{"lines": lines[1:]}]})
    assert (result.lines.right, result.lines.omitted, result.lines.invented) == (999, 1, 0)
