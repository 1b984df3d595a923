"""What a wish to release is held against: the version of the order that was decided, its amount, its risk. Read from the store,
judged in `holds/`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from intake.credit.rates import RateTable
from intake.credit.rounding import ceil_minor
from intake.domain.credit import CreditDecision
from intake.domain.finance import FinanceRecord, RecordKind
from intake.domain.messages import Origin
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.releases import GrantedOrder
from intake.holds.authority import Actor, ReleaseRequest
from intake.pipeline.line import Line
from intake.pipeline.sales_orders import version_hash
from intake.store.decisions import Decided, load_decision
from intake.store.doors import load_user
from intake.store.engine import Connection
from intake.store.finance import keep_record, records_of
from intake.store.orders import OrderRow
from intake.store.trail import events_of
from intake.store.writing import Writing


def release_request(
    work: Writing,
    line: Line,
    order: OrderRow,
    reasons: tuple[Reason, ...],
    codes: Sequence[ReasonCode],
    *,
    actor: Actor,
    second: Actor | None,
    reason_code: str,
    comment: str,
) -> ReleaseRequest:
    """The wish with everything that speaks for or against it. The caller has made sure that the latest version was seen."""
    stored = load_decision(work.tx, order.order_id)
    decided = stored.decided if stored else None
    credit = decided.credit if decided else None
    granted = granted_order(order, decided)
    return ReleaseRequest(
        order=granted,
        reasons=reasons,
        codes=tuple(codes),
        seen_version=granted.version_hash,
        actor=actor,
        second=second,
        submitter=_submitter(work, order),
        amount=_amount_in(line.policy().release.currency, credit),
        risk_class=credit.inputs.accounts[0].risk_class if credit and credit.inputs.accounts else None,
        reason_code=reason_code,
        comment=comment,
        at=work.at,
    )


def keep_signature(work: Writing, request: ReleaseRequest, order: OrderRow) -> None:
    """The first of four eyes: what was signed, on which version, under which roles."""
    codes = _signed_codes(request)
    said = {"version": str(order.version), "codes": codes, "roles": " ".join(sorted(request.actor.roles))}
    keep_record(work.tx, RecordKind.SIGNATURE, at=work.at, actor=work.actor, said=said, order_id=order.order_id)
    work.note("signed", order_id=order.order_id, message_id=order.message_id, waived=codes.split(), comment=request.comment)


def countersigned(work: Writing, request: ReleaseRequest, order: OrderRow) -> ReleaseRequest:
    """The same wish with whoever signed the same reasons of the same version before, if that was somebody else."""
    for record in signatures_of(work.tx, order):
        if record.said["codes"] == _signed_codes(request) and record.actor != request.actor.name:
            signer = Actor(name=record.actor, roles=_roles_still_held(work.tx, record))
            return request.model_copy(update={"second": signer})
    return request


def _roles_still_held(tx: Connection, record: FinanceRecord) -> frozenset[str]:
    """What the signer might do then and still may: a role that was taken away meanwhile signs nothing."""
    signed_under = frozenset(record.said["roles"].split())
    user = load_user(tx, record.actor)
    return signed_under if user is None else signed_under & user.roles


def signatures_of(tx: Connection, order: OrderRow) -> list[FinanceRecord]:
    """Those on this very version. An order that was decided anew since is another matter: its debtor may owe more by now."""
    found = records_of(tx, RecordKind.SIGNATURE, order_id=order.order_id)
    return [record for record in found if record.said.get("version") == str(order.version)]


def _signed_codes(request: ReleaseRequest) -> str:
    return " ".join(sorted(code.value for code in request.codes))


def granted_order(order: OrderRow, decided: Decided | None) -> GrantedOrder:
    """What of an order a release holds for: what its latest decision was made on."""
    if decided is None:
        return GrantedOrder(
            order_key=order.order_id, version_hash=str(order.version), identity_hash="", gross_amount=None, currency=None
        )
    checked = decided.credit.order if decided.credit else None
    return GrantedOrder(
        order_key=order.order_id,
        version_hash=version_hash(decided.matched),
        identity_hash=checked.identity_hash if checked else "",
        gross_amount=checked.gross_amount if checked else None,
        currency=checked.currency if checked else None,
    )


def _submitter(work: Writing, order: OrderRow) -> str | None:
    """Whoever handed the order in under a name of their own; else whoever wrote the mail."""
    if order.origin in (Origin.UPLOAD, Origin.WEB):
        for entry in events_of(work.tx, message_id=order.message_id):
            return entry.actor
    return order.sender


def _amount_in(currency: str, credit: CreditDecision | None) -> Decimal | None:
    """The order's gross amount in the currency of the release policy; None where it, or the rate, is not known."""
    if credit is None or credit.order.gross_amount is None or credit.order.currency == currency:
        return credit.order.gross_amount if credit else None
    rate = RateTable(credit.inputs.rates, credit.inputs.business_date, Decimal(0)).for_debt(credit.order.currency, currency)
    return None if rate is None else ceil_minor(Fraction(credit.order.gross_amount) * rate, currency)
