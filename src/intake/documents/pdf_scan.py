"""Pages that are pictures: in comes a PDF page with what its file says, out goes what its picture says, and whether they agree.

Asks for text recognition only where the file's own text cannot be the whole truth: no visible text, text without meaning, a
picture under an invisible text layer, a page-filling picture with hardly any text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from intake.documents.ocr import Recogniser
from intake.documents.pdf_page import PageContent
from intake.documents.pdf_visibility import painted
from intake.domain.documents import Rule, Word
from intake.domain.problems import Problem

_DOTS_PER_INCH = 300
_MOST_PIXELS = 20_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """The page's words after looking at its picture, and what that turned up."""

    words: tuple[Word, ...]
    hidden: tuple[Word, ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...] = ()


def recognised(page: Any, number: int, content: PageContent, words: Sequence[Word], recogniser: Recogniser) -> Picture:
    own = Picture(tuple(words), content.hidden, content.rules)
    if not _has_to_be_looked_at(page, content, words):
        return own
    canvas = content.canvas
    scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(1.0, canvas.width * canvas.height)) ** 0.5)
    picture = painted(page, scale)
    turn = (content.turn - page.get_rotation()) % 360
    if turn:
        picture = picture.rotate(-turn, expand=True)
    answer = recogniser.read(picture, scale * 72)
    if isinstance(answer, Problem):
        return replace(own, problems=(answer.model_copy(update={"path": f"page {number}"}),))
    return Picture(answer.words, content.hidden, content.rules + answer.rules, answer.problems(f"page {number}"))


def _has_to_be_looked_at(page: Any, content: PageContent, words: Sequence[Word]) -> bool:
    return bool(content.unreadable) or (not words and content.draws)
