"""Half an answer is no plan: whatever is odd in it refuses the whole, with a sentence that says what."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
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


@pytest.mark.slow
def test_a_thousand_lines_need_no_longer_answer_than_ten(paper: Any) -> None:
    short, long = paper.order(10), paper.order(1_000)
    answer = honest(long)
    of_short, of_long = len(json.dumps(honest(short))), len(json.dumps(answer))
    assert abs(of_long - of_short) <= 0.1 * of_short
    assert len(execute(plan_of(answer, render([long])), [long])[0].order.lines) == 1_000


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


def test_a_value_keeps_the_brackets_and_inch_marks_that_it_opens_itself(paper: Any) -> None:
    document = paper.mail('Please send 4 pcs of pipe DN 20 1/2" (art. T-1) and 2 pcs of hammer (blue) art. H-2).')
    rendering = render([document])
    words = {token.text: number for number, token in enumerate(rendering.rows[0].tokens, 1)}
    lines = [
        {"quantity": ("4", "4"), "description": ("pipe", "1/2"), "code": ("T-1", "T-1")},
        {"quantity": ("2", "2"), "description": ("hammer", "blue"), "code": ("H-2", "H-2")},
    ]
    said = [
        {"places": [{"role": role, "row": 1, "first": words[first], "last": words[last]} for role, (first, last) in line.items()]}
        for line in lines
    ]
    content = {
        "documents": [{"document": 0, "kind": "order"}],
        "orders": [{"kind": "order", "documents": [0], "fields": [], "tables": [], "lines": said}],
    }
    (order,) = execute(plan_of(content, rendering), [document])
    read = [(line.description, line.customer_part_number) for line in order.order.lines]
    assert read == [('pipe DN 20 1/2"', "T-1"), ("hammer (blue)", "H-2")]


def test_a_matrix_is_answered_column_by_column(paper: Any) -> None:
    rows = [
        ["Article no.", "Description", "Colour", "S", "M", "L", "Unit price"],
        ["PS-1", "Polo shirt", "navy", "4", "", "6", "12.50"],
        ["PS-1", "Polo shirt", "red", "", "3", "2", "12.50"],
    ]
    document = paper.sheet([["Purchase order PO-4711", "", "", "", "", "", ""], *rows])
    plan = layout.plan(MailContext(), [document], OwnCompany())
    answered = plan_of(answer_of(plan, render([document])), render([document]))
    (order,) = execute(answered, [document])
    assert [str(line.quantity) for line in order.order.lines] == ["4", "6", "3", "2"]
    assert order.order.lines == execute(plan, [document])[0].order.lines


def test_a_further_line_of_a_cell_may_be_left_out_without_its_row(paper: Any) -> None:
    document = paper.order(3)
    (canvas,) = document.canvases
    at = next(number for number, word in enumerate(canvas.words) if word.text == "Hex bolt M8x2")
    words = list(canvas.words)
    words[at] = replace(words[at], text="Hex bolt M8x2\nfree of charge")
    noted = replace(document, canvases=(replace(canvas, words=tuple(words)),))
    rendering = render([noted])
    row = next(row.number for row in rendering.rows if row.row.text == "free of charge")
    answer = answer_of(layout.plan(MailContext(), [noted], OwnCompany()), rendering)
    answer["orders"][0]["tables"][0]["left_out"] = [{"first_row": row, "last_row": row, "reason": "note"}]
    (order,) = execute(plan_of(answer, rendering), [noted])
    assert [str(line.quantity) for line in order.order.lines] == ["11", "12", "13"]


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
