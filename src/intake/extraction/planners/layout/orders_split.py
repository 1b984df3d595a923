"""Which documents, and which parts of them, make one order.

In: what the planner found on each document. Out: one `OrderPlan` an order: a document may hold several orders (a sheet or a page
each, a new number each), one order may stand in several files, and a mail's body belongs to the order that its attachment holds.
The same order sent twice in two formats is one order, read once where both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.domain.identifiers import normalise_code
from intake.domain.orders import DocumentKind
from intake.domain.plans import FieldPlace, LinePlan, OrderPlan, TablePlan

ORDERING = (DocumentKind.ORDER, DocumentKind.ORDER_CHANGE, DocumentKind.ORDER_CANCELLATION)


@dataclass(frozen=True, slots=True)
class Share:
    """What one document, or one section of it, gives to an order. `po_number` is the number's text, None when none was found."""

    document: int
    kind: DocumentKind
    is_body: bool
    po_number: str | None
    fields: tuple[FieldPlace, ...] = ()
    tables: tuple[TablePlan, ...] = ()
    lines: tuple[LinePlan, ...] = ()
    counted: tuple[tuple[str, str], ...] = ()
    """What each line of its tables names and how many: (article, quantity), both as digits and letters alone."""

    @property
    def has_lines(self) -> bool:
        return bool(self.tables or self.lines)


def order_plans(shares: Sequence[Share]) -> tuple[OrderPlan, ...]:
    """One plan an order, in the order of the documents; none where nothing orders."""
    ordering = [share for share in shares if share.kind in ORDERING]
    leaders = [share for share in ordering if not share.is_body and (share.has_lines or share.kind is not DocumentKind.ORDER)]
    if not leaders:
        leaders = ordering
    body = next((share for share in shares if share.is_body), None)
    groups = _groups(leaders)
    return tuple(_plan(group, shares, body, alone=len(groups) == 1) for group in groups)


def _groups(leaders: Sequence[Share]) -> list[list[Share]]:
    """Shares with the same number are one order, and so is one without a number beside a single order."""
    groups: dict[str, list[Share]] = {}
    nameless: list[Share] = []
    for share in leaders:
        if share.po_number is None:
            nameless.append(share)
        else:
            groups.setdefault(normalise_code(share.po_number), []).append(share)
    found = list(groups.values())
    if len(found) == 1:
        return [found[0] + nameless]
    return found + [[share] for share in nameless]


def _plan(group: Sequence[Share], shares: Sequence[Share], body: Share | None, *, alone: bool) -> OrderPlan:
    kept = list(_without_copies(group))
    helpers = [share for share in shares if alone and share not in group and _helps(share)]
    fields: dict[str, tuple[FieldPlace, ...]] = {}
    for share in (*kept, *(share for share in group if share not in kept), *helpers):
        for field in share.fields:
            if share.kind in ORDERING or field.path.split(".")[0] not in ("buyer", "ship_to", "bill_to"):
                fields.setdefault(field.path, tuple(each for each in share.fields if each.path == field.path))
    charges = next((found for share in kept if (found := _charges(share))), ())
    stated = (*(field for path, found in fields.items() if not path.startswith("charges.") for field in found), *charges)
    added = body.lines if body is not None and alone and body not in group and body.kind in ORDERING else ()
    documents = sorted({share.document for share in (*group, *helpers)} | ({body.document} if body is not None else set()))
    return OrderPlan(
        kind=next((share.kind for share in kept if share.kind is not DocumentKind.ORDER), kept[0].kind),
        documents=tuple(documents),
        fields=stated,
        tables=tuple(table for share in kept for table in share.tables),
        lines=tuple(line for share in kept for line in share.lines) + added,
    )


def _charges(share: Share) -> tuple[FieldPlace, ...]:
    """All charges of one document: two of a kind are two, but the same ones in a second file are not more."""
    return tuple(field for field in share.fields if field.path.startswith("charges."))


def _helps(share: Share) -> bool:
    """A covering mail, or a first page without lines, may state what the order itself does not."""
    return share.is_body or (share.kind in ORDERING and not share.has_lines)


def _without_copies(group: Sequence[Share]) -> Iterator[Share]:
    """The same order as PDF and as spreadsheet orders the same in both: the second is a copy. One that orders anything else is
    not, and that an order's lines stand in two documents is a person's affair (`read.py`)."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for share in group:
        if share.counted and share.counted in seen and not share.is_body:
            continue
        seen.add(share.counted)
        yield share
