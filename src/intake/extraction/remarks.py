"""Wishes in words: what a mail's body says beside what it orders, and which no value of the order holds.

In: a body, where tables stand on it, and the words that values were read from. Out: the sentences that are neither explained by
these values nor mere courtesy. "Leave the last line out", "this is a draft", "call before delivery" come in all words of all
languages; so a sentence must be known to want nothing, or a person reads it. Signatures are left alone, postscripts are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

from intake.domain.documents import CanvasKind, Document
from intake.domain.opened import MailContext
from intake.domain.orders import ExtractedOrder, ReadOrder
from intake.domain.parties import OwnCompany
from intake.domain.plans import ColumnRole, Place, Region
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction import address_words
from intake.extraction.courtesies import is_standing, leaves_open, makes_void, tells_earlier, tells_goods_apart
from intake.extraction.executed import WordKey
from intake.extraction.legal_forms import legal_form
from intake.extraction.planners.layout.counts import dates_of
from intake.extraction.planners.layout.items import Item
from intake.extraction.planners.layout.sentences import Spoken, heard, orders, said_of
from intake.extraction.planners.layout.utterances import Utterance, is_in_table, utterances
from intake.extraction.price_tails import is_price_tail
from intake.extraction.quoting_places import text_at
from intake.extraction.said_words import (
    any_of,
    awaits_word,
    begins_one_of,
    comes_in_parts,
    fetches,
    needs_none,
    wants_by,
    whole_words,
    words_around_days,
)
from intake.extraction.segments import Row, Segment, rows_of, signature_rows
from intake.extraction.small_talk import is_small_talk
from intake.extraction.wanting import closes, is_reached_at, leads_elsewhere, names_somebody, takes_back_behind, wants
from intake.extraction.weekdays import Weekday, weekdays_of
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters

_WORD = re.compile(r"[^\W_]+")
DAY = "requested_delivery_date"
"""What leads up to a day in a sentence names it and may say more: "Leave out the last line and deliver by 4 December"."""
_FEWEST_SAID = 2
_FEWEST_SMALL = 2
_MOST_SAID = 18
_POSTSCRIPT = re.compile(r"^\W*(?:p\.?\s?s\.?|n\.?b\.?|p\.?\s?d\.?)(?=[\s:.,])", re.IGNORECASE)


def unread_wishes(
    number: int,
    document: Document,
    regions: Sequence[Region],
    used: Collection[WordKey],
    known: Collection[str],
    *,
    days: Collection[date] = (),
    goods: Collection[str] = (),
    is_beside: bool = False,
) -> Iterator[str]:
    """`number` is the body's index; `used` the words that values were read from; `known` folded words that are names; `days`
    those on which the goods are wanted; `goods` the words that name them.
    `is_beside`: an attachment orders, and what amends it is named by `beside.py` already."""
    rows = rows_of(number, document)
    said = list(heard(rows, regions))
    found = said_of(said)
    read = {*used, *words_of(place for field in found.fields for place in field.places)}
    read |= {*words_of(field.label for field in found.fields if field.path != DAY)}
    # Beside an attachment that orders them, goods are said again and no value is read from them.
    read |= {*words_of(place for line in found.lines for _, place in line.places)}
    language = vocabulary().language(word for row in rows for word in row.text.split())
    for spoken in _spoken(said, language):
        is_named = is_beside and spoken.amendment is not None
        beside = [(each, each.agrees(spoken.utterance.text, days)) for each in weekdays_of(spoken.utterance.text)]
        if any(agrees is False for _, agrees in beside):
            yield spoken.utterance.text
            continue
        text = _without_weekdays(_unread(spoken.utterance, read), [each for each, agrees in beside if agrees])
        names = {*known, *words_around_days()} if _says_a_day(text, spoken.utterance.text) else known
        if spoken.items:
            # What leads up to goods asks for them, unless it leaves them open or says where or when; what follows them may take
            # them back.
            end = _end_of_read(spoken.utterance.text, text)
            is_open = any(leaves_open(led, language) for led in (text[:end], *_leading_words(spoken)))
            is_open = is_open or leads_elsewhere(text[: _begin_of_read(spoken.utterance.text, text)], names)
            if is_open or _offers_another(spoken.utterance.text, language):
                yield spoken.utterance.text
                continue
            text = "" if _is_behind_a_price(text[end:], spoken.items[-1], document) else text[end:]
        if is_named or not wants(text, spoken.utterance, names, language):
            continue
        wanting = partial(_wants_alone, spoken.utterance, names, language)
        if spoken.items or turns(text, language) or not is_small_talk(text, language, goods, wanting):
            yield spoken.utterance.text


def _wants_alone(utterance: Utterance, known: Collection[str], language: str | None, clause: str) -> bool:
    return wants(clause, utterance, known, language)


def _says_a_day(unread: str, text: str) -> bool:
    """Whether a day stands there that was read."""
    return any(not unread[slice(*day)].strip(" .") for day in dates_of(text))


def _without_weekdays(text: str, beside: Sequence[Weekday]) -> str:
    """What was not read, without the weekdays of days that were."""
    for each in beside:
        start, end = each.span
        if not text[slice(*each.day)].strip(" ."):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_behind_a_price(rest: str, item: Item, document: Document) -> bool:
    """ "each", "per stuk" behind the price that was read of the last item."""
    places = dict(item.plan.places)
    if ColumnRole.UNIT_PRICE not in places:
        return False
    unit = places.get(ColumnRole.UOM)
    # A place's document is the body's number in the whole mail; here it is read by itself.
    return is_price_tail(rest, None if unit is None else text_at(unit.model_copy(update={"document": 0}), [document]))


def wishes_in_body(
    number: int,
    document: Document,
    regions: Sequence[Region],
    used: Collection[WordKey],
    known: Collection[str],
    *,
    days: Collection[date],
    goods: Collection[str],
    is_beside: bool,
) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            code=ReasonCode.NOTE_NEEDS_READING.value,
            path=f"documents[{number}]",
            message=f"The mail says “{' '.join(text.split())[:160]}”.",
        )
        for text in (
            *unread_wishes(number, document, regions, used, known, days=days, goods=goods, is_beside=is_beside),
            *_turned_under_signature(number, document),
        )
    )


def _turned_under_signature(number: int, document: Document) -> Iterator[str]:
    """Sentences among or below a signature's lines that leave the order open or tell some of the goods apart: "Davon die Hälfte
    bitte erst im Januar". Small print about the mail itself, a firm's terms and its hours turn nothing."""
    rows = signature_rows(number, document)
    of_mail = vocabulary().language(word for row in (*rows_of(number, document), *rows) for word in row.text.split())
    for each in utterances(rows, ()):
        text = each.text
        if not _is_sentence(text) or len(text.split()) > _MOST_SAID or is_standing(text):
            continue
        if any(begins_one_of("small_print", word) for word in _WORD.findall(text.casefold())):
            continue
        asks = whole_words("politeness").search(text) is not None
        languages = {of_mail, vocabulary().language(text.split())}
        if any(turns(text, language) or (asks and tells_goods_apart(text, language)) for language in languages):
            yield text


def wishes_in_paper(
    number: int, document: Document, regions: Sequence[Region], used: Collection[WordKey], known: Collection[str]
) -> tuple[Problem, ...]:
    """The same of what a paper prints beside its lines. Papers print terms without end, so that only a short sentence counts
    which leaves the order open, takes something back, or fetches the goods."""
    rows = rows_of(number, document)
    language = vocabulary().language(word for row in rows for word in row.text.split())
    texts = [
        each.text
        for each in (*utterances(rows, regions), *_cells_below(rows, used), *_labelled_cells(rows, regions, language))
        if (len(each.text.split()) >= _FEWEST_SAID or makes_void(each.text))
        and len(each.text.split()) <= _MOST_SAID
        and (each.kind is CanvasKind.GRID or turns(each.text, language))
        and wants(_unread(each, used), each, known, language)
    ]
    if texts and vocabulary().injections(" ".join(row.text for row in rows)):
        # A paper that commands is held for that already (`claims.py`).
        return ()
    return tuple(
        Problem(
            code=ReasonCode.NOTE_NEEDS_READING.value,
            path=f"documents[{number}]",
            message=f"{document.source.filename or 'The document'} says “{' '.join(text.split())[:160]}”.",
        )
        for text in texts[:1]
    )


def _cells_below(rows: Sequence[Row], used: Collection[WordKey]) -> Iterator[Utterance]:
    """Cells that stand alone in a sheet's or table's row below all that was read: a sheet has no terms printed on it, so that
    what somebody typed there is meant."""
    read = [at for at, row in enumerate(rows) if any(_is_read(segment, used) for segment in row.segments)]
    for row in rows[max(read, default=len(rows)) + 1 :]:
        if len(row.segments) == 1 and row.segments[0].kind is CanvasKind.GRID:
            yield Utterance(row.segments, row.text, CanvasKind.GRID, is_listed=True)


def _labelled_cells(rows: Sequence[Row], regions: Sequence[Region], language: str | None) -> Iterator[Utterance]:
    """What a sheet says of its order behind a label that holds no value: "Status: cancelled"."""
    for row in rows:
        if row.segments[0].kind is not CanvasKind.GRID or is_in_table(row, regions):
            continue
        texts = [each.text for each in row.segments]
        parted = [each.partition(":")[::2] for each in texts]
        for label, value in (*parted, *pairwise(texts)):
            if takes_back_behind(label, value, language):
                yield Utterance(row.segments, f"{label.strip(' :')}: {value.strip()}", CanvasKind.GRID, is_listed=True)


def _is_read(segment: Segment, used: Collection[WordKey]) -> bool:
    return any((segment.document, segment.canvas, word) in used for word in segment.words)


def turns(text: str, language: str | None) -> bool:
    """Whether a sentence leaves the order open, takes something back, repeats an earlier order, waits, needs none, or fetches
    the goods."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if address_words.is_street_name(words) and any(map(wants_by, words)) and any(map(str.isdigit, text)):
        return True
    if leaves_open(text, language) or makes_void(text) or tells_earlier(text) or any(map(fetches, text.split())):
        return True
    if awaits_word(text) or comes_in_parts(text) or needs_none(text):
        return True
    return vocabulary().has_phrase(text, "amend_replace", "amend_cancel")


def days_wanted(orders: Sequence[ReadOrder]) -> frozenset[date]:
    """The days on which the orders and their lines want the goods."""
    wanted = [each.order.requested_delivery_date for each in orders]
    wanted += [line.requested_delivery_date for each in orders for line in each.order.lines]
    return frozenset(day for day in wanted if day is not None)


def names_known(context: MailContext, own: OwnCompany, orders: Sequence[ReadOrder]) -> frozenset[str]:
    """The words of names, addresses and goods that may stand in any sentence: the sender's, ours, those of the orders."""
    texts = [context.author_name, context.author_address, *own.names, *own.domains, *own.addresses]
    for each in orders:
        texts += _names_of(each.order)
    return _words_in(texts)


def goods_named(orders: Sequence[ReadOrder]) -> frozenset[str]:
    """The words that the orders' goods are described with."""
    return _words_in(line.description for each in orders for line in each.order.lines)


def names_in(order: ExtractedOrder) -> frozenset[str]:
    """The words of names, addresses and goods of one order."""
    return _words_in(_names_of(order))


def _words_in(texts: Iterable[str | None]) -> frozenset[str]:
    return frozenset(word for text in texts if text for word in _WORD.findall(fold_letters(text)))


def _names_of(order: ExtractedOrder) -> Iterator[str | None]:
    yield order.customer_po_number
    yield from (line.description for line in order.lines)
    for party in (order.buyer, order.ship_to, order.bill_to):
        if party is not None:
            yield from (party.name, party.street, party.postal_code, party.city)


def words_of(places: Iterable[Place | None]) -> Iterator[WordKey]:
    """The words at some places."""
    for place in places:
        if place is not None:
            yield from ((place.document, place.canvas, word) for word in place.words)


def _spoken(said: list[Spoken], language: str | None) -> Iterator[Spoken]:
    """Without the signature: what follows the last closing words, or stands last and only names somebody. A postscript counts,
    whether or not it calls itself one; "thanks for confirming" in the middle closes nothing. Under an address small print is
    left alone, and "please deliver to our other site" is none."""
    end = len(said)
    while end and not said[end - 1].items and names_somebody(said[end - 1].utterance.text, language):
        end -= 1
    closing = max((at for at, spoken in enumerate(said[:end]) if closes(spoken.utterance.text)), default=end)
    is_postscript = is_signed = False
    for at, spoken in enumerate(said[:end]):
        text = spoken.utterance.text
        is_postscript = is_postscript or _POSTSCRIPT.match(text) is not None
        is_signed = is_signed or (at > closing and _ends_signature(text))
        if at < closing or is_postscript or (at > closing and _is_sentence(text) and (not is_signed or orders(text))):
            yield spoken


def _ends_signature(text: str) -> bool:
    """A line of an address, a telephone number, a firm or a rule: what is printed under it says the same in every mail."""
    return not any(map(str.isalnum, text)) or legal_form(text) or is_reached_at(text)


def _is_sentence(text: str) -> bool:
    """Said, and no line of a signature: it ends as sentences end, and more than its first word is written small."""
    small = sum(word[0].islower() for word in _WORD.findall(text)[1:])
    return text.rstrip().endswith((".", "!", "?")) and small >= _FEWEST_SMALL


def _unread(utterance: Utterance, used: Collection[WordKey]) -> str:
    """The utterance's text with blanks where its words were read."""
    signs = list(utterance.text)
    at = -utterance.begin
    for segment in utterance.segments:
        start = at
        for word, length in zip(segment.words, segment.lengths, strict=True):
            if (segment.document, segment.canvas, word) in used:
                # A word of the sentence before ends left of this one's first sign.
                low = max(start, 0)
                high = max(low, min(start + length, len(signs)))
                signs[low:high] = " " * (high - low)
            start += length + 1
        at += len(segment.text) + 1
    return "".join(signs)


def _leading_words(spoken: Spoken) -> Iterator[str]:
    """ "Alternatively 5 pcs", "5 pcs of this or 6 of that": the first word and those before each quantity, which may have been
    taken for the goods' own name."""
    text = spoken.utterance.text
    for led in (text, *(text[: item.number[0]] for item in spoken.items)):
        words = [word for word in _WORD.findall(led) if not word.isdigit()]
        yield from words[:1] if led is text else words[-1:]


def _offers_another(text: str, language: str | None) -> bool:
    """ "5 pcs of this or else 6 of that", where the second was taken for more words of the first."""
    found = re.finditer(rf"(?<!\w)({any_of('alternating')})(?:\s+[^\W\d_]+)?\s+\d", text, re.IGNORECASE)
    return any(len(each[1]) > 2 or leaves_open(each[1], language or "") for each in found)


def _begin_of_read(text: str, unread: str) -> int:
    """Where the first sign stands that was read."""
    return next((at for at, (sign, left) in enumerate(zip(text, unread, strict=True)) if sign != left), 0)


def _end_of_read(text: str, unread: str) -> int:
    """Where the last sign stands that was read."""
    return max((at + 1 for at, (sign, left) in enumerate(zip(text, unread, strict=True)) if sign != left), default=0)
