"""The number that the seller knows the buyer by, said within a sentence: "our customer no. with you is 40118".

In: the text of a sentence. Out: where the words that announce it begin, and where the number stands. It counts no goods and is no
article's code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.extraction import shapes
from intake.extraction.said_words import without_copula
from intake.extraction.words import vocabulary

_LONGEST_LABEL = 6
_PATH = "buyer.customer_no"


def customer_numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """(start of the label, start of the number, its end)."""
    for word in re.finditer(r"\S*\d\S*", text):
        start = word.start() + len(word.group()) - len(word.group().lstrip("(#:\"'„“"))
        span = shapes.code_span(text[start:])
        label = _label(text, start) if span is not None and span[0] == 0 else None
        if span is not None and label is not None:
            yield label, start, start + span[1]


def _label(text: str, start: int) -> int | None:
    """Where the longest words begin that end right before the number and announce it."""
    near = re.split(r"[,;()\t!?]|\.\s(?=[A-ZÄÖÜ])", text[:start])[-1]
    for found in list(re.finditer(r"\S+", near))[-_LONGEST_LABEL:]:
        at = start - len(near) + found.start()
        said = without_copula(text[at:start].strip(" :#")).strip(" :#")
        if any(label.path == _PATH and not label.weak for label in vocabulary().labels(said)[:1]):
            return at
    return None
