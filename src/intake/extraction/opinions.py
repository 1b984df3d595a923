"""Whose reading is taken: a remembered layout's, the model's or the layout reader's; where two exist they are always compared.

In: the documents and the layout reader's own reading of them. Out: the reading that has less to complain of, with what the other
contradicts still standing in it. A planner that does not answer or answers nonsense costs nothing but a note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from intake.domain.documents import Document
from intake.domain.errors import BrokenPromise, ConfigurationError, Unavailable
from intake.domain.opened import MailContext
from intake.domain.orders import ModelUsage, Proof, ReadOrder
from intake.domain.parties import OwnCompany
from intake.domain.plans import ReadingPlan, Region
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.agreement import Other
from intake.extraction.execute import execute
from intake.extraction.executed import Executed
from intake.extraction.planners.base import BudgetSpent, Planner, RememberedPlanner
from intake.extraction.planners.layout import planner as layout_planner
from intake.extraction.pointing import believed
from intake.extraction.verify import verify

_SAID_BY_THE_OTHER = frozenset({ReasonCode.READINGS_DISAGREE.value, ReasonCode.KIND_UNCLEAR.value})


@dataclass(frozen=True, slots=True)
class Question:
    """What every planner is asked; `near` is when the message was sent."""

    context: MailContext
    documents: Sequence[Document]
    own: OwnCompany
    near: date | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """A plan, what it reads, and what can be proven of it. `problems` are about the planner, not about an order."""

    plan: ReadingPlan
    executed: tuple[Executed, ...]
    verified: tuple[ReadOrder, ...]
    usage: ModelUsage | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def regions(self) -> list[Region]:
        """Where all tables of the plan stand."""
        return [region for order in self.plan.orders for table in order.tables for region in table.regions]

    @property
    def complaints(self) -> tuple[Problem, ...]:
        return tuple(problem for order in self.verified for problem in order.problems)


def opinion_of(question: Question, plan: ReadingPlan, other: Opinion | None = None) -> Opinion:
    """What a plan reads, held against another opinion where there is one."""
    if plan.planner != layout_planner.NAME:
        plan = believed(plan, question.documents)
    executed = execute(plan, question.documents, question.near)
    held_against = Other(other.plan, other.executed) if other is not None else None
    return Opinion(plan, executed, verify(executed, plan, question.documents, held_against))


def best_opinion(question: Question, layout: Opinion, model: Planner | None, remembered: RememberedPlanner | None) -> Opinion:
    """`layout` is the layout reader's, which always reads."""
    if all(document.is_empty for document in question.documents):
        return layout
    if remembered is not None:
        known = _remembered(question, layout, remembered)
        if known is not None:
            return known
    return _asked(question, layout, model) if model is not None else layout


def _remembered(question: Question, layout: Opinion, remembered: RememberedPlanner) -> Opinion | None:
    """Only while everything is still proven: a sender's layout that changed is forgotten, not stretched."""
    plan = remembered.plan(question.context, question.documents, question.own)
    if plan is None:
        return None
    opinion = opinion_of(question, plan, layout)
    if opinion.verified and not opinion.complaints and all("lines" in order.proofs for order in opinion.verified):
        return opinion
    remembered.forget()
    return None


def _asked(question: Question, layout: Opinion, model: Planner) -> Opinion:
    """The model's reading; repaired once with what `verify` found wrong with it."""
    try:
        plan = model.plan(question.context, question.documents, question.own)
        if plan is None:
            return layout
        opinion = opinion_of(question, plan, layout)
        if _own_faults(opinion, layout):
            opinion = _repaired(question, layout, model, opinion)
    except BudgetSpent as spent:
        return _without(layout, model, ReasonCode.MODEL_BUDGET_SPENT, spent)
    except (Unavailable, ConfigurationError) as failure:
        return _without(layout, model, ReasonCode.MODEL_UNAVAILABLE, failure)
    except BrokenPromise as failure:
        return _without(layout, model, ReasonCode.MODEL_ANSWER_UNUSABLE, failure)
    return _better(question, layout, replace(opinion, usage=model.usage()))


def _own_faults(opinion: Opinion, layout: Opinion) -> tuple[Problem, ...]:
    """What is wrong with a reading by itself. What the other one says stays unsaid: a model that was told could only repeat it,
    and two readings that agree because one knew the other prove nothing."""
    doubted = {problem for each in layout.executed for problem in each.problems}
    doubted -= {problem for each in opinion.executed for problem in each.problems}
    return tuple(problem for problem in opinion.complaints if problem.code not in _SAID_BY_THE_OTHER and problem not in doubted)


def _repaired(question: Question, layout: Opinion, model: Planner, opinion: Opinion) -> Opinion:
    """What a second answer reads, where it is better; a first answer that can be used stands without it."""
    try:
        plan = model.plan(question.context, question.documents, question.own, _own_faults(opinion, layout))
    except (Unavailable, ConfigurationError, BrokenPromise):
        return opinion
    again = opinion_of(question, plan, layout) if plan is not None else opinion
    return again if len(again.complaints) < len(opinion.complaints) else opinion


def _without(layout: Opinion, model: Planner, code: ReasonCode, failure: Exception) -> Opinion:
    return replace(layout, usage=model.usage(), problems=(Problem(code=code.value, message=str(failure)),))


def _better(question: Question, layout: Opinion, model: Opinion) -> Opinion:
    """The one with less to complain of, the model's where both have as much. Values on which they differ are wrong with both, and
    then the one that proves more of its lines is shown."""
    against = opinion_of(question, layout.plan, model)
    if not against.verified or (model.verified and _rank(model) <= _rank(against)):
        return model
    said = "What the model pointed at did not hold; the layout reader's reading was taken."
    note = Problem(code=ReasonCode.MODEL_ANSWER_UNUSABLE.value, message=said)
    return replace(against, usage=model.usage, problems=(note,))


def _rank(opinion: Opinion) -> tuple[int, int]:
    borne_out = {Proof.LABELLED, Proof.ARITHMETIC}
    proofs = [(path, found) for order in opinion.verified for path, found in order.proofs.items()]
    proven = sum(path.startswith("lines") and bool(found & borne_out) for path, found in proofs)
    return len(opinion.complaints), -proven if opinion.complaints else 0
