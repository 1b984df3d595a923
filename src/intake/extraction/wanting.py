"""What a sentence of a mail or a paper wants: nothing, where it greets, thanks, names or adds up; else a person reads it.

In: a sentence, what of it was not read, and the words that are names. Out: whether a person has to read it. Which sentences are
asked about is decided in `remarks.py`; which words are courtesies is data (`courtesies/`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from intake.domain.orders import DocumentKind
from intake.extraction import address_words
from intake.extraction.courtesies import (
    gives,
    gives_otherwise,
    is_standing,
    leaves_open,
    makes_void,
    tells_earlier,
    tells_goods_apart,
    tells_where,
    words_that_want,
)
from intake.extraction.legal_forms import legal_form, names_of_firms
from intake.extraction.planners.layout.item_words import is_asking, without_position
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.postal_codes import postal_city
from intake.extraction.said_words import (
    any_of,
    awaits_word,
    begins_one_of,
    comes_in_parts,
    ends_as_change,
    fetches,
    goes_back,
    is_asked_after,
    is_one_of,
    names_address,
    needs_none,
    presses,
    sets_off,
    wants_by,
    without_billing_address,
)
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:uhr|h|u|am|pm|kl|godz|hod|ó|óra|ora)\b", re.IGNORECASE)
_NUMBER_NAME = re.compile(r"\bn[º°]\.?", re.IGNORECASE)
"""Spanish and Portuguese for "number", which folded reads as "no"."""
_CLAUSE = re.compile(r"[,!.:;\t]\s*(?=\s|$)")
_NAMED = re.compile(r"[^\W\d_]")
_LONGEST_GREETING = 6
_LONGEST_CLOSING = 7
_LONGEST_TITLE = 3
_LONGEST_FORM_NAME = 6
_LONGEST_ADDRESS = 5
_LONGEST_NAME = 9
_LONGEST_TOTAL = 5
_CURRENCY_CODE = 3
_MONEY = re.compile(r"\d[.,]\d\d(?!\d)|\d[.,]-|[€$£]\s?\d|\d\s?(?:[€$£%]|[A-Z]{3}\b)")
_COUNT = 999
"""A larger number beside an order names something (an order, a day, a telephone); a smaller one may count goods."""
_FEWEST_HEADINGS = 3
_CURRENCY_WORDS = frozenset({"kr", "kc", "zl"})
"""Folded; what is left of "647,27 kr." when the amount was read."""
_REVISION = re.compile(r"\brev(?:ision|isie|isione|isión|\.)?\s*\d{1,2}\b", re.IGNORECASE)
"""Whether a revision follows an order that is known, the orders before it tell."""
_NUMBERED = re.compile(
    rf"(?<!\w)(?:(?:{any_of('positions')})\w{{0,4}}\.?\s?\d{{1,3}}|\d{{1,3}}\.?\s?(?:{any_of('positions')})\w{{0,4}})(?![\w/.,-]*\d)",
    re.IGNORECASE,
)
"""One of the order's lines by its number, or so many of an article."""
_GOODS = re.compile(rf"(?<!\w)(?:{any_of('goods_named')})", re.IGNORECASE)
_REFUSED = re.compile(rf"(?<!\w)(?:{any_of('refusing')})", re.IGNORECASE)
_LONGEST_ADDING = 5
"""So many words of "in addition to the attached"."""
_CHANGES = frozenset((DocumentKind.ORDER_CHANGE.value, DocumentKind.ORDER_CANCELLATION.value))
_QUIET_LABELS = ("ignore", "buyer.email", "buyer.phone", "ship_to.contact")
"""What stands behind these names a person or a paper, and wants nothing."""


def wants(text: str, utterance: Utterance, known: Collection[str], language: str | None) -> bool:
    """`text` is what of the utterance was not read."""
    for named in (_ADDRESS, _TIME, _REVISION, _NUMBER_NAME):
        text = named.sub(" ", text)
    if tells_earlier(text) or comes_in_parts(text) or awaits_word(text) or needs_none(text):
        return True
    if goes_back(text) or is_asked_after(text) or (names_address(text) and vocabulary().has_phrase(text, "amend_add")):
        return True
    if is_one_of("farewells", text.strip(" \t,.!:;–-")):
        # "Bis dann!" takes leave, and "Lieferung bis dann" names a time.
        return False
    if _greets(text) or _is_quiet(text, language) or _is_address(text.strip(" ,.")) or _is_heading(utterance):
        return False
    if _delivers_to_billing(text):
        return True
    if _is_standing(text, known, language) or _is_total(text, language) or _is_title(text) or _is_form_name(text):
        return False
    said = words_that_want(_without_names(_without_label(text)), known)
    wanting = [
        word
        for word in said
        if word not in _CURRENCY_WORDS and (fetches(word) or leaves_open(word, language) or not wants_by(word))
    ]
    may_count = not _asks_to_confirm(text)
    # Codes and days name something; a small number alone may be a quantity.
    if not may_count:
        wanting = [word for word in wanting if vocabulary().number(word) is None]
    if any(word.isalpha() or (may_count and word.isdigit() and int(word) <= _COUNT) for word in wanting):
        return True
    return gives_otherwise(text) or _names_change(text)


def _names_change(text: str) -> bool:
    """ "Anbei unsere Bestelländerung": a word that names a change or a cancellation, though it begins as "order" does."""
    return any(ends_as_change(word) or not _CHANGES.isdisjoint(vocabulary().kinds(word)) for word in _WORD.findall(text))


def _delivers_to_billing(text: str) -> bool:
    """ "Please deliver to the invoice address" speaks of goods; "send the invoice to the billing address" of a paper."""
    rest = without_billing_address(text)
    if rest == fold_letters(text) or not (gives(rest) or any(map(wants_by, rest.split()))):
        return False
    return not is_standing(rest) or _GOODS.search(rest) is not None


def leads_elsewhere(lead: str, known: Collection[str]) -> bool:
    """Whether words before goods say more than that they are asked for: "For our Leeds branch please send 4 pcs"."""
    parts = [part for part in map(without_position, _CLAUSE.split(lead)) if not _greets(part) and not _is_label(part)]
    words = [word for part in parts for word in _without_asking(part.split()) if not is_asking(word)]
    said = words_that_want(" ".join(words), known)
    return any(word.isalpha() and len(word) > 1 and (fetches(word) or not wants_by(word)) for word in said)


def _without_asking(words: list[str]) -> list[str]:
    """Without what says that goods, or more of them, are ordered: "avrei bisogno di", "in addition", "en supplément"."""
    for begin in range(len(words)):
        for end in range(min(len(words), begin + _LONGEST_ADDING), begin, -1):
            said = " ".join(words[begin:end]).strip(" ,:")
            if any(vocabulary().means(meaning, said) for meaning in ("amend_add", "order_verb")):
                return words[:begin] + _without_asking(words[end:])
    return words


def _is_label(text: str) -> bool:
    """ "Art.-Nr.", "Qty": what names the value behind it."""
    bare = text.strip(" \t:;,.(#-–*•")
    return bool(vocabulary().column_roles(bare) or vocabulary().labels(bare))


def closes(text: str) -> bool:
    """ "Kind regards", "Mit freundlichen Grüßen Jana Thiele"; "Thanks for confirming the receipt." closes nothing yet, and
    "Grüß Gott" opens."""
    if _greets(text):
        return False
    rest = _behind("closing", text, _LONGEST_CLOSING)
    return rest is not None and all(word[0].isupper() or _behind("closing", word, 1) is not None for word in rest)


def names_somebody(text: str, language: str | None) -> bool:
    """A line of names, an address, a telephone number: nothing is said there."""
    said = [word for word in text.split() if _NAMED.match(word)]
    if any(map(wants_by, said)):
        # "You delivered to Hafenstraße 3, 20095 Hamburg" is no line of an address.
        return False
    if is_reached_at(text):
        return True
    is_short = len(text.split()) <= _LONGEST_NAME and not text.rstrip().endswith((".", "!", "?", ":"))
    is_named = is_short and all(word[0].isupper() or len(word) <= 3 for word in said)
    return is_named and not (makes_void(text) or presses(text)) and not leaves_open(text, language)


def is_reached_at(text: str) -> bool:
    """A telephone number, a mail address, a website, a town behind its postal code."""
    is_place = postal_city(text.strip(" ,.")) is not None
    return is_place or address_words.is_phone(text) or _ADDRESS.search(text) is not None


def _is_standing(text: str, known: Collection[str], language: str | None) -> bool:
    """ "Leave out the last line and send the invoice by mail." is no standing condition, though it speaks of an invoice; nor is
    "Deliver only when the invoice is released", nor one that sends it to another firm."""
    if not is_standing(text) or vocabulary().has_phrase(text, "amend_replace", "amend_cancel") or _bills_another(text, known):
        return False
    if text.rstrip().endswith(":") and len(text.split()) > _LONGEST_TITLE:
        # "This came broken, does the warranty cover:" leads up to goods.
        return False
    if sets_off(text) or tells_goods_apart(text, language) or _NUMBERED.search(text) is not None:
        # "Half now, half in January, invoice as usual", "Line 2 is not needed, please adjust the invoice", "Deduct invoice 12".
        return False
    if _GOODS.search(text) is not None and tells_where(text, language):
        return False
    delivers = any(wants_by(word) and not is_standing(word) for word in text.split())
    # "Deliveries without a delivery note will be refused" leaves none of the goods open.
    return _REFUSED.search(text) is not None or not (delivers and leaves_open(text, language))


def _bills_another(text: str, known: Collection[str]) -> bool:
    """ "Invoice to company Smith", "Rechnung an Meier GmbH", where neither who orders nor who is billed is called so."""
    if re.search(any_of("billing"), text, re.IGNORECASE) is None:
        return False
    behind = [found[1] for found in re.finditer(rf"(?<!\w)(?i:{any_of('firms')})\s+\W?([^\W\d_]+)", text)]
    names = [name for name in (*behind, *names_of_firms(text)) if name[0].isupper()]
    return not text.isupper() and any(fold_letters(name) not in known for name in names)


def _asks_to_confirm(text: str) -> bool:
    """ "Please confirm within 3 days": the number counts no goods."""
    return any(begins_one_of("confirming", word) for word in _WORD.findall(fold_letters(text)))


def _is_address(text: str) -> bool:
    """A printed line of an address; a sentence that holds one is none, and "only position 2" names no street."""
    if len(text.split()) > _LONGEST_ADDRESS:
        return False
    words = [word.casefold() for word in _WORD.findall(text)]
    has_number = any(map(str.isdigit, text))
    is_place = has_number and (address_words.is_street_name(words) or postal_city(text) is not None)
    return is_place or address_words.is_contact(text) or legal_form(text)


def _is_total(text: str, language: str | None) -> bool:
    """ "Versandkosten 5,90 €", "Total HT :"; "Dostawa na inny adres" begins with a charge's name and is none, nor is "Delivery
    only on call"."""
    if leaves_open(text, language) or (vocabulary().total(text) is None and vocabulary().charge(text) is None):
        return False
    words = [word for word in _WORD.findall(text) if not word.isdigit()]
    if _MONEY.search(text) is not None:
        return len(words) <= _LONGEST_TOTAL
    label = " ".join(word for word in words if not (word.isupper() and len(word) == _CURRENCY_CODE))
    return not any(map(str.isdigit, text)) and (vocabulary().is_total(label) or vocabulary().is_charge_alone(label))


def _is_title(text: str) -> bool:
    """A word or two in capitals that stand alone, of a form or an address: "Sales department", "FYI"; "DRAFT", "Rush" and
    "Credit note" say more."""
    said = text.split()
    is_short = len(said) <= _LONGEST_TITLE and not text.rstrip().endswith((".", "!", "?"))
    is_name = is_short and all(word[0].isupper() for word in said)
    return is_name and not (makes_void(text) or presses(text) or sets_off(text) or any(map(ends_as_change, said)))


def _is_form_name(text: str) -> bool:
    """ "Formular EK-07, Stand 01/2025": what the form itself is called, in its corner."""
    first, *rest = _WORD.findall(text) or [""]
    is_version = all(is_one_of("form_versions", word) or any(map(str.isdigit, word)) or word.isupper() for word in rest)
    return is_one_of("form_names", first) and len(rest) <= _LONGEST_FORM_NAME and is_version and any(map(str.isdigit, text))


def _is_heading(utterance: Utterance) -> bool:
    """A row of headings over columns, of a table that was read another way."""
    named = [bool(vocabulary().column_roles(segment.text)) for segment in utterance.segments]
    return len(named) >= _FEWEST_HEADINGS and sum(named) > len(named) / 2


def _is_quiet(text: str, language: str | None) -> bool:
    """ "Department: Purchasing"; "Status: cancelled" and "Approved by: pending" are no names."""
    label, colon, value = text.partition(":")
    return bool(colon) and _is_quiet_label(label) and not _takes_back(value, language)


def takes_back_behind(label: str, value: str, language: str | None) -> bool:
    """ "Status" and "cancelled" in two cells of a sheet."""
    return _is_quiet_label(label) and _takes_back(value, language)


def _is_quiet_label(text: str) -> bool:
    return any(found.path in _QUIET_LABELS for found in vocabulary().labels(text.strip(" :")))


def _takes_back(value: str, language: str | None) -> bool:
    if leaves_open(value, language or "") or vocabulary().has_phrase(value, "amend_replace", "amend_cancel"):
        return True
    # "Draft order" says what the paper is, "Max Muster" and "Sample Street" name.
    named = [word for word in _WORD.findall(value) if word[0].isupper() and not makes_void(word) and words_that_want(word)]
    return makes_void(value) and not named


def _greets(text: str) -> bool:
    """ "Dear Ms Howard," and no more."""
    rest = _behind("greeting", text, _LONGEST_GREETING)
    if rest and rest[0][0].islower() and leaves_open(_WORD.findall(text)[0], None):
        # "Lieber nach den Feiertagen" prefers, "Lieber Herr Maier" greets.
        return False
    return rest is not None and all(word[0].isupper() or not words_that_want(word) for word in rest)


def _behind(meaning: str, text: str, longest: int) -> list[str] | None:
    """The words behind the phrase that a short text begins with; None where it is long or begins otherwise."""
    said = _WORD.findall(text)
    phrase = next((end for _, start, end in vocabulary().phrases(text, (meaning,)) if start == 0), None)
    return said[phrase:] if phrase is not None and len(said) <= longest else None


def _without_names(text: str) -> str:
    """ "as agreed with Ms Howard": without whom a title announces."""
    said = text.split()
    titles = [vocabulary().means("mister", word.strip(".,;:()")) for word in said]
    return " ".join(word for word, is_named in zip(said, [False, *titles], strict=False) if not (is_named and word[0].isupper()))


def _without_label(text: str) -> str:
    """What a known label announces, where its value was read elsewhere or stands below."""
    label, colon, value = text.partition(":")
    return value if colon and vocabulary().labels(label) else text
