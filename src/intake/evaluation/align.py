"""Which read line is which true line. Comes in: the lines of both sides; goes out: pairs of positions, each used once.

Strongest evidence pairs first: all that matters equal, then an equal code, then the same line number, then likeness. Genuine
identical lines pair in document order. Nothing is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeAlias

from intake.evaluation.compare import CODE_FIELDS, LINE_FIELDS, decimal, fold, is_absent, normal_code

Line: TypeAlias = Mapping[str, Any]

MAX_LIKENESS_PAIRS = 250_000
"""Beyond this, what is left after codes and line numbers pairs by position: comparing all with all would take minutes."""

_WEIGHTS = {"description": 3.0, "quantity": 1.0, "line_amount": 1.0, "unit_price": 1.0, "line_number": 1.0, "uom": 0.25}
_ENOUGH = 2.0
_ENOUGH_UNNAMED = 1.0


def align_lines(truth: Sequence[Line], found: Sequence[Line]) -> list[tuple[int, int]]:
    """Pairs (position in truth, position in found), in truth's order."""
    open_truth, open_found = list(range(len(truth))), list(range(len(found)))
    pairs: list[tuple[int, int]] = []
    for keys in (_whole_keys, _code_keys, _number_keys):
        new = _pair_by_keys(truth, found, open_truth, open_found, keys)
        pairs += new
        open_truth = [at for at in open_truth if at not in {left for left, _ in new}]
        open_found = [at for at in open_found if at not in {right for _, right in new}]
    pairs += _pair_by_likeness(truth, found, open_truth, open_found)
    return sorted(pairs)


def _whole_keys(line: Line) -> list[Hashable]:
    codes = tuple(normal_code(line[name]) for name in CODE_FIELDS if not is_absent(line.get(name)))
    number = [decimal(line.get(name)) for name in ("quantity", "unit_price", "line_amount")]
    return [(codes or fold(str(line.get("description"))), *number, line.get("requested_delivery_date"))]


def _code_keys(line: Line) -> list[Hashable]:
    return [normal_code(line[name]) for name in CODE_FIELDS if not is_absent(line.get(name))]


def _number_keys(line: Line) -> list[Hashable]:
    return [] if is_absent(line.get("line_number")) else [normal_code(line["line_number"]).lstrip("0")]


def _pair_by_keys(
    truth: Sequence[Line],
    found: Sequence[Line],
    open_truth: Sequence[int],
    open_found: Sequence[int],
    keys: Callable[[Line], list[Hashable]],
) -> list[tuple[int, int]]:
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at in open_found:
        for key in keys(found[at]):
            waiting[key].append(at)
    taken: set[int] = set()
    pairs = []
    for at in open_truth:
        candidates = [other for key in keys(truth[at]) for other in waiting[key] if other not in taken]
        if candidates:
            best = max(candidates, key=lambda other: (_likeness(truth[at], found[other]), -other))
            taken.add(best)
            pairs.append((at, best))
    return pairs


def _pair_by_likeness(
    truth: Sequence[Line], found: Sequence[Line], open_truth: Sequence[int], open_found: Sequence[int]
) -> list[tuple[int, int]]:
    if len(open_truth) * len(open_found) > MAX_LIKENESS_PAIRS:
        return list(zip(open_truth, open_found, strict=False))
    scored = sorted(
        ((_likeness(truth[left], found[right]), -left, -right) for left in open_truth for right in open_found), reverse=True
    )
    pairs: list[tuple[int, int]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for score, left, right in scored:
        if score < _enough(truth[-left]) or -left in used_left or -right in used_right:
            continue
        used_left.add(-left)
        used_right.add(-right)
        pairs.append((-left, -right))
    return pairs


def _enough(line: Line) -> float:
    """A truth that names no article has only its figures to be known by."""
    names_nothing = all(is_absent(line.get(name)) for name in (*CODE_FIELDS, "description"))
    return _ENOUGH_UNNAMED if names_nothing else _ENOUGH


def _likeness(left: Line, right: Line) -> float:
    score = 0.0
    for name, weight in _WEIGHTS.items():
        one, other = left.get(name), right.get(name)
        if is_absent(one) or is_absent(other):
            continue
        score += weight * _word_overlap(one, other) if name == "description" else weight * LINE_FIELDS[name](one, other)
    return score


def _word_overlap(left: Any, right: Any) -> float:
    ours, theirs = set(fold(str(left)).split()), set(fold(str(right)).split())
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0
