"""Finds one list's products in another's by their names, on public entity-matching sets: recall, and the best F1 there is.

Run `python bench/bench_public_sets.py FOLDER [POSTGRESQL_URL]`. The folder holds, for each set, a file of true pairs whose name
ends in "-gt.csv" and two files of products with the same beginning; the first line names the columns. Only names (and the maker,
where there is one) are used. rapidfuzz and the full-text searches of SQLite and PostgreSQL get the same texts.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import psycopg
from papers import machine
from rapidfuzz import fuzz, process

from intake.cli.output import progress
from intake.domain.encodings import decode
from intake.domain.master import Product
from intake.matching.index import build_index, open_index

FIRST = 10
Find = Callable[[str], list[tuple[str, float]]]


class PublicSet(NamedTuple):
    """`asked` are the one list's texts by id, `products` the other's, `pairs` the true ones (asked, product)."""

    name: str
    asked: dict[str, str]
    products: dict[str, Product]
    pairs: frozenset[tuple[str, str]]


class OneList:
    """A `MasterSource` of products alone."""

    version = "public"

    def __init__(self, products: Sequence[Product]) -> None:
        self._products = products

    def products(self) -> Iterator[Product]:
        return iter(self._products)

    def __getattr__(self, _name: str) -> Callable[[], Iterator[object]]:
        return lambda: iter(())


def main(folder: str | None = None, postgresql: str | None = None) -> None:
    if folder is None:
        print("no folder of public sets was named: nothing to measure")
        return
    print(machine())
    for truth in sorted(Path(folder).glob("*-gt.csv")):
        one = _read_set(truth)
        print(f"{one.name}: {len(one.asked)} texts sought among {len(one.products)} products, {len(one.pairs)} true pairs")
        for name, find in _finders(one, postgresql):
            _measure(name, one, find)


def _read_set(truth: Path) -> PublicSet:
    beginning = truth.name.removesuffix("gt.csv")
    sides = sorted(path for path in truth.parent.glob(f"{beginning}*.csv") if path != truth)
    asked, products = (_rows(side) for side in sides)
    return PublicSet(
        " and ".join(side.stem for side in sides),
        {row["id"]: _text(row) for row in asked},
        {row["id"]: Product(sku=row["id"], description=_text(row), base_uom="EA") for row in products},
        frozenset((left, right) for left, right in (list(row.values())[:2] for row in _rows(truth))),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    lines = decode(path.read_bytes()).splitlines()
    separator = next((sign for sign in "|#;\t," if sign in lines[0]), ",")
    return list(csv.DictReader(lines, delimiter=separator, quoting=csv.QUOTE_NONE))


def _text(row: dict[str, str]) -> str:
    name = row.get("name") or row.get("title") or ""
    maker = row.get("manufacturer") or ""
    return name if maker.casefold() in name.casefold() else f"{name} {maker}"


def _finders(one: PublicSet, postgresql: str | None) -> Iterator[tuple[str, Find]]:
    texts = {key: product.description for key, product in one.products.items()}
    with tempfile.TemporaryDirectory() as folder:
        build_index(OneList(list(one.products.values())), Path(folder) / "master.db")
        master = open_index(Path(folder) / "master.db")
        yield "intake", lambda text: [(hit.sku, hit.score) for hit in master.search(text, FIRST)]
    for name, scorer in (("token_set_ratio", fuzz.token_set_ratio), ("WRatio", fuzz.WRatio)):
        yield f"rapidfuzz {name}", lambda text, scorer=scorer: _by_rapidfuzz(text, texts, scorer)
    full_text = sqlite3.connect(":memory:")
    full_text.execute("CREATE VIRTUAL TABLE product USING fts5 (id UNINDEXED, words)")
    full_text.executemany("INSERT INTO product VALUES (?, ?)", texts.items())
    yield "SQLite FTS5 bm25", lambda text: _by_sqlite(text, full_text)
    if postgresql is not None:
        with psycopg.connect(postgresql) as server:
            server.execute("CREATE TEMPORARY TABLE product (id text, words tsvector)")
            for row in texts.items():
                server.execute("INSERT INTO product VALUES (%s, to_tsvector('simple', %s))", row)
            yield "PostgreSQL ts_rank_cd", lambda text: _by_postgresql(text, server)


def _by_rapidfuzz(text: str, texts: dict[str, str], scorer: Callable[..., float]) -> list[tuple[str, float]]:
    return [(key, score) for _, score, key in process.extract(text, texts, scorer=scorer, limit=FIRST)]


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"\w+", text.casefold())))


def _by_sqlite(text: str, database: sqlite3.Connection) -> list[tuple[str, float]]:
    query = " OR ".join(f'"{word}"' for word in _words(text))
    sql = "SELECT id, -bm25(product) FROM product WHERE product MATCH ? ORDER BY bm25(product) LIMIT ?"
    return database.execute(sql, (query, FIRST)).fetchall() if query else []


def _by_postgresql(text: str, server: psycopg.Connection[tuple[str, float]]) -> list[tuple[str, float]]:
    query = " | ".join(f"'{word}'" for word in _words(text))
    sql = (
        "SELECT id, ts_rank_cd(words, query, 1) AS rank FROM product, to_tsquery('simple', %s) AS query"
        " WHERE words @@ query ORDER BY rank DESC LIMIT %s"
    )
    return server.execute(sql, (query, FIRST)).fetchall() if query else []


def _measure(name: str, one: PublicSet, find: Find) -> None:
    found: dict[str, list[tuple[str, float]]] = {}
    begin = time.perf_counter()
    with progress(name, len(one.asked)) as advance:
        for key, text in one.asked.items():
            found[key] = find(text)
            advance(1)
    seconds = time.perf_counter() - begin
    true = {key: {right for left, right in one.pairs if left == key} for key in {left for left, _ in one.pairs}}
    recalls = [
        sum(bool(products & {sku for sku, _ in found[key][:first]}) for key, products in true.items()) / len(true)
        for first in (1, FIRST)
    ]
    print(
        f"  {name}: recall at 1 {recalls[0]:.3f}, at {FIRST} {recalls[1]:.3f}, best F1 {_best_f1(found, one.pairs):.3f}, "
        f"{1000 * seconds / len(one.asked):.1f} ms a text"
    )


def _best_f1(found: dict[str, list[tuple[str, float]]], pairs: frozenset[tuple[str, str]]) -> float:
    """Over all thresholds of the score, where a pair counts that is the best of both its sides."""
    best_of: dict[str, tuple[float, str]] = {}
    for key, hits in found.items():
        for sku, score in hits[:1]:
            best_of[sku] = max(best_of.get(sku, (-1.0, "")), (score, key))
    right, best = 0, 0.0
    for count, (_, sku, key) in enumerate(sorted(((s, sku, k) for sku, (s, k) in best_of.items()), reverse=True), 1):
        right += (key, sku) in pairs
        best = max(best, 2 * right / (count + len(pairs)))
    return best


if __name__ == "__main__":
    main(*sys.argv[1:])
