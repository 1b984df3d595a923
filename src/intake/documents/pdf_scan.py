"""Pages that are pictures: in comes a PDF page with what its file says, out goes what its picture says, and whether they agree.

Asks for text recognition only where the file's own text cannot be the whole truth: no visible text, text without meaning, a
large picture, above all one over an invisible text layer. What the file says visibly is believed before what is recognised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from intake.documents.ocr import Recognised, Recogniser, says_more_than_a_logo
from intake.documents.ocr_agreement import Beside, has_digit
from intake.documents.pdf_geometry import Box
from intake.documents.pdf_glyphs import UNMAPPED
from intake.documents.pdf_page import PageContent
from intake.documents.pdf_visibility import painted
from intake.documents.pdf_words import reading_order
from intake.documents.refusal import problem
from intake.domain.documents import Rule, Word
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_DOTS_PER_INCH = 300
_MOST_PIXELS = 20_000_000
_LEAST_OF_A_PAGE = 0.08
"""The share of the page from which a picture may hold part of the order; logos and signatures are smaller."""
_LEAST_INK = 0.002
"""The share of dark dots below which a picture holds no text worth the name."""
_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """The page's words after looking at its picture, and what turned up; `hidden`: words that neither eye nor picture shows."""

    words: tuple[Word, ...]
    hidden: tuple[Word, ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...] = ()


def recognised(page: Any, number: int, content: PageContent, words: Sequence[Word], recogniser: Recogniser) -> Picture:
    own = Picture(tuple(words), content.hidden, content.rules)
    pictures = [image for image in content.images if _may_hold_text(image, content)]
    if not pictures and not content.unreadable and (words or not content.draws):
        return own
    readable = [word for word in words if UNMAPPED not in word.text]
    whole_page = not readable or bool(content.unreadable)
    scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(1.0, content.canvas.width * content.canvas.height)) ** 0.5)
    sight = painted(page, scale)
    turn = (content.turn - page.get_rotation()) % 360
    sight = sight.rotate(-turn, expand=True) if turn else sight
    sight = _without(sight, readable, None if whole_page else pictures, scale)
    if not content.unreadable and _is_blank(sight):
        return replace(own, words=tuple(readable))
    answer = recogniser.read(sight, scale * 72)
    if isinstance(answer, Problem):
        return replace(own, problems=(answer.model_copy(update={"path": f"page {number}"}),))
    if not whole_page and not says_more_than_a_logo(answer.words):
        return own
    return _with_lost_words(_joined(own, number, readable, answer), number, own.words)


def _may_hold_text(image: Box, content: PageContent) -> bool:
    width, height = image[2] - image[0], image[3] - image[1]
    return width > 100 and height > 30 and width * height >= _LEAST_OF_A_PAGE * content.canvas.width * content.canvas.height


def _without(sight: Image.Image, words: Iterable[Word], only: Sequence[Box] | None, scale: float) -> Image.Image:
    """The sight with the known words painted over, and everything outside the boxes `only`."""
    if only is not None:
        frame = Image.new("L", sight.size, 255)
        for box in only:
            area = [round(value * scale) for value in box]
            frame.paste(sight.crop((area[0], area[1], area[2], area[3])), (area[0], area[1]))
        sight = frame
    brush = ImageDraw.Draw(sight)
    for word in words:
        brush.rectangle([value * scale for value in (word.x0, word.top, word.x1, word.bottom)], fill=255)
    return sight


def _is_blank(sight: Image.Image) -> bool:
    small = sight.resize((max(1, sight.width // 4), max(1, sight.height // 4)), Image.Resampling.BOX)
    brightest = small.getextrema()[1]
    counts = ImageChops.subtract(Image.new("L", small.size, round(float(str(brightest)))), small).histogram()
    return sum(counts[60:]) < _LEAST_INK * small.width * small.height


def _joined(own: Picture, number: int, readable: Sequence[Word], answer: Recognised) -> Picture:
    """The file's visible words with the recognised ones, which an invisible layer under the picture has to bear out."""
    place = f"page {number}"
    layer, sight = Beside(own.hidden), Beside(answer.words)
    # The layer's words that stand where the picture shows something are explained by it or contradicted.
    explained = {id(word) for word in own.hidden if sight.at(word)}
    contradicted = [
        word for word in answer.words if has_digit(word) and not word.is_doubtful and layer.at(word) and not layer.agrees(word)
    ]
    problems: list[Problem] = []
    if contradicted:
        quoted = ", ".join(f"'{_said(layer.at(word))}' where it shows '{word.text}'" for word in contradicted[:_QUOTED])
        message = f"The text behind the picture of page {number} says {quoted}; compare them."
        problems.append(problem(ReasonCode.TEXT_LAYER_DISAGREES, message, place))
    return Picture(
        words=reading_order((*readable, *answer.words)),
        hidden=tuple(word for word in own.hidden if id(word) not in explained),
        rules=own.rules + answer.rules,
        problems=tuple(problems),
    )


def _with_lost_words(picture: Picture, number: int, words: Iterable[Word]) -> Picture:
    """Words whose signs the file gives no meaning and recognition found nothing at: seen by readers, lost to us."""
    beside = Beside(picture.words)
    lost = sum(UNMAPPED in word.text and not beside.at(word) for word in words)
    if not lost:
        return picture
    message = f"{lost} words on page {number} are drawn in a font without meaning and were not recognised; compare them."
    return replace(picture, problems=(*picture.problems, problem(ReasonCode.OCR_UNCERTAIN, message, f"page {number}")))


def _said(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)
