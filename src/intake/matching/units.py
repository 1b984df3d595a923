"""A line's quantity and unit word → our unit and the quantity in base units, by the article's own pack factors alone.

What a box holds is never taken from the document: a pack size printed there must agree with the article's, or the line waits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from intake.domain.master import Product, ProductUnit
from intake.domain.matched import EvidenceKind, MatchEvidence
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.uom import unit_code, unit_codes
from intake.matching.number_pairs import same_measure
from intake.matching.tokens import parse

_NUMBER_OF_BASE = {"DZN": Decimal(12), "GRO": Decimal(144), "CEN": Decimal(100), "MIL": Decimal(1000)}
"""Units that are a number of pieces by their very name, whatever the article."""

_PIECES = frozenset(("EA", "PR", "SET", "KIT"))
_MEASURES = {
    "KGM": ("mass", Decimal(1000)),
    "GRM": ("mass", Decimal(1)),
    "TNE": ("mass", Decimal(1_000_000)),
    "LTR": ("volume", Decimal(1000)),
    "MLT": ("volume", Decimal(1)),
    "CLT": ("volume", Decimal(10)),
    "DLT": ("volume", Decimal(100)),
    "HLT": ("volume", Decimal(100_000)),
    "MTQ": ("volume", Decimal(1_000_000)),
    "MTR": ("length", Decimal(1000)),
    "LM": ("length", Decimal(1000)),
    "CMT": ("length", Decimal(10)),
    "MMT": ("length", Decimal(1)),
    "KMT": ("length", Decimal(1_000_000)),
    "MTK": ("area", Decimal(10_000)),
    "CMK": ("area", Decimal(1)),
}
_CLOSED_PACKS = frozenset(("BX", "CT", "CS"))
"""What people call a box: "doos", "caja" and "case" are a carton to one and a box to another."""
_DIMENSIONS = frozenset(dimension for dimension, _ in _MEASURES.values())
_GENERIC_PACK = "PK"
"""What "VE", "Packung", "pack" become: any pack of the article's may be meant."""

_JOINS = r"(?:à|a|@|x|mit|of|de|van|per|zu|je|á|da|di|po|con|med|om|with|met|von|pour)"
_PIECE_WORDS = r"(?:stk|stck|st|stück|pcs|pc|ea|er|pce|pieces|szt|uds|pz|ks)"
_SIZE_AFTER = re.compile(rf"[\s(/-]+(?:{_JOINS}\s*)?\(?\s*(\d{{1,6}})\s*{_PIECE_WORDS}?\.?\s*\)?$")
_SIZE_BEFORE = re.compile(rf"^(\d{{1,6}})\s?-?(?:er|{_PIECE_WORDS})?[\s/-]+(?=[^\W\d_])")


class UnitFinding(NamedTuple):
    """`uom` None while no unit is proven. `factor` base units make one `uom`; `proven_by` says what an absent unit rests on."""

    uom: str | None
    factor: Decimal | None = None
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[MatchEvidence, ...] = ()

    def in_base(self, quantity: Decimal) -> Decimal | None:
        return None if self.factor is None else quantity * self.factor


def unit_factors(product: Product, units: Sequence[ProductUnit]) -> dict[str, Decimal]:
    """Every unit that the article is known in → how many base units it is."""
    factors = {product.base_uom: Decimal(1)}
    factors.update({unit.uom: unit.factor for unit in units if unit.factor > 0})
    return factors


def standard_uom(uom: str) -> str:
    """The ERP's own unit as the code that unit words become ("PCE" and "H87" are EA); its own name where there is none."""
    return unit_code(uom) or uom.upper()


def own_uom(uom: str, product: Product, factors: dict[str, Decimal]) -> str:
    """The article's own name for a unit code, its base unit first; the code itself where the article has no such unit."""
    if uom in factors:
        return uom
    return next((own for own in (product.base_uom, *factors) if standard_uom(own) == standard_uom(uom)), uom)


def factor_of(uom: str, product: Product, factors: dict[str, Decimal]) -> Decimal | None:
    """Base units in one `uom`: the article's own factor, or what the unit's name says (a hundred, a kilogram in grams)."""
    own = own_uom(uom, product, factors)
    if own in factors:
        return factors[own]
    base = standard_uom(product.base_uom)
    if uom in _NUMBER_OF_BASE and base in _PIECES:
        return _NUMBER_OF_BASE[uom]
    if uom in _MEASURES and base in _MEASURES and _MEASURES[uom][0] == _MEASURES[base][0]:
        return _MEASURES[uom][1] / _MEASURES[base][1]
    return None


def find_unit(
    said: str | None, named: str | None, product: Product, units: Sequence[ProductUnit], description: str | None, path: str,
    fitting_by_price: Sequence[str] = (),
) -> UnitFinding:  # fmt: skip
    """`said` is the unit as printed, `named` the unit that the article's code names (a carton's GTIN, a cross reference).

    `fitting_by_price` are the units for which the claimed price is ours: they prove an absent unit where there is exactly one.
    """
    factors = unit_factors(product, units)
    if said is None or not said.strip():
        found = _absent(named, product, factors, path, fitting_by_price)
        contradicted = _pack_contradiction("", None, found.uom or "", found.factor, product, description, path)
        return found._replace(reasons=(*found.reasons, *contradicted))
    word, size = split_size(said)
    codes = unit_codes(word)
    known = [own_uom(code, product, factors) for code in sorted(codes) if factor_of(code, product, factors) is not None]
    if not codes and word.upper() in factors:
        known = [word.upper()]
    if not known and codes:
        known = _meant_pack(codes, size, factors, product, fitting_by_price)
    if len(known) != 1:
        return _unknown(said, product, factors, path, known)
    uom = known[0]
    if named is not None and standard_uom(named) != standard_uom(uom):
        message = f"The code names the unit {named}, but the order says {said!r}."
        return UnitFinding(None, None, (Reason.of(ReasonCode.PACK_CONTRADICTED, f"{path}.uom", message),))
    factor = factor_of(uom, product, factors)
    contradicted = _pack_contradiction(said, size, uom, factor, product, description, path)
    evidence = (MatchEvidence(kind=EvidenceKind.PACK, said=said, ours=f"{uom} = {factor} {product.base_uom}"),)
    return UnitFinding(uom, factor, contradicted, evidence)


def _meant_pack(
    codes: frozenset[str], size: Decimal | None, factors: dict[str, Decimal], product: Product, fitting_by_price: Sequence[str]
) -> list[str]:
    """A word for any pack ("VE"), for any box ("doos" of what is sold by the carton) or for a single thing ("Stk" of what is sold
    by the roll) means the article's one unit that the printed pack size or the claimed price confirms."""
    packs = [uom for uom in factors if uom != product.base_uom and standard_uom(uom) not in _MEASURES]
    if codes <= _CLOSED_PACKS:
        packs = [uom for uom in packs if standard_uom(uom) in _CLOSED_PACKS]
    if _GENERIC_PACK in codes or codes <= _CLOSED_PACKS:
        return [uom for uom in packs if len(packs) == 1 and (size == factors[uom] or tuple(fitting_by_price) == (uom,))]
    if codes == {"EA"} and tuple(fitting_by_price) == (product.base_uom,) and standard_uom(product.base_uom) not in _MEASURES:
        return [product.base_uom]
    return []


def split_size(said: str) -> tuple[str, Decimal | None]:
    """A unit word and the pack size printed with it.

    >>> split_size("Karton à 100"), split_size("Stk"), split_size("50er Pack")
    (('Karton', Decimal('100')), ('Stk', None), ('Pack', Decimal('50')))
    """
    text = said.strip()
    if unit_codes(text):
        return text, None
    for pattern in (_SIZE_AFTER, _SIZE_BEFORE):
        found = pattern.search(text.casefold())
        if found is not None and len(text) == len(text.casefold()):
            word = (text[: found.start()] + " " + text[found.end() :]).strip()
            if unit_codes(word):
                return word, Decimal(found[1])
    return text, None


_CONTENT = re.compile(
    r"(?P<pack>[^\W\d_]{2,12})\.?[ ,:]*\(?(?:à|a|á|@|=|x|mit|von|zu|je|of|with|de|van|met|per|da|con|med|po)?[ ]*"
    r"(?P<size>\d{1,6})[ ]?(?P<unit>[^\W\d_]{1,12}[²³]?)\.?\)?",
    re.IGNORECASE,
)


class Content(NamedTuple):
    """What a description says is in one ordered pack: "Karton à 10 Boxen"."""

    size: Decimal
    phrase: str


def stated_content(said: str | None, description: str | None) -> Content | None:
    """The pack size that the description gives for the ordered unit itself; it describes the pack, not the article.

    >>> stated_content("Karton", "Handschuh Gr. 9, Karton à 10 Boxen")
    Content(size=Decimal('10'), phrase='Karton à 10 Boxen')
    """
    ordered = unit_codes(said) if said else frozenset()
    for found in _CONTENT.finditer(description or "") if ordered else ():
        if unit_codes(found["pack"]) & ordered and unit_codes(found["unit"]):
            return Content(Decimal(found["size"]), found[0])
    return None


def _absent(
    named: str | None, product: Product, factors: dict[str, Decimal], path: str, fitting_by_price: Sequence[str]
) -> UnitFinding:
    if named is not None and (factor := factor_of(named, product, factors)) is not None:
        evidence = MatchEvidence(kind=EvidenceKind.IDENTIFIER, said="unit named by the code", ours=named)
        return UnitFinding(own_uom(named, product, factors), factor, (), (evidence,))
    if len(factors) == 1:
        evidence = MatchEvidence(kind=EvidenceKind.PACK, said="no unit", ours=f"sold in {product.base_uom} only")
        return UnitFinding(product.base_uom, Decimal(1), (), (evidence,))
    if len(fitting_by_price) == 1:
        uom = fitting_by_price[0]
        evidence = MatchEvidence(kind=EvidenceKind.PRICE, said="claimed price", ours=f"price per {uom}")
        return UnitFinding(uom, factor_of(uom, product, factors), (), (evidence,))
    message = f"The line has a quantity without a unit, and {product.sku} is sold in {', '.join(sorted(factors))}."
    return UnitFinding(None, None, (Reason.of(ReasonCode.UOM_UNKNOWN, f"{path}.uom", message),))


def _unknown(said: str, product: Product, factors: dict[str, Decimal], path: str, known: Sequence[str]) -> UnitFinding:
    if len(known) > 1:
        message = f"The unit {said!r} can mean {' or '.join(known)} for {product.sku}."
    else:
        message = f"The unit {said!r} is none of {product.sku}'s, which is sold in {', '.join(sorted(factors))}."
    return UnitFinding(None, None, (Reason.of(ReasonCode.UOM_UNKNOWN, f"{path}.uom", message),))


def _pack_contradiction(
    said: str, size: Decimal | None, uom: str, factor: Decimal | None, product: Product, description: str | None, path: str
) -> tuple[Reason, ...]:
    """A printed pack size that is not the article's: "Karton à 50" where our carton holds 100."""
    if factor is None:
        return ()
    sizes = [] if size is None else [size]
    own = {value for text in (product.description, *product.descriptions.values()) for value in _pack_sizes(text)}
    content = stated_content(said, description)
    if size is None and content is not None:
        # A carton of ten boxes of a hundred may be called a carton of ten or of a thousand; a box, a box of a hundred.
        is_known = content.size in {factor * inner for inner in own} or _is_of_our_name(content, product)
        sizes = [] if is_known else [content.size]
    elif size is None and description and factor != 1:
        sizes = _pack_sizes(description)
        sizes = [] if own & set(sizes) else sizes
    if not sizes or factor in sizes:
        return ()
    called = repr(said) if said else "a pack"
    message = (
        f"The order says {called} with {sizes[0]} in it, but one {uom} of {product.sku} holds {factor:f} {product.base_uom}."
    )
    return (Reason.of(ReasonCode.PACK_CONTRADICTED, f"{path}.uom", message),)


def _is_of_our_name(content: Content, product: Product) -> bool:
    """ "Underlay 5 mm roll 15 m²": what is in one roll stands in our own words for the article, which is not sold by the m²."""
    if standard_uom(product.base_uom) in _MEASURES:
        return False
    ours = [number for text in (product.description, *product.descriptions.values()) for number in parse(text).numbers]
    said = [number for number in parse(content.phrase).numbers if number.dimension in _DIMENSIONS]
    return any(same_measure(number, other) for number in said for other in ours)


def _pack_sizes(text: str) -> list[Decimal]:
    return [Decimal(number.value) for number in parse(text).numbers if number.dimension == "pack"]
