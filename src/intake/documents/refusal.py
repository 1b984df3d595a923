"""A document that is not read: its source and the one problem that says why and what helps. It has no canvases."""

from __future__ import annotations

from intake.domain.documents import Document, Source
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode


def problem(code: ReasonCode, message: str, path: str = "") -> Problem:
    return Problem(code=code.value, path=path, message=message)


def refused(source: Source, code: ReasonCode, message: str) -> Document:
    return Document(source=source, problems=(problem(code, message),))
