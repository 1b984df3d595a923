"""Sentences that seem to order something and of which no line came: what a planner left out of a mail.

In: a document, where its tables stand, and the words that lines use. Out: one sentence for each. Past deliveries, questions,
addresses and phone numbers are excluded by name; a wish without a number, or with "some", is never complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.domain.documents import Document
from intake.domain.plans import ColumnRole, Place, Region
from intake.extraction.executed import WordKey
from intake.extraction.planners.layout.items import Item
from intake.extraction.planners.layout.said_codes import SaidCode, codes_of, order_label, order_numbers
from intake.extraction.planners.layout.said_codes import is_code as is_article_code
from intake.extraction.planners.layout.sentences import Spoken, heard, repeats
from intake.extraction.said_words import has_vague
from intake.extraction.segments import rows_of
from intake.extraction.shapes import is_code, is_date
from intake.extraction.words import vocabulary

_SHORTEST_CODE = 5
_SIGNS = " ,.;:()[]–-/\"'„“”!?*"
_UNSETTLED = ("a change", "a replacement", "a statement")


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
        elif (code := _unused_code(spoken, number, used)) is not None:
            yield f"“{code}” in “{text[:120]}” names an article, and no order line came of it."
        elif not spoken.items and _asks(text) and _names_goods(text):
            yield f"“{text[:120]}” asks for something and does not say how much."
        elif not spoken.items and not spoken.reason and _is_listed_among_lines(said, at):
            yield f"“{text[:120]}” begins as the order lines beside it do and is none."


def _unused_code(spoken: Spoken, number: int, used: set[WordKey]) -> str | None:
    """A code in a sentence that orders others: "AB-100 qty 5; AB-200 qty 10; AB-300 soon". An order's number is none."""
    text = spoken.utterance.text
    if not spoken.items:
        return None
    orders = list(order_numbers(text, 0, len(text)))
    for found in re.finditer(r"\S+", text):
        bare = found.group().strip(_SIGNS)
        start = found.start() + found.group().find(bare)
        place = spoken.utterance.place((start, start + len(bare)))
        is_free = not any(begin <= start < end for begin, end in orders) and order_label(text, start) is None
        if is_article_code(bare) and is_free and place is not None and not _is_read(place, number, used):
            return bare
    return None


def _is_read(place: Place, number: int, used: set[WordKey]) -> bool:
    return any((number, place.canvas, word) in used for word in place.words)


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
    return any(
        code.whole[0] < code.span[0] and order_label(text, code.span[0]) is None and not _is_reference(text, code)
        for code in codes_of(text, 0, len(text))
    )


def _is_reference(text: str, code: SaidCode) -> bool:
    """ "Our ref.: 4471" as a line of its own: whose the number is it says, and of what it does not."""
    rest = text[: code.whole[0]] + text[code.whole[1] :]
    label = text[code.whole[0] : code.span[0]].rstrip(" :#")
    return not any(map(str.isalnum, rest)) and any(each.path == "customer_po_number" for each in vocabulary().labels(label))
