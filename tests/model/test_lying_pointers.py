"""Pointers that do not hang together are seen through without any second reading: each lie is a sentence, or a proof that is missing."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from fixtures.models.pointing import answer_of

from intake.domain.documents import Document, TextOrigin
from intake.domain.opened import MailContext
from intake.domain.orders import Proof, ReadOrder
from intake.domain.parties import OwnCompany
from intake.extraction.opinions import Opinion, Question, opinion_of
from intake.extraction.planners.layout import planner as layout
from intake.extraction.planners.model.answer import plan_of
from intake.extraction.planners.model.rendering import render

Lie = Callable[[dict[str, Any]], Any]


def question(*documents: Document) -> Question:
    return Question(MailContext(), documents, OwnCompany(names=("Nordwerk",)), None)


def own_opinion(*documents: Document) -> Opinion:
    asked = question(*documents)
    return opinion_of(asked, layout.plan(asked.context, documents, asked.own))


def read_with(lie: Lie, documents: Sequence[Document], other: Opinion | None = None) -> tuple[ReadOrder, ...]:
    asked = question(*documents)
    answer = copy.deepcopy(answer_of(layout.plan(asked.context, documents, asked.own), render(documents)))
    lie(answer)
    return opinion_of(asked, plan_of(answer, render(documents)), other).verified


def sentences(order: ReadOrder) -> str:
    return " ".join(problem.message for problem in order.problems)


def table_of(answer: dict[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = answer["orders"][0]["tables"][0]
    return table


def column_of(answer: dict[str, Any], role: str) -> dict[str, Any]:
    return next(column for column in table_of(answer)["columns"] if column["role"] == role)


def honest(answer: dict[str, Any]) -> None:
    pass


def swap_with_headings(answer: dict[str, Any]) -> None:
    one, two = column_of(answer, "quantity"), column_of(answer, "unit_price")
    one["role"], two["role"] = two["role"], one["role"]
    one["heading"], two["heading"] = two["heading"], one["heading"]


def tell_twice(answer: dict[str, Any]) -> None:
    answer["orders"][0]["tables"].append(copy.deepcopy(table_of(answer)))


def take_the_total_for_a_line(answer: dict[str, Any]) -> None:
    table_of(answer)["last_row"] += 1
    table_of(answer)["line_begins_with"] = ["line_amount"]


def ignore_the_unit(answer: dict[str, Any]) -> None:
    column_of(answer, "uom")["role"] = "ignore"


def cut_off_the_last(answer: dict[str, Any]) -> None:
    table_of(answer)["last_row"] -= 1


def leave_one_out(answer: dict[str, Any]) -> None:
    row = table_of(answer)["first_row"] + 1
    table_of(answer)["left_out"].append({"first_row": row, "last_row": row, "reason": "subtotal"})


def join_two_codes(answer: dict[str, Any]) -> None:
    code = next(column for column in table_of(answer)["columns"] if column["role"] in ("code", "sku", "customer_part_number"))
    code["right"] = column_of(answer, "description")["right"]
    table_of(answer)["columns"].remove(column_of(answer, "description"))


def test_honest_pointers_have_nothing_said_against_them(paper: Any) -> None:
    (order,) = read_with(honest, [paper.order(5)])
    assert order.problems == ()
    assert Proof.LABELLED in order.proofs["lines[0].quantity"]


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        (swap_with_headings, "not read as what its heading names"),
        (tell_twice, "hold the same printed rows"),
        (take_the_total_for_a_line, "calls itself a sum"),
        (ignore_the_unit, "is not read as what its heading names"),
        (cut_off_the_last, "looks like an order line|multiplies like an order line"),
        (leave_one_out, "was left out and looks like an order line"),
        (join_two_codes, "more than one code"),
    ],
)
def test_each_lie_is_a_sentence(paper: Any, lie: Lie, sentence: str) -> None:
    (order,) = read_with(lie, [paper.order(5)])
    assert any(part in sentences(order) for part in sentence.split("|")), sentences(order)


def test_a_heading_over_another_band_names_nothing(paper: Any) -> None:
    (order,) = read_with(swap_with_headings, [paper.order(5)])
    assert Proof.LABELLED not in order.proofs["lines[0].quantity"]


def test_a_label_elsewhere_on_the_page_names_nothing(paper: Any) -> None:
    def take_the_date(answer: dict[str, Any]) -> None:
        number = next(each for each in answer["orders"][0]["fields"] if each["field"] == "customer_po_number")
        number["value"] = [{"row": 2, "first": 3, "last": 3}]

    (order,) = read_with(take_the_date, [paper.order(5)])
    assert order.order.customer_po_number == "2026-03-02"
    assert Proof.LABELLED not in order.proofs["customer_po_number"]


def test_lines_heard_in_words_need_the_other_reading(paper: Any) -> None:
    mail = paper.mail("Hello,\nplease send 12 rolls of tape TP-50 under PO 5531.\nRegards")
    (alone,) = read_with(honest, [mail])
    (together,) = read_with(honest, [mail], own_opinion(mail))
    assert Proof.LABELLED not in alone.proofs["lines[0].quantity"]
    assert Proof.AGREED in together.proofs["lines[0].quantity"]


def test_a_kind_or_an_order_that_only_one_reading_sees_is_said(paper: Any) -> None:
    document = paper.order(3)

    def cancel(answer: dict[str, Any]) -> None:
        answer["orders"][0]["kind"] = "order_cancellation"

    (order,) = read_with(cancel, [document], own_opinion(document))
    assert "One reading takes this for order_cancellation, another for order." in sentences(order)


def test_goods_go_nowhere_on_a_planners_word_alone(paper: Any) -> None:
    document = paper.page(
        "1| @56 1:Willow 2:Joinery 3:Ltd\n2| @56 1:4 2:Mill 3:Lane\n3| @56 1:Leeds 2:LS1 3:4AB\n4| @56 1:PO 2:no.: 3:88120\n"
        "5| @56 1:Article 2:no. @190 3:Description @380 4:Quantity @450 5:Unit\n6| @56 1:W-310 @190 2:Hinge @388 3:40 @450 4:pcs"
    )

    def ship_to_the_head(answer: dict[str, Any]) -> None:
        rows = [{"row": row, "first": 1, "last": 3} for row in (1, 2, 3)]
        fields = answer["orders"][0]["fields"]
        fields[:] = [each for each in fields if not each["field"].startswith("ship_to")]
        fields.append({"field": "ship_to.block", "label": [], "value": rows})

    (order,) = read_with(ship_to_the_head, [document])
    assert "Nothing in the document says that the goods go to 4 Mill Lane." in sentences(order)


def test_what_was_read_from_a_picture_is_marked_so(paper: Any) -> None:
    recognised = replace(paper.order(2), text_origin=TextOrigin.OCR)
    assert [order.is_recognised for order in own_opinion(recognised).verified] == [True]
    assert [order.is_recognised for order in own_opinion(paper.order(2)).verified] == [False]


def test_the_end_of_a_longer_label_names_nothing(paper: Any) -> None:
    """A supplier number under a label in unknown words: its "no." alone says nothing of whose number it is."""
    rows = [["Zulieferant no.", "550193"], ["Order date", "2026-03-02"], ["Article no.", "Quantity"], ["AB-1000", "10 pcs"]]
    document = paper.sheet(rows)

    def take_it(answer: dict[str, Any]) -> None:
        fields = answer["orders"][0]["fields"]
        fields[:] = [each for each in fields if each["field"] != "customer_po_number"]
        label, value = {"row": 1, "first": 2, "last": 2}, {"row": 1, "first": 3, "last": 3}
        fields.append({"field": "customer_po_number", "label": [label], "value": [value]})

    (order,) = read_with(take_it, [document])
    assert order.order.customer_po_number == "550193"
    assert Proof.LABELLED not in order.proofs["customer_po_number"]
