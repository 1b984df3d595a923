"""Text recognition through Tesseract: in comes a picture of a page, out go words with their places and confidences.

Bounded by pages and seconds of one document. Where Tesseract is not installed, the outcome is a problem, never an exception.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pytesseract
from PIL import Image

from intake.documents.ocr_accents import Accents
from intake.documents.ocr_agreement import compared, decimals_joined, has_digit, parted_where_the_other_is
from intake.documents.ocr_blanks import parted_at_blanks
from intake.documents.ocr_closer import looked_at_closer
from intake.documents.ocr_columns import made_like_their_column
from intake.documents.ocr_languages import language_of
from intake.documents.ocr_letters import spelled_as_the_page_does
from intake.documents.ocr_likeness import Likeness
from intake.documents.ocr_lost import with_lost_lines
from intake.documents.ocr_picture import CleanPage, cleaned
from intake.documents.ocr_raised import number_signs_named
from intake.documents.ocr_separators import odd_ones_doubted
from intake.documents.ocr_shapes import odd_codes_doubted
from intake.documents.ocr_sheet import sheet_in
from intake.documents.ocr_slips import slips_mended
from intake.documents.ocr_strokes import strokes_settled
from intake.documents.ocr_tesseract import installed_languages, turn_of, words_of
from intake.documents.ocr_third import examples_of, settled_by_ink, told_by_ink
from intake.documents.ocr_unread import words_passed_over
from intake.documents.pdf_words import reading_order
from intake.documents.refusal import problem
from intake.domain.documents import Rule, Word
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_WELL_READ = 60
"""Tesseract's confidence from which on it read letters and no dirt."""
A4_LONG_SIDE_INCHES = 11.69
_DOTS_AT_FIRST = 300
_DOTS_PER_INCH = 450
"""At which a page is looked at first, and read: a misread digit rarely comes out alike at two sizes and in two languages."""
_LONG_SIDE_KEPT = 1600
_WORDS_OF_A_LOGO = 12
_LEAST_INK = 0.00005
"""The share of dark dots that two small letters have on a page."""


class Recognised(NamedTuple):
    """Words and rules in points on a canvas of `width` × `height` points."""

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    width: float
    height: float
    is_blank: bool = False


def says_more_than_a_logo(words: Sequence[Word]) -> bool:
    """Whether a picture that stands in a document is itself one."""
    sure = [word for word in words if not word.is_doubtful and len(word.text) > 1]
    return len(sure) >= _WORDS_OF_A_LOGO and sum(has_digit(word) for word in sure) >= 2


class Recogniser:
    """Reads the pictures of one document within its limits. `kept` are the first of them as they were read, where they are asked
    for: upright, small JPEGs without whatever the file said beside the picture."""

    def __init__(self, languages: Sequence[str], limits: Limits) -> None:
        self.seconds_spent = 0.0
        self.kept: list[bytes] = []
        self._languages = [language for language in languages if language in installed_languages()] or ["eng"]
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
        sheet = sheet_in(picture)
        if sheet is not None:
            picture, dots_per_inch = sheet, max(sheet.size) / A4_LONG_SIDE_INCHES
        look = self._look(picture, dots_per_inch, until)
        if _is_gibberish(look.words) and not look.is_blank:
            for turn in _turns(look.clean.picture, until):
                turned = self._look(picture.rotate(turn, expand=True), dots_per_inch, until)
                look = max(look, turned, key=lambda seen: _well_read(seen.words))
        if look.words and len(self.kept) < self._limits.kept_pictures:
            self.kept.append(_small(look.clean.picture))
        words = self._read_again(look, dots_per_inch, until) if look.words else ()
        scale = 72 / dots_per_inch
        rules = (Rule(*(round(v * scale, 2) for v in (rule.x0, rule.top, rule.x1, rule.bottom))) for rule in look.clean.rules)
        width, height = look.clean.picture.width * scale, look.clean.picture.height * scale
        return Recognised(words, tuple(rules), round(width, 2), round(height, 2), look.is_blank)

    def _look(self, picture: Image.Image, dots_per_inch: float, until: float) -> _Look:
        """A first reading, in the language that is most likely before anything is known."""
        clean = cleaned(picture, dots_per_inch)
        blank = _is_blank(clean.picture)
        words = () if blank else words_of(clean.picture, dots_per_inch, _DOTS_AT_FIRST, self._languages[:1], until)
        return _Look(clean, blank, words)

    def _read_again(self, look: _Look, dots_per_inch: float, until: float) -> tuple[Word, ...]:
        """The second reading, in the page's own language; what it reads otherwise than the first is doubted."""
        language = language_of((word.text for word in look.words), self._languages)
        second = words_of(look.clean.picture, dots_per_inch, _DOTS_PER_INCH, (language,), until)
        both = with_lost_lines(look.words, second, look.clean.picture, dots_per_inch / 72, language, until)
        before, own = (_in_order(words, look.clean.picture, dots_per_inch) for words in both)
        own = parted_where_the_other_is(own, before)
        likeness = Likeness(examples_of(own, before), look.clean.picture, dots_per_inch / 72)
        told = told_by_ink(own, before, likeness)
        words = compared(spelled_as_the_page_does(own, before, Accents(look.clean.picture, dots_per_inch / 72)), before)
        words = settled_by_ink(words, own, before, told)
        words = looked_at_closer(words, before, look.clean.picture, dots_per_inch, language, until, told, own, likeness)
        besides = words_passed_over(words, look.clean.picture, dots_per_inch, likeness, language, until)
        words = reading_order((*words, *besides)) if besides else words
        ink = [replace(own[at], text=text) for at, text in told.items()]
        return odd_codes_doubted(odd_ones_doubted(made_like_their_column(words, before, own, ink=ink)))


class _Look(NamedTuple):
    clean: CleanPage
    is_blank: bool
    words: tuple[Word, ...]


def _in_order(words: Sequence[Word], picture: Image.Image, dots_per_inch: float) -> list[Word]:
    named = number_signs_named(parted_at_blanks(words, picture, dots_per_inch), picture, dots_per_inch / 72)
    return list(decimals_joined(reading_order(strokes_settled(tuple(slips_mended(named))))))


def _turns(picture: Image.Image, until: float) -> tuple[int, ...]:
    """By how many degrees counter-clockwise the picture may have to be turned, by Tesseract's own judgement."""
    try:
        turn = turn_of(picture, until)
    except pytesseract.TesseractError:
        # Too few letters to tell: the likely ways a page lies wrong in a scanner or before a camera.
        return (90, 270, 180)
    return (turn,) if turn else ()


def _is_blank(clean: Image.Image) -> bool:
    """Whether nothing is left of a page once its rules are gone: a frame, an empty table, a bare sheet."""
    return sum(clean.histogram()[:128]) < _LEAST_INK * clean.width * clean.height


def _well_read(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words if (word.confidence or 0) >= _WELL_READ)


def _is_gibberish(words: Sequence[Word]) -> bool:
    """Whether less than half of the letters was read with some confidence: perhaps the page lies on its side."""
    return 2 * _well_read(words) < sum(len(word.text) for word in words) or not words


def _small(picture: Image.Image) -> bytes:
    """Large enough to see how a page is laid out, small enough to be sent."""
    copy = picture.convert("L")
    copy.thumbnail((_LONG_SIDE_KEPT, _LONG_SIDE_KEPT))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=60)
    return out.getvalue()
