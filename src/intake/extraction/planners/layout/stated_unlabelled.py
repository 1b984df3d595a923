"""What documents state without a label: the currency beside their amounts, and an Incoterms code.

In: rows and the places of line tables. Out: `FieldPlace`s. A document that names several currencies or codes states none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake.domain.plans import FieldPlace, Place, Region
from intake.extraction import shapes
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary

_PRICED = re.compile(r"\s*(?:[A-Z]{3}|[€£]|zł|Kč)?\s?\d[\d.,'\s]*(?:[A-Z]{3}|[€£]|zł|Kč|Ft)?\s*")
_FEWEST_HEADINGS = 2
_AMOUNT_BESIDE = re.compile(r"CAD\s?\d|\d\s?CAD")
_SAME_CURRENCY = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "ZŁ": "PLN"}
_ONLY_CURRENCY = re.compile(r"[\W_]*(?:(?:in|en|em|w|v|i|à|a|uit)\s+)?\W*(?:[A-Z]{3}|[€£¥]|zł|Kč|[Ee]uros?|EUROS?)\W*")
"""The second line of a heading: "Unit price" / "in CHF"."""


def is_within(segment: Segment, tables: Sequence[Region]) -> bool:
    middle = (segment.top + segment.bottom) / 2
    return any(
        region.document == segment.document and region.canvas == segment.canvas and region.top <= middle < region.bottom
        for region in tables
    )


def unlabelled(rows: Sequence[Row], tables: Sequence[Region]) -> Iterator[FieldPlace]:
    currency = _common_currency(rows)
    if currency is not None:
        yield FieldPlace(path="currency", places=(currency,))
    codes = [
        segment.place(*span)
        for row in rows
        for segment in row.segments
        if not is_within(segment, tables) and len(segment.text) <= 60
        for span in [shapes.incoterm_span(segment.text)]
        if span is not None and not _heads_a_column(segment, span, row)
    ]
    if len(codes) == 1:
        yield FieldPlace(path="incoterms", places=(codes[0],))


def _heads_a_column(segment: Segment, span: tuple[int, int], row: Row) -> bool:
    """ "CIP" among headings is what a French pharmacy numbers its articles by, whatever terms it stands for elsewhere."""
    is_bare = segment.text[slice(*span)] == segment.text.strip(" .:")
    beside = [each for each in row.segments if each is not segment]
    return is_bare and sum(1 for each in beside if vocabulary().column_roles(each.text)) >= _FEWEST_HEADINGS


def currency_of_cells(rows: Sequence[Row]) -> list[FieldPlace]:
    """The currency that every priced cell of the lines names ("3,90 €"), where nothing else does."""
    cells = [replace(row, segments=tuple(each for each in row.segments if _PRICED.fullmatch(each.text))) for row in rows]
    place = _common_currency([row for row in cells if row.segments])
    return [] if place is None else [FieldPlace(path="currency", places=(place,))]


def _common_currency(rows: Sequence[Row]) -> Place | None:
    """The currency that stands beside amounts or in headings; None when the document names several."""
    seen: dict[str, Place] = {}
    count: Counter[str] = Counter()
    for row in rows:
        for segment in row.segments:
            span = shapes.currency_span(segment.text)
            if span is None or not is_beside_amount(segment, row) or _is_way_of_paying(segment, row, span):
                continue
            sign = segment.text[span[0] : span[1]]
            sign = _SAME_CURRENCY.get(sign.upper(), sign.upper())
            count[sign] += 1
            seen.setdefault(sign, segment.place(*span))
    return seen[next(iter(count))] if len(count) == 1 else None


def _is_way_of_paying(segment: Segment, row: Row, span: shapes.Span) -> bool:
    """ "Payment: CAD", cash against documents: behind a label of terms, with no amount beside it, it is no dollar."""
    if segment.text[slice(*span)] != "CAD" or _AMOUNT_BESIDE.search(segment.text):
        return False
    at = row.segments.index(segment)
    labels = [row.segments[at - 1].text.rstrip(" :")] if at else []
    words = segment.text[: span[0]].split()
    labels += [" ".join(words[:size]).rstrip(" :-") for size in range(1, len(words) + 1)]
    return any(label.path in ("payment_terms", "incoterms") for text in labels for label in vocabulary().labels(text))


def is_beside_amount(segment: Segment, row: Row) -> bool:
    """A code stands beside a number or in a heading of prices; alone in a sentence it says nothing."""
    words = len(segment.text.split())
    has_number = any(sign.isdigit() for sign in segment.text)
    is_heading = words <= 8 and (bool(vocabulary().column_roles(segment.text)) or vocabulary().total(segment.text) is not None)
    is_heading = is_heading or _ONLY_CURRENCY.fullmatch(segment.text) is not None
    return (has_number and words <= 12) or is_heading or (words == 1 and any(sign.isdigit() for sign in row.text))
