"""Where goods go: only to the customer's own addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.orders import ExtractedOrder, ShipTo
from intake.matching.places import same_place, same_street
from intake.matching.ship_to import find_ship_to


@pytest.fixture
def where(master):
    def find(customer_no="C1001", **stated):
        order = ExtractedOrder(ship_to=ShipTo(**stated) if stated else None)
        finding = find_ship_to(order, master.customer(customer_no), master.ship_tos(customer_no))
        return finding.code, [reason.code.value for reason in finding.reasons]

    return find


FOUND = [
    ("nothing stated: the main address", "MAIN", "C1001", {}),
    ("nothing stated: the only address", "W1", "C1003", {}),
    ("nothing stated: the customer's own record", None, "C1002", {}),
    ("by street and postal code", "NORD", "C1001", {"name": "Adler", "street": "Industriestraße 5", "postal_code": "D-22525", "city": "Hamburg"}),
    ("by GLN", "NORD", "C1001", {"gln": "4012345000023"}),
    ("by GLN with its address", "NORD", "C1001", {"gln": "4012345000023", "street": "Industriestr. 5", "postal_code": "22525"}),
    ("by its name alone", "NORD", "C1001", {"name": "Adler Lager Nord"}),
    ("by its code", "NORD", "C1001", {"name": "Nord"}),
    ("the customer's own door", None, "C1002", {"name": "Bakker Techniek", "street": "Kade 3", "postal_code": "3011 AB", "city": "Rotterdam"}),
    ("one of two neighbours", "B", "C1005", {"street": "Domplatz 2", "postal_code": "50667", "city": "Köln"}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "code", "customer", "stated"), FOUND, ids=[case[0] for case in FOUND])
def test_found(where, case, code, customer, stated):
    assert where(customer, **stated) == (code, [])


HELD = [
    ("a new address", "ship_to_unknown", "C1001", {"name": "Adler", "street": "Neuer Weg 1", "postal_code": "20457", "city": "Hamburg"}),
    ("another house number", "ship_to_unknown", "C1001", {"street": "Hafenstraße 12a", "postal_code": "20457", "city": "Hamburg"}),
    ("another town with the same street", "ship_to_unknown", "C1001", {"street": "Hafenstraße 12", "postal_code": "80331", "city": "München"}),
    ("another customer's address", "ship_to_unknown", "C1001", {"street": "Werftweg 1", "postal_code": "24103", "city": "Kiel"}),
    ("an unknown GLN", "ship_to_unknown", "C1001", {"gln": "4012345000399"}),
    ("a GLN with another address beside it", "ship_to_ambiguous", "C1001",
     {"gln": "4012345000023", "street": "Hafenstraße 12", "postal_code": "20457", "city": "Hamburg"}),
    ("nothing stated and several to choose from", "ship_to_ambiguous", "C1005", {}),
    ("a town with several", "ship_to_ambiguous", "C1005", {"postal_code": "50667", "city": "Köln"}),
    ("another country", "ship_to_unknown", "C1001", {"street": "Hafenstraße 12", "postal_code": "20457", "city": "Hamburg", "country": "PL"}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "code", "customer", "stated"), HELD, ids=[case[0] for case in HELD])
def test_held(where, case, code, customer, stated):
    assert where(customer, **stated) == (None, [code])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hafenstr. 12", "Hafenstraße 12"), ("HAFENSTRASSE 12 A", "Hafenstr. 12a"), ("12, rue du Port", "12 Rue du Port"),
     ("ul. Polna 3", "Polna 3"), ("Hafen Straße 12-14", "Hafenstr. 12 - 14"), ("Kade 3", "kade 3")],
)  # fmt: skip
def test_one_door_in_many_spellings(one, other):
    assert same_street(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hafenstr. 12", "Hafenstr. 21"), ("Hafenstr. 1", "Hafenstr. 1-3"), ("Hafenstr.", "Hafenstr. 1")]
)
def test_a_house_number_is_never_similar(one, other):
    assert not same_street(one, other)


@given(st.text(max_size=80), st.text(max_size=12), st.text(max_size=40))
def test_any_address_is_compared_without_failing(street, code, city):
    assert same_place(street, code, city, "Hafenstraße 12", "20457", "Hamburg") in (True, False)


@given(st.integers(1, 400), st.integers(1, 400))
def test_any_two_house_numbers_are_one_door_only_when_equal(one, other):
    assert same_street(f"Am Markt {one}", f"Am Markt {other}") == (one == other)
