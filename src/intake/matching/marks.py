"""What tells one article from another, and which of the two a line's words mean.

In: the words of a line and two articles. Out: whether the words name something that only the one has and nothing that only the
other has. Marks are measures, codes, words with a fixed meaning and, where nothing alike stands on the other side, plain words:
flavours, shades and shapes are known to no list, but the catalogue's own words for them are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from intake.domain.master import Product
from intake.matching.evidence import alike_word, same_measure
from intake.matching.lexicon import Meaning, fit
from intake.matching.numbers import BARE, Number
from intake.matching.tokens import TypedText, parse


class _Mark(NamedTuple):
    """Exactly one of number, code, meaning, word, lacking, signed is set."""

    number: Number | None = None
    code: str = ""
    meaning: Meaning | None = None
    word: str = ""
    lacking: str = ""
    signed: str = ""
    plain: bool = False
    """Without a fixed meaning: any word, and any word with a figure behind it ("Roma 20")."""


def tells_from(words: TypedText, product: Product, other: Product, *, plain_words: bool = True) -> bool:
    """The words say something of `product` that `other` has not, nothing that only `other` has, and the two differ both ways.

    `plain_words`: whether plain marks count.
    """
    ours, theirs = _texts(product), _texts(other)
    said = [mark for mark in _marks(words) if plain_words or not mark.plain]
    here, there = [_has(ours, mark) for mark in said], [_has(theirs, mark) for mark in said]
    if not _only_first(here, there) or _only_first(there, here):
        return False
    return any(not _has(ours, mark) for text in theirs for mark in _marks(text))


def are_of_another(words: TypedText, product: Product, other: Product) -> bool:
    """The words are rather `other`'s than `product`'s, whose code stands beside them.

    They say nothing that only `product` has, and something that only `other` has ("light", "trocken" beside a code of
    "halbtrocken"), or they are all that `other` says."""
    ours, theirs = _texts(product), _texts(other)
    said = _marks(words)
    here, there = [_has(ours, mark) for mark in said], [_has(theirs, mark) for mark in said]
    if _only_first(here, there):
        return False
    if _only_first(there, here) or any(_is_whole(mark, theirs) and _is_half(mark, ours) for mark in said):
        return True
    return all(there) and any(all(_has([words], mark) for mark in _marks(text)) for text in theirs) and _lacks(words, ours)


def _lacks(words: TypedText, texts: Sequence[TypedText]) -> bool:
    """Each of the texts says something that the words do not."""
    return all(any(not _has([words], mark) for mark in _marks(text)) for text in texts)


def _only_first(first: Sequence[bool], second: Sequence[bool]) -> bool:
    return any(one and not two for one, two in zip(first, second, strict=True))


def _texts(product: Product) -> list[TypedText]:
    return [parse(text) for text in dict.fromkeys((product.description, *product.descriptions.values()))]


def _marks(text: TypedText) -> list[_Mark]:
    known = {word for _, word in text.meanings}
    return [
        *(_Mark(number=number) for number in text.numbers),
        *(_Mark(code=code) for code in dict.fromkeys((*text.codes, *text.joined))),
        *(_Mark(code=code, plain=True) for code in dict.fromkeys(text.spaced)),
        *(_Mark(meaning=meaning) for meaning in dict.fromkeys(meaning for meaning, _ in text.meanings)),
        *(_Mark(word=word, plain=True) for word in dict.fromkeys(text.words) if word not in known),
        *(_Mark(lacking=word) for word in dict.fromkeys(text.lacking)),
        *(_Mark(signed=figure) for figure in dict.fromkeys(text.signed)),
    ]


def _has(texts: Sequence[TypedText], mark: _Mark) -> bool:
    """Whether an article states the mark in any of its languages."""
    return any(_states(text, mark) for text in texts)


def _is_whole(mark: _Mark, texts: Sequence[TypedText]) -> bool:
    return bool(mark.word) and any(mark.word in text.words for text in texts)


def _is_half(mark: _Mark, texts: Sequence[TypedText]) -> bool:
    words = {word for text in texts for word in text.words}
    return mark.word not in words and any(word.endswith(mark.word) or mark.word.endswith(word) for word in words)


def _states(text: TypedText, mark: _Mark) -> bool:
    if mark.number is not None:
        number = mark.number
        if any(same_measure(number, other) for other in text.numbers):
            return True
        # The 1200 of "6PK 1200" stands in "6PK1200" as well.
        return number.dimension == BARE and any(code.endswith(number.raw) for code in (*text.codes, *text.spaced))
    if mark.code:
        return mark.code in text.codes or mark.code in text.joined or mark.code in text.spaced
    if mark.meaning is not None:
        kind, value = mark.meaning
        return any(meaning.kind == kind and fit(value, meaning.value) for meaning, _ in text.meanings)
    if mark.lacking:
        return mark.lacking in text.lacking
    if mark.signed:
        return mark.signed in text.signed
    return mark.word in text.words or mark.word in text.joined or alike_word(mark.word, text.words)[0] is not None
