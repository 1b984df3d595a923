"""Changed articles and customers → a new index file beside the old one, without building everything anew.

A thousand changed articles cost a copy of the file and their own rows. The old file stays as it is for whoever has it open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from intake.domain.errors import BadInput
from intake.domain.master import Contact, CrossReference, Customer, ListPrice, Product, ProductUnit, ShipToAddress
from intake.matching import building
from intake.matching.article_terms import terms_of
from intake.matching.posting_rows import TermChanges


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
    """Writes to `into` the index of `path` with the changes; `into` may be `path` itself. Whoever opens it sees a whole file.

    Raises BadInput where `path` is no index of this program's format.
    """
    with building.changed_copy(path, into) as beside, closing(sqlite3.connect(beside)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-48000;")
        stored = connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
        if stored is None or stored[0] != building.FORMAT:
            raise BadInput(f"The master index {path} has another format than {building.FORMAT}; build it anew.")
        _change_customers(connection, changes)
        _change_articles(connection, changes)
        connection.execute("UPDATE meta SET value = ? WHERE name = 'version'", (changes.version,))
        connection.commit()


def _change_customers(connection: sqlite3.Connection, changes: MasterChanges) -> None:
    numbers = [(customer.customer_no,) for customer in changes.customers]
    for table in ("customer", "contact", "ship_to"):
        connection.executemany(f"DELETE FROM {table} WHERE customer_no = ?", numbers)  # noqa: S608
    building.insert_customers(connection, changes.customers)
    building.insert_contacts(connection, changes.contacts)
    building.insert_ship_tos(connection, changes.ship_tos)


def _change_articles(connection: sqlite3.Connection, changes: MasterChanges) -> None:
    terms = TermChanges()
    # No new article takes the place of one that goes: its terms would go as well.
    following = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM product").fetchone()[0]
    for sku in changes.removed:
        _forget(connection, sku, None, terms)
    numbered = []
    for product in changes.products:
        # A changed article keeps its place, so that only the terms that it gains or loses are written.
        number = _forget(connection, product.sku, product, terms)
        if number is None:
            number, following = following, following + 1
            terms.change(number, (), terms_of(product))
        numbered.append((number, product))
    terms.write(connection)
    building.insert_products(connection, numbered)
    building.insert_units(connection, changes.product_units)
    building.insert_cross_references(connection, changes.cross_references)
    building.insert_prices(connection, changes.prices)


def _forget(connection: sqlite3.Connection, sku: str, instead: Product | None, terms: TermChanges) -> int | None:
    """Takes an article out and gives its place; its terms are made again from what is stored."""
    row = connection.execute("SELECT id, value FROM product WHERE sku = ?", (sku,)).fetchone()
    if row is not None:
        before = terms_of(Product.model_validate_json(row[1]))
        terms.change(row[0], before, terms_of(instead) if instead is not None else ())
        connection.execute("DELETE FROM product WHERE id = ?", (row[0],))
    for table in ("code", "product_unit", "cross_reference", "price"):
        connection.execute(f"DELETE FROM {table} WHERE sku = ?", (sku,))  # noqa: S608
    return int(row[0]) if row is not None else None
