"""The codes of a customer's words (A2, S1P, E27) against those of an article's: equal or not, never similar.

Codes that are made alike are values of one thing, and two such values contradict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.domain.matched import EvidenceKind
from intake.matching.lexicon import short_words
from intake.matching.tally import Tally, Weight
from intake.matching.tokens import TypedText

_CODE_FAMILY = re.compile(r"^(?:([a-z]+)|[0-9.,]+([a-z]+)$)")
_LETTER_AND_MEASURE = re.compile(r"[a-z]\d{1,4}[a-z]")
"""The "b16a" of a circuit breaker is the "b16" of another record."""


def pair_codes(said: TypedText, ours: TypedText, tally: Tally, weight: Weight) -> None:
    theirs = {*ours.codes, *ours.joined, *ours.spaced}
    free = [code for code in ours.codes if code not in said.codes and code not in said.joined and code not in said.spaced]
    _contradict_spaced(said, ours, free, tally)
    for code in dict.fromkeys(said.codes):
        if code in theirs or (_LETTER_AND_MEASURE.fullmatch(code) and code[:-1] in theirs):
            tally.agree(EvidenceKind.NUMBER, code, code, max(2.0, weight(code)))
            continue
        if any(code in joined and joined in theirs for joined in said.joined):
            continue
        tally.miss(2.0)
        opposite = next((other for other in free if _are_values_of_one(code, other)), None)
        if opposite is not None:
            free.remove(opposite)
            tally.contradict(EvidenceKind.NUMBER, code, opposite)


def _contradict_spaced(said: TypedText, ours: TypedText, free: list[str], tally: Tally) -> None:
    """ "R 16" is another rim than "R15", "Cat 6A" another cable than "Cat.6": codes of the same letters, one with a blank.

    Of two with a blank the bare figures decide, unless one ends in a letter."""
    unsaid = [code for code in ours.spaced if code not in said.spaced and code not in said.codes]
    for code in said.spaced:
        if code in ours.spaced or code in ours.codes:
            if code not in ours.spaced:
                tally.agree(EvidenceKind.NUMBER, code, code, 2.0)
            continue
        opposite = _of_family(code, free)
        if opposite is None:
            lettered = [other for other in unsaid if code[-1].isalpha() or other[-1].isalpha() or _another_letter(code, other)]
            opposite = next((other for other in lettered if _are_one_kind(code, other)), None)
        if opposite is not None:
            tally.contradict(EvidenceKind.NUMBER, code, opposite)
            (free if opposite in free else unsaid).remove(opposite)
    for code in said.codes:
        if code not in ours.codes and code not in ours.spaced and (opposite := _of_family(code, unsaid)) is not None:
            tally.contradict(EvidenceKind.NUMBER, code, opposite)


def _another_letter(code: str, other: str) -> bool:
    """ "T 2A" is slow, "F 2A" is fast: one letter before the same figure."""
    return code[0] != other[0] and code[1:] == other[1:] and code[0].isalpha() and other[0].isalpha() and code[1:].isdigit()


def _are_one_kind(code: str, other: str) -> bool:
    return _family(code) == _family(other) or _another_letter(code, other)


def _of_family(code: str, others: Sequence[str]) -> str | None:
    return next((other for other in others if _family(other) == _family(code)), None)


def _are_values_of_one(code: str, other: str) -> bool:
    """A2 and A4, S1P and S3, 1P and 3P share their letters; C13 and D10, EP1 and LX2 are made alike of letters and a figure."""
    family = _family(code)
    return family == _family(other) or (not family.startswith("9") and _shape(code) == _shape(other))


def _shape(code: str) -> str:
    """Letters one by one, a figure whatever its length.

    >>> _shape("c13"), _shape("b6"), _shape("lx2")
    ('a9', 'a9', 'aa9')
    """
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d+", "9", code))


def _family(code: str) -> str:
    """The letters that a code begins with, or that end it, or that stand among its figures.

    >>> _family("s1p"), _family("16a"), _family("5w30"), _family("6pk1200")
    ('s', '#a', '9w9', '9pk9')
    """
    found = _CODE_FAMILY.match(code)
    if found is None:
        return re.sub(r"\d+", "9", code)
    return found[1] or f"#{found[2]}"


def contradict_short(said: TypedText, ours: TypedText, tally: Tally) -> None:
    """ "P80" and "K80" are a grit of 80, "T25" is a Torx of 25, where the other side says grit or Torx."""
    for one, other in ((said, ours), (ours, said)):
        for number in other.numbers:
            letters = short_words().get(number.dimension, frozenset())
            short = [code for code in one.codes if code[:1] in letters and code[1:].isdigit()]
            if short and not any(mine.dimension == number.dimension for mine in one.numbers):
                if any(code[1:] == number.raw for code in short):
                    continue
                facts = (short[0], number.said) if one is said else (number.said, short[0])
                tally.contradict(EvidenceKind.DIMENSION, *facts)


def contradict_behind(said: TypedText, ours: TypedText, tally: Tally) -> None:
    """ "94H SL" is no "94H XL": a letter size of the one side, and other letters behind the same token of the other."""
    for before, letters in said.behind:
        for other, theirs in ours.behind:
            is_size, is_theirs = _has_size(said, letters), _has_size(ours, theirs)
            if before == other and is_size is not is_theirs and not _has_size(said, theirs) and not _has_size(ours, letters):
                tally.contradict(EvidenceKind.NUMBER, letters, theirs)


def _has_size(text: TypedText, letters: str) -> bool:
    return any(number.dimension == "size" and number.value == letters for number in text.numbers)
