"""Who gets the invoice: the customer himself, or the account above him where the document or a person names it.

Whoever else the document names, known or not, is for a person, and the order bills nobody until then. A name that tells only an
office ("Accounts payable") is the customer's own, and so is one without a legal form at the customer's door.
"""

from __future__ import annotations

from typing import NamedTuple

from intake.domain.catalogue import MasterData
from intake.domain.master import Customer
from intake.domain.orders import Party
from intake.domain.parties import OwnCompany
from intake.domain.reasons import Reason, ReasonCode
from intake.matching.corrections import Corrected
from intake.matching.names import is_firm, is_one_of, name_key, similar_names, without_offices
from intake.matching.places import same_place


class BillToFinding(NamedTuple):
    """`number` None while nobody is known to pay."""

    number: str | None
    reasons: tuple[Reason, ...] = ()


def find_bill_to(corrected: Corrected, customer: Customer | None, master: MasterData, own: OwnCompany) -> BillToFinding:
    if customer is None:
        return BillToFinding(None)
    if corrected.bill_to_no is not None:
        return _one_of({corrected.bill_to_no}, customer)
    stated = corrected.order.bill_to
    if stated is None or (stated.name and is_one_of(stated.name, own.names)):
        return BillToFinding(customer.customer_no)
    named = _named_by(stated, master)
    if named:
        return _one_of(named, customer)
    if stated.name is None or _is_customers(stated, stated.name, customer, corrected.order.buyer):
        return BillToFinding(customer.customer_no)
    message = f"The invoice is to go to {stated.name!r}, and no customer has that name."
    return BillToFinding(None, (Reason.of(ReasonCode.CUSTOMER_UNKNOWN, "bill_to_no", message),))


def _one_of(named: set[str], customer: Customer) -> BillToFinding:
    if customer.customer_no in named:
        return BillToFinding(customer.customer_no)
    if customer.parent_customer_no in named:
        return BillToFinding(customer.parent_customer_no)
    numbers = ", ".join(sorted(named))
    message = f"The invoice is to go to {numbers}, which is not the account above {customer.customer_no}."
    return BillToFinding(None, (Reason.of(ReasonCode.CUSTOMER_AMBIGUOUS, "bill_to_no", message),))


def _named_by(party: Party, master: MasterData) -> set[str]:
    """The customers that a party of the document names, the hardest identifier first."""
    lookups = (
        (party.vat_id, master.customers_by_vat_id),
        (party.gln, master.customers_by_gln),
        (party.name, master.customers_by_name),
    )
    for said, look_up in lookups:
        found = {customer.customer_no for customer in look_up(said)} if said else set()
        if found:
            return found
    return set()


def _is_customers(stated: Party, name: str, customer: Customer, buyer: Party) -> bool:
    """The name is the customer's, or what the document calls the buyer (whose name is judged with the customer), or no firm's."""
    if any(known and _is_called(name, known) for known in (customer.name, buyer.name)):
        return True
    return not is_firm(name) and (not without_offices(name) or _is_at_the_door(stated, customer))


def _is_called(name: str, known: str) -> bool:
    """ "Adler Werkzeuge Leasing GmbH" is another firm than "Adler Werkzeuge GmbH"; its bookkeeping is not."""
    if not similar_names(name, known):
        return False
    return not is_firm(name) or len(without_offices(name)) <= len(name_key(known).split())


def _is_at_the_door(stated: Party, customer: Customer) -> bool:
    if not (stated.street and customer.street):
        return False
    return same_place(stated.street, stated.postal_code, stated.city, customer.street, customer.postal_code, customer.city)
