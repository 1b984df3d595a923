"""Text recognition through Tesseract: in comes a picture of a page, out go words with their places and confidences.

Bounded by pages and seconds of one document. Where Tesseract is not installed, the outcome is a problem, never an exception.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import pytesseract
from PIL import Image

from intake.documents.pdf_words import reading_order
from intake.documents.refusal import problem
from intake.domain.documents import Rule, Word
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_LEAST_FOR_NUMBERS = 60
_LEAST_FOR_WORDS = 30
"""Tesseract's confidence. A wrong letter in a description is noticed when the article is matched; a wrong digit may not be."""


class Recognised(NamedTuple):
    """Words and rules in points on a canvas of `width` × `height` points."""

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    width: float
    height: float

    def problems(self, place: str) -> tuple[Problem, ...]:
        """Whether numbers were recognised too badly to be believed."""
        doubtful = [word for word in self.words if _is_doubtful(word)]
        if not doubtful:
            return ()
        quoted = ", ".join(f"'{word.text}'" for word in doubtful[:5])
        message = f"{len(doubtful)} words on {place} were recognised with doubt ({quoted}); compare them with the picture."
        return (problem(ReasonCode.OCR_UNCERTAIN, message, place),)


def _is_doubtful(word: Word) -> bool:
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
        scale = 72 / dots_per_inch
        found = pytesseract.image_to_data(
            picture,
            lang="+".join(self._languages or ["eng"]),
            config=f"--psm 6 --dpi {round(dots_per_inch)}",
            timeout=max(1, int(seconds)),
            output_type=pytesseract.Output.DICT,
        )
        words: list[Word] = []
        columns = (found[name] for name in ("text", "conf", "left", "top", "width", "height"))
        for text, confidence, left, top, width, height in zip(*columns, strict=True):
            if text.strip() and float(confidence) >= 0:
                box = (round(value * scale, 2) for value in (left, top, left + width, top + height))
                words.append(Word(text.strip(), *box, confidence=round(float(confidence), 1)))
        return Recognised(reading_order(words), (), picture.width * scale, picture.height * scale)
