"""Papers that call themselves a revision of an earlier order: "PO 4711 Rev. B", "amended order", "replaces our order of Monday".

In: the documents, where their tables stand, and the purchase order numbers that were read. Out: the words that say so, for a
person, unless the order before it is known and the two can be compared (`decision/`). An order that came another way, by
telephone or before there was intake, would be delivered beside its revision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from intake.domain.documents import Document
from intake.domain.plans import Region
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.bodies import is_body
from intake.extraction.planners.layout.utterances import utterances
from intake.extraction.said_words import any_of, begins_one_of, is_one_of
from intake.extraction.segments import Row, rows_of, subject_rows
from intake.extraction.words.keys import fold_letters

_WORD = re.compile(r"[^\W_]+")
_LONGEST_TITLE = 14
_FIRST_VERSION = frozenset(("", "0", "00", "000"))


def revisions_announced(
    documents: Sequence[Document], regions: Sequence[Region], po_numbers: Sequence[str]
) -> tuple[Problem, ...]:
    found = (quote for number in range(len(documents)) for quote in _of_document(number, documents[number], regions, po_numbers))
    quote = next(found, None)
    if quote is None:
        return ()
    message = f"“{' '.join(quote.split())[:120]}” calls this a revision; nothing says what became of the order before it."
    return (Problem(code=ReasonCode.REVISION_OF_ORDER.value, path="customer_po_number", message=message),)


def _of_document(number: int, document: Document, regions: Sequence[Region], po_numbers: Sequence[str]) -> Iterator[str]:
    tables = [region for region in regions if region.document == number]
    rows = rows_of(number, document)
    outside = [row for row in rows if not any(_is_within(row, table) for table in tables)]
    if is_body(document):
        yield from (row.text for row in subject_rows(number, document) if _revises(row.text) or _is_numbered(row.text))
        yield from (said.text for said in utterances(rows, tables) if _revises(said.text))
        head = outside
    else:
        first = next((at for at, row in enumerate(outside) if any(_is_below(row, table) for table in tables)), len(outside))
        head = outside[:first]
        # Beneath the lines stand terms, and "this order supersedes all agreements" is one of them.
        yield from (row.text for row in outside[first:] if _replaces(row.text))
    for row in head:
        yield from _of_row(row, po_numbers, is_title=not is_body(document))


def _is_within(row: Row, table: Region) -> bool:
    return row.canvas == table.canvas and table.top <= row.top < table.bottom


def _is_below(row: Row, table: Region) -> bool:
    return (row.canvas, row.top) >= (table.canvas, table.top)


def _of_row(row: Row, po_numbers: Sequence[str], *, is_title: bool) -> Iterator[str]:
    texts = [segment.text for segment in row.segments]
    for at, text in enumerate(texts):
        is_short = len(text.split()) <= _LONGEST_TITLE
        if is_title and is_short and (_revises(text) or _is_numbered(text)):
            yield text
        rest = next((text.partition(number)[2] for number in po_numbers if number in text), None)
        beside = texts[at + 1] if at + 1 < len(texts) else ""
        # Beside its label, or behind the order's number, a revision's own number is no drawing's.
        if (rest is not None and _version(rest)) or (is_title and (_version(text) or _version(f"{text.rstrip(' :')}: {beside}"))):
            yield f"{text} {beside}".strip()


def _revises(text: str) -> bool:
    """ "Amended purchase order", "this replaces our order": an order is named, and that it is another than it was."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return _names_order(text) and any(begins_one_of(name, word) for word in words for name in ("revising", "superseding"))


def _replaces(text: str) -> bool:
    """ "Replaces our order of Monday"; "this order supersedes all agreements" replaces no order."""
    words = _WORD.findall(text)
    first = next((at for at, word in enumerate(words) if begins_one_of("superseding", word.casefold())), None)
    return first is not None and _names_order(" ".join(words[first:]))


def _is_numbered(text: str) -> bool:
    """ "Nachtrag Nr. 1 zur Bestellung 4711"."""
    return _names_order(text) and any(found["value"] not in _FIRST_VERSION for found in _numbered().finditer(text))


def _names_order(text: str) -> bool:
    # "po" is a little word in Czech and Polish; an order is "PO".
    return any((is_one_of("order_names", word) and word != "po") or begins_one_of("order_stems", word) for word in _words(text))


def _words(text: str) -> list[str]:
    return [word if word == "PO" else word.casefold() for word in _WORD.findall(text)]


def _version(text: str) -> bool:
    """ "Rev. B", "Revision: 2", "/ Änderung 1": how many times the order was changed; "Rev. 0" is the first."""
    found = _alone().fullmatch(fold_letters(text).strip())
    return found is not None and found["value"].lstrip("0") not in _FIRST_VERSION


@cache
def _alone() -> re.Pattern[str]:
    names = "|".join(sorted(map(fold_letters, any_of("revision_names").split("|")), key=len, reverse=True))
    return re.compile(rf"[\s,;:(/_.-]*(?:{names})\.?\s*(?:n[ro°º]?\.?|index|#)?\s*[:#.]?\s*(?P<value>\d{{1,3}}|[a-z])\)?", re.I)


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{any_of('revision_names')})\.?\s*(?:n[ro°º]?\.?|#)?\s*[:#.]?\s*(?P<value>\d{{1,3}}|[A-Z])(?!\w)", re.I
    )
