"""Which articles a term stands in, as bits: kept in spans of 65,536 articles, so that a changed article touches one small row.

In: article ids by term. Out: one whole number whose bit n says that article n has the term; such numbers are joined, met and
counted a million articles at a time. What a term is, and what its articles are worth, is not known here.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, islice

SPAN = 1 << 16
_BITMAP_BYTES = SPAN // 8
_DENSE = 256
"""From so many articles on a span is kept as bits, below as a list of places."""

_ZEROS = bytes(_BITMAP_BYTES)
_SMALL = 16


def pack_span(places: Iterable[int]) -> bytes:
    """The places (0 to 65,535, each once, in order) of one span as they are kept."""
    kept = array("H", places)
    if len(kept) >= _DENSE:
        return bytes(_bitmap(kept))
    if sys.byteorder == "big":
        kept.byteswap()
    return kept.tobytes()


def places_of(packed: bytes) -> list[int]:
    """
    >>> places_of(pack_span([3, 700, 65535]))
    [3, 700, 65535]
    """
    if len(packed) == _BITMAP_BYTES:
        return list(set_places(packed))
    return list(_listed(packed))


def changed_span(packed: bytes, added: set[int], removed: set[int]) -> bytes:
    """The span with places added and taken out, as it is kept; empty where nothing is left.

    >>> places_of(changed_span(pack_span([3, 700]), {5}, {700}))
    [3, 5]
    """
    if len(packed) != _BITMAP_BYTES:
        return pack_span(sorted({*_listed(packed), *added} - removed))
    bitmap = bytearray(packed)
    for place in added:
        bitmap[place >> 3] |= 1 << (place & 7)
    for place in removed:
        bitmap[place >> 3] &= ~(1 << (place & 7)) & 0xFF
    return bytes(bitmap) if int.from_bytes(bitmap, "little").bit_count() >= _DENSE else pack_span(set_places(bitmap))


def _listed(packed: bytes) -> array[int]:
    kept = array("H", packed)
    if sys.byteorder == "big":
        kept.byteswap()
    return kept


def _bitmap(places: Iterable[int]) -> bytearray:
    bitmap = bytearray(_BITMAP_BYTES)
    for place in places:
        bitmap[place >> 3] |= 1 << (place & 7)
    return bitmap


def bits_of(spans: Iterable[tuple[int, bytes]]) -> int:
    """The spans of one term (number, as kept; in order) as one number."""
    whole = bytearray()
    for number, packed in spans:
        whole += bytes(number * _BITMAP_BYTES - len(whole))
        whole += packed if len(packed) == _BITMAP_BYTES else _bitmap(_listed(packed))
    return int.from_bytes(whole, "little")


def set_places(bitmap: bytes | bytearray) -> Iterator[int]:
    """The places of the set bits, lowest first. Empty stretches are passed over whole."""
    stretches = [(0, len(bitmap))]
    while stretches:
        start, end = stretches.pop()
        if end - start > _SMALL:
            middle = (start + end) // 2
            for half in ((middle, end), (start, middle)):
                if not _is_empty(bitmap, *half):
                    stretches.append(half)
            continue
        for place in range(start, end):
            value = bitmap[place]
            yield from (place * 8 + bit for bit in range(8) if value >> bit & 1)


def _is_empty(bitmap: bytes | bytearray, start: int, end: int) -> bool:
    size = end - start
    if size > _BITMAP_BYTES:
        return not any(bitmap[at : min(at + _BITMAP_BYTES, end)].strip(b"\0") for at in range(start, end, _BITMAP_BYTES))
    return bitmap[start:end] == _ZEROS[:size]


class Tally:
    """Adds up points article by article, all articles at once: bit n of plane k is digit k of article n's points."""

    def __init__(self) -> None:
        self._planes: list[int] = []
        self._counted = 0

    def add(self, articles: int, points: int) -> None:
        self._counted |= articles
        for place in range(points.bit_length()):
            if points >> place & 1:
                self._carry(articles, place)

    def _carry(self, articles: int, place: int) -> None:
        while articles:
            self._planes += [0] * (place + 1 - len(self._planes))
            plane = self._planes[place]
            self._planes[place], articles = plane ^ articles, plane & articles
            place += 1

    def best(self, wanted: int, most: int, preferred: int = 0) -> list[int]:
        """At least `wanted` articles (where so many have any points) and at most `most`: none is left out for one with fewer, nor
        one that is preferred for one that is not."""
        better = 0
        for articles in _descending(self._planes, self._counted):
            if (better | articles).bit_count() >= wanted:
                chosen = list(_places(better))
                last = chain(_places(articles & preferred), _places(articles & ~preferred))
                return [*chosen, *islice(last, most - len(chosen))]
            better |= articles
        return list(_places(better))


def _places(articles: int) -> Iterator[int]:
    return set_places(articles.to_bytes((articles.bit_length() + 7) // 8, "little"))


def _descending(planes: list[int], among: int) -> Iterator[int]:
    if not among:
        return
    if not planes:
        yield among
        return
    more = among & planes[-1]
    yield from _descending(planes[:-1], more)
    yield from _descending(planes[:-1], among ^ more)
