"""Measures text recognition: seconds a page and whole rows right on 200 dpi pages with rules, dust, grain and 2° of skew.

Run `python bench/bench_ocr.py [PAGES]`. The pages are orders of the generator in eight languages, of layouts and a seed that no
rule was made on. A row is right where its words come back sign for sign in their order; accents and raised figures are told apart
from digits and letters below, because no decision hangs on them. Printed beside: numbers that were misread without being doubted.
"""

from __future__ import annotations

import io
import random
import sys
import time
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import pypdfium2
from fixtures.generate import pdf
from fixtures.generate.chance import Chance
from fixtures.generate.compose import compose
from papers import machine
from PIL import Image, ImageFilter

from intake.cli.output import progress
from intake.documents.images import read_image
from intake.documents.ocr_tesseract import installed_languages
from intake.documents.pdf import read_pdf
from intake.domain.documents import Source, Word
from intake.domain.limits import Limits
from intake.domain.media import PDF, PNG

SEED = 26
LANGUAGES = {"de": "deu", "en": "eng", "fr": "fra", "nl": "nld", "pl": "pol", "es": "spa", "it": "ita", "sv": "swe"}
SKEWS = (-2.0, 2.0, 1.2, -0.7, 1.6, -1.5)
_ALIKE = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "´": "'", "“": '"', "”": '"', "„": '"', "/": None, "²": None})


def scanned(content: bytes, at: int) -> bytes:
    """The first page as a cheap scanner gives it: every second page dusty, every other one grainy as well."""
    dice = random.Random(at)
    picture: Image.Image = pypdfium2.PdfDocument(content)[0].render(scale=200 / 72).to_pil().convert("L")
    picture = picture.rotate(SKEWS[at % len(SKEWS)], Image.Resampling.BICUBIC, fillcolor=255)
    if at % 2:
        picture = Image.blend(picture, Image.effect_noise(picture.size, 40), 0.12)
    else:
        picture = picture.filter(ImageFilter.GaussianBlur(0.5))
    pixels: Any = picture.load()
    for _ in range(picture.width * picture.height // (300 if at % 2 else 700)):
        pixels[dice.randrange(picture.width), dice.randrange(picture.height)] = dice.choice((0, 60, 255))
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    level = 0.0
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        middle = (word.top + word.bottom) / 2
        if not rows or middle - level >= 0.35 * (word.bottom - word.top):
            rows.append([])
            level = middle
        rows[-1].append(word)
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def said(texts: Iterable[str], *, accents: bool) -> str:
    """Without blanks and signs that stand alone, which recognition leaves out as dirt."""
    joined = "".join(text for text in texts if any(map(str.isalnum, text))).translate(_ALIKE)
    plain = unicodedata.normalize("NFKD", joined)
    return plain if accents else "".join(sign for sign in plain if not unicodedata.combining(sign))


class Measured:
    def __init__(self) -> None:
        self.rows = self.right = self.right_but_for_accents = self.numbers = self.misread = self.unnoticed = 0

    def add(self, printed: Sequence[Word], read: Sequence[Word]) -> None:
        texts = {accents: [said((w.text for w in row), accents=accents) for row in rows_of(read)] for accents in (True, False)}
        for row in rows_of(printed):
            if len(row) < 4 or sum(any(map(str.isdigit, word.text)) for word in row) < 2:
                continue
            self.rows += 1
            self.right += any(said((w.text for w in row), accents=True) in text for text in texts[True])
            self.right_but_for_accents += any(said((w.text for w in row), accents=False) in text for text in texts[False])
        everything = said((word.text for word in printed), accents=False)
        numbers = [word for word in read if any(map(str.isdigit, word.text))]
        wrong = [word for word in numbers if said([word.text], accents=False).strip(".,:;'\"-_()") not in everything]
        self.numbers += len(numbers)
        self.misread += len(wrong)
        self.unnoticed += sum(not word.is_doubtful for word in wrong)


def main() -> None:
    print(machine())
    if not installed_languages():
        print("Tesseract is not installed; nothing to measure.")
        return
    pages = int(sys.argv[1]) if sys.argv[1:] else 24
    measured, seconds = Measured(), 0.0
    with progress("Recognising", pages) as advance:
        for at in range(pages):
            chance = Chance(f"{SEED}/ocr/{at}", SEED % 2)
            made = compose(chance, chance.randint(14, 24), list(LANGUAGES)[at % len(LANGUAGES)], "order")
            content = pdf.to_pdf(made.paper, chance)
            printed = read_pdf(_source(PDF), content, Limits(), ("eng",)).canvases[0].words
            begin = time.perf_counter()
            (canvas,) = read_image(
                _source(PNG), scanned(content, at), Limits(ocr_seconds=900), tuple(LANGUAGES.values())
            ).canvases
            seconds += time.perf_counter() - begin
            measured.add(printed, canvas.words)
            advance(1)
    print(
        f"{pages} pages: {seconds / pages:.1f} s a page; of {measured.rows} rows {measured.right} whole and right "
        f"({measured.right / measured.rows:.3f}), accents aside {measured.right_but_for_accents} "
        f"({measured.right_but_for_accents / measured.rows:.3f}); of {measured.numbers} numbers {measured.misread} misread, "
        f"{measured.unnoticed} of them without doubt"
    )


def _source(media_type: str) -> Source:
    return Source(filename=None, sha256="0" * 64, media_type=media_type)


if __name__ == "__main__":
    main()
