"""What a value is whose label heads several kinds of columns: "Product" is over codes on one paper and over words on the next.

In: the roles a label may have, likeliest first, and the value beside it. Out: the role that the value tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.plans import ColumnRole
from intake.extraction.planners.layout.said_codes import is_code


def role_told_by(value: str, roles: Sequence[ColumnRole]) -> ColumnRole | None:
    """A code is one word with a figure; of a label that means nothing else it is the code, whatever it looks like."""
    if ColumnRole.CODE in roles and is_code(value):
        return ColumnRole.CODE
    is_word = len(value.split()) > 1 or not any(sign.isdigit() for sign in value)
    if is_word and ColumnRole.DESCRIPTION in roles and roles[0] is ColumnRole.CODE:
        return ColumnRole.DESCRIPTION
    return roles[0] if roles else None
