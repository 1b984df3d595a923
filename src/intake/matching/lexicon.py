"""The word lists of matching, loaded once: units behind numbers, words before numbers, words whose contradiction forbids a match.

In: the TOML files of `words/`. Out: look-up tables keyed by folded words (lower case, no accents). No text is parsed here.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from intake.matching.near_forms import near_forms


class UnitWord(NamedTuple):
    """`factor` canonical units of `dimension` make one; `imperial` figures are rounded against metric ones."""

    dimension: str
    factor: float
    imperial: bool


class Meaning(NamedTuple):
    """What a word says within a class: ("colour", "red")."""

    kind: str
    value: str


@cache
def load_words(name: str) -> dict[str, Any]:
    return tomllib.loads((files("intake.matching") / "words" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def unit_words() -> dict[str, UnitWord]:
    found: dict[str, UnitWord] = {}
    for dimension, units in load_words("units").items():
        for unit in units.values():
            for word in unit["words"]:
                found.setdefault(word, UnitWord(dimension, float(unit["factor"]), bool(unit.get("imperial"))))
    return found


_NO_DIMENSIONS = ("glued", "lacking", "short", "little")


@cache
def prefix_words() -> dict[str, str]:
    lists = load_words("prefixes")
    return {word: dimension for dimension, words in lists.items() if dimension not in _NO_DIMENSIONS for word in words}


@cache
def glued_prefixes() -> frozenset[str]:
    """Prefixes that need no blank before their number ("DN15"); the others do ("à 100", but "A2" is a steel)."""
    return frozenset(load_words("prefixes")["glued"])


@cache
def short_words() -> dict[str, frozenset[str]]:
    """A dimension → the letters that may stand for its word before a figure ("P80" is a grit)."""
    return {dimension: frozenset(letters) for dimension, letters in load_words("prefixes")["short"].items()}


@cache
def denying_words() -> frozenset[str]:
    """Words that deny the word behind them ("ohne Deckel")."""
    return frozenset(load_words("prefixes")["lacking"])


@cache
def little_words() -> frozenset[str]:
    """Words that join others, and name nothing ("mit", "pour")."""
    return frozenset(load_words("prefixes")["little"])


@cache
def same_standards() -> dict[str, str]:
    """A standard's number → the number that stands for all that name the same article."""
    return {number: row[0] for row in load_words("standards")["same"] for number in row}


@cache
def _classes() -> tuple[dict[str, tuple[Meaning, ...]], dict[str, tuple[Meaning, ...]], dict[str, Meaning]]:
    exact: dict[str, tuple[Meaning, ...]] = {}
    stems: dict[str, tuple[Meaning, ...]] = {}
    phrases: dict[str, Meaning] = {}
    for kind, meanings in load_words("classes").items():
        if kind in ("compatible", "coded", "tints"):
            continue
        for value, words in meanings.items():
            meaning = Meaning(kind, value)
            for word in words:
                if " " in word or "-" in word:
                    phrases[word] = meaning
                elif word.endswith("*"):
                    stems[word[:-1]] = (*stems.get(word[:-1], ()), meaning)
                elif meaning not in exact.get(word, ()):
                    exact[word] = (*exact.get(word, ()), meaning)
    return exact, stems, phrases


def phrase_meanings() -> dict[str, Meaning]:
    """Meanings that take several words ("stainless steel")."""
    return _classes()[2]


@cache
def _compatible() -> dict[str, frozenset[str]]:
    pairs: dict[str, set[str]] = {}
    for wide, narrow in load_words("classes")["compatible"].items():
        for value in narrow:
            pairs.setdefault(wide, {wide}).add(value)
            pairs.setdefault(value, {value}).add(wide)
    return {value: frozenset(others) for value, others in pairs.items()}


def fit(one: str, other: str) -> bool:
    """Whether two meanings of one class can be said of the same article ("steel" and "stainless")."""
    return one == other or other in _compatible().get(one, frozenset())


@cache
def _coded() -> frozenset[str]:
    return frozenset(load_words("classes")["coded"]["classes"])


def code_meanings(code: str) -> tuple[Meaning, ...]:
    """What a token of letters and digits says in a class that such tokens belong to ("e27" is a lamp's cap, "f7" a filter)."""
    return tuple(meaning for meaning in _classes()[0].get(code, ()) if meaning.kind in _coded())


MIN_COMPOUND = 5
"""A part of a compound word ("edelstahlblech") shorter than this is chance."""


MAX_COMPOUND = 40
"""No trade's word is longer; what is, is noise."""


@lru_cache(maxsize=200_000)
def meanings_of(word: str) -> tuple[Meaning, ...]:
    """What a folded word says in any class. Germanic compounds say what their parts say for material and colour.

    >>> meanings_of("edelstahlblech")
    (Meaning(kind='material', value='stainless'),)
    """
    exact, stems, _ = _classes()
    if word in exact:
        return exact[word]
    for end in range(len(word), 2, -1):
        if word[:end] in stems:
            return stems[word[:end]]
    found: list[Meaning] = []
    if len(word) > MAX_COMPOUND:
        return ()
    for start in range(len(word)):
        for end in range(len(word), start + MIN_COMPOUND - 1, -1):
            if start == 0 or end == len(word):
                part = exact.get(word[start:end], ())
                found += [meaning for meaning in part if meaning.kind in ("material", "colour") and meaning not in found]
    found += [meaning for meaning in _tint(word) if meaning not in found]
    return tuple(_narrowest(found))


def is_compound(word: str) -> bool:
    """Whether a word means something by a part of it alone: "edelstahlschrauben" are screws, whatever else is said of them."""
    exact, stems, _ = _classes()
    return word not in exact and not any(word[:end] in stems for end in range(3, len(word) + 1)) and bool(meanings_of(word))


def _tint(word: str) -> tuple[Meaning, ...]:
    """The colour that a compound ends in where the part is short: "eisblau", "tannengrun"."""
    tints = load_words("classes")["tints"]
    if word in tints["none"]:
        return ()
    ending = next((end for end in tints["endings"] if word.endswith(end) and len(word) >= len(end) + 2), None)
    return tuple(meaning for meaning in _classes()[0][ending] if meaning.kind == "colour") if ending else ()


def _narrowest(found: list[Meaning]) -> list[Meaning]:
    """ "Edelstahl" ends in "stahl", but says more: the wider of two compatible meanings drops out."""
    values = {meaning.value for meaning in found}
    wide = load_words("classes")["compatible"]
    return [meaning for meaning in found if not values & set(wide.get(meaning.value, ()))]


@cache
def _near() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word in _classes()[0]:
        if len(word) >= MIN_COMPOUND:
            for form in near_forms(word):
                found.setdefault(form, set()).add(word)
    return {form: frozenset(words) for form, words in found.items()}


@lru_cache(maxsize=20_000)
def meanings_near(word: str) -> tuple[Meaning, ...]:
    """What a misspelt word probably says: a guess, for ordering proposals, never for or against an article."""
    if len(word) < MIN_COMPOUND:
        return ()
    near = {other for form in near_forms(word) for other in _near().get(form, ())}
    closest = min(near, key=lambda other: (OSA.distance(word, other), other), default=None)
    return meanings_of(closest) if closest is not None and OSA.distance(word, closest) <= 2 else ()
