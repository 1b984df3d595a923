"""The table: which proofs a value needs so that an order may be pushed. Nothing else says so, in code or in words.

What comes in is a field's path; what goes out is its row. `docs/proofs.md` repeats the table for people; a test holds the two
together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from intake.domain.orders import Proof

P = Proof
Evidence = frozenset[Proof]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of `enough` has to be there whole, or `STATED`; for a value read from a picture one of `enough_recognised`.

    `required`: the order cannot be pushed without the value. `why` names what goes wrong when the value is wrong.
    """

    enough: tuple[Evidence, ...]
    why: str
    required: bool = False
    enough_recognised: tuple[Evidence, ...] | None = None

    def is_met(self, proofs: Set[Proof], *, is_recognised: bool = False) -> bool:
        if P.STATED in proofs:
            return True
        alternatives = self.enough
        if is_recognised and self.enough_recognised is not None:
            alternatives = self.enough_recognised
        return any(evidence <= proofs for evidence in alternatives)

    def missing(self, proofs: Set[Proof], *, is_recognised: bool = False) -> tuple[Proof, ...]:
        """The fewest proofs that would do, in the order of the words of `Proof`; empty where it is met."""
        if self.is_met(proofs, is_recognised=is_recognised):
            return ()
        alternatives = self.enough_recognised if is_recognised and self.enough_recognised is not None else self.enough
        lacking = min((evidence - proofs for evidence in alternatives), key=len)
        return tuple(proof for proof in Proof if proof in lacking)


def _all(*proofs: Proof) -> Evidence:
    return frozenset(proofs)


_SEEN = (_all(P.PLACED),)
_SEEN_AND_NAMED = (_all(P.PLACED, P.LABELLED), _all(P.PLACED, P.AGREED))
_READ = (_all(P.PLACED, P.TYPED), _all(P.PLACED, P.AGREED))
_READ_AND_NAMED = (_all(P.PLACED, P.TYPED, P.LABELLED), _all(P.PLACED, P.TYPED, P.AGREED))
_MONEY = (*_READ_AND_NAMED, _all(P.PLACED, P.TYPED, P.ARITHMETIC))

REQUIREMENTS: Mapping[str, Requirement] = MappingProxyType(
    {
        "lines": Requirement((_all(P.COMPLETE),), "A row that no line explains is goods that nobody ships.", required=True),
        "lines.quantity": Requirement(
            # Quantity × price = amount is symmetric: arithmetic alone does not tell which factor is the quantity (see `decide`).
            _READ_AND_NAMED,
            "A wrong quantity ships and bills the wrong goods.",
            required=True,
            # A recognised digit looks as sure as a printed one; only a product tells a 3 from an 8. Another planner points at the
            # same recognised words.
            enough_recognised=(_all(P.PLACED, P.TYPED, P.LABELLED, P.ARITHMETIC),),
        ),
        "lines.uom": Requirement(_SEEN, "A box for a piece ships a hundred times as much."),
        "lines.sku": Requirement(_SEEN, "The article is chosen by it."),
        "lines.customer_part_number": Requirement(_SEEN, "The article is chosen by it."),
        "lines.gtin": Requirement(_READ, "The article is chosen by it."),
        "lines.manufacturer_part_number": Requirement(_SEEN, "The article is chosen by it."),
        "lines.description": Requirement(_SEEN, "It is what may contradict a wrong article number."),
        "lines.unit_price": Requirement(_MONEY, "A misread price hides that it is not ours."),
        "lines.price_basis_quantity": Requirement(
            (*_READ, _all(P.ARITHMETIC)), "A price for 100 taken for one is off by a hundred."
        ),
        "lines.discount_percent": Requirement(_MONEY, "A misread discount hides that it was not agreed."),
        "lines.line_amount": Requirement(_MONEY, "A misread amount hides a misread quantity."),
        "lines.requested_delivery_date": Requirement(_READ_AND_NAMED, "Goods arrive on the wrong day."),
        "customer_po_number": Requirement(_SEEN_AND_NAMED, "By it the same order is known again.", required=True),
        "order_date": Requirement(_READ, "It dates the order."),
        "requested_delivery_date": Requirement(_READ_AND_NAMED, "Goods arrive on the wrong day."),
        "currency": Requirement(_SEEN, "A price in another currency is another price."),
        "buyer.customer_no": Requirement(_SEEN, "The customer is found by it."),
        "buyer.vat_id": Requirement(_SEEN, "The customer is found by it."),
        "buyer.gln": Requirement(_READ, "The customer is found by it."),
        "ship_to.gln": Requirement(_READ, "The goods go there."),
        "ship_to.street": Requirement(_SEEN, "The goods go there."),
        "ship_to.postal_code": Requirement(_SEEN, "The goods go there."),
        "ship_to.city": Requirement(_SEEN, "The goods go there."),
        "total_net": Requirement(_READ, "It is the order's own check of its lines."),
        "total_gross": Requirement(_READ, "It is the order's own check of its lines."),
    }
)
"""Field path without line numbers → what it needs. Fields that are not here are never pushed and decide nothing."""

_INDEX = re.compile(r"\[\d+\]")


def requirement_for(path: str) -> Requirement | None:
    """The row of a path like "lines[2].quantity"."""
    return REQUIREMENTS.get(_INDEX.sub("", path))
