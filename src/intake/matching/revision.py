"""A new document and the customer's earlier orders → which order it is: the same, revised, cancelled, a new one, or unclear.

Pure. A purchase order number alone proves little (buyers reuse numbers over the years, and send the same order as PDF today and
as a sheet tomorrow), so the goods are compared line by line; what stays open is for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from intake.domain.history import Change, ChangeKind, OrderedLine, OrderRelation, OrderSummary, Relation
from intake.domain.identifiers import fold
from intake.domain.orders import DocumentKind
from intake.domain.status import OrderStatus
from intake.matching.po_numbers import are_alike, po_key, says_revision

REUSED_AFTER_DAYS = 180
"""A number that comes back after so long with other goods was used anew."""

ALIKE = 0.5
"""A revision keeps at least this share of the articles."""

SAME_GOODS_DAYS = 7
"""The same goods without a number, again within so few days, may be the same order sent twice."""

_OVER = frozenset((OrderStatus.REJECTED, OrderStatus.CANCELLED, OrderStatus.NOT_AN_ORDER))


def relate(new: OrderSummary, earlier: Sequence[OrderSummary]) -> OrderRelation:
    """`earlier` are orders of the same customer or bill-to, received before; others are ignored."""
    theirs = [order for order in earlier if _same_buyer(order, new) and order.order_id != new.order_id]
    key = po_key(new.changes_po) or po_key(new.customer_po_number)
    numbered = [order for order in theirs if key is not None and po_key(order.customer_po_number) == key]
    stand = [order for order in numbered if order.status not in _OVER and order.status is not OrderStatus.SUPERSEDED]
    # A cancellation that waits orders nothing to compare with; alone it still says that its number is cancelled.
    orders = [order for order in stand if order.kind is not DocumentKind.ORDER_CANCELLATION]
    standing = _latest(orders or stand)
    if new.kind is DocumentKind.ORDER_CANCELLATION:
        return _cancellation(new, standing, numbered)
    if standing is None:
        return _without_standing(new, theirs, key)
    old = next((order for order in numbered if order.status is OrderStatus.SUPERSEDED and not differences(order, new)), None)
    if old is not None and differences(standing, new):
        message = f"Order {_number(new)} is as it stood before its last revision, received again; is the revision void?"
        return OrderRelation(
            relation=Relation.UNCLEAR, order_id=standing.order_id, changes=differences(standing, new), message=message
        )
    return _compare(new, standing)


def _same_buyer(order: OrderSummary, new: OrderSummary) -> bool:
    one = {order.customer_no, order.bill_to_no} - {None}
    return bool(one & ({new.customer_no, new.bill_to_no} - {None}))


def _latest(orders: Iterable[OrderSummary]) -> OrderSummary | None:
    return max(orders, key=lambda order: (order.received_on, order.order_id), default=None)


def _cancellation(new: OrderSummary, standing: OrderSummary | None, numbered: Sequence[OrderSummary]) -> OrderRelation:
    if standing is not None:
        message = f"The customer cancels {_number(standing)}, received on {standing.received_on.isoformat()}."
        return OrderRelation(relation=Relation.CANCELLED, order_id=standing.order_id, message=message)
    ended = _latest(numbered)
    known = f"it is {ended.status.value} already" if ended else "no such order was received"
    message = f"The customer cancels {_number(new)}, but {known}."
    return OrderRelation(relation=Relation.UNCLEAR, order_id=ended.order_id if ended else None, message=message)


def _without_standing(new: OrderSummary, theirs: Sequence[OrderSummary], key: str | None) -> OrderRelation:
    if new.kind is DocumentKind.ORDER_CHANGE or new.changes_po:
        message = f"The customer changes {new.changes_po or _number(new)}, but no such order stands."
        return OrderRelation(relation=Relation.UNCLEAR, message=message)
    active = [order for order in theirs if order.status not in _OVER]
    in_thread = _latest(order for order in active if set(order.thread) & set(new.thread) and key is None)
    if in_thread is not None:
        return _compare(new, in_thread)
    unnumbered = [order for order in active if key is None or po_key(order.customer_po_number) is None]
    twin = _latest(
        order for order in unnumbered
        if new.lines and (new.received_on - order.received_on).days <= SAME_GOODS_DAYS and same_goods(order, new)
    )  # fmt: skip
    if twin is not None:
        message = f"The same goods were ordered on {twin.received_on.isoformat()}, and one of the two orders has no number."
        return OrderRelation(relation=Relation.UNCLEAR, order_id=twin.order_id, message=message)
    other = _latest(order for order in active if _may_be_one(order, new))
    if other is not None:
        message = (
            f"The same goods were ordered on {other.received_on.isoformat()} as {_number(other)}; is {_number(new)} that order?"
        )
        return OrderRelation(relation=Relation.UNCLEAR, order_id=other.order_id, message=message)
    if says_revision(new.customer_po_number):
        message = f"{_number(new)} calls itself a revision, and no order before it was received."
        return OrderRelation(relation=Relation.UNCLEAR, message=f"{message[:1].upper()}{message[1:]}")
    return OrderRelation(relation=Relation.NEW, message=f"No earlier order {_number(new)} is known.")


def _may_be_one(order: OrderSummary, new: OrderSummary) -> bool:
    """The same goods within days, under a number that may be the same one, or as an answer to the mail that ordered them."""
    if not new.lines or (new.received_on - order.received_on).days > SAME_GOODS_DAYS or not same_goods(order, new):
        return False
    return are_alike(order.customer_po_number, new.customer_po_number) or bool(set(order.thread) & set(new.thread))


def _compare(new: OrderSummary, standing: OrderSummary) -> OrderRelation:
    changes = differences(standing, new)
    age = (new.received_on - standing.received_on).days
    announced = new.kind is DocumentKind.ORDER_CHANGE or bool(new.changes_po) or says_revision(new.customer_po_number)

    def related(relation: Relation, message: str) -> OrderRelation:
        return OrderRelation(relation=relation, order_id=standing.order_id, changes=changes, message=message)

    on = standing.received_on.isoformat()
    if standing.lines and not new.lines:
        # "Regarding order 4711: as discussed" takes no line away; what it does to the order, it does not say.
        message = f"{_number(new)} was received on {on}; this names no goods, and what it asks of that order is to be read."
        return OrderRelation(relation=Relation.REVISED, order_id=standing.order_id, message=message)
    if not changes:
        if age > REUSED_AFTER_DAYS and not announced:
            return related(Relation.UNCLEAR, f"{_number(new)} was received on {on} with the same goods; is it ordered again?")
        if _as_written(standing) == _as_written(new):
            return related(Relation.SAME, f"{_number(new)} was received on {on} and is unchanged.")
        return related(Relation.RESENT, f"{_number(new)} was received on {on}; this is the same order in another form.")
    kept = _share_kept(standing, new)
    if announced or (kept >= ALIKE and age <= REUSED_AFTER_DAYS):
        return related(Relation.REVISED, f"{_number(new)} of {on} is revised in {len(changes)} places.")
    if kept < ALIKE and age > REUSED_AFTER_DAYS:
        return related(Relation.REUSED, f"The number {_number(new)} was used on {on} for other goods.")
    return related(
        Relation.UNCLEAR, f"{_number(new)} was received on {on}; it is unclear whether this revises it or is a new order."
    )


def _number(order: OrderSummary) -> str:
    number = order.customer_po_number or order.changes_po
    return f"order {number}" if number else "the order without a number"


def _as_written(order: OrderSummary) -> tuple[tuple[str | None, str | None], ...]:
    return tuple((line.line_number, line.description) for line in order.lines)


def _article(line: OrderedLine) -> str:
    return line.sku or fold(line.description or "")


def _share_kept(before: OrderSummary, after: OrderSummary) -> float:
    old, new = {_article(line) for line in before.lines}, {_article(line) for line in after.lines}
    return len(old & new) / max(len(old), len(new)) if old and new else 0.0


def same_goods(one: OrderSummary, other: OrderSummary) -> bool:
    """Whether nothing differs between them, without saying what: asked of every order that a customer has waiting."""
    if one.ship_to_code != other.ship_to_code or len(one.lines) != len(other.lines):
        return False
    return Counter(map(_asked, one.lines)) == Counter(map(_asked, other.lines))


def _asked(line: OrderedLine) -> tuple[str, Decimal | None, date | None]:
    return _article(line), line.quantity, line.requested_delivery_date


def differences(before: OrderSummary, after: OrderSummary) -> tuple[Change, ...]:
    """What `after` asks otherwise than `before`, line by line; an order of lines alone is no difference."""
    changes: list[Change] = []
    left = list(before.lines)
    added: list[OrderedLine] = []
    for line in after.lines:
        partner = _partner(line, left)
        if partner is None:
            added.append(line)
        else:
            left.remove(partner)
            changes += _line_changes(partner, line)
    for line in list(added):
        partner = next((other for other in left if line.line_number and other.line_number == line.line_number), None)
        if partner is not None:
            left.remove(partner)
            added.remove(line)
            changes.append(_change(ChangeKind.ARTICLE, line, _said(partner), _said(line)))
    changes += [_change(ChangeKind.REMOVED, line, _said(line), None) for line in left]
    changes += [_change(ChangeKind.ADDED, line, None, _said(line)) for line in added]
    if before.ship_to_code != after.ship_to_code:
        changes.append(Change(kind=ChangeKind.SHIP_TO, before=before.ship_to_code, after=after.ship_to_code))
    return tuple(changes)


def _partner(line: OrderedLine, left: Sequence[OrderedLine]) -> OrderedLine | None:
    """The earlier line of the same article; of several (two genuine equal lines) the one that agrees most."""
    same = [other for other in left if _article(other) == _article(line)]
    return max(same, key=lambda other: _agreement(other, line), default=None)


def _agreement(one: OrderedLine, other: OrderedLine) -> tuple[bool, bool, bool]:
    return (
        one.quantity == other.quantity and one.requested_delivery_date == other.requested_delivery_date,
        one.line_number == other.line_number,
        one.quantity == other.quantity,
    )


def _line_changes(before: OrderedLine, after: OrderedLine) -> list[Change]:
    changes = []
    if before.quantity != after.quantity:
        changes.append(_change(ChangeKind.QUANTITY, after, _plain(before.quantity), _plain(after.quantity)))
    if before.requested_delivery_date != after.requested_delivery_date:
        dates = _day(before.requested_delivery_date), _day(after.requested_delivery_date)
        changes.append(_change(ChangeKind.DELIVERY_DATE, after, *dates))
    return changes


def _change(kind: ChangeKind, line: OrderedLine, before: str | None, after: str | None) -> Change:
    return Change(kind=kind, line_number=line.line_number, sku=line.sku, before=before, after=after)


def _said(line: OrderedLine) -> str:
    return f"{_plain(line.quantity) or '?'} × {line.sku or line.description or '?'}"


def _plain(quantity: Decimal | None) -> str | None:
    return None if quantity is None else f"{quantity.normalize():f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
