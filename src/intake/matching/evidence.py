"""What a customer's words and an article's words prove about each other: agreements, contradictions, a score that only orders.

Pure. Numbers are paired one to one, the same dimension first; figures that find no partner on *both* sides contradict, and a
contradiction in hard evidence forbids the article whatever the texts' likeness. Silence contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from intake.domain.matched import EvidenceKind
from intake.matching.lexicon import Meaning, fit, meanings_of, short_words
from intake.matching.numbers import BARE, Number
from intake.matching.tokens import TypedText

CROSS_SYSTEM = 0.025
"""Inch sizes are printed rounded in millimetres (1/2" as 12.5 or 13 mm): the same so far apart, only across the systems."""

CONTRADICTED = 0.4
CONTRADICTED_FIGURE = 0.7
"""A code or a figure of which neither side says what it measures. It forbids as well; it only says less about the order."""
SILENT_PACK = 0.93
UNSAID_NUMBER = 0.985
UNSAID_WORD = 0.997
SIMILAR_WORD = 0.82
OTHER_DIMENSION = 0.85
"""The same figure where one side does not say what it measures."""

_HARD_CLASSES = {"colour": EvidenceKind.COLOUR, "material": EvidenceKind.MATERIAL}
_CODE_FAMILY = re.compile(r"^(?:([a-z]+)|[0-9.,]+([a-z]+)$)")
_LETTER_AND_MEASURE = re.compile(r"[a-z]\d{1,4}[a-z]")
"""The "b16a" of a circuit breaker is the "b16" of another record."""
Weight = Callable[[str], float]


class Fact(NamedTuple):
    """One agreement or contradiction: `said` in the document, `ours` in the record.

    `only_turned`: the same lengths in another order. A tile of 60x30 may be our 30x60, where no other article is 60x30.
    """

    kind: EvidenceKind
    said: str
    ours: str
    only_turned: bool = False


class Comparison(NamedTuple):
    """`agreements` and `contradictions` quote both sides; `score` in 0…1 is for ordering alone.

    `fit` is the score but for what the article has besides: articles of one fit are equal for what is said.
    """

    score: float
    agreements: tuple[Fact, ...]
    contradictions: tuple[Fact, ...]
    fit: float = 0.0


def even_weight(_word: str) -> float:
    return 1.0


def compare(said: TypedText, ours: TypedText, weight: Weight = even_weight) -> Comparison:
    """Holds `said` (the document's) against `ours` (the article's). `weight` gives a word's rarity, 0 to 3."""
    tally = _Tally()
    _pair_numbers(said.numbers, ours.numbers, tally)
    _pair_codes(said, ours, tally, weight)
    _pair_meanings(said.meanings, ours.meanings, tally)
    _pair_words(said, ours, tally, weight)
    _contradict_lacking(said, ours, tally)
    _contradict_signs(said, ours, tally)
    _contradict_short(said, ours, tally)
    return tally.result()


class _Tally:
    """Sums one comparison up."""

    def __init__(self) -> None:
        self.agreements: list[Fact] = []
        self.contradictions: list[Fact] = []
        self.matched = 0.0
        self.total = 0.0
        self.factor = 1.0
        self.unsaid = 1.0

    def agree(self, kind: EvidenceKind, said: str, ours: str, weight: float, share: float = 1.0) -> None:
        self.agreements.append(Fact(kind, said, ours))
        self.matched += weight * share
        self.total += weight

    def miss(self, weight: float) -> None:
        self.total += weight

    def contradict(self, kind: EvidenceKind, said: str, ours: str, *, only_turned: bool = False) -> None:
        self.contradictions.append(Fact(kind, said, ours, only_turned))
        self.factor *= CONTRADICTED_FIGURE if kind is EvidenceKind.NUMBER else CONTRADICTED

    def result(self) -> Comparison:
        fit = self.matched / self.total * self.factor if self.total else 0.0
        return Comparison(round(fit * self.unsaid, 4), tuple(self.agreements), tuple(self.contradictions), round(fit, 4))


def _values(number: Number) -> set[str]:
    return {number.value, *number.others}


def same_measure(one: Number, other: Number) -> bool:
    """The same measure: equal in the canonical unit, or within rounding where one figure is imperial and the other metric."""
    if one.dimension == other.dimension:
        if _values(one) & _values(other):
            return True
        if one.imperial != other.imperial and not ((one.assumed or other.assumed) and one.raw == other.raw):
            first, second = float(one.value), float(other.value)
            return abs(first - second) <= CROSS_SYSTEM * max(first, second)
        # "8 x 40" beside "8 x 40 cm": the unit was not written, so the bare figures decide.
        return (one.assumed or other.assumed) and one.raw == other.raw and _kin(one, other)
    return _kin(one, other) and (one.raw == other.raw or _raw_meets(one, other))


def _raw_meets(one: Number, other: Number) -> bool:
    return bool(_values(one) & _values(other)) and "diameter" in (one.dimension, other.dimension)


_LENGTHS = frozenset(("length", "diameter", "thread"))
_NEVER_BARE = frozenset(("std", "ral"))
_DRIVES = frozenset(("pozidriv", "phillips", "torx"))
"""A screw has one drive: PH2 and PZ2 are two screws."""
_CALLED_ALIKE = (frozenset(("mass", "grammage")),)
"""Dimensions whose units buyers mix up in words: 80 g paper weighs 80 g/m²."""


def _kin(one: Number, other: Number) -> bool:
    """Whether figures of these dimensions may stand for the same measure."""
    if one.dimension == other.dimension:
        return True
    dimensions = frozenset((one.dimension, other.dimension))
    if BARE in dimensions:
        return not dimensions & _NEVER_BARE
    if dimensions <= _LENGTHS:
        return "thread" not in dimensions or one.assumed or other.assumed or "diameter" in dimensions
    # "4x2,5" beside "4x2,5 mm²": a link whose unit was not written may be whatever that link of the other chain is.
    if one.chain >= 0 and other.chain >= 0 and (one.assumed or other.assumed):
        return True
    return dimensions in _CALLED_ALIKE


def _pair_numbers(said: Sequence[Number], ours: Sequence[Number], tally: _Tally) -> None:
    free = list(ours)
    left: list[Number] = []
    pairs: list[tuple[Number, Number]] = []
    stated = {number.dimension for number in ours}
    # A figure that says what it measures goes first, for and against: the 8 of "M5 8" is not our M8 where M5 is asked.
    for is_bare in (False, True):
        for number in (number for number in said if (number.dimension == BARE) is is_bare):
            partner = _partner(number, free, stated)
            if partner is not None:
                free.remove(partner)
                pairs.append((number, partner))
                share = 1.0 if partner.dimension == number.dimension else OTHER_DIMENSION
                tally.agree(_kind(number), number.said, partner.said, _number_weight(number), share)
            elif _repeats(number, ours) and not any(_of_kind(number, other) for other in free):
                tally.agree(_kind(number), number.said, number.said, _number_weight(number) / 3)
            else:
                left.append(number)
                tally.miss(_number_weight(number))
        if not is_bare:
            left = _contradict_alike(left, free, said, tally)
    _contradict_numbers(left, [other for other in free if not _repeats(other, said)], tally)
    _contradict_order(said, ours, tally)
    _contradict_sequence(pairs, said, ours, tally)
    for other in free:
        if other.dimension == "pack" and float(other.value) > 1 and not any(number.dimension == "pack" for number in said):
            tally.unsaid *= SILENT_PACK
        else:
            tally.unsaid *= UNSAID_NUMBER


def _contradict_alike(left: list[Number], free: list[Number], said: Sequence[Number], tally: _Tally) -> list[Number]:
    """Sets measures of one dimension against each other, of which each is missing on the other side; gives the others."""
    others: list[Number] = []
    for number in left:
        opposite = next((other for other in free if other.dimension == number.dimension and not _repeats(other, said)), None)
        if opposite is None:
            others.append(number)
            continue
        free.remove(opposite)
        tally.contradict(_kind(number), number.said, opposite.said)
    return others


def _repeats(number: Number, others: Sequence[Number]) -> bool:
    """Whether a measure only says again what the other side says once. A link of a chain is a measure of its own (4x4)."""
    if number.chain >= 0 or number.dimension == BARE:
        return False
    return any(same_measure(number, other) for other in others if other.dimension == number.dimension)


def _of_kind(number: Number, other: Number) -> bool:
    """A bore of 100 and a stroke of 100 are two measures where the other side has a bore of another size."""
    return number.dimension == other.dimension and number.dimension not in ("pack", "std") and not same_measure(number, other)


def _partner(number: Number, free: list[Number], stated: set[str]) -> Number | None:
    same_dimension = [other for other in free if other.dimension == number.dimension and same_measure(number, other)]
    if same_dimension:
        return same_dimension[0]
    if number.dimension in stated and number.dimension != BARE and not number.assumed:
        return None
    return next((other for other in free if other.dimension != number.dimension and same_measure(number, other)), None)


def _kind(number: Number) -> EvidenceKind:
    if number.dimension == "pack":
        return EvidenceKind.PACK
    return EvidenceKind.NUMBER if number.dimension == BARE else EvidenceKind.DIMENSION


def _number_weight(number: Number) -> float:
    return 1.5 if number.dimension in (BARE, "pack") else 3.0


def _contradict_numbers(said: list[Number], ours: list[Number], tally: _Tally) -> None:
    free = list(ours)
    for number in said:
        opposite = next((other for other in free if _opposed(number, other)), None)
        if opposite is not None:
            free.remove(opposite)
            tally.contradict(_kind(number), number.said, opposite.said)


def _opposed(one: Number, other: Number) -> bool:
    """Figures of which each is missing on the other side and that could have been the same measure."""
    if one.dimension == other.dimension or {one.dimension, other.dimension} <= _DRIVES:
        return True
    if "pack" in (one.dimension, other.dimension) or "std" in (one.dimension, other.dimension):
        return False
    return _kin(one, other)


def _chains(numbers: Iterable[Number]) -> list[list[Number]]:
    chains: dict[int, list[Number]] = {}
    for number in numbers:
        if number.chain >= 0:
            chains.setdefault(number.chain, []).append(number)
    return [chain for chain in chains.values() if len(chain) > 1]


def _contradict_order(said: Sequence[Number], ours: Sequence[Number], tally: _Tally) -> None:
    """M8x12 is not M12x8, 2 x 15 l not 15 x 2 l: the same figures in another order are another article."""
    for chain in _chains(said):
        raw = [number.raw for number in chain]
        for other in _chains(ours):
            theirs = [number.raw for number in other]
            if sorted(raw) == sorted(theirs) and raw != theirs:
                turned = all(number.dimension == "length" for number in (*chain, *other))
                tally.contradict(EvidenceKind.DIMENSION, chain[0].said, other[0].said, only_turned=turned)


def _contradict_sequence(
    pairs: Sequence[tuple[Number, Number]], said: Sequence[Number], ours: Sequence[Number], tally: _Tally
) -> None:
    """Bore 25 mm, stroke 50 mm is not bore 50 mm, stroke 25 mm: measures of one dimension stand in one order."""
    for dimension in {number.dimension for number, _ in pairs}:
        same = [
            (said.index(number), ours.index(partner), number, partner)
            for number, partner in pairs
            if number.dimension == dimension
        ]
        same.sort(key=lambda pair: pair[0])
        for before, after in pairwise(same):
            if before[1] > after[1] and before[2].value != after[2].value:
                # A bore and a stroke stand each for themselves; what stands in a chain is one thing's lengths.
                in_chains = all(one[2].chain >= 0 or one[3].chain >= 0 for one in (before, after))
                tally.contradict(
                    EvidenceKind.DIMENSION, f"{before[2].said}, {after[2].said}", f"{after[3].said}, {before[3].said}",
                    only_turned=in_chains and dimension == "length",
                )  # fmt: skip


def _pair_codes(said: TypedText, ours: TypedText, tally: _Tally, weight: Weight) -> None:
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


def _contradict_spaced(said: TypedText, ours: TypedText, free: list[str], tally: _Tally) -> None:
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


def _pair_meanings(said: Sequence[tuple[Meaning, str]], ours: Sequence[tuple[Meaning, str]], tally: _Tally) -> None:
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


def _pair_words(said: TypedText, ours: TypedText, tally: _Tally, weight: Weight) -> None:
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


def _contradict_lacking(said: TypedText, ours: TypedText, tally: _Tally) -> None:
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


def _contradict_signs(said: TypedText, ours: TypedText, tally: _Tally) -> None:
    for figure in said.signed:
        turned = ("-" if figure[0] == "+" else "+") + figure[1:]
        if turned in ours.signed and figure not in ours.signed:
            tally.contradict(EvidenceKind.NUMBER, figure, turned)


def _contradict_short(said: TypedText, ours: TypedText, tally: _Tally) -> None:
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
