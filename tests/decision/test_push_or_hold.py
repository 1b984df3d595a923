"""Push or hold: what is proven goes, what is not waits with every reason there is, in the queue of whoever comes first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.decision.decide import decide
from intake.decision.requirements import REQUIREMENTS
from intake.domain.credit import CreditDecision, CreditFacts, CreditOutcome, OrderForCredit, SnapshotFacts
from intake.domain.decisions import Hold, Push
from intake.domain.matched import Correction, EvidenceKind, MatchedLine, MatchedOrder, MatchEvidence
from intake.domain.orders import DocumentKind, ExtractedLine, ExtractedOrder, Party, Proof, ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import Queue, Reason, ReasonCode
from intake.domain.releases import ReleaseGrant

R, P = ReasonCode, Proof
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SEEN = frozenset({P.PLACED})
READ = frozenset({P.PLACED, P.TYPED})
NAMED = frozenset({P.PLACED, P.TYPED, P.LABELLED})
PRICED = NAMED | {P.ARITHMETIC}
STATED = frozenset({P.STATED})

LINE = ExtractedLine(line_number="10", sku="HX-M8X40", description="Hex bolt M8x40", quantity=Decimal(200), uom="pcs")
HEADINGS: Mapping[str, frozenset[Proof]] = {
    "lines": frozenset({P.COMPLETE}),
    "customer_po_number": NAMED,
    "lines[0].line_number": SEEN,
    "lines[0].sku": NAMED,
    "lines[0].description": NAMED,
    "lines[0].quantity": NAMED,
    "lines[0].uom": NAMED,
}
PRICES: Mapping[str, frozenset[Proof]] = {
    "lines[0].unit_price": PRICED,
    "lines[0].line_amount": PRICED,
    "lines[0].quantity": PRICED,
}


def reading(proofs: Mapping[str, frozenset[Proof]] = HEADINGS, line: ExtractedLine = LINE, **changes: Any) -> ReadOrder:
    order = ExtractedOrder(customer_po_number="4711", lines=(line,)).model_copy(update=changes.pop("order", {}))
    return ReadOrder(order=order, proofs=dict(proofs), **changes)


def priced_reading(**changes: Any) -> ReadOrder:
    line = LINE.model_copy(update={"unit_price": Decimal("0.12"), "line_amount": Decimal("24.00")})
    return reading({**HEADINGS, **PRICES, **changes.pop("proofs", {})}, line, **changes)


def match(*reasons: Reason, **changes: Any) -> MatchedOrder:
    line = MatchedLine(
        line_number="10",
        sku="HX-M8X40",
        quantity=Decimal(200),
        uom="EA",
        quantity_base=Decimal(200),
        base_uom="EA",
        unit_price=Decimal("0.12"),
        price_uom="EA",
        line_amount=Decimal("24.00"),
    )
    whole = MatchedOrder(
        customer_no="C1",
        bill_to_no="C1",
        customer_po_number="4711",
        currency="EUR",
        lines=(line,),
        net_amount=Decimal("24.00"),
        proofs={},
        reasons=reasons,
    )
    return whole.model_copy(update=changes)


def credit(outcome: CreditOutcome = CreditOutcome.ACCEPT, *reasons: Reason, **changes: Any) -> CreditDecision:
    decision = CreditDecision(
        decision_id="d",
        order=OrderForCredit(
            order_key="o1", version_hash="v1", identity_hash="i1", bill_to_no="C1", gross_amount=Decimal("28.56"), currency="EUR"
        ),
        inputs=CreditFacts(
            accounts=(),
            snapshot=SnapshotFacts(snapshot_id="s", as_of=NOW),
            business_date=date(2026, 3, 10),
            decided_at=NOW,
            time_zone="UTC",
        ),
        policy_version=1,
        policy_sha256="p",
        engine_version="1",
        rule_results=(),
        positions=(),
        outcome=outcome,
        reasons=reasons,
    )
    return decision.model_copy(update=changes)


def codes(verdict: Push | Hold) -> set[str]:
    assert isinstance(verdict, Hold), "it should wait"
    return {reason.code.value for reason in verdict.reasons}


def paths(verdict: Push | Hold) -> set[tuple[str, str]]:
    assert isinstance(verdict, Hold), "it should wait"
    return {(reason.code.value, reason.path) for reason in verdict.reasons}


def grant(*waived: ReasonCode, owner: Queue = Queue.ORDER_DESK, **changes: Any) -> ReleaseGrant:
    return ReleaseGrant(
        **{
            "grant_id": "g",
            "order_key": "o1",
            "version_hash": "v1",
            "identity_hash": "i1",
            "waived_reasons": waived,
            "granted_at": NOW - timedelta(hours=1),
            "valid_until": NOW + timedelta(days=1),
            "approvers": ("desk",),
            "reason_code": "desk_checked",
            "owner": owner,
            **changes,
        }
    )


def test_an_order_without_prices_whose_columns_have_headings_goes() -> None:
    assert decide(reading(), match(), credit()) == Push()


def test_an_order_with_prices_that_come_out_goes() -> None:
    assert isinstance(decide(priced_reading(), match(), credit()), Push)


def test_a_structured_order_goes_on_what_its_format_states() -> None:
    stated = dict.fromkeys([*HEADINGS, *PRICES], STATED)
    line = LINE.model_copy(update={"unit_price": Decimal("0.12"), "line_amount": Decimal("24.00")})
    assert isinstance(decide(reading(stated, line), match(), credit()), Push)


def test_a_price_whose_product_is_not_shown_to_come_out_waits() -> None:
    plain = dict.fromkeys(PRICES, NAMED)
    assert codes(decide(priced_reading(proofs=plain), match(), credit())) == {"arithmetic_off"}


@pytest.mark.parametrize(
    ("proofs", "goes"),
    [
        (NAMED, True),
        (STATED, True),
        (frozenset({P.PLACED, P.TYPED, P.AGREED}), True),
        (READ, False),
        (SEEN, False),
        (frozenset(), False),
        (frozenset({P.TYPED, P.LABELLED, P.AGREED, P.ARITHMETIC, P.COMPLETE}), False),
        (frozenset({P.PLACED, P.LABELLED, P.AGREED}), False),
        (frozenset({P.PLACED, P.TYPED, P.ARITHMETIC}), False),
    ],
)
def test_a_quantity_needs_its_place_its_type_and_its_name(proofs: frozenset[Proof], goes: bool) -> None:
    verdict = decide(reading({**HEADINGS, "lines[0].quantity": proofs}), match(), credit())
    assert isinstance(verdict, Push) is goes
    if not goes:
        assert ("value_unproven", "lines[0].quantity") in paths(verdict)


def test_a_product_tells_the_quantity_only_where_the_price_has_a_name() -> None:
    """5 at 12 and 12 at 5 both make 60: without a heading over either factor nobody knows which is the quantity."""
    bare = frozenset({P.PLACED, P.TYPED, P.ARITHMETIC})
    without = dict.fromkeys(PRICES, bare)
    assert ("value_unproven", "lines[0].quantity") in paths(decide(priced_reading(proofs=without), match(), credit()))
    named_price = {**without, "lines[0].unit_price": PRICED}
    assert isinstance(decide(priced_reading(proofs=named_price), match(), credit()), Push)


@pytest.mark.parametrize(("extra", "goes"), [(set(), False), ({P.ARITHMETIC}, True), ({P.AGREED}, False)])
def test_a_digit_read_from_a_picture_needs_a_product(extra: set[Proof], goes: bool) -> None:
    """Another planner points at the same recognised words: it agrees with the misread digit as well."""
    proofs = {**HEADINGS, "lines[0].quantity": NAMED | extra}
    assert isinstance(decide(reading(proofs, is_recognised=True), match(), credit()), Push) is goes


@pytest.mark.parametrize(
    ("kind", "goes"), [(EvidenceKind.WORD, True), (EvidenceKind.PRICE, True), (EvidenceKind.IDENTIFIER, False)]
)
def test_a_doubtful_code_goes_where_the_line_agrees_with_its_article(kind: EvidenceKind, goes: bool) -> None:
    proofs = {**HEADINGS, "lines[0].quantity": NAMED | {P.ARITHMETIC}}
    doubt = Problem(code="ocr_uncertain", path="lines[0].sku", message="HX-M8X40 was recognised with doubt.")
    named = MatchEvidence(kind=EvidenceKind.IDENTIFIER, said="HX-M8X40", ours="sku HX-M8X40")
    agreed = MatchEvidence(kind=kind, said="M8x40", ours="M8x40")
    line = match().lines[0].model_copy(update={"evidence": (named, agreed)})
    verdict = decide(reading(proofs, is_recognised=True, problems=(doubt,)), match(lines=(line,)), credit())
    assert isinstance(verdict, Push) is goes


def test_a_doubtful_code_that_names_nothing_stays_doubted_whatever_else_named_the_article() -> None:
    line = LINE.model_copy(update={"customer_part_number": "4711O"})
    proofs = {**HEADINGS, "lines[0].quantity": NAMED | {P.ARITHMETIC}, "lines[0].customer_part_number": NAMED}
    doubt = Problem(code="ocr_uncertain", path="lines[0].customer_part_number", message="4711O was recognised with doubt.")
    named = MatchEvidence(kind=EvidenceKind.IDENTIFIER, said="HX-M8X40", ours="sku HX-M8X40")
    agreed = MatchEvidence(kind=EvidenceKind.WORD, said="bolt", ours="bolt")
    found = match().lines[0].model_copy(update={"evidence": (named, agreed)})
    assert codes(decide(reading(proofs, line, is_recognised=True, problems=(doubt,)), match(lines=(found,)), credit())) == {
        "ocr_uncertain"
    }


@pytest.mark.parametrize(
    ("said", "ours", "goes"),
    [
        ("sender a@adler.example", "contact of C1", True),
        ("VAT id DE811907980", "C1", True),
        ("customer number C1", "C1", False),
        ("sender a@adler.example", "contact of C1 or C7", False),
        ("VAT id DE811907980", "C1 or C7", False),
        ("place Hafenstraße 12 20457 Hamburg", "place of C1", False),
    ],
)
def test_a_doubtful_customer_number_goes_where_something_else_names_that_customer_alone(said: str, ours: str, goes: bool) -> None:
    proofs = {**HEADINGS, "lines[0].quantity": NAMED | {P.ARITHMETIC}, "buyer.customer_no": NAMED}
    doubt = Problem(code="ocr_uncertain", path="buyer.customer_no", message="C1 was recognised with doubt.")
    read = reading(proofs, is_recognised=True, problems=(doubt,), order={"buyer": Party(customer_no="C1")})
    by_itself = MatchEvidence(kind=EvidenceKind.IDENTIFIER, said="customer number C1", ours="C1")
    beside = MatchEvidence(kind=EvidenceKind.IDENTIFIER, said=said, ours=ours)
    found = match(customer_evidence=(by_itself, beside), proofs={"buyer.customer_no": frozenset({P.KNOWN})})
    assert isinstance(decide(read, found, credit()), Push) is goes


def test_a_row_that_no_line_explains_holds_the_order() -> None:
    assert codes(decide(reading({**HEADINGS, "lines": frozenset()}), match(), credit())) == {"lines_incomplete"}


@pytest.mark.parametrize("path", [path for path in HEADINGS if path != "lines[0].line_number"])
def test_every_proof_that_is_taken_away_holds_the_order_and_names_the_place(path: str) -> None:
    proofs = {name: found for name, found in HEADINGS.items() if name != path}
    assert path in {place for _, place in paths(decide(reading(proofs), match(), credit()))}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_taking_any_proofs_away_never_makes_a_hold_go(data: st.DataObject) -> None:
    full: dict[str, frozenset[Proof]] = {**HEADINGS, **PRICES}
    fewer = {path: frozenset(data.draw(st.sets(st.sampled_from(sorted(found))))) for path, found in full.items()}
    least = {
        path: frozenset(data.draw(st.sets(st.sampled_from(sorted(found))))) if found else found for path, found in fewer.items()
    }
    line = LINE.model_copy(update={"unit_price": Decimal("0.12"), "line_amount": Decimal("24.00")})
    if isinstance(decide(reading(fewer, line), match(), credit()), Hold):
        assert isinstance(decide(reading(least, line), match(), credit()), Hold)


def test_a_missing_order_number_waits_until_a_person_says_that_there_is_none() -> None:
    without = reading(order={"customer_po_number": None})
    matched = match(customer_po_number=None)
    assert codes(decide(without, matched, credit())) == {"po_number_missing"}
    said = Correction(path="customer_po_number", value=None, actor="desk", at="2026-03-10T12:00:00Z")
    assert isinstance(decide(without, matched, credit(), corrections=(said,)), Push)


def test_a_missing_quantity_waits() -> None:
    line = LINE.model_copy(update={"quantity": None})
    assert ("value_missing", "lines[0].quantity") in paths(decide(reading(line=line), match(), credit()))


def test_a_persons_correction_is_proof_for_its_own_path_only() -> None:
    proofs = {**HEADINGS, "lines[0].quantity": SEEN, "customer_po_number": SEEN}
    said = Correction(path="lines[0].quantity", value="200", actor="desk", at="2026-03-10T12:00:00Z")
    assert paths(decide(reading(proofs), match(), credit(), corrections=(said,))) == {("value_unproven", "customer_po_number")}


def test_what_the_reading_complained_about_holds_until_it_is_corrected() -> None:
    problem = Problem(code="value_ambiguous", path="orders[0].lines[0].quantity", message="1.234 is one thousand or one.")
    read = reading(problems=(problem,))
    assert paths(decide(read, match(), credit())) == {("value_ambiguous", "lines[0].quantity")}
    said = Correction(path="lines[0].quantity", value="1234", actor="desk", at="2026-03-10T12:00:00Z")
    assert isinstance(decide(read, match(), credit(), corrections=(said,)), Push)


def test_a_problem_that_nobody_knows_holds_as_well() -> None:
    read = reading(problems=(Problem(code="from_another_planet", path="lines[0]", message="Odd."),))
    assert codes(decide(read, match(), credit())) == {"value_unproven"}


def test_what_only_informs_goes_along_as_a_note() -> None:
    read = reading(problems=(Problem(code="model_unavailable", message="The model did not answer."),))
    verdict = decide(read, match(), credit())
    assert isinstance(verdict, Push)
    assert [note.code for note in verdict.notes] == [R.MODEL_UNAVAILABLE]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (DocumentKind.ORDER_CHANGE, "order_change_request"),
        (DocumentKind.ORDER_CANCELLATION, "order_cancellation_request"),
        (DocumentKind.INQUIRY, "inquiry"),
        (DocumentKind.OTHER, "kind_unclear"),
    ],
)
def test_what_is_not_a_new_order_is_never_pushed(kind: DocumentKind, code: str) -> None:
    assert code in codes(decide(reading(kind=kind), match(), credit()))


def test_all_reasons_are_collected_and_operations_come_before_the_desk_before_finance() -> None:
    over = Reason.of(R.OVER_CREDIT_LIMIT, "credit.R1")
    wrong = Reason.of(R.SKU_CONTRADICTED, "lines[0]")
    down = Reason.of(R.ERP_UNAVAILABLE)
    held = credit(CreditOutcome.HOLD, over)
    everything = decide(reading({**HEADINGS, "lines": frozenset()}), match(wrong), held, found=(down,))
    assert codes(everything) == {"over_credit_limit", "sku_contradicted", "lines_incomplete", "erp_unavailable"}
    assert isinstance(everything, Hold)
    assert everything.queue is Queue.OPERATIONS
    desk = decide(reading(), match(wrong), held)
    assert isinstance(desk, Hold)
    assert desk.queue is Queue.ORDER_DESK
    finance = decide(reading(), match(), held)
    assert isinstance(finance, Hold)
    assert finance.queue is Queue.FINANCE


def test_nothing_is_pushed_without_a_credit_decision() -> None:
    assert codes(decide(reading(), match(), None)) == {"credit_input_invalid"}


def test_a_credit_decision_that_does_not_accept_never_goes_even_without_a_reason() -> None:
    for outcome in (CreditOutcome.HOLD, CreditOutcome.REQUIRE_PREPAY):
        assert isinstance(decide(reading(), match(), credit(outcome)), Hold)


def test_a_pass_on_figures_that_are_no_longer_fresh_is_decided_again_before_it_goes() -> None:
    assert codes(decide(reading(), match(), credit(provisional=True))) == {"ledger_stale"}


def test_an_order_whose_amount_is_not_known_yet_is_not_also_blamed_for_it() -> None:
    unknown = credit(CreditOutcome.HOLD, Reason.of(R.CREDIT_INPUT_INVALID, "credit.R24", "The order's amount is not known."))
    open_line = match().lines[0].model_copy(update={"sku": None, "unit_price": None, "line_amount": None})
    matched = match(Reason.of(R.SKU_UNKNOWN, "lines[0]"), lines=(open_line,), net_amount=None)
    assert codes(decide(reading(), matched, unknown)) == {"sku_unknown"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sku": None}, "sku_unknown"),
        ({"base_uom": None}, "uom_unknown"),
        ({"quantity_base": None}, "value_missing"),
        ({"unit_price": None}, "price_missing"),
        ({"line_amount": None}, "price_missing"),
        ({"quantity": Decimal(0)}, "quantity_implausible"),
        ({"quantity": Decimal(-5)}, "quantity_implausible"),
    ],
)
def test_a_line_that_the_erp_could_not_take_waits_even_if_matching_said_nothing(change: dict[str, Any], code: str) -> None:
    line = match().lines[0].model_copy(update=change)
    assert code in codes(decide(reading(), match(lines=(line,)), credit()))


def test_a_line_that_got_lost_between_reading_and_matching_holds_the_order() -> None:
    assert "lines_incomplete" in codes(decide(reading(), match(lines=()), credit()))


@pytest.mark.parametrize("name", ["customer_no", "bill_to_no", "currency"])
def test_an_order_without_its_customer_or_currency_waits(name: str) -> None:
    assert isinstance(decide(reading(), match(**{name: None}), credit()), Hold)


def test_a_release_waives_what_it_names_and_nothing_else() -> None:
    matched = match(Reason.of(R.SHIP_TO_UNKNOWN, "ship_to"), Reason.of(R.QUANTITY_IMPLAUSIBLE, "lines[0].quantity"))
    both = (R.SHIP_TO_UNKNOWN, R.QUANTITY_IMPLAUSIBLE)
    assert isinstance(decide(reading(), matched, credit(), grants=(grant(*both),), at=NOW), Push)
    assert codes(decide(reading(), matched, credit(), grants=(grant(both[0]),), at=NOW)) == {"quantity_implausible"}


@pytest.mark.parametrize(
    "changes",
    [
        {"version_hash": "v0"},
        {"order_key": "another"},
        {"valid_until": NOW - timedelta(seconds=1)},
        {"granted_at": NOW + timedelta(hours=1)},
    ],
)
def test_a_release_of_another_version_order_or_time_waives_nothing(changes: dict[str, Any]) -> None:
    matched = match(Reason.of(R.SHIP_TO_UNKNOWN, "ship_to"))
    given_release = grant(R.SHIP_TO_UNKNOWN, **changes)
    assert codes(decide(reading(), matched, credit(), grants=(given_release,), at=NOW)) == {"ship_to_unknown"}


def test_the_desk_cannot_waive_finances_reasons_nor_what_has_no_cure() -> None:
    held = credit(CreditOutcome.HOLD, Reason.of(R.OVER_CREDIT_LIMIT, "credit.R1"))
    matched = match(Reason.of(R.SKU_UNKNOWN, "lines[0]"))
    verdict = decide(reading(), matched, held, waived=(R.OVER_CREDIT_LIMIT, R.SKU_UNKNOWN), grants=(grant(*R),), at=NOW)
    assert codes(verdict) == {"over_credit_limit", "sku_unknown"}


def test_a_grant_without_a_moment_to_hold_it_against_waives_nothing() -> None:
    matched = match(Reason.of(R.SHIP_TO_UNKNOWN, "ship_to"))
    assert isinstance(decide(reading(), matched, credit(), grants=(grant(R.SHIP_TO_UNKNOWN),)), Hold)


def test_the_table_in_the_docs_is_the_table_in_the_code() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "proofs.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip().strip("`"): line for line in text.splitlines() if line.startswith("| `")}
    assert set(rows) == set(REQUIREMENTS)
    for path, requirement in REQUIREMENTS.items():
        said = rows[path].split("|")
        assert said[2].strip() == " or ".join(in_words(evidence) for evidence in requirement.enough)
        recognised = requirement.enough_recognised
        assert said[3].strip() == ("" if recognised is None else " or ".join(in_words(evidence) for evidence in recognised))
        assert said[4].strip() == ("must be there" if requirement.required else "may be absent")
        assert said[5].strip() == requirement.why


def in_words(evidence: frozenset[Proof]) -> str:
    return "+".join(proof.value for proof in Proof if proof in evidence)


def test_unknown_paths_need_nothing_because_they_are_never_pushed() -> None:
    line = LINE.model_copy(update={"note": "please"})
    assert isinstance(decide(reading(line=line), match(), credit()), Push)


def word(path: str, value: str | None) -> Correction:
    return Correction(path=path, value=value, actor="desk", at="2026-03-10T12:00:00Z")


def two_lines(second: ExtractedLine = LINE) -> ReadOrder:
    proofs = {**HEADINGS, **{path.replace("[0]", "[1]"): found for path, found in HEADINGS.items() if path.startswith("lines[")}}
    return reading(proofs, order={"lines": (LINE, second)})


def test_a_line_that_a_person_struck_out_is_not_missed_and_needs_no_proof() -> None:
    doubtful = LINE.model_copy(update={"quantity": None})
    assert isinstance(decide(two_lines(doubtful), match(), credit(), corrections=(word("lines[1]", None),)), Push)
    assert codes(decide(two_lines(doubtful), match(), credit())) == {"value_missing", "lines_incomplete"}


def test_a_line_that_a_person_added_is_expected() -> None:
    both = match(lines=match().lines * 2)
    added = (word("lines[1].sku", "HX-M8X40"), word("lines[1].quantity", "5"))
    assert isinstance(decide(reading(), both, credit(), corrections=added), Push)
    assert "lines_incomplete" in codes(decide(reading(), match(), credit(), corrections=added))


def test_reasons_keep_the_number_of_the_line_that_was_read_when_an_earlier_one_was_struck_out() -> None:
    without_price = match(lines=(match().lines[0].model_copy(update={"unit_price": None}),))
    assert ("price_missing", "lines[1]") in paths(
        decide(two_lines(), without_price, credit(), corrections=(word("lines[0]", None),))
    )


@pytest.mark.parametrize(
    ("said", "settled"),
    [
        ("lines[0].sku", ("lines[0].sku", "lines[0].description")),
        ("customer_no", ("buyer.vat_id", "buyer.customer_no")),
        ("ship_to_code", ("ship_to.street", "ship_to.city")),
    ],
)
def test_choosing_the_record_settles_what_it_was_found_by(said: str, settled: tuple[str, str]) -> None:
    proofs = {path: found for path, found in HEADINGS.items() if path not in settled}
    parties = {"buyer": {"vat_id": "DE1", "customer_no": "C1"}, "ship_to": {"street": "Am Kai 1", "city": "Bremen"}}
    other = {f"{party}.{name}": SEEN for party, fields in parties.items() for name in fields}
    whole = {**proofs, **{path: found for path, found in other.items() if path not in settled}}
    order = ExtractedOrder.model_validate(parties)
    read = reading(whole, order={"buyer": order.buyer, "ship_to": order.ship_to})
    assert {place for _, place in paths(decide(read, match(), credit()))} == set(settled)
    assert isinstance(decide(read, match(), credit(), corrections=(word(said, "X"),)), Push)
