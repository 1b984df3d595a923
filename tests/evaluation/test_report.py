"""Two readers of the same cases: which of them is right where the other is not."""

from __future__ import annotations

from intake.evaluation.report import Judged, told_apart
from intake.evaluation.score import CaseScore, Finding
from intake.evaluation.tally import Outcome, Tally


def judged(name: str, *, wrong: bool = False, proven: bool = False, failure: str | None = None) -> Judged:
    finding = Finding(path="orders[0].currency", outcome=Outcome.WRONG, expected="EUR", found="CHF", proven=proven)
    findings = (finding,) if wrong else ()
    score = CaseScore(fields=Tally(), lines=Tally(), line_fields=Tally(), kind_right=True, findings=findings)
    return Judged(name=name, format="csv", language="en", score=score, failure=failure)


def test_cases_that_two_readers_read_otherwise_are_named_by_who_is_right() -> None:
    first = [judged("both"), judged("first"), judged("second", wrong=True, proven=True), judged("broken")]
    second = [judged("both"), judged("first", wrong=True), judged("second"), judged("broken", failure="TimeoutError")]
    apart = told_apart(first, second)
    assert (apart.exact_with_first_only, apart.exact_with_second_only) == (("first", "broken"), ("second",))
    assert (apart.proven_wrong_with_first_only, apart.proven_wrong_with_second_only) == (("second",), ())
