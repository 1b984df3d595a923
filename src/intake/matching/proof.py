"""Whether a code that names an article may be believed: nothing beside it contradicts, and no slip of the finger or misread
sign explains it.

One wrong digit hits another live article in a third of the cases. So for each live article that a slip would have turned into
this code, something on the line must tell the two apart: its words, its price, or what this customer bought before. A code that
recognition doubts may be any other by one sign, and what was bought before says nothing about what is printed now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from intake.domain.catalogue import MasterData
from intake.domain.identifiers import is_gtin
from intake.domain.master import Product
from intake.domain.matched import EvidenceKind
from intake.matching.article_words import compare_article
from intake.matching.codes import fold_code, misreadings, slips, usable
from intake.matching.identify import Identified
from intake.matching.marks import has_strange, leaves_open, tells_from
from intake.matching.tally import Comparison, Fact
from intake.matching.tokens import TypedText

CLEARLY_BETTER = 0.3
"""So much better must the words fit the named article than its neighbour, where they contradict neither."""

SIBLINGS = 12
"""So many of the likest articles are looked at."""

MISREAD = 2
"""So many signs of one code may be misread."""

MIN_LONE_CODE = 5
"""A shorter code with nothing beside it is too easily hit by chance."""

PriceFits = Callable[[str], bool | None]
"""Whether the claimed price is ours for an article; None where the line claims none or we have none."""
_COMMON = (EvidenceKind.COLOUR, EvidenceKind.MATERIAL)
Bought = Callable[[str], bool]


class Surroundings(NamedTuple):
    """What stands beside the code: the words (None = no description), the price, the customer's past.

    `is_stated`: a system wrote the code from its own records (EDI, a web shop), where no finger slips. `is_doubted`: the code
    stands in a picture, and recognition is not sure of it. `cut` is a last word of which only the beginning is printed, as far
    as the article's own words tell; it is none of the words.
    """

    words: TypedText | None
    price_fits: PriceFits
    bought: Bought
    is_stated: bool = False
    is_doubted: bool = False
    cut: str | None = None


class Verdict(NamedTuple):
    """`doubt` is one clause for a sentence ("one wrong digit would make it …"); None = the code is proven."""

    doubt: str | None
    neighbour: str | None = None


def prove(found: Sequence[Identified], product: Product, comparison: Comparison | None, beside: Surroundings, master: MasterData,
          customer_no: str | None) -> Verdict:  # fmt: skip
    """Judges the codes `found` that all name `product`, which the words do not contradict."""
    agreeing = _something_agrees(product, comparison, beside)
    if {hit.spelling for hit in found} == {"swapped"} and not (comparison and comparison.agreements):
        return Verdict("the code is ours only with O read as 0 or I as 1, and no word beside it confirms that")
    if _independent(found):
        return Verdict(None)
    if comparison is not None and not agreeing:
        return Verdict("none of the words beside the code fits the article")
    if _is_cut_in_a_figure(beside) and not _agrees_without_words(product, beside):
        return Verdict(f"{beside.cut!r} may be a whole figure or the beginning of a longer one, and neither price nor past tells")
    if beside.is_stated:
        return Verdict(None)
    if comparison is None and not agreeing and _too_short(found[0]):
        return Verdict("the code is too short to be believed alone")
    for neighbour in _live_neighbours(found[0], product.sku, master, customer_no, is_doubted=beside.is_doubted):
        if not _told_apart(product, comparison, neighbour, beside):
            return Verdict(
                f"one {'misread sign' if beside.is_doubted else 'slip'} in the code would make it {neighbour.sku} "
                f"({neighbour.description}), and nothing on the line tells the two apart",
                neighbour.sku,
            )
    if beside.is_doubted and (other := _alike_in_code(found[0], product, comparison, beside, master)) is not None:
        return Verdict(f"two misread signs in the code would make it {other.sku} ({other.description})", other.sku)
    sibling = _left_open(product, beside, master)
    if sibling is not None:
        return Verdict(f"the words beside it do not say that {sibling.sku} ({sibling.description}) is not meant", sibling.sku)
    return Verdict(None)


def _alike_in_code(
    hit: Identified, product: Product, comparison: Comparison | None, beside: Surroundings, master: MasterData
) -> Product | None:
    """Of the likest articles one that nothing on the line tells apart and whose code is two signs away from a doubted one."""
    key = usable(hit.code) or ""
    for other in _likest(product, master):
        codes = map(usable, (other.sku, other.gtin, other.manufacturer_part_number))
        is_near = any(code is not None and OSA.distance(key, code) <= MISREAD for code in codes)
        if is_near and not _told_apart(product, comparison, other, beside):
            return other
    return None


def _likest(product: Product, master: MasterData) -> list[Product]:
    found = (master.product(hit.sku) for hit in master.search(product.description, SIBLINGS) if hit.sku != product.sku)
    return [other for other in found if other is not None]


def _left_open(product: Product, beside: Surroundings, master: MasterData) -> Product | None:
    """An article that differs from this one in one thing, where a word that nobody knows may say which of them is meant."""
    if beside.words is None or not has_strange(beside.words, product):
        return None
    open_ones = (other for other in _likest(product, master) if leaves_open(beside.words, product, other))
    return next((other for other in open_ones if not _apart_without_words(product, other, beside)), None)


def _something_agrees(product: Product, comparison: Comparison | None, beside: Surroundings) -> bool:
    return bool(comparison and comparison.agreements) or _agrees_without_words(product, beside)


def _agrees_without_words(product: Product, beside: Surroundings) -> bool:
    return beside.price_fits(product.sku) is True or beside.bought(product.sku)


def _is_cut_in_a_figure(beside: Surroundings) -> bool:
    """ "M8x4" may be what is left of M8x40, or another screw that is not among our articles."""
    return beside.cut is not None and any(sign.isdigit() for sign in beside.cut)


def _independent(found: Sequence[Identified]) -> bool:
    """Two different codes that name the same article: a slip in one would not have hit what the other says."""
    return len({fold_code(usable(hit.code) or hit.code) for hit in found}) > 1


def _too_short(hit: Identified) -> bool:
    if hit.kind == "customer_part_number" or is_gtin(hit.code):
        return False
    return len(usable(hit.code) or "") < MIN_LONE_CODE


def _live_neighbours(
    hit: Identified, sku: str, master: MasterData, customer_no: str | None, *, is_doubted: bool
) -> list[Product]:
    """The other articles whose code one wrong digit or two exchanged signs would have turned into this; of a doubted code any one
    sign, and into a code of any kind. A code whose owner the document does not tell may be meant as one of any kind as well."""
    key = usable(hit.code) or ""
    is_theirs = hit.kind == "customer_part_number"
    of_any_kind = is_doubted or (hit.field == "customer_part_number" and not is_theirs)
    skus: dict[str, None] = {}
    for slip in dict.fromkeys((*slips(key), *misreadings(key))) if is_doubted else slips(key):
        if customer_no and (is_theirs or of_any_kind):
            skus.update(dict.fromkeys(reference.sku for reference in master.cross_references(customer_no, slip)))
        if not is_theirs or of_any_kind:
            others = (other for other in master.by_code(slip) if of_any_kind or _same_space(other.kind, hit.kind))
            skus.update(dict.fromkeys(other.sku for other in others if other.kind not in _GTINS or is_gtin(slip)))
    skus.pop(sku, None)
    return [product for product in map(master.product, skus) if product is not None]


_GTINS = ("gtin", "unit_gtin")


def _same_space(one: str, other: str) -> bool:
    return one == other or (one in _GTINS and other in _GTINS)


def _only_bare(comparison: Comparison) -> bool:
    """A bare figure alone tells nothing apart: it may be the line's position, and stand in our words by chance."""
    return bool(comparison.agreements) and all(map(_is_bare, comparison.agreements))


def _is_bare(fact: Fact) -> bool:
    return fact.kind is EvidenceKind.NUMBER and not any(sign.isalpha() for sign in fact.said)


def _told_apart(product: Product, comparison: Comparison | None, neighbour: Product, beside: Surroundings) -> bool:
    if beside.words is not None and comparison is not None and not _only_bare(comparison):
        other = compare_article(beside.words, neighbour)
        if other.contradictions:
            return True
        # Red things are many, and a record that does not say its colour may be red as well.
        if all(fact.kind in _COMMON for fact in comparison.agreements):
            return _apart_without_words(product, neighbour, beside)
        if comparison.score - other.score >= CLEARLY_BETTER:
            return True
        if comparison.agreements and not other.agreements:
            return True
        if tells_from(beside.words, product, neighbour, plain_words=not beside.is_doubted):
            return True
    return _apart_without_words(product, neighbour, beside)


def _apart_without_words(product: Product, neighbour: Product, beside: Surroundings) -> bool:
    if beside.price_fits(product.sku) is True and beside.price_fits(neighbour.sku) is False:
        return True
    return not beside.is_doubted and beside.bought(product.sku) and not beside.bought(neighbour.sku)
