"""A day or an address on a paper, under words that nobody knows, holds an order whose day or place was not read."""

from __future__ import annotations

from datetime import date

import pytest

from intake.documents.text import text_document
from intake.domain.documents import Document, Source
from intake.domain.limits import Limits
from intake.domain.orders import ExtractedOrder, Party, ShipTo
from intake.domain.parties import OwnCompany
from intake.extraction.unlabelled_heads import unlabelled_heads

OWN = OwnCompany(names=("Ours Ltd",), addresses=("1 Our Road, LS9 9ZZ Leeds",))
BUYER = Party(name="Theirs GmbH", street="Hauptstraße 7", postal_code="70565", city="Stuttgart")
READ = ExtractedOrder(order_date=date(2026, 3, 2), requested_delivery_date=date(2026, 3, 20), buyer=BUYER, documents=(0,))


def paper(*lines: str) -> Document:
    source = Source(filename="order.txt", sha256="0" * 64, media_type="text/plain")
    return text_document(source, lines, Limits())


def paths(order: ExtractedOrder, *lines: str) -> list[str | None]:
    return [problem.path for problem in unlabelled_heads(order, [paper(*lines)], [], OWN, None)]


@pytest.mark.parametrize(
    "line", ["Ankunft Rampe: 20.03.2026", "Liefertermin: 2026-03-", "Ankunft Rampe: 23.03.", "Ankunft KW 14"]
)
def test_a_later_day_that_was_not_read_is_named(line: str) -> None:
    assert paths(READ.model_copy(update={"requested_delivery_date": None}), line) == ["requested_delivery_date"]
    assert paths(READ, line) == []


@pytest.mark.parametrize(
    "line", ["Druckdatum: 03.03.2026", "Angebot 01.02.2026", "Hauptstraße 7", "3.4. Zahlung binnen 30 Tagen"]
)
def test_days_of_other_things_and_no_days_hold_nothing(line: str) -> None:
    assert paths(READ.model_copy(update={"requested_delivery_date": None}), line) == []


def test_an_address_that_is_nobodys_is_named() -> None:
    elsewhere = ("Rampe:", "Depot Nord", "Am Kanal 4", "47059 Duisburg")
    assert paths(READ, *elsewhere) == ["ship_to"]
    assert paths(READ.model_copy(update={"ship_to": ShipTo(street="Am Kanal 4", city="Duisburg")}), *elsewhere) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Ours Ltd", "1 Our Road", "LS9 9ZZ Leeds"),
        ("Theirs GmbH", "Hauptstraße 7", "70565 Stuttgart"),
        ("Rechnungsadresse:", "Buchhaltung", "Am Kanal 4", "47059 Duisburg"),
    ],
)
def test_addresses_of_parties_that_are_known_hold_nothing(lines: tuple[str, ...]) -> None:
    assert paths(READ, *lines) == []
