"""The delivery address that a document states → one of the customer's own, or why it waits.

A new address is held with its own reason, because that is how goods are stolen. Nothing stated means the customer's own default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from rapidfuzz import fuzz

from intake.domain.identifiers import fold, normalise_code
from intake.domain.master import Customer, ShipToAddress
from intake.domain.orders import ExtractedOrder, ShipTo
from intake.domain.reasons import Reason, ReasonCode
from intake.matching.names import name_key
from intake.matching.places import postal_key, same_city, same_place

DEFAULT_CODES = ("MAIN", "DEFAULT", "STANDARD", "HQ", "0", "00", "000", "1", "01", "001")
SIMILAR_NAME = 88.0


class ShipToFinding(NamedTuple):
    """`code` None with no reason = the customer's main address, for which the ERP has no ship-to of its own."""

    code: str | None
    country: str | None = None
    reasons: tuple[Reason, ...] = ()


def find_ship_to(order: ExtractedOrder, customer: Customer, places: Iterable[ShipToAddress]) -> ShipToFinding:
    """`places` are the customer's own."""
    own = tuple(places)
    stated = order.ship_to
    if stated is None or not _says_anything(stated):
        return _default(customer, own)
    if stated.gln:
        return _by_gln(stated, customer, own)
    fitting = [place for place in own if _fits(stated, place)]
    if len(fitting) > 1:
        fitting = _by_name(stated, fitting) or fitting
    if len(fitting) == 1:
        return ShipToFinding(fitting[0].ship_to_code, fitting[0].country)
    if fitting:
        codes = ", ".join(place.ship_to_code for place in fitting)
        return _held(
            ReasonCode.SHIP_TO_AMBIGUOUS, f"The delivery address {_said(stated)} fits several of {customer.customer_no}: {codes}."
        )
    if _is_main_address(stated, customer):
        return _main(customer, own)
    return _unknown(stated, customer)


def _says_anything(stated: ShipTo) -> bool:
    return any((stated.name, stated.gln, stated.street, stated.postal_code, stated.city))


def _default(customer: Customer, own: tuple[ShipToAddress, ...]) -> ShipToFinding:
    """Nothing was said: the only address, the one called main, or the one at the customer's own door."""
    for choose in (lambda place: True, lambda place: place.ship_to_code.upper() in DEFAULT_CODES, _at_the_door(customer)):
        chosen = [place for place in own if choose(place)]
        if len(chosen) == 1:
            return ShipToFinding(chosen[0].ship_to_code, chosen[0].country)
    if not own:
        return ShipToFinding(None, customer.country)
    codes = ", ".join(place.ship_to_code for place in own)
    message = f"The order states no delivery address, and {customer.customer_no} has several: {codes}."
    return _held(ReasonCode.SHIP_TO_AMBIGUOUS, message)


def _at_the_door(customer: Customer) -> Callable[[ShipToAddress], bool]:
    return lambda place: (
        bool(customer.street and customer.postal_code)
        and same_place(place.street, place.postal_code, place.city, customer.street, customer.postal_code, customer.city)
    )


def _main(customer: Customer, own: tuple[ShipToAddress, ...]) -> ShipToFinding:
    """The customer's own record is meant: its ship-to where the ERP has one, else none is named."""
    at_the_door = [place for place in own if _at_the_door(customer)(place)]
    return ShipToFinding(at_the_door[0].ship_to_code if len(at_the_door) == 1 else None, customer.country)


def _by_gln(stated: ShipTo, customer: Customer, own: tuple[ShipToAddress, ...]) -> ShipToFinding:
    key = normalise_code(stated.gln or "")
    named = [place for place in own if place.gln and normalise_code(place.gln) == key]
    if len(named) == 1:
        place = named[0]
        if _contradicts(stated, place.postal_code, place.street, place.city):
            message = f"The delivery GLN {stated.gln} is {place.ship_to_code}, but the address beside it is {_said(stated)}."
            return _held(ReasonCode.SHIP_TO_AMBIGUOUS, message)
        return ShipToFinding(place.ship_to_code, place.country)
    if not named and customer.gln and normalise_code(customer.gln) == key:
        if _contradicts(stated, customer.postal_code, customer.street, customer.city):
            return _unknown(stated, customer)
        return _main(customer, own)
    without = find_without_gln(stated, own)
    return without if without is not None else _unknown(stated, customer)


def find_without_gln(stated: ShipTo, own: tuple[ShipToAddress, ...]) -> ShipToFinding | None:
    """An unknown GLN beside an address of ours: the address decides where our record simply has no GLN."""
    fitting = [place for place in own if _fits(stated, place) and not place.gln]
    return ShipToFinding(fitting[0].ship_to_code, fitting[0].country) if len(fitting) == 1 else None


def _contradicts(stated: ShipTo, postal_code: str | None, street: str | None, city: str | None) -> bool:
    if not (stated.street or stated.postal_code or stated.city):
        return False
    return not same_place(stated.street, stated.postal_code, stated.city, street, postal_code, city)


def _fits(stated: ShipTo, place: ShipToAddress) -> bool:
    """The same door; where the document gives no street, the same town and name; where only a name, the ship-to's own."""
    if _is_abroad(stated, place.country):
        return False
    if stated.street:
        if not (stated.postal_code or stated.city):
            return False
        return same_place(stated.street, stated.postal_code, stated.city, place.street, place.postal_code, place.city)
    if stated.postal_code or stated.city:
        there = postal_key(stated.postal_code) == postal_key(place.postal_code) if stated.postal_code else True
        return there and (bool(stated.postal_code) or same_city(stated.city, place.city)) and _name_fits(stated, place)
    return bool(stated.name) and _is_called(stated.name or "", place)


def _is_abroad(stated: ShipTo, country: str | None) -> bool:
    return (
        bool(stated.country and country) and len(stated.country or "") == 2 and fold(stated.country or "") != fold(country or "")
    )


def _name_fits(stated: ShipTo, place: ShipToAddress) -> bool:
    return not stated.name or fuzz.token_set_ratio(name_key(stated.name), name_key(place.name)) >= SIMILAR_NAME


def _is_called(name: str, place: ShipToAddress) -> bool:
    """A bare word for the place ("Lager Nord", "MAIN") must be its name or code exactly."""
    return name_key(name) == name_key(place.name) or fold(name) == fold(place.ship_to_code)


def _by_name(stated: ShipTo, fitting: list[ShipToAddress]) -> list[ShipToAddress]:
    """Several ship-tos at one door (gates, departments): the printed name tells them apart."""
    return [place for place in fitting if stated.name and name_key(stated.name) == name_key(place.name)]


def _is_main_address(stated: ShipTo, customer: Customer) -> bool:
    if _is_abroad(stated, customer.country):
        return False
    if stated.street:
        return bool(customer.street) and same_place(
            stated.street, stated.postal_code, stated.city, customer.street, customer.postal_code, customer.city
        )
    if stated.postal_code or stated.city:
        there = same_place(None, stated.postal_code, stated.city, None, customer.postal_code, customer.city)
        return there and (not stated.name or name_key(stated.name) == name_key(customer.name))
    return bool(stated.name) and name_key(stated.name or "") == name_key(customer.name)


def _said(stated: ShipTo) -> str:
    town = f"{stated.postal_code or ''} {stated.city or ''}".strip()
    return ", ".join(part for part in (stated.name, stated.street, town, stated.gln) if part)


def _unknown(stated: ShipTo, customer: Customer) -> ShipToFinding:
    message = f"The delivery address {_said(stated)} is none of {customer.customer_no} ({customer.name})."
    return _held(ReasonCode.SHIP_TO_UNKNOWN, message)


def _held(code: ReasonCode, message: str) -> ShipToFinding:
    return ShipToFinding(None, None, (Reason.of(code, "ship_to", message),))
