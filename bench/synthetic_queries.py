"""Queries on the synthetic catalogue: an article's words as buyers write them, with what they state; codes that went wrong."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from synthetic_catalogue import COLOURS, FAMILIES, Article, article, axes_of

_GERMAN = dict(COLOURS)


@dataclass(frozen=True)
class Query:
    """`stated` are the attributes that the text says; `number` the article it was made from, None where there is none."""

    text: str
    stated: dict[str, str]
    number: int | None


def _typo(word: str, dice: random.Random) -> str:
    if len(word) < 5:
        return word
    place = dice.randrange(1, len(word) - 1)
    return dice.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place] + word[place:],
        )
    )


def _numbers_reworded(text: str, dice: random.Random) -> str:
    if dice.random() < 0.3:
        text = re.sub(r"(\d),(\d)", r"\1.\2", text)
    if dice.random() < 0.2:
        text = text.replace(" x ", "x") if " x " in text else re.sub(r"(?<=\d)x(?=\d)", " x ", text)
    if dice.random() < 0.2:
        text = re.sub(r"(\d) (mm|m|l|V|W|K|A|g|ml)\b", r"\1\2", text)
    if dice.random() < 0.1:
        text = re.sub(r"\b(\d+)0 ?mm\b", r"\1 cm", text) if not re.search(r"\d\s?x\s?\d", text) else text
    return text


def describe(made: Article, dice: random.Random) -> Query:
    """The buyer's words: name in a language, the deciding sizes, now and then the brand or series, a typing error."""
    family = made.family
    german = dice.random() < 0.5
    values = {name: (_GERMAN.get(value, value) if german else value) for name, value in made.attributes.items() if name}
    stated = {"": family.code} | {name: value for name, value in made.attributes.items() if f"{{{name}}}" in family.short}
    name = dice.choice(family.says)
    if dice.random() < 0.3:
        name = " ".join(_typo(word, dice) for word in name.split())
    parts = [name, _numbers_reworded(family.short.format(**values), dice)]
    if dice.random() < 0.6:
        parts.append(made.attributes["brand"])
        stated["brand"] = made.attributes["brand"]
    if dice.random() < 0.5:
        parts.append(made.attributes["series"])
        stated["series"] = made.attributes["series"]
    if dice.random() < 0.1:
        parts.reverse()
    text = " ".join(parts)
    if dice.random() < 0.15:
        text = text.upper() if "Gr." not in text else text
    return Query(text, stated, made.number)


def description_queries(size: int, count: int, seed: int) -> list[Query]:
    dice = random.Random(seed)
    return [describe(article(dice.randrange(size)), dice) for _ in range(count)]


def consistent(query: Query, number: int) -> bool:
    """Whether an article has everything that the query states."""
    attributes = article(number).attributes
    return all(attributes.get(name) == value for name, value in query.stated.items())


def articles_fitting(query: Query, size: int) -> int:
    """How many of `size` articles have everything that the query states: the axes it does not state count with all values."""
    family_index = next(index for index, family in enumerate(FAMILIES) if family.code == query.stated[""])
    offsets, stride = [0], 1
    for name, values in axes_of(FAMILIES[family_index]).items():
        fitting = [
            index
            for index, value in enumerate(values)
            if query.stated.get(name) in (None, value[0] if isinstance(value, tuple) else value)
        ]
        offsets = [offset + index * stride for offset in offsets for index in fitting]
        stride *= len(values)
    places = -(-(size - family_index) // len(FAMILIES))
    return sum(-(-(places - offset) // stride) for offset in offsets if offset < places)


def number_of(sku: str) -> int:
    """The article's number from its SKU."""
    code, _, digits = sku.partition("-")
    half = int(digits) - 100000
    for number in range(half * 2 // 3 - 2, half * 2 // 3 + 3):
        if number >= 0 and number * 3 // 2 == half and FAMILIES[number % len(FAMILIES)].code == code:
            return number
    raise ValueError(sku)


def wrong_digit(code: str, dice: random.Random) -> str:
    places = [place for place, sign in enumerate(code) if sign.isdigit()]
    place = dice.choice(places)
    return code[:place] + dice.choice([digit for digit in "0123456789" if digit != code[place]]) + code[place + 1 :]
