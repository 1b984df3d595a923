"""The description search: a text → articles, best first. Candidates by their terms, from all that is asked to less of it, then
ordered by the typed rule of `evidence.py`.

In: an index that counts terms and answers boolean term queries. Out: (sku, score). A score orders; it accepts nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple, Protocol

from rapidfuzz.distance import OSA

from intake.domain.catalogue import SearchHit
from intake.domain.master import Product
from intake.matching.article_words import compare_article
from intake.matching.lexicon import meanings_near
from intake.matching.near_forms import near_forms
from intake.matching.tokens import BARE, Number, TypedText, parse

WANTED = 12
"""So many candidates are enough: the next, looser query is not asked."""
PER_QUERY = 60
MAX_CANDIDATES = 100
MAX_GROUPS = 9
RARE = 2_000
"""A term in fewer articles is worth asking alone."""


class TermIndex(Protocol):
    @property
    def articles(self) -> int: ...
    def term_count(self, term: str) -> int: ...
    def articles_with(self, query: str, limit: int) -> list[int]: ...
    def words_near(self, forms: frozenset[str]) -> tuple[str, ...]: ...
    def words_from(self, prefix: str, limit: int) -> tuple[str, ...]: ...
    def product_by_id(self, number: int) -> Product | None: ...


class Group(NamedTuple):
    """One thing the text asks: any of `terms` answers it. `loose` answers it less exactly, `articles` is how many do."""

    terms: tuple[str, ...]
    loose: tuple[str, ...]
    articles: int
    hard: bool


def find_articles(index: TermIndex, text: str, limit: int) -> list[SearchHit]:
    typed = _with_guessed_meanings(index, parse(text))
    groups = sorted(_groups(index, typed), key=lambda group: (not group.hard, group.articles))[:MAX_GROUPS]
    found: dict[int, None] = {}
    for query in _queries(groups):
        found.update(dict.fromkeys(index.articles_with(query, PER_QUERY)))
        if len(found) >= WANTED:
            break
    weight = _weights(index)
    hits: list[SearchHit] = []
    for number in list(found)[:MAX_CANDIDATES]:
        product = index.product_by_id(number)
        if product is not None:
            hits.append(SearchHit(product.sku, compare_article(typed, product, weight).score))
    hits.sort(key=lambda hit: (-hit.score, hit.sku))
    return hits[:limit]


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


def _groups(index: TermIndex, typed: TypedText) -> Iterator[Group]:
    for number in dict.fromkeys(typed.numbers):
        terms = tuple(term for term in _number_terms(number) if index.term_count(term))
        loose = tuple(dict.fromkeys((*terms, f"n:{number.raw}")))
        if terms or index.term_count(loose[-1]):
            yield Group(terms or loose, loose, sum(map(index.term_count, terms or loose)), hard=True)
    for code in dict.fromkeys(typed.codes):
        if index.term_count(code):
            yield Group((code,), (code,), index.term_count(code), hard=True)
    meanings: dict[str, str] = {}
    for meaning, word in typed.meanings:
        meanings.setdefault(word, f"{meaning.kind}:{meaning.value}")
    for word, term in meanings.items():
        if index.term_count(term) and word not in typed.words:
            yield Group((term,), (term,), index.term_count(term), hard=False)
    for word in dict.fromkeys(typed.words):
        terms = _word_terms(index, word)
        if word in meanings and index.term_count(meanings[word]):
            terms = tuple(dict.fromkeys((*terms, meanings[word])))
        if terms:
            yield Group(terms, terms, sum(map(index.term_count, terms)), hard=False)


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


def _queries(groups: list[Group]) -> Iterator[str]:
    """From everything asked at once to ever fewer things, the words given up before the figures."""
    hard = [group for group in groups if group.hard]
    soft = [group for group in groups if not group.hard]
    if not groups:
        return
    asked: set[str] = set()
    for chosen in _selections(hard, soft):
        for loose in (False, True):
            query = " AND ".join(
                _any_of(group.loose if loose else group.terms) for group in sorted(chosen, key=lambda g: g.articles)
            )
            if query and query not in asked:
                asked.add(query)
                yield query


def _selections(hard: list[Group], soft: list[Group]) -> Iterator[list[Group]]:
    yield [*hard, *soft]
    for group in sorted(soft, key=lambda item: -item.articles):
        yield [*hard, *(other for other in soft if other is not group)]
    if hard and soft:
        rarest = min(soft, key=lambda item: item.articles)
        yield [*hard, rarest]
        yield hard
        for left_out in hard:
            yield [*(group for group in hard if group is not left_out), *soft]
        for left_out in hard:
            yield [*(group for group in hard if group is not left_out), rarest]
    everything = sorted([*hard, *soft], key=lambda item: item.articles)
    for pair in combinations(everything[:5], 2):
        yield list(pair)
    for group in everything[:4]:
        if group.articles <= RARE:
            yield [group]
    yield everything[:1]


def _any_of(terms: tuple[str, ...]) -> str:
    quoted = ['"' + term.replace('"', '""') + '"' for term in terms]
    return quoted[0] if len(quoted) == 1 else "(" + " OR ".join(quoted) + ")"
