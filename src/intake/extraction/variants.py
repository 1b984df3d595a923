"""Headings that complete an article: sizes and colours, and which neighbouring headings are the columns of a matrix.

In: headings as printed, from left to right. Out: which of them are variants. A size or colour alone among other headings is none:
only neighbours make a matrix. The words are `variants.toml`; what stands under the headings is no business of this module.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from intake.extraction.words.keys import fold_letters

_FIGURE = re.compile(r"\d{1,3}(?:[.,]5|½|\s1/2)?")
_PAIR = re.compile(r"(\d{1,3})\s?[/\-–]\s?(\d{1,3})")
_HALF = re.compile(r"[.,]5|½|\s1/2")
_LARGEST = 200
_WIDEST_STEP = 6
"""Sizes rise by little: 36 38 40, 116 122 128. Numbers farther apart are prices' quantities."""
_FEWEST_FIGURES = 3
"""Two bare numbers side by side may be anything."""
_EDGES = re.compile(r"(?:[\s:()]|(?<!\d)\.|\.(?!\d))+")
"""What parts the words of a heading; a point between figures is a half size's ("6.5")."""


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("intake.extraction") / "variants.toml").read_text(encoding="utf-8"))


@cache
def _letter_sizes() -> frozenset[str]:
    return frozenset(_words()["letter_sizes"])


def _folded(text: str) -> str:
    return " ".join(part for part in _EDGES.split(fold_letters(text)) if part)


def is_size_name(text: str, *, alone: bool = False) -> bool:
    """Whether the text says "size" and nothing else; `alone`: without a size beside it, where "EUR" is money and "de" a joint."""
    said = _folded(text)
    return said in _words()["size_names"] and not (alone and said in _words()["size_systems"])


def is_colour_name(text: str) -> bool:
    return any(part in _words()["colour_names"] for part in _folded(text).split())


def bare(text: str) -> str:
    """A heading without the words that say "size": "Gr. 38" → "38"."""
    parts = _folded(text).split()
    kept = [part for part in parts if part not in _words()["size_names"]]
    return " ".join(kept or parts)


def is_word_variant(text: str) -> bool:
    """A size in letters, one size for all, or a colour."""
    said = bare(text)
    words = _words()
    is_colour = any(part in words["colours"] for part in re.split(r"[\s/]+", said)) and len(said.split()) <= 2
    return said in _letter_sizes() or said.replace(" ", "") in words["paired_sizes"] or said in words["one_size"] or is_colour


def figures(text: str) -> tuple[Decimal, Decimal] | None:
    """The numbers that a size in figures goes from and to: one number, or a pair ("98/104")."""
    said = bare(text)
    pair = _PAIR.fullmatch(said)
    if pair is not None:
        found = Decimal(pair[1]), Decimal(pair[2])
    elif _FIGURE.fullmatch(said):
        value = Decimal(_HALF.sub(".5", said))
        found = value, value
    else:
        return None
    return found if found[0] <= found[1] <= _LARGEST else None


def is_variant(text: str) -> bool:
    return is_word_variant(text) or figures(text) is not None


def matrix_columns(headings: Sequence[str]) -> frozenset[int]:
    """The headings that are a matrix's, by number; none where no two neighbours are. A further one apart from them is one too."""
    found = {at for run in _runs(headings) for at in run}
    if found:
        found |= {at for at, text in enumerate(headings) if bare(text) in _letter_sizes()}
    return frozenset(found)


def _runs(headings: Sequence[str]) -> Iterator[list[int]]:
    run: list[int] = []
    for at, text in enumerate([*headings, ""]):
        if text and is_variant(text):
            run.append(at)
            continue
        if _is_run([headings[number] for number in run]):
            yield run
        run = []


def _is_run(texts: Sequence[str]) -> bool:
    if len(texts) < 2:
        return False
    numbered = [found for text in texts if not is_word_variant(text) and (found := figures(text)) is not None]
    is_named = any(bare(text) != _folded(text) for text in texts)
    if not is_named and len(numbered) == len(texts) < _FEWEST_FIGURES:
        return False
    return all(0 < after[0] - before[1] <= _WIDEST_STEP for before, after in pairwise(numbered))


def may_be_weeks(texts: Sequence[str]) -> bool:
    """Whole numbers that go up by one and are named no sizes: weeks, months and days look the same."""
    numbered = [figures(text) for text in texts if not is_word_variant(text)]
    if len(numbered) != len(texts) or any(bare(text) != _folded(text) for text in texts):
        return False
    return all(a is not None and b is not None and b[0] - a[1] == 1 for a, b in pairwise(numbered))
