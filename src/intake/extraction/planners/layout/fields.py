"""The fields of an order's head: number, dates, currency, terms, references, note; each with its label.

In: a document's rows and the places of its line tables. Out: `FieldPlace`s. A label says what a value is, its shape confirms it
(`field_values.py`): an order number has digits and is no date, a date is a date. Parties are `parties.py`; totals stand below the
table and belong to it. A field that nothing names stays unplanned, but for `stated_unlabelled.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.identifiers import normalise_code
from intake.domain.plans import FieldPlace, Region
from intake.extraction import shapes
from intake.extraction.planners.layout.dated import letter_date
from intake.extraction.planners.layout.field_values import FoundValue, number_like_a_day, rank_of_name, value_of, values_of
from intake.extraction.planners.layout.labels import LabelHit
from intake.extraction.planners.layout.stated_unlabelled import is_within, unlabelled
from intake.extraction.segments import Row

_OTHER_PAPERS = frozenset(("references.quotation", "references.changes_po", "ignore"))
_SURENESS = 3
"""So much of a rank says how surely a label names the field; the rest is only where its value stands."""


def header_fields(rows: Sequence[Row], hits: Sequence[LabelHit], tables: Sequence[Region] = ()) -> tuple[FieldPlace, ...]:
    """One place for each field that the document states; the best-named one where several do."""
    best: dict[str, FoundValue] = {}
    order_numbers: list[FoundValue] = []
    for number, hit in enumerate(hits):
        if is_within(hit.segment, tables) or (number and _belongs_to(hits[number - 1], hit)):
            continue
        for found in values_of(hit, number, rows):
            if found.field.path not in best or found.rank < best[found.field.path].rank:
                best[found.field.path] = found
            if found.field.path == "customer_po_number":
                order_numbers.append(found)
    for field in unlabelled(rows, tables):
        best.setdefault(field.path, FoundValue(field, (9,)))
    if "customer_po_number" not in best and (dated := _number_like_a_day(hits, best.get("order_date"))) is not None:
        best["customer_po_number"] = dated
    po_number = best.get("customer_po_number")
    written = letter_date(_above(rows, tables), po_number.field.places[0] if po_number is not None else None)
    if written is not None:
        best.setdefault("order_date", FoundValue(FieldPlace(path="order_date", places=(written,)), (9,)))
    rival = _rival(po_number, order_numbers)
    return (*(found.field for found in best.values()), *(() if rival is None else (rival,)))


def _number_like_a_day(hits: Sequence[LabelHit], ordered_on: FoundValue | None) -> FoundValue | None:
    """ "Zamówienie nr 14/03/2026" of another day counts the orders of a month: behind a label that says so, where the document
    names its day besides, it is a number."""
    found = {each.text: each for hit in hits for each in [number_like_a_day(hit)] if each is not None}
    if len(found) != 1 or ordered_on is None or ordered_on.text in found:
        return None
    return next(iter(found.values()))


def _belongs_to(before: LabelHit, hit: LabelHit) -> bool:
    """ "Your quotation 26-1187 of 3 March 2026": the day behind another paper's number is that paper's."""
    is_day = any(label.path == "order_date" for label in hit.labels) and not hit.text.endswith(":")
    is_behind = before.segment is hit.segment and 0 < before.end <= hit.start
    return is_day and is_behind and any(label.path in _OTHER_PAPERS for label in before.labels)


def _rival(chosen: FoundValue | None, found: Sequence[FoundValue]) -> FieldPlace | None:
    """Another number that is named an order's just as surely, and is not the same one written shorter ("PO-4711", "4711")."""
    if chosen is None:
        return None
    said = normalise_code(chosen.text)
    for other in found:
        also = normalise_code(other.text)
        longer, shorter = max(said, also, key=len), min(said, also, key=len)
        is_same = longer.endswith(shorter) and not any(sign.isdigit() for sign in longer.removesuffix(shorter))
        if other.rank[:_SURENESS] == chosen.rank[:_SURENESS] and not is_same:
            return other.field
    return None


def _above(rows: Sequence[Row], tables: Sequence[Region]) -> Sequence[Row]:
    first = min(((region.canvas, region.top) for region in tables), default=None)
    return rows if first is None else [row for row in rows if (row.canvas, row.top) < first]


def order_numbers(hits: Sequence[LabelHit]) -> tuple[FieldPlace, ...]:
    """Every order number that a label names for sure, in reading order: several on one document are several orders."""
    found = []
    for hit in hits:
        for label in hit.labels:
            read = (
                value_of(hit, 0, label, shapes.code_span, ()) if label.path == "customer_po_number" and not label.weak else None
            )
            if read is not None and not rank_of_name(label.path, hit):
                found.append(read.field)
    return tuple(found)
