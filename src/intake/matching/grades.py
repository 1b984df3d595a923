"""What a screw or nut is made to bear: "8.8", "A2", the "8" behind "M24" of a nut are values of one thing, its property class.

In: the numbers, codes and meanings read from one text. Out: the numbers, those that are property classes marked as such. Where no
thread and no standard stands in the text, "A2" is a sheet of paper and "8" a figure like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.matching.lexicon import Meaning
from intake.matching.numbers import BARE, Number

_STEEL = frozenset(("3.6", "4.6", "4.8", "5.6", "5.8", "6.8", "8.8", "9.8", "10.9", "12.9", "14.9"))
"""ISO 898-1."""
_NUTS = frozenset(("4", "5", "6", "8", "10", "12"))
"""ISO 898-2; of a screw the figure behind the thread is more likely its length."""
_STAINLESS = {"a1": "a1", "a2": "a2", "a3": "a3", "a4": "a4", "a5": "a5", "v2a": "a2", "v4a": "a4"}
"""ISO 3506, and the German trade's names."""


def with_grades(numbers: Sequence[Number], codes: Sequence[str], meanings: Sequence[tuple[Meaning, str]]) -> tuple[Number, ...]:
    has_thread = any(number.dimension == "thread" for number in numbers)
    if not has_thread and not any(number.dimension == "std" for number in numbers):
        return tuple(numbers)
    is_nut = any(meaning.value == "nut" for meaning, _ in meanings)
    marked: list[Number] = []
    for number in numbers:
        after_thread = bool(marked) and marked[-1].dimension == "thread"
        is_grade = number.raw in _STEEL or (is_nut and after_thread and number.raw in _NUTS)
        marked.append(number._replace(dimension="grade") if number.dimension == BARE and is_grade else number)
    return (*marked, *(Number("grade", _STAINLESS[code], code, code) for code in codes if code in _STAINLESS))
