"""Holds a customer's words against everything that an article's record says in words: every language, maker, packs.

Out: one `Comparison`. What contradicts in any language of the record contradicts; the best language gives the score.
"""

from __future__ import annotations

from collections.abc import Callable

from intake.domain.master import Product
from intake.domain.matched import EvidenceKind
from intake.matching.evidence import compare
from intake.matching.tally import CONTRADICTED, Comparison, Fact, Weight, even_weight
from intake.matching.text import fold_words
from intake.matching.tokens import TypedText, parse

SHORTEST_CUT = 18
"""No system cuts descriptions shorter than this."""

_HARD = (EvidenceKind.DIMENSION, EvidenceKind.COLOUR, EvidenceKind.MATERIAL, EvidenceKind.NUMBER, EvidenceKind.PACK)


def compare_article(
    said: TypedText, product: Product, weight: Weight = even_weight, is_brand: Callable[[str], bool] | None = None
) -> Comparison:
    """The comparison with the article's best language, plus every contradiction that any of its languages holds."""
    texts = dict.fromkeys((product.description, *product.descriptions.values()))
    maker = _maker_words(product)
    remaining = said._replace(words=tuple(word for word in said.words if word not in maker)) if maker else said
    results = [compare(remaining, parse(text), weight) for text in texts]
    best = max(results, key=lambda result: result.score)
    extra = [against for result in results if result is not best for against in result.contradictions if against.kind in _HARD]
    agreements, contradictions, score, fit = list(best.agreements), list(best.contradictions), best.score, best.fit
    for against in extra:
        if against not in contradictions and not _agreed(against, agreements):
            contradictions.append(against)
            score, fit = score * CONTRADICTED, fit * CONTRADICTED
    for word in said.words:
        if word in maker:
            agreements.append(Fact(EvidenceKind.BRAND, word, product.manufacturer or word))
            score, fit = min(1.0, score + 0.02), fit + 0.02
        elif is_brand is not None and product.manufacturer and is_brand(word) and not _stands_in(word, texts):
            contradictions.append(Fact(EvidenceKind.BRAND, word, product.manufacturer))
            score, fit = score * CONTRADICTED, fit * CONTRADICTED
    return Comparison(round(score, 4), tuple(agreements), tuple(contradictions), round(fit, 4))


def compare_likeliest(said: TypedText, product: Product, weight: Weight = even_weight) -> Comparison:
    """The comparison with the one language that shares most words with what is said. For ordering: others may contradict."""
    texts = tuple(dict.fromkeys((product.description, *product.descriptions.values())))
    if len(texts) > 1:
        words = (*said.words, *(word for _, word in said.meanings))
        folded = {text: fold_words(text) for text in texts}
        texts = (max(texts, key=lambda text: sum(word in folded[text] for word in words)),)
    return compare_article(said, product.model_copy(update={"description": texts[0], "descriptions": {}}), weight)


def without_cut_word(words: str, product: Product) -> tuple[str, str | None]:
    """The words without the last one where it is the beginning of our own, and that one: many systems print a description's first
    30 signs, and "M8x4" is all that is left of M8x40."""
    said = " ".join(words.split()).casefold()
    for text in (product.description, *product.descriptions.values()):
        ours = " ".join(text.split()).casefold()
        if len(said) >= SHORTEST_CUT and ours.startswith(said) and ours[len(said) : len(said) + 1].isalnum():
            *whole, cut = words.split()
            return " ".join(whole), cut
    return words, None


def _agreed(against: Fact, agreements: list[Fact]) -> bool:
    """Another language words the same fact so that it agrees ("Niro" in one, "steel" in the other)."""
    return any(agreed.kind == against.kind and agreed.said == against.said for agreed in agreements)


def _maker_words(product: Product) -> frozenset[str]:
    return frozenset(word for word in fold_words(product.manufacturer or "").split() if word.isalpha() and len(word) > 2)


def _stands_in(word: str, texts: dict[str, None]) -> bool:
    return any(word in parse(text).words for text in texts)
