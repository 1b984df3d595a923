"""The numbers of a customer's words against those of an article's: paired one to one, the same dimension first.

Figures that find no partner on *both* sides contradict, and so do the same figures in another order. Silence contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from intake.domain.matched import EvidenceKind
from intake.matching.numbers import BARE, Number
from intake.matching.tally import Tally
from intake.matching.tokens import TypedText

CROSS_SYSTEM = 0.025
"""Inch sizes are printed rounded in millimetres (1/2" as 12.5 or 13 mm): the same so far apart, only across the systems."""

SILENT_PACK = 0.93
UNSAID_NUMBER = 0.985
OTHER_DIMENSION = 0.85
"""The same figure where one side does not say what it measures."""


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


def pair_numbers(said: Sequence[Number], ours: Sequence[Number], tally: Tally) -> None:
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


def in_groups(one: TypedText, other: TypedText) -> tuple[Number, ...]:
    """The numbers of `one`, two of them read as one where the other side has that and neither of the two: "1 400" is its 1400."""
    numbers, theirs = one.numbers, {number.raw for number in other.numbers}
    for thousands, rest in one.grouped:
        parts, whole = (thousands, str(int(rest))), thousands + rest
        pairs = enumerate(pairwise(numbers))
        place = next((at for at, (first, last) in pairs if (first.raw, last.raw) == parts and first.dimension == BARE), None)
        if place is not None and whole in theirs and theirs.isdisjoint(parts):
            joined = _joined(numbers[place], numbers[place + 1], whole)
            numbers = (*numbers[:place], *joined, *numbers[place + 2 :])
    return numbers


def _joined(first: Number, last: Number, whole: str) -> tuple[Number, ...]:
    """One number of the second's measure; the two as they are where that tells no size of its unit ("1 000 mm")."""
    said = f"{first.said} {last.said}"
    if last.value == last.raw:
        return (last._replace(value=whole, raw=whole, said=said),)
    if last.raw == "0":
        return (first, last)
    value = f"{float(last.value) * float(whole) / float(last.raw):.6g}"
    return (last._replace(value=value, raw=whole, said=said),)


def _contradict_alike(left: list[Number], free: list[Number], said: Sequence[Number], tally: Tally) -> list[Number]:
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


def _contradict_numbers(said: list[Number], ours: list[Number], tally: Tally) -> None:
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


def _contradict_order(said: Sequence[Number], ours: Sequence[Number], tally: Tally) -> None:
    """M8x12 is not M12x8, 2 x 15 l not 15 x 2 l: the same figures in another order are another article."""
    for chain in _chains(said):
        raw = [number.raw for number in chain]
        for other in _chains(ours):
            theirs = [number.raw for number in other]
            if sorted(raw) == sorted(theirs) and raw != theirs:
                turned = all(number.dimension == "length" for number in (*chain, *other))
                tally.contradict(EvidenceKind.DIMENSION, chain[0].said, other[0].said, only_turned=turned)


def _contradict_sequence(
    pairs: Sequence[tuple[Number, Number]], said: Sequence[Number], ours: Sequence[Number], tally: Tally
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
