"""A read order → what it means to us: customer, address, articles, units and prices, with every reason that holds it.

All reasons are collected, none hides another. People's corrections outrank everything that is read or matched here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from intake.domain.catalogue import MasterData
from intake.domain.identifiers import normalise_code
from intake.domain.learned import Experience, NoExperience
from intake.domain.master import Customer
from intake.domain.matched import Correction, EvidenceKind, MatchedLine, MatchedOrder, MatchEvidence
from intake.domain.opened import MailContext
from intake.domain.orders import ExtractedOrder, Proof, Proofs, ReadOrder
from intake.domain.parties import OwnCompany
from intake.domain.policies import MatchingPolicy
from intake.domain.reasons import Reason, ReasonCode
from intake.matching.article import Seeker
from intake.matching.bill_to import find_bill_to
from intake.matching.claims import judge_claims
from intake.matching.corrections import Corrected, apply_corrections
from intake.matching.customer import CustomerFinding, find_customer
from intake.matching.line import LineFinding, LineMatcher
from intake.matching.ship_to import ShipToFinding, find_ship_to

_CODE_FIELDS = ("sku", "customer_part_number", "gtin", "manufacturer_part_number")


def match_order(
    read: ReadOrder,
    context: MailContext,
    master: MasterData,
    own: OwnCompany,
    policy: MatchingPolicy,
    *,
    corrections: Sequence[Correction] = (),
    today: date,
    experience: Experience | None = None,
) -> MatchedOrder:
    """Pure but for the look-ups in `master` and `experience`. `today` dates the prices."""
    corrected = apply_corrections(read.order, corrections)
    order = corrected.order
    who = _customer(corrected, context, master, own)
    customer = who.customer
    where = _ship_to(corrected, customer, master)
    currency, currency_reasons = _currency(order, customer)
    number = customer.customer_no if customer else None
    seek = Seeker(master, number, experience or NoExperience(), read.is_recognised, read.beside)
    matcher = LineMatcher(seek, customer, currency, policy, today, prices_count=not currency_reasons)
    found = [
        (index, matcher.match(index, line, corrected.skus.get(index), is_stated=_is_stated(read, index),
                              is_doubted=_is_doubted(read, index)))
        for index, line in enumerate(order.lines)
        if index not in corrected.struck
    ]  # fmt: skip
    findings = [finding for _, finding in found]
    payer = find_bill_to(corrected, customer, master, own)
    net = _net_amount(findings)
    reasons = [*who.reasons, *where.reasons, *payer.reasons, *currency_reasons]
    reasons += [reason for finding in findings for reason in finding.reasons]
    reasons += _order_difference(order, findings, net, policy) if not currency_reasons else ()
    reasons += judge_claims(order, context, customer, policy, today)
    return MatchedOrder(
        customer_no=customer.customer_no if customer else None,
        bill_to_no=payer.number,
        ship_to_code=where.code,
        customer_po_number=order.customer_po_number,
        order_date=order.order_date,
        requested_delivery_date=order.requested_delivery_date,
        currency=currency,
        lines=tuple(finding.line for finding in findings),
        net_amount=net,
        proofs=_with_known(read.proofs, order, found, customer, where),
        reasons=tuple(reasons),
        customer_evidence=who.evidence,
    )


def _is_stated(read: ReadOrder, index: int) -> bool:
    return any(Proof.STATED in read.proofs.get(f"lines[{index}].{field}", frozenset()) for field in _CODE_FIELDS)


def _is_doubted(read: ReadOrder, index: int) -> bool:
    """Recognition is not sure of one of the line's codes."""
    paths = tuple(f"lines[{index}].{field}" for field in _CODE_FIELDS)
    return any(problem.code == ReasonCode.OCR_UNCERTAIN and problem.path.endswith(paths) for problem in read.problems)


def _customer(corrected: Corrected, context: MailContext, master: MasterData, own: OwnCompany) -> CustomerFinding:
    if corrected.customer_no is None:
        return find_customer(corrected.order, context, master, own)
    customer = master.customer(corrected.customer_no)
    if customer is None:
        message = f"There is no customer {corrected.customer_no}; choose another."
        return CustomerFinding(None, (), (Reason.of(ReasonCode.CUSTOMER_UNKNOWN, "customer_no", message),))
    return CustomerFinding(
        customer, (MatchEvidence(kind=EvidenceKind.CONFIRMED, said="a person's choice", ours=customer.customer_no),)
    )


def _ship_to(corrected: Corrected, customer: Customer | None, master: MasterData) -> ShipToFinding:
    if customer is None:
        return ShipToFinding(None)
    places = master.ship_tos(customer.customer_no)
    if "ship_to_code" not in corrected.paths:
        return find_ship_to(corrected.order, customer, places)
    if corrected.ship_to_code is None:
        return ShipToFinding(None, customer.country)
    chosen = next((place for place in places if place.ship_to_code == corrected.ship_to_code), None)
    if chosen is not None:
        return ShipToFinding(chosen.ship_to_code, chosen.country)
    message = f"{customer.customer_no} has no delivery address {corrected.ship_to_code}; choose another."
    return ShipToFinding(None, None, (Reason.of(ReasonCode.SHIP_TO_UNKNOWN, "ship_to_code", message),))


def _currency(order: ExtractedOrder, customer: Customer | None) -> tuple[str | None, tuple[Reason, ...]]:
    """The customer's currency is what we sell in; an order that states another waits."""
    if customer is None:
        return order.currency, ()
    if order.currency is None or order.currency == customer.currency:
        return customer.currency, ()
    message = f"The order is in {order.currency}, {customer.customer_no} buys in {customer.currency}."
    return customer.currency, (Reason.of(ReasonCode.CURRENCY_MISMATCH, "currency", message),)


def _net_amount(findings: Sequence[LineFinding]) -> Decimal | None:
    amounts = [finding.line.line_amount for finding in findings]
    if not amounts or any(amount is None for amount in amounts):
        return None
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _order_difference(
    order: ExtractedOrder, findings: Sequence[LineFinding], net: Decimal | None, policy: MatchingPolicy
) -> Iterator[Reason]:
    """What was tolerated line by line may not add up to much; and a bare total must be ours."""
    if net is None or net == 0:
        return
    claimed = _claimed_net(order, [finding.line for finding in findings])
    if claimed is None:
        return
    tolerated = net * policy.order_difference_percent / 100
    code = None
    if net - claimed > max(net * policy.price_below_tolerance_percent / 100, Decimal("0.01") * len(findings)):
        code = ReasonCode.PRICE_BELOW_CONTRACT
    elif claimed - net > tolerated:
        code = ReasonCode.PRICE_ABOVE_CONTRACT
    already = any(reason.path.endswith(".unit_price") for finding in findings for reason in finding.reasons)
    if code is not None and not already:
        yield Reason.of(code, "total_net", f"The order's goods come to {claimed:f}, at our prices to {net:f}.")


def _claimed_net(order: ExtractedOrder, lines: Sequence[MatchedLine]) -> Decimal | None:
    """What the document says all goods cost: its line amounts where every line has one, else its total without charges."""
    amounts = [line.claimed_amount for line in lines]
    if amounts and all(amount is not None for amount in amounts):
        return sum((amount for amount in amounts if amount is not None), Decimal(0))
    if order.total_net is None or any(line.claimed_unit_price is not None for line in lines):
        return None
    return order.total_net - sum((charge.amount for charge in order.charges), Decimal(0))


def _with_known(
    proofs: Proofs,
    order: ExtractedOrder,
    found: Sequence[tuple[int, LineFinding]],
    customer: Customer | None,
    where: ShipToFinding,
) -> Proofs:
    """The reading's proofs, and `known` for what stands in the master data uncontradicted."""
    known: list[str] = []
    if customer is not None:
        known.append("customer_no")
        ours = {normalise_code(text) for text in (customer.customer_no, customer.vat_id, customer.gln) if text}
        printed = ((name, getattr(order.buyer, name)) for name in ("customer_no", "vat_id", "gln"))
        known += [f"buyer.{name}" for name, said in printed if said and normalise_code(said) in ours]
    if order.ship_to is not None and not where.reasons:
        known += [f"ship_to.{name}" for name in ("name", "gln", "street", "postal_code", "city") if getattr(order.ship_to, name)]
    for index, finding in found:
        reasons = {reason.path for reason in finding.reasons}
        if finding.line.sku is not None and f"lines[{index}]" not in reasons:
            known.append(f"lines[{index}].sku")
        if finding.line.uom is not None and f"lines[{index}].uom" not in reasons:
            known.append(f"lines[{index}].uom")
        if (
            finding.line.claimed_unit_price is not None
            and finding.line.unit_price is not None
            and f"lines[{index}].unit_price" not in reasons
        ):
            known.append(f"lines[{index}].unit_price")
    return proofs | {path: proofs.get(path, frozenset()) | {Proof.KNOWN} for path in known}
