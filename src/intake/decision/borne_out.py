"""Recognised identifiers that the master data bears out: in come a read order and its match, out go the paths whose doubt is
settled.

A misread code that names another live article is caught by matching, which wants every neighbour of a code told apart by
something on the line. So where the words or the price of the line agree with the article that the code names, recognition's
doubt about the code is answered; likewise a customer who is known by something else as well.
"""

from __future__ import annotations

from intake.decision.corrected import Corrected
from intake.domain.identifiers import normalise_code
from intake.domain.matched import EvidenceKind, MatchedOrder
from intake.domain.orders import ReadOrder

_CODES = ("sku", "customer_part_number", "gtin", "manufacturer_part_number")
_BUYER = ("customer_no", "vat_id", "gln")
_E = EvidenceKind
_TELLING = frozenset({_E.DIMENSION, _E.NUMBER, _E.MATERIAL, _E.COLOUR, _E.BRAND, _E.WORD, _E.PRICE})


def borne_out(read: ReadOrder, matched: MatchedOrder, corrected: Corrected) -> frozenset[str]:
    if not read.is_recognised:
        return frozenset()
    settled = set()
    if len(matched.lines) == len(corrected.lines):
        for index, line in zip(corrected.lines, matched.lines, strict=True):
            if line.sku is not None and any(each.kind in _TELLING for each in line.evidence):
                settled |= {f"lines[{index}].{name}" for name in _CODES}
    for name in _BUYER:
        said = normalise_code(getattr(read.order.buyer, name) or "")
        if matched.customer_no and any(normalise_code(each.said) != said for each in matched.customer_evidence):
            settled.add(f"buyer.{name}")
    return frozenset(settled)
