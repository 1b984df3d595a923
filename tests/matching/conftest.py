"""A small supplier's master data in memory of one index file, and the synthetic catalogue of dense size series."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from intake.domain.catalogue import MasterData
from intake.domain.master import (
    Contact,
    CrossReference,
    Customer,
    ExchangeRate,
    ListPrice,
    Product,
    ProductStatus,
    ProductUnit,
    ShipToAddress,
    TaxRate,
)
from intake.domain.matched import MatchedOrder
from intake.domain.opened import MailContext
from intake.domain.orders import ExtractedLine, ExtractedOrder, ReadOrder
from intake.domain.parties import OwnCompany
from intake.domain.policies import MatchingPolicy
from intake.matching.index import build_index, open_index
from intake.matching.match import match_order

BENCH = Path(__file__).resolve().parents[2] / "bench"
TODAY = date(2026, 3, 2)
D = Decimal

CUSTOMERS = (
    Customer(
        customer_no="C1001", name="Adler Werkzeuge GmbH & Co. KG", vat_id="DE811907980", gln="4012345000016", street="Hafenstraße 12",
        postal_code="20457", city="Hamburg", country="DE", currency="EUR", payment_terms="30 days net", price_list="TRADE",
    ),
    Customer(customer_no="C1002", name="Bakker Techniek B.V.", vat_id="NL853746333B01", street="Kade 3", postal_code="3011 AB",
             city="Rotterdam", country="NL", currency="EUR", payment_terms="14 days net"),
    Customer(customer_no="C1003", name="Adler Nord GmbH", street="Werftweg 1", postal_code="24103", city="Kiel", country="DE",
             currency="EUR", payment_terms="30 days net", parent_customer_no="C1001"),
    Customer(customer_no="C1004", name="Carlo Ferramenta S.r.l.", country="IT", currency="EUR", payment_terms="prepayment"),
    Customer(customer_no="C1005", name="Dorn Metallbau", street="Am Ring 7", postal_code="50667", city="Köln", country="DE",
             currency="EUR", payment_terms="30 days net"),
)  # fmt: skip
CONTACTS = (
    Contact(customer_no="C1001", email="einkauf@adler-werkzeuge.example"),
    Contact(customer_no="C1002", email="@bakker.example"),
    Contact(customer_no="C1003", email="lager@adler-nord.example"),
    Contact(customer_no="C1004", email="carlo.ferramenta@gmail.com"),
    Contact(customer_no="C1001", email="zentraleinkauf@adler-gruppe.example"),
    Contact(customer_no="C1003", email="zentraleinkauf@adler-gruppe.example"),
)
SHIP_TOS = (
    ShipToAddress(customer_no="C1001", ship_to_code="MAIN", name="Adler Werkzeuge", street="Hafenstraße 12", postal_code="20457",
                  city="Hamburg", country="DE"),
    ShipToAddress(customer_no="C1001", ship_to_code="NORD", name="Adler Lager Nord", gln="4012345000023", street="Industriestr. 5",
                  postal_code="22525", city="Hamburg", country="DE"),
    ShipToAddress(customer_no="C1003", ship_to_code="W1", name="Werft 1", street="Werftweg 1", postal_code="24103", city="Kiel", country="DE"),
    ShipToAddress(customer_no="C1005", ship_to_code="A", name="Baustelle A", street="Domplatz 1", postal_code="50667", city="Köln", country="DE"),
    ShipToAddress(customer_no="C1005", ship_to_code="B", name="Baustelle B", street="Domplatz 2", postal_code="50667", city="Köln", country="DE"),
)  # fmt: skip


def _bolt(length: int, material: str = "A2") -> Product:
    return Product(
        sku=f"HX-M8X{length}-{material}", description=f"Hex bolt DIN 933 M8x{length} {material} stainless", base_uom="EA",
        manufacturer="Kolbe", manufacturer_part_number=f"KB8{length:04d}{material}",
        descriptions={"de": f"Sechskantschraube DIN 933 M8x{length} {material}"},
    )  # fmt: skip


PRODUCTS = (
    *(_bolt(length) for length in (20, 30, 40, 50, 60, 70, 80)),
    _bolt(40, "A4"),
    Product(sku="GL-NIT-9", description="Nitrile work glove blue size 9", base_uom="PR", gtin="4006381333931", order_multiple=D(12),
            descriptions={"de": "Arbeitshandschuh Nitril blau Gr. 9"}),
    Product(sku="OIL-5W30-5", description="Motor oil 5W-30 5 l", base_uom="EA", gtin="4006381333948", minimum_quantity=D(2)),
    Product(sku="OIL-5W30-1", description="Motor oil 5W-30 1 l", base_uom="EA"),
    Product(sku="TAPE-50-RED", description="Packing tape 50 mm x 66 m red", base_uom="RO"),
    Product(sku="OLD-1", description="Cable drum 25 m", base_uom="EA", status=ProductStatus.DISCONTINUED, replaced_by="NEW-1"),
    Product(sku="NEW-1", description="Cable drum 25 m with lid", base_uom="EA"),
    Product(sku="STOP-77", description="Recalled grinder 125 mm", base_uom="EA", status=ProductStatus.BLOCKED),
    Product(sku="104711", description="Ball bearing 6204 2RS", base_uom="EA"),
    Product(sku="104712", description="Ball bearing 6205 2RS", base_uom="EA"),
)  # fmt: skip
UNITS = (
    *(ProductUnit(sku=f"HX-M8X{length}-A2", uom="BX", factor=D(100), gtin="4006381333955" if length == 40 else None)
      for length in (20, 30, 40, 50, 60, 70, 80)),
    ProductUnit(sku="GL-NIT-9", uom="CT", factor=D(144)),
)  # fmt: skip
REFERENCES = (
    CrossReference(customer_no="C1001", customer_part_number="A-778", sku="HX-M8X40-A2", uom="BX"),
    CrossReference(customer_no="C1001", customer_part_number="B-9911", sku="GL-NIT-9"),
    CrossReference(customer_no="C1002", customer_part_number="A-778", sku="OIL-5W30-5"),
)


def _price(sku: str, price: str, **other: Any) -> ListPrice:
    return ListPrice(sku=sku, uom=other.pop("uom", "EA"), unit_price=D(price), currency=other.pop("currency", "EUR"), **other)


PRICES = (
    *(_price(f"HX-M8X{length}-A2", f"0.{length}") for length in (20, 30, 40, 50, 60, 70, 80)),
    _price("HX-M8X40-A2", "0.38", price_list="TRADE"),
    _price("HX-M8X40-A2", "0.35", price_list="TRADE", minimum_quantity=D(1000)),
    _price("HX-M8X40-A2", "36.00", uom="BX", price_list="TRADE"),
    _price("HX-M8X50-A2", "45.00", customer_no="C1001", price_basis_quantity=D(100)),
    _price("HX-M8X40-A4", "0.95"),
    _price("GL-NIT-9", "1.29", uom="PR"),
    _price("OIL-5W30-5", "24.90"),
    _price("OIL-5W30-5", "19.90", valid_until=date(2026, 1, 31)),
    _price("OIL-5W30-1", "6.20"),
    _price("TAPE-50-RED", "1.85", uom="RO"),
    _price("104711", "4.10"),
    _price("104712", "4.60"),
    _price("NEW-1", "39.00"),
)


class SmallMaster:
    """A `MasterSource` of the values above."""

    version = "small"

    def __init__(self, **changed: tuple[Any, ...]) -> None:
        self._changed = changed

    def _get(self, name: str, usual: tuple[Any, ...]) -> Iterator[Any]:
        return iter(self._changed.get(name, usual))

    def customers(self) -> Iterator[Customer]:
        return self._get("customers", CUSTOMERS)

    def contacts(self) -> Iterator[Contact]:
        return self._get("contacts", CONTACTS)

    def ship_tos(self) -> Iterator[ShipToAddress]:
        return self._get("ship_tos", SHIP_TOS)

    def products(self) -> Iterator[Product]:
        return self._get("products", PRODUCTS)

    def product_units(self) -> Iterator[ProductUnit]:
        return self._get("product_units", UNITS)

    def cross_references(self) -> Iterator[CrossReference]:
        return self._get("cross_references", REFERENCES)

    def prices(self) -> Iterator[ListPrice]:
        return self._get("prices", PRICES)

    def tax_rates(self) -> Iterator[TaxRate]:
        return iter((TaxRate(country="DE", rate_percent=D(19)),))

    def exchange_rates(self) -> Iterator[ExchangeRate]:
        return iter(())


OWN = OwnCompany(
    names=("Nordwest Handel GmbH",), domains=("nordwest.example",), vat_ids=("DE136695976",), glns=("4099999000009",)
)


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> MasterData:
    path = tmp_path_factory.mktemp("index") / "master.db"
    build_index(SmallMaster(), path)
    return open_index(path)


@pytest.fixture(scope="session")
def small_master() -> type[SmallMaster]:
    return SmallMaster


@pytest.fixture(scope="session")
def own() -> OwnCompany:
    return OWN


@pytest.fixture
def matched(master: MasterData) -> Callable[..., MatchedOrder]:
    """Matches an order of these lines, sent by Adler's buyer unless said otherwise."""

    def match(*lines: ExtractedLine, sender: str | None = "einkauf@adler-werkzeuge.example", policy: MatchingPolicy | None = None,
              forwarded: bool = False, corrections: Any = (), experience: Any = None, sent_on: str | None = "2026-03-02",
              today: date = TODAY, **order: Any) -> MatchedOrder:  # fmt: skip
        read = ReadOrder(order=ExtractedOrder(lines=lines, **order))
        context = MailContext(author_address=sender, is_forwarded=forwarded, sent_on=sent_on)
        return match_order(read, context, master, OWN, policy or MatchingPolicy(), corrections=corrections, today=today,
                           experience=experience)  # fmt: skip

    return match


@pytest.fixture
def line() -> Callable[..., ExtractedLine]:
    """An ordered line: ten boxes of the M8x40 under Adler's own number, unless said otherwise."""

    def make(**values: Any) -> ExtractedLine:
        usual = {"line_number": "10", "customer_part_number": "A-778", "description": "Sechskantschraube M8x40 A2", "quantity": D(10),
                 "uom": "Karton"}  # fmt: skip
        return ExtractedLine.model_validate({**usual, "uom": "BX", **values})

    return make


def _load(name: str) -> ModuleType:
    sys.path.insert(0, str(BENCH))
    try:
        found = importlib.util.find_spec(name)
        assert found is not None
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(BENCH))


@pytest.fixture(scope="session")
def catalogue() -> ModuleType:
    return _load("synthetic_catalogue")


@pytest.fixture(scope="session")
def queries() -> ModuleType:
    return _load("synthetic_queries")


@pytest.fixture(scope="session")
def traps() -> ModuleType:
    return _load("synthetic_traps")


@pytest.fixture(scope="session")
def trade_traps() -> ModuleType:
    return _load("trade_traps")


@pytest.fixture(scope="session")
def dense(tmp_path_factory: pytest.TempPathFactory, catalogue: ModuleType) -> MasterData:
    """Ten thousand articles in dense size series."""
    path = tmp_path_factory.mktemp("dense") / "master.db"
    build_index(catalogue.SyntheticMaster(10_000), path)
    return open_index(path)
