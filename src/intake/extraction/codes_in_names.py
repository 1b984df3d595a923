"""Articles' codes that have no column of their own: below each name, or before it in the same cell.

In: all lines of a table. Out: where a column of names holds codes too. One line alone does not tell a code from a size or a type;
that every line has one at the same place does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole
from intake.extraction.assembling import Assembled, in_columns
from intake.extraction.column_kinds import CODES, FREE_CODES
from intake.extraction.further_rows import parts_of
from intake.extraction.planners.layout import said_codes
from intake.extraction.printed import Cell
from intake.extraction.quoting_places import text_at
from intake.extraction.words import vocabulary

R = ColumnRole

_CAPITALS = re.compile(r"(?=.*\d)[A-Z\d][A-Z\d./_-]{2,}|[A-Z\d]{2,}(?:-[A-Z\d]+)+")
_LETTERED = re.compile(r"[A-Z\d]{2,}(?:-[A-Z\d]+)+")
_FEWEST_LETTERED = 3
_FEWEST = 2
_SHORTEST_NAME = 2


class CodePlace(StrEnum):
    BELOW = "below"
    BEFORE = "before"


CodePlaces = Mapping[Column, CodePlace]


def codes_in_names(lines: Sequence[Assembled], documents: Sequence[Document]) -> CodePlaces:
    """Where the codes of a table's lines stand that has no column of codes."""
    found: dict[Column, CodePlace] = {}
    by_column: dict[Column, list[Sequence[Cell]]] = {}
    for line in lines:
        columns = in_columns(line, line.columns)
        if any(column.role in FREE_CODES and parts for column, parts in columns):
            return {}
        for column, parts in columns:
            if column.role is R.DESCRIPTION and parts:
                by_column.setdefault(column, []).append(parts)
    for column, cells in by_column.items():
        if _are_codes([_second(parts) for parts in cells if len(parts) > 1], len(cells)):
            found[column] = CodePlace.BELOW
        elif _may_name_codes(column, documents) and _are_codes([_first_word(parts[0]) for parts in cells], len(cells)):
            found[column] = CodePlace.BEFORE
    return found


def _second(parts: Sequence[Cell]) -> str:
    """What stands below a name; "" where it names itself."""
    return "" if any(part.label for part in parts_of(parts[1].text)) else parts[1].text


def _first_word(cell: Cell) -> str:
    """The word before a name; "" where no name of some words follows."""
    first, _, rest = cell.text.partition(" ")
    return first.rstrip(":") if sum(sign.islower() for sign in rest) > _SHORTEST_NAME else ""


def _are_codes(texts: Sequence[str], lines: int) -> bool:
    """Whether all look like codes, and most could be nothing else."""
    sure = [text for text in texts if said_codes.is_code(text) or (len(texts) >= _FEWEST_LETTERED and _LETTERED.fullmatch(text))]
    every = all(said_codes.is_code(text) or _CAPITALS.fullmatch(text) for text in texts)
    return every and len(texts) >= min(_FEWEST, lines) and 2 * len(texts) > lines and 2 * len(sure) > len(texts)


def _may_name_codes(column: Column, documents: Sequence[Document]) -> bool:
    """ "Item", "Artikel": a heading of the goods' number as well as of their name."""
    if column.heading is None:
        return False
    return bool(CODES & set(vocabulary().column_roles(text_at(column.heading, documents))))
