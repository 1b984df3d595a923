"""The embedded ERP: a small company's books in one SQLite file of their own, behind the same gateway as a real ERP.

It is loaded from CSV files (`import_files`), answers pulls, and takes sales orders. It computes its own totals.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from intake.domain.amounts import round_half_up, round_up
from intake.domain.base import Value
from intake.domain.decisions import PushedOrder, SalesOrder, SalesOrderLine
from intake.domain.errors import BadInput, Unavailable
from intake.domain.ledger import LedgerSnapshot, OpenItem, OpenOrder, Payment, StatedExposure
from intake.domain.limit_changes import LimitChange
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
from intake.erp.csv_files import MasterFiles

V = TypeVar("V", bound=Value)

LIMIT_REQUESTS = "limit_requests"

FIRST_NUMBER = 100_001
"""Sales order numbers count from here, so that nobody takes one for a line number."""


class EmbeddedErp:
    """Implements `ErpGateway`. Every call opens the file anew: safe for any number of threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def import_files(self, master: MasterFiles, progress: Callable[[int], None] | None = None) -> None:
        """Replaces master data and open items in one transaction; sales orders taken here stay. `progress` counts rows."""
        ledger = master.ledger()
        with self._writing() as db:
            _replace(db, "customers", master.customers(), progress, "customer_no")
            _replace(db, "contacts", master.contacts(), progress)
            _replace(db, "ship_tos", master.ship_tos(), progress)
            _replace(db, "products", master.products(), progress, "sku")
            _replace(db, "product_units", master.product_units(), progress, "sku", "uom", "factor")
            _replace(db, "cross_references", master.cross_references(), progress)
            _replace(db, "prices", master.prices(), progress)
            _replace(db, "tax_rates", master.tax_rates(), progress, "country")
            _replace(db, "exchange_rates", master.exchange_rates(), progress)
            _replace(db, "open_items", ledger.open_items, progress)
            _replace(db, "open_orders", ledger.open_orders, progress)
            _replace(db, "payments", ledger.payments, progress)
            _replace(db, "exposures", ledger.exposures, progress)
            _write_books(
                db,
                master_version=master.version,
                as_of=ledger.as_of.isoformat(),
                control_total=str(ledger.control_total),
                currency=ledger.currency,
            )

    def pull_master(self) -> EmbeddedMaster:
        with self._reading() as db:
            return EmbeddedMaster(self, _book(db, "master_version"))

    def pull_ledger(self) -> LedgerSnapshot:
        with self._reading() as db:
            imported = [OpenOrder.model_validate_json(body) for (body,) in db.execute("SELECT body FROM open_orders")]
            keys = {order.external_key for order in imported} | {order.sales_order_number for order in imported}
            taken = [order for order in _taken_orders(db) if not {order.external_key, order.sales_order_number} & keys]
            return LedgerSnapshot(
                as_of=datetime.fromisoformat(_book(db, "as_of")),
                sequence=int(_book(db, "sequence")),
                control_total=Decimal(_book(db, "control_total")),
                currency=_book(db, "currency"),
                open_items=tuple(_values(db, "open_items", OpenItem)),
                open_orders=(*imported, *taken),
                payments=tuple(_values(db, "payments", Payment)),
                exposures=tuple(_exposures(db, taken)),
                tax_rates=tuple(_values(db, "tax_rates", TaxRate)),
                exchange_rates=tuple(_values(db, "exchange_rates", ExchangeRate)),
            )

    def find_sales_order(self, external_key: str) -> PushedOrder | None:
        with self._reading() as db:
            return _find(db, external_key)

    def create_sales_order(self, order: SalesOrder) -> PushedOrder:
        """Raises BadInput where customer, article or unit do not exist here; the same external key is the same order."""
        with self._writing() as db:
            existing = _find(db, order.external_key)
            if existing is not None:
                return existing
            net = sum((_line_amount(db, line, order.currency) for line in order.lines), Decimal(0))
            gross = round_up(net * (1 + _tax_percent(db, order) / 100), order.currency)
            db.execute(
                "INSERT INTO sales_orders (external_key, customer_no, net_amount, open_amount, body) VALUES (?, ?, ?, ?, ?)",
                (order.external_key, order.bill_to_no, str(net), str(gross), order.model_dump_json()),
            )
            _write_books(db)
            created = _find(db, order.external_key)
        assert created is not None
        return created.model_copy(update={"already_there": False})

    def ask_for_limit(self, change: LimitChange) -> str:
        """Lays the request into `limit_requests/` beside the books, one file a key, for whoever keeps customers.csv."""
        if self._customer(change.customer_no) is None:
            raise BadInput(f"The ERP has no customer {change.customer_no}.")
        place = self.path.parent / LIMIT_REQUESTS / f"{change.change_key}.json"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            half = place.with_suffix(".half")
            half.write_text(change.model_dump_json(indent=2) + "\n", encoding="utf-8")
            os.replace(half, place)
        except OSError as failure:
            raise Unavailable(f"The request could not be laid into {place.parent}: {failure}.") from failure
        return f"{LIMIT_REQUESTS}/{place.name}"

    def _customer(self, customer_no: str) -> Customer | None:
        with self._reading() as db:
            return _customer(db, customer_no)

    def check(self) -> str:
        with self._reading() as db:
            (customers,) = db.execute("SELECT count(*) FROM customers").fetchone()
            (products,) = db.execute("SELECT count(*) FROM products").fetchone()
            as_of = db.execute("SELECT value FROM books WHERE name = 'as_of'").fetchone()
        if as_of is None:
            return f"The embedded ERP {self.path.name} is empty; load it with `intake import DIR`."
        return f"The embedded ERP {self.path.name} has {customers} customers and {products} articles, ledger as of {as_of[0]}."

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as db:
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.execute("ROLLBACK")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.execute("ROLLBACK")
                raise

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
                db.executescript(files("intake.erp").joinpath("embedded_schema.sql").read_text())
                yield db
        except sqlite3.Error as failure:
            raise Unavailable(f"The embedded ERP {self.path} did not answer: {failure}.") from failure


class EmbeddedMaster:
    """A `MasterSource` over the embedded ERP's tables, read row by row."""

    def __init__(self, erp: EmbeddedErp, version: str) -> None:
        self._erp = erp
        self.version = version

    def customers(self) -> Iterator[Customer]:
        return self._all("customers", Customer)

    def contacts(self) -> Iterator[Contact]:
        return self._all("contacts", Contact)

    def ship_tos(self) -> Iterator[ShipToAddress]:
        return self._all("ship_tos", ShipToAddress)

    def products(self) -> Iterator[Product]:
        return self._all("products", Product)

    def product_units(self) -> Iterator[ProductUnit]:
        return self._all("product_units", ProductUnit)

    def cross_references(self) -> Iterator[CrossReference]:
        return self._all("cross_references", CrossReference)

    def prices(self) -> Iterator[ListPrice]:
        return self._all("prices", ListPrice)

    def tax_rates(self) -> Iterator[TaxRate]:
        return self._all("tax_rates", TaxRate)

    def exchange_rates(self) -> Iterator[ExchangeRate]:
        return self._all("exchange_rates", ExchangeRate)

    def _all(self, table: str, kind: type[V]) -> Iterator[V]:
        with self._erp._reading() as db:
            yield from _values(db, table, kind)


def _values(db: sqlite3.Connection, table: str, kind: type[V]) -> Iterator[V]:
    for (body,) in db.execute(f"SELECT body FROM {table} ORDER BY rowid"):  # noqa: S608 - our own table names
        yield kind.model_validate_json(body)


def _replace(
    db: sqlite3.Connection, table: str, values: Iterable[Value], progress: Callable[[int], None] | None, *keys: str
) -> None:
    db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names
    columns = (*keys, "body")
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    count = 0
    for count, value in enumerate(values, 1):
        db.execute(statement, (*(str(getattr(value, key)) for key in keys), value.model_dump_json()))
        if progress is not None and count % 1_000 == 0:
            progress(1_000)
    if progress is not None:
        progress(count % 1_000)


def _book(db: sqlite3.Connection, name: str) -> str:
    row = db.execute("SELECT value FROM books WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise Unavailable("The embedded ERP is empty; load its master data with `intake import DIR`.")
    return str(row[0])


def _write_books(db: sqlite3.Connection, **values: str) -> None:
    """Writes the given entries and counts the books' sequence up: every change is a newer state."""
    row = db.execute("SELECT value FROM books WHERE name = 'sequence'").fetchone()
    entries = {**values, "sequence": str(int(row[0]) + 1 if row else 1)}
    db.executemany("INSERT OR REPLACE INTO books (name, value) VALUES (?, ?)", entries.items())


def _find(db: sqlite3.Connection, external_key: str) -> PushedOrder | None:
    row = db.execute("SELECT number, net_amount FROM sales_orders WHERE external_key = ?", (external_key,)).fetchone()
    if row is None:
        return None
    return PushedOrder(
        sales_order_number=_number(row[0]), external_key=external_key, net_amount=Decimal(row[1]), already_there=True
    )


def _number(row_number: int) -> str:
    return f"SO-{FIRST_NUMBER + row_number - 1}"


def _taken_orders(db: sqlite3.Connection) -> Iterator[OpenOrder]:
    rows = db.execute("SELECT number, external_key, customer_no, open_amount, body FROM sales_orders ORDER BY number")
    for number, external_key, customer_no, open_amount, body in rows:
        order = SalesOrder.model_validate_json(body)
        yield OpenOrder(
            customer_no=customer_no,
            sales_order_number=_number(number),
            customer_po_number=order.customer_po_number,
            order_date=order.order_date,
            ship_date=order.requested_delivery_date,
            open_amount=Decimal(open_amount),
            currency=order.currency,
            external_key=external_key,
        )


def _exposures(db: sqlite3.Connection, taken: Iterable[OpenOrder]) -> Iterator[StatedExposure]:
    """What the files said, with the orders taken since."""
    since: dict[tuple[str, str], Decimal] = {}
    for order in taken:
        place = (order.customer_no, order.currency)
        since[place] = since.get(place, Decimal(0)) + order.open_amount
    for stated in _values(db, "exposures", StatedExposure):
        added = since.get((stated.customer_no, stated.currency), Decimal(0))
        yield stated.model_copy(update={"amount": stated.amount + added})


def _line_amount(db: sqlite3.Connection, line: SalesOrderLine, currency: str) -> Decimal:
    in_price_unit = line.quantity * _factor(db, line.sku, line.uom) / _factor(db, line.sku, line.price_uom)
    return round_half_up(in_price_unit * line.unit_price / line.price_basis_quantity, currency)


def _factor(db: sqlite3.Connection, sku: str, uom: str) -> Decimal:
    row = db.execute("SELECT body FROM products WHERE sku = ?", (sku,)).fetchone()
    if row is None:
        raise BadInput(f"The ERP has no article {sku}.")
    if Product.model_validate_json(row[0]).base_uom == uom:
        return Decimal(1)
    unit = db.execute("SELECT factor FROM product_units WHERE sku = ? AND uom = ?", (sku, uom)).fetchone()
    if unit is None:
        raise BadInput(f"The ERP's article {sku} has no unit {uom}.")
    return Decimal(unit[0])


def _tax_percent(db: sqlite3.Connection, order: SalesOrder) -> Decimal:
    """The rate of the country that the goods go to."""
    if _customer(db, order.bill_to_no) is None:
        raise BadInput(f"The ERP has no customer {order.bill_to_no}.")
    buyer = _customer(db, order.customer_no)
    if buyer is None:
        raise BadInput(f"The ERP has no customer {order.customer_no}.")
    country = buyer.country if order.ship_to_code is None else _country_of(db, order.customer_no, order.ship_to_code)
    tax = db.execute("SELECT body FROM tax_rates WHERE country = ?", (country,)).fetchone()
    if tax is None:
        raise BadInput(f"The ERP has no tax rate for {country}.")
    return TaxRate.model_validate_json(tax[0]).rate_percent


def _customer(db: sqlite3.Connection, customer_no: str) -> Customer | None:
    row = db.execute("SELECT body FROM customers WHERE customer_no = ?", (customer_no,)).fetchone()
    return Customer.model_validate_json(row[0]) if row else None


def _country_of(db: sqlite3.Connection, customer_no: str, ship_to_code: str) -> str:
    for place in _values(db, "ship_tos", ShipToAddress):
        if (place.customer_no, place.ship_to_code) == (customer_no, ship_to_code):
            return place.country
    raise BadInput(f"The ERP has no address {ship_to_code} of {customer_no}.")
