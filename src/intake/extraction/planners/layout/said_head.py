"""What a mail's sentences say of the order as a whole: its number, the day its goods are wanted, the buyer's number with us.

In: the utterances of a document with their items. Out: `FieldPlace`s whose labels are the words that name the value ("under PO",
"Lieferung bitte bis"). An article's code, a date of an item and a number of something else are none; two different days are none.
Every number that is called the order's is given: which of several it is, is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from intake.domain.plans import FieldPlace
from intake.extraction import shapes
from intake.extraction.address_pieces import cut_line
from intake.extraction.planners.layout.counts import Span, dates_of
from intake.extraction.planners.layout.item_words import doubtful_numbers, leads_to_day
from intake.extraction.planners.layout.items import Item
from intake.extraction.planners.layout.said_codes import order_label, order_prefix, with_letters
from intake.extraction.planners.layout.said_customer import customer_numbers
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.postal_codes import is_town_behind_code
from intake.extraction.said_words import any_of, names_order, order_named_behind, wants_by, without_copula
from intake.extraction.said_words import before as dated_before
from intake.extraction.weekdays import is_weekday, wishes_only_a_day
from intake.extraction.words import vocabulary

_ENDING = re.compile(r"(?<=\d)-[aeoö]s$")
"""A Hungarian number takes an ending: "a 4711-es rendelés"."""

_DATED = re.compile(rf"[\s,(]*(?P<word>{any_of('dated')})\s+", re.IGNORECASE)

_BEFORE_THE_DAY = re.compile(
    r"\b(?:antes|avant|înainte|inainte|prima)\s+(?:del?|da|do|di|du)(?:\s+(?:día|dia|giorno))?\s*$", re.IGNORECASE
)
"""Spanish wants goods "antes del 4": the joint is none that dates a paper."""


def said_fields(spoken: Sequence[tuple[Utterance, Sequence[Item]]]) -> tuple[FieldPlace, ...]:
    numbers = [field for utterance, items in spoken for field in _order_numbers(utterance, items)]
    dated = [field for field in numbers if field.path == "order_date"]
    numbers = [*(field for field in numbers if field.path != "order_date"), *(dated if len(dated) == 1 else ())]
    days = [field for utterance, items in spoken for field in _days(utterance, items)]
    known_by = {text: field for utterance, _ in spoken for text, field in _customer_numbers(utterance)}
    return (*numbers, *(days if len(days) == 1 else ()), *(known_by.values() if len(known_by) == 1 else ()))


def _customer_numbers(utterance: Utterance) -> Iterator[tuple[str, FieldPlace]]:
    for label, start, end in customer_numbers(utterance.text):
        place = utterance.place((start, end))
        if place is not None:
            field = FieldPlace(path="buyer.customer_no", places=(place,), label=utterance.place((label, start)))
            yield utterance.text[start:end], field


def _order_numbers(utterance: Utterance, items: Sequence[Item]) -> Iterator[FieldPlace]:
    text = utterance.text
    stop = min((item.number[0] for item in items), default=len(text))
    doubtful = list(doubtful_numbers(text))
    for word in re.finditer(r"\S*\d\S*", text):
        start = word.start() + len(word.group()) - len(word.group().lstrip("(#:\"'„“"))
        glued = re.match(r"[^\W\d_.]+\.?#", text[start:])
        start += glued.end() if glued is not None else 0
        if any(item.number[0] <= start < item.number[1] for item in items) or _begins_a_town(utterance, start):
            continue
        # "Order 4711 10 hex bolts": what an item counts is no group of the number before it.
        counts = [at for at, _ in (item.number for item in items) if at > start and text[at] != "0"]
        counted = min(counts, default=len(text))
        span = shapes.code_span(text[start:counted])
        if span is None or span[0] > 0 or _counts_something(text[start + span[1] :]):
            continue
        ahead, end = start, start + span[1]
        joint = _ENDING.search(text[start:end])
        if joint is not None and order_named_behind().match(text, start + joint.start()) is not None:
            end = start + joint.start()
        if any(low <= start < high for low, high in doubtful):
            continue
        start = with_letters(text, start)
        label = order_label(text, start)
        if label is not None and start > stop and not names_order(without_copula(text[label:start])):
            continue
        behind = order_named_behind().match(text, end)
        own = behind.span() if behind is not None else order_prefix(text, ahead) if ahead < stop else None
        named = (label, start) if label is not None else own
        place = utterance.place((start if label is not None else ahead, end))
        if named is not None and place is not None:
            yield FieldPlace(path="customer_po_number", places=(place,), label=utterance.place(named))
            yield from _dated(utterance, end)


def _begins_a_town(utterance: Utterance, start: int) -> bool:
    """ "30720 San Pedro" in a piece of its own beside the words "Purchase order"."""
    at = start + utterance.begin
    for before, segment in pairwise(utterance.segments):
        at -= len(before.text) + 1
        if at == 0 and is_town_behind_code(cut_line(segment.text)[0]):
            return True
    return False


def _dated(utterance: Utterance, end: int) -> Iterator[FieldPlace]:
    """ "… order 4711 of 3 June": the day right behind the number is the order's own."""
    text = utterance.text
    lead = _DATED.match(text, end)
    span = shapes.date_span(text[lead.end() :]) if lead is not None else None
    if lead is None or span is None or span[0] > 0:
        return
    place, label = utterance.place((lead.end(), lead.end() + span[1])), utterance.place((lead.start("word"), lead.end("word")))
    if place is not None:
        yield FieldPlace(path="order_date", places=(place,), label=label)


def _counts_something(rest: str) -> bool:
    """ "Order 40 pcs" orders forty pieces."""
    following = rest.split(maxsplit=1)
    return bool(following) and rest[:1] == " " and vocabulary().is_unit(following[0].strip(".,;:"))


def _is_all_of_the_wish(before: str, after: str) -> bool:
    """ "For Friday 4 December please", "4.12. reicht völlig": around the day nothing is said but that it is wished."""
    has_joint = leads_to_day(before) or any(map(is_weekday, re.findall(r"[^\W\d_]+(?:-feira)?", f"{before} {after}")))
    return has_joint and wishes_only_a_day(f"{before} {after}")


def _days(utterance: Utterance, items: Sequence[Item]) -> Iterator[FieldPlace]:
    """The day of a sentence that speaks of delivery; in a list the days are the entries' own."""
    text = utterance.text
    days: list[Span] = list(dates_of(text))
    if len(days) != 1 or len(items) > 1 or (items and utterance.is_entry):
        return
    start, end = days[0]
    if end == len(text) and shapes.date_span(text[start : end - 1]) is not None:
        # The sentence's own full stop; "27.03." needs its second one.
        end = start + len(text[start:end].rstrip("."))
    # "Levering ønskes d. 18. november": a stop right before the day is an abbreviation's.
    before = re.split(r"[;.!?]\s(?=[^\s\d])", text[:start])[-1]
    begin = start - len(before)
    if items and not leads_to_day(before):
        return
    if dated_before("dated").search(before.rstrip() + " ") and not _BEFORE_THE_DAY.search(before):
        # "your delivery of 04.06.2026" was that day, or is; a person reads which.
        return
    behind = len(text) - len(text[end:].lstrip())
    spans = [(begin, start)] if wants_by(before) else [(behind, len(text))]
    if not wants_by(before) and not (wants_by(text[end:]) and len(text) <= 90):
        if items or not _is_all_of_the_wish(before, text[end:]):
            return
        spans = [(begin, start), (behind, len(text))]
    label = utterance.place(*(span for span in spans if any(map(str.isalpha, text[slice(*span)]))))
    place = utterance.place((start, end))
    if place is not None:
        yield FieldPlace(path="requested_delivery_date", places=(place,), label=label)
