"""A date in the form that its code (data element 2379) names → the date as all formats write it, or a period's two days."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_FORMS: Mapping[str, Callable[[str], str]] = {
    "2": lambda said: said[4:6] + said[2:4] + said[:2],
    "3": lambda said: said[4:6] + said[:2] + said[2:4],
    "4": lambda said: said[4:8] + said[2:4] + said[:2],
    "201": lambda said: said[:6],
    "205": lambda said: said[:8],
    "303": lambda said: said[:8],
    "304": lambda said: said[:8],
}
"""The forms that are not CCYYMMDD or YYMMDD with or without a time."""

_PERIODS = ("711", "718", "719")


def day_of(value: str, form: str) -> str:
    """CCYYMMDD or YYMMDD; what cannot be turned is left as it is, to be named."""
    turn = _FORMS.get(form)
    digits = value.isascii() and value[:6].isdecimal()
    return turn(value) if turn is not None and digits else value


def period_of(value: str, form: str) -> tuple[str, str] | None:
    """The two days of a period; None for a single day."""
    digits = value.replace("-", "")
    if form not in _PERIODS or not digits.isdecimal() or len(digits) not in (16, 24):
        return None
    half = len(digits) // 2
    return digits[:8], digits[half : half + 8]
