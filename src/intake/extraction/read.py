"""A whole message → what it says: plan, execute, verify, repair once, compare; body and attachments are one reading.

In: the opened parts. Out: a `Reading` in which every part ends as read or as skipped with a reason. The layout reader always
reads; a model or a remembered layout is a first opinion that it is held against.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from intake.domain.documents import Document
from intake.domain.errors import BrokenPromise, ConfigurationError, Unavailable
from intake.domain.opened import MailContext, OpenedPart
from intake.domain.orders import DocumentKind, DocumentReading, ModelUsage, Reading, ReadOrder
from intake.domain.parties import OwnCompany
from intake.domain.plans import ReadingPlan
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction import claims
from intake.extraction.execute import execute
from intake.extraction.executed import Executed
from intake.extraction.planners import layout
from intake.extraction.planners.base import Planner
from intake.extraction.planners.layout.survey import is_body
from intake.extraction.verify import verify
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
    remembered: Planner | None = None,
) -> Reading:
    """`mode` `layout` never asks the model; `model` and `auto` ask it where there is one, and fall back to the layout reader."""
    documents = [part.document for part in opened]
    near = date.fromisoformat(context.sent_on) if context.sent_on else None
    structured = [number for number, part in enumerate(opened) if part.structured is not None]
    unread = [_without_words(document) if number in structured else document for number, document in enumerate(documents)]
    second = layout.plan(context, unread, own)
    second_orders = execute(second, unread, near)
    first = _first_opinion(context, unread, own, mode, model, remembered, near, second_orders)
    plan, verified, usage, problems = first or (second, verify(second_orders, second, unread), None, ())
    if first is None and mode == "model" and model is None:
        problems = (Problem(code=ReasonCode.MODEL_UNAVAILABLE.value, message="No model is configured; read without it."),)
    orders = [order for number in structured for order in _placed(opened[number].structured or (), number)]
    orders += [_with_documents_problems(order, documents) for order in verified]
    said = (*claims.instructions(documents), *_amendments(documents, orders))
    orders = [_with_problems(order, said) for order in orders]
    return _reading(context, opened, plan, orders, (*problems, *said), usage)


def _first_opinion(
    context: MailContext,
    documents: Sequence[Document],
    own: OwnCompany,
    mode: Mode,
    model: Planner | None,
    remembered: Planner | None,
    near: date | None,
    other: Sequence[Executed],
) -> tuple[ReadingPlan, tuple[ReadOrder, ...], ModelUsage | None, tuple[Problem, ...]] | None:
    """What a remembered layout or the model reads; None where neither has anything better to say than the layout reader."""
    if mode == "layout" or all(document.is_empty for document in documents):
        return None
    if remembered is not None:
        plan = remembered.plan(context, documents, own)
        if plan is not None:
            verified = verify(execute(plan, documents, near), plan, documents, other)
            if all(not order.problems for order in verified):
                return plan, verified, None, ()
    return _asked(context, documents, own, model, near, other) if model is not None else None


def _asked(
    context: MailContext,
    documents: Sequence[Document],
    own: OwnCompany,
    model: Planner,
    near: date | None,
    other: Sequence[Executed],
) -> tuple[ReadingPlan, tuple[ReadOrder, ...], ModelUsage | None, tuple[Problem, ...]] | None:
    """The model's plan; repaired once with what `verify` found wrong with it."""
    try:
        plan = model.plan(context, documents, own)
        if plan is None:
            return None
        verified = verify(execute(plan, documents, near), plan, documents, other)
        wrong = tuple(problem for order in verified for problem in order.problems)
        if wrong:
            repaired = model.plan(context, documents, own, wrong)
            if repaired is not None:
                again = verify(execute(repaired, documents, near), repaired, documents, other)
                if sum(len(order.problems) for order in again) < len(wrong):
                    plan, verified = repaired, again
    except (Unavailable, ConfigurationError) as failure:
        return _fallback(documents, other, context, own, ReasonCode.MODEL_UNAVAILABLE, str(failure))
    except BrokenPromise as failure:
        return _fallback(documents, other, context, own, ReasonCode.MODEL_ANSWER_UNUSABLE, str(failure))
    return plan, verified, model.usage(), ()


def _fallback(
    documents: Sequence[Document],
    other: Sequence[Executed],
    context: MailContext,
    own: OwnCompany,
    code: ReasonCode,
    said: str,
) -> tuple[ReadingPlan, tuple[ReadOrder, ...], ModelUsage | None, tuple[Problem, ...]]:
    plan = layout.plan(context, documents, own)
    return plan, verify(other, plan, documents), None, (Problem(code=code.value, message=said),)


def _without_words(document: Document) -> Document:
    """A structured order's own document has nothing to be planned: its orders are stated already."""
    return Document(source=document.source, problems=document.problems)


def _placed(orders: Sequence[ReadOrder], number: int) -> list[ReadOrder]:
    placed = [order.order.model_copy(update={"documents": (number,)}) for order in orders]
    return [
        order.model_copy(update={"order": each})
        for order, each in zip(orders, placed, strict=True)
        if order.kind not in (DocumentKind.OTHER, DocumentKind.INQUIRY)
    ]


def _with_documents_problems(order: ReadOrder, documents: Sequence[Document]) -> ReadOrder:
    """What is wrong with a document is wrong with the orders that stand in it."""
    found = [problem for number in order.order.documents if number < len(documents) for problem in documents[number].problems]
    return _with_problems(order, found)


def _with_problems(order: ReadOrder, problems: Sequence[Problem]) -> ReadOrder:
    return order.model_copy(update={"problems": tuple(dict.fromkeys((*order.problems, *problems)))}) if problems else order


def _amendments(documents: Sequence[Document], orders: Sequence[ReadOrder]) -> tuple[Problem, ...]:
    """A body that changes what an attachment orders; a body that orders by itself amends nothing."""
    if not any(not is_body(documents[number]) for order in orders for number in order.order.documents):
        return ()
    bodies = [(number, document) for number, document in enumerate(documents) if is_body(document)]
    return tuple(problem for number, document in bodies for problem in claims.amendments(number, document))


def _reading(
    context: MailContext,
    opened: Sequence[OpenedPart],
    plan: ReadingPlan,
    orders: Sequence[ReadOrder],
    problems: tuple[Problem, ...],
    usage: ModelUsage | None,
) -> Reading:
    planned = {each.document: each for each in plan.documents}
    documents = tuple(
        _document_reading(part, planned[number].kind if number in planned else DocumentKind.OTHER)
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


def _document_reading(part: OpenedPart, planned: DocumentKind) -> DocumentReading:
    source = part.document.source
    kind = planned
    if part.structured is not None:
        kind = min((order.kind for order in part.structured), key=_RANK.index, default=DocumentKind.OTHER)
    elif part.document.is_empty:
        kind = DocumentKind.SKIPPED
    return DocumentReading(
        filename=source.filename, sha256=source.sha256, media_type=source.media_type, kind=kind, problems=part.document.problems
    )


def _kind(orders: Sequence[ReadOrder], documents: Sequence[DocumentReading]) -> DocumentKind:
    kinds = [order.kind for order in orders] or [document.kind for document in documents]
    return min(kinds, key=_RANK.index, default=DocumentKind.OTHER)


def _language(documents: Sequence[Document]) -> str | None:
    texts = (word.text for document in documents for canvas in document.canvases for word in canvas.words[:2_000])
    return vocabulary().language(texts)
