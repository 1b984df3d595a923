"""The rows of the index that say in which articles a term stands: written span by span, read whole, changed place by place.

A term has a number of its own; its row for span n has the id `number * SPAN + n`, so that all its rows stand together.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator

from intake.matching.near_forms import near_forms
from intake.matching.postings import SPAN, bits_of, changed_span, pack_span

MIN_NEAR_WORD = 4
_MAX_NEAR_WORD = 40


class PostingWriter:
    """Takes articles in the order of their ids; holds one span of them in memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}
        self._articles: list[int] = [0]
        self._places: dict[int, array[int]] = {}
        self._span = 0

    def add(self, article: int, terms: Iterable[str]) -> None:
        span, place = divmod(article, SPAN)
        if span != self._span:
            self._write_span()
            self._span = span
        for term in terms:
            number = self._numbers.setdefault(term, len(self._articles))
            if number == len(self._articles):
                self._articles.append(0)
            self._articles[number] += 1
            places = self._places.get(number)
            if places is None:
                self._places[number] = array("H", (place,))
            else:
                places.append(place)

    def _write_span(self) -> None:
        rows = ((number * SPAN + self._span, pack_span(places)) for number, places in sorted(self._places.items()))
        self._connection.executemany("INSERT INTO posting VALUES (?, ?)", rows)
        self._places = {}

    def finish(self) -> None:
        self._write_span()
        rows = ((number, term, self._articles[number]) for term, number in self._numbers.items())
        self._connection.executemany("INSERT INTO term VALUES (?, ?, ?)", rows)
        words = (row for term in self._numbers for row in _near_rows(term))
        self._connection.executemany("INSERT INTO near_word VALUES (?, ?)", words)


def _near_rows(term: str) -> Iterator[tuple[str, str]]:
    """A word of the catalogue under each form that misses one letter; figures are not misspelt."""
    if MIN_NEAR_WORD <= len(term) <= _MAX_NEAR_WORD and term.isalpha():
        yield from ((form, term) for form in near_forms(term))


def read_bits(connection: sqlite3.Connection, term: str, schema: str = "main") -> int:
    found = connection.execute(f"SELECT id FROM {schema}.term WHERE term = ?", (term,)).fetchone()  # noqa: S608
    if found is None:
        return 0
    first = found[0] * SPAN
    sql = f"SELECT id - ?, articles FROM {schema}.posting WHERE id BETWEEN ? AND ? ORDER BY id"  # noqa: S608
    return bits_of(connection.execute(sql, (first, first, first + SPAN - 1)))


class TermChanges:
    """Collects which articles gain and lose which terms, so that each row is written once.

    `is_over`: the rows lie over those of a big file. They then have all terms of an article that changed, not those alone that it
    gained, and their counts are what is to be added to the big file's, below zero too.
    """

    def __init__(self, *, is_over: bool = False) -> None:
        self._is_over = is_over
        self._added: dict[str, set[int]] = {}
        self._removed: dict[str, set[int]] = {}
        self._counts: Counter[str] = Counter()

    def change(self, article: int, before: Iterable[str], after: Iterable[str], *, is_written: bool = True) -> None:
        """`is_written`: the article's terms stand in the file that is written, not in the big one."""
        old, new = set(before), set(after)
        self._counts.update(new - old)
        self._counts.subtract(old - new)
        for term in new if self._is_over else new - old:
            self._added.setdefault(term, set()).add(article)
        for term in old - new if is_written else ():
            self._removed.setdefault(term, set()).add(article)

    def write(self, connection: sqlite3.Connection) -> None:
        for term in self._added.keys() | self._removed.keys() | self._counts.keys():
            added, removed = self._added.get(term, set()), self._removed.get(term, set())
            number = _counted(connection, term, self._counts[term])
            spans = {article // SPAN for article in added | removed}
            for span in spans:
                _write_changed(connection, number * SPAN + span, _places(added, span), _places(removed, span))
            if not self._is_over:
                connection.execute("DELETE FROM term WHERE id = ? AND articles <= 0", (number,))


def _places(articles: set[int], span: int) -> set[int]:
    return {article % SPAN for article in articles if article // SPAN == span}


def _counted(connection: sqlite3.Connection, term: str, by: int) -> int:
    """The term's number, its count changed; a new term gets the next number."""
    row = connection.execute("UPDATE term SET articles = articles + ? WHERE term = ? RETURNING id", (by, term)).fetchone()
    if row is not None:
        return int(row[0])
    number = int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM term").fetchone()[0])
    connection.execute("INSERT INTO term VALUES (?, ?, ?)", (number, term, by))
    connection.executemany("INSERT INTO near_word VALUES (?, ?)", _near_rows(term))
    return number


def _write_changed(connection: sqlite3.Connection, row_id: int, added: set[int], removed: set[int]) -> None:
    row = connection.execute("SELECT articles FROM posting WHERE id = ?", (row_id,)).fetchone()
    packed = changed_span(row[0] if row is not None else b"", added, removed)
    if packed:
        connection.execute("INSERT OR REPLACE INTO posting VALUES (?, ?)", (row_id, packed))
    else:
        connection.execute("DELETE FROM posting WHERE id = ?", (row_id,))
