"""Does the decision on an order still stand when the ERP is about to get it (R21)?

What comes in is an intended push; what goes out is a sentence that says why it is decided again, or None. The ERP was asked just
before and does not have the order. Nothing is changed here.
"""

from __future__ import annotations

from datetime import timedelta

from intake.credit.facts import snapshot_facts
from intake.credit.recheck import why_decide_again
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.learning import was_taken_back
from intake.pipeline.line import Line
from intake.pipeline.manual_holds import manual_holds
from intake.store.decisions import load_decision
from intake.store.pushes import StoredPush
from intake.store.snapshots import current_master_version

SETTLED = timedelta(minutes=10)
"""A request that got no answer may still arrive for a while: until then it is asked for and sent again as it was decided."""


def why_not_send(line: Line, order_id: str, push: StoredPush) -> str | None:
    now = line.clock()
    if push.sent_at is not None and now - push.sent_at < SETTLED:
        return None
    with line.database.read() as tx:
        stored = load_decision(tx, order_id)
        ledger = current_ledger(line, tx)
        if stored is None or stored.decided.push is None or stored.decision_id != push.sales_order.decision_id:
            return "The order's latest decision is not the one that sends it."
        credit = stored.decided.credit
        if credit is None:
            return "The order was decided without a credit check."
        holds = manual_holds(tx, [account.customer_no for account in credit.inputs.accounts], order_id)
        is_current = current_master_version(tx) == stored.decided.master_version
        is_taken_back = was_taken_back(tx, order_id, stored.decided.matched)
    if not is_current:
        return "New master data of the ERP have arrived since the order was decided."
    if is_taken_back:
        return "Words that the order rests on mean something else since it was decided."
    if not set(holds) <= set(credit.inputs.manual_holds):
        return "The account was put on hold since the order was decided."
    return why_decide_again(
        credit,
        line.policy().credit,
        now=now,
        order_version=credit.order.version_hash,
        snapshot=snapshot_facts(ledger),
    )
