"""What a customer's words and an article's words prove about each other: agreements, contradictions, a score that only orders.

Pure. Numbers (`number_pairs.py`), codes (`code_pairs.py`), meanings and words are paired one to one; a contradiction in hard
evidence forbids the article whatever the texts' likeness. Silence contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Indel

from intake.domain.matched import EvidenceKind
from intake.matching.code_pairs import contradict_behind, contradict_short, pair_codes
from intake.matching.lexicon import Meaning, fit, meanings_of
from intake.matching.number_pairs import in_groups, pair_numbers
from intake.matching.tally import Comparison, Tally, Weight, even_weight
from intake.matching.tokens import TypedText

UNSAID_WORD = 0.997
SIMILAR_WORD = 0.82

_HARD_CLASSES = {"colour": EvidenceKind.COLOUR, "material": EvidenceKind.MATERIAL}


def compare(said: TypedText, ours: TypedText, weight: Weight = even_weight) -> Comparison:
    """Holds `said` (the document's) against `ours` (the article's). `weight` gives a word's rarity, 0 to 3."""
    tally = Tally()
    pair_numbers(in_groups(said, ours), in_groups(ours, said), tally)
    pair_codes(said, ours, tally, weight)
    _pair_meanings(said.meanings, ours.meanings, tally)
    _pair_words(said, ours, tally, weight)
    _contradict_lacking(said, ours, tally)
    _contradict_signs(said, ours, tally)
    contradict_short(said, ours, tally)
    contradict_behind(said, ours, tally)
    return tally.result()


def _pair_meanings(said: Sequence[tuple[Meaning, str]], ours: Sequence[tuple[Meaning, str]], tally: Tally) -> None:
    theirs: dict[str, list[tuple[str, str]]] = {}
    for meaning, word in ours:
        theirs.setdefault(meaning.kind, []).append((meaning.value, word))
    mine: dict[str, list[tuple[str, str]]] = {}
    for meaning, word in said:
        mine.setdefault(meaning.kind, []).append((meaning.value, word))
    for kind, values in mine.items():
        evidence = _HARD_CLASSES.get(kind, EvidenceKind.WORD)
        found = next(((mw, tw) for mv, mw in values for tv, tw in theirs.get(kind, ()) if fit(mv, tv)), None)
        if found is not None:
            tally.agree(evidence, found[0], found[1], 1.5)
        elif kind in theirs:
            tally.miss(1.5)
            tally.contradict(evidence, values[0][1], theirs[kind][0][1])
        else:
            tally.miss(0.7)


def _pair_words(said: TypedText, ours: TypedText, tally: Tally, weight: Weight) -> None:
    free = [word for word in dict.fromkeys(ours.words) if word not in said.words]
    known = {word for _, word in said.meanings}
    for word in dict.fromkeys(said.words):
        if word in ours.words or word in ours.joined:
            tally.agree(EvidenceKind.WORD, word, word, weight(word))
            continue
        if word in known:
            continue  # its meaning was paired
        partner, likeness = alike_word(word, free)
        if partner is not None:
            free.remove(partner)
            tally.agree(EvidenceKind.WORD, word, partner, weight(partner), likeness)
        else:
            tally.miss(min(1.0, weight(word)))
    tally.unsaid *= UNSAID_WORD ** len(free)


def _contradict_lacking(said: TypedText, ours: TypedText, tally: Tally) -> None:
    """What one side has and the other is said to be without: a pot with its lid is not the pot without, in whatever language."""
    for word in said.lacking:
        if (had := _had(word, ours)) is not None:
            tally.contradict(EvidenceKind.WORD, f"without {word}", had)
    for word in ours.lacking:
        if (had := _had(word, said)) is not None:
            tally.contradict(EvidenceKind.WORD, had, f"without {word}")


def _had(word: str, text: TypedText) -> str | None:
    """The text's own word for what the other side is without."""
    if word in _has(text):
        return word
    values = set(meanings_of(word))
    return next((other for meaning, other in text.meanings if meaning in values and meaning.kind != "kind"), None)


def _contradict_signs(said: TypedText, ours: TypedText, tally: Tally) -> None:
    for figure in said.signed:
        turned = ("-" if figure[0] == "+" else "+") + figure[1:]
        if turned in ours.signed and figure not in ours.signed:
            tally.contradict(EvidenceKind.NUMBER, figure, turned)


def _has(text: TypedText) -> set[str]:
    return {*text.words, *text.codes, *(word for _, word in text.meanings)} - set(text.lacking)


def alike_word(word: str, free: Iterable[str]) -> tuple[str | None, float]:
    """The word of `free` that `word` is most like, and how much; None where it is like none."""
    best, likeness = None, 0.0
    for other in free:
        if _begins(word, other) or _begins(other, word):
            found = 0.9
        elif len(word) >= 4 and len(other) >= 4:
            found = Indel.normalized_similarity(word, other, score_cutoff=SIMILAR_WORD)
            if found == 0.0 and min(len(word), len(other)) >= 5 and (word.endswith(other) or other.endswith(word)):
                found = 0.8  # the head of a compound: "schraube" in "sechskantschraube"
        else:
            found = 0.0
        if found > likeness:
            best, likeness = other, found
    return best, likeness


def _begins(short: str, long: str) -> bool:
    return len(short) >= 3 and long.startswith(short)
