"""Headings that stand so close that they look like one: "Antal Vores | varenr." is "Antal" and "Vores varenr.".

In: the segments of one heading, of one or several printed rows. Out: the headings they are, each with its own segments; on a page
they may touch ("AantalEhd"), and then the one word is two segments. A heading is parted only where every part is a known heading
of another kind and the whole is none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake.domain.documents import CanvasKind
from intake.domain.plans import ColumnRole
from intake.extraction.delivery_headings import is_delivery
from intake.extraction.segments import Segment
from intake.extraction.shapes import date_span, week_span
from intake.extraction.words import vocabulary

_MOST = 9
_DATED = frozenset({ColumnRole.QUANTITY, ColumnRole.PACKS, ColumnRole.REQUESTED_DELIVERY_DATE})
_WIDE_IN_HEIGHTS = 0.6
"""So much space is no blank between two words of one heading."""
_BLANK_IN_HEIGHTS = 0.45
"""More space than this is hardly a blank between two words of one heading."""
_OVERPRINTED = 0.6
"""The share of a word that the next column's heading may be printed over."""


def heading_parts(stack: Sequence[Segment]) -> list[list[Segment]]:
    """`stack` in reading order; so are the parts, from left to right: as few as there can be."""
    apart = _wide_apart(stack)
    if apart or _is_exact(stack):
        return apart or [list(stack)]
    pieces = [piece for segment in stack for piece in _pieces(segment)]
    edges = _edges(pieces)
    if not edges or len(edges) > _MOST:
        return [list(stack)]
    known = (parts for parts in _known_parts(pieces, (float("-inf"), *edges, float("inf"))) if _are_of_different_kinds(parts))
    return min(known, key=len, default=[list(stack)])


def _wide_apart(stack: Sequence[Segment]) -> list[list[Segment]]:
    """One row of a page cut where more than a blank stands between its words: all are known headings of different kinds
    ("Price €", "Per"), or the whole is none and some are ("Qty", "UOI"). None where that does not hold."""
    if len(stack) != 1 or stack[0].kind is not CanvasKind.PAGE:
        return []
    spans, height = stack[0].word_spans, stack[0].bottom - stack[0].top
    cuts = [at for at in range(1, len(spans)) if spans[at][0] - spans[at - 1][1] > _WIDE_IN_HEIGHTS * height]
    parts = [[stack[0].words_between(start, end)] for start, end in itertools.pairwise((0, *cuts, len(spans)))]
    known = [part for part in parts if _is_exact(part)]
    is_sure = len(known) == len(parts) or (known and not vocabulary().column_roles(stack[0].text))
    return parts if len(parts) > 1 and is_sure and _are_of_different_kinds(parts) else []


def _pieces(segment: Segment) -> Iterator[Segment]:
    """The segment cut where two headings touch so that they look like one word: "AantalEhd" is "Aantal" and "Ehd"."""
    if segment.kind is not CanvasKind.PAGE:
        yield segment
        return
    begun = 0
    for at in range(len(segment.words)):
        touching = _touching(segment.words_between(at, at + 1))
        if touching:
            if begun < at:
                yield segment.words_between(begun, at)
            yield from touching
            begun = at + 1
    if begun < len(segment.words):
        yield segment.words_between(begun, len(segment.words))


def _touching(word: Segment) -> list[Segment]:
    """The known headings that one word is made of, each with a capital of its own; none where the word is a heading itself."""
    capitals = [at for at, (left, right) in enumerate(itertools.pairwise(word.text), 1) if right.isupper() and not left.isupper()]
    texts = [word.text[start:end] for start, end in itertools.pairwise((0, *capitals, len(word.text)))]
    known = vocabulary().is_exact_heading
    if len(texts) < 2 or known(word.text) or known(" ".join(texts)) or not all(known(text) for text in texts):
        return []
    wide = (word.x1 - word.x0) / len(word.text)
    ends = list(itertools.accumulate(len(text) for text in texts))
    spans = [(word.x0 + wide * (end - len(text)), word.x0 + wide * end) for text, end in zip(texts, ends, strict=True)]
    return [
        replace(word, text=text, offset=word.offset + end - len(text), x0=x0, x1=x1, word_spans=((x0, x1),))
        for text, end, (x0, x1) in zip(texts, ends, spans, strict=True)
    ]


def _known_parts(stack: Sequence[Segment], edges: tuple[float, ...]) -> Iterator[list[list[Segment]]]:
    """Every way to cut `stack` at some of the edges so that each part is a known heading."""
    if len(edges) < 2:
        yield []
    for at in range(1, len(edges)):
        first = _within(stack, edges[0], edges[at])
        if _is_exact(first) or _is_day(first):
            yield from ([first, *others] for others in _known_parts(stack, edges[at:]))


def _edges(stack: Sequence[Segment]) -> list[float]:
    """Where a cut from top to bottom crosses no word."""
    spans = sorted(span for segment in stack for span in segment.word_spans)
    edges: list[float] = []
    reach = None
    for x0, x1 in spans:
        if reach is not None and x0 > reach - max(0.5, _OVERPRINTED * (x1 - x0)):
            edges.append((reach + x0) / 2)
        reach = x1 if reach is None else max(reach, x1)
    return edges


def _within(stack: Sequence[Segment], x0: float, x1: float) -> list[Segment]:
    found = []
    for segment in stack:
        inside = [at for at, (left, right) in enumerate(segment.word_spans) if x0 < (left + right) / 2 < x1]
        if inside:
            found.append(segment.words_between(inside[0], inside[-1] + 1))
    return found


def _text(stack: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in stack)


def _is_exact(stack: Sequence[Segment]) -> bool:
    """Known as a whole, in one language or in two with a stroke between them."""
    text = _text(stack)
    if not text or not text[0].isalnum() or text[-1] in "/|":
        return False
    known = vocabulary().is_exact_heading
    return known(text) or ("/" in text and all(known(part) for part in text.split("/") if part.strip()))


def _is_day(stack: Sequence[Segment]) -> bool:
    """A day or a week and no word before it."""
    text = _text(stack)
    span = week_span(text) or date_span(text)
    return span is not None and span[0] == 0 and is_delivery(text)


def _are_of_different_kinds(parts: Sequence[Sequence[Segment]]) -> bool:
    """A day may stand beside any of them but what it may belong to: "Quantity wk 13" is one heading."""
    kinds = [frozenset(vocabulary().column_roles(_text(part))) for part in parts if not _is_day(part)]
    if len(kinds) < len(parts) and any(kind & _DATED for kind in kinds):
        return False
    if all(not one & other for one, other in itertools.combinations(kinds, 2)):
        return True
    # "Artikelnummer" and "Artikel" may both name a code; apart as they stand, the one does and the other names the goods.
    return _stand_apart(parts) and any(len(set(chosen)) == len(kinds) for chosen in itertools.product(*kinds))


def _stand_apart(parts: Sequence[Sequence[Segment]]) -> bool:
    """On one row of a page, each further from the next than two words of one heading are."""
    if any(len(part) != 1 or part[0].kind is not CanvasKind.PAGE for part in parts):
        return False
    row = [part[0] for part in parts]
    return all(
        after.x0 - before.x1 > _BLANK_IN_HEIGHTS * (before.bottom - before.top) for before, after in itertools.pairwise(row)
    )
