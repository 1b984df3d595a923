"""A column of codes that the buyer's heading calls by our own name: "Artikelnummer Nordwerk" holds our numbers.

In: a table's plan, the documents and who we are. Out: the plan, with the column whose heading names us taken for our codes.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.documents import Document
from intake.domain.parties import OwnCompany
from intake.domain.plans import Column, ColumnRole, TablePlan
from intake.extraction.quoting_places import text_at
from intake.extraction.words.keys import squash, tokens

_SHORTEST = 4
"""A shorter name is a word like any other."""


def with_our_codes(table: TablePlan, documents: Sequence[Document], own: OwnCompany) -> TablePlan:
    if any(column.role is ColumnRole.SKU for column in table.columns):
        return table
    ours = [at for at, column in enumerate(table.columns) if _is_ours(column, documents, own)]
    if len(ours) != 1:
        return table
    return table.model_copy(
        update={
            "columns": _with_sku(table.columns, ours[0]),
            "regions": tuple(
                region.model_copy(update={"columns": _with_sku(region.columns, ours[0])})
                if len(region.columns) == len(table.columns)
                else region
                for region in table.regions
            ),
        }
    )


def _with_sku(columns: Sequence[Column], at: int) -> tuple[Column, ...]:
    return tuple(
        column.model_copy(update={"role": ColumnRole.SKU}) if number == at and column.role is ColumnRole.CODE else column
        for number, column in enumerate(columns)
    )


def _is_ours(column: Column, documents: Sequence[Document], own: OwnCompany) -> bool:
    """Whether words of the heading begin a name of ours, or are all of it."""
    if column.role is not ColumnRole.CODE or column.heading is None:
        return False
    said = tokens(text_at(column.heading, documents))
    starts = {squash("".join(said[a:b])) for a in range(len(said)) for b in range(a + 1, len(said) + 1)}
    return any(_begins(name) & starts for name in own.names)


def _begins(name: str) -> frozenset[str]:
    words = tokens(name)
    begun = (squash("".join(words[:end])) for end in range(1, len(words) + 1))
    return frozenset(each for each in begun if len(each) >= _SHORTEST)
