"""Measures text recognition: seconds a page and whole rows right on 200 dpi pages with rules, noise and skew.

Run `python bench/bench_ocr.py [PAGES]`. A row is right where its cells come back sign for sign in their order.
"""

from __future__ import annotations

import io
import random
import sys
import time

import pypdfium2
from papers import machine, order_pdf, row_of
from PIL import Image

from intake.cli.output import progress
from intake.documents.images import read_image
from intake.documents.ocr import installed_languages
from intake.domain.documents import Source, Word
from intake.domain.limits import Limits
from intake.domain.media import PNG

ROWS = 38


def scanned(lines: int, first_skew: float, seed: int) -> bytes:
    """One page as a cheap scanner gives it."""
    dice = random.Random(seed)
    picture = pypdfium2.PdfDocument(order_pdf(lines))[0].render(scale=200 / 72).to_pil().convert("L")
    picture = picture.rotate(first_skew, Image.Resampling.BICUBIC, fillcolor=255)
    noise = Image.effect_noise(picture.size, 40)
    picture = Image.blend(picture, noise, 0.12)
    pixels = picture.load()
    assert pixels is not None
    for _ in range(picture.width * picture.height // 300):
        pixels[dice.randrange(picture.width), dice.randrange(picture.height)] = dice.choice((0, 60, 255))
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


def rows_right(words: tuple[Word, ...], lines: int) -> int:
    said: dict[int, list[Word]] = {}
    for word in words:
        said.setdefault(round((word.top + word.bottom) / 2 / 8.5), []).append(word)
    texts = ["".join(word.text for word in sorted(row, key=lambda word: word.x0)) for row in said.values()]
    joined = "\n".join(texts)
    return sum("".join("".join(row_of(number)).split()) in joined for number in range(1, lines + 1))


def main() -> None:
    print(machine())
    if not installed_languages():
        print("Tesseract is not installed; nothing to measure.")
        return
    pages = int(sys.argv[1]) if sys.argv[1:] else 4
    right = 0
    begin = time.perf_counter()
    with progress("Recognising", pages) as advance:
        for page in range(pages):
            content = scanned(ROWS, (-2.0, 2.0, 1.2, -0.7)[page % 4], page)
            source = Source(filename=None, sha256="0" * 64, media_type=PNG)
            document = read_image(source, content, Limits(), ("eng",))
            right += rows_right(document.canvases[0].words, ROWS)
            advance(1)
    seconds = (time.perf_counter() - begin) / pages
    print(f"{pages} pages: {seconds:.1f} s a page, {right} of {pages * ROWS} rows whole and right ({right / pages / ROWS:.3f})")


if __name__ == "__main__":
    main()
