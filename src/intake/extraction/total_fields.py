"""Which of the sums under a table are the order's totals and charges.

In: the labelled amounts that `totals.py` finds, and what the lines add up to. Out: field places for total_net, total_tax,
total_gross and charges, each with its label. An open "Total" is settled by the other totals and by the lines' sum; where nothing
settles it, it is the net total only if no tax is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from intake.domain.documents import Document
from intake.domain.plans import ColumnRole, FieldPlace, Region, TablePlan
from intake.extraction import cells
from intake.extraction.conventions import Conventions
from intake.extraction.printed import cells_of
from intake.extraction.segments import Row
from intake.extraction.table_rows import LeftOut
from intake.extraction.totals import FINAL, SLACK, Sum, sums_of

_LONGEST_BARE_INTEGER = 7


def total_fields(sums: Sequence[Sum], lines_sum: Decimal | None) -> tuple[FieldPlace, ...]:
    """The fields that the sums state. Subtotals and amounts carried forward are none."""
    sums = [found for found in sums if not found.counts_goods and not _is_tax_number(found, sums)]
    charges = [found for found in sums if found.is_charge]
    totals = [found for found in sums if not found.is_charge]
    chosen = {
        "total_gross": _last(totals, "total_gross"),
        "total_tax": _tax([each for each in totals if each.meaning == "total_tax"]),
    }
    chosen["total_net"] = _net(totals, chosen["total_gross"] or _last(totals, "total"), charges, lines_sum)
    # Behind the totals of sections stands that of the order: what the sums bear out comes first, then what was printed last.
    open_totals = [each for each in totals if each.meaning == "total"]
    settled = [(_settle(found, totals, lines_sum, charges), found) for found in open_totals]
    has_tax = any(each.meaning == "total_tax" for each in totals)
    is_open = not has_tax and chosen["total_gross"] is None and chosen["total_net"] is None
    if is_open and open_totals and not any(path for path, _ in settled):
        settled = [("total_net", open_totals[-1])]
    for path, found in settled:
        if path is not None and chosen.get(path) is None:
            chosen[path] = found
    fields = {path: _field(path, found) for path, found in chosen.items() if found is not None}
    for number, found in enumerate(charges):
        fields[f"charges.{found.meaning}" + (f".{number}" if f"charges.{found.meaning}" in fields else "")] = _field(
            f"charges.{found.meaning}", found
        )
    return tuple(fields.values())


def _last(sums: Sequence[Sum], meaning: str) -> Sum | None:
    return next((found for found in reversed(sums) if found.meaning == meaning), None)


def _tax(taxes: Sequence[Sum]) -> Sum | None:
    """The only tax, or the one that the others add up to; several rates without a sum leave it open."""
    values = {found.readings[0] for found in taxes}
    if len(values) <= 1:
        return taxes[0] if taxes else None
    added = sum((found.readings[0] for found in taxes), Decimal(0))
    return next((found for found in taxes if abs(2 * found.readings[0] - added) <= SLACK), None)


def _net(totals: Sequence[Sum], gross: Sum | None, charges: Sequence[Sum], lines_sum: Decimal | None) -> Sum | None:
    """The net total among "goods value", "subtotal" and "net": the one that makes the gross with its tax, else the last named
    so, unless it is plainly the lines' value before charges."""
    named = [found for found in totals if found.meaning == "total_net"]
    subtotals = [found for found in totals if found.meaning == "subtotal"]
    added = sum((charge.readings[0] for charge in charges), Decimal(0))
    taxes = {found.readings[0] for found in totals if found.meaning == "total_tax"}
    tax = sum(taxes, Decimal(0))
    if taxes and gross is not None:
        for found in (*reversed(named), *reversed(subtotals)):
            if abs(found.readings[0] + tax - gross.readings[0]) <= SLACK:
                return found
        named = [found for found in named if abs(found.readings[0] + added + tax - gross.readings[0]) > SLACK]
    if not named and not charges and lines_sum is not None:
        named = [found for found in subtotals if abs(found.readings[0] - lines_sum) <= SLACK]
    last = named[-1] if named else None
    if last is not None and lines_sum is not None and abs(last.readings[0] - lines_sum) <= SLACK:
        follows = sum((charge.readings[0] for charge in charges if charge.row > last.row), Decimal(0))
        return None if follows else last
    return last


def _is_tax_number(found: Sum, sums: Sequence[Sum]) -> bool:
    """A long run of bare digits behind "VAT:" is a number of the firm, unless it is less than the total it is part of."""
    value = found.readings[0]
    if found.meaning != "total_tax" or value != int(value) or len(str(abs(int(value)))) <= _LONGEST_BARE_INTEGER:
        return False
    return not any(other.readings[0] > value for other in sums if other.meaning in ("total_net", "total_gross", "total"))


def totals_elsewhere(
    document: Document, rows: Sequence[Row], table: TablePlan | None, conventions: Conventions
) -> tuple[FieldPlace, ...]:
    """The totals that stand apart from the table: in a text behind it, in a box of their own. Without a table only what
    names itself as net, tax or gross counts."""
    last = table.regions[-1] if table is not None else None
    below = [row for row in rows if last is None or _is_below(row, last)]
    sums = [found for at in range(len(below)) for found in sums_of(below, at, conventions)]
    if table is None:
        return total_fields([found for found in sums if found.meaning in FINAL[:3]], None)
    return total_fields(sums, _lines_sum(document, rows, table, conventions))


def _is_below(row: Row, region: Region) -> bool:
    return row.canvas > region.canvas or (row.canvas == region.canvas and row.top >= region.bottom)


def _lines_sum(document: Document, rows: Sequence[Row], table: TablePlan, conventions: Conventions) -> Decimal | None:
    """What the amounts of the lines add up to; None where there is no such column or one of them is open."""
    total, count = Decimal(0), 0
    for region in table.regions:
        columns = region.columns or table.columns
        at = next((number for number, column in enumerate(columns) if column.role is ColumnRole.LINE_AMOUNT), None)
        if at is None:
            return None
        left_out = LeftOut(region, table)
        for row in rows:
            is_within = row.canvas == region.canvas and region.top <= row.top < region.bottom
            if not is_within or left_out.reason_at(row.top) is not None:
                continue
            found = cells.price(cells_of(row, document, columns)[at].text, conventions)
            if found is not None and len(found.readings) == 1:
                total, count = total + found.readings[0], count + 1
    return total if count else None


def _settle(found: Sum, totals: Sequence[Sum], lines_sum: Decimal | None, charges: Sequence[Sum]) -> str | None:
    """Whether an open "Total" is the net or the gross one. Beside a tax it is the gross one where the sums say so."""
    value = found.readings[0]
    taxes = sum({each.readings[0] for each in totals if each.meaning == "total_tax"}, Decimal(0))
    has_tax = any(each.meaning == "total_tax" for each in totals)
    added = sum((charge.readings[0] for charge in charges), Decimal(0))
    bases = [each.readings[0] for each in totals if each.meaning in ("total_net", "subtotal")]
    bases += [] if lines_sum is None else [lines_sum]
    is_above_tax = all(each.row > found.row for each in totals if each.meaning == "total_tax")
    # Of two that say the same around a tax of nothing, the one above it is the net one.
    is_gross = has_tax and (taxes != 0 or not is_above_tax)
    if is_gross and any(abs(base + more + taxes - value) <= SLACK for base in bases for more in (added, Decimal(0))):
        return "total_gross"
    if lines_sum is not None and any(abs(value - lines_sum - more) <= SLACK for more in (added, Decimal(0), -added)):
        return "total_net"
    return None


def _field(path: str, found: Sum) -> FieldPlace:
    return FieldPlace(path=path, places=(found.amount,), label=found.label)
