"""Sentences and list entries as runs of words that can be pointed at.

In: rows outside tables. Out: `Utterance`s: a bullet, a line of a list, or a sentence that may go on over wrapped lines. A word is
cut where a value ends inside it ("2x", "20pcs", "(HX-1)"). What an utterance orders is decided in `sentences.py` and `items.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from intake.domain.documents import CanvasKind
from intake.domain.plans import ColumnRole, Place, Region
from intake.domain.uom import unit_codes
from intake.extraction.planners.layout.said_codes import order_numbers
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary

_BULLET = re.compile(r"^\s*(?:[-–—*•·▪◦►>+]|\(?\d{1,2}(?:\)|\.(?=\s+(?:\D|\d+\s?[^\W\d_]|\d+-\d{2,}\w*\s)))|[a-z]\))\s+")
_POSITION = re.compile(r"^\s*(?P<word>[^\W\d_]{2,12})\.?\s*(?:n[ro°]\.?\s*)?\d{1,4}(?:\s*[:.)–-]\s+|\t\s*)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÄÖÜÉÈÀÁŁŚŻÅØČŘŠŽÍÚÓ])(?!\S*\d)")
_ABBREVIATION = re.compile(
    r"(?<![^\W\d_])(?:[^\W\d_]{1,3}|[^\W\d_]{2}[^\W\d_aeiouyäöüáéíóú]{1,2}(?<!s)|[^\W\d_]{1,6}-[^\W\d_]{1,4}|(?<!\S)\d{1,2})\.$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\s*\d[\d.,]*\s?(?P<unit>[^\W\d_]{2,12})\.")
_IN_BRACKETS = re.compile(r"^\s*\((\d{1,4})\)\s+\S")
_PAUSE = re.compile(r"[,.;]\s")
_NARROWEST_WRAP = 60
_LONGEST_LABEL = 60
_NEAR_THE_HEAD = 12
_LONGEST_IN_BRACKETS = 40
_LONGEST_GREETING = 5
_FEWEST_SAID = 4


@dataclass(frozen=True, slots=True)
class Utterance:
    """`text` stands from character `begin` on in what `segments` say, joined by one sign: a tab where a gap parts them on their
    line, else a blank. `is_listed`: an entry of a list, or a line of its own; `is_entry`: one with a bullet or a number."""

    segments: tuple[Segment, ...]
    text: str
    kind: CanvasKind
    is_listed: bool
    begin: int = 0
    is_entry: bool = False

    def place(self, *spans: tuple[int, int]) -> Place | None:
        """The place of the characters of one or more spans; None where they reach over two canvases."""
        places = [place for start, end in spans for place in self._pieces(start + self.begin, end + self.begin)]
        if len({place.canvas for place in places}) != 1:
            return None
        if len(places) == 1:
            return places[0]
        words = tuple(dict.fromkeys(word for place in places for word in place.words))
        last = places[-1]
        return Place(document=last.document, canvas=last.canvas, words=words, start=places[0].start, end=self._end(words, last))

    def _end(self, words: tuple[int, ...], last: Place) -> int | None:
        """Where the last place ends within the joined words; None at the end of its last word."""
        if last.end is None:
            return None
        lengths = {word: length for segment in self.segments for word, length in zip(segment.words, segment.lengths, strict=True)}
        before = sum(lengths[word] + 1 for word in words[: -len(last.words)])
        return before + last.end

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
    counted = _counted_in_brackets(rows)
    for row in rows:
        if row in counted:
            yield from _sentences(entry)
            yield Utterance(row.segments, _joined(list(row.segments)), row.segments[0].kind, True)
            entry = []
            continue
        if row.segments[0].kind is CanvasKind.GRID or is_in_table(row, tables):
            yield from _sentences(entry)
            entry = []
            continue
        if entry and not _goes_on(entry[-1], row):
            yield from _sentences(entry)
            entry = []
        entry.extend(row.segments)
    yield from _sentences(entry)


def prose(rows: Sequence[Row]) -> Iterator[Utterance]:
    """The sentences of rows, those in a Word document's paragraphs and a sheet's cells too."""
    yield from utterances(rows, ())
    for row in rows:
        for segment in row.segments:
            if segment.kind is CanvasKind.GRID and len(segment.text.split()) >= _FEWEST_SAID:
                yield Utterance((segment,), segment.text, segment.kind, is_listed=True)


def _counted_in_brackets(rows: Sequence[Row]) -> list[Row]:
    """ "(12) CAP-4405" under "(3) CNT-2P30": what would number the entries does not run from one, so that it counts them."""
    found = [(row, int(lead[1])) for row in rows for lead in [_IN_BRACKETS.match(row.text)] if lead is not None]
    numbers = [number for _, number in found]
    return [] if numbers == list(range(1, len(numbers) + 1)) else [row for row, _ in found]


def is_in_table(row: Row, tables: Sequence[Region]) -> bool:
    middle = (row.top + row.bottom) / 2
    document = row.segments[0].document
    return any(
        table.document == document and table.canvas == row.canvas and table.top <= middle < table.bottom for table in tables
    )


def _goes_on(above: Segment, row: Row) -> bool:
    """A wrapped line: the one above is long and open, and this one begins small and is no bullet."""
    if above.canvas != row.canvas or len(row.segments) > 1 or _lead(row.text):
        return False
    gap = row.top - above.bottom
    if gap > (0.9 * (above.bottom - above.top) if above.kind is CanvasKind.PAGE else 0.01):
        return False
    said = above.text.rstrip()
    if _greets(said):
        return False
    if said.endswith((",", "-")):
        return True
    if said.endswith((".", "!", "?", ":", ";")) or row.text[:1].isdigit() or _is_parallel(above, row):
        return False
    # A line was wrapped where the next one's first word did not fit any more.
    return len(said) + 1 + len(row.text.split()[0]) > _NARROWEST_WRAP


def _greets(said: str) -> bool:
    """ "Ciao Sara,": a line of its own, whatever follows the comma."""
    return len(said.split()) <= _LONGEST_GREETING and any(start == 0 for _, start, _ in vocabulary().phrases(said, ("greeting",)))


def _is_parallel(above: Segment, row: Row) -> bool:
    """Lines that begin with the same word are entries of a list, not one sentence."""
    return above.text.split()[0].casefold() == row.text.split()[0].casefold()


def _sentences(entry: list[Segment]) -> Iterator[Utterance]:
    if not entry:
        return
    text = _joined(entry)
    bullet = _lead(text)
    is_listed = bullet is not None or len(text) <= 90
    start = bullet.end() if bullet else 0
    for end in [*_ends(text, start), len(text)]:
        if text[start:end].strip():
            yield Utterance(tuple(entry), text[start:end].rstrip(), entry[0].kind, is_listed, start, bullet is not None)
        start = end


def _lead(text: str) -> re.Match[str] | None:
    """The bullet or number of an entry, or a position's ("Pos. 1: ")."""
    found = _POSITION.match(text)
    if found is not None and ColumnRole.LINE_NUMBER in vocabulary().column_roles(found["word"]):
        return found
    return _BULLET.match(text)


def _joined(entry: list[Segment]) -> str:
    gaps = ["\t" if after.top == before.top and after.canvas == before.canvas else " " for before, after in pairwise(entry)]
    return "".join(part for segment, gap in zip(entry, [*gaps, ""], strict=True) for part in (segment.text, gap))


def _ends(text: str, begin: int) -> Iterator[int]:
    for found in _SENTENCE_END.finditer(text, begin):
        said = text[begin : found.start()]
        if _is_in_brackets(said, text[found.end() :]):
            continue
        if not (_ABBREVIATION.search(said) or _is_count(said)) or _begins_anew(text[found.end() :]):
            yield found.end()


def _is_in_brackets(said: str, rest: str) -> bool:
    """ "Packband braun (Art. CPM)": brackets that open before a full stop and close soon behind it hold no sentence's end."""
    return said.count("(") > said.count(")") and ")" in rest[:_LONGEST_IN_BRACKETS].partition("(")[0]


def _is_count(said: str) -> bool:
    """ "5 unid. Luva de nitrilo": a number and a unit order nothing yet; the full stop belongs to the unit."""
    found = _COUNT.fullmatch(said)
    return found is not None and bool(unit_codes(found["unit"]))


def _begins_anew(rest: str) -> bool:
    """Whether a word that no article begins with follows ("… 25 kg. Our order number is 4711", "… 12 mm. Eilt!")."""
    words = vocabulary()
    first = rest.split(maxsplit=1)[0].strip(".,:;!?")
    if len(first) > 1 and any(words.means(meaning, first) for meaning in ("asking", "asap", "closing", "greeting")):
        return True
    found = order_numbers(rest, 0, min(len(rest), _LONGEST_LABEL))
    # "Gr. M, Bestellnr. 77120" and "Gr. L. Our order no. 4711" go on: a size stands before the pause.
    return any(label < _NEAR_THE_HEAD and not _PAUSE.search(rest, 0, label) for label, _ in found)
