"""The description search: a text → articles, best first. Those that have most of what is asked, counted over all articles at
once, are then ordered by the typed rule of `evidence.py`.

In: an index that counts terms and says in which articles each stands, and the articles that were bought before. Out: (sku,
score). A score orders; it accepts nothing. Articles that are equal for what is said stand in the order of what was bought, what
is sold, what says least besides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple, Protocol

from rapidfuzz.distance import OSA

from intake.domain.catalogue import SearchHit
from intake.domain.master import Product, ProductStatus
from intake.matching.article_words import compare_likeliest
from intake.matching.lexicon import meanings_near
from intake.matching.near_forms import near_forms
from intake.matching.numbers import BARE, Number
from intake.matching.postings import Tally
from intake.matching.tally import Comparison
from intake.matching.tokens import TypedText, chain_terms, parse

WANTED = 12
"""So many candidates are enough: those with fewer points than they are not looked at."""
CANDIDATES = 16
"""More than so many are never held against the text word by word."""
MAX_GROUPS = 16

HARD = 5
"""Points of a figure or code: giving one up costs more than giving up any word (1 to 3, by rarity)."""
LOOSE = 2
"""Of these, for the bare figure, whatever it measures."""
CHAIN = 2
SOFT = 2


class TermIndex(Protocol):
    @property
    def articles(self) -> int: ...
    def term_count(self, term: str) -> int: ...
    def articles_with(self, term: str) -> int: ...
    def words_near(self, forms: frozenset[str]) -> tuple[str, ...]: ...
    def words_from(self, prefix: str, limit: int) -> tuple[str, ...]: ...
    def product_by_id(self, number: int) -> Product | None: ...


class Group(NamedTuple):
    """One thing the text asks: any of `terms` answers it. `loose` answers it less exactly, `articles` is how many do."""

    terms: tuple[str, ...]
    loose: tuple[str, ...]
    articles: int
    points: int
    hard: bool = True


class _Ranked(NamedTuple):
    product: Product
    comparison: Comparison
    is_bought: bool


def find_articles(index: TermIndex, text: str, limit: int, bought: int = 0) -> list[SearchHit]:
    """`bought`: the articles that the customer bought before, as bits."""
    typed = _with_guessed_meanings(index, parse(text))
    weight = _weights(index)
    groups = sorted(_groups(index, typed, weight), key=lambda group: (not group.hard, group.articles))[:MAX_GROUPS]
    tally = Tally()
    for group in groups:
        exact = _any_of(index, group.terms)
        tally.add(exact, group.points)
        if group.loose:
            tally.add(exact | _any_of(index, group.loose), LOOSE)
    found: list[_Ranked] = []
    for number in tally.best(WANTED, CANDIDATES, bought):
        product = index.product_by_id(number)
        if product is not None:
            found.append(_Ranked(product, compare_likeliest(typed, product, weight), bool(bought >> number & 1)))
    found.sort(key=lambda one: (-one.comparison.score, len(one.product.description), one.product.sku))
    return [SearchHit(one.product.sku, one.comparison.score) for one in _equals_ordered(found)[:limit]]


def _equals_ordered(found: list[_Ranked]) -> list[_Ranked]:
    """Those of one fit change places among themselves: what this customer bought first, then what is sold; nothing passes an
    article that fits better."""
    equals: dict[float, list[_Ranked]] = {}
    for one in found:
        equals.setdefault(one.comparison.fit, []).append(one)
    ordered = {fit: iter(sorted(group, key=_rank_of_equal)) for fit, group in equals.items()}
    return [next(ordered[one.comparison.fit]) for one in found]


def _rank_of_equal(one: _Ranked) -> tuple[bool, bool]:
    return not one.is_bought, one.product.status is not ProductStatus.ACTIVE


def _any_of(index: TermIndex, terms: tuple[str, ...]) -> int:
    return reduce(or_, map(index.articles_with, terms), 0)


def _with_guessed_meanings(index: TermIndex, typed: TypedText) -> TypedText:
    """A misspelt word that the catalogue does not know may be a misspelt trade word ("Mutteer"). For ordering only."""
    guessed = [
        (meaning, word)
        for word in typed.words
        if not any(word == known for _, known in typed.meanings) and not index.term_count(word)
        for meaning in meanings_near(word)
    ]
    return typed._replace(meanings=(*typed.meanings, *guessed)) if guessed else typed


def _weights(index: TermIndex) -> Callable[[str], float]:
    """Rare words tell more: 0.3 for a word in every article to 3 for one in a single article of a large catalogue."""
    scale = math.log(index.articles + 2)

    def weight(word: str) -> float:
        return 0.3 + 2.7 * (1 - math.log(index.term_count(word) + 1) / scale)

    return weight


def _groups(index: TermIndex, typed: TypedText, weight: Callable[[str], float]) -> Iterator[Group]:
    for number in dict.fromkeys(typed.numbers):
        terms = tuple(term for term in _number_terms(number) if index.term_count(term))
        loose = (f"n:{number.raw}",)
        if terms or index.term_count(loose[0]):
            yield Group(terms or loose, loose, sum(map(index.term_count, terms or loose)), HARD - LOOSE)
    for term in chain_terms(typed):
        if index.term_count(term):
            yield Group((term,), (), index.term_count(term), CHAIN)
    for code in dict.fromkeys((*typed.codes, *typed.spaced)):
        if index.term_count(code):
            yield Group((code,), (), index.term_count(code), HARD)
    meanings: dict[str, str] = {}
    for meaning, word in typed.meanings:
        meanings.setdefault(word, f"{meaning.kind}:{meaning.value}")
    for word, term in meanings.items():
        if index.term_count(term) and word not in typed.words:
            yield Group((term,), (), index.term_count(term), SOFT, hard=False)
    for word in dict.fromkeys(typed.words):
        terms = _word_terms(index, word)
        points = max(1, round(max(map(weight, terms), default=0)))
        if word in meanings and index.term_count(meanings[word]):
            terms = tuple(dict.fromkeys((*terms, meanings[word])))
        if terms:
            yield Group(terms, (), sum(map(index.term_count, terms)), points, hard=False)


def _number_terms(number: Number) -> tuple[str, ...]:
    if number.dimension == BARE:
        return (f"n:{number.raw}",)
    terms = [f"{number.dimension}:{value}" for value in (number.value, *number.others)]
    if number.dimension in ("length", "diameter"):
        terms += [f"{other}:{number.value}" for other in ("length", "diameter") if other != number.dimension]
    return tuple(terms)


def _word_terms(index: TermIndex, word: str) -> tuple[str, ...]:
    """The word, or the catalogue's words that it may be a misspelling or an abbreviation of."""
    if index.term_count(word):
        return (word,)
    near = [other for other in index.words_near(near_forms(word)) if OSA.distance(word, other) <= (1 if len(word) < 6 else 2)]
    if near:
        near.sort(key=lambda other: (OSA.distance(word, other), -index.term_count(other)))
        return tuple(near[:4])
    if len(word) >= 3:
        return index.words_from(word, 4)
    return ()
