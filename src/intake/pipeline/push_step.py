"""Step `push`: the order becomes a sales order in the ERP, exactly once.

The intent was written before (`decide`). Here the ERP is asked for our key first, so that a push whose answer was lost is found
and not repeated. One that waited until its decision no longer stands is decided again before it is sent. Whatever the ERP took
stays taken: a total that differs is a hold that says so, never a second order.
"""

from __future__ import annotations

from intake.domain.decisions import PushedOrder, SalesOrder
from intake.domain.errors import BadInput, BrokenPromise
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.status import OrderStatus
from intake.pipeline.engine import Conclusion
from intake.pipeline.holding import hold_of, hold_order
from intake.pipeline.learning import Lesson, learn, lesson_of
from intake.pipeline.line import Line
from intake.pipeline.still_decided import why_not_send
from intake.store.accounts import end_reservation
from intake.store.experience import keep_sold
from intake.store.orders import OrderRow, change_order, get_order
from intake.store.pushes import PushState, answer_push, load_push, note_sending
from intake.store.writing import Writing


def push_step(line: Line, order_id: str) -> Conclusion:
    with line.database.read() as tx:
        push = load_push(tx, order_id)
    if push is None:
        raise BrokenPromise(f"Order {order_id} is to be pushed, but no intent was written.")
    order = push.sales_order
    lesson = lesson_of(line, order_id, order.customer_no)
    if push.state is PushState.TAKEN and push.answer is not None:
        taken = push.answer
        return lambda work: _pushed(work, order_id, taken, lesson)
    try:
        found = line.erp.find_sales_order(order.external_key)
        if found is None and (why := why_not_send(line, order_id, push)) is not None:
            return lambda work: _withdrawn(work, order_id, why)
        answer = found or _create(line, order_id, order)
    except BadInput as refusal:
        sentence = str(refusal)
        return lambda work: _refused(work, order_id, sentence)
    if answer.external_key != order.external_key:
        raise BrokenPromise(f"The ERP answered about {answer.external_key} when it was asked about {order.external_key}.")
    return lambda work: _taken(work, order_id, order, answer, lesson)


def _create(line: Line, order_id: str, order: SalesOrder) -> PushedOrder:
    with line.database.write() as tx:
        note_sending(tx, order_id, line.clock())
    return line.erp.create_sales_order(order)


def _taken(work: Writing, order_id: str, sent: SalesOrder, answer: PushedOrder, lesson: Lesson | None) -> None:
    order = _pushing(work, order_id)
    if order is None:
        return
    answer_push(work.tx, order_id, PushState.TAKEN, answer, work.at)
    if answer.net_amount is None or answer.net_amount == sent.net_amount:
        _pushed(work, order_id, answer, lesson)
        return
    theirs, ours = f"{answer.net_amount} {sent.currency}", f"{sent.net_amount} {sent.currency}"
    message = f"The ERP booked {answer.sales_order_number} with {theirs} net; our total is {ours}."
    reason = Reason.of(ReasonCode.ERP_TOTAL_DIFFERS, "net_amount", message)
    hold_order(work, order, hold_of([reason]), sales_order_number=answer.sales_order_number)


def _pushed(work: Writing, order_id: str, answer: PushedOrder, lesson: Lesson | None) -> None:
    order = _pushing(work, order_id)
    if order is None:
        return
    change_order(work.tx, order, work.at, state=OrderStatus.PUSHED, sales_order_number=answer.sales_order_number)
    push = load_push(work.tx, order_id)
    if push is not None:
        keep_sold(work.tx, order_id, push.sales_order)
    learn(work, order, lesson)
    work.note(
        "pushed",
        order_id=order_id,
        message_id=order.message_id,
        sales_order_number=answer.sales_order_number,
        already_there=answer.already_there,
    )


def _refused(work: Writing, order_id: str, sentence: str) -> None:
    order = _pushing(work, order_id)
    if order is None:
        return
    answer_push(work.tx, order_id, PushState.REFUSED, None, work.at)
    # What the ERP refused is not owed: the headroom is free again.
    end_reservation(work.tx, order_id, work.at, "refused_by_erp")
    hold_order(work, order, hold_of([Reason.of(ReasonCode.ERP_REFUSED, message=sentence)]), live_key=None)


def _withdrawn(work: Writing, order_id: str, why: str) -> None:
    order = _pushing(work, order_id)
    if order is None:
        return
    answer_push(work.tx, order_id, PushState.WITHDRAWN, None, work.at)
    end_reservation(work.tx, order_id, work.at, "decided_again")
    change_order(work.tx, order, work.at, state=OrderStatus.READING, live_key=None)
    work.note("decided_again", order_id=order_id, message_id=order.message_id, because=why)
    work.ask("match", order_id)


def _pushing(work: Writing, order_id: str) -> OrderRow | None:
    """The order, if it is still being pushed; somebody may have been faster."""
    order = get_order(work.tx, order_id, lock=True)
    return order if order.state is OrderStatus.PUSHING else None
