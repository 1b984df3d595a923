"""Numbered headings between the lines of a table: "1. Project 221", "2. Project 940".

In: the rows under a heading. Out: the rows that are such headings. One alone is none: "2. Wahl" below an article says what is
ordered; only the same words counted on from row to row part the lines into sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.extraction.segments import Row
from intake.extraction.words.keys import squash

_NUMBERED = re.compile(r"\(?(\d{1,3})[.)]\s+(?=[^\W\d_])(.+)")
_DIGITS = re.compile(r"\d+")


def numbered_sections(rows: Sequence[Row]) -> frozenset[int]:
    found: dict[str, list[tuple[int, int]]] = {}
    for at, row in enumerate(rows):
        said = _NUMBERED.fullmatch(row.segments[0].text) if len(row.segments) == 1 else None
        if said is not None:
            found.setdefault(squash(_DIGITS.sub("", said[2])), []).append((at, int(said[1])))
    return frozenset(
        at
        for entries in found.values()
        if len(entries) > 1 and [number for _, number in entries] == list(range(entries[0][1], entries[0][1] + len(entries)))
        for at, _ in entries
    )
