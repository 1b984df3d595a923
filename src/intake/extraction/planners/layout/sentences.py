"""Order lines said in words: bullets, lists and sentences of a mail or a letter.

In: a document's rows (own words only; history and signature never come here) outside its tables. Out: the places of each line's
quantity, unit, code, description and price, and the amendments a mail makes to its attachment. A number becomes a quantity only
where a list shows it or the sentence orders; past deliveries, questions, dates, phone numbers and addresses are no order lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intake.domain.documents import CanvasKind
from intake.domain.plans import FieldPlace, LinePlan, Region
from intake.extraction import address_words
from intake.extraction.planners.layout.items import Item, items_of, labelled_item
from intake.extraction.planners.layout.segments import Row
from intake.extraction.planners.layout.utterances import Utterance, utterances
from intake.extraction.words import vocabulary

_AMENDMENTS = ("amend_add", "amend_replace", "amend_cancel")
_URL = re.compile(r"https?://|www\.|@\w")


@dataclass(frozen=True, slots=True)
class Amendment:
    """A sentence that adds to, changes or takes from what an attachment orders; `kind` is add, replace or cancel."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    lines: tuple[LinePlan, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    fields: tuple[FieldPlace, ...] = field(default=())


def said_lines(rows: Sequence[Row], tables: Sequence[Region] = ()) -> Said:
    """The order lines and amendments that a document's sentences state."""
    lines: list[LinePlan] = []
    amendments: list[Amendment] = []
    ordering = False
    for utterance in utterances(rows, tables):
        amends = _amendment(utterance)
        if amends is not None:
            amendments.append(amends)
        ordering = (ordering and utterance.is_listed) or _orders(utterance)
        if not _may_order(utterance):
            continue
        if amends is not None and amends.kind != "add":
            continue
        found = [item.plan for item in _items(utterance, ordering or amends is not None)]
        lines.extend(found)
    return Said(tuple(lines), tuple(amendments))


def _items(utterance: Utterance, ordering: bool) -> Iterator[Item]:
    labelled = labelled_item(utterance)
    if labelled is not None:
        yield labelled
        return
    for item in items_of(utterance):
        if item.is_sure or ordering:
            yield item


def _orders(utterance: Utterance) -> bool:
    return vocabulary().has_phrase(utterance.text, "order_verb")


def _may_order(utterance: Utterance) -> bool:
    """History, questions, addresses, phone numbers and web addresses order nothing, whatever numbers they hold."""
    text = utterance.text
    has = vocabulary().has_phrase
    if _URL.search(text) or address_words.is_phone(text):
        return False
    if utterance.kind is CanvasKind.TEXT and address_words.postal_city(text.strip(" ,.")) is not None:
        return False
    if has(text, "history"):
        return False
    return not (has(text, "question") and not has(text, "order_verb"))


def _amendment(utterance: Utterance) -> Amendment | None:
    """Changes need a number to be one; "please also note our new address" amends no order."""
    if not any(sign.isdigit() for sign in utterance.text):
        return None
    found = {meaning for meaning, _, _ in vocabulary().phrases(utterance.text, _AMENDMENTS)}
    for meaning in ("amend_cancel", "amend_replace", "amend_add"):
        if meaning in found:
            return Amendment(meaning.removeprefix("amend_"), utterance.text)
    return None
