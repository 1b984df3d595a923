"""Spellings of the same thing → one (a tyre's rim, an oil's grade, a voltage's kind); and what has a blank or a sign in it.

In: folded text. Out: the text in one spelling, and codes that its tokens alone do not show. No meaning is asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.matching.lexicon import unit_words

_REWRITTEN = tuple(
    (frozenset(signs), re.compile(pattern), instead)
    for signs, pattern, instead in (
        ("/", r"(?<!\d)(\d{3}/\d{2})\s?z?r\s?(\d{2}c?)(?!\d)", r"\1 r\2 "),  # 205/55R16
        ("w", r"(?<![^\W_])(\d{1,2})w[ -]?(\d{2})(?![^\W_])", r"\1w\2"),  # 5W-30
        ("v", r"(\d)\s?v\s?-?(ac|dc)(?![^\W_])", r"\1 v \2"),  # 24VDC
        ("~", r"(\d)\s?v\s?~", r"\1 v ac"),
        ("=⎓", r"(\d)\s?v\s?[=⎓](?!\s?\d)", r"\1 v dc"),
        ("x", r"(?<![^\W_])(torx|tx)[ -]?t\s?(\d)", r"\1 \2"),  # torx T25
        (".,", r"(?<![^\W_])(?<!\d[.,])(\d+[.,]\d{1,3})(?!mm)([^\W\d_])(?![^\W_])", r"\1 \2"),  # 42.5R
    )
)
"""The signs one of which the pattern needs, the pattern, what stands instead. Asking for the signs first saves most searches."""

_SIGNED = re.compile(r"(?<![^\s(/])([+-])(\d+(?:[.,]\d+)?)(?![\d/-])")
_SPACED = re.compile(r"(?<![^\W_])(\d{0,2}[^\W\d_]{1,4})[ .-](\d{1,4}[^\W\d_]?)(?![^\W_]|[.,]\d|\s?x\s?\d)")
_TYPE = re.compile(r"(?<![^\W_])(?:typ|type|tipo|tip|klasse|class|classe|clase|klasa|klass)[ .:]+([a-z])(?![^\W_]|\s?\d)")
_LETTER_AND_MEASURE = re.compile(r"[a-z]\d{1,4}[a-z]")
_LITTLE_WORDS = frozenset("axeyoi")
""""a 100", "x 12", "y 3": letters that join, and name nothing."""


def one_spelling(folded: str) -> str:
    """
    >>> one_spelling("5w-30 205/55r16 24vdc")
    '5w30 205/55 r16  24 v dc'
    """
    present = set(folded)
    for signs, pattern, instead in _REWRITTEN:
        if not signs.isdisjoint(present):
            folded = pattern.sub(instead, folded)
    return folded


def types_said(folded: str) -> list[str]:
    """The single letters that are called a type or class: no word, and all that tells an RCD of type A from one of type F."""
    return [f"type~{found[1]}" for found in _TYPE.finditer(folded)]


def signed_figures(folded: str) -> Iterator[tuple[str, str]]:
    """(sign, figure) of the figures that bear a sign of their own."""
    return ((found[1], found[2]) for found in _SIGNED.finditer(folded))


def spaced_codes(folded: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The "b16" of "B 16A" and of "B16A", where the A is the unit; "Cat 6A" ends in a letter of its own."""
    spaced = (found[1] + _figure(found[1], found[2]) for found in _SPACED.finditer(folded) if found[1] not in _LITTLE_WORDS)
    measured = (code[:-1] for code in codes if _LETTER_AND_MEASURE.fullmatch(code) and code[-1] in unit_words())
    return tuple(dict.fromkeys((*spaced, *measured)))


def _figure(letters: str, figure: str) -> str:
    return figure[:-1] if len(letters) == 1 and figure[-1] in unit_words() else figure
