"""The conventions of one document: its numeric cells and its dates are collected, and all of them decide together."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from intake.domain.documents import Document
from intake.extraction import conventions
from intake.extraction.conventions import Conventions
from intake.extraction.dates import DayOrder
from intake.extraction.segments import Row, rows_of
from intake.extraction.shapes import date_span
from intake.extraction.words import vocabulary

_AMOUNT = re.compile(r"[^\W\d_]{0,4}[€$£¥]?\s*[-−(]?\d[\d.,'’\u00a0\u202f ]*\)?-?\s*(?:[€$£%]|[^\W\d_]{1,6}\.?)?")
_AMERICAN = re.compile(r"\b(?:USD|U\.S\.A?\.?|USA|United States)\b|\bUS\$")
_AMERICAN_PLACE = re.compile(
    r"\b[A-Z][A-Za-z.]+,? (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]"
    r"|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
    r" \d{5}(?:-\d{4})?(?!\d)"
)
"""A town with its state and code; beside dollars, and no other sign, the buyer's."""
_BRITISH = re.compile(r"\b(?:GBP|United Kingdom|England|Scotland|Ireland|Australia|India)\b|£|\bVAT\b")
_ENOUGH_WORDS = 2_000
_RECENT = 16
"""So many documents keep their conventions: planner, executor and `verify` ask for the same ones page after page."""
_decided: OrderedDict[tuple[int, int], tuple[Document, Conventions]] = OrderedDict()


def conventions_of(number: int, document: Document, *, near: date | None = None) -> Conventions:
    """`near` is the day that weeks and dates without a year follow: when the message was sent or received."""
    name = (number, id(document))
    kept = _decided.get(name)
    if kept is None or kept[0] is not document:
        from_1904 = any(canvas.counts_from_1904 for canvas in document.canvases)
        kept = _decided[name] = (document, replace(conventions_of_rows(rows_of(number, document)), from_1904=from_1904))
        while len(_decided) > _RECENT:
            _decided.popitem(last=False)
    return replace(kept[1], near=near)


def conventions_of_rows(rows: Sequence[Row]) -> Conventions:
    texts = [segment.text for row in rows for segment in row.segments]
    dates = [text[slice(*span)] for text in texts if (span := date_span(text)) is not None]
    # A sheet shows a typed number as its program is set; only what the buyer typed as text tells how the buyer writes.
    written = [segment.text for row in rows for segment in row.segments if not segment.is_typed]
    numbers = [text for text in written if _AMOUNT.fullmatch(text.strip()) and date_span(text) is None]
    return conventions.decide(numbers, dates, order_hint=_order_hint(" ".join(texts)))


def _order_hint(text: str) -> DayOrder | None:
    """In English only where the two countries that differ can be told apart; everybody else writes the day first."""
    american, british = _AMERICAN.search(text), _BRITISH.search(text)
    if american is None and "$" in text and not re.search("[€£]", text):
        american = _AMERICAN_PLACE.search(text)
    if american and not british:
        return "mdy"
    if british and not american:
        return "dmy"
    is_english = american is not None or vocabulary().language(text.split()[:_ENOUGH_WORDS]) in (None, "en")
    return None if is_english else "dmy"
