"""Push or hold: the one place where everything that was found about an order comes together.

What comes in are the reading with its proofs, the match with its reasons, the credit decision, what people corrected and
released. What goes out is a push, or a hold with every reason there is and the queue that it waits in first. Nothing is read,
matched or reckoned here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from intake.decision.borne_out import borne_out
from intake.decision.corrected import Corrected
from intake.decision.proving import unproven
from intake.decision.readings import problem_reasons
from intake.domain.credit import CreditDecision
from intake.domain.decisions import Hold, Push
from intake.domain.matched import Correction, MatchedLine, MatchedOrder
from intake.domain.orders import DocumentKind, ReadOrder
from intake.domain.reasons import Queue, Reason, ReasonCode
from intake.domain.releases import NEVER_WAIVABLE, GrantedOrder, ReleaseGrant, grant_fault

_R = ReasonCode
WAITS_FIRST = (Queue.OPERATIONS, Queue.ORDER_DESK, Queue.FINANCE)
"""Operations repair what is broken, the desk settles what is ordered, and finance decides on a settled order."""

_NOT_AN_ORDER = {
    DocumentKind.ORDER_CHANGE: _R.ORDER_CHANGE_REQUEST,
    DocumentKind.ORDER_CANCELLATION: _R.ORDER_CANCELLATION_REQUEST,
    DocumentKind.INQUIRY: _R.INQUIRY,
    DocumentKind.OTHER: _R.KIND_UNCLEAR,
    DocumentKind.SKIPPED: _R.KIND_UNCLEAR,
}

_LACKING_AS_AN_ORDER = frozenset(
    {_R.NO_LINES, _R.LINES_INCOMPLETE, _R.VALUE_MISSING, _R.VALUE_UNPROVEN, _R.VALUE_AMBIGUOUS, _R.PO_NUMBER_MISSING}
)


def decide(
    read: ReadOrder,
    matched: MatchedOrder,
    credit: CreditDecision | None,
    *,
    waived: Collection[ReasonCode] = (),
    corrections: Sequence[Correction] = (),
    grants: Sequence[ReleaseGrant] = (),
    at: datetime | None = None,
    found: Sequence[Reason] = (),
) -> Push | Hold:
    """`found` are reasons from elsewhere (a duplicate, a document that could not be read). `waived` and `grants` waive what
    they name, only what may be waived, and of finance's reasons nothing: those the credit check has waived already. A grant
    counts only at `at`.
    """
    corrected = Corrected.of(corrections, len(read.order.lines))
    # What is known of an earlier order tells more than that this paper calls itself its revision.
    reasons = [*_kind(read), *found, *problem_reasons(read, corrected, borne_out(read, matched, corrected)), *matched.reasons]
    if read.kind is DocumentKind.ORDER:
        reasons += [*unproven(read, corrected), *_incomplete(matched, corrected)]
    else:
        # What a cancellation or a question lacks as an order is no news to whoever answers it.
        reasons = [reason for reason in reasons if reason.code not in _LACKING_AS_AN_ORDER]
    given_up = _waived_codes(waived, grants, credit, at)
    standing = [reason for reason in _each_once(reasons) if reason.code not in given_up]
    blocking = [reason for reason in standing if reason.blocks]
    blocking += _credit(credit, matched, settled=not blocking)
    if not blocking:
        return Push(notes=tuple(standing))
    owners = {reason.owner for reason in blocking}
    return Hold(queue=next(queue for queue in WAITS_FIRST if queue in owners), reasons=tuple(_each_once([*blocking, *standing])))


def _kind(read: ReadOrder) -> Iterator[Reason]:
    if read.kind is not DocumentKind.ORDER:
        yield Reason.of(_NOT_AN_ORDER[read.kind])


def _incomplete(matched: MatchedOrder, corrected: Corrected) -> Iterator[Reason]:
    """What the ERP needs and matching could not give, where matching itself did not say why."""
    said = {reason.path for reason in matched.reasons}
    for name in ("customer_no", "bill_to_no", "currency"):
        if getattr(matched, name) is None and not _is_said(name, matched.reasons):
            yield Reason.of(_R.CUSTOMER_UNKNOWN if name != "currency" else _R.VALUE_MISSING, name)
    if len(matched.lines) != len(corrected.lines):
        message = f"The order has {len(corrected.lines)} lines, {len(matched.lines)} would be pushed."
        yield Reason.of(_R.LINES_INCOMPLETE, "lines", message)
        return
    for index, line in zip(corrected.lines, matched.lines, strict=True):
        prefix = f"lines[{index}]"
        if not any(path == prefix or path.startswith(f"{prefix}.") for path in said):
            yield from _incomplete_line(line, prefix)
    if matched.lines and matched.net_amount is None and not matched.reasons:
        yield Reason.of(_R.PRICE_MISSING, "net_amount", "The order's amount at our prices is not known.")


def _incomplete_line(line: MatchedLine, prefix: str) -> Iterator[Reason]:
    if line.sku is None:
        yield Reason.of(_R.SKU_UNKNOWN, prefix)
    elif line.uom is None or line.base_uom is None:
        yield Reason.of(_R.UOM_UNKNOWN, prefix)
    elif line.quantity is None or line.quantity_base is None:
        yield Reason.of(_R.VALUE_MISSING, f"{prefix}.quantity", "The quantity of the line in the article's unit is not known.")
    elif line.unit_price is None or line.line_amount is None:
        yield Reason.of(_R.PRICE_MISSING, prefix)
    elif line.quantity <= 0 or line.quantity_base <= 0:
        yield Reason.of(
            _R.QUANTITY_IMPLAUSIBLE, f"{prefix}.quantity", f"The quantity is {line.quantity}, which is not above zero."
        )


def _is_said(name: str, reasons: Sequence[Reason]) -> bool:
    about = {
        "customer_no": (_R.CUSTOMER_UNKNOWN, _R.CUSTOMER_AMBIGUOUS, _R.SENDER_LOOKS_ALIKE, _R.SENDER_NOT_AUTHORISED),
        "currency": (_R.CURRENCY_MISMATCH, _R.CUSTOMER_UNKNOWN, _R.CUSTOMER_AMBIGUOUS),
    }
    about["bill_to_no"] = about["customer_no"]
    return any(reason.code in about[name] or reason.path.startswith(name) for reason in reasons)


def _credit(credit: CreditDecision | None, matched: MatchedOrder, *, settled: bool) -> Iterator[Reason]:
    """Finance's reasons. An order whose goods are still open has no amount yet: that it cannot be checked is then no news."""
    if credit is None:
        if settled:
            yield Reason.of(
                _R.CREDIT_INPUT_INVALID, "credit", "The order was not checked for credit; nothing is pushed unchecked."
            )
        return
    for reason in credit.reasons:
        follows = reason.code in (_R.CREDIT_INPUT_INVALID, _R.TAX_UNKNOWN) and matched.net_amount is None and not settled
        if not follows:
            yield reason
    if not credit.accepts and not credit.reasons:
        yield Reason.of(_R.CREDIT_INPUT_INVALID, "credit", f"The credit check ended with {credit.outcome} and gave no reason.")
    if credit.accepts and credit.provisional:
        yield Reason.of(
            _R.LEDGER_STALE,
            "credit.R23",
            "It would pass on the ERP's last figures, which are no longer fresh; it is decided again on the next ones.",
        )


def _waived_codes(
    waived: Collection[ReasonCode], grants: Sequence[ReleaseGrant], credit: CreditDecision | None, at: datetime | None
) -> frozenset[ReasonCode]:
    named = set(waived)
    if credit is not None and at is not None:
        order = GrantedOrder(
            order_key=credit.order.order_key,
            version_hash=credit.order.version_hash,
            identity_hash=credit.order.identity_hash,
            gross_amount=credit.order.gross_amount,
            currency=credit.order.currency,
        )
        for grant in grants:
            if grant.owner is not Queue.FINANCE and grant_fault(grant, order, at) is None:
                named |= set(grant.waived_reasons)
    return frozenset(code for code in named if code not in NEVER_WAIVABLE and Reason.of(code).owner is not Queue.FINANCE)


def _each_once(reasons: Sequence[Reason]) -> list[Reason]:
    """The first of those with the same code and path; a missing PO number is one reason whoever says it."""
    kept: dict[tuple[ReasonCode, str], Reason] = {}
    for reason in reasons:
        kept.setdefault((reason.code, reason.path if reason.code is not _R.PO_NUMBER_MISSING else ""), reason)
    return list(kept.values())
