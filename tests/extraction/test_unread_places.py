"""A delivery address that is announced and was not read holds the order: goods must not go to the usual place instead."""

from __future__ import annotations

import pytest

from intake.domain.documents import Canvas, CanvasKind, Document, Source, Word
from intake.domain.orders import ExtractedOrder, Party, ShipTo
from intake.extraction.unread_places import unread_place


def letter(*lines: str) -> Document:
    words: list[Word] = []
    at = 0
    for top, line in enumerate(lines):
        column = 0
        for said in line.split(" "):
            words.append(Word(said, column, top, column + len(said), top + 1, start=at + column, end=at + column + len(said)))
            column += len(said) + 1
        at += len(line) + 1
    text = "\n".join(lines)
    canvas = Canvas(number=1, kind=CanvasKind.TEXT, name="", width=80, height=len(lines), words=tuple(words), text=text)
    source = Source(filename="order.txt", sha256="0" * 64, media_type="text/plain")
    return Document(source=source, canvases=(canvas,))


@pytest.mark.parametrize(
    "lines",
    [
        ("Ship to:", "Depot North", "12 Mill Lane", "LS1 4HT Leeds"),
        ("Lieferadresse: Lager 2, Hauptstraße 7, 70565 Stuttgart",),
    ],
)
def test_an_announced_address_that_was_not_read_is_named(lines: tuple[str, ...]) -> None:
    (problem,) = unread_place(ExtractedOrder(), (0,), [letter(*lines)])
    assert (problem.code, problem.path) == ("value_missing", "ship_to")


def test_an_address_that_was_read_or_is_not_there_holds_nothing() -> None:
    announced = letter("Ship to:", "12 Mill Lane", "LS1 4HT Leeds")
    assert unread_place(ExtractedOrder(ship_to=ShipTo(street="12 Mill Lane")), (0,), [announced]) == ()
    assert unread_place(ExtractedOrder(), (0,), [letter("Ship to: as usual", "Item HX-1", "200 pcs")]) == ()


def test_the_buyers_own_address_once_more_holds_nothing() -> None:
    buyer = Party(street="12 Mill Lane", postal_code="LS1 4HT", city="Leeds")
    document = letter("Ship to:", "12 Mill Lane", "LS1 4HT Leeds")
    assert unread_place(ExtractedOrder(buyer=buyer), (0,), [document]) == ()
