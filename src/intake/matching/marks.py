"""What tells one article from another, and which of the two a line's words mean.

In: the words of a line and two articles. Out: whether the words name something that only the one has and nothing that only the
other has. Marks are measures, codes, words with a fixed meaning and, where nothing alike stands on the other side, plain words:
flavours, shades and shapes are known to no list, but the catalogue's own words for them are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from intake.domain.master import Product
from intake.matching.evidence import alike_word
from intake.matching.lexicon import Meaning, fit, little_words, meanings_of
from intake.matching.number_pairs import same_measure
from intake.matching.numbers import BARE, Number
from intake.matching.tokens import TypedText, parse

_ONE_THING = 2
"""So many words may name one thing ("long grain")."""
_LONGEST_LITTLE = 2
_NOUNS = frozenset(("kind", "material", "fitting", "animal", "flavour", "sugar"))
"""Meanings that name a thing, and not how it is."""


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
    here, there = [_has_exactly(ours, mark) for mark in said], [_has_exactly(theirs, mark) for mark in said]
    if not _only_first(here, there) or _only_first(there, here):
        return False
    return any(not _has(ours, mark) or _is_narrower(mark, ours) for text in theirs for mark in _marks(text))


def _has_exactly(texts: Sequence[TypedText], mark: _Mark) -> bool:
    """ "Wood stain oak" does not have "walnut", though "walnut" fits its "wood"."""
    if mark.meaning is None or not _has(texts, mark):
        return _has(texts, mark)
    kind, value = mark.meaning
    stated = [meaning.value for text in texts for meaning, _ in text.meanings if meaning.kind == kind]
    return value in stated or all(fit(value, other) for other in stated)


def _is_narrower(mark: _Mark, ours: Sequence[TypedText]) -> bool:
    """ "Oak" where ours says "wood": it fits, and says more."""
    return mark.meaning is not None and all(mark.meaning != meaning for text in ours for meaning, _ in text.meanings)


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
    if _is_plainer(words, product, other):
        return True
    return all(there) and any(all(_has([words], mark) for mark in _marks(text)) for text in theirs) and _lacks(words, ours)


def _is_plainer(words: TypedText, product: Product, other: Product) -> bool:
    """`other` says less than the product, which is of some special kind, and of that the words say nothing: "beer Pils" beside a
    code of the one without alcohol."""
    pairs = [(parse(ours), parse(theirs)) for ours, theirs in _in_same_languages(product, other)]
    return all(_says_more(ours, theirs, words) for ours, theirs in pairs)


def _says_more(ours: TypedText, theirs: TypedText, words: TypedText) -> bool:
    more = [mark for mark in _marks(ours) if not _states(theirs, mark)]
    if not 0 < len(more) <= _ONE_THING or not all(mark.meaning or mark.word for mark in more):
        return False
    return all(_states(ours, mark) for mark in _marks(theirs)) and not any(_states(words, mark) for mark in more)


def leaves_open(words: TypedText, product: Product, other: Product) -> bool:
    """The two differ in one thing, in no language do the words say which of them is meant, and they have a word more that may be
    another name for it: "sens travers" beside a code of the "Schmalbahn", where the "Breitbahn" is an article as well."""
    strange = [mark for mark in _strange(words, product) if not _has(_texts(other), mark)]
    if not strange:
        return False
    pairs = [(parse(ours), parse(theirs)) for ours, theirs in _in_same_languages(product, other) if ours != theirs]
    if not pairs or _is_name(pairs):
        return False
    return all(_differ_unsaid(words, ours, theirs, strange) for ours, theirs in pairs)


def has_strange(words: TypedText, product: Product) -> bool:
    """Whether the words have one that the article has in none of its languages."""
    return bool(_strange(words, product))


def _strange(words: TypedText, product: Product) -> list[_Mark]:
    ours = _texts(product)
    return [mark for mark in _marks(words) if _names(mark) and not _has(ours, mark)]


def _in_same_languages(product: Product, other: Product) -> list[tuple[str, str]]:
    shared = product.descriptions.keys() & other.descriptions.keys()
    return [(product.description, other.description), *((product.descriptions[key], other.descriptions[key]) for key in shared)]


def _differ_unsaid(words: TypedText, ours: TypedText, theirs: TypedText, strange: Sequence[_Mark]) -> bool:
    """One or two marks on each side, words and codes against each other, none of which the words say; and more strange words than
    what both have in common can account for. Where ours only says less, two more."""
    here = [mark for mark in _marks(ours) if not _states(theirs, mark)]
    there = [mark for mark in _marks(theirs) if not _states(ours, mark) or _is_compound_of(ours, mark)]
    if len(here) > _ONE_THING or not 0 < len(there) <= _ONE_THING:
        return False
    if not any(mark.code for mark in strange) and any(map(_has_figure, (*here, *there))):
        return False
    if any(_states(words, mark) for mark in (*here, *there)):
        return False
    common = [mark for mark in _marks(ours) if mark not in here and _is_noun(mark)]
    unsaid = [mark for mark in _marks(ours) if _names(mark) and mark not in here and not _states(words, mark)]
    return bool(common) and len(strange) >= len(unsaid) + (0 if here else _ONE_THING)


def _is_compound_of(text: TypedText, mark: _Mark) -> bool:
    """ "Weinessig" is a kind of the text's "Essig"."""
    heads = [word for word in text.words if len(word) > _LONGEST_LITTLE]
    return bool(mark.word) and mark.word not in text.words and any(mark.word.endswith(head) for head in heads)


def _has_figure(mark: _Mark) -> bool:
    """No word stands for a figure."""
    return mark.number is not None or any(sign.isdigit() for sign in mark.code)


def _is_noun(mark: _Mark) -> bool:
    """A name that two articles of one family share; a compound like "Druckpapier" counts as its material."""
    return bool(mark.word) or (mark.meaning is not None and mark.meaning.kind in _NOUNS)


def _is_kind(mark: _Mark) -> bool:
    return mark.meaning is not None and mark.meaning.kind == "kind"


def _is_name(pairs: Sequence[tuple[TypedText, TypedText]]) -> bool:
    """What tells the two apart is written alike in all languages: a make or series, which no buyer translates."""
    differing = [{mark.word for mark in _marks(ours) if not _states(theirs, mark)} for ours, theirs in pairs]
    return len(pairs) > 1 and bool(differing[0]) and all(words == differing[0] for words in differing)


def _names(mark: _Mark) -> bool:
    """Whether a mark may be another name for a value. Little words join others, and name nothing."""
    if mark.word:
        return len(mark.word) > _LONGEST_LITTLE and mark.word not in little_words()
    return bool(mark.code or mark.meaning or mark.lacking) and not _is_kind(mark)


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
    return bool(mark.word) and any(mark.word in text.words and not _in_joined(mark.word, text) for text in texts)


def _in_joined(word: str, text: TypedText) -> bool:
    return any(joined != word and (joined.startswith(word) or joined.endswith(word)) for joined in text.joined)


def _is_half(mark: _Mark, texts: Sequence[TypedText]) -> bool:
    """The "DIMM" of "SO-DIMM", the "light" of "lightgrey"."""
    if bool(mark.word) and any(_in_joined(mark.word, text) for text in texts):
        return True
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
        return any(word == mark.lacking or set(meanings_of(word)) & set(meanings_of(mark.lacking)) for word in text.lacking)
    if mark.signed:
        return mark.signed in text.signed
    return mark.word in text.words or mark.word in text.joined or alike_word(mark.word, text.words)[0] is not None
