"""Words that a person confirmed before → the article they stand for, or why they are not believed this time.

In: a line that no known code names, and what was learned from this customer's pushed orders. Out: the article with the word of
whoever confirmed it, or a doubt in one sentence. Nothing is learned here (`teaching.py`), and whether the article may be sold,
its unit, quantity and price are judged as for any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from intake.domain.catalogue import MasterData
from intake.domain.learned import ConfirmedArticle, Experience, LearnedReference
from intake.domain.master import Product
from intake.domain.matched import EvidenceKind, MatchEvidence
from intake.domain.orders import ExtractedLine
from intake.domain.uom import unit_codes
from intake.matching.article_words import compare_article
from intake.matching.identify import line_codes
from intake.matching.text import words_key
from intake.matching.tokens import parse
from intake.matching.units import split_size, unit_factors

_LIKELIEST = 10
_FACTS = {
    "description": "name",
    "base_uom": "base unit",
    "gtin": "GTIN",
    "manufacturer": "maker",
    "manufacturer_part_number": "maker's number",
}


class Confirmed(NamedTuple):
    """`product` where the words are believed; else `doubt` says why not, and `skus` are what people chose for them.
    `is_ambiguous`: they chose different articles."""

    product: Product | None = None
    evidence: tuple[MatchEvidence, ...] = ()
    doubt: str = ""
    skus: tuple[str, ...] = ()
    is_ambiguous: bool = False


class Naming(NamedTuple):
    """Everything on a line that names its article: codes, words, what is noted under them, what else stands on its rows. Only
    all of it together is "the same words": a note or a column that nobody read may say the colour.

    `said` is as printed, `words` folded, `uom` the unit it is ordered in.
    """

    said: str
    words: str
    uom: str

    @classmethod
    def of(cls, line: ExtractedLine, beside: str = "") -> Naming:
        said = (*(code for _, code in line_codes(line)), line.description, line.note, beside) if line.description else ()
        text = " ".join(part for part in said if part)
        return cls(text, words_key(text), unit_key(line.uom))


def unit_key(said: str | None) -> str:
    """The unit that a line is ordered in, with the size printed beside it. Two barrels and two canisters of the same words are
    two articles.

    >>> unit_key("Kartons"), unit_key("Karton à 50"), unit_key(None)
    ('CT', 'CT 50', '')
    """
    word, size = split_size(said or "")
    codes = unit_codes(word)
    unit = next(iter(codes)) if len(codes) == 1 else words_key(word)
    return unit if size is None else f"{unit} {size:f}"


def confirmed_before(
    said: Naming, words: str, customer_no: str | None, master: MasterData, experience: Experience,
    price_fits: Callable[[str], bool | None], *, is_recognised: bool,
) -> Confirmed | None:  # fmt: skip
    """None where nothing was learned. `words` are the line's words without what only says how it is packed."""
    references = experience.learned(customer_no, said.words, said.uom) if customer_no and said.words else ()
    if not references:
        return None
    skus = tuple(dict.fromkeys(reference.sku for reference in references))
    if len(skus) > 1:
        told = ", ".join(f"as {reference.sku} ({_by(reference)})" for reference in references)
        return Confirmed(doubt=f"these words were confirmed {told}", skus=skus, is_ambiguous=True)
    reference = references[0]
    product = master.product(reference.sku)
    doubt = next(_doubts(reference, product, words, master, price_fits, is_recognised=is_recognised), None)
    if doubt is not None:
        return Confirmed(doubt=f"these words were confirmed as {reference.sku} ({_by(reference)}), but {doubt}", skus=skus)
    quoted = f"{said.said} (confirmed {_by(reference)})"
    return Confirmed(product, (MatchEvidence(kind=EvidenceKind.LEARNED, said=quoted, ours=reference.sku),))


def _doubts(
    reference: LearnedReference, product: Product | None, words: str, master: MasterData,
    price_fits: Callable[[str], bool | None], *, is_recognised: bool,
) -> Iterator[str]:  # fmt: skip
    changed = changed_since(reference.article, product, master)
    if changed is not None:
        yield f"{changed} since"
        return
    assert product is not None
    if is_recognised:
        yield "now they were recognised from a picture, where one sign may be another"
    against = contradiction(words, product, master)
    if against is not None:
        yield against
    other = named_exactly(words, product, master)
    if other is not None:
        yield f"they are the very name of {other.sku}"
    if price_fits(reference.sku) is False:
        yield "the price beside them is not ours for it"


def as_confirmed(product: Product, master: MasterData) -> ConfirmedArticle:
    """What of an article a confirmation rests on."""
    return ConfirmedArticle(
        description=product.description,
        descriptions=product.descriptions,
        base_uom=product.base_uom,
        gtin=product.gtin,
        manufacturer=product.manufacturer,
        manufacturer_part_number=product.manufacturer_part_number,
        units=unit_factors(product, master.units(product.sku)),
    )


def changed_since(known: ConfirmedArticle, product: Product | None, master: MasterData) -> str | None:
    """What of the article is otherwise now, as a clause; None where all that was known of it still stands. A language or a
    pack that came new changes nothing of what was confirmed."""
    if product is None:
        return "there is no such article any more"
    now = as_confirmed(product, master)
    for field, name in _FACTS.items():
        before, after = getattr(known, field), getattr(now, field)
        if before != after:
            return f"its {name} has changed from {before or 'none'!s} to {after or 'none'!s}"
    for language, text in known.descriptions.items():
        if now.descriptions.get(language) != text:
            return f"its name has changed from {text} to {now.descriptions.get(language) or 'none'}"
    for uom, factor in known.units.items():
        if now.units.get(uom) != factor:
            holds = "is gone" if uom not in now.units else f"holds {now.units[uom]:f} instead of {factor:f}"
            return f"its unit {uom} {holds}"
    return None


def contradiction(words: str, product: Product, master: MasterData) -> str | None:
    """What the words say against the article, as a clause: another size, colour, maker."""
    typed = parse(words)
    against = compare_article(typed, product, is_brand=master.is_brand).contradictions if any(typed[:4]) else ()
    return f"they say {against[0].said} where the article has {against[0].ours}" if against else None


def named_exactly(words: str, product: Product, master: MasterData) -> Product | None:
    """Another article whose name is just these words, where this one's is not: it was put in its place, or came later."""
    key = words_key(words)
    if not key or key in _names(product):
        return None
    others = (master.product(hit.sku) for hit in master.search(words, _LIKELIEST) if hit.sku != product.sku)
    return next((other for other in others if other is not None and key in _names(other)), None)


def _names(product: Product) -> frozenset[str]:
    return frozenset(words_key(text) for text in (product.description, *product.descriptions.values()))


def _by(reference: LearnedReference) -> str:
    return f"by {reference.actor} on {reference.at[:10]}"
