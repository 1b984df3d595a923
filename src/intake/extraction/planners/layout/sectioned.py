"""Several orders in one document: where each begins and ends, and what of the document's words is its own.

In: a document's rows, the tables on it and the order numbers it names. Out: a `Share` an order, with the lines below its
number and the head fields of its own section; only who ordered and in which currency may stand above all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from intake.domain.documents import Document
from intake.domain.identifiers import normalise_code
from intake.domain.plans import FieldPlace, LinePlan, TablePlan
from intake.extraction.counted import counted
from intake.extraction.planners.layout.orders_split import Share
from intake.extraction.segments import Row

Position: TypeAlias = tuple[int, float]
FieldsOf: TypeAlias = Callable[[Sequence[Row]], tuple[FieldPlace, ...]]

_END: Position = (1_000_000, 0.0)


@dataclass(frozen=True, slots=True)
class Section:
    """One order's part of a document, from its number down to the next one's; `lines` are those said in words."""

    po_number: str
    number: FieldPlace
    begin: Position
    end: Position
    tables: tuple[TablePlan, ...]
    lines: tuple[LinePlan, ...] = ()


def sections(
    tables: Sequence[TablePlan],
    numbers: Sequence[tuple[str, FieldPlace]],
    document: Document,
    lines: Sequence[LinePlan] = (),
) -> tuple[Section, ...]:
    """One section for each number that is followed by lines; () where fewer than two are, or where lines stand above the first:
    the document holds one order."""
    first: dict[str, tuple[Position, str, FieldPlace]] = {}
    for text, field in numbers:
        first.setdefault(normalise_code(text), (position_of(field, document), text, field))
    starts = sorted(first.values(), key=lambda start: start[0])
    found = []
    for at, (begin, text, field) in enumerate(starts):
        end = starts[at + 1][0] if at + 1 < len(starts) else _END
        within = tuple(part for table in tables for part in [_cut(table, begin, end)] if part is not None)
        said = tuple(line for line in lines if begin <= _line_position(line, document) < end)
        if within or said:
            found.append(Section(text, field, begin, end, within, said))
    is_shared_out = sum(len(section.lines) for section in found) == len(lines)
    return tuple(found) if len(found) > 1 and is_shared_out else ()


def _line_position(line: LinePlan, document: Document) -> Position:
    _, place = line.places[0]
    return place.canvas, document.canvases[place.canvas].words[place.words[0]].top


def position_of(field: FieldPlace, document: Document) -> Position:
    place = field.places[0]
    return place.canvas, document.canvases[place.canvas].words[place.words[0]].top


def _cut(table: TablePlan, begin: Position, end: Position) -> TablePlan | None:
    """The regions of a table from `begin` to before `end`, with their columns kept."""
    regions = tuple(region for region in table.regions if begin <= (region.canvas, region.top) < end)
    if not regions:
        return None
    exclusions = tuple(row for row in table.exclusions if begin <= (row.canvas, row.top) < end)
    columns = regions[0].columns or table.columns
    if columns != table.columns:
        # A later region without columns of its own has the table's, not those of the first one here.
        regions = tuple(region.model_copy(update={"columns": region.columns or table.columns}) for region in regions)
    return table.model_copy(update={"regions": regions, "columns": columns, "exclusions": exclusions})


def shares_of(
    base: Share, document: Document, rows: Sequence[Row], found: Sequence[Section], fields_of: FieldsOf
) -> tuple[Share, ...]:
    """A share an order; () where there are no sections. A section on a page of its own begins with the page: its letterhead
    stands above its number."""
    if not found:
        return ()
    begins = [_page_or_number(section, found[at - 1] if at else None) for at, section in enumerate(found)]
    shared = [field for field in base.fields if field.path.startswith("buyer.") or field.path == "currency"]
    shared = [field for field in shared if position_of(field, document) < found[0].begin]
    shares = []
    for at, section in enumerate(found):
        end = begins[at + 1] if at + 1 < len(found) else _END
        own = fields_of([row for row in rows if begins[at] <= (row.canvas, row.top) < end])
        own = tuple(field for field in own if field.path != "customer_po_number")
        has_buyer = any(field.path.startswith("buyer.") for field in own)
        stated = {field.path for field in own}
        common = [field for field in shared if field.path not in stated and not (has_buyer and field.path.startswith("buyer."))]
        shares.append(
            replace(
                base,
                po_number=section.po_number,
                fields=(section.number, *own, *common),
                tables=section.tables,
                lines=section.lines,
                counted=counted(document, section.tables),
            )
        )
    return tuple(shares)


def _page_or_number(section: Section, before: Section | None) -> Position:
    if before is None:
        return (-1, 0.0)
    last = max((region.canvas for table in before.tables for region in table.regions), default=before.begin[0])
    return (section.begin[0], -1.0) if section.begin[0] > last else section.begin
