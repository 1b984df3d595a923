"""Step `decide`: may it go? Read, decide and reserve in one transaction, with the debtor's accounts locked.

Two orders that arrive at once cannot both take the last headroom, nor both be the first with their purchase order number: whoever
comes second sees what the first one wrote. Whatever the outcome, the decision is kept with everything it was made from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from intake.credit.facts import Ledger, build_facts, chain_of, group_of
from intake.credit.order_amount import booked_charges, country_of_delivery, gross_amount
from intake.credit.policy_values import CreditPolicy
from intake.domain.catalogue import MasterData
from intake.domain.credit import CreditDecision, OrderForCredit, Reservation
from intake.domain.decisions import Hold, Push
from intake.domain.errors import BrokenPromise
from intake.domain.matched import Correction, MatchedOrder
from intake.domain.orders import DocumentKind, ReadOrder
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.releases import ReleaseGrant
from intake.domain.status import OrderStatus
from intake.matching.corrections import apply_corrections
from intake.pipeline.engine import Conclusion
from intake.pipeline.holding import hold_order
from intake.pipeline.known_behaviour import known_behaviour
from intake.pipeline.line import Line
from intake.pipeline.manual_holds import manual_holds
from intake.pipeline.overtaking import supersede
from intake.pipeline.recognising import recognise
from intake.pipeline.sales_orders import identity_hash, live_key, sales_order, version_hash
from intake.store.accounts import lock_accounts, open_reservations, reserve
from intake.store.assessments import risk_classes_of
from intake.store.decisions import Decided, keep_decision, load_corrections, load_grants, load_match
from intake.store.engine import Connection
from intake.store.orders import OrderRow, change_order, get_order, load_extraction
from intake.store.outbox import reminded_of
from intake.store.pushes import intend_push
from intake.store.snapshots import ledger_head, load_parents, sequence_before
from intake.store.writing import Writing

ANOTHER_ORDER = frozenset({ReasonCode.DUPLICATE_ORDER, ReasonCode.PO_NUMBER_REUSED, ReasonCode.REVISION_OF_ORDER})
"""Whoever waives one of these says: the same number, but another order than what the ERP has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One order as it comes before the gate."""

    order: OrderRow
    read: ReadOrder
    matched: MatchedOrder
    master: MasterData
    corrections: tuple[Correction, ...]
    grants: tuple[ReleaseGrant, ...]


def decide_step(line: Line, order_id: str) -> Conclusion:
    with line.database.read() as tx:
        read = load_extraction(tx, order_id)
        found = load_match(tx, order_id)
    if read is None or found is None:
        raise BrokenPromise(f"Order {order_id} is to be decided, but it was not read and matched.")
    matched, master_version = found
    master = line.masters.open(master_version)
    return lambda work: _conclude(line, work, order_id, read, matched, master)


def _conclude(line: Line, work: Writing, order_id: str, read: ReadOrder, matched: MatchedOrder, master: MasterData) -> None:
    order = get_order(work.tx, order_id, lock=True)
    if order.state is not OrderStatus.READING:
        return
    claim = claim_of(work, order, read, matched, master)
    decided = decide_claim(line, work, claim)
    decision_id = f"{order_id}.{order.version}"
    keep_decision(work.tx, decision_id, order, decided, work.at)
    work.note(
        "decided",
        order_id=order_id,
        message_id=order.message_id,
        decision_id=decision_id,
        outcome="push" if decided.push else "hold",
        credit=decided.credit.outcome.value if decided.credit else None,
    )
    if decided.hold is not None:
        hold_order(work, order, decided.hold, decision_id=decision_id)
    else:
        _start_push(line, work, claim, decided, decision_id)


def claim_of(work: Writing, order: OrderRow, read: ReadOrder, matched: MatchedOrder, master: MasterData) -> Claim:
    """The order with everything that people have said about it."""
    corrections = load_corrections(work.tx, order.order_id)
    return Claim(
        order=order,
        read=_as_the_desk_says(read, corrections),
        matched=matched,
        master=master,
        corrections=corrections,
        grants=load_grants(work.tx, order.order_id),
    )


def _as_the_desk_says(read: ReadOrder, corrections: tuple[Correction, ...]) -> ReadOrder:
    """Whether it is an order at all is for a person to say, whatever it looked like."""
    said = [word.value for word in corrections if word.path == "kind" and word.value]
    return read.model_copy(update={"kind": DocumentKind(said[-1])}) if said else read


def decide_claim(line: Line, work: Writing, claim: Claim, promised: Sequence[Reservation] = ()) -> Decided:
    """Locks the accounts, collects the facts and asks the gate. Changes nothing. `promised` is headroom already given away."""
    matched = claim.matched
    credit: CreditDecision | None = None
    found: tuple[Reason, ...] = ()
    if matched.bill_to_no is not None:
        parents = load_parents(work.tx, claim.master.version)
        lock_accounts(work.tx, chain_of(matched.bill_to_no, parents))
        found = recognise(work.tx, claim.order, claim.read.kind)
        # What is not going to be pushed takes no headroom: its credit would be told of an order that nobody wants twice.
        again = {reason.code for reason in found} - {code for grant in claim.grants for code in grant.waived_reasons}
        if claim.read.kind is DocumentKind.ORDER and not again & ANOTHER_ORDER:
            credit = _check(line, work, claim, parents, promised)
    verdict = line.decide(
        claim.read, matched, credit, corrections=claim.corrections, grants=claim.grants, at=work.at, found=found
    )
    return Decided(
        matched=matched,
        found=found,
        credit=credit,
        push=verdict if isinstance(verdict, Push) else None,
        hold=verdict if isinstance(verdict, Hold) else None,
        master_version=claim.master.version,
        corrections=claim.corrections,
        grants=claim.grants,
    )


def _check(
    line: Line, work: Writing, claim: Claim, parents: Mapping[str, str], promised: Sequence[Reservation]
) -> CreditDecision:
    matched = claim.matched
    assert matched.bill_to_no is not None
    ledger = current_ledger(line, work.tx)
    group = group_of(matched.bill_to_no, parents)
    chain = chain_of(matched.bill_to_no, parents)
    policy = line.policy().credit
    facts = build_facts(
        bill_to_no=matched.bill_to_no,
        master=claim.master,
        parents=parents,
        ledger=ledger,
        reservations=(*open_reservations(work.tx, group), *promised),
        at=work.at,
        time_zone=line.own.time_zone,
        manual_holds=manual_holds(work.tx, chain, claim.order.order_id),
        our_classes=risk_classes_of(work.tx, chain),
        class_from=policy.risk.score.class_from,
        reminded=reminded_of(work.tx, matched.bill_to_no),
        behaviour=known_behaviour(work.tx, matched.bill_to_no, line.local_date(work.at)),
    )
    return line.check_credit(facts, _for_credit(claim, ledger, policy), policy, claim.grants)


def current_ledger(line: Line, tx: Connection) -> Ledger | None:
    """The good snapshot that counts now."""
    head = ledger_head(tx)
    if head is None:
        return None
    return Ledger(
        snapshot_id=head.snapshot_id,
        snapshot=line.ledgers.snapshot(tx, head.snapshot_id),
        last_sequence=sequence_before(tx, head.snapshot_id),
    )


def _for_credit(claim: Claim, ledger: Ledger | None, policy: CreditPolicy) -> OrderForCredit:
    matched = claim.matched
    assert matched.bill_to_no is not None
    bill_to = claim.master.customer(matched.bill_to_no)
    return OrderForCredit(
        order_key=claim.order.order_id,
        version_hash=version_hash(matched),
        identity_hash=identity_hash(matched, bill_to),
        bill_to_no=matched.bill_to_no,
        net_amount=matched.net_amount,
        gross_amount=_gross_of(claim, ledger, policy),
        currency=matched.currency or (bill_to.currency if bill_to else ""),
        ship_date=matched.requested_delivery_date,
        submitter=claim.order.sender,
    )


def _gross_of(claim: Claim, ledger: Ledger | None, policy: CreditPolicy) -> Decimal | None:
    matched, master = claim.matched, claim.master
    buyer = master.customer(matched.customer_no) if matched.customer_no else None
    places = master.ship_tos(buyer.customer_no) if buyer else ()
    charges = apply_corrections(claim.read.order, claim.corrections).order.charges
    return gross_amount(
        matched.net_amount,
        booked_charges(charges, matched.net_amount, policy.charges_percent),
        matched.currency,
        country_of_delivery(matched.ship_to_code, buyer, places),
        ledger.snapshot.tax_rates if ledger else (),
    )


def _start_push(line: Line, work: Writing, claim: Claim, decided: Decided, decision_id: str) -> None:
    """Reserves the headroom, writes the intent, and asks for the push: from here on the ERP may be called."""
    order, matched, credit = claim.order, decided.matched, decided.credit
    today = line.local_date(work.at)
    intent = sales_order(order.order_id, decision_id, matched, today)
    reserve(
        work.tx,
        order_id=order.order_id,
        decision_id=decision_id,
        customer_no=intent.bill_to_no,
        amount=_reserved(credit),
        currency=intent.currency,
        at=work.at,
    )
    intend_push(work.tx, order.order_id, intent, work.at)
    waived = {code for grant in claim.grants for code in grant.waived_reasons}
    if ReasonCode.REVISION_OF_ORDER in waived:
        supersede(work, order, claim.read.kind)
    distinction = order.order_id if waived & ANOTHER_ORDER else ""
    change_order(
        work.tx,
        order,
        work.at,
        state=OrderStatus.PUSHING,
        decision_id=decision_id,
        live_key=live_key(intent.bill_to_no, order.po_key, intent.order_date, distinction),
    )
    work.note("push_intended", order_id=order.order_id, message_id=order.message_id, net_amount=str(intent.net_amount))
    work.ask("push", order.order_id)


def _reserved(credit: CreditDecision | None) -> Decimal:
    if credit is None or credit.order.gross_amount is None:
        raise BrokenPromise("An order was to be pushed without a credit decision on its gross amount.")
    return credit.order.gross_amount
