"""Rows of a form in which nothing is ordered: articles of their own whose quantity was left blank.

In: the roles that each row of a table fills, its code, and which rows begin a line. Out: the rows that are articles without a
quantity. A line's own second row may hold a code and words as well, so a row must have all that the ordered ones have besides
what counts; in a grid a code made like theirs tells as well, where not every line has such a row below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from intake.domain.plans import ColumnRole
from intake.extraction.column_kinds import CODES, COUNTING

R = ColumnRole
_ONCE_ORDERED = COUNTING | {R.LINE_AMOUNT, R.REQUESTED_DELIVERY_DATE, R.NOTE, R.IGNORE}
"""What stands on a row only once something of it is ordered."""
_TELLING = frozenset({R.UOM, R.UNIT_PRICE, R.PACK_SIZE, R.PRICE_BASIS_QUANTITY})
"""What a line's second row does not repeat."""


def unfilled_rows(filled: Sequence[Set[ColumnRole]], starts: Sequence[int]) -> frozenset[int]:
    """Numbers of the rows that are made like the lines and count nothing."""
    if not starts:
        return frozenset()
    common = frozenset.intersection(*(frozenset(filled[at]) for at in starts)) - _ONCE_ORDERED
    if R.DESCRIPTION not in common or not common & (CODES | _TELLING):
        return frozenset()
    found = frozenset(at for at in range(len(filled)) if common <= filled[at] and not filled[at] & COUNTING)
    # Where only code and words tell, they may be every line's second row: on a form most rows stay empty.
    return found if common & _TELLING or len(found) > 2 * len(starts) else frozenset()


def unfilled_by_code(filled: Sequence[Set[ColumnRole]], codes: Sequence[str], starts: Sequence[int]) -> frozenset[int]:
    """Numbers of the rows of a grid that name an article whose code is made like the lines' own ("JS-7" below "PS-20")."""
    shapes = {_shape(codes[at]) for at in starts if codes[at]}
    named = frozenset(
        at
        for at, roles in enumerate(filled)
        if at not in starts and R.DESCRIPTION in roles and codes[at] and not roles & (COUNTING | _TELLING)
    )
    found = frozenset(at for at in named if _shape(codes[at]) in shapes and codes[at] not in {codes[one] for one in starts})
    return found if any(at + 1 not in named for at in starts) else frozenset()


def _shape(code: str) -> str:
    """Runs of letters and of figures: "WB-100" and "JS-7" are both "A-9"."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "A", code.strip()))
