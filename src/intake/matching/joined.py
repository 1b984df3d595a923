"""A style's code and the size or colour that is said apart from it → the article that both name together: "PS-NV" and "S" is
PS-NV-S.

In: a line whose code names nothing by itself. Out: what the joined code names, or nothing. The variant is the description's last
word, as a matrix says it; the joined code must be printed so in our records, part for part, and no other word may make another.
The words before it must fit the article too: "NU" and "Bracket M8" are no NU-M8, which is a nut.
"""

from __future__ import annotations

import re
import unicodedata

from intake.domain.catalogue import MasterData
from intake.domain.matched import EvidenceKind
from intake.matching.article_words import compare_article
from intake.matching.codes import usable
from intake.matching.identify import Identified, identify
from intake.matching.tally import Fact
from intake.matching.tokens import parse

_SEPARATORS = re.compile(r"[\s\-_/.,:;+]+")
_LONGEST_VARIANT = 8
_SHORTEST_BEGINNING = 4


def identify_joined(
    field: str, code: str, description: str | None, master: MasterData, customer_no: str | None
) -> tuple[Identified, ...]:
    """The one article of the code with the description's last word; () where there is none, or another word makes one too."""
    words = (description or "").split()
    if not words or usable(code) is None:
        return ()
    # The 50 of "VE 50" is how many a pack holds, no size.
    packed = {number.raw for number in parse(description or "").numbers if number.dimension == "pack"}
    found = {word: hits for word in dict.fromkeys(words) if (hits := _joined(field, code, word, packed, master, customer_no))}
    skus = {hit.sku for hits in found.values() for hit in hits}
    if len(skus) != 1:
        return ()
    before = " ".join(word for word in words if word != words[-1])
    return tuple(hit for hit in found.get(words[-1], ()) if _fits(before, hit.sku, master))


def _fits(words: str, sku: str, master: MasterData) -> bool:
    """Whether the words beside the variant, where there are any, tell the article: the variant itself is of the code now."""
    said, product = parse(words), master.product(sku)
    if product is None or not any(said[:4]):
        return product is not None
    return any(map(_tells, compare_article(said, product).agreements))


def _tells(fact: Fact) -> bool:
    """A name or a colour tells an article, a size or a material is that of many; a "Nutenstein" only begins like a nut."""
    if fact.kind is EvidenceKind.WORD:
        return fact.said == fact.ours or min(len(fact.said), len(fact.ours)) >= _SHORTEST_BEGINNING
    return fact.kind is EvidenceKind.COLOUR


def _joined(
    field: str, code: str, word: str, packed: set[str], master: MasterData, customer_no: str | None
) -> tuple[Identified, ...]:
    variant = word.strip(".,;:()[]")
    if not variant or len(variant) > _LONGEST_VARIANT or variant in packed:
        return ()
    whole = f"{code}-{variant}"
    hits = identify(field, whole, master, customer_no)
    return tuple(hit for hit in hits if hit.spelling == "exact" and _parts(whole) in _spellings(hit, master, customer_no))


def _spellings(hit: Identified, master: MasterData, customer_no: str | None) -> set[tuple[str, ...]]:
    """How our records print what was hit, in parts: the 4 and the 0 of another article's 40 are no variant's."""
    product = master.product(hit.sku)
    printed = [product.sku, product.manufacturer_part_number] if product is not None else []
    references = master.cross_references(customer_no, hit.code) if customer_no is not None else ()
    printed += [reference.customer_part_number for reference in references]
    return {_parts(text) for text in printed if text}


def _parts(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple(part for part in _SEPARATORS.split(folded) if part)
