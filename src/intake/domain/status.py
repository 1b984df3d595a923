"""The states of an order and the only moves between them. A move that is not in the table is a bug, not a case."""

from __future__ import annotations

from enum import StrEnum


class OrderStatus(StrEnum):
    RECEIVED = "received"
    READING = "reading"
    HELD = "held"
    PUSHING = "pushing"
    PUSHED = "pushed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    NOT_AN_ORDER = "not_an_order"


_S = OrderStatus

TRANSITIONS: dict[OrderStatus, frozenset[OrderStatus]] = {
    _S.RECEIVED: frozenset({_S.READING, _S.HELD}),
    _S.READING: frozenset({_S.HELD, _S.PUSHING, _S.NOT_AN_ORDER, _S.SUPERSEDED, _S.CANCELLED}),
    # A held order is read again after a correction, or goes on after a release.
    _S.HELD: frozenset({_S.READING, _S.PUSHING, _S.REJECTED, _S.CANCELLED, _S.SUPERSEDED, _S.NOT_AN_ORDER}),
    # The ERP may refuse; what it took can no longer be held. A decision that grew old before it was asked is taken again.
    _S.PUSHING: frozenset({_S.PUSHED, _S.HELD, _S.READING}),
    _S.PUSHED: frozenset(),
    _S.REJECTED: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.SUPERSEDED: frozenset(),
    # The desk may say that it is an order after all.
    _S.NOT_AN_ORDER: frozenset({_S.READING, _S.HELD}),
}

FINAL: frozenset[OrderStatus] = frozenset(s for s, onward in TRANSITIONS.items() if not onward)


def may_become(now: OrderStatus, then: OrderStatus) -> bool:
    return then in TRANSITIONS[now]
