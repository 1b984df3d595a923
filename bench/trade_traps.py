"""Order lines on articles of other trades: right ones, and such that name one article by code and another in words.

The articles are all combinations of each family's values (`other_trades.toml`), numbered densely. Nothing here knows how matching
works.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import product as combinations
from pathlib import Path
from typing import NamedTuple

from synthetic_catalogue import SyntheticMaster
from synthetic_queries import wrong_digit

from intake.domain.catalogue import MasterData
from intake.domain.master import CrossReference, Product, ProductUnit
from intake.domain.orders import ExtractedLine
from intake.matching.article import Seeker, find_article

KINDS = ("right", "one value differs", "wrong digit", "wrong digit, few words", "wrong digit alone")
NOBODY = ""
_TABLE = tomllib.loads(Path(__file__).with_name("other_trades.toml").read_text(encoding="utf-8"))


class Made(NamedTuple):
    """`values` holds an axis → the index of its value."""

    number: int
    family: int
    values: dict[str, int]

    @property
    def sku(self) -> str:
        return f"{10_000 + self.number}"


def _axes(family: int) -> dict[str, list[list[str]]]:
    """Each axis → its values, each in all wordings."""
    row = _TABLE["families"][family]
    wordings = 1 + len(row["said"])
    spread = {name: [value.split("|") for value in values] for name, values in row.items() if name not in ("ours", "said")}
    return {name: [value * wordings if len(value) == 1 else value for value in values] for name, values in spread.items()}


AXES = [_axes(family) for family in range(len(_TABLE["families"]))]


def _all() -> Iterator[Made]:
    number = 0
    for family, axes in enumerate(AXES):
        for indexes in combinations(*(range(len(values)) for values in axes.values())):
            yield Made(number, family, dict(zip(axes, indexes, strict=True)))
            number += 1


ARTICLES = list(_all())
BY_VALUES = {(made.family, tuple(made.values.items())): made for made in ARTICLES}


def words_of(family: int, values: dict[str, int], wording: int) -> str:
    """`wording` 0 is ours, the others are buyers'."""
    row = _TABLE["families"][family]
    text = row["ours"] if wording == 0 else row["said"][wording - 1]
    return str(text.format(**{name: AXES[family][name][index][wording] for name, index in values.items()}))


def _stated(family: int, wording: int) -> list[str]:
    """The axes that a wording tells, each value by another word."""
    row = _TABLE["families"][family]
    text = row["ours"] if wording == 0 else row["said"][wording - 1]
    told = [(name, {value[wording] for value in values}) for name, values in AXES[family].items() if f"{{{name}}}" in text]
    return [name for name, words in told if len(words) == len(AXES[family][name])]


class TradesMaster(SyntheticMaster):
    """A `MasterSource` of all the articles."""

    def __init__(self) -> None:
        super().__init__(0, "trades")

    def products(self) -> Iterator[Product]:
        return (Product(sku=made.sku, description=words_of(made.family, made.values, 0), base_uom="EA") for made in ARTICLES)

    def product_units(self) -> Iterator[ProductUnit]:
        return iter(())

    def cross_references(self) -> Iterator[CrossReference]:
        return (CrossReference(customer_no="C1", customer_part_number=f"MAT{700_000 + made.number}", sku=made.sku)
                for made in ARTICLES[::2])  # fmt: skip


def trap_line(dice: random.Random) -> tuple[str, str, ExtractedLine]:
    """(kind of trap, the SKU that is meant, the line)."""
    made = dice.choice(ARTICLES)
    kind = dice.choice(KINDS)
    wording = dice.randrange(1 + len(_TABLE["families"][made.family]["said"]))
    field = "sku" if made.number % 2 or dice.random() < 0.5 else "customer_part_number"
    code = made.sku if field == "sku" else f"MAT{700_000 + made.number}"
    if kind == "right":
        return kind, made.sku, ExtractedLine(description=words_of(made.family, made.values, wording), **{field: code})
    if kind == "one value differs":
        name = dice.choice(_stated(made.family, wording))
        others = [index for index in range(len(AXES[made.family][name])) if index != made.values[name]]
        words = words_of(made.family, made.values | {name: dice.choice(others)}, wording)
        return kind, NOBODY, ExtractedLine(description=words, **{field: code})
    words = words_of(made.family, made.values, wording)
    if kind == "wrong digit, few words":
        words = " ".join(word for word in words.split() if dice.random() < 0.5)
    if kind == "wrong digit alone":
        words = ""
    return kind, made.sku, ExtractedLine(description=words or None, **{field: wrong_digit(code, dice)})


def run_trade_traps(
    master: MasterData, count: int, seed: int
) -> tuple[Counter[tuple[str, str]], list[tuple[str, ExtractedLine, str, str]]]:
    """How each kind ended (right, held, wrong), and the wrong ones: kind, line, what was accepted, what was meant."""
    dice = random.Random(seed)
    seek = Seeker(master, "C1", proposes=False)
    outcome: Counter[tuple[str, str]] = Counter()
    wrong = []
    for _ in range(count):
        kind, meant, line = trap_line(dice)
        product = find_article(line, "lines[0]", seek).product
        ended = "held" if product is None else "right" if product.sku == meant else "wrong"
        outcome[kind, ended] += 1
        if product is not None and ended == "wrong":
            wrong.append((kind, line, product.description, meant))
    return outcome, wrong
