"""What a document prints twice: lines that an appendix repeats, and tables that stand side by side under the same headings.

In: an order's plan and the documents. Out: a sentence for each doubt. Whether goods are ordered once or twice, and whether the
right half of a page was read, only a person can tell; here it is only noticed, whoever made the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import combinations

from intake.domain.documents import Document
from intake.domain.plans import ColumnRole, OrderPlan, Place, Region
from intake.extraction.counted import counted_in
from intake.extraction.printed import pieces_of
from intake.extraction.segments import Row, rows_of
from intake.extraction.table_rows import holds, rows_within
from intake.extraction.words.keys import squash

_SHORTEST_ARTICLE = 4


def printed_twice(plan: OrderPlan, documents: Sequence[Document]) -> Iterator[str]:
    """One sentence for each repetition."""
    parts = [(region, table) for table in plan.tables for region in table.regions if 0 <= region.document < len(documents)]
    lines = [counted_in(region, table, documents[region.document]) for region, table in parts]
    for one, other in combinations(range(len(parts)), 2):
        if lines[one] and lines[one] == lines[other]:
            yield f"The {len(lines[one])} lines from “{_first(parts[other][0], documents)}” on repeat earlier ones."
    for number in plan.documents:
        here = [region for region, _ in parts if region.document == number]
        if here and number < len(documents):
            ordered = {
                each for found, (region, _) in zip(lines, parts, strict=True) if region.document == number for each in found
            }
            yield from _outside(number, documents[number], here, ordered)
    columns = [(region, column) for region, table in parts for column in region.columns or table.columns]
    counting = [(region, column.heading) for region, column in columns if column.role is ColumnRole.QUANTITY and column.heading]
    read = {(heading.document, heading.canvas, word) for _, heading in counting for word in heading.words}
    for region, heading in counting:
        yield from _side_by_side(region, heading, documents[region.document], read)


def _first(region: Region, documents: Sequence[Document]) -> str:
    rows = rows_within(region, documents)
    return rows[0].text[:60] if rows else ""


def _outside(number: int, document: Document, regions: Sequence[Region], ordered: set[tuple[str, str]]) -> Iterator[str]:
    """Rows outside the tables that name an ordered article and its quantity again."""
    coded = [(article, quantity) for article, quantity in ordered if len(article) >= _SHORTEST_ARTICLE and _has_digit(article)]
    for row in rows_of(number, document):
        if any(holds(region, row) for region in regions):
            continue
        said = {squash(piece.text) for piece in pieces_of(row, document)}
        if any(article in said and quantity in said for article, quantity in coded):
            yield f"“{row.text[:120]}” stands outside the table and repeats a line."


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _as_printed(text: str) -> str:
    return "".join(text.casefold().split())


def _side_by_side(region: Region, heading: Place, document: Document, read: Set[tuple[int, int, int]]) -> Iterator[str]:
    """A heading that stands twice in its row heads two tables; both have to be `read`."""
    row = _row_of(heading, region, document)
    text = _as_printed(" ".join(document.canvases[heading.canvas].words[word].text for word in heading.words))
    # "€/Stk." beside "Stk." is what one costs.
    same = [segment for segment in row.segments if _as_printed(segment.text) == text] if row is not None else []
    if row is not None and any((region.document, row.canvas, word) not in read for segment in same for word in segment.words):
        yield f"“{row.text[:120]}” heads two tables that stand side by side."


def _row_of(place: Place, region: Region, document: Document) -> Row | None:
    if place.document != region.document:
        return None
    rows = (row for row in rows_of(region.document, document) if row.canvas == place.canvas)
    return next((row for row in rows if any(place.words[0] in segment.words for segment in row.segments)), None)
