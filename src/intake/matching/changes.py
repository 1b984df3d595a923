"""Changed articles and customers → a new index beside the old one, without building everything anew.

A thousand changed articles cost their own rows; only when many have gathered, the file is copied. The old one stays as it is for
whoever has it open.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from intake.domain.base import Value
from intake.domain.errors import BadInput
from intake.domain.master import Contact, CrossReference, Customer, ListPrice, Product, ProductUnit, ShipToAddress
from intake.matching import building
from intake.matching.article_terms import terms_of
from intake.matching.layers import CREATE_HIDDEN, attach_base, base_path, link_base, open_layers
from intake.matching.posting_rows import TermChanges

LAID_SHARE = 0.05
"""So much of the big file may lie over it: more makes every look-up slower than one new file would."""
V = TypeVar("V", bound=Value)


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterChanges:
    """What the ERP says is different now. An article or customer listed here comes whole: with all its units, prices and cross
    references, or all its contacts and addresses; what is not listed stays. `removed` are SKUs that are gone."""

    version: str
    products: Sequence[Product] = ()
    product_units: Sequence[ProductUnit] = ()
    prices: Sequence[ListPrice] = ()
    cross_references: Sequence[CrossReference] = ()
    removed: Sequence[str] = ()
    customers: Sequence[Customer] = ()
    contacts: Sequence[Contact] = ()
    ship_tos: Sequence[ShipToAddress] = ()


def apply_changes(changes: MasterChanges, path: Path, into: Path) -> None:
    """Writes to `into` the index of `path` with the changes; `into` may be `path` itself. Whoever opens it sees a whole index.

    Few changes are laid over the big file (layers.py); when many have gathered, a new big file is written. Raises BadInput where
    `path` is no index of this program's format.
    """
    laid = _count_laid(path)
    whole = base_path(path) if laid is not None else path
    gathered = (laid or 0) + len(changes.products) + len(changes.removed) + len(changes.customers)
    if gathered <= _articles_of(whole) * LAID_SHARE and link_base(whole, into):
        _lay_over(changes, path if laid is not None else None, into)
        return
    earlier = (_read_laid(path),) if laid is not None else ()
    with building.changed_copy(whole, into) as beside, closing(sqlite3.connect(beside)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-48000;")
        for change in (*earlier, changes):
            _change(connection, change, is_over=False)
        connection.commit()


def _lay_over(changes: MasterChanges, earlier: Path | None, into: Path) -> None:
    beside = into.with_name(into.name + ".building")
    beside.unlink(missing_ok=True)
    if earlier is not None:
        shutil.copyfile(earlier, beside)
    else:
        _create_small(beside)
    with closing(sqlite3.connect(beside.resolve().as_uri(), uri=True)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-48000;")
        attach_base(connection, base_path(into))
        _change(connection, changes, is_over=True)
        connection.commit()
    building.flush(beside)
    os.replace(beside, into)


def _create_small(path: Path) -> None:
    with closing(building.create(path)) as connection:
        connection.executescript(building.sql_of("lookups.sql") + CREATE_HIDDEN)
        rows = [("version", ""), ("format", building.FORMAT), ("laid_over", "yes")]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        connection.commit()


def _count_laid(path: Path) -> int | None:
    """How many articles and customers the file lays over a big one; None where it is a big one."""
    connection, has_two = open_layers(path)
    with closing(connection):
        stored = connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
        if stored is None or stored[0] != building.FORMAT:
            raise BadInput(f"The master index {path} has another format than {building.FORMAT}; build it anew.")
        tables = ("hidden", "hidden_customer") if has_two else ()
        counts = [int(connection.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0]) for table in tables]  # noqa: S608
        return sum(counts) if has_two else None


def _articles_of(path: Path) -> int:
    connection, _ = open_layers(path)
    with closing(connection):
        return int(connection.execute("SELECT coalesce(max(id), 0) FROM main.product").fetchone()[0])


def _read_laid(path: Path) -> MasterChanges:
    """The changes that the file itself lays over a big one."""
    connection, _ = open_layers(path)
    with closing(connection):

        def values(value: type[V], table: str) -> list[V]:
            rows = connection.execute(f"SELECT value FROM main.{table} ORDER BY rowid")  # noqa: S608
            return [value.model_validate_json(row[0]) for row in rows]

        products = values(Product, "product")
        hidden = {row[0] for row in connection.execute("SELECT sku FROM main.hidden")}
        contacts = connection.execute("SELECT customer_no, email FROM main.contact ORDER BY rowid")
        return MasterChanges(
            version="",
            products=products,
            product_units=values(ProductUnit, "product_unit"),
            prices=values(ListPrice, "price"),
            cross_references=values(CrossReference, "cross_reference"),
            removed=sorted(hidden - {product.sku for product in products}),
            customers=values(Customer, "customer"),
            contacts=[Contact(customer_no=number, email=email) for number, email in contacts],
            ship_tos=values(ShipToAddress, "ship_to"),
        )


def _change(connection: sqlite3.Connection, changes: MasterChanges, *, is_over: bool) -> None:
    _change_customers(connection, changes, is_over=is_over)
    _change_articles(connection, changes, is_over=is_over)
    connection.execute("UPDATE main.meta SET value = ? WHERE name = 'version'", (changes.version,))


def _change_customers(connection: sqlite3.Connection, changes: MasterChanges, *, is_over: bool) -> None:
    numbers = [(customer.customer_no,) for customer in changes.customers]
    for table in ("customer", "contact", "ship_to"):
        connection.executemany(f"DELETE FROM main.{table} WHERE customer_no = ?", numbers)  # noqa: S608
    if is_over:
        connection.executemany("INSERT OR IGNORE INTO main.hidden_customer VALUES (?)", numbers)
    building.insert_customers(connection, changes.customers)
    building.insert_contacts(connection, changes.contacts)
    building.insert_ship_tos(connection, changes.ship_tos)


def _change_articles(connection: sqlite3.Connection, changes: MasterChanges, *, is_over: bool) -> None:
    terms = TermChanges(is_over=is_over)
    # No new article takes the place of one that goes: its terms would go as well.
    files = ("main", "base") if is_over else ("main",)
    following = 1 + max(connection.execute(f"SELECT coalesce(max(id), 0) FROM {file}.product").fetchone()[0] for file in files)  # noqa: S608
    for sku in changes.removed:
        _forget(connection, sku, None, terms, is_over=is_over)
    numbered = []
    for product in changes.products:
        # A changed article keeps its place, so that only the terms that it gains or loses are written.
        number = _forget(connection, product.sku, product, terms, is_over=is_over)
        if number is None:
            number, following = following, following + 1
            terms.change(number, (), terms_of(product))
        numbered.append((number, product))
    terms.write(connection)
    building.insert_products(connection, numbered)
    building.insert_units(connection, changes.product_units)
    building.insert_cross_references(connection, changes.cross_references)
    building.insert_prices(connection, changes.prices)


def _forget(
    connection: sqlite3.Connection, sku: str, instead: Product | None, terms: TermChanges, *, is_over: bool
) -> int | None:
    """Takes an article out and gives its place; its terms are made again from what is stored."""
    row = connection.execute("SELECT id, value FROM main.product WHERE sku = ?", (sku,)).fetchone()
    is_written = row is not None
    if is_over:
        if row is None:
            unhidden = "SELECT id, value FROM base.product WHERE sku = ? AND sku NOT IN (SELECT sku FROM main.hidden)"
            row = connection.execute(unhidden, (sku,)).fetchone()
        connection.execute("INSERT OR IGNORE INTO main.hidden VALUES (?)", (sku,))
    if row is not None:
        before = terms_of(Product.model_validate_json(row[1]))
        terms.change(row[0], before, terms_of(instead) if instead is not None else (), is_written=is_written)
        connection.execute("DELETE FROM main.product WHERE id = ?", (row[0],))
    for table in ("code", "product_unit", "cross_reference", "price"):
        connection.execute(f"DELETE FROM main.{table} WHERE sku = ?", (sku,))  # noqa: S608
    return int(row[0]) if row is not None else None
