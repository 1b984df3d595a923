"""Sentences and list entries as runs of words that can be pointed at.

In: rows outside tables. Out: `Utterance`s: a bullet, a line of a list, or a sentence that may go on over wrapped lines. A word is
cut where a value ends inside it ("2x", "20pcs", "(HX-1)"). What an utterance orders is decided in `sentences.py` and `items.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.domain.documents import CanvasKind
from intake.domain.plans import Place, Region
from intake.extraction.planners.layout.segments import Row, Segment

_BULLET = re.compile(r"^\s*(?:[-–—*•·▪◦►>+]|\(?\d{1,2}[.)](?=\s+\D)|[a-z]\))\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÄÖÜÉÈÀÁŁŚŻÅØ])")
_ABBREVIATION = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]{1,4}|[^\W\d_]{1,6}-[^\W\d_]{1,4}|\d{1,3})\.$")


@dataclass(frozen=True, slots=True)
class Utterance:
    """`text` stands from character `begin` on in what `segments` say, joined by one blank. `is_listed`: an entry of a list, or a
    line of its own."""

    segments: tuple[Segment, ...]
    text: str
    kind: CanvasKind
    is_listed: bool
    begin: int = 0

    def place(self, start: int, end: int) -> Place | None:
        """The place of characters [start, end); None where they reach over two canvases."""
        places = list(self._pieces(start + self.begin, end + self.begin))
        if len({place.canvas for place in places}) != 1:
            return None
        if len(places) == 1:
            return places[0]
        words = tuple(word for place in places for word in place.words)
        cut = places[0].start or 0
        return Place(
            document=places[0].document, canvas=places[0].canvas, words=words, start=places[0].start, end=cut + end - start
        )

    def _pieces(self, start: int, end: int) -> Iterator[Place]:
        at = 0
        for segment in self.segments:
            low, high = max(start - at, 0), min(end - at, len(segment.text))
            if low < high:
                yield segment.place(low, high)
            at += len(segment.text) + 1


def utterances(rows: Sequence[Row], tables: Sequence[Region]) -> Iterator[Utterance]:
    """Sentences and list entries of the rows, in reading order."""
    entry: list[Segment] = []
    for row in rows:
        if row.segments[0].kind is CanvasKind.GRID or _is_in_table(row, tables):
            yield from _sentences(entry)
            entry = []
            continue
        if entry and not _goes_on(entry[-1], row):
            yield from _sentences(entry)
            entry = []
        entry.extend(row.segments)
    yield from _sentences(entry)


def _is_in_table(row: Row, tables: Sequence[Region]) -> bool:
    middle = (row.top + row.bottom) / 2
    document = row.segments[0].document
    return any(
        table.document == document and table.canvas == row.canvas and table.top <= middle < table.bottom for table in tables
    )


def _goes_on(above: Segment, row: Row) -> bool:
    """A wrapped line: the one above is long and open, and this one begins small and is no bullet."""
    if above.canvas != row.canvas or len(row.segments) > 1 or _BULLET.match(row.text):
        return False
    gap = row.top - above.bottom
    if gap > (0.9 * (above.bottom - above.top) if above.kind is CanvasKind.PAGE else 0.01):
        return False
    first = row.text.lstrip()[:1]
    ended = above.text.rstrip().endswith((".", "!", "?", ":", ";"))
    if above.text.rstrip().endswith((",", "-")):
        return True
    return not ended and (
        first.islower() or (len(above.text) > 60 and not first.isdigit()) or above.text.rstrip().endswith((",", "-"))
    )


def _sentences(entry: list[Segment]) -> Iterator[Utterance]:
    if not entry:
        return
    text = " ".join(segment.text for segment in entry)
    bullet = _BULLET.match(text)
    is_listed = bullet is not None or len(text) <= 90
    start = bullet.end() if bullet else 0
    for end in [*_ends(text, start), len(text)]:
        if text[start:end].strip():
            yield _slice(entry, text, start, end, is_listed)
        start = end


def _ends(text: str, begin: int) -> Iterator[int]:
    for found in _SENTENCE_END.finditer(text, begin):
        if not _ABBREVIATION.search(text[: found.start()]):
            yield found.end()


def _slice(entry: list[Segment], text: str, start: int, end: int, is_listed: bool) -> Utterance:
    return Utterance(tuple(entry), text[start:end].rstrip(), entry[0].kind, is_listed, start)
