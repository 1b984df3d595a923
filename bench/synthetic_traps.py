"""Order lines on the synthetic catalogue whose code is right, distorted, or wrong by a digit, beside the words that are meant."""

from __future__ import annotations

import random
from collections import Counter

from synthetic_catalogue import FAMILIES, Article, article, product_of
from synthetic_queries import consistent, describe, wrong_digit

from intake.domain.catalogue import MasterData
from intake.domain.orders import ExtractedLine
from intake.matching.article import Seeker, find_article

KINDS = (
    *("right", "wrong digit", "wrong digit alone", "wrong digit, few words", "wrong digit in the words"),
    *("words alone", "right code, other size"),
)
CODES = ("sku", "gtin", "manufacturer_part_number", "customer_part_number")
NOBODY = ""
"""What is meant where code and words mean two different articles: whatever is accepted is wrong."""


def trap_line(dice: random.Random, size: int) -> tuple[str, str, ExtractedLine]:
    """(kind of trap, the SKU that is meant, the line)."""
    meant = article(dice.randrange(size))
    product = product_of(meant.number)
    field = dice.choice(CODES)
    said = product.sku if field == "customer_part_number" else getattr(product, field)
    kind = dice.choice(KINDS)
    if kind == "right code, other size":
        return kind, NOBODY, ExtractedLine(description=_other_words(meant, size, dice), **{field: said})
    said = said.replace("-", dice.choice([" ", "-", ""])) if kind == "right" else wrong_digit(said, dice)
    words = describe(meant, dice).text
    if kind == "words alone":
        return kind, product.sku, ExtractedLine(description=words)
    if kind == "wrong digit in the words":
        return kind, product.sku, ExtractedLine(description=f"{said} {words}")
    if kind == "wrong digit, few words":
        words = " ".join(word for word in words.split() if dice.random() < 0.5)
    return kind, product.sku, ExtractedLine(description=None if kind == "wrong digit alone" else words or None, **{field: said})


def _other_words(meant: Article, size: int, dice: random.Random) -> str:
    """The words of an article of the same family that differs in something they say."""
    while True:
        number = meant.number + dice.choice((1, -1)) * dice.randint(1, 200) * len(FAMILIES)
        query = describe(article(number), dice) if 0 <= number < size else None
        if query is not None and not consistent(query, meant.number):
            return query.text


def run_traps(
    master: MasterData, count: int, seed: int, size: int
) -> tuple[Counter[tuple[str, str]], list[tuple[ExtractedLine, str, str]]]:
    """How each kind of trap ended (held, right, wrong), and the wrong ones: line, what was accepted, what was meant."""
    dice = random.Random(seed)
    seek = Seeker(master, "C1", proposes=False)
    outcome: Counter[tuple[str, str]] = Counter()
    wrong = []
    for _ in range(count):
        kind, meant, line = trap_line(dice, size)
        product = find_article(line, "lines[0]", seek).product
        ended = "held" if product is None else "right" if product.sku == meant else "wrong"
        outcome[kind, ended] += 1
        if product is not None and ended == "wrong":
            wrong.append((line, product.sku, meant))
    return outcome, wrong
