"""Wishes in words: what a mail's body says beside what it orders, and which no value of the order holds.

In: a body, where tables stand on it, and the words that values were read from. Out: the sentences that are neither explained by
these values nor mere courtesy. "Leave the last line out", "this is a draft", "call before delivery" come in all words of all
languages; so a sentence must be known to want nothing, or a person reads it. Signatures are left alone, postscripts are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from intake.domain.documents import CanvasKind, Document
from intake.domain.opened import MailContext
from intake.domain.orders import ExtractedOrder, ReadOrder
from intake.domain.parties import OwnCompany
from intake.domain.plans import ColumnRole, Place, Region
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction import address_words
from intake.extraction.courtesies import is_standing, leaves_open, makes_void, words_that_want
from intake.extraction.executed import WordKey
from intake.extraction.planners.layout.items import Item
from intake.extraction.planners.layout.sentences import Spoken, heard, said_of
from intake.extraction.planners.layout.utterances import Utterance, utterances
from intake.extraction.price_tails import is_price_tail
from intake.extraction.quoting_places import text_at
from intake.extraction.said_words import any_of, fetches, wants_by
from intake.extraction.segments import Row, Segment, rows_of
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:uhr|h|am|pm|kl|godz|hod)\b", re.IGNORECASE)
_NUMBER_NAME = re.compile(r"\bn[º°]\.?", re.IGNORECASE)
"""Spanish and Portuguese for "number", which folded reads as "no"."""
_NAMED = re.compile(r"[^\W\d_]")
_LONGEST_GREETING = 6
_LONGEST_CLOSING = 7
_LONGEST_TITLE = 3
_LONGEST_ADDRESS = 5
_LONGEST_NAME = 9
_LONGEST_TOTAL = 5
_MONEY = re.compile(r"\d[.,]\d\d(?!\d)|\d[.,]-|[€$£]\s?\d|\d\s?(?:[€$£%]|[A-Z]{3}\b)")
_COUNT = 999
"""A larger number beside an order names something (an order, a day, a telephone); a smaller one may count goods."""
_FEWEST_HEADINGS = 3
_FEWEST_SAID = 2
_MOST_SAID = 18
_REVISION = re.compile(r"\brev(?:ision|isie|isione|isión|\.)?\s*\d{1,2}\b", re.IGNORECASE)
"""Whether a revision follows an order that is known, the orders before it tell."""
_POSTSCRIPT = re.compile(r"^\W*(?:p\.?\s?s\.?|n\.?b\.?|p\.?\s?d\.?)(?=[\s:.,])", re.IGNORECASE)
_CONFIRMING = (
    "confirm",
    "conferm",
    "bestatig",
    "bevestig",
    "potwierdz",
    "potvr",
    "bekraft",
    "bekreft",
    "vahvist",
    "visszaigazol",
    "teyit",
)
_QUIET_LABELS = ("ignore", "buyer.email", "buyer.phone", "ship_to.contact")
"""What stands behind these names a person or a paper, and wants nothing."""


def unread_wishes(
    number: int,
    document: Document,
    regions: Sequence[Region],
    used: Collection[WordKey],
    known: Collection[str],
    *,
    is_beside: bool = False,
) -> Iterator[str]:
    """`number` is the body's index; `used` the words that values were read from; `known` folded words that are names.
    `is_beside`: an attachment orders, and what amends it is named by `beside.py` already."""
    rows = rows_of(number, document)
    said = list(heard(rows, regions))
    found = said_of(said)
    read = {*used, *_words_of(place for field in found.fields for place in (field.label, *field.places))}
    # Beside an attachment that orders them, goods are said again and no value is read from them.
    read |= {*_words_of(place for line in found.lines for _, place in line.places)}
    language = vocabulary().language(word for row in rows for word in row.text.split())
    for spoken in _spoken(said, language):
        is_named = is_beside and spoken.amendment is not None
        text = _unread(spoken.utterance, read)
        if spoken.items:
            # What leads up to goods asks for them, unless it leaves them open; what follows them may take them back.
            end = _end_of_read(spoken.utterance.text, text)
            is_open = any(leaves_open(led, language) for led in (text[:end], *_leading_words(spoken)))
            if is_open or _offers_another(spoken.utterance.text, language):
                yield spoken.utterance.text
                continue
            text = "" if _is_behind_a_price(text[end:], spoken.items[-1], document) else text[end:]
        if not is_named and _wants(text, spoken.utterance, known, language):
            yield spoken.utterance.text


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
    is_beside: bool,
) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            code=ReasonCode.NOTE_NEEDS_READING.value,
            path=f"documents[{number}]",
            message=f"The mail says “{' '.join(text.split())[:160]}”.",
        )
        for text in unread_wishes(number, document, regions, used, known, is_beside=is_beside)
    )


def wishes_in_paper(
    number: int, document: Document, regions: Sequence[Region], used: Collection[WordKey], known: Collection[str]
) -> tuple[Problem, ...]:
    """The same of what a paper prints beside its lines. Papers print terms without end, so that only a short sentence counts
    which leaves the order open, takes something back, or fetches the goods."""
    rows = rows_of(number, document)
    language = vocabulary().language(word for row in rows for word in row.text.split())
    texts = [
        each.text
        for each in (*utterances(rows, regions), *_cells_below(rows, used))
        if _FEWEST_SAID <= len(each.text.split()) <= _MOST_SAID
        and (each.kind is CanvasKind.GRID or _turns(each.text, language))
        and _wants(_unread(each, used), each, known, language)
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


def _is_read(segment: Segment, used: Collection[WordKey]) -> bool:
    return any((segment.document, segment.canvas, word) in used for word in segment.words)


def _turns(text: str, language: str | None) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    if address_words.is_street_name(words) and any(map(wants_by, words)) and any(map(str.isdigit, text)):
        return True
    if leaves_open(text, language) or makes_void(text) or any(map(fetches, text.split())):
        return True
    return vocabulary().has_phrase(text, "amend_replace", "amend_cancel")


def names_known(context: MailContext, own: OwnCompany, orders: Sequence[ReadOrder]) -> frozenset[str]:
    """The words of names, addresses and goods that may stand in any sentence: the sender's, ours, those of the orders."""
    texts = [context.author_name, context.author_address, *own.names, *own.domains, *own.addresses]
    for each in orders:
        texts += _names_of(each.order)
    return frozenset(word for text in texts if text for word in _WORD.findall(fold_letters(text)))


def _names_of(order: ExtractedOrder) -> Iterator[str | None]:
    yield order.customer_po_number
    yield from (line.description for line in order.lines)
    for party in (order.buyer, order.ship_to, order.bill_to):
        if party is not None:
            yield from (party.name, party.street, party.postal_code, party.city)


def _words_of(places: Iterable[Place | None]) -> Iterator[WordKey]:
    for place in places:
        if place is not None:
            yield from ((place.document, place.canvas, word) for word in place.words)


def _spoken(said: list[Spoken], language: str | None) -> Iterator[Spoken]:
    """Without the signature: what follows the last closing words, or stands last and only names somebody. A postscript counts;
    "thanks for confirming" in the middle closes nothing."""
    end = len(said)
    while end and not said[end - 1].items and _names_somebody(said[end - 1].utterance.text, language):
        end -= 1
    closing = max((at for at, spoken in enumerate(said[:end]) if _closes(spoken.utterance.text)), default=end)
    is_postscript = False
    for at, spoken in enumerate(said[:end]):
        is_postscript = is_postscript or _POSTSCRIPT.match(spoken.utterance.text) is not None
        if at < closing or is_postscript:
            yield spoken


def _closes(text: str) -> bool:
    """ "Kind regards", "Mit freundlichen Grüßen Jana Thiele"; "Thanks for confirming the receipt." closes nothing yet, and
    "Grüß Gott" opens."""
    if _greets(text):
        return False
    rest = _behind("closing", text, _LONGEST_CLOSING)
    return rest is not None and all(word[0].isupper() or _behind("closing", word, 1) is not None for word in rest)


def _names_somebody(text: str, language: str | None) -> bool:
    """A line of names, an address, a telephone number: nothing is said there."""
    said = [word for word in text.split() if _NAMED.match(word)]
    if any(map(wants_by, said)):
        # "You delivered to Hafenstraße 3, 20095 Hamburg" is no line of an address.
        return False
    if address_words.is_phone(text) or _ADDRESS.search(text) or address_words.postal_city(text.strip(" ,.")) is not None:
        return True
    is_short = len(text.split()) <= _LONGEST_NAME and not text.rstrip().endswith((".", "!", "?", ":"))
    is_named = is_short and all(word[0].isupper() or len(word) <= 3 for word in said)
    return is_named and not makes_void(text) and not leaves_open(text, language)


def _wants(text: str, utterance: Utterance, known: Collection[str], language: str | None) -> bool:
    """`text` is what of the utterance was not read."""
    for named in (_ADDRESS, _TIME, _REVISION, _NUMBER_NAME):
        text = named.sub(" ", text)
    if _greets(text) or _is_quiet(text) or _is_address(text.strip(" ,.")) or _is_heading(utterance):
        return False
    if _is_standing(text, known, language) or _is_total(text) or _is_title(text):
        return False
    said = words_that_want(_without_names(_without_label(text)), known)
    wanting = [word for word in said if fetches(word) or not wants_by(word)]
    may_count = not _asks_to_confirm(text)
    # Codes and days name something; a small number alone may be a quantity.
    return any(word.isalpha() or (may_count and word.isdigit() and int(word) <= _COUNT) for word in wanting)


def _is_standing(text: str, known: Collection[str], language: str | None) -> bool:
    """ "Leave out the last line and send the invoice by mail." is no standing condition, though it speaks of an invoice; nor is
    "Deliver only when the invoice is released", nor one that sends it to another firm."""
    if not is_standing(text) or vocabulary().has_phrase(text, "amend_replace", "amend_cancel") or _bills_another(text, known):
        return False
    delivers = any(wants_by(word) and not is_standing(word) for word in text.split())
    return not (delivers and leaves_open(text, language))


def _bills_another(text: str, known: Collection[str]) -> bool:
    """ "Invoice to company Smith", "Rechnung an Meier GmbH", where neither who orders nor who is billed is called so."""
    if re.search(any_of("billing"), text, re.IGNORECASE) is None:
        return False
    behind = [found[1] for found in re.finditer(rf"(?<!\w)(?i:{any_of('firms')})\s+\W?([^\W\d_]+)", text)]
    names = [name for name in (*behind, *address_words.names_of_firms(text)) if name[0].isupper()]
    return not text.isupper() and any(fold_letters(name) not in known for name in names)


def _asks_to_confirm(text: str) -> bool:
    """ "Please confirm within 3 days": the number counts no goods."""
    return any(word.startswith(_CONFIRMING) for word in _WORD.findall(fold_letters(text)))


def _is_address(text: str) -> bool:
    """A printed line of an address; a sentence that holds one is none, and "only position 2" names no street."""
    if len(text.split()) > _LONGEST_ADDRESS:
        return False
    words = [word.casefold() for word in _WORD.findall(text)]
    has_number = any(map(str.isdigit, text))
    is_place = has_number and (address_words.is_street_name(words) or address_words.postal_city(text) is not None)
    return is_place or address_words.is_contact(text) or address_words.legal_form(text)


def _is_total(text: str) -> bool:
    """ "Versandkosten 5,90 €"; "Dostawa wyjątkowo na budowę: ul. Wiosenna 3" begins with a charge's name and is none."""
    if vocabulary().total(text) is None and vocabulary().charge(text) is None:
        return False
    words = [word for word in _WORD.findall(text) if not word.isdigit()]
    return len(words) <= _LONGEST_TOTAL and (_MONEY.search(text) is not None or not any(map(str.isdigit, text)))


def _is_title(text: str) -> bool:
    """A word or two in capitals that stand alone, of a form or an address: "Sales department", "FYI"; "DRAFT" says more."""
    said = text.split()
    is_short = len(said) <= _LONGEST_TITLE and not text.rstrip().endswith((".", "!", "?"))
    return is_short and all(word[0].isupper() for word in said) and not makes_void(text)


def _is_heading(utterance: Utterance) -> bool:
    """A row of headings over columns, of a table that was read another way."""
    named = [bool(vocabulary().column_roles(segment.text)) for segment in utterance.segments]
    return len(named) >= _FEWEST_HEADINGS and sum(named) > len(named) / 2


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


def _end_of_read(text: str, unread: str) -> int:
    """Where the last sign stands that was read."""
    return max((at + 1 for at, (sign, left) in enumerate(zip(text, unread, strict=True)) if sign != left), default=0)


def _greets(text: str) -> bool:
    """ "Dear Ms Howard," and no more."""
    rest = _behind("greeting", text, _LONGEST_GREETING)
    return rest is not None and all(word[0].isupper() or not words_that_want(word) for word in rest)


def _behind(meaning: str, text: str, longest: int) -> list[str] | None:
    """The words behind the phrase that a short text begins with; None where it is long or begins otherwise."""
    said = _WORD.findall(text)
    phrase = next((end for _, start, end in vocabulary().phrases(text, (meaning,)) if start == 0), None)
    return said[phrase:] if phrase is not None and len(said) <= longest else None


def _is_quiet(text: str) -> bool:
    label, colon, _ = text.partition(":")
    return bool(colon) and any(found.path in _QUIET_LABELS for found in vocabulary().labels(label))


def _without_names(text: str) -> str:
    """ "as agreed with Ms Howard": without whom a title announces."""
    said = text.split()
    titles = [vocabulary().means("mister", word.strip(".,;:()")) for word in said]
    return " ".join(word for word, is_named in zip(said, [False, *titles], strict=False) if not (is_named and word[0].isupper()))


def _without_label(text: str) -> str:
    """What a known label announces, where its value was read elsewhere or stands below."""
    label, colon, value = text.partition(":")
    return value if colon and vocabulary().labels(label) else text
