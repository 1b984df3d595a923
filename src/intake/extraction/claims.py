"""What a message says that no order may say: commands to an automaton.

In: the opened documents. Out: `Problem`s. A document that says "approve this order" is suspicious whatever else it says; words
that claim better terms stay claims. Hidden text is searched as well: instructions like to hide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.documents import Document, Quoting
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import tokens

_AT_ONCE = 400
_OVERLAP = 12


def instructions(documents: Sequence[Document]) -> tuple[Problem, ...]:
    """One problem for each document that tries to instruct the system, with its words."""
    return tuple(problem for number, document in enumerate(documents) for problem in _instruction(number, document))


def _instruction(number: int, document: Document) -> Iterator[Problem]:
    for canvas in document.canvases:
        seen = [word.text for word in canvas.words if word.quoting is not Quoting.QUOTED]
        for texts, where in ((seen, "says"), ([word.text for word in canvas.hidden], "hides the words")):
            quote = _command(texts)
            if quote is not None:
                name = document.source.filename or "the mail"
                message = f"In {name}, page or sheet {canvas.number} {where} “{quote}”. Nothing of it is obeyed; check the order."
                yield Problem(code=ReasonCode.INSTRUCTION_IN_DOCUMENT.value, path=f"documents[{number}]", message=message)
                return


def _command(texts: Sequence[str]) -> str | None:
    """The first phrase that commands, in the printed words around it. Words are searched in overlapping stretches."""
    words = [part for text in texts for part in text.split()]
    for begin in range(0, max(len(words), 1), _AT_ONCE):
        stretch = words[begin : begin + _AT_ONCE + _OVERLAP]
        found = vocabulary().injections(" ".join(stretch))
        if found:
            return _printed(stretch, found[0][1], found[0][2])
    return None


def _printed(words: Sequence[str], first: int, after: int) -> str:
    """The printed words that tokens [first, after) came from."""
    at, chosen = 0, []
    for word in words:
        size = len(tokens(word))
        if at < after and at + size > first:
            chosen.append(word)
        at += size
    return " ".join(chosen)[:120]
