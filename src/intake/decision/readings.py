"""What the reading itself complained about, as reasons; a person's word for the same place settles it.

What comes in is a read order with its problems; what goes out are reasons. A problem nobody knows the name of still holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from intake.decision.corrected import Corrected
from intake.domain.orders import ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import Reason, ReasonCode

_ORDER_PREFIX = re.compile(r"^orders\[\d+\]\.?")
_R = ReasonCode
_ABOUT_A_VALUE = frozenset(
    {
        _R.VALUE_MISSING,
        _R.VALUE_UNPROVEN,
        _R.VALUE_NOT_IN_DOCUMENT,
        _R.VALUE_AMBIGUOUS,
        _R.READINGS_DISAGREE,
        _R.PARTS_CONTRADICT,
        _R.DELIVERY_DATE_IMPLAUSIBLE,
        _R.OCR_UNCERTAIN,
        _R.PO_NUMBER_MISSING,
    }
)
_ABOUT_A_LINE = frozenset({_R.ARITHMETIC_OFF})


def problem_reasons(read: ReadOrder, corrected: Corrected, borne_out: Set[str] = frozenset()) -> Iterator[Reason]:
    """One reason for each problem that no correction has settled. Recognition's doubt is settled on paths `borne_out`."""
    for problem in read.problems:
        path = place_of(problem)
        code = _code_of(problem)
        if code is _R.OCR_UNCERTAIN and path in borne_out:
            continue
        if not _is_settled(code, path, corrected):
            yield Reason.of(code, path, problem.message)


def place_of(problem: Problem) -> str:
    """The path within the order, whether the problem names the order or not."""
    return _ORDER_PREFIX.sub("", problem.path)


def _code_of(problem: Problem) -> ReasonCode:
    try:
        return ReasonCode(problem.code)
    except ValueError:
        return ReasonCode.VALUE_UNPROVEN


def _is_settled(code: ReasonCode, path: str, corrected: Corrected) -> bool:
    """A correction settles doubts about its own value, and the arithmetic of its own line; never what concerns the whole
    document."""
    if not path:
        return False
    if code in _ABOUT_A_VALUE:
        return corrected.settles(path)
    return code in _ABOUT_A_LINE and corrected.touches_line(path)
