"""Numbers as they are written: which numbers a text may be, under which decimal mark.

In: a number's text ("1.234,56", "1'234.56", "12", "(3,50)", "5-"). Out: its value under a decimal mark, or the marks that it
allows. Which mark a document uses is `conventions.py`'s question.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

DecimalMark: TypeAlias = Literal[".", ","]
MARKS: tuple[DecimalMark, DecimalMark] = (".", ",")

NUMBER = re.compile(
    r"(?<![\d.,])(?P<open>\()?(?P<sign>(?<!\w)[-−–+])?\s?"
    r"(?P<core>\d+(?:[.,'’´\u00a0\u202f\u2009 ]\d+)*|[.,]\d+)(?P<after>-(?=\s|$))?(?P<close>\))?(?:,-+|\.-+|,–|\.–)?(?!\d|[.,]\d)"
)
"""A number among other words. A trailing minus, brackets for negative, and Swiss ".--" are part of it."""

_RECENT = 16_384
"""Numbers of one document: planner, executor and `verify` ask what each of them may be a dozen times over."""
_BLANKS = re.compile(r"[\u00a0\u202f\u2009 ]")
_QUOTES = re.compile(r"['’´]")
_SPACED = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?:[.,]\d+)?")


@lru_cache(maxsize=_RECENT)
def marks_allowed(core: str) -> tuple[DecimalMark, ...]:
    """The decimal marks under which the digits make a number; none where they make none under any.

    >>> marks_allowed("1.234,56"), marks_allowed("1.234"), marks_allowed("12.5"), marks_allowed("12")
    ((',',), ('.', ','), ('.',), ('.', ','))
    """
    return tuple(mark for mark in MARKS if to_decimal(core, mark) is not None)


@lru_cache(maxsize=_RECENT)
def to_decimal(core: str, mark: DecimalMark) -> Decimal | None:
    """The unsigned value of the digits under a decimal mark; None where the grouping does not fit.

    >>> to_decimal("1'234.50", "."), to_decimal("12,34,567.5", "."), to_decimal("1.23,4", ",")
    (Decimal('1234.50'), Decimal('1234567.5'), None)
    """
    if _BLANKS.search(core):
        if not _SPACED.fullmatch(core):
            return None
        core = _BLANKS.sub("", core)
        if mark not in core and any(other in core for other in MARKS):
            return None
    other: DecimalMark = "," if mark == "." else "."
    whole, _, fraction = core.partition(mark)
    if mark in fraction or other in fraction or _QUOTES.search(fraction) or (mark in core and not fraction):
        return None
    grouped = _ungroup(whole, other)
    if grouped is None:
        return None
    return Decimal(f"{grouped or '0'}.{fraction}" if fraction else grouped)


def _ungroup(whole: str, separator: str) -> str | None:
    """The digits of the whole part; None where groups are not of three (or, Indian, of two before the last three)."""
    quoted = _QUOTES.search(whole) is not None
    if quoted and separator in whole:
        return None
    groups = _QUOTES.split(whole) if quoted else whole.split(separator)
    if len(groups) == 1:
        return whole if whole.isdigit() or not whole else None
    if not all(group.isdigit() for group in groups) or len(groups[-1]) != 3 or not 1 <= len(groups[0]) <= 3:
        return None
    if groups[0].startswith("0"):
        return None
    middle = groups[1:-1]
    if all(len(group) == 3 for group in middle) or (all(len(group) == 2 for group in middle) and len(groups[0]) <= 2):
        return "".join(groups)
    return None


def signed(found: re.Match[str], mark: DecimalMark) -> Decimal | None:
    """The value of a match of NUMBER."""
    value = to_decimal(found["core"], mark)
    if value is None:
        return None
    is_negative = found["sign"] in ("-", "−", "–") or found["after"] == "-" or bool(found["open"] and found["close"])
    return -value if is_negative else value
