"""The master index opened for look-ups: identifiers in any spelling, prices, units, and the search over articles' words.

Read-only and one version for the object's whole life; each thread has its own connection to the file. Nothing is decided here.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from intake.domain.base import Value
from intake.domain.catalogue import CodeHit, SearchHit
from intake.domain.errors import BadInput
from intake.domain.master import Contact, CrossReference, Customer, ListPrice, Product, ProductUnit, ShipToAddress, TaxRate
from intake.matching.building import FORMAT
from intake.matching.candidates import find_articles
from intake.matching.codes import fold_code, spelling_of, usable
from intake.matching.layers import open_layers
from intake.matching.names import name_key
from intake.matching.posting_rows import read_bits
from intake.matching.text import fold_words

V = TypeVar("V", bound=Value)
_CLOSENESS = {"exact": 0, "zeros": 1, "swapped": 2}
_REMEMBERED = 20_000
_REMEMBERED_CUSTOMERS = 4
"""Whose earlier articles are kept as bits: the lines of one order ask for the same ones."""
_REMEMBERED_BITS = 160
"""A term's articles take up to 130 kB among a million: 21 MB for all threads together."""


class MasterIndex:
    """`MasterData` over a file that `build_index` wrote."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        meta = self._read_meta()
        if meta.get("format") != FORMAT:
            raise BadInput(
                f"The master index {path} has format {meta.get('format')}, this program reads {FORMAT}; build it anew."
            )
        self.version = meta["version"]
        files = ("main", "base") if self._has_two else ("main",)
        self._highest: int = max(self._rows(f"SELECT coalesce(max(id), 0) FROM {file}.product")[0][0] for file in files)  # noqa: S608
        self._hidden = self._read_hidden()
        # Counting SKUs reads their index alone.
        self.articles: int = sum(self._rows(f"SELECT count(sku) FROM {file}.product")[0][0] for file in files)  # noqa: S608
        self.articles -= self._hidden.bit_count()
        self._counted = lru_cache(maxsize=_REMEMBERED)(self._count_term)
        self._bits = lru_cache(maxsize=_REMEMBERED_BITS)(self._read_bits)
        self._bits_of_skus = lru_cache(maxsize=_REMEMBERED_CUSTOMERS)(self._find_skus)

    def _read_meta(self) -> dict[str, str]:
        if not self._path.is_file():
            raise BadInput(f"There is no master index at {self._path}; import or sync the master data first.")
        try:
            return dict(self._rows("SELECT name, value FROM meta"))
        except sqlite3.DatabaseError as broken:
            raise BadInput(f"The master index {self._path} cannot be read ({broken}); build it anew.") from broken

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's own connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found, self._has_two = open_layers(self._path)
            self._local.connection = found
        return found

    def _rows(self, sql: str, *parameters: object) -> list[Any]:
        return self.connection.execute(sql, parameters).fetchall()

    def _values(self, value: type[V], sql: str, *parameters: object) -> tuple[V, ...]:
        return tuple(value.model_validate_json(row[0]) for row in self._rows(sql, *parameters))

    def customer(self, customer_no: str) -> Customer | None:
        exact = self._values(Customer, "SELECT value FROM customer WHERE customer_no = ?", customer_no)
        if exact:
            return exact[0]
        key = usable(customer_no)
        found = self._values(Customer, "SELECT value FROM customer WHERE number_key = ?", key) if key else ()
        return found[0] if len(found) == 1 else None

    def customers_by_contact(self, address: str) -> tuple[Customer, ...]:
        """Customers with exactly this contact; "@domain" asks for the entries that grant a whole domain."""
        return self._customers("SELECT customer_no FROM contact WHERE email = ?", address.strip().casefold())

    def customers_by_domain(self, domain: str) -> tuple[Customer, ...]:
        """Customers with any contact at the domain."""
        found = domain.strip().casefold().removeprefix("@")
        return self._customers("SELECT customer_no FROM contact WHERE domain = ?", found)

    def _customers(self, chosen: str, value: str | None) -> tuple[Customer, ...]:
        """The customers whose numbers `chosen` finds, asked for one by one: a query within a query over two files reads all."""
        numbers = sorted({row[0] for row in self._rows(chosen, value)})
        sql = "SELECT value FROM customer WHERE customer_no = ?"
        return tuple(customer for number in numbers for customer in self._values(Customer, sql, number))

    def contacts(self, customer_no: str) -> tuple[Contact, ...]:
        rows = self._rows("SELECT email FROM contact WHERE customer_no = ? ORDER BY email", customer_no)
        return tuple(Contact(customer_no=customer_no, email=email) for (email,) in rows)

    def customers_by_vat_id(self, vat_id: str) -> tuple[Customer, ...]:
        return self._values(Customer, "SELECT value FROM customer WHERE vat_key = ? ORDER BY customer_no", usable(vat_id))

    def customers_by_gln(self, gln: str) -> tuple[Customer, ...]:
        chosen = "SELECT customer_no FROM customer WHERE gln_key = ?1 UNION SELECT customer_no FROM ship_to WHERE gln_key = ?1"
        return self._customers(chosen, usable(gln))

    def customers_by_name(self, name: str) -> tuple[Customer, ...]:
        return self._values(Customer, "SELECT value FROM customer WHERE name_key = ? ORDER BY customer_no", name_key(name))

    def customer_domains(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self._rows("SELECT DISTINCT domain FROM contact ORDER BY 1"))

    def ship_tos(self, customer_no: str) -> tuple[ShipToAddress, ...]:
        return self._values(ShipToAddress, "SELECT value FROM ship_to WHERE customer_no = ? ORDER BY rowid", customer_no)

    def product(self, sku: str) -> Product | None:
        found = self._values(Product, "SELECT value FROM product WHERE sku = ?", sku)
        return found[0] if found else None

    def product_by_id(self, number: int) -> Product | None:
        found = self._values(Product, "SELECT value FROM product WHERE id = ?", number)
        return found[0] if found else None

    def by_code(self, code: str) -> tuple[CodeHit, ...]:
        """The articles of a code, in the closest spelling that has any."""
        key = usable(code)
        if key is None:
            return ()
        rows = self._rows("SELECT key, kind, sku, uom FROM code WHERE folded = ?", fold_code(key))
        hits = [CodeHit(kind, sku, uom, spelling_of(key, stored)) for stored, kind, sku, uom in rows]
        return _closest(hits)

    def cross_references(self, customer_no: str, code: str) -> tuple[CrossReference, ...]:
        key = usable(code)
        if key is None:
            return ()
        sql = "SELECT key, value FROM cross_reference WHERE customer_no = ? AND folded = ?"
        rows = [(spelling_of(key, stored), value) for stored, value in self._rows(sql, customer_no, fold_code(key))]
        best = min((_CLOSENESS[spelling] for spelling, _ in rows), default=0)
        if best == _CLOSENESS["swapped"]:
            return ()
        return tuple(CrossReference.model_validate_json(value) for spelling, value in rows if _CLOSENESS[spelling] == best)

    def units(self, sku: str) -> tuple[ProductUnit, ...]:
        return self._values(ProductUnit, "SELECT value FROM product_unit WHERE sku = ? ORDER BY rowid", sku)

    def prices(self, sku: str) -> tuple[ListPrice, ...]:
        return self._values(ListPrice, "SELECT value FROM price WHERE sku = ? ORDER BY rowid", sku)

    def search(self, text: str, limit: int = 50, bought: tuple[str, ...] = ()) -> tuple[SearchHit, ...]:
        return tuple(find_articles(self, text, limit, self._bits_of_skus(bought) if bought else 0))

    def is_brand(self, word: str) -> bool:
        return bool(self._rows("SELECT 1 FROM brand WHERE word = ?", fold_words(word)))

    def tax_rate(self, country: str) -> TaxRate | None:
        found = self._values(TaxRate, "SELECT value FROM tax_rate WHERE country = ?", country.upper())
        return found[0] if found else None

    def term_count(self, term: str) -> int:
        """In how many articles the term stands."""
        return self._counted(term)

    def _count_term(self, term: str) -> int:
        return sum(count for (count,) in self._rows("SELECT articles FROM term WHERE term = ?", term))

    def articles_with(self, term: str) -> int:
        """The articles in which the term stands, as bits (postings.py)."""
        return self._bits(term)

    def _read_bits(self, term: str) -> int:
        changed = read_bits(self.connection, term)
        return changed | (read_bits(self.connection, term, "base") & ~self._hidden) if self._has_two else changed

    def _read_hidden(self) -> int:
        """The articles of the big file that changed or are gone, as bits."""
        if not self._has_two:
            return 0
        rows = self._rows("SELECT id FROM main.hidden JOIN base.product USING (sku)")
        return self._as_bits(number for (number,) in rows)

    def _find_skus(self, skus: tuple[str, ...]) -> int:
        found = (row for sku in skus for row in self._rows("SELECT id FROM product WHERE sku = ?", sku))
        return self._as_bits(number for (number,) in found)

    def _as_bits(self, numbers: Iterable[int]) -> int:
        bitmap = bytearray(self._highest // 8 + 1)
        for number in numbers:
            bitmap[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(bitmap, "little")

    def words_near(self, forms: frozenset[str]) -> tuple[str, ...]:
        marks = ",".join("?" * len(forms))
        return tuple(row[0] for row in self._rows(f"SELECT DISTINCT word FROM near_word WHERE form IN ({marks})", *forms))  # noqa: S608

    def words_from(self, prefix: str, limit: int) -> tuple[str, ...]:
        """Words of the catalogue that begin with `prefix`, most frequent first."""
        sql = (
            "SELECT term FROM term WHERE term >= ? AND term < ? AND term NOT GLOB '*[0-9:~]*'"
            " GROUP BY term HAVING sum(articles) > 0 ORDER BY sum(articles) DESC LIMIT ?"
        )
        return tuple(row[0] for row in self._rows(sql, prefix, prefix + "\U0010ffff", limit))


def _closest(hits: list[CodeHit]) -> tuple[CodeHit, ...]:
    best = min((_CLOSENESS[hit.spelling] for hit in hits), default=0)
    return tuple(dict.fromkeys(hit for hit in hits if _CLOSENESS[hit.spelling] == best))
