"""Tesseract asked: in comes a clean picture of a page, out go its words in points, or by how much the page is turned.

Raises what pytesseract raises: `TesseractError` for a refusal, `RuntimeError` for a lapse of time. Decides nothing.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from statistics import median
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

import pytesseract
from PIL import Image

from intake.documents.ocr_strokes import STROKES
from intake.domain.documents import Word

_SIGNS_OF_ORDERS = frozenset("€$£%&+#@")
"""What may stand as a word of its own without a letter; everything else without one is dirt or the rest of a rule."""

_SURE_OF_A_STROKE = 80.0
"""The confidence from which on a lone stroke is believed."""

_NEVER_FIRST = "_|~=:;`´‘’'°*^"
_NEVER_LAST = "_|~=`´‘^"
_DESCENDERS = frozenset("gjpqyçşţųęąQ,;()[]{}|@/§ß$")
_ASCENDERS = frozenset("bdfhklt")
_CAPITAL = 0.72
_ABOVE = 0.92
_LINE = 1.14
"""Of a face's size: the height of a capital, what a line takes above its baseline, and altogether."""
_MOST_GROWTH = 3.0
_ONE_BLOCK = 6
"""Tesseract's page segmentation: one block of text. The others tear the rows of tables apart."""
_ONE_LINE = 7
_AS_IT_IS = "-c tessedit_do_invert=0"
"""White type has been made black before; looking for more costs a third of the time on every doubtful line."""


@cache
def installed_languages() -> frozenset[str]:
    """Tesseract's languages here; empty where it is not installed."""
    if shutil.which(pytesseract.pytesseract.tesseract_cmd) is None:
        return frozenset()
    try:
        return frozenset(pytesseract.get_languages()) - {"osd"}
    except (pytesseract.TesseractError, OSError):
        return frozenset()


def words_of(picture: Image.Image, given: float, wanted: float, languages: Sequence[str], until: float) -> tuple[Word, ...]:
    """The words of a clean picture of `given` dots per inch, recognised at `wanted`."""
    grow = min(_MOST_GROWTH, wanted / given)
    fit = picture.resize((round(picture.width * grow), round(picture.height * grow)), Image.Resampling.LANCZOS)
    found = pytesseract.image_to_data(
        _plainly_stored(fit),
        lang="+".join(languages),
        config=f"--psm {_ONE_BLOCK} --dpi {round(given * grow)} {_AS_IT_IS}",
        timeout=_seconds_left(until),
        output_type=pytesseract.Output.DICT,
    )
    return tuple(_placed(found, 72 / (given * grow)))


def said_by(lines: Sequence[Image.Image], language: str, until: float) -> list[str]:
    """What each of the pictures says, each of which holds a single line; one run of Tesseract for all of them."""
    found = _line_by_line(lines, language, until)
    said = [""] * len(lines)
    for page, text in zip(found["page_num"], found["text"], strict=True):
        said[page - 1] += text.strip()
    return said


def words_of_lines(lines: Sequence[Image.Image], scale: float, language: str, until: float) -> list[tuple[Word, ...]]:
    """The words of each of the pictures, each of which holds a single line; `scale` in points a dot."""
    found = _line_by_line(lines, language, until)
    parted = []
    for page in range(1, len(lines) + 1):
        kept = [at for at, number in enumerate(found["page_num"]) if number == page]
        parted.append(tuple(_placed({key: [column[at] for at in kept] for key, column in found.items()}, scale)))
    return parted


def _line_by_line(lines: Sequence[Image.Image], language: str, until: float) -> dict[str, list[Any]]:
    with NamedTemporaryFile(prefix="lines_", suffix=".tif") as there:
        lines[0].save(there, "TIFF", save_all=True, append_images=lines[1:])
        there.flush()
        found: dict[str, list[Any]] = pytesseract.image_to_data(
            there.name,
            lang=language,
            config=f"--psm {_ONE_LINE} {_AS_IT_IS}",
            timeout=_seconds_left(until),
            output_type=pytesseract.Output.DICT,
        )
    return found


def turn_of(picture: Image.Image, until: float) -> int:
    """By how many degrees counter-clockwise the picture has to be turned to stand upright."""
    found = pytesseract.image_to_osd(_plainly_stored(picture), timeout=_seconds_left(until), output_type=pytesseract.Output.DICT)
    return (360 - int(found["rotate"])) % 360


def _plainly_stored(picture: Image.Image) -> Image.Image:
    """Packing a page as PNG for Tesseract takes longer than cleaning it."""
    picture.format = "BMP"
    return picture


def _seconds_left(until: float) -> int:
    return max(1, int(until - time.monotonic()))


def _placed(found: dict[str, list[Any]], scale: float) -> Iterator[Word]:
    """Words of Tesseract's answer in points, each as high as its line's type, as the file of a digital page would give them."""
    keys = ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")
    rows = [row for row in zip(*(found[key] for key in keys), strict=True) if row[3].strip() and float(row[4]) >= 0]
    for _, line in groupby(rows, key=lambda row: row[:3]):
        words = [
            _Seen(text.strip(), float(conf), left, top, left + width, top + height)
            for *_, text, conf, left, top, width, height in line
        ]
        over, base = _type_of(words)
        for word in words:
            if not _says_something(word):
                continue
            # What lies beside the line (a dot of dirt, a larger letter) keeps its own place.
            top, bottom = (over, base) if over <= (word.top + word.bottom) / 2 <= base else (word.top, word.bottom)
            x0, y0, x1, y1 = (round(value * scale, 2) for value in (word.left, top, word.right, bottom))
            text = _without_dirt(word.text)
            yield Word(text, x0, y0, x1, y1, size=round((y1 - y0) / _LINE, 1), confidence=round(word.confidence, 1))


class _Seen(NamedTuple):
    text: str
    confidence: float
    left: int
    top: int
    right: int
    bottom: int


def _says_something(word: _Seen) -> bool:
    if word.text == "/":
        # "Plug / Plug": two names of one thing, or a speck.
        return word.confidence >= _SURE_OF_A_STROKE
    return any(sign.isalnum() or sign in _SIGNS_OF_ORDERS for sign in word.text) or word.text in STROKES


def _type_of(words: Sequence[_Seen]) -> tuple[float, float]:
    """Top and bottom of the line's type, from what its letters say of the baseline and of the height of capitals."""
    usual = median(word.bottom - word.top for word in words)
    full = [word for word in words if 0.6 * usual <= word.bottom - word.top <= 1.5 * usual] or list(words)
    hanging = [word for word in full if not _DESCENDERS & set(word.text)]
    tall = [word for word in full if any(sign.isdigit() or sign.isupper() or sign in _ASCENDERS for sign in word.text)]
    baseline = median(word.bottom for word in hanging) if hanging else median(word.bottom for word in full) - 0.2 * usual
    capital = median(word.top for word in tall) if tall else median(word.top for word in full) - 0.3 * usual
    size = max(1.0, baseline - capital) / _CAPITAL
    return baseline - _ABOVE * size, baseline + (_LINE - _ABOVE) * size


def _without_dirt(text: str) -> str:
    """Specks beside a word come out as signs before and after it, of which no word and no number of an order has any."""
    plain = text.lstrip(_NEVER_FIRST).rstrip(_NEVER_LAST)
    plain = plain[1:] if plain[:1] in (".", ",") and plain[1:2].isalpha() else plain
    return plain if any(map(str.isalnum, plain)) else text
