"""A delivery address that is announced is never passed over: read where it can be, else stated as it stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intake.config import load_settings
from intake.domain.messages import Origin
from intake.wiring import open_reader

MAIL = """From: ann@buyer.example
To: orders@seller.example
Subject: Order PO-4711
Content-Type: text/plain; charset=utf-8

Order no. PO-4711

{delivery}

Pos  Your code  Description     Qty  Unit
1    HX-M8X40   Hex bolt M8x40  200  pcs
2    NU-M8      Hex nut M8      300  pcs
"""


@pytest.fixture
def ship_to(tmp_path):
    def ship_to(delivery):
        raw = MAIL.format(delivery=delivery).encode()
        reading = (
            open_reader(load_settings(tmp_path), "layout").read(raw, None, Origin.EMAIL, datetime(2026, 3, 2, tzinfo=UTC)).reading
        )
        (order,) = reading.orders
        return order.order.ship_to

    return ship_to


def test_a_place_may_be_called_like_a_label(ship_to):
    found = ship_to("Delivery address:\nLager Nord\nHauptstraße 9\n28199 Bremen")
    assert (found.name, found.street, found.postal_code, found.city) == ("Lager Nord", "Hauptstraße 9", "28199", "Bremen")


def test_what_reads_as_no_address_is_stated_all_the_same(ship_to):
    found = ship_to("Deliver to:\n0815-XZ")
    assert found is not None
    assert found.name == "0815-XZ"


def test_nothing_announced_is_nothing_stated(ship_to):
    assert ship_to("Please confirm.") is None


SAID = {
    "Please deliver to our body shop: Unit 12, Canal Road Estate, Bradford BD1 4AG - the main site is closed.": (
        "Unit 12, Canal Road Estate",
        "BD1 4AG",
        "Bradford",
    ),
    "Lieferung bitte bis KW 20 an unser Lager, Hafenstraße 3, 83022 Rosenheim.": ("Hafenstraße 3", "83022", "Rosenheim"),
    "Kérjük a szállítást a következő címre: Panzió, 3300 Eger, Szépasszonyvölgy u. 12.": (
        "Szépasszonyvölgy u. 12",
        "3300",
        "Eger",
    ),
    "Lieferung an unsere Werkstatt, Friedrichshofener Str. 4, 85049 Ingolstadt, bis 10.07.2026.": (
        "Friedrichshofener Str. 4",
        "85049",
        "Ingolstadt",
    ),
    "Merci de livrer sur le chantier, 14 rue Haute, 63500 Issoire (du lundi au jeudi).": ("14 rue Haute", "63500", "Issoire"),
}


@pytest.mark.parametrize("sentence", SAID)
def test_a_sentence_may_say_where_the_goods_go(ship_to, sentence):
    found = ship_to(sentence)
    assert (found.street, found.postal_code, found.city) == SAID[sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Lieferung wie immer, die Rechnung bitte an Hafenstraße 3, 83022 Rosenheim.",
        "We collect the goods from your depot, 12 Canal Road, Bradford BD1 4AG.",
        "Please do not deliver to 12 Canal Road, Bradford BD1 4AG.",
        "Lieferant: Nordwind Handels AG, Industriestraße 17, 68161 Mannheim",
    ],
)
def test_a_sentence_about_another_errand_sends_no_goods(ship_to, sentence):
    assert ship_to(sentence) is None
