"""Recognised identifiers that the master data bears out: in come a read order and its match, out go the paths whose doubt is
settled.

A doubted code is settled where it names the article that was matched and the words or the price of its line agree with that
article; that no live article is one misread sign away, or something on the line tells it apart, is matching's part. A number of
the buyer's is settled where it is the customer's own and something else leads to this customer and to nobody beside him. A
number that names nothing may hide one that speaks against the match, and stays doubted.
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.decision.corrected import Corrected
from intake.domain.identifiers import normalise_code
from intake.domain.matched import EvidenceKind, MatchedOrder
from intake.domain.orders import Proof, ReadOrder

_CODES = ("sku", "customer_part_number", "gtin", "manufacturer_part_number")
_BUYER = ("customer_no", "vat_id", "gln")
_E = EvidenceKind
_TELLING = frozenset({_E.DIMENSION, _E.NUMBER, _E.MATERIAL, _E.COLOUR, _E.BRAND, _E.WORD, _E.PRICE})


def borne_out(read: ReadOrder, matched: MatchedOrder, corrected: Corrected) -> frozenset[str]:
    if not read.is_recognised:
        return frozenset()
    return frozenset((*_codes(read, matched, corrected), *_buyer(read, matched)))


def _codes(read: ReadOrder, matched: MatchedOrder, corrected: Corrected) -> Iterator[str]:
    if len(matched.lines) != len(corrected.lines):
        return
    for index, line in zip(corrected.lines, matched.lines, strict=True):
        if index >= len(read.order.lines) or line.sku is None or not any(each.kind in _TELLING for each in line.evidence):
            continue
        naming = {normalise_code(each.said) for each in line.evidence if each.kind is _E.IDENTIFIER}
        for name in _CODES:
            said = getattr(read.order.lines[index], name)
            if said and normalise_code(said) in naming:
                yield f"lines[{index}].{name}"


def _buyer(read: ReadOrder, matched: MatchedOrder) -> Iterator[str]:
    alone = {matched.customer_no, f"contact of {matched.customer_no}"}
    others = [normalise_code(each.said) for each in matched.customer_evidence if each.ours in alone]
    for name in _BUYER:
        path = f"buyer.{name}"
        said = normalise_code(getattr(read.order.buyer, name) or "")
        if Proof.KNOWN in matched.proofs.get(path, ()) and any(not other.endswith(said) for other in others):
            yield path
