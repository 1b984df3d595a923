"""A whole message → what it says: plan, execute, verify, compare; body and attachments are one reading.

In: the opened parts. Out: a `Reading` in which every part ends as read or as skipped with a reason. The layout reader always
reads; a model or a remembered layout is a first opinion that it is held against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from intake.domain.documents import Document
from intake.domain.opened import MailContext, OpenedPart
from intake.domain.orders import Charge, DocumentKind, DocumentReading, ModelUsage, Reading, ReadOrder
from intake.domain.parties import OwnCompany
from intake.domain.plans import ReadingPlan
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction import claims
from intake.extraction.beside import said_beside
from intake.extraction.blankets import blankets_announced
from intake.extraction.bodies import is_body
from intake.extraction.doubted_items import doubted_items
from intake.extraction.executed import WordKey
from intake.extraction.noted import wishes_in_notes
from intake.extraction.opinions import Opinion, Question, best_opinion, opinion_of
from intake.extraction.pictured import said_otherwise
from intake.extraction.planners.base import Planner, RememberedPlanner
from intake.extraction.planners.layout import planner as layout
from intake.extraction.planners.remembered import memory_of
from intake.extraction.quoting_places import text_at
from intake.extraction.recognition import unread
from intake.extraction.remarks import DAY, days_wanted, goods_named, names_known, wishes_in_body, wishes_in_paper, words_of
from intake.extraction.revisions import revisions_announced
from intake.extraction.stamps import stamps_on_paper
from intake.extraction.subject import with_subject
from intake.extraction.unlabelled_heads import unlabelled_heads
from intake.extraction.words import vocabulary

Mode = Literal["auto", "model", "layout"]

_RANK = (
    DocumentKind.ORDER_CANCELLATION,
    DocumentKind.ORDER_CHANGE,
    DocumentKind.ORDER,
    DocumentKind.INQUIRY,
    DocumentKind.OTHER,
    DocumentKind.SKIPPED,
)


def read_orders(
    context: MailContext,
    opened: Sequence[OpenedPart],
    *,
    own: OwnCompany,
    mode: Mode = "auto",
    model: Planner | None = None,
    remembered: RememberedPlanner | None = None,
) -> Reading:
    """`mode` `layout` never asks the model; `model` and `auto` ask it where there is one, and fall back to the layout reader."""
    documents = [with_subject(context, part.document) for part in opened]
    near = date.fromisoformat(context.sent_on) if context.sent_on else None
    structured = [number for number, part in enumerate(opened) if part.structured is not None]
    planned = [_without_words(document) if number in structured else document for number, document in enumerate(documents)]
    question = Question(context, planned, own, near)
    opinion = opinion_of(question, layout.plan(context, planned, own))
    if mode != "layout":
        opinion = best_opinion(question, opinion, model, remembered)
    problems = opinion.problems
    if mode == "model" and model is None and opinion.plan.planner == layout.NAME:
        problems = (Problem(code=ReasonCode.MODEL_UNAVAILABLE.value, message="No model is configured; read without it."),)
    orders = [order for number in structured for order in _stated(opened[number], number, replace(question, documents=documents))]
    orders += [_with_documents_problems(order, documents) for order in opinion.verified]
    orders = [_with_problems(order, (*_two_papers(order, documents), *doubted_items(order))) for order in orders]
    regions = opinion.regions
    orders = [_with_problems(order, unlabelled_heads(order.order, planned, regions, own, near)) for order in orders]
    said = (*claims.instructions(documents), *_amendments(documents, orders), *_wishes(question, opinion, orders))
    said = (*said, *blankets_announced(question.documents, regions))
    orders = [_with_problems(order, (*said, *_revisions(question, opinion, order))) for order in orders]
    reading = _reading(opened, opinion.plan, orders, (*problems, *said), opinion.usage)
    # A layout is remembered to spare the model; where none is asked there is nothing to spare.
    return reading if mode == "layout" or model is None else reading.model_copy(update={"layout": _layout(question, opinion)})


def _layout(question: Question, opinion: Opinion) -> str | None:
    """What the next order of this sender may be read by, should this one be confirmed."""
    if len(opinion.executed) != 1 or opinion.complaints:
        return None
    memory = memory_of(opinion.plan, question.documents, question.context, question.own, opinion.executed[0].order, question.near)
    return memory.model_dump_json() if memory is not None else None


def _without_words(document: Document) -> Document:
    """A structured order's own document has nothing to be planned: its orders are stated already."""
    return Document(source=document.source, problems=document.problems)


def _stated(part: OpenedPart, number: int, question: Question) -> list[ReadOrder]:
    """The orders a machine wrote; where the part has pages that show them too, both have to say the same."""
    orders = [_with_problems(order, wishes_in_notes(order)) for order in _placed(part.structured or (), number)]
    if not part.document.canvases or not orders:
        return orders
    alone = [document if at == number else _without_words(document) for at, document in enumerate(question.documents)]
    shown = replace(question, documents=alone)
    pages = opinion_of(shown, layout.plan(question.context, alone, question.own))
    found = said_otherwise(number, orders, alone[number], pages)
    return [_with_problems(order, found) for order in orders]


def _placed(orders: Sequence[ReadOrder], number: int) -> list[ReadOrder]:
    placed = []
    for each in orders:
        charges = tuple(map(_charge, each.order.charges))
        placed.append(each.order.model_copy(update={"documents": (number,), "charges": charges}))
    return [
        order.model_copy(update={"order": each})
        for order, each in zip(orders, placed, strict=True)
        if order.kind not in (DocumentKind.OTHER, DocumentKind.INQUIRY)
    ]


def _charge(charge: Charge) -> Charge:
    """By the kind that its words in any language mean, as a printed one is."""
    return charge.model_copy(update={"kind": vocabulary().charge(charge.kind) or charge.kind})


def _with_documents_problems(order: ReadOrder, documents: Sequence[Document]) -> ReadOrder:
    """What is wrong with a document is wrong with the orders that stand in it."""
    found = [problem for number in order.order.documents if number < len(documents) for problem in documents[number].problems]
    return _with_problems(order, found)


def _two_papers(order: ReadOrder, documents: Sequence[Document]) -> tuple[Problem, ...]:
    """Lines in two documents may add up, or say the same twice in other words: only a person can tell."""
    places = {place.document for line in order.order.lines for place in line.evidence.values()}
    papers = [documents[number].source.filename or "" for number in sorted(places) if not is_body(documents[number])]
    if len(papers) < 2:
        return ()
    message = f"The order's lines stand in {' and '.join(papers)}; do they add up, or does one repeat the other?"
    return (Problem(code=ReasonCode.PARTS_CONTRADICT.value, path="lines", message=message),)


def _with_problems(order: ReadOrder, problems: Sequence[Problem]) -> ReadOrder:
    return order.model_copy(update={"problems": tuple(dict.fromkeys((*order.problems, *problems)))}) if problems else order


def _amendments(documents: Sequence[Document], orders: Sequence[ReadOrder]) -> tuple[Problem, ...]:
    """A body that says something else than its attachment; a body that orders by itself is held against nothing."""
    attached = _attached(documents, orders)
    if not attached:
        return ()
    bodies = [number for number, document in enumerate(documents) if is_body(document)]
    return tuple(problem for number in bodies for problem in said_beside(number, documents, attached))


def _attached(documents: Sequence[Document], orders: Sequence[ReadOrder]) -> list[ReadOrder]:
    """The orders of which a part stands in an attachment."""
    return [order for order in orders if any(not is_body(documents[number]) for number in order.order.documents)]


def _wishes(question: Question, opinion: Opinion, orders: Sequence[ReadOrder]) -> tuple[Problem, ...]:
    """What a message says in words beside its orders, and no value holds. A change or cancellation is read by a person."""
    if not any(order.kind is DocumentKind.ORDER for order in orders):
        return ()
    # A remark that was read as one ("Please note: …") is quoted and not understood.
    noted = {
        key for plan in opinion.plan.orders for field in plan.fields if field.path == "note" for key in words_of(field.places)
    }
    used = {key for executed in opinion.executed for key in executed.used} - noted - _words_before_days(question, opinion)
    known = names_known(question.context, question.own, orders)
    is_beside = bool(_attached(question.documents, orders))
    regions = opinion.regions
    found: list[Problem] = []
    for number, document in enumerate(question.documents):
        own = [region for region in regions if region.document == number]
        if is_body(document):
            days, goods = days_wanted(orders), goods_named(orders)
            found += wishes_in_body(number, document, own, used, known, days=days, goods=goods, is_beside=is_beside)
        elif any(number in order.order.documents for order in orders):
            found += (*wishes_in_paper(number, document, own, used, known), *stamps_on_paper(number, document))
    return tuple(found)


def _words_before_days(question: Question, opinion: Opinion) -> set[WordKey]:
    """Of a sentence that says the day, all but the day: no label stands there, and anything may be said."""
    fields = [field for plan in opinion.plan.orders for field in plan.fields]
    said = [field.label for field in fields if field.path == DAY and field.label is not None]
    said = [label for label in said if not vocabulary().labels(text_at(label, question.documents))]
    return {*words_of(said)} - {*words_of(place for field in fields for place in field.places)}


def _revisions(question: Question, opinion: Opinion, order: ReadOrder) -> tuple[Problem, ...]:
    """An order that calls itself a revision. A change that is asked for in words is one already."""
    if order.kind is not DocumentKind.ORDER:
        return ()
    number = order.order.customer_po_number
    return revisions_announced(question.documents, opinion.regions, [number] if number else [])


def _reading(
    opened: Sequence[OpenedPart],
    plan: ReadingPlan,
    orders: Sequence[ReadOrder],
    problems: tuple[Problem, ...],
    usage: ModelUsage | None,
) -> Reading:
    planned = {each.document: each for each in plan.documents}
    documents = tuple(
        _document_reading(
            part,
            planned[number].kind if number in planned else DocumentKind.OTHER,
            () if any(number in order.order.documents for order in orders) else unread(part.document),
        )
        for number, part in enumerate(opened)
    )
    return Reading(
        kind=_kind(orders, documents),
        orders=tuple(orders),
        documents=documents,
        problems=problems,
        reader=plan.planner,
        usage=usage,
        language=_language([part.document for part in opened]),
    )


def _document_reading(part: OpenedPart, planned: DocumentKind, doubts: tuple[Problem, ...]) -> DocumentReading:
    source = part.document.source
    kind = planned
    if part.structured is not None:
        kind = min((order.kind for order in part.structured), key=_RANK.index, default=DocumentKind.OTHER)
    elif part.document.is_empty:
        kind = DocumentKind.SKIPPED
    return DocumentReading(
        filename=source.filename,
        sha256=source.sha256,
        media_type=source.media_type,
        kind=kind,
        problems=(*part.document.problems, *doubts),
    )


def _kind(orders: Sequence[ReadOrder], documents: Sequence[DocumentReading]) -> DocumentKind:
    kinds = [order.kind for order in orders] or [document.kind for document in documents]
    return min(kinds, key=_RANK.index, default=DocumentKind.OTHER)


def _language(documents: Sequence[Document]) -> str | None:
    texts = (word.text for document in documents for canvas in document.canvases for word in canvas.words[:2_000])
    return vocabulary().language(texts)
