"""Two columns that both say how many: "Menge geliefert" beside "Menge bestellt". Which one is ordered is not for a reader to
guess.

In: a line's columns with their cells. Out: the figure of another column that may be the quantity as well and says something else;
None where there is none, or where the heading that was read names quantities more plainly.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.documents import Document
from intake.domain.plans import Column, ColumnRole
from intake.extraction import cells
from intake.extraction.conventions import Conventions
from intake.extraction.printed import Cell
from intake.extraction.quoting_places import text_at
from intake.extraction.words import vocabulary

Columns = Sequence[tuple[Column, Sequence[Cell]]]


def rival_quantity(columns: Columns, documents: Sequence[Document], conventions: Conventions) -> str | None:
    own = next(((column, parts) for column, parts in columns if column.role is ColumnRole.QUANTITY and parts), None)
    if own is None or _is_plain(own[0], documents):
        return None
    readings = conventions.readings(own[1][0].text)
    for column, parts in columns:
        if column is own[0] or column.role is not ColumnRole.IGNORE or not parts or not _may_count(column, documents):
            continue
        found = cells.quantity(parts[0].text, conventions)
        if found is not None and found.readings != readings:
            return parts[0].text
    return None


def _is_plain(column: Column, documents: Sequence[Document]) -> bool:
    """Whether the whole heading is known, or there is none."""
    return column.heading is None or vocabulary().is_exact_heading(text_at(column.heading, documents))


def _may_count(column: Column, documents: Sequence[Document]) -> bool:
    if column.heading is None:
        return False
    return vocabulary().column_roles(text_at(column.heading, documents))[:1] == (ColumnRole.QUANTITY,)
