"""Counts each slice of an order once, at its furthest stage, however the ERP's tables overlap.

What comes in are obligations as the tables gave them, possibly the same row twice, an order beside its delivery and its
invoice. What goes out are the amounts that count. Nothing is converted or decided here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from intake.domain.credit import Obligation, Stage

_RANK = {Stage.RESERVED: 0, Stage.ORDERED: 2, Stage.DELIVERED_NOT_INVOICED: 3, Stage.INVOICED: 4}
_DRAFT_RANK = 1
"""A draft invoice is covered by anything the ERP has posted or confirmed of the same slice, and covers only our reservation."""


class CountedSlice(NamedTuple):
    """`share` of the obligation's gross counts; 1 = all of it."""

    obligation: Obligation
    share: Fraction

    @property
    def gross(self) -> Fraction:
        return Fraction(self.obligation.gross) * self.share


WHOLE = Fraction(1)
"""The share of a slice that counts whole; always this very value, so that it is told apart without arithmetic."""


def count_once(obligations: Iterable[Obligation], contradictions: list[str]) -> Iterator[CountedSlice]:
    """Each slice once. Rows that claim the same identity with different amounts count with the larger and are told to
    `contradictions`."""
    lines: dict[tuple[str, str | None], list[Obligation]] = defaultdict(list)
    alone: dict[tuple[object, ...], Obligation] = {}
    for obligation in obligations:
        # A quotation binds nobody, and of a blanket order only the released calls are owed.
        if obligation.is_quotation or not obligation.is_call_released:
            continue
        if obligation.order_key is not None:
            lines[obligation.order_key, obligation.line].append(obligation)
            continue
        key = (obligation.document_no, obligation.customer_no, obligation.stage, obligation.due_date, obligation.instalment)
        known = alone.setdefault(key, obligation)
        if known is not obligation:
            alone[key] = _larger(known, obligation, contradictions)
    for obligation in alone.values():
        yield CountedSlice(obligation, WHOLE)
    for slices in lines.values():
        if len(slices) == 1:
            yield CountedSlice(slices[0], WHOLE)
        else:
            yield from _count_line(slices, contradictions)


def _larger(one: Obligation, other: Obligation, contradictions: list[str]) -> Obligation:
    if one.gross != other.gross or one.currency != other.currency:
        contradictions.append(
            f"{one.document_no} of {one.customer_no} is listed with {one.gross} {one.currency} "
            f"and with {other.gross} {other.currency}."
        )
    return max((one, other), key=_size)


def _size(obligation: Obligation) -> tuple[object, ...]:
    """A total order, so that the choice never depends on the order of rows. A quiet row never hides a dispute or a reminder."""
    return (obligation.gross, obligation.currency, not obligation.disputed, obligation.dunning_level, repr(obligation))


def _count_line(slices: list[Obligation], contradictions: list[str]) -> Iterator[CountedSlice]:
    """From the furthest stage down; what a further stage covers is left out of the earlier ones, by quantity."""
    stages: dict[int, dict[tuple[object, ...], Obligation]] = defaultdict(dict)
    for obligation in slices:
        at_stage = stages[_DRAFT_RANK if obligation.is_draft else _RANK[obligation.stage]]
        key = _slice_key(obligation)
        known = at_stage.setdefault(key, obligation)
        if known is not obligation:
            at_stage[key] = _larger(known, obligation, contradictions)
    currencies = sorted({row.currency for row in slices})
    if len(currencies) > 1:
        first = slices[0]
        contradictions.append(f"{first.order_key} of {first.customer_no} is listed in {' and in '.join(currencies)}.")
    covered: list[tuple[Decimal, Decimal]] = []
    further = Fraction(0)
    is_whole = False
    for rank in sorted(stages, reverse=True):
        rows = stages[rank].values()
        if is_whole:
            # A line that is partly at a further stage, by amount alone: what the earlier stage has beyond it is still to come.
            if rank > _DRAFT_RANK:
                yield from _rest_of_whole_line(list(rows), further)
                further = max(further, sum((Fraction(row.gross) for row in rows), Fraction(0)))
            continue
        here = [CountedSlice(row, _uncovered_share(row, covered)) for row in rows if not _is_whole(row)]
        # A row without quantities stands for the whole line: what further stages already count of it is not counted again.
        whole = [row for row in rows if _is_whole(row)]
        yield from (counted for counted in here if counted.share)
        yield from _rest_of_whole_line(whole, further)
        is_whole = bool(whole)
        further = max(further, sum((Fraction(row.gross) for row in whole), Fraction(0)))
        further += sum((counted.gross for counted in here), Fraction(0))
        covered = _merge([*covered, *((row.quantity_from, row.quantity_to) for row in rows)])


def _is_whole(row: Obligation) -> bool:
    return row.quantity_from is None or row.quantity_to is None


def _slice_key(row: Obligation) -> tuple[object, ...]:
    """Several documents of one stage (instalments, part invoices) all count; the same document twice does not."""
    return (row.document_no, row.instalment, row.due_date, row.quantity_from, row.quantity_to)


def _rest_of_whole_line(whole: list[Obligation], already: Fraction) -> Iterator[CountedSlice]:
    total = sum((Fraction(row.gross) for row in whole), Fraction(0))
    if total == 0:
        yield from (CountedSlice(row, WHOLE) for row in whole)
    elif total > already:
        yield from (CountedSlice(row, 1 - already / total) for row in whole)


def _uncovered_share(row: Obligation, covered: list[tuple[Decimal, Decimal]]) -> Fraction:
    assert row.quantity_from is not None
    assert row.quantity_to is not None
    length = row.quantity_to - row.quantity_from
    if length <= 0 or not covered:
        return WHOLE
    hidden = Decimal(0)
    for start, end in covered:
        hidden += max(Decimal(0), min(end, row.quantity_to) - max(start, row.quantity_from))
    return 1 - Fraction(hidden) / Fraction(length)


def _merge(spans: list[tuple[Decimal | None, Decimal | None]]) -> list[tuple[Decimal, Decimal]]:
    merged: list[tuple[Decimal, Decimal]] = []
    for start, end in sorted((start, end) for start, end in spans if start is not None and end is not None):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
