"""Layouts whose lines have several printed rows can be said in an answer: rows around the figures, a second row with columns of its own."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from fixtures.models.pointing import answer_of
from tests.extraction.page_orders import Printed, page_document, rows

from intake.domain.documents import Document
from intake.domain.opened import MailContext
from intake.domain.orders import ReadOrder
from intake.domain.parties import OwnCompany
from intake.extraction.opinions import Question, opinion_of
from intake.extraction.planners.layout import planner as layout
from intake.extraction.planners.model.answer import plan_of
from intake.extraction.planners.model.rendering import render

ANSWER = dict[str, Any]
AT = (40, 110, 260, 330, 420)
HEADS: Printed = (80, [(40, "Item no."), (110, "Description"), (260, "Qty"), (330, "Unit price"), (420, "Amount")])


def centred() -> Document:
    gauze = rows(100, AT, ("", "Sterile gauze swab"), ("A-4711", "folded", "120", "4.35", "522.00"), ("", "packs of 5"), step=11)
    gloves = rows(148, AT, ("", "Gloves of nitrile"), ("KS-1001", "blue", "80", "6.20", "496.00"), ("", "size M"), step=11)
    return page_document([HEADS, *gauze, *gloves])


def two_rowed() -> Document:
    above, below = (40, 80, 200), (-140, 200, -400, -550)
    heads = [
        (100, [(40, "Item"), (80, "Material"), (200, "Description")]),
        (112, [(80, "Order qty"), (200, "Unit"), (-400, "Price per unit"), (-550, "Net value")]),
    ]
    lines = [
        *rows(140, above, ("00010", "10045871", "Hex bolt M8x40")),
        *rows(152, below, ("1,000", "PC", "8.40", "8,400.00")),
        *rows(180, above, ("00020", "10045902", "Hex nut M8")),
        *rows(192, below, ("250", "PC", "3.20", "800.00")),
    ]
    return page_document([*heads, *lines])


def asked(document: Document) -> Question:
    return Question(MailContext(), (document,), OwnCompany(), None)


def answer_for(document: Document) -> ANSWER:
    return copy.deepcopy(answer_of(layout.plan(MailContext(), [document], OwnCompany()), render([document])))


def read(document: Document, answer: ANSWER) -> ReadOrder:
    (order,) = opinion_of(asked(document), plan_of(answer, render([document]))).verified
    return order


@pytest.mark.parametrize("document", [centred(), two_rowed()], ids=["around", "second row"])
def test_a_model_reads_what_the_layout_reader_reads(document: Document) -> None:
    own = opinion_of(asked(document), layout.plan(MailContext(), [document], OwnCompany()))
    order = read(document, answer_for(document))
    assert order.problems == ()
    assert order.order.lines == own.verified[0].order.lines
    assert len(order.order.lines) == 2


def test_rows_around_the_figures_belong_to_their_line() -> None:
    answer = answer_for(centred())
    assert answer["orders"][0]["tables"][0]["further_rows"] == "around"
    assert [line.description for line in read(centred(), answer).order.lines] == [
        "Sterile gauze swab folded packs of 5",
        "Gloves of nitrile blue size M",
    ]


@pytest.mark.parametrize("said", ["below", "above"])
def test_rows_said_to_stand_elsewhere_are_seen_through(said: str) -> None:
    answer = answer_for(centred())
    answer["orders"][0]["tables"][0]["further_rows"] = said
    assert {problem.code for problem in read(centred(), answer).problems} == {"lines_incomplete"}


def test_rows_said_to_stand_around_figures_that_they_stand_below_are_seen_through() -> None:
    below = rows(100, AT, ("A-4711", "Gauze", "120", "4.35", "522.00"), ("", "folded"), ("B-2", "Gloves", "80", "6.20", "496.00"))
    document = page_document([HEADS, *below])
    answer = answer_for(document)
    answer["orders"][0]["tables"][0]["further_rows"] = "around"
    (problem,) = read(document, answer).problems
    assert "does not stand in the middle of its line's rows" in problem.message


def test_a_second_row_whose_quantity_is_read_as_its_price_is_seen_through() -> None:
    answer = answer_for(two_rowed())
    columns = answer["orders"][0]["tables"][0]["columns_of_next_row"]
    one, two = (next(each for each in columns if each["role"] == role) for role in ("quantity", "unit_price"))
    one["role"], two["role"] = two["role"], one["role"]
    order = read(two_rowed(), answer)
    assert "is not read as what its heading names" in " ".join(problem.message for problem in order.problems)


def test_a_sentence_below_the_lines_that_the_columns_cut_up_is_seen_through() -> None:
    lines = rows(100, AT, ("A-4711", "Gauze", "120", "4.35", "522.00"), ("B-2", "Gloves", "80", "6.20", "496.00"))
    document = page_document(
        [HEADS, *lines, (128, [(40, "Our general terms of purchase apply to all orders that we place with you.")])]
    )
    answer = answer_for(document)
    answer["orders"][0]["tables"][0]["last_row"] += 1
    messages = " ".join(problem.message for problem in read(document, answer).problems)
    assert "runs through several columns" in messages


@pytest.mark.parametrize(
    ("one", "two", "sentence"),
    [
        ("customer_part_number", "requested_delivery_date", "is a date and is not read as one|does not look like one"),
        ("description", "requested_delivery_date", "is a date and is not read as one"),
        ("description", "uom", "is taken for a unit and is none that is known"),
    ],
)
def test_columns_without_a_known_heading_are_doubted_by_what_they_say(one: str, two: str, sentence: str) -> None:
    """Nothing names them, so that only their words tell a day from a code."""
    heads: Printed = (80, [(40, "Ref. X"), (110, "Ytqw"), (230, "Qty"), (290, "Zzq"), (360, "Wvv")])
    at = (40, 110, 230, 290, 360)
    lines = rows(100, at, ("A-4711", "Gauze", "120", "pcs", "2026-04-20"), ("B-2002", "Gloves", "80", "pcs", "2026-04-21"))
    document = page_document([heads, *lines])
    roles = ("customer_part_number", "description", "quantity", "uom", "requested_delivery_date")
    columns = [
        {"role": {one: two, two: one}.get(role, role), "left": left - 2, "right": right - 2, "heading": []}
        for role, left, right in zip(roles, at, (*at[1:], 440), strict=True)
    ]
    found = {row.row.text.split()[0]: row.number for row in render([document]).rows}
    shape = {"columns_of_next_row": [], "line_begins_with": ["quantity"], "further_rows": "below", "left_out": []}
    table = {"first_row": found["A-4711"], "last_row": found["B-2002"], "columns": columns, **shape}
    order = {"kind": "order", "documents": [0], "fields": [], "tables": [table], "lines": []}
    answer = {"documents": [{"document": 0, "kind": "order"}], "orders": [order]}
    messages = " ".join(problem.message for problem in read(document, answer).problems)
    assert any(part in messages for part in sentence.split("|")), messages


def test_a_figure_that_stands_in_no_column_is_told() -> None:
    document = centred()
    answer = answer_for(document)
    columns = answer["orders"][0]["tables"][0]["columns"]
    price = next(column for column in columns if column["role"] == "unit_price")
    columns.remove(price)
    for column in columns:
        if column["left"] < price["left"]:
            column["right"] = min(column["right"], price["left"])
    columns[:] = [column for column in columns if column["right"] <= price["left"]]
    messages = " ".join(problem.message for problem in read(document, answer).problems)
    assert "stands in a line and in no column" in messages
