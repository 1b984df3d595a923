"""What earlier orders taught: a customer's words that a person confirmed, and what he bought before."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from intake.domain.base import Value


class LearnedReference(Value):
    """`customer_no` means `sku` when he writes `words` (folded as by matching's `words_key`).

    A person confirmed it (`actor`, `at`, ISO 8601) while the article read `article_words`; once the article reads otherwise it
    no longer counts. Taken back by deleting it.
    """

    customer_no: str
    words: str
    sku: str
    article_words: str
    actor: str
    at: str


class Experience(Protocol):
    """What the store knows from before. Quantities are in base units, one for each earlier pushed order, oldest first;
    `usual_quantities` are the last ones that any customer ordered."""

    def learned(self, customer_no: str, words: str) -> LearnedReference | None: ...
    def quantities(self, customer_no: str, sku: str) -> tuple[Decimal, ...]: ...
    def usual_quantities(self, sku: str) -> tuple[Decimal, ...]: ...


class NoExperience:
    """The first day: nothing was confirmed and nothing bought."""

    def learned(self, customer_no: str, words: str) -> LearnedReference | None:
        return None

    def quantities(self, customer_no: str, sku: str) -> tuple[Decimal, ...]:
        return ()

    def usual_quantities(self, sku: str) -> tuple[Decimal, ...]:
        return ()
