"""A row below the heading that numbers the columns: "0 | 1 | 2 | 3 | 4 | 5 (3x4)", as public bodies print it.

In: a row. Out: whether it is one. It begins with nought, one or "A" and goes up by one from cell to cell, with nothing beside the
numbers but how one column comes of others.
"""

from __future__ import annotations

import re
from itertools import pairwise

from intake.extraction.segments import Row

_NUMBER = re.compile(r"[(\[]?(?P<at>\d{1,2}|[A-Za-z])[.)\]]?(?:\s*[(=][\s\dA-Za-z=x×*/+().%-]*)?")
_FEWEST = 4
_FIRST = (0, 1, ord("a"))


def numbers_columns(row: Row) -> bool:
    cells = [_NUMBER.fullmatch(segment.text.strip()) for segment in row.segments]
    found = [cell["at"].casefold() for cell in cells if cell is not None]
    if len(found) < max(len(cells), _FEWEST):
        return False
    values = [int(each) if each.isdigit() else ord(each) for each in found]
    return values[0] in _FIRST and all(after - before == 1 for before, after in pairwise(values))
