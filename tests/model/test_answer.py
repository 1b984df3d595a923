"""Half an answer is no plan: whatever is odd in it refuses the whole, with a sentence that says what."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from fixtures.models.pointing import answer_of

from intake.domain.errors import BrokenPromise
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.extraction.execute import execute
from intake.extraction.planners.layout import planner as layout
from intake.extraction.planners.model.answer import plan_of
from intake.extraction.planners.model.rendering import render


def honest(document: Any) -> dict[str, Any]:
    return answer_of(layout.plan(MailContext(), [document], OwnCompany()), render([document]))


def test_an_honest_answer_reads_what_the_plan_behind_it_reads(paper: Any) -> None:
    document = paper.order(12)
    plan = layout.plan(MailContext(), [document], OwnCompany())
    answered = plan_of(honest(document), render([document]))
    assert execute(answered, [document])[0].order == execute(plan, [document])[0].order
    assert len(execute(plan, [document])[0].order.lines) == 12


def test_a_thousand_lines_need_no_longer_answer_than_ten(paper: Any) -> None:
    short, long = (len(json.dumps(honest(paper.order(lines)))) for lines in (10, 1_000))
    assert abs(long - short) <= 0.1 * short
    assert (
        len(execute(plan_of(honest(paper.order(1_000)), render([paper.order(1_000)])), [paper.order(1_000)])[0].order.lines)
        == 1_000
    )


def test_a_thousand_lines_are_counted_and_not_shown(paper: Any) -> None:
    short, long = render([paper.order(60)]), render([paper.order(1_000)])
    assert len(long.rows) == 1_004
    assert "look like rows above" in long.text
    assert long.estimated_tokens < 1.5 * short.estimated_tokens


def test_what_is_too_long_keeps_its_head_and_its_end(paper: Any) -> None:
    text = "\n".join(f"Clause {number}: {'nothing of ours ' * (number % 9)}{'x' * number}" for number in range(1, 120))
    rendering = render([paper.mail(text)], most_tokens=3_000)
    assert rendering.estimated_tokens <= 3_000
    assert "\n1| @0 1:Clause" in rendering.text
    assert f"{len(rendering.rows)}|" in rendering.text


Spoil = Callable[[dict[str, Any]], Any]


def _order(answer: dict[str, Any]) -> dict[str, Any]:
    order: dict[str, Any] = answer["orders"][0]
    return order


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda answer: answer.pop("orders"), "not the shape"),
        (lambda answer: answer["documents"].clear(), "what each of the 1 documents is"),
        (lambda answer: answer["documents"][0].update(kind="approved"), "no kind of document"),
        (lambda answer: answer["documents"][0].update(document=7), "no document 7"),
        (lambda answer: _order(answer)["documents"].append(3), "no document 3"),
        (lambda answer: _order(answer)["fields"][0].update(field="credit_limit"), "no field of an order"),
        (lambda answer: _order(answer)["fields"][0].update(value=[]), "points at nothing"),
        (lambda answer: _order(answer)["fields"][0]["value"][0].update(row=999), "no row 999"),
        (lambda answer: _order(answer)["fields"][0]["value"][0].update(row=0), "no row 0"),
        (lambda answer: _order(answer)["fields"][0]["value"][0].update(last=99), "has no words"),
        (lambda answer: _order(answer)["fields"][0]["value"][0].update(first="2"), "not the shape"),
        (lambda answer: _order(answer)["fields"][0]["value"][0].update(first=2.5), "not the shape"),
        (lambda answer: _order(answer)["tables"][0].update(last_row=1), "cannot go from row"),
        (lambda answer: _order(answer)["tables"][0].update(columns=[]), "no column has that role"),
        (lambda answer: _order(answer)["tables"][0]["columns"][1].update(role="approve"), "no role of a column"),
        (lambda answer: _order(answer)["tables"][0]["columns"][0].update(right=5), "overlap"),
        (lambda answer: _order(answer)["tables"][0]["columns"][0].update(left=3, right=3), "holds nothing"),
        (lambda answer: _order(answer)["tables"][0].update(line_begins_with=["gtin"]), "no column has that role"),
        (lambda answer: _order(answer)["lines"].append({"places": []}), "points at nothing"),
        (
            lambda answer: _order(answer).update(
                lines=[{"places": [{"role": "quantity", "row": 1, "first": 1, "last": 1}]}] * 401
            ),
            "401 lines",
        ),
    ],
)
def test_whatever_is_odd_refuses_the_answer(paper: Any, spoil: Spoil, sentence: str) -> None:
    document = paper.order(3)
    answer = copy.deepcopy(honest(document))
    spoil(answer)
    with pytest.raises(BrokenPromise, match=sentence):
        plan_of(answer, render([document]))


def test_words_of_a_servers_own_are_passed_over(paper: Any) -> None:
    document = paper.order(3)
    answer = {**honest(document), "thinking": "the customer seems nice"}
    assert len(plan_of(answer, render([document])).orders) == 1
