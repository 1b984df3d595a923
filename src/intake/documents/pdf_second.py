"""pdfplumber's reading as the second opinion on odd pages: in come the file and those pages' canvases, out go disagreements.

A page is odd where words lie over one another or drawn text was left out as a repetition: there one reader's judgement is not
enough. Only signs are compared, not words: where to part words is ours to decide. pdfplumber takes many times as long as
PDFium, so it is asked about few pages and never about ordinary ones. Never raises: a second reader that fails says nothing.
"""

from __future__ import annotations

import io
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

from intake.documents.lettering import signs
from intake.documents.refusal import problem
from intake.domain.documents import Canvas, Word
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

MOST_PAGES = 5
_OVERLAP = 0.3
"""Of the height: further than overprinted columns and slanted letters reach into their neighbours."""
_QUOTED = 12


def lie_over_one_another(words: Sequence[Word]) -> bool:
    """Whether two words of a line share more of their place than careless typesetting explains."""
    for left, right in itertools.pairwise(words):
        height = min(left.bottom - left.top, right.bottom - right.top)
        is_level = abs((left.top + left.bottom) - (right.top + right.bottom)) < height
        if is_level and left.x0 <= right.x0 < left.x1 - _OVERLAP * height:
            return True
    return False


def disagreements(content: bytes, canvases: Iterable[Canvas]) -> list[Problem]:
    """One problem for each of the canvases on which pdfplumber reads other letters or figures than we did."""
    import pdfplumber

    found: list[Problem] = []
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            for canvas in canvases:
                page = pdf.pages[canvas.number - 1]
                theirs = signs(char["text"] for char in page.dedupe_chars().chars)
                page.close()
                found += _compared(canvas, theirs)
    except Exception:
        # pdfminer raises whatever it likes on files that PDFium reads; its silence is no reason against ours.
        return found
    return found


def _compared(canvas: Canvas, theirs: Counter[str]) -> list[Problem]:
    seen = signs(word.text for words in (canvas.words, canvas.aside) for word in words)
    unseen = signs(word.text for word in canvas.hidden)
    # What is hidden may be read by either; what is seen has to be read by both.
    invented, dropped = seen - theirs, theirs - seen - unseen
    if not invented and not dropped:
        return []
    said = "".join(sorted((invented + dropped).elements()))[:_QUOTED]
    message = f"Two readers of page {canvas.number} disagree about the signs '{said}'; compare them with the page."
    return [problem(ReasonCode.READINGS_DISAGREE, message, f"page {canvas.number}")]
