"""Whether a mail asks something of an order that it only names: "Regarding order 4711: please proceed as discussed".

In: the rows and the subject of a mail that orders, changes, cancels and asks nothing that can be read. Out: yes or no. What it
wants was said elsewhere, so that a person has to find out; thanks, a report that goods came, and talk of an invoice want nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.orders import DocumentKind
from intake.extraction.courtesies import words_that_want
from intake.extraction.planners.layout.cancelled_lines import names_numbered_order
from intake.extraction.planners.layout.utterances import utterances
from intake.extraction.said_words import is_agreed, requests
from intake.extraction.segments import Row
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters


def asks_of_order(rows: Sequence[Row], subject: str) -> bool:
    said = [utterance.text for utterance in utterances(rows, ())]
    return any(map(names_numbered_order, (*said, subject))) and any(map(_asks, said))


def _asks(sentence: str) -> bool:
    words = vocabulary()
    if words.phrases(sentence, (DocumentKind.OTHER.value,), "kinds") or words.has_phrase(sentence, "history"):
        return False
    if any(start == 0 for _, start, _ in words.phrases(sentence, ("closing",))):
        return False
    numbers = {word for word in fold_letters(sentence).split() if any(map(str.isdigit, word))}
    return is_agreed(sentence) or (requests(sentence) and bool(words_that_want(sentence, numbers)))
