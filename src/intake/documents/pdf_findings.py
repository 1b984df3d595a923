"""What a person must know about a PDF page: in come its content and annotations, out go problems with the page's number.

Hidden text with digits, comments, crossed-out words, figures printed over others, form fields that contradict the page. Decides
nothing else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from intake.documents.ocr_agreement import has_digit
from intake.documents.pdf_annotations import Annotations, Field
from intake.documents.pdf_geometry import share_inside
from intake.documents.pdf_page import PageContent
from intake.documents.pdf_scan import Picture
from intake.documents.refusal import problem
from intake.domain.documents import Word
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_LONGEST_QUOTE = 120
_CREDITS = frozenset({"Powered by TCPDF (www.tcpdf.org)"})
"""What programs that make PDFs write into them unseen."""

_LETTERS_THAT_SPEAK = 12
"""A hidden rest of a letterhead says nothing; a hidden sentence may."""
_COVERED = 0.5
"""The share of the narrower word's width that lies over its neighbour, from which on they are not set beside each other."""


def findings(
    number: int,
    content: PageContent,
    picture: Picture,
    annotations: Annotations,
    contradicted: Sequence[Field],
    crossed_out: Sequence[Word],
) -> list[Problem]:
    place = f"page {number}"
    found: list[Problem] = []
    if _says_something(picture.hidden):
        message = f"Page {number} holds text that a reader cannot see: '{_quote(word.text for word in picture.hidden)}'."
        found.append(problem(ReasonCode.HIDDEN_TEXT, message, place))
    if content.misnamed:
        said = ", ".join(f"'{said}' where its font draws '{drawn}'" for said, drawn in content.misnamed)
        message = f"The text of page {number} says {said}; read the order from the page itself."
        found.append(problem(ReasonCode.TEXT_LAYER_DISAGREES, message, place))
    for under, over in _printed_over(content.words):
        message = f"Page {number} has '{under.text}' and '{over.text}' printed over each other; only one of them can be seen."
        found.append(problem(ReasonCode.TEXT_LAYER_DISAGREES, message, place))
    for field in contradicted:
        message = f"Form field '{field.name}' on page {number} holds '{_quote([field.value])}', the page shows another value."
        found.append(problem(ReasonCode.TEXT_LAYER_DISAGREES, message, place))
    for comment in annotations.comments:
        message = f"Page {number} carries a comment: '{_quote([comment])}'."
        found.append(problem(ReasonCode.NOTE_NEEDS_READING, message, place))
    if crossed_out:
        message = f"Words on page {number} are crossed out: '{_quote(word.text for word in crossed_out)}'."
        found.append(problem(ReasonCode.NOTE_NEEDS_READING, message, place))
    return found


def _says_something(hidden: Sequence[Word]) -> bool:
    text = " ".join(word.text for word in hidden)
    if text in _CREDITS:
        return False
    return any(sign.isdigit() for sign in text) or sum(sign.isalpha() for sign in text) >= _LETTERS_THAT_SPEAK


def _printed_over(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Different figures at one place: which of them the reader sees, the file's text does not tell. What is drawn twice alike
    has been left out before."""
    for left, right in pairwise(words):
        width = min(left.x1 - left.x0, right.x1 - right.x0)
        height = min(left.bottom - left.top, right.bottom - right.top)
        is_level = min(left.bottom, right.bottom) - max(left.top, right.top) > _COVERED * height
        is_over = min(left.x1, right.x1) - max(left.x0, right.x0) > _COVERED * width
        if is_level and is_over and left.text != right.text and has_digit(left) and has_digit(right):
            yield left, right


def _quote(texts: Iterable[str]) -> str:
    text = " ".join(" ".join(texts).split())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def crossed_out_words(words: Sequence[Word], content: PageContent, annotations: Annotations) -> list[Word]:
    """Words under a strike-out mark, or with a drawn line through their middle."""
    marks = [content.canvas.matrix.box(*box) for box in annotations.crossed_out]
    level = sorted((rule for rule in content.rules if rule.top == rule.bottom), key=lambda rule: rule.top)
    heights = [rule.top for rule in level]
    found: list[Word] = []
    for word in words:
        # A typeset strike-out runs through the middle of the small letters; underlines and table rules do not.
        height = word.bottom - word.top
        first = bisect_left(heights, word.top + 0.4 * height)
        last = bisect_left(heights, word.top + 0.65 * height)
        slack = 0.2 * height
        through = any(rule.x0 <= word.x0 + slack and rule.x1 >= word.x1 - slack for rule in level[first:last])
        if through or any(share_inside((word.x0, word.top, word.x1, word.bottom), mark) > 0.6 for mark in marks):
            found.append(word)
    return found
