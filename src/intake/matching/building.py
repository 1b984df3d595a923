"""Builds the master index: a complete pull from the ERP → one SQLite file, made beside its place and moved there when whole.

Also lays changed articles and customers over a copy of an earlier file. Looking things up is `snapshot.py`'s work.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TypeVar

from intake.domain.base import Value
from intake.domain.catalogue import MasterSource
from intake.domain.master import Contact, CrossReference, Customer, ListPrice, Product, ProductUnit, ShipToAddress
from intake.matching.article_terms import brand_words
from intake.matching.codes import fold_code, usable
from intake.matching.layers import base_path
from intake.matching.names import name_key
from intake.matching.posting_rows import PostingWriter
from intake.matching.term_workers import with_terms

FORMAT = "6"
"""Rises with every change of the schema or of how words become terms: an older file is built anew."""

BATCH = 5_000
T = TypeVar("T")


def build_index(source: MasterSource, path: Path, progress: Callable[[int], None] | None = None) -> None:
    """Writes the index of everything in `source` to `path`; whoever opens `path` sees the old file or the new one, whole.

    `progress` is told how many more articles are done.
    """
    beside = path.with_name(path.name + ".building")
    beside.unlink(missing_ok=True)
    connection = create(beside)
    try:
        _load_customers(connection, source)
        _load_articles(connection, source, progress)
        connection.executescript(sql_of("lookups.sql"))
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("version", source.version), ("format", FORMAT)])
        connection.commit()
    finally:
        connection.close()
    move_into_place(beside, path)


def move_into_place(beside: Path, path: Path) -> None:
    """A whole file: what lay under an earlier one of its name goes."""
    flush(beside)
    os.replace(beside, path)
    base_path(path).unlink(missing_ok=True)


@contextmanager
def changed_copy(path: Path, into: Path) -> Iterator[Path]:
    """A copy of `path` to be changed, moved to `into` in the end. The disk takes the copy while it is changed, so that only the
    changes are left to wait for."""
    beside = into.with_name(into.name + ".building")
    with ThreadPoolExecutor(1) as disk:
        shutil.copyfile(path, beside)
        flushed = disk.submit(flush, beside)
        yield beside
        # A disk names a failed write once: who flushes later does not hear of it.
        flushed.result()
    move_into_place(beside, into)


def flush(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def sql_of(name: str) -> str:
    return (files("intake.matching") / name).read_text(encoding="utf-8")


def create(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    # Nobody reads the file before it is whole, so a crash costs only the building.
    connection.executescript("PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-48000;")
    connection.executescript(sql_of("schema.sql"))
    return connection


def json_of(value: Value) -> str:
    return value.model_dump_json(exclude_defaults=True)


def _batches(values: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    stream = iter(values)
    while batch := list(islice(stream, size)):
        yield batch


def _load_customers(connection: sqlite3.Connection, source: MasterSource) -> None:
    for customers in _batches(source.customers()):
        insert_customers(connection, customers)
    for contacts in _batches(source.contacts()):
        insert_contacts(connection, contacts)
    for places in _batches(source.ship_tos()):
        insert_ship_tos(connection, places)
    for rates in _batches(source.tax_rates()):
        connection.executemany("INSERT OR REPLACE INTO tax_rate VALUES (?, ?)", [(rate.country, json_of(rate)) for rate in rates])


def load_values(connection: sqlite3.Connection, source: MasterSource, progress: Callable[[int], None] | None = None) -> None:
    """Everything in `source`, ready to be compared, without the words that are searched."""
    _load_customers(connection, source)
    done = 0
    for products in _batches(source.products()):
        insert_products(connection, list(enumerate(products, done + 1)))
        done += len(products)
        if progress is not None:
            progress(len(products))
    for _ in _besides(connection, source):
        pass


def _load_articles(connection: sqlite3.Connection, source: MasterSource, progress: Callable[[int], None] | None) -> None:
    done = 0
    postings = PostingWriter(connection)
    besides = _besides(connection, source)
    for products, terms in with_terms(_batches(source.products())):
        insert_products(connection, list(enumerate(products, done + 1)))
        for number, of_article in enumerate(terms, done + 1):
            postings.add(number, of_article)
        done += len(products)
        # What belongs to the articles is written while others read their words.
        next(besides, None)
        if progress is not None:
            progress(len(products))
    postings.finish()
    for _ in besides:
        pass


def _besides(connection: sqlite3.Connection, source: MasterSource) -> Iterator[None]:
    """Writes units, references and prices, a batch at each step."""
    for units in _batches(source.product_units()):
        insert_units(connection, units)
        yield
    for references in _batches(source.cross_references()):
        insert_cross_references(connection, references)
        yield
    for prices in _batches(source.prices()):
        insert_prices(connection, prices)
        yield


def insert_customers(connection: sqlite3.Connection, customers: Iterable[Customer]) -> None:
    connection.executemany(
        "INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?)",
        [
            (c.customer_no, usable(c.customer_no) or c.customer_no, usable(c.vat_id), usable(c.gln), name_key(c.name), json_of(c))
            for c in customers
        ],
    )


def insert_contacts(connection: sqlite3.Connection, contacts: Iterable[Contact]) -> None:
    addresses = [(contact.email.strip().casefold(), contact.customer_no) for contact in contacts]
    rows = [(address, address.rpartition("@")[2], customer_no) for address, customer_no in addresses]
    connection.executemany("INSERT INTO contact VALUES (?, ?, ?)", rows)


def insert_ship_tos(connection: sqlite3.Connection, places: Iterable[ShipToAddress]) -> None:
    rows = [(place.customer_no, usable(place.gln), json_of(place)) for place in places]
    connection.executemany("INSERT INTO ship_to VALUES (?, ?, ?)", rows)


def insert_products(connection: sqlite3.Connection, numbered: Sequence[tuple[int, Product]]) -> None:
    products = [product for _, product in numbered]
    connection.executemany("INSERT INTO product VALUES (?, ?, ?)", [(number, p.sku, json_of(p)) for number, p in numbered])
    connection.executemany("INSERT INTO code VALUES (?, ?, ?, ?, ?)", [row for p in products for row in _code_rows(p)])
    brands = {(word,) for p in products if p.manufacturer for word in brand_words(p.manufacturer)}
    connection.executemany("INSERT OR IGNORE INTO brand VALUES (?)", sorted(brands))


def insert_units(connection: sqlite3.Connection, units: Iterable[ProductUnit]) -> None:
    units = list(units)
    connection.executemany("INSERT INTO product_unit VALUES (?, ?)", [(unit.sku, json_of(unit)) for unit in units])
    keyed = [(unit, usable(unit.gtin)) for unit in units]
    rows = [(fold_code(key), key, "unit_gtin", unit.sku, unit.uom) for unit, key in keyed if key]
    connection.executemany("INSERT INTO code VALUES (?, ?, ?, ?, ?)", rows)


def insert_cross_references(connection: sqlite3.Connection, references: Iterable[CrossReference]) -> None:
    keyed = [(reference, usable(reference.customer_part_number)) for reference in references]
    rows = [(r.customer_no, fold_code(key), key, r.sku, json_of(r)) for r, key in keyed if key]
    connection.executemany("INSERT INTO cross_reference VALUES (?, ?, ?, ?, ?)", rows)


def insert_prices(connection: sqlite3.Connection, prices: Iterable[ListPrice]) -> None:
    connection.executemany("INSERT INTO price VALUES (?, ?)", [(price.sku, json_of(price)) for price in prices])


def _code_rows(product: Product) -> Iterator[tuple[str, str, str, str, None]]:
    codes = (("sku", product.sku), ("gtin", product.gtin), ("manufacturer_part_number", product.manufacturer_part_number))
    for kind, code in codes:
        key = usable(code)
        if key:
            yield fold_code(key), key, kind, product.sku, None
