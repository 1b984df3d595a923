"""What a person says about an order: correct, release, reject, try again. Each names the version that was seen.

Nothing here decides: a person's word is kept, and the order goes through matching and the gate again. Who may do what is asked
of `holds/`, here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.errors import BadInput, NotAllowed
from intake.domain.matched import Correction
from intake.domain.orders import DocumentKind, ExtractedOrder, ReadOrder
from intake.domain.reasons import ReasonCode
from intake.domain.status import OrderStatus
from intake.holds.authority import Actor, may_correct, may_reject, waits_for_second
from intake.holds.release import release as authorise
from intake.pipeline.holding import end_order
from intake.pipeline.line import Line
from intake.pipeline.people import refuse, seen_order
from intake.pipeline.releasing import countersigned, keep_signature, release_request
from intake.store.decisions import close_hold, keep_corrections, keep_grant, load_hold
from intake.store.jobs import drop_parked
from intake.store.messages import load_author
from intake.store.orders import OrderRow, change_order, keep_extraction, load_extraction
from intake.store.pushes import PushState, load_push
from intake.store.writing import Writing

_SAYABLE_KINDS = (DocumentKind.ORDER.value, DocumentKind.OTHER.value)

Change = tuple[str, str | None]
"""(path, new value): ("lines[1].sku", "HX-M8X40"); None = there is none."""


def correct(line: Line, order_id: str, version: int, changes: Sequence[Change], actor: Actor, note: str | None = None) -> None:
    """Keeps each change as a person's word and matches the order anew.

    Raises NotAllowed (StaleVersion) where the order has changed since, or may not be corrected any more.
    """
    refuse(may_correct(actor, [path for path, _ in changes], line.policy().release))
    if dict(changes).get("kind", DocumentKind.ORDER.value) not in _SAYABLE_KINDS:
        raise BadInput(f"A person says that a message is one of {', '.join(_SAYABLE_KINDS)}, not {dict(changes)['kind']!r}.")
    with line.writing(actor.name) as work:
        order = seen_order(work, order_id, version)
        if order.state not in (OrderStatus.HELD, OrderStatus.NOT_AN_ORDER):
            raise NotAllowed(f"Order {order_id} is {order.state}; only a held order can be corrected.")
        _refuse_after_push(work, order, "corrected")
        _make_writable(work, order)
        at = work.at.isoformat()
        words = [Correction(path=path, value=value, actor=actor.name, at=at, note=note) for path, value in changes]
        keep_corrections(work.tx, order_id, order.version, words)
        said = [list(change) for change in changes]
        work.note("corrected", order_id=order_id, message_id=order.message_id, changes=said, note=note)
        if dict(changes).get("kind") == DocumentKind.OTHER.value and order.state is OrderStatus.HELD:
            _close(work, order, "not_an_order")
            change_order(work.tx, order, work.at, state=OrderStatus.NOT_AN_ORDER)
            work.note("not_an_order", order_id=order_id, message_id=order.message_id)
            return
        _start_again(work, order, "match", ended_as="corrected")


def release(
    line: Line,
    order_id: str,
    version: int,
    codes: Sequence[ReasonCode],
    *,
    actor: Actor,
    reason_code: str,
    comment: str = "",
    second: Actor | None = None,
) -> bool:
    """Waives the named reasons of this version, within the authority that the policy gives, and decides the order anew.

    False = four eyes are needed and this was the first pair: the signature is kept, and another person's release of the same
    reasons of the same version completes it. Raises NotAllowed with every sentence that speaks against it.
    """
    with line.writing(actor.name) as work:
        order = seen_order(work, order_id, version)
        hold = load_hold(work.tx, order_id)
        if hold is None:
            raise NotAllowed(f"Order {order_id} is {order.state}; only a held order can be released.")
        request = release_request(
            work, line, order, hold.reasons, codes, actor=actor, second=second, reason_code=reason_code, comment=comment
        )
        if second is None:
            request = countersigned(work, request, order)
        if waits_for_second(request, line.policy().release):
            keep_signature(work, request, order)
            return False
        for grant in authorise(request, line.policy().release):
            keep_grant(work.tx, order_id, grant)
        waived = [code.value for code in codes]
        work.note(
            "released", order_id=order_id, message_id=order.message_id, waived=waived, reason_code=reason_code, comment=comment
        )
        _resume(work, order, ended_as="released")
        return True


def try_again(line: Line, order_id: str, version: int, actor: Actor, comment: str = "") -> None:
    """Starts a held order again where it stopped: at the push if one was begun, else from the reading."""
    with line.writing(actor.name) as work:
        order = seen_order(work, order_id, version)
        if order.state is not OrderStatus.HELD:
            raise NotAllowed(f"Order {order_id} is {order.state}; only a held order can be tried again.")
        work.note("tried_again", order_id=order_id, message_id=order.message_id, comment=comment)
        _resume(work, order, ended_as="tried_again")


def reject(line: Line, order_id: str, version: int, actor: Actor, comment: str) -> None:
    """Ends an order. One that the ERP has, or may have, cannot be ended here."""
    with line.writing(actor.name) as work:
        order = seen_order(work, order_id, version)
        hold = load_hold(work.tx, order_id)
        if hold is None:
            raise NotAllowed(f"Order {order_id} is {order.state}; only a held order can be rejected.")
        refuse(may_reject(actor, hold.reasons, line.policy().release))
        _refuse_after_push(work, order, "rejected")
        end_order(work, order, OrderStatus.REJECTED, comment=comment)


def _make_writable(work: Writing, order: OrderRow) -> None:
    """A message in which no order was found is an empty order that a person fills."""
    if load_extraction(work.tx, order.order_id) is not None:
        return
    if load_author(work.tx, order.message_id) is None:
        raise NotAllowed(f"The message of order {order.order_id} was not read yet; try the reading again first.")
    keep_extraction(work.tx, order.order_id, ReadOrder(order=ExtractedOrder()), work.at)


def _refuse_after_push(work: Writing, order: OrderRow, what: str) -> None:
    push = load_push(work.tx, order.order_id)
    if push is None or push.state.is_over:
        return
    if push.state is PushState.TAKEN:
        number = push.answer.sales_order_number if push.answer else "?"
        raise NotAllowed(f"The ERP has this order as {number}; it cannot be {what} here, change it in the ERP.")
    raise NotAllowed(f"The ERP may have this order already; it cannot be {what} before the push was tried again.")


def _resume(work: Writing, order: OrderRow, *, ended_as: str) -> None:
    push = load_push(work.tx, order.order_id)
    if push is not None and not push.state.is_over:
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
