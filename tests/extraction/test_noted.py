"""What a machine-readable order says in free text: a person reads what turns the order, the rest goes along."""

from __future__ import annotations

import pytest

from intake.domain.orders import DocumentKind, ExtractedLine, ExtractedOrder, ReadOrder
from intake.extraction.noted import wishes_in_notes


@pytest.mark.parametrize(
    "note",
    [
        "Only if in stock",
        "Bitte Position 2 stornieren",
        "Ware wird abgeholt",
        "Gate 3: please cancel line 2",
        "Please call before delivery",
        "NO BACKORDERS",
        "Bitte in zwei Teillängen à 50 m liefern",
        "FILIALE NICHT BELIEFERN",
    ],
)
def test_a_text_that_turns_the_order_is_for_a_person(note: str) -> None:
    assert [problem.path for problem in wishes_in_notes(ReadOrder(order=ExtractedOrder(note=note)))] == ["note"]
    (found,) = wishes_in_notes(ReadOrder(order=ExtractedOrder(lines=(ExtractedLine(note=note),))))
    assert (found.code, found.path) == ("note_needs_reading", "lines[0].note")


@pytest.mark.parametrize(
    "note",
    [
        "Ordering unit of 12",
        "No partial delivery of the line; WEEE tax included",
        "KOMM. HOCHHAUS NORD",
        "Cost center 4410",
        "Merci de votre confiance.",
        "Es gelten unsere Einkaufsbedingungen",
        "Delivery in week 12 of 2026",
        "Lieferschein zweifach",
    ],
)
def test_other_texts_go_along(note: str) -> None:
    assert wishes_in_notes(ReadOrder(order=ExtractedOrder(note=note))) == ()


def test_a_change_is_read_by_a_person_as_it_is() -> None:
    assert wishes_in_notes(ReadOrder(order=ExtractedOrder(note="Cancel line 2"), kind=DocumentKind.ORDER_CHANGE)) == ()
