"""Text recognition through Tesseract: in comes a picture of a page, out go words with their places and confidences.

Bounded by pages and seconds of one document. Where Tesseract is not installed, the outcome is a problem, never an exception.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from statistics import median
from typing import Any, NamedTuple

import pytesseract
from PIL import Image

from intake.documents.ocr_agreement import compared, decimals_joined
from intake.documents.ocr_picture import cleaned
from intake.documents.pdf_words import reading_order
from intake.documents.refusal import problem
from intake.domain.documents import Rule, Word
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_LEAST_FOR_NUMBERS = 60
_LEAST_FOR_WORDS = 30
"""Tesseract's confidence. A wrong letter in a description is noticed when the article is matched; a wrong digit may not be."""

_SIGNS_OF_ORDERS = frozenset("€$£%&+#@")
"""What may stand as a word of its own without a letter; everything else without one is dirt or the rest of a rule."""

_DOTS_PER_INCH = 450
_OTHER_DOTS_PER_INCH = 300
"""At which a page is recognised, and recognised again: a misread digit rarely comes out alike at two sizes."""
_MOST_GROWTH = 3.0
_LEAST_INK = 0.00005
"""The share of dark dots that two small letters have on a page."""
_ONE_BLOCK = 6
"""Tesseract's page segmentation: one block of text. The others tear the rows of tables apart."""


class Recognised(NamedTuple):
    """Words and rules in points on a canvas of `width` × `height` points."""

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    width: float
    height: float
    is_blank: bool = False

    def problems(self, place: str) -> tuple[Problem, ...]:
        """Whether numbers were recognised too badly to be believed."""
        doubtful = [word for word in self.words if is_doubtful(word)]
        if not doubtful:
            return ()
        quoted = ", ".join(f"'{word.text}'" for word in doubtful[:5])
        message = f"{len(doubtful)} words on {place} were recognised with doubt ({quoted}); compare them with the picture."
        return (problem(ReasonCode.OCR_UNCERTAIN, message, place),)


def is_doubtful(word: Word) -> bool:
    least = _LEAST_FOR_NUMBERS if any(sign.isdigit() for sign in word.text) else _LEAST_FOR_WORDS
    return word.confidence is not None and word.confidence < least and any(sign.isalnum() for sign in word.text)


@cache
def installed_languages() -> frozenset[str]:
    """Tesseract's languages here; empty where it is not installed."""
    if shutil.which(pytesseract.pytesseract.tesseract_cmd) is None:
        return frozenset()
    try:
        return frozenset(pytesseract.get_languages()) - {"osd"}
    except (pytesseract.TesseractError, OSError):
        return frozenset()


class Recogniser:
    """Reads the pictures of one document within its limits."""

    def __init__(self, languages: Sequence[str], limits: Limits) -> None:
        self.seconds_spent = 0.0
        self._languages = [language for language in languages if language in installed_languages()]
        self._pages_left = limits.ocr_pages
        self._limits = limits

    def read(self, picture: Image.Image, dots_per_inch: float) -> Recognised | Problem:
        """The words of a page's picture, or the problem that kept it from being read."""
        if not installed_languages():
            return problem(ReasonCode.OCR_UNAVAILABLE, "The page is a picture and Tesseract is not installed; install it.")
        if self._pages_left <= 0:
            message = f"More than {self._limits.ocr_pages} pages are pictures; send the order's pages alone."
            return problem(ReasonCode.DOCUMENT_TOO_COMPLEX, message)
        left = self._limits.ocr_seconds - self.seconds_spent
        if left <= 0:
            return self._too_slow()
        self._pages_left -= 1
        started = time.monotonic()
        try:
            return self._recognise(picture, dots_per_inch, left)
        except (pytesseract.TesseractError, OSError) as error:
            return problem(
                ReasonCode.OCR_UNAVAILABLE, f"Tesseract could not read the page ({str(error)[:200]}); check its installation."
            )
        except RuntimeError:
            return self._too_slow()
        finally:
            self.seconds_spent += time.monotonic() - started

    def _too_slow(self) -> Problem:
        message = f"Text recognition took longer than {self._limits.ocr_seconds:g} seconds; send a clearer or shorter scan."
        return problem(ReasonCode.DOCUMENT_TOO_COMPLEX, message)

    def _recognise(self, picture: Image.Image, dots_per_inch: float, seconds: float) -> Recognised:
        until = time.monotonic() + seconds
        page = self._read_page(picture, dots_per_inch, until)
        if _is_gibberish(page.words) and not page.is_blank:
            for turn in self._turns(picture, until):
                turned = self._read_page(picture.rotate(turn, expand=True), dots_per_inch, until)
                page = max(page, turned, key=lambda found: _well_read(found.words))
        return page

    def _read_page(self, picture: Image.Image, dots_per_inch: float, until: float) -> Recognised:
        clean = cleaned(picture, dots_per_inch)
        scale = 72 / dots_per_inch
        blank = _is_blank(clean.picture)
        first = () if blank else self._words(clean.picture, dots_per_inch, _DOTS_PER_INCH, until)
        second = self._words(clean.picture, dots_per_inch, _OTHER_DOTS_PER_INCH, until) if first else ()
        rules = (Rule(*(round(v * scale, 2) for v in (rule.x0, rule.top, rule.x1, rule.bottom))) for rule in clean.rules)
        width, height = clean.picture.width * scale, clean.picture.height * scale
        return Recognised(compared(first, second), tuple(rules), round(width, 2), round(height, 2), blank)

    def _words(self, picture: Image.Image, given: float, wanted: float, until: float) -> tuple[Word, ...]:
        """The words of a clean picture of `given` dots per inch, recognised at `wanted`."""
        grow = min(_MOST_GROWTH, wanted / given)
        fit = picture.resize((round(picture.width * grow), round(picture.height * grow)), Image.Resampling.LANCZOS)
        found = pytesseract.image_to_data(
            fit,
            lang="+".join(self._languages or ["eng"]),
            config=f"--psm {_ONE_BLOCK} --dpi {round(given * grow)}",
            timeout=max(1, int(until - time.monotonic())),
            output_type=pytesseract.Output.DICT,
        )
        return tuple(decimals_joined(reading_order(_placed(found, 72 / (given * grow)))))

    def _turns(self, picture: Image.Image, until: float) -> tuple[int, ...]:
        """By how many degrees counter-clockwise the picture may have to be turned, by Tesseract's own judgement."""
        try:
            found = pytesseract.image_to_osd(
                picture, timeout=max(1, int(until - time.monotonic())), output_type=pytesseract.Output.DICT
            )
        except pytesseract.TesseractError:
            # Too few letters to tell: the likely ways a page lies wrong in a scanner or before a camera.
            return (90, 270, 180)
        return (360 - int(found["rotate"]),) if found["rotate"] else ()


def _placed(found: dict[str, list[Any]], scale: float) -> Iterator[Word]:
    """Words of Tesseract's answer in points. Words of one line get one height, as the file of a digital page would give them."""
    keys = ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")
    rows = [row for row in zip(*(found[key] for key in keys), strict=True) if row[3].strip() and float(row[4]) >= 0]
    for _, line in groupby(rows, key=lambda row: row[:3]):
        words = list(line)
        usual = median(height for *_, height in words)
        full = [(top, top + height) for *_, top, _, height in words if 0.6 * usual <= height <= 1.5 * usual] or [
            (top, top + height) for *_, top, _, height in words
        ]
        line_top, line_bottom = median(top for top, _ in full), median(bottom for _, bottom in full)
        for *_, text, confidence, left, top, width, height in words:
            if not any(sign.isalnum() or sign in _SIGNS_OF_ORDERS for sign in text):
                continue
            y0, y1 = (line_top, line_bottom) if line_top <= top + height / 2 <= line_bottom else (top, top + height)
            x0, y0, x1, y1 = (round(value * scale, 2) for value in (left, y0, left + width, y1))
            yield Word(text.strip(), x0, y0, x1, y1, size=round(y1 - y0, 1), confidence=round(float(confidence), 1))


def _is_blank(clean: Image.Image) -> bool:
    """Whether nothing is left of a page once its rules are gone: a frame, an empty table, a bare sheet."""
    return sum(clean.histogram()[:128]) < _LEAST_INK * clean.width * clean.height


def _well_read(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words if (word.confidence or 0) >= _LEAST_FOR_NUMBERS)


def _is_gibberish(words: Sequence[Word]) -> bool:
    """Whether less than half of the letters was read with some confidence: perhaps the page lies on its side."""
    return 2 * _well_read(words) < sum(len(word.text) for word in words) or not words
