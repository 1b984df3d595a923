"""The terms under which an article is found: those of all its descriptions, and its maker's name.

In: an article. Out: its terms, each once. They are made again from the stored article wherever they are needed.
"""

from __future__ import annotations

from functools import lru_cache

from intake.domain.master import Product
from intake.matching.text import fold_words
from intake.matching.tokens import terms_in

Texts = tuple[str, ...]
"""The maker ("" where none is known), then the descriptions."""


def texts_of(product: Product) -> Texts:
    return (product.manufacturer or "", *dict.fromkeys((product.description, *product.descriptions.values())))


def terms_of_texts(texts: Texts) -> list[str]:
    maker, *descriptions = texts
    terms: dict[str, None] = {}
    for description in descriptions:
        terms.update(dict.fromkeys(terms_in(description)))
    terms.update(dict.fromkeys(brand_words(maker)))
    return list(terms)


def terms_of(product: Product) -> list[str]:
    return terms_of_texts(texts_of(product))


@lru_cache(maxsize=10_000)
def brand_words(manufacturer: str) -> tuple[str, ...]:
    return tuple(word for word in fold_words(manufacturer).split() if word.isalpha() and len(word) > 2)
