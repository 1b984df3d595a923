"""Sender and document → the one customer that they prove, or why a person has to say.

Two independent identifiers must agree: the sender's address, VAT id, GLN, our customer number, name, place. A sender who is
recorded as exactly one customer's contact counts for two, unless the document names somebody else. All of it is a claim.
An order in our own name is none of the sender's: a customer who supplies us as well may return our purchase order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from intake.domain.catalogue import MasterData
from intake.domain.identifiers import normalise_code
from intake.domain.master import Customer
from intake.domain.matched import EvidenceKind, MatchEvidence
from intake.domain.opened import MailContext
from intake.domain.orders import ExtractedOrder, Party
from intake.domain.parties import OwnCompany
from intake.domain.reasons import Reason, ReasonCode
from intake.matching.domains import is_free_mail, looks_like
from intake.matching.names import is_one_of, name_key, similar_names
from intake.matching.places import same_place


class CustomerFinding(NamedTuple):
    """`customer` may be named although reasons hold the order: the desk sees who it probably is."""

    customer: Customer | None
    evidence: tuple[MatchEvidence, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Identifier(NamedTuple):
    """One claim and the customers it fits. `weight` 2 proves alone."""

    name: str
    said: str
    customers: tuple[str, ...]
    weight: int


class Sender(NamedTuple):
    """`address` None where nobody outside sent it: a file from a folder, or a colleague's own mail."""

    address: str | None
    customers: dict[str, Customer]
    weight: int


def find_customer(order: ExtractedOrder, context: MailContext, master: MasterData, own: OwnCompany) -> CustomerFinding:
    sender = _sender(context, master, own)
    known: dict[str, Customer] = dict(sender.customers)
    hard = tuple(_document_identifiers(order.buyer, master, own, known))
    named = _name_identifier(order.buyer, master, own, known)
    identifiers = [*hard, *([named] if named else [])]
    agreed = _agreed([identifier.customers for identifier in hard])
    if hard and not agreed:
        said = ", ".join(f"{identifier.name} {identifier.said} is {' or '.join(identifier.customers)}" for identifier in hard)
        return _ambiguous(None, f"The order's identifiers name different customers: {said}.")
    if sender.address is not None and not sender.customers:
        return _unknown_sender(sender.address, agreed, identifiers, order, known, master, own)
    return _with_known_sender(sender, agreed, identifiers, order, known, own)


def _sender(context: MailContext, master: MasterData, own: OwnCompany) -> Sender:
    address = (context.author_address or "").strip().casefold()
    domain = address.rpartition("@")[2]
    own_addresses = {one.casefold() for one in own.addresses}
    if not domain or domain in {one.casefold() for one in own.domains} or address in own_addresses:
        return Sender(None, {}, 0)
    exact = {customer.customer_no: customer for customer in master.customers_by_contact(address)}
    if exact or is_free_mail(domain):
        return Sender(address, exact, 2)
    granted = {customer.customer_no: customer for customer in master.customers_by_contact("@" + domain)}
    if granted:
        return Sender(address, granted, 2)
    # A colleague of a recorded contact: the domain is the company's own, but nobody said that he may order.
    while domain.count(".") >= 1:
        colleagues = {customer.customer_no: customer for customer in master.customers_by_domain(domain)}
        if colleagues or is_free_mail(domain):
            return Sender(address, {} if is_free_mail(domain) else colleagues, 1)
        domain = domain.partition(".")[2]
    return Sender(address, {}, 0)


def _document_identifiers(buyer: Party, master: MasterData, own: OwnCompany, known: dict[str, Customer]) -> Iterable[Identifier]:
    """The identifiers of the buyer that exist in our records, none of them our own."""
    lookups: list[tuple[str, str | None, Collection[str], tuple[Customer, ...]]] = []
    if buyer.vat_id:
        lookups.append(("VAT id", buyer.vat_id, own.vat_ids, master.customers_by_vat_id(buyer.vat_id)))
    if buyer.gln:
        lookups.append(("GLN", buyer.gln, own.glns, master.customers_by_gln(buyer.gln)))
    if buyer.customer_no:
        numbered = master.customer(buyer.customer_no)
        lookups.append(("customer number", buyer.customer_no, (), (numbered,) if numbered else ()))
    for name, said, ours, customers in lookups:
        if said and customers and normalise_code(said) not in {normalise_code(one) for one in ours}:
            known.update({customer.customer_no: customer for customer in customers})
            yield Identifier(name, said, tuple(customer.customer_no for customer in customers), 1)


def _name_identifier(buyer: Party, master: MasterData, own: OwnCompany, known: dict[str, Customer]) -> Identifier | None:
    if not buyer.name or is_one_of(buyer.name, own.names):
        return None
    customers = master.customers_by_name(buyer.name)
    known.update({customer.customer_no: customer for customer in customers})
    return Identifier("name", buyer.name, tuple(customer.customer_no for customer in customers), 1) if customers else None


def _is_ourselves(buyer: Party, own: OwnCompany) -> bool:
    """The readers leave us out as a letterhead or supplier; where we still are the buyer, the document says so."""
    ours = {normalise_code(number) for number in (*own.vat_ids, *own.glns)}
    numbers = {normalise_code(number) for number in (buyer.vat_id, buyer.gln) if number}
    return bool(ours & numbers) or (buyer.name is not None and is_one_of(buyer.name, own.names))


def _agreed(sets: Iterable[Collection[str]]) -> set[str]:
    found = [set(one) for one in sets]
    return set.intersection(*found) if found else set()


def _with_known_sender(
    sender: Sender, agreed: set[str], identifiers: list[Identifier], order: ExtractedOrder, known: dict[str, Customer],
    own: OwnCompany,
) -> CustomerFinding:  # fmt: skip
    candidates = set(sender.customers)
    if agreed and candidates and not agreed & candidates:
        return _foreign_sender(sender, agreed, known)
    candidates = agreed & candidates if agreed and candidates else (agreed or candidates or _named(identifiers))
    if not candidates:
        return CustomerFinding(None, (), (_reason(ReasonCode.CUSTOMER_UNKNOWN, _nobody(order)),))
    chosen = _narrowed(candidates, order.buyer, known)
    if len(chosen) > 1:
        numbers = ", ".join(sorted(chosen))
        return _ambiguous(None, f"Several customers fit the sender and the document: {numbers}.")
    customer = known[chosen.pop()]
    other = _other_name(identifiers, customer)
    if other is not None:
        numbers = ", ".join(other.customers)
        message = f"The sender belongs to {_called(customer)}, but the order is in the name of {other.said!r} ({numbers})."
        return _ambiguous(customer, message)
    evidence, strength = _strength(customer, sender, identifiers, order.buyer)
    if _foreign_vat(customer, order.buyer, own):
        message = f"The order's VAT id {order.buyer.vat_id} is not that of {_called(customer)}, {customer.vat_id}."
        return _ambiguous(customer, message)
    if _is_ourselves(order.buyer, own) and not any(one.name != "name" and one.customers for one in identifiers):
        return _ambiguous(customer, f"The sender belongs to {_called(customer)}, but the order names ourselves as the buyer.")
    if strength >= 2 and not _strange_name(customer, identifiers, order.buyer, evidence):
        return CustomerFinding(customer, evidence)
    return _not_enough(customer, order, evidence)


def _foreign_sender(sender: Sender, agreed: set[str], known: dict[str, Customer]) -> CustomerFinding:
    numbers = ", ".join(sorted(agreed))
    theirs = ", ".join(_called(customer) for customer in sender.customers.values())
    message = f"The order names customer {numbers}, but {sender.address} is a contact of {theirs}."
    customer = known[next(iter(agreed))] if len(agreed) == 1 else None
    return CustomerFinding(customer, (), (_reason(ReasonCode.SENDER_NOT_AUTHORISED, message),))


def _named(identifiers: list[Identifier]) -> set[str]:
    return {number for identifier in identifiers for number in identifier.customers}


def _narrowed(candidates: set[str], buyer: Party, known: dict[str, Customer]) -> set[str]:
    """Of several that fit (branches, a group's buyer), those that the printed name and place fit."""
    if len(candidates) == 1:
        return candidates
    by_name = {number for number in candidates if buyer.name and name_key(buyer.name) == name_key(known[number].name)}
    chosen = by_name or candidates
    by_place = {number for number in chosen if _place_agrees(known[number], buyer)}
    return by_place or chosen


def _other_name(identifiers: list[Identifier], customer: Customer) -> Identifier | None:
    """The printed name where it is exactly another customer's and not this one's."""
    named = next((identifier for identifier in identifiers if identifier.name == "name"), None)
    return named if named is not None and customer.customer_no not in named.customers else None


def _foreign_vat(customer: Customer, buyer: Party, own: OwnCompany) -> bool:
    """A VAT id that is neither his nor ours, where his is recorded. It may lack its country ("123456789")."""
    said, ours = normalise_code(buyer.vat_id or ""), normalise_code(customer.vat_id or "")
    if not said or not ours or said in {normalise_code(one) for one in own.vat_ids}:
        return False
    return not (said.endswith(ours) or ours.endswith(said))


def _strength(
    customer: Customer, sender: Sender, identifiers: list[Identifier], buyer: Party
) -> tuple[tuple[MatchEvidence, ...], int]:
    """What speaks for the customer, with everybody else it would fit, and how many independent identifiers that is."""
    evidence: list[MatchEvidence] = []
    strength = 0
    if customer.customer_no in sender.customers and sender.address:
        evidence.append(_evidence(f"sender {sender.address}", f"contact of {' or '.join(sender.customers)}"))
        strength += sender.weight if len(sender.customers) == 1 else 1
    for identifier in identifiers:
        if customer.customer_no in identifier.customers:
            evidence.append(_evidence(f"{identifier.name} {identifier.said}", " or ".join(identifier.customers)))
            strength += identifier.weight
    if not any(identifier.name == "name" for identifier in identifiers) and _similar_name(customer, buyer):
        evidence.append(_evidence(f"name {buyer.name}", customer.name))
        strength += 1
    if _place_agrees(customer, buyer):
        evidence.append(
            _evidence(
                f"place {buyer.street or ''} {buyer.postal_code or ''} {buyer.city or ''}".strip(),
                f"place of {customer.customer_no}",
            )
        )
        strength += 1
    return tuple(evidence), strength


def _strange_name(customer: Customer, identifiers: list[Identifier], buyer: Party, evidence: tuple[MatchEvidence, ...]) -> bool:
    """The document's buyer is called otherwise, and nothing in the document but the sender leads to this customer."""
    if not buyer.name or _similar_name(customer, buyer) or any(identifier.customers for identifier in identifiers):
        return False
    return not any(one.said.startswith("place ") for one in evidence)


def _similar_name(customer: Customer, buyer: Party) -> bool:
    if not buyer.name:
        return False
    return similar_names(buyer.name, customer.name)


def _place_agrees(customer: Customer, buyer: Party) -> bool:
    return bool(buyer.postal_code and customer.postal_code) and same_place(
        buyer.street, buyer.postal_code, buyer.city, customer.street, customer.postal_code, customer.city
    )


def _not_enough(customer: Customer, order: ExtractedOrder, evidence: tuple[MatchEvidence, ...]) -> CustomerFinding:
    if order.buyer.name and not _similar_name(customer, order.buyer):
        message = f"The sender belongs to {_called(customer)}, but the buyer on the order is {order.buyer.name!r}."
    else:
        said = ", ".join(one.said for one in evidence) or "nothing"
        message = f"Only one identifier leads to {_called(customer)} ({said}); a second one is missing."
    return CustomerFinding(customer, evidence, (_reason(ReasonCode.CUSTOMER_AMBIGUOUS, message),))


def _unknown_sender(
    address: str, agreed: set[str], identifiers: list[Identifier], order: ExtractedOrder, known: dict[str, Customer],
    master: MasterData, own: OwnCompany,
) -> CustomerFinding:  # fmt: skip
    """Nobody's contact: whoever the document names, a person decides; most of all where the address only looks right."""
    candidates = _narrowed(agreed or _named(identifiers), order.buyer, known) if identifiers else set()
    customer = known[next(iter(candidates))] if len(candidates) == 1 else None
    nobody = Sender(address, {}, 0)
    evidence = _strength(customer, nobody, identifiers, order.buyer)[0] if customer else ()
    domain = address.rpartition("@")[2]
    resembled = None if is_free_mail(domain) else looks_like(domain, (*master.customer_domains(), *own.domains))
    if resembled is not None:
        message = f"The sender's domain {domain} resembles {resembled} and is not it; check by phone before anything else."
        return CustomerFinding(customer, evidence, (_reason(ReasonCode.SENDER_LOOKS_ALIKE, message),))
    if customer is not None:
        message = f"{address} is not a contact of {_called(customer)}, whom the order names."
        return CustomerFinding(customer, evidence, (_reason(ReasonCode.SENDER_NOT_AUTHORISED, message),))
    if candidates:
        numbers = ", ".join(sorted(candidates))
        return _ambiguous(None, f"{address} is nobody's contact, and several customers fit the document: {numbers}.")
    message = f"{address} is no customer's contact, and {_nobody(order)[0].lower()}{_nobody(order)[1:]}"
    return CustomerFinding(None, (), (_reason(ReasonCode.CUSTOMER_UNKNOWN, message),))


def _nobody(order: ExtractedOrder) -> str:
    buyer = order.buyer
    said = ", ".join(text for text in (buyer.name, buyer.vat_id, buyer.gln, buyer.customer_no) if text)
    return f"No customer is known as {said}." if said else "The document names no buyer."


def _ambiguous(customer: Customer | None, message: str) -> CustomerFinding:
    return CustomerFinding(customer, (), (_reason(ReasonCode.CUSTOMER_AMBIGUOUS, message),))


def _reason(code: ReasonCode, message: str) -> Reason:
    return Reason.of(code, "customer_no", message)


def _evidence(said: str, ours: str) -> MatchEvidence:
    return MatchEvidence(kind=EvidenceKind.IDENTIFIER, said=said, ours=ours)


def _called(customer: Customer) -> str:
    return f"{customer.customer_no} ({customer.name})"
