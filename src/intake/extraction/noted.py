"""The free texts of a machine-readable order: in comes the order, out go problems for those that want something of a reader.

Its fields are stated and its texts are not: "Only if in stock", "cancel line 2", "ring before delivery" are for a person. A text
that greets, thanks, names a department or repeats standing conditions goes along as a note, as in a mail (`wanting.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from intake.domain.documents import CanvasKind
from intake.domain.orders import DocumentKind, ExtractedOrder, ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.domain.stated_notes import is_ours
from intake.extraction.courtesies import leaves_open
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.remarks import names_in, turns
from intake.extraction.said_words import wants_by
from intake.extraction.wanting import wants
from intake.extraction.words import vocabulary

_SENTENCE = re.compile(r"; |(?<=[.!?])\s+")
_MOST_LABEL_WORDS = 3
_MOST_NAMES = 2


def wishes_in_notes(read: ReadOrder) -> tuple[Problem, ...]:
    """A change or cancellation is read by a person as it is."""
    if read.kind is not DocumentKind.ORDER:
        return ()
    language = _language(read.order)
    known = names_in(read.order)
    return tuple(
        Problem(code=ReasonCode.NOTE_NEEDS_READING.value, path=path, message=f"The order says “{sentence[:160]}”.")
        for path, note in _notes(read.order)
        if not _names_only(note, language)
        for sentence in _SENTENCE.split(note)
        if not is_ours(sentence) and _wants(sentence, known, language)
    )


def _wants(sentence: str, known: Collection[str], language: str) -> bool:
    """Messages are often in capitals throughout, which then tell nothing of names."""
    said = sentence.lower() if sentence.isupper() else sentence
    return turns(said, language) or wants(said, Utterance((), said, CanvasKind.TEXT, is_listed=False), known, language or None)


def _names_only(note: str, language: str) -> bool:
    """ "KOMM. HOCHHAUS NORD", "Cost center 4410": what the buyer calls it, behind a label that says so."""
    words = note.split()
    ends = [end for end in range(1, _MOST_LABEL_WORDS + 1) if _is_label(" ".join(words[:end]))]
    named = words[max(ends, default=0) :]
    if not ends or len(named) > _MOST_NAMES or not all(word[0].isupper() or word[0].isdigit() for word in named):
        return False
    said = note.lower()
    return not turns(said, language) and not leaves_open(said, language) and not any(map(wants_by, said.split()))


def _is_label(text: str) -> bool:
    return any(found.path == "ignore" for found in vocabulary().labels(text.rstrip(":")))


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
