"""What a person says about an order: correct, release, reject, try again. Each names the version that was seen.

Nothing here decides: a person's word is kept, and the order goes through matching and the gate again. Who may release what is
asked of `authorise`, which belongs to `holds/`.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.errors import NotAllowed
from intake.domain.matched import Correction
from intake.domain.orders import ExtractedOrder, ReadOrder
from intake.domain.releases import ReleaseGrant
from intake.domain.status import OrderStatus
from intake.pipeline.line import Line
from intake.store.accounts import end_reservation
from intake.store.decisions import close_hold, keep_corrections, keep_grant
from intake.store.jobs import drop_parked
from intake.store.messages import load_author
from intake.store.orders import OrderRow, StaleVersion, change_order, get_order, keep_extraction, load_extraction
from intake.store.pushes import PushState, load_push
from intake.store.writing import Writing

Change = tuple[str, str | None]
"""(path, new value): ("lines[1].sku", "HX-M8X40"); None = there is none."""


def correct(line: Line, order_id: str, version: int, changes: Sequence[Change], actor: str, note: str | None = None) -> None:
    """Keeps each change as a person's word and matches the order anew.

    Raises NotAllowed (StaleVersion) where the order has changed since, or may not be corrected any more.
    """
    with line.writing(actor) as work:
        order = _seen(work, order_id, version)
        if order.state not in (OrderStatus.HELD, OrderStatus.NOT_AN_ORDER):
            raise NotAllowed(f"Order {order_id} is {order.state}; only a held order can be corrected.")
        _refuse_after_push(work, order, "corrected")
        _make_writable(work, order)
        at = work.at.isoformat()
        words = [Correction(path=path, value=value, actor=actor, at=at, note=note) for path, value in changes]
        keep_corrections(work.tx, order_id, order.version, words)
        work.note(
            "corrected", order_id=order_id, message_id=order.message_id, changes=[list(change) for change in changes], note=note
        )
        _start_again(work, order, "match", ended_as="corrected")


def release(line: Line, order_id: str, version: int, grant: ReleaseGrant, actor: str) -> None:
    """Keeps a release that was authorised, and decides the order anew under it."""
    with line.writing(actor) as work:
        order = _seen(work, order_id, version)
        if order.state is not OrderStatus.HELD:
            raise NotAllowed(f"Order {order_id} is {order.state}; only a held order can be released.")
        keep_grant(work.tx, order_id, grant)
        codes = [code.value for code in grant.waived_reasons]
        work.note(
            "released",
            order_id=order_id,
            message_id=order.message_id,
            waived=codes,
            reason_code=grant.reason_code,
            comment=grant.comment,
            grant_id=grant.grant_id,
        )
        _resume(work, order, ended_as="released")


def try_again(line: Line, order_id: str, version: int, actor: str, comment: str = "") -> None:
    """Starts a held order again where it stopped: at the push if one was begun, else from the reading."""
    with line.writing(actor) as work:
        order = _seen(work, order_id, version)
        if order.state is not OrderStatus.HELD:
            raise NotAllowed(f"Order {order_id} is {order.state}; only a held order can be tried again.")
        work.note("tried_again", order_id=order_id, message_id=order.message_id, comment=comment)
        _resume(work, order, ended_as="tried_again")


def reject(line: Line, order_id: str, version: int, actor: str, comment: str) -> None:
    """Ends an order. One that the ERP has, or may have, cannot be ended here."""
    with line.writing(actor) as work:
        order = _seen(work, order_id, version)
        if order.state is not OrderStatus.HELD:
            raise NotAllowed(f"Order {order_id} is {order.state}; only a held order can be rejected.")
        _refuse_after_push(work, order, "rejected")
        close_hold(work.tx, order_id, work.at, closed_by=actor, ended_as="rejected")
        end_reservation(work.tx, order_id, work.at, "rejected")
        drop_parked(work.tx, order_id)
        change_order(work.tx, order, work.at, state=OrderStatus.REJECTED, live_key=None)
        work.note("rejected", order_id=order_id, message_id=order.message_id, comment=comment)


def _seen(work: Writing, order_id: str, version: int) -> OrderRow:
    order = get_order(work.tx, order_id, lock=True)
    if order.version != version:
        raise StaleVersion(f"Order {order_id} was changed by somebody else; look at it again.")
    return order


def _make_writable(work: Writing, order: OrderRow) -> None:
    """A message in which no order was found is an empty order that a person fills."""
    if load_extraction(work.tx, order.order_id) is not None:
        return
    if load_author(work.tx, order.message_id) is None:
        raise NotAllowed(f"The message of order {order.order_id} was not read yet; try the reading again first.")
    keep_extraction(work.tx, order.order_id, ReadOrder(order=ExtractedOrder()), work.at)


def _refuse_after_push(work: Writing, order: OrderRow, what: str) -> None:
    push = load_push(work.tx, order.order_id)
    if push is None or push.state is PushState.REFUSED:
        return
    if push.state is PushState.TAKEN:
        number = push.answer.sales_order_number if push.answer else "?"
        raise NotAllowed(f"The ERP has this order as {number}; it cannot be {what} here, change it in the ERP.")
    raise NotAllowed(f"The ERP may have this order already; it cannot be {what} before the push was tried again.")


def _resume(work: Writing, order: OrderRow, *, ended_as: str) -> None:
    push = load_push(work.tx, order.order_id)
    if push is not None and push.state is not PushState.REFUSED:
        _close(work, order, ended_as)
        change_order(work.tx, order, work.at, state=OrderStatus.PUSHING)
        work.ask("push", order.order_id)
    elif load_extraction(work.tx, order.order_id) is None:
        _close(work, order, ended_as)
        change_order(work.tx, order, work.at, state=OrderStatus.READING)
        work.ask("read", order.message_id)
    else:
        _start_again(work, order, "match", ended_as=ended_as)


def _start_again(work: Writing, order: OrderRow, step: str, *, ended_as: str) -> None:
    _close(work, order, ended_as)
    change_order(work.tx, order, work.at, state=OrderStatus.READING)
    work.ask(step, order.order_id)


def _close(work: Writing, order: OrderRow, ended_as: str) -> None:
    close_hold(work.tx, order.order_id, work.at, closed_by=work.actor, ended_as=ended_as)
    drop_parked(work.tx, order.order_id)
    drop_parked(work.tx, order.message_id)
