"""A catalogue of dense size series, of any length, made up from a number: article i is the same at every call and every size.

Each article carries what it states as attributes, so that a query made from it can be scored: a proposal is consistent when it
has every attribute that the query says. Nothing here knows how matching works.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from math import prod
from pathlib import Path

from intake.domain.master import (
    Contact,
    CrossReference,
    Customer,
    ExchangeRate,
    ListPrice,
    Product,
    ProductUnit,
    ShipToAddress,
    TaxRate,
)


@dataclass(frozen=True)
class Family:
    """`english`, `german` and `short` are formats over the attributes; `says` are the words a buyer uses for the thing."""

    code: str
    english: str
    german: str
    axes: dict[str, tuple[object, ...]]
    says: tuple[str, ...]
    short: str


def _values(listed: list[object]) -> tuple[object, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in listed)


_TABLE = tomllib.loads(Path(__file__).with_name("synthetic_families.toml").read_text(encoding="utf-8"))
BRANDS = tuple(_TABLE["brands"])
SERIES = tuple(_TABLE["series"])
COLOURS = tuple((english, german) for english, german in _TABLE["colours"])
FAMILIES = tuple(
    Family(**{**row, "says": tuple(row["says"]), "axes": {name: _values(listed) for name, listed in row["axes"].items()}})
    for row in _TABLE["families"]
)


@dataclass(frozen=True)
class Article:
    """`attributes` holds the family ("") and one value an axis, the brand and the series."""

    number: int
    family: Family
    attributes: dict[str, str] = field(hash=False)
    english: str = ""
    german: str = ""

    @property
    def sku(self) -> str:
        return sku_of(self.number)


def _check_digit(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def sku_of(number: int) -> str:
    """Numbers stand densely, as in most ERPs: a wrong digit often hits another article."""
    return f"{FAMILIES[number % len(FAMILIES)].code}-{100000 + number * 3 // 2}"


def gtin_of(number: int) -> str:
    digits = f"40{number:010d}"
    return digits + _check_digit(digits)


def axes_of(family: Family) -> dict[str, tuple[object, ...]]:
    """Everything that the family's articles differ in; the first changes fastest from article to article."""
    return {**family.axes, "brand": BRANDS, "series": SERIES}


def article(number: int) -> Article:
    """Article `number`. Within a family all attribute values, brands and series come in turn, dense in the sizes."""
    family = FAMILIES[number % len(FAMILIES)]
    axes = axes_of(family)
    space = prod(len(values) for values in axes.values())
    place = (number // len(FAMILIES)) % space
    attributes: dict[str, object] = {"": family.code}
    for name, values in axes.items():
        place, index = divmod(place, len(values))
        attributes[name] = values[index]
    english = {name: value[0] if isinstance(value, tuple) else value for name, value in attributes.items()}
    german = {name: value[1] if isinstance(value, tuple) else value for name, value in attributes.items()}
    plain = {name: str(value) for name, value in english.items()}
    tail = f" {plain['brand']} {plain['series']}"
    return Article(number, family, plain, family.english.format(**english) + tail, family.german.format(**german) + tail)


def product_of(number: int) -> Product:
    made = article(number)
    return Product(
        sku=made.sku,
        description=made.english,
        gtin=gtin_of(number),
        manufacturer=made.attributes["brand"],
        manufacturer_part_number=f"{made.attributes['brand'][:2].upper()}{number * 7 + 100003}",
        base_uom="EA",
        descriptions={"de": made.german},
    )


class SyntheticMaster:
    """A `MasterSource` of `size` articles and a few customers."""

    def __init__(self, size: int, version: str = "synthetic") -> None:
        self.size = size
        self.version = version

    def customers(self) -> Iterator[Customer]:
        for number in range(1, 6):
            yield Customer(
                customer_no=f"C{number}", name=f"Kunde {number} GmbH", country="DE", currency="EUR", payment_terms="30 days net"
            )

    def contacts(self) -> Iterator[Contact]:
        for number in range(1, 6):
            yield Contact(customer_no=f"C{number}", email=f"einkauf@kunde{number}.example")

    def ship_tos(self) -> Iterator[ShipToAddress]:
        return iter(())

    def products(self) -> Iterator[Product]:
        return (product_of(number) for number in range(self.size))

    def product_units(self) -> Iterator[ProductUnit]:
        return (ProductUnit(sku=sku_of(number), uom="BX", factor=Decimal(100)) for number in range(0, self.size, 4))

    def cross_references(self) -> Iterator[CrossReference]:
        for number in range(0, self.size, max(1, self.size // 2000)):
            yield CrossReference(customer_no="C1", customer_part_number=f"K{700000 + number * 3}", sku=sku_of(number))

    def prices(self) -> Iterator[ListPrice]:
        for number in range(self.size):
            cents = 5 + number * 7_919 % 99_995
            yield ListPrice(sku=sku_of(number), uom="EA", unit_price=Decimal(cents) / 100, currency="EUR")

    def tax_rates(self) -> Iterator[TaxRate]:
        yield TaxRate(country="DE", rate_percent=Decimal(19))

    def exchange_rates(self) -> Iterator[ExchangeRate]:
        return iter(())
