"""What earlier orders taught: a customer's words that a person confirmed, and what he bought before."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from intake.domain.base import Value


class ConfirmedArticle(Value):
    """An article as it stood when a person chose it. `descriptions` by language, `units` as base units in one of each."""

    description: str
    descriptions: dict[str, str] = {}
    base_uom: str
    gtin: str | None = None
    manufacturer: str | None = None
    manufacturer_part_number: str | None = None
    units: dict[str, Decimal] = {}


class LearnedReference(Value):
    """`customer_no` means `sku` when he writes `words` (everything that names the article on a line, folded) and orders it in
    `uom` (a unit's code or his own folded word, "" where he gives none).

    A person said so (`actor`, `at`, ISO 8601) of a line of an order that was pushed: `said` is how that line read, `order_id`
    and `line_number` where it stands. `article` is what the person chose; once that reads otherwise the reference no longer
    counts. Taken back by deleting it.
    """

    customer_no: str
    words: str
    uom: str = ""
    sku: str
    said: str = ""
    article: ConfirmedArticle
    actor: str
    at: str
    order_id: str = ""
    line_number: str = ""


class KeptReference(Value):
    """A learned reference under the number by which people name it."""

    reference_id: int
    learned: LearnedReference


class Experience(Protocol):
    """What the store knows from before. Quantities are in base units, one for each earlier pushed order, oldest first;
    `usual_quantities` are the last ones that any customer ordered."""

    def learned(self, customer_no: str, words: str, uom: str) -> tuple[LearnedReference, ...]:
        """What was confirmed for these words in this unit, the latest first; several where people chose different articles."""

    def quantities(self, customer_no: str, sku: str) -> tuple[Decimal, ...]: ...
    def usual_quantities(self, sku: str) -> tuple[Decimal, ...]: ...
    def bought_articles(self, customer_no: str) -> tuple[str, ...]:
        """The SKUs that this customer ordered before, the latest first; of very many, the latest ones."""


class NoExperience:
    """The first day: nothing was confirmed and nothing bought."""

    def learned(self, customer_no: str, words: str, uom: str) -> tuple[LearnedReference, ...]:
        return ()

    def quantities(self, customer_no: str, sku: str) -> tuple[Decimal, ...]:
        return ()

    def usual_quantities(self, sku: str) -> tuple[Decimal, ...]:
        return ()

    def bought_articles(self, customer_no: str) -> tuple[str, ...]:
        return ()
