"""The head of an order: field places → values, each quoted; address blocks fall into their parts; a week becomes its Friday."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields as dataclass_fields
from decimal import Decimal

from babel.core import get_global
from babel.numbers import get_territory_currencies
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError

from intake.domain.documents import Document
from intake.domain.identifiers import is_gln, normalise_code
from intake.domain.plans import FieldPlace, Place
from intake.domain.reasons import ReasonCode
from intake.extraction.addresses import Address, parse_address, parse_delivery
from intake.extraction.conventions import Conventions
from intake.extraction.dates import week_said
from intake.extraction.executed import Values
from intake.extraction.quoting_places import evidence_at, text_at, words_at
from intake.extraction.said_words import names_number, names_order, wants_by, without_copula
from intake.extraction.shapes import week_span
from intake.extraction.shared_signs import currency_named, settled
from intake.extraction.weekdays import wishes_only_a_day
from intake.extraction.words import Label, vocabulary

_DATES = ("order_date", "requested_delivery_date")
_AMOUNTS = ("total_net", "total_tax", "total_gross")
_TEXTS = frozenset(
    {
        *("customer_po_number", "payment_terms", "incoterms", "references.quotation", "references.changes_po", "note"),
        *(f"{party}.{name}" for party in ("buyer", "bill_to") for name in ("name", "customer_no", "vat_id", "gln", "email")),
        *("ship_to.name", "ship_to.gln", "ship_to.contact"),
        *(
            f"{party}.{part}"
            for party in ("buyer", "ship_to", "bill_to")
            for part in ("street", "postal_code", "city", "country")
        ),
    }
)
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "₺": "TRY",
    "₹": "INR",
    "US$": "USD",
    "R$": "BRL",
    "CA$": "CAD",
    "A$": "AUD",
    "C$": "CAD",
}
_CODES = frozenset(code for territory in get_global("territory_currencies") for code in get_territory_currencies(territory))
_BLOCK_PARTS = {
    "buyer": ("name", "street", "postal_code", "city", "email", "vat_id", "gln"),
    "bill_to": ("name", "street", "postal_code", "city", "email", "vat_id", "gln"),
    "ship_to": ("name", "street", "postal_code", "city", "gln", "contact"),
}


def read_head(fields: Sequence[FieldPlace], documents: Sequence[Document], conventions: Sequence[Conventions]) -> Values:
    """The values of an order's head. Blocks are read last, so that a value with a label of its own outranks its block."""
    head = Values()
    for field in sorted(fields, key=lambda each: each.path.endswith(".block")):
        if not field.places or not text_at(field.places[0], documents):
            continue
        for place in field.places:
            head.use(place)
        if field.label is not None:
            head.use(field.label)
        if field.path.endswith(".block"):
            _read_block(head, field, documents)
        else:
            _read_field(head, field, documents, conventions[field.places[0].document])
    _settle_currency(head)
    _settle_number(head)
    return head


def is_labelled(field: FieldPlace, documents: Sequence[Document]) -> bool:
    """Whether the label that the plan names says what the plan takes it for: a planner may point anywhere."""
    if field.label is None:
        return False
    text = text_at(field.label, documents)
    if field.path.startswith("total_"):
        return vocabulary().total(text) in (field.path, "total", "subtotal")
    if field.path.startswith("charges."):
        return vocabulary().charge(text) is not None
    if field.path.endswith(".block"):
        return True
    meant = [label for label in vocabulary().labels(without_copula(text)) if label.path == field.path]
    if meant and all(label.weak for label in meant) and _follows_a_word(field.label, documents):
        return False
    return bool(meant) or announces(field.path, text) or _names_half(field.path, text)


def _names_half(path: str, text: str) -> bool:
    """ "Bestellnummer/Datum" before "4500004977 / 26.11.2026": one half of the label, and not both, names the field."""
    halves = [vocabulary().labels(half.strip(" :")) for half in text.split("/")]
    return len(halves) == 2 and all(halves) and sum(any(_is_plainly(path, label) for label in half) for half in halves) == 1


def _is_plainly(path: str, label: Label) -> bool:
    return label.path == path and not label.weak


def _follows_a_word(label: Place, documents: Sequence[Document]) -> bool:
    """Whether a label ends a longer one in its cell: the "no." of "Supplier no." says nothing of whose number it is."""
    words = words_at(label, documents)
    return bool(words) and any(map(str.isalpha, words[0].text[: label.start or 0]))


def announces(path: str, text: str) -> bool:
    """Whether words of a sentence lead up to the field's value: "wir bestellen unter der Nummer", "Delivery by"."""
    if path == "customer_po_number":
        return names_order(without_copula(text)) or (names_number(text) and vocabulary().has_phrase(text, "order_verb"))
    return path == "requested_delivery_date" and (wants_by(text) or wishes_only_a_day(text))


def _read_field(head: Values, field: FieldPlace, documents: Sequence[Document], conventions: Conventions) -> None:
    place = field.places[0]
    # An order's number stands on two lines only where it was broken.
    joint = "" if field.path == "customer_po_number" else " "
    text = joint.join(text_at(each, documents) for each in field.places)
    evidence = evidence_at(place, documents)
    labelled = is_labelled(field, documents)
    if field.path in _DATES:
        _read_date(head, field.path, text, place, documents, conventions, labelled=labelled)
    elif field.path in _AMOUNTS:
        value = _amount(head, field.path, text, conventions)
        if value is not None:
            head.put(field.path, value, evidence, labelled=labelled)
    elif field.path.startswith("charges."):
        value = _amount(head, field.path, text, conventions)
        if value is not None:
            head.put(_free(head, field.path), value, evidence, labelled=labelled)
    elif field.path == "currency":
        first, *told = (text_at(each, documents) for each in field.places)
        code = currency_code(first) or (currency_named(first) if labelled else None)
        if code is None and told:
            # The buyer's country says whose "kr." they are; that is less than a code printed beside the amount.
            code, labelled = settled(first, told[0]), False
        elif code is not None:
            labelled = True
        if code is not None:
            head.put("currency", code, evidence, labelled=labelled)
    elif field.path == "customer_po_number" and normalise_code(str(head.values.get(field.path, text))) != normalise_code(text):
        said = f"“{head.values[field.path]}” and “{text}” are both called the order's number."
        head.complain(ReasonCode.VALUE_AMBIGUOUS, field.path, said)
    elif field.path in _TEXTS and text:
        head.put(field.path, text, evidence, labelled=labelled, typed=_is_typed(field.path, text))


def _free(head: Values, path: str) -> str:
    """Two charges of one kind are two charges."""
    number = 0
    while f"{path}.{number}" in head.values:
        number += 1
    return f"{path}.{number}"


def _is_typed(path: str, text: str) -> bool:
    if path.endswith(".gln"):
        return is_gln(text)
    if path.endswith(".vat_id"):
        try:
            eu_vat.validate(text)
        except ValidationError:
            return False
    return True


def _read_date(
    head: Values,
    path: str,
    text: str,
    place: Place,
    documents: Sequence[Document],
    conventions: Conventions,
    *,
    labelled: bool,
) -> None:
    evidence = evidence_at(place, documents)
    week = week_said(text) if week_span(text) is not None else None
    day = week.friday(conventions.near) if week is not None else conventions.date(text)
    if week is not None:
        head.put("note", text, evidence, labelled=False)
    if day is not None:
        head.put(path, day, evidence, labelled=labelled)
    elif conventions.is_date_ambiguous(text):
        said = f"“{text}” may be day and month or month and day; nothing else in the document settles it."
        head.complain(ReasonCode.VALUE_AMBIGUOUS, path, said)
    else:
        head.put("note", text, evidence, labelled=False)


def _amount(head: Values, path: str, text: str, conventions: Conventions) -> Decimal | None:
    readings = conventions.readings(text)
    if len(readings) > 1:
        head.complain(ReasonCode.VALUE_AMBIGUOUS, path, f"“{text}” may be {' or '.join(str(r) for r in readings)}.")
        return None
    return readings[0] if readings else None


def currency_code(text: str) -> str | None:
    """The ISO code of a sign, word or code; None for a sign that several currencies share ("$", "kr").

    >>> currency_code("€"), currency_code("1.200 zł"), currency_code("EUR"), currency_code("$")
    ('EUR', 'PLN', 'EUR', None)
    """
    for found in re.finditer(r"\b[A-Z]{3}\b", text):
        if found.group() in _CODES:
            return found.group()
    for sign, code in _SIGNS.items():
        if sign in text:
            return code
    if re.search(r"\beuros?\b", text, re.IGNORECASE):
        return "EUR"
    if re.search(r"\bS?Fr\.", text):
        return "CHF"
    if re.search(r"(?<![^\W\d])TL\b", text):
        return "TRY"
    return None


def _settle_currency(head: Values) -> None:
    """Nothing is completed: a currency that only its sign shares with others stays open."""
    if "currency" in head.values and str(head.values["currency"]) not in _CODES:
        del head.values["currency"]


def _settle_number(head: Values) -> None:
    """Of two order numbers none is taken: which of them it is, the writer has to say."""
    path = "customer_po_number"
    if any((problem.code, problem.path) == (ReasonCode.VALUE_AMBIGUOUS.value, path) for problem in head.problems):
        head.values.pop(path, None)


def _read_block(head: Values, field: FieldPlace, documents: Sequence[Document]) -> None:
    party = field.path.removesuffix(".block")
    lines = [text_at(place, documents) for place in field.places]
    address = parse_delivery(lines) if party == "ship_to" else parse_address(lines)
    for name, line, start, end in _parts(address):
        if name not in _BLOCK_PARTS.get(party, ()):
            continue
        value = lines[line][start:end]
        place = field.places[line]
        if name == "name" and address.name_rest is not None:
            joint = lines[line][end:].strip()
            value = f"{value}{',' if joint == ',' else ''} {address.name_rest.text}"
            place = _both(place, field.places[address.name_rest.line])
        evidence = evidence_at(place, documents)
        if value:
            path = f"{party}.{name}"
            head.put(path, value, evidence, labelled=field.label is not None, typed=_is_typed(path, value))
    if address.country_code is not None:
        line = address.country.line if address.country is not None else (address.postal_code.line if address.postal_code else 0)
        evidence = evidence_at(field.places[line], documents)
        head.put(f"{party}.country", address.country_code, evidence, labelled=field.label is not None)


def _both(first: Place, second: Place) -> Place:
    """Two lines as one place: from where the first begins."""
    return first.model_copy(update={"words": (*first.words, *second.words), "end": None})


def _parts(address: Address) -> Iterator[tuple[str, int, int, int]]:
    for each in dataclass_fields(address):
        part = getattr(address, each.name)
        if part is not None and each.name not in ("name_rest", "country", "country_code"):
            yield each.name, part.line, part.start, part.end
