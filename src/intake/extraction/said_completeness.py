"""Sentences that seem to order something and of which no line came: what a planner left out of a mail.

In: a document, where its tables stand, and the words that lines use. Out: one sentence for each. Past deliveries, questions,
addresses and phone numbers are excluded by name; a wish without a number, or with "some", is never complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.documents import Document
from intake.domain.plans import ColumnRole, Region
from intake.extraction.executed import WordKey
from intake.extraction.planners.layout.items import Item
from intake.extraction.planners.layout.said_codes import codes_of, order_label
from intake.extraction.planners.layout.sentences import Spoken, heard, repeats
from intake.extraction.said_words import has_vague
from intake.extraction.segments import rows_of
from intake.extraction.shapes import is_code, is_date
from intake.extraction.words import vocabulary

_SHORTEST_CODE = 5
_UNSETTLED = ("a change", "a replacement")


def unheard(number: int, document: Document, tables: Sequence[Region], used: set[WordKey]) -> Iterator[str]:
    said = list(heard(rows_of(number, document), tables))
    for at, spoken in enumerate(said):
        text = spoken.utterance.text
        if spoken.reason not in ("", *_UNSETTLED):
            continue
        if not spoken.reason and repeats(text):
            yield f"“{text[:120]}” orders what an earlier order held."
        if any(_counts(item, spoken) and not _is_used(item, number, used) for item in (*spoken.items, *spoken.mentioned)):
            yield f"“{text[:120]}” counts something and is no order line."
        elif not spoken.items and _asks(text) and _names_goods(text):
            yield f"“{text[:120]}” asks for something and does not say how much."
        elif not spoken.items and not spoken.reason and _is_listed_among_lines(said, at):
            yield f"“{text[:120]}” begins as the order lines beside it do and is none."


def _is_listed_among_lines(said: Sequence[Spoken], at: int) -> bool:
    """A row of a list whose count nothing understands ("BD-95 Detergent 10 l: 100 zqx.") is still one of its lines."""
    beside = [*said[max(0, at - 1) : at], *said[at + 1 : at + 2]]
    text = said[at].utterance.text
    return _begins_with_a_code(text) and any(other.items and _begins_with_a_code(other.utterance.text) for other in beside)


def _begins_with_a_code(text: str) -> bool:
    words = text.lstrip(" -*•–·").split()
    return len(words) >= 3 and is_code(words[0]) and len(words[0]) >= _SHORTEST_CODE and not is_date(words[0])


def _counts(item: Item, spoken: Spoken) -> bool:
    """What the sentence orders; else what a unit or a times sign counts."""
    return item in spoken.items or not item.is_bare or spoken.reason in _UNSETTLED


def _is_used(item: Item, number: int, used: set[WordKey]) -> bool:
    place = next(place for role, place in item.plan.places if role is ColumnRole.QUANTITY)
    return all((number, place.canvas, word) in used for word in place.words)


def _asks(text: str) -> bool:
    words = vocabulary()
    return words.has_phrase(text, "order_verb") or words.means("asking", text.split(maxsplit=1)[0].strip(",.:"))


def _names_goods(text: str) -> bool:
    """An unstated quantity, or an article's code that words announce; a sentence that leads up to a list leaves both to it."""
    if has_vague(text):
        return True
    if text.rstrip().endswith(":"):
        return False
    return any(code.whole[0] < code.span[0] and order_label(text, code.span[0]) is None for code in codes_of(text, 0, len(text)))
