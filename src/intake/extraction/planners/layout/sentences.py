"""Order lines said in words: bullets, lists and sentences of a mail or a letter.

In: a document's rows (own words only; history and signature never come here) outside its tables. Out: the places of each line's
quantity, unit, code, description and price, and the amendments a mail makes to its attachment. A number becomes a quantity only
where a list shows it or the sentence orders; past deliveries, questions, dates, phone numbers and addresses are no order lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from intake.domain.plans import ColumnRole, FieldPlace, LinePlan, Region
from intake.extraction import address_words
from intake.extraction.legal_forms import legal_form
from intake.extraction.planners.layout.cancelled_lines import cancels_order
from intake.extraction.planners.layout.counts import dates_of
from intake.extraction.planners.layout.item_forms import item_forms
from intake.extraction.planners.layout.item_words import asks, states
from intake.extraction.planners.layout.items import Item, items_of
from intake.extraction.planners.layout.labelled_item import labelled_item
from intake.extraction.planners.layout.said_addresses import Telling, places_told
from intake.extraction.planners.layout.said_codes import codes_of, order_numbers
from intake.extraction.planners.layout.said_customer import customer_numbers
from intake.extraction.planners.layout.said_head import said_fields
from intake.extraction.planners.layout.utterances import Utterance, utterances
from intake.extraction.postal_codes import postal_city
from intake.extraction.questions import asks_something, wants_answer
from intake.extraction.said_words import begins_condition, is_told_of_others, replaces, wants_by, whole_words
from intake.extraction.segments import Row
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters, key_of, tokens

_AMENDMENTS = ("amend_add", "amend_replace", "amend_cancel")
_CLAUSE_END = re.compile(r"(?<=[,.;!?])\s+")
_BRITISH_CODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?!\w)")
_TOWN = re.compile(r"\d{4,5}\s[^\W\d_a-z][^\W\d_]+(?!\w)")
_SIGN_BETWEEN = re.compile(r"\s[*|•·]\s")
_LETTERHEAD_PARTS = 3
_URL = re.compile(r"https?://|www\.|@\w")


@dataclass(frozen=True, slots=True)
class Amendment:
    """A sentence that adds to, changes or takes from what an attachment orders; `kind` is add, replace or cancel. `counts`: it
    says how many of something."""

    kind: str
    text: str
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """`repeats`: a sentence orders what an order before this one held; `mentions`: one counts goods that nothing orders."""

    lines: tuple[LinePlan, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    fields: tuple[FieldPlace, ...] = field(default=())
    repeats: bool = False
    mentions: bool = False

    @property
    def changes(self) -> bool:
        """Whether a sentence changes or takes from what was ordered: it counts something, or the mail names the order."""
        named = any(each.path == "customer_po_number" for each in self.fields)
        return any(each.kind != "add" and (named or each.counts) for each in self.amendments)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance with the items it orders, and the items it mentions without ordering them (`reason` says why)."""

    utterance: Utterance
    items: tuple[Item, ...] = ()
    mentioned: tuple[Item, ...] = ()
    reason: str = ""
    amendment: Amendment | None = None


def said_lines(rows: Sequence[Row], tables: Sequence[Region] = ()) -> Said:
    """The order lines and amendments that a document's sentences state."""
    return said_of(list(heard(rows, tables)))


def said_of(spoken: Sequence[Spoken]) -> Said:
    """The same of sentences that were heard already."""
    lines = tuple(plan for each in spoken for plan in _plans(each))
    naming = [each for each in spoken if each.reason in ("", "a change") or cancels_order(each.utterance.text)]
    fields = said_fields([(each.utterance, (*each.items, *each.mentioned)) for each in naming])
    lines, fields = _apart(lines, fields)
    amendments = tuple(each.amendment for each in spoken if each.amendment is not None)
    open_ones = [each for each in spoken if not each.reason]
    mentions = any(not item.is_bare for each in open_ones for item in each.mentioned)
    return Said(lines, amendments, fields, any(repeats(each.utterance.text) for each in open_ones), mentions)


def _apart(lines: tuple[LinePlan, ...], fields: tuple[FieldPlace, ...]) -> tuple[tuple[LinePlan, ...], tuple[FieldPlace, ...]]:
    """ "PO 4500 12345 10 pcs": digits that may end the order's number or name an article are no number of the order, and the line
    is in doubt."""
    shared = [field for field in fields if field.path == "customer_po_number" and any(_holds(line, field) for line in lines)]
    doubt = "The order's number and the article's code may share digits."
    return tuple(
        line.model_copy(update={"doubt": f"{line.doubt} {doubt}".strip()})
        if any(_holds(line, field) for field in shared)
        else line
        for line in lines
    ), tuple(field for field in fields if field not in shared)


def _holds(line: LinePlan, field: FieldPlace) -> bool:
    """Whether a whole word of the field's value is one of the line's too."""
    words = {(place.document, place.canvas, word) for place in field.places for word in place.words}
    whole = (place for _, place in line.places if place.start is None and place.end is None)
    return any((place.document, place.canvas, word) in words for place in whole for word in place.words)


def heard(rows: Sequence[Row], tables: Sequence[Region] = ()) -> Iterator[Spoken]:
    """What each sentence or entry orders or mentions, in reading order."""
    forms = item_forms(rows) if not tables else []
    yield from (Spoken(utterance, (item,)) for _, utterance, item in forms)
    of_forms = {id(row) for block, _, _ in forms for row in block}
    said = list(utterances([row for row in rows if id(row) not in of_forms], tables))
    told = places_told([utterance.text for utterance in said])
    found = [_beside_place(_found(utterance), place, utterance.text) for utterance, place in zip(said, told, strict=True)]
    ordering = within_address = False
    for utterance, items in zip(said, found, strict=True):
        ordering = (ordering and (utterance.is_listed or bool(items))) or _orders(utterance)
        is_about_goods = _orders(utterance) or any(item.is_sure for item in items)
        within_address = (within_address and not is_about_goods) or _heads_address(utterance)
        amends = _amendment(utterance, items)
        reason = _refusal(utterance, items, amends, is_address=within_address)
        if reason:
            yield Spoken(utterance, mentioned=tuple(items), reason=reason, amendment=amends)
            continue
        if items and not utterance.is_entry and _only_tells(utterance.text):
            items = [_doubted(item) for item in items]
        ordered = tuple(item for item in items if item.is_sure or ordering or amends is not None)
        rest = tuple(item for item in items if item not in ordered)
        yield Spoken(utterance, ordered, rest, amendment=amends)


def _only_tells(text: str) -> bool:
    """Whether a verb of being or coming stands in it and none that orders: "order 4711: 10 pcs AB-1 arrived" only names one."""
    if whole_words("telling").search(text) is None or whole_words("politeness").search(text) is not None:
        return False
    words, said = vocabulary(), tokens(text)
    verbs = [said[start:end] for _, start, end in words.phrases(text, ("order_verb",))]
    return not (orders(text) and any(not any("order" in words.kinds(token) for token in verb) for verb in verbs))


def _doubted(item: Item) -> Item:
    """ "6 of the boxes AB-1 were wet": beside a verb of being, goods that nothing orders may only be spoken of."""
    doubt = f"{item.plan.doubt} The sentence may only speak of the goods.".strip()
    return replace(item, plan=item.plan.model_copy(update={"doubt": doubt}))


def _found(utterance: Utterance) -> list[Item]:
    labelled = labelled_item(utterance)
    if labelled is not None:
        return [labelled]
    known_by = list(customer_numbers(utterance.text))
    return [item for item in items_of(utterance) if not any(start <= item.number[0] < end for _, start, end in known_by)]


def _beside_place(items: list[Item], told: Telling, text: str) -> list[Item]:
    """Without what a postal code or house number seems to count; behind an address's label "Unit 4" counts nothing either."""
    if not told.is_place:
        return items
    return [
        item
        for item in items
        if not _is_before_town(text, item.number[0])
        and (
            item.has_code
            or not (
                item.is_bare
                or told.is_labelled
                or _is_in_postal_code(text, item.number[0])
                or _numbers_a_part(text, item.number[0])
            )
        )
    ]


def _is_before_town(text: str, start: int) -> bool:
    """ "Corso Matteotti 5, 23900 Lecco - P.IVA 03344556677" counts no Lecco."""
    return _TOWN.match(text, start) is not None and text[:start].rstrip().endswith(",")


def _numbers_a_part(text: str, start: int) -> bool:
    """ "Unit 3, Eco Park, Sheet Road, Ludlow": the number behind a word that is all of its piece is a house's or a gate's."""
    begin = max(text.rfind(",", 0, start), text.rfind(":", 0, start)) + 1
    piece = text[begin:].split(",", 1)[0]
    return "," in text[start:] and re.fullmatch(r"\s*[^\W\d_]+\.? \d{1,4}[A-Za-z]?\s*", piece) is not None


def _is_in_postal_code(text: str, start: int) -> bool:
    """ "Shipley BD18 1EA" counts no piece."""
    return any(found.start() < start < found.end() for found in _BRITISH_CODE.finditer(text))


def _plans(spoken: Spoken) -> Iterator[LinePlan]:
    """The lines of an entry; a date in an entry with one item is that item's."""
    for item in spoken.items:
        plan = item.plan
        is_alone = len(spoken.items) == 1 and spoken.utterance.is_entry
        span = next(dates_of(spoken.utterance.text), None) if is_alone else None
        place = spoken.utterance.place(span) if span is not None else None
        if place is not None:
            plan = plan.model_copy(update={"places": (*plan.places, (ColumnRole.REQUESTED_DELIVERY_DATE, place))})
        yield plan


def _orders(utterance: Utterance) -> bool:
    return orders(utterance.text) or asks(utterance.text)


def orders(text: str) -> bool:
    """Whether a phrase orders; "proszę o" does, and does not in "proszę o ofertę", nor where a question leads up to it."""
    return any(_clause_orders(clause) for clause in _CLAUSE_END.split(text))


def _clause_orders(clause: str) -> bool:
    """ "Can we also please get" orders as "can we get" does."""
    plain = whole_words("politeness").sub(" ", clause)
    return _orders_in_words(clause) or (plain != clause and _orders_in_words(plain))


def _orders_in_words(clause: str) -> bool:
    words, said = vocabulary(), tokens(clause)
    questions = [(start, end) for _, start, end in words.phrases(clause, ("question",))]
    return any(
        not any(begin <= end for begin, _ in questions)
        and not wants_answer(said, end)
        and not (start and begins_condition(said[start - 1]))
        and not _only_names(clause, said, start, end)
        for _, start, end in words.phrases(clause, ("order_verb",))
    )


def _only_names(clause: str, said: tuple[str, ...], start: int, end: int) -> bool:
    """ "Order: 5 x A" orders; the bare noun within a sentence names an order ("our last order", "del pedido anterior")."""
    noun = next((token for token in said[start:end] if "order" in vocabulary().kinds(token)), None)
    if start == 0 or noun is None or key_of(said[start:end]) != key_of((noun,)):
        return False
    return re.search(rf"{re.escape(noun)}\s*:", fold_letters(clause)) is None


def _heads_address(utterance: Utterance) -> bool:
    """ "Delivery address:" and the like: what follows is a place, whatever numbers it holds."""
    text = utterance.text.strip()
    return text.endswith(":") and any(label.path.endswith(".block") for label in vocabulary().labels(text.strip(" :")))


def _is_letterhead(text: str) -> bool:
    """ "Brandner KG * Am Anger 7 * 84489 Burghausen": a firm, its street and its town with signs between, no more."""
    parts = [part.strip() for part in _SIGN_BETWEEN.split(text.strip())]
    if len(parts) != _LETTERHEAD_PARTS or not legal_form(parts[0]) or any(map(str.isdigit, parts[0])):
        return False
    town = postal_city(parts[2])
    return town is not None and town.city is not None and address_words.is_street(parts[1])


def _refusal(utterance: Utterance, items: Sequence[Item], amends: Amendment | None, *, is_address: bool) -> str:
    """Why an utterance orders nothing, whatever numbers it holds; "" where it may order."""
    text = utterance.text
    has = vocabulary().has_phrase
    if _URL.search(text):
        return "a web address"
    if address_words.is_phone(text) and not any(item.is_sure for item in items):
        return "a phone number"
    if is_address or (postal_city(text.strip(" ,.")) is not None and not any(order_numbers(text, 0, len(text)))):
        return "an address"
    if _is_letterhead(text):
        return "a letterhead"
    if is_told_of_others(text):
        return "a statement"
    is_order = orders(text)
    if has(text, "history") and not is_order and not repeats(text):
        return "history"
    if _thanks(text) and not is_order and not any(item.has_code for item in items):
        return "thanks"
    if asks_something(text) and not is_order:
        return "a question"
    if items and not is_order and (_states(utterance, items) or (text.rstrip().endswith("?") and not asks(text))):
        return "a statement"
    if replaces(text):
        return "a replacement"
    if amends is not None and amends.kind != "add":
        return "a change"
    return ""


def _states(utterance: Utterance, items: Sequence[Item]) -> bool:
    """Whether the words around the first number or code only speak of its goods."""
    text = utterance.text
    codes = [code.whole[0] for code in codes_of(text, 0, len(text))[:1]]
    first = min(items, key=lambda item: item.number)
    return states(text[: min([first.number[0], *codes])], text[first.number[1] :])


def repeats(text: str) -> bool:
    """ "Same as last week please": goods, and not the way they are delivered or paid."""
    return any(vocabulary().has_phrase(clause, "as_before") and not wants_by(clause) for clause in _CLAUSE_END.split(text))


def _thanks(text: str) -> bool:
    """ "Thanks for the 12 boxes": what a sentence of thanks counts has arrived, or is named by its code."""
    return any(start == 0 for _, start, _ in vocabulary().phrases(text, ("closing",)))


def _amendment(utterance: Utterance, items: Sequence[Item]) -> Amendment | None:
    """Changes need a number to be one; "please also note our new address" amends no order."""
    if not any(sign.isdigit() for sign in utterance.text):
        return None
    if vocabulary().has_phrase(utterance.text, "history") and not orders(utterance.text):
        # "You delivered 10 instead of 20": a complaint changes no order.
        return None
    found = {meaning for meaning, _, _ in vocabulary().phrases(utterance.text, _AMENDMENTS)}
    for meaning in ("amend_cancel", "amend_replace", "amend_add"):
        if meaning in found:
            return Amendment(meaning.removeprefix("amend_"), utterance.text, any(not item.is_bare for item in items))
    return None
