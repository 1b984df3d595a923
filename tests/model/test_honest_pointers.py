"""What an honest model points at is not called wrong: labels above a table, columns that repeat the head, words under a heading for
figures. And what the layout reader doubts stays in doubt, whoever points at it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import pytest
from fixtures.models.pointing import answer_of

from intake.domain.documents import Document
from intake.domain.opened import MailContext
from intake.domain.orders import ReadOrder
from intake.domain.parties import OwnCompany
from intake.extraction.opinions import Question, opinion_of
from intake.extraction.planners.layout import planner as layout
from intake.extraction.planners.model.answer import plan_of
from intake.extraction.planners.model.rendering import render

Rows = Sequence[Sequence[str]]
OWN = OwnCompany(names=("Nordwerk",))
EXPORT: Rows = [
    ["Purchase order", "Date", "Delivery date", "Article no.", "Description", "Quantity", "Unit price", "Amount"],
    ["PO-0219", "03/11/2026", "20/11/2026", "HB-12", "Hand balm 12 ml", "60", "2.10", "126.00"],
    ["PO-0219", "03/11/2026", "20/11/2026", "SC-04", "Soy candle 180 g", "24", "7.40", "177.60"],
    ["PO-0219", "03/11/2026", "20/11/2026", "BB-10", "Bath bomb mixed", "100", "0.95", "95.00"],
]
LABELS_ABOVE: Rows = [
    ["Purchase order", "PO-0220", "Delivery date", "20/11/2026"],
    ["Article no.", "Description", "Quantity", "Unit price"],
    ["HB-12", "Hand balm 12 ml", "60", "2.10"],
    ["SC-04", "Soy candle 180 g", "24", "7.40"],
]
WORDS_UNDER_UNITS: Rows = [
    ["Purchase order", "PO-0221", "", "", ""],
    ["Article no.", "Description", "Quantity", "Units", "Rate"],
    ["HB-12", "Hand balm 12 ml", "60", "EA", "2.10"],
    ["SC-04", "Soy candle 180 g", "24", "BOX", "7.40"],
]
SIZES_AND_THEIR_SUM: Rows = [
    ["Purchase order", "PO-0222", "", "", "", ""],
    ["Article no.", "Description", "S", "M", "L", "Total"],
    ["BOT-12", "Shirt black", "1", "2", "2", "5"],
    ["DER-07", "Shirt brown", "1", "", "2", "3"],
]


def honest(document: Document) -> dict[str, Any]:
    return copy.deepcopy(answer_of(layout.plan(MailContext(), [document], OWN), render([document])))


def read(document: Document, answer: dict[str, Any], *, beside: bool = False) -> tuple[ReadOrder, ...]:
    asked = Question(MailContext(), (document,), OWN, None)
    other = opinion_of(asked, layout.plan(asked.context, asked.documents, OWN)) if beside else None
    return opinion_of(asked, plan_of(answer, render([document])), other).verified


def sentences(order: ReadOrder) -> str:
    return " ".join(problem.message for problem in order.problems)


@pytest.mark.parametrize("rows", [EXPORT, LABELS_ABOVE, WORDS_UNDER_UNITS, SIZES_AND_THEIR_SUM])
def test_an_honest_answer_has_nothing_said_against_it(paper: Any, rows: Rows) -> None:
    width = max(map(len, rows))
    document = paper.sheet([[*row, *[""] * (width - len(row))] for row in rows])
    (order,) = read(document, honest(document))
    assert order.order.lines
    assert order.problems == ()


def test_a_column_of_the_head_that_no_field_points_into_is_not_read(paper: Any) -> None:
    document = paper.sheet(EXPORT)
    answer = honest(document)
    fields = answer["orders"][0]["fields"]
    fields[:] = [field for field in fields if field["field"] != "requested_delivery_date"]
    (order,) = read(document, answer)
    assert "“20/11/2026” is a date and stands in no column that is read." in sentences(order)


def test_a_day_that_differs_from_row_to_row_is_not_the_heads(paper: Any) -> None:
    rows = [list(row) for row in EXPORT]
    document = paper.sheet(EXPORT)
    answer = honest(document)
    rows[2][2] = "27/11/2026"
    (order,) = read(paper.sheet(rows), answer)
    assert "“27/11/2026” is a date and stands in no column that is read." in sentences(order)


def test_what_the_layout_reader_doubts_is_doubted_whoever_points_at_it(paper: Any) -> None:
    document = paper.mail("Buongiorno,\nordiniamo, ordine n. 8027:\n1 scatole da 12 pz 410776 Highlighter green\nSaluti")
    answer = honest(document)
    (alone,) = read(document, answer)
    (beside,) = read(document, answer, beside=True)
    assert "“da 12”" not in sentences(alone)
    assert "“da 12” stands beside the quantity and was not read." in sentences(beside)


def test_lines_of_which_the_layout_reader_sees_nothing_have_to_prove_themselves(paper: Any) -> None:
    document = paper.order(4)
    asked = Question(MailContext(), (document,), OWN, None)
    plan = layout.plan(asked.context, asked.documents, OWN)
    silent = opinion_of(asked, plan.model_copy(update={"orders": (plan.orders[0].model_copy(update={"tables": ()}),)}))

    def said_of(answer: dict[str, Any]) -> str:
        (order,) = opinion_of(asked, plan_of(answer, render([document])), silent).verified
        return sentences(order)

    answer = honest(document)
    assert said_of(answer) == ""
    for column in answer["orders"][0]["tables"][0]["columns"]:
        column["heading"] = []
    assert said_of(answer) == "One reading found 4 lines, another 0."


def test_a_server_without_strict_schemas_may_leave_out_what_is_empty_and_wrap_the_whole(paper: Any) -> None:
    document = paper.order(4)
    answer = honest(document)
    whole = read(document, answer)
    order = answer["orders"][0]
    del order["lines"], order["tables"][0]["left_out"], order["tables"][0]["columns_of_next_row"]
    order["tables"][0]["line_begins_with"] = order["tables"][0]["line_begins_with"][0]
    for column in order["tables"][0]["columns"]:
        column["heading"] = column["heading"][0]
    assert read(document, {"reading_plan": answer}) == whole
