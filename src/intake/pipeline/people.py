"""What every person's word has in common: whose it is, whether it may be said, and of which version of an order.

In: a desk's user, the faults that the rules found, an order as the person saw it. Out: the actor, the refusal, the order locked.
"""

from __future__ import annotations

from collections.abc import Collection

from intake.desk.ports import DeskUser
from intake.domain.errors import NotAllowed, StaleVersion
from intake.holds.authority import Actor
from intake.store.orders import OrderRow, get_order
from intake.store.writing import Writing


def actor_of(user: DeskUser) -> Actor:
    return Actor(name=user.name, roles=frozenset(role.value for role in user.roles))


def refuse(faults: Collection[str]) -> None:
    """Raises NotAllowed with every sentence, where there is one."""
    if faults:
        raise NotAllowed(" ".join(faults))


def seen_order(work: Writing, order_id: str, version: int) -> OrderRow:
    """The order, locked. Raises StaleVersion where it is no longer the version that the person saw."""
    order = get_order(work.tx, order_id, lock=True)
    if order.version != version:
        raise StaleVersion(f"Order {order_id} was changed by somebody else; look at it again.")
    return order
