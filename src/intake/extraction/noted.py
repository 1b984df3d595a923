"""The free texts of a machine-readable order: in comes the order, out go problems for those that turn what it orders.

Its fields are stated and its texts are not: "Only if in stock", "cancel line 2", "will be collected" are for a person. Others go
along as notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.domain.orders import DocumentKind, ExtractedOrder, ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.remarks import MOST_SAID, turns
from intake.extraction.words import vocabulary

_SENTENCE = re.compile(r"; |(?<=[.!?])\s+")


def wishes_in_notes(read: ReadOrder) -> tuple[Problem, ...]:
    """A change or cancellation is read by a person as it is."""
    if read.kind is not DocumentKind.ORDER:
        return ()
    return tuple(
        Problem(code=ReasonCode.NOTE_NEEDS_READING.value, path=path, message=f"The order says “{sentence[:160]}”.")
        for path, note in _notes(read.order)
        for sentence in _SENTENCE.split(note)
        if len(sentence.split()) <= MOST_SAID and turns(sentence, _language(read.order))
    )


def _notes(order: ExtractedOrder) -> Iterator[tuple[str, str]]:
    if order.note:
        yield "note", order.note
    for number, line in enumerate(order.lines):
        if line.note:
            yield f"lines[{number}].note", line.note


def _language(order: ExtractedOrder) -> str:
    """None known is no language: words that are short mean something in one and nothing in others."""
    texts = [note for _, note in _notes(order)] + [line.description for line in order.lines if line.description]
    return vocabulary().language(word for text in texts for word in text.split()) or ""
