"""A new pull from the ERP, held against the index of an earlier one → the few changes laid over that index.

The pull is read once, into tables like the index's own, and both are walked in one order: an article or customer differs when any
of its rows does, or their order. Where laying over would not give the answers of a new build (a customer who is gone, a maker of
whom nothing is left, another tax rate), or where much has changed, nothing is laid over.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from intake.domain.base import Value
from intake.domain.catalogue import MasterSource
from intake.domain.errors import BadInput
from intake.domain.master import Contact, CrossReference, Customer, ListPrice, Product, ProductUnit, ShipToAddress
from intake.matching import building
from intake.matching.changes import LAID_SHARE, MasterChanges, apply_changes
from intake.matching.layers import open_layers

V = TypeVar("V", bound=Value)
_OF_ARTICLES = ("product", "product_unit", "cross_reference", "price")
_OF_CUSTOMERS = ("customer", "contact", "ship_to")
_UNSAYABLE = (
    "SELECT customer_no FROM customer EXCEPT SELECT customer_no FROM pulled.customer",
    "SELECT word FROM brand EXCEPT SELECT word FROM pulled.brand",
    "SELECT country, value FROM tax_rate EXCEPT SELECT country, value FROM pulled.tax_rate",
    "SELECT country, value FROM pulled.tax_rate EXCEPT SELECT country, value FROM tax_rate",
)
"""What differs and no `MasterChanges` can say."""


def lay_over(source: MasterSource, earlier: Path, into: Path, progress: Callable[[int], None] | None = None) -> bool:
    """Writes to `into` the index of `source`, made of the one `earlier`; False where it has to be built anew. `progress` is told
    how many more articles were read."""
    pulled = into.with_name(into.name + ".pulled")
    try:
        with closing(building.create(pulled)) as connection:
            building.load_values(connection, source, progress)
            connection.executescript(building.sql_of("lookups.sql"))
        changes = _changes(source.version, earlier, pulled)
        if changes is not None:
            apply_changes(changes, earlier, into)
    except (BadInput, sqlite3.DatabaseError):
        # An earlier index that cannot be read is what a new build replaces; a faulty pull is named by it.
        return False
    finally:
        pulled.unlink(missing_ok=True)
    return changes is not None


def _changes(version: str, earlier: Path, pulled: Path) -> MasterChanges | None:
    connection, _ = open_layers(earlier)
    with closing(connection):
        connection.execute("ATTACH ? AS pulled", (f"{pulled.resolve().as_uri()}?mode=ro&immutable=1",))
        if any(connection.execute(sql).fetchone() is not None for sql in _UNSAYABLE):
            return None
        (articles,) = connection.execute("SELECT count(*) FROM pulled.product").fetchone()
        most = int(articles * LAID_SHARE)
        skus = _differing(connection, _OF_ARTICLES, "sku", most)
        customer_nos = _differing(connection, _OF_CUSTOMERS, "customer_no", most) if skus is not None else None
        if skus is None or customer_nos is None or len(skus) + len(customer_nos) > most:
            return None
        return _as_changes(connection, version, skus, customer_nos)


def _differing(connection: sqlite3.Connection, tables: tuple[str, ...], key: str, most: int) -> set[str] | None:
    """The keys of whatever differs, is gone or is new; None where they are more than `most`."""
    found: set[str] = set()
    for table in tables:
        says = "email" if table == "contact" else "value"
        for differs in _apart(_groups(connection, table, key, says), _groups(connection, f"pulled.{table}", key, says)):
            found.add(differs)
            if len(found) > most:
                return None
    return found


def _groups(connection: sqlite3.Connection, table: str, key: str, says: str) -> Iterator[tuple[str, list[str]]]:
    rows = connection.execute(f"SELECT {key}, {says} FROM {table} ORDER BY {key}, rowid")  # noqa: S608
    for owner, group in groupby(rows, key=itemgetter(0)):
        yield owner, [row[1] for row in group]


def _apart(old: Iterator[tuple[str, list[str]]], new: Iterator[tuple[str, list[str]]]) -> Iterator[str]:
    """The keys at which two walks in one order differ. Keys are compared as the database orders them: by their bytes."""
    one, other = next(old, None), next(new, None)
    while one is not None or other is not None:
        if one is not None and (other is None or one[0].encode() < other[0].encode()):
            yield one[0]
            one = next(old, None)
        elif other is not None and (one is None or other[0].encode() < one[0].encode()):
            yield other[0]
            other = next(new, None)
        else:
            assert one is not None
            if one != other:
                yield one[0]
            one, other = next(old, None), next(new, None)


def _as_changes(connection: sqlite3.Connection, version: str, skus: set[str], customer_nos: set[str]) -> MasterChanges | None:
    """What was pulled of these, whole. None where a contact or place is nobody's: only customers can be changed."""

    def rows(table: str, key: str, says: str, keys: set[str]) -> list[tuple[str, str]]:
        chosen = f"SELECT {key}, {says} FROM pulled.{table} AS one"  # noqa: S608
        sql = f"{chosen} WHERE {key} IN (SELECT asked.value FROM json_each(?) AS asked) ORDER BY one.rowid"  # noqa: S608
        return connection.execute(sql, (json.dumps(sorted(keys)),)).fetchall()

    def values(value: type[V], table: str, key: str, keys: set[str]) -> list[V]:
        return [value.model_validate_json(body) for _, body in rows(table, key, "one.value", keys)]

    products = values(Product, "product", "sku", skus)
    customers = values(Customer, "customer", "customer_no", customer_nos)
    if len(customers) < len(customer_nos):
        return None
    return MasterChanges(
        version=version,
        products=products,
        product_units=values(ProductUnit, "product_unit", "sku", skus),
        prices=values(ListPrice, "price", "sku", skus),
        cross_references=values(CrossReference, "cross_reference", "sku", skus),
        removed=sorted(skus - {product.sku for product in products}),
        customers=customers,
        contacts=[Contact(customer_no=no, email=email) for no, email in rows("contact", "customer_no", "email", customer_nos)],
        ship_tos=values(ShipToAddress, "ship_to", "customer_no", customer_nos),
    )
