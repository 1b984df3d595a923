"""The ink as a third reading: in come a page's words after two readings were compared, and what their ink says; out go the same
words, settled where the ink bears one of the readings out, and doubted where it contradicts them.

Two readings by one recogniser share its habits: both see a point where no ink is, both take a 7 for a 1. The page's own signs
know nothing of them. What they alone say is not believed, but neither is what they contradict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from intake.documents.ocr_agreement import DOUBTED, SETTLED, Beside, has_digit
from intake.documents.ocr_letters import without_accents
from intake.documents.ocr_likeness import Likeness
from intake.documents.ocr_strokes import STROKES
from intake.domain.documents import Word

_MARKS = ".,:;"
_LITRE_OR_ONE = ("l", "1")
_IN_PARTS = frozenset("\"'%°“”„½¼¾÷=")
"""What is drawn in several strokes, or too small to be told."""
_DRAWN_ALIKE = str.maketrans("lIi|O", "11110")
"""Many faces draw these alike: the ink of one says little against the other."""


def examples_of(words: Sequence[Word], first: Sequence[Word]) -> list[Word]:
    """The words whose signs the page's others are held against: read alike twice, and longer than a stroke."""
    beside = Beside(first)
    return [
        word
        for word in words
        if len(word.text) > 1
        and (word.confidence or 0.0) > SETTLED
        and [other.text for other in beside.at_its_place(word)] == [word.text]
    ]


def told_by_ink(words: Sequence[Word], first: Sequence[Word], likeness: Likeness) -> dict[int, str]:
    """By the places of the words that a figure, a point or a stroke hangs on, what their ink says clearly; or with no more
    doubt than which of two letters that look alike it is, a capital or a small one: their height tells them apart."""
    beside = Beside(first)
    asked = [
        at
        for at, word in enumerate(words)
        if _IN_PARTS.isdisjoint(word.text)
        and (has_digit(word) or word.text[-1:] in _MARKS or _is_stroke(word.text) or any(map(has_digit, beside.at(word))))
    ]
    told = likeness.told([words[at] for at in asked])
    return {
        at: said.text
        for at, said in zip(asked, told, strict=True)
        if said is not None and (said.is_sure or _is_larger(said.text, words[at].text))
    }


def settled_by_ink(
    words: Sequence[Word], own: Sequence[Word], first: Sequence[Word], told: Mapping[int, str]
) -> tuple[Word, ...]:
    """`own` are the same words, as the second reading had them before it was compared with the `first`."""
    beside = Beside(first)
    settled = list(words)
    for at, text in told.items():
        others = beside.at_its_place(own[at])
        settled[at] = _settled(words[at], {own[at].text, *(other.text for other in others)}, text)
    return tuple(settled)


def _settled(word: Word, read: set[str], told: str) -> Word:
    own = word.text
    if told == own or (told in read and not _differ_by_accents(told, own)):
        return replace(word, text=told, confidence=max(SETTLED, word.confidence or 0.0))
    if _is_stroke(own):
        # By itself a 1 and an l look alike to recognition, as two signs or as one.
        return replace(word, text=told, confidence=max(SETTLED, word.confidence or 0.0)) if told in _LITRE_OR_ONE else word
    if told == own.rstrip(_MARKS) or _is_larger(told, own):
        return replace(word, text=told)
    if not any(any(map(str.isdigit, text)) for text in (told, own)) or _are_drawn_alike(told, own):
        return word
    return replace(word, confidence=min(DOUBTED, word.confidence or 0.0))


def _differ_by_accents(one: str, other: str) -> bool:
    """Accents are too small to be told by."""
    return one != other and without_accents(one) == without_accents(other)


def _is_larger(told: str, own: str) -> bool:
    """Whether letters alone are told that are drawn larger: c and C differ in nothing else."""
    return told.casefold() == own.casefold() and all(a == b or a.isupper() for a, b in zip(told, own, strict=True))


def _are_drawn_alike(told: str, own: str) -> bool:
    """Whether they differ by a l for a 1 alone, and the like; a l behind a number may be a litre that was taken for one."""
    is_litre = told[-1:] in "lI" and own[-1:] == "1"
    return not is_litre and told.translate(_DRAWN_ALIKE) == own.translate(_DRAWN_ALIKE)


def _is_stroke(text: str) -> bool:
    return all(sign in STROKES or sign == "1" for sign in text) and len(text) <= 2
