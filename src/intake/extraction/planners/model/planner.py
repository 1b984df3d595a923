"""The planner that asks a model: documents are rendered, the answer becomes a plan, what it cost is kept.

One planner reads one message. It answers once and, shown what was wrong, once more; a third answer is not asked for. Whether a
plan is believed is no question of this module.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from intake.domain.documents import Document, TextOrigin
from intake.domain.errors import BrokenPromise
from intake.domain.opened import MailContext
from intake.domain.orders import ModelUsage
from intake.domain.parties import OwnCompany
from intake.domain.plans import ReadingPlan
from intake.domain.problems import Problem
from intake.extraction.planners.model.answer import NAME, plan_of
from intake.extraction.planners.model.joined import joined
from intake.extraction.planners.model.prompts import Prompts
from intake.extraction.planners.model.rendering import Rendering, windows
from intake.extraction.planners.model.schema import SCHEMA
from intake.extraction.planners.model_client import ModelAnswer

_MOST_PROBLEMS = 20
MOST_PICTURES, MOST_PICTURE_BYTES = 4, 1_000_000


class AsksModel(Protocol):
    def ask(self, system: str, user: str, schema: dict[str, Any], pictures: Sequence[bytes] = ()) -> ModelAnswer: ...


@dataclass(slots=True)
class ModelPlanner:
    client: AsksModel
    model: str
    prompts: Prompts
    most_input_tokens: int = 24_000
    shows_pictures: bool = False
    name: str = NAME
    _pictures: tuple[bytes, ...] = ()
    _windows: tuple[Rendering, ...] = ()
    _question: str = ""
    _answer: str = ""
    _asked: list[ModelAnswer] = field(default_factory=list)
    _is_repaired: bool = False

    def plan(
        self, context: MailContext, documents: Sequence[Document], own: OwnCompany, problems: tuple[Problem, ...] = ()
    ) -> ReadingPlan | None:
        if not self._windows:
            self._windows = windows(documents, self.most_input_tokens)
            self._pictures = _pictures(documents) if self.shows_pictures else ()
        first = self._windows[0]
        if not first.rows:
            return None
        if len(self._windows) > 1:
            return None if problems else self._in_parts(context, documents, own)
        self._question = self.prompts.ask(first.text, own, context.subject)
        if problems:
            return self._again([problem.message for problem in problems], first)
        try:
            return plan_of(self._ask(self._question), first)
        except BrokenPromise as odd:
            # A refusal or a cut answer is not mended by asking again; an answer that points at nothing may be.
            repaired = self._again([str(odd)], first) if self._answer else None
            if repaired is None:
                raise
            return repaired

    def _in_parts(self, context: MailContext, documents: Sequence[Document], own: OwnCompany) -> ReadingPlan:
        """A message that one question cannot show is asked about part by part; what is found wrong then is not asked again."""
        plans = [plan_of(self._ask(self.prompts.ask(each.text, own, context.subject)), each) for each in self._windows]
        return joined(plans, documents)

    def usage(self) -> ModelUsage | None:
        if not self._asked:
            return None
        return ModelUsage(
            model=self.model,
            calls=sum(answer.calls for answer in self._asked),
            input_tokens=sum(answer.input_tokens for answer in self._asked),
            output_tokens=sum(answer.output_tokens for answer in self._asked),
            seconds=round(sum(answer.seconds for answer in self._asked), 3),
            prompt_sha256=self.prompts.sha256,
        )

    def _again(self, problems: Sequence[str], rendering: Rendering) -> ReadingPlan | None:
        if self._is_repaired:
            return None
        self._is_repaired = True
        # The sentences quote the document; each stays on one line, so that it cannot pass for something of ours.
        said = [" ".join(problem.split())[:300] for problem in problems[:_MOST_PROBLEMS]]
        return plan_of(self._ask(self.prompts.ask_again(self._question, self._answer, said)), rendering)

    def _ask(self, question: str) -> dict[str, Any]:
        answer = self.client.ask(self.prompts.system, question, SCHEMA, self._pictures)
        self._asked.append(answer)
        self._answer = json.dumps(answer.content, separators=(",", ":"))[:40_000]
        return answer.content


def _pictures(documents: Sequence[Document]) -> tuple[bytes, ...]:
    """The recognised pages of scans, as many as a question may show. What they show is read by nobody: the answer can only point
    at words that text recognition found."""
    scans = [document for document in documents if document.text_origin is TextOrigin.OCR]
    found = [picture for document in scans for picture in document.pictures if len(picture) <= MOST_PICTURE_BYTES]
    return tuple(found[:MOST_PICTURES])
