"""How the screens say things: names as the trade writes them, places as a person counts them, reasons that many lines share once."""

from __future__ import annotations

import pytest

from intake.desk.forms import reason_groups
from intake.desk.words import field_words, words
from intake.domain.reasons import Reason, ReasonCode


@pytest.mark.parametrize(
    ("code", "said"),
    [("po_number_missing", "PO number missing"), ("sku_unknown", "SKU unknown"), ("order_desk", "Order desk"), ("held", "Held")],
)
def test_a_code_is_said_as_the_trade_writes_it(code, said):
    assert words(code) == said


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("lines[2].unit_price", "Line 3, unit price"),
        ("lines[0]", "Line 1"),
        ("documents[0]", "Document 1"),
        ("credit.R1", "Credit rule R1"),
        ("ship_to.postal_code", "Ship to, postal code"),
        ("customer_po_number", "Customer PO number"),
    ],
)
def test_a_place_is_counted_as_a_person_counts(path, said):
    assert field_words(path) == said


def test_a_reason_on_many_lines_is_told_once_and_others_each():
    many = [_reason(ReasonCode.SKU_PROPOSED, f"lines[{number}].sku") for number in range(8)]
    two = [_reason(ReasonCode.PRICE_BELOW_CONTRACT, f"lines[{number}].unit_price") for number in range(2)]
    groups = reason_groups([_reason(ReasonCode.PO_NUMBER_MISSING, "customer_po_number"), *many, *two])
    told = [(group.reason.code, group.further_lines) for group in groups]
    assert told == [
        (ReasonCode.PO_NUMBER_MISSING, 0),
        (ReasonCode.SKU_PROPOSED, 7),
        (ReasonCode.PRICE_BELOW_CONTRACT, 0),
        (ReasonCode.PRICE_BELOW_CONTRACT, 0),
    ]


def _reason(code, path):
    return Reason.of(code, path)
