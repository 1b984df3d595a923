"""A printed address block falls into its parts: name, street, postal code, city, country, contact, identifiers.

In: the lines of one block as printed, its label left out. Out: `Address`, each part with the line and the characters it stands
at, so that a value is always a quotation. Nothing is completed: a part that is not printed is None. Whose address it is, is
decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from intake.extraction import address_words as words
from intake.extraction.address_names import goes_on
from intake.extraction.address_pieces import Part, cut_parts, part, pieces_of
from intake.extraction.legal_forms import legal_form
from intake.extraction.party_numbers import EMAIL, gln, vat_id
from intake.extraction.postal_codes import is_british_code, is_british_county, is_county, postal_city

_KEY_VALUE = re.compile(r"^\s*([^:\d]{2,30}?)\s*:\s*(.+)$")
_WITH_STATE = re.compile(r"(?P<city>[^\W\d_][^\d/]*?)(?:\s?[/-]\s?|,\s)[A-Z]{2}")
"""Brazil names the state behind the town ("Farroupilha/RS") and prints the code apart."""
_LEADING = frozenset(("di", "in", "en", "em", "na", "w", "przy", "presso", "à", "at"))
_LEADS = frozenset(
    ("a", "an", "auf", "à", "au", "to", "in", "op", "na", "dla", "til", "till", "för", "pour", "para", "per", "für", "for")
)
"""What "on behalf of" begins with."""
_DASHES = ("-", "–", "—")
_LABEL_HEAD = re.compile(
    r"^[^:]{1,30}:\s*|^(?:z\.?\s?Hd\.?|t\.?a\.?v\.?|Attn\.?|Att\.?|FAO|c/o|À l'attention de|A la atención de)\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`country` is where it is printed, `country_code` its ISO code; a prefix ("D-10115") gives a code alone. `name_rest` is the
    second line of a name that was too long for one."""

    name: Part | None = None
    name_rest: Part | None = None
    street: Part | None = None
    postal_code: Part | None = None
    city: Part | None = None
    country: Part | None = None
    country_code: str | None = None
    contact: Part | None = None
    email: Part | None = None
    vat_id: Part | None = None
    gln: Part | None = None

    @property
    def is_plausible(self) -> bool:
        """Whether enough stands there to be somebody's address."""
        return self.name is not None and (self.city is not None or self.street is not None or self.postal_code is not None)

    @property
    def is_whole(self) -> bool:
        """Whether a letter would arrive there."""
        return self.name is not None and self.postal_code is not None and (self.street is not None or self.city is not None)

    @property
    def is_place(self) -> bool:
        """Whether goods would arrive there, whoever takes them."""
        return self.street is not None and (self.postal_code is not None or self.city is not None)


def parse_delivery(lines: Sequence[str]) -> Address:
    """A block that a label calls the delivery address: the plant or gate behind a firm's name tells where the goods go, and
    where nothing is told apart, the first line is a name. What is announced and cannot be read must not look as if nothing had
    been said.

    >>> parse_delivery(["Halle 3"]).name.text, parse_delivery(["Beispiel GmbH, Werk 2, Am Hang 3", "10115 Berlin"]).name.text
    ('Halle 3', 'Beispiel GmbH, Werk 2')
    """
    address = parse_address(lines)
    if address.name is None:
        is_unread = address.street is None and address.postal_code is None
        return replace(address, name=part(0, lines[0])) if lines and is_unread else address
    address = replace(address, name=_with_sites(address, address.name, lines))
    return address if address.name_rest is not None else replace(address, name_rest=_site_below(address, lines))


def _with_sites(address: Address, name: Part, lines: Sequence[str]) -> Part:
    """ "Beispiel GmbH, Werk 2": the name goes on over what stands behind it in its line and names a part of the firm, or is
    joined to it by a dash ("Bergbahn Muster - Talstation, Hang 8")."""
    for piece in cut_parts(name.line, lines[name.line]):
        if piece.start >= name.end:
            between = lines[name.line][name.end : piece.start].strip()
            is_other = piece in (address.street, address.city, address.contact, address.country) or legal_form(piece.text)
            is_dashed = between in _DASHES and not is_other and not any(sign.isdigit() for sign in piece.text)
            if not words.is_site(piece.text) and not (is_dashed and address.street is not None):
                break
            name = replace(name, end=piece.end, text=lines[name.line][name.start : piece.end])
    return name


def _site_below(address: Address, lines: Sequence[str]) -> Part | None:
    """The part of the firm that a comma or a dash at the line's end leads to ("Beispiel GmbH," over "Werk 2")."""
    name = address.name
    if name is None or name.line + 1 >= len(lines) or lines[name.line].strip()[-1:] not in (",", *_DASHES):
        return None
    first = cut_parts(name.line + 1, lines[name.line + 1])[:1]
    if not first or first[0] in (address.street, address.city, address.contact):
        return None
    is_dashed = lines[name.line].strip()[-1:] in _DASHES and not any(sign.isdigit() for sign in first[0].text)
    return first[0] if words.is_site(first[0].text) or is_dashed else None


def parse_address(lines: Sequence[str]) -> Address:
    """The parts of an address block.

    >>> parse_address(["Springfield Institute for", "Technology", "Hauptstraße 5", "10115 Berlin"]).name_rest.text
    'Technology'

    >>> parsed = parse_address(["Beispiel GmbH", "Hauptstraße 5", "D-10115 Berlin"])
    >>> parsed.name.text, parsed.street.text, parsed.postal_code.text, parsed.city.text, parsed.country_code
    ('Beispiel GmbH', 'Hauptstraße 5', '10115', 'Berlin', 'DE')
    """
    address = Address()
    open_pieces: list[Part] = []
    after: list[Part] = []
    pieces = list(pieces_of(lines))
    streets = _numbered_like_towns(pieces)
    for piece in pieces:
        address, taken = (address, False) if piece in streets else _take_known(address, piece)
        is_region = bool(open_pieces) and is_county(piece.text)
        if not (taken or is_region):
            (after if address.postal_code is not None else open_pieces).append(piece)
    return _settle_words(_settle_city(address, open_pieces, after), open_pieces, after)


def _numbered_like_towns(pieces: Sequence[Part]) -> list[Part]:
    """ "De Run 4250" beside "5503 LL Veldhoven": where one piece has its code before the town, one behind words is a house. Above
    "Seattle, WA 98108" it is the other way round: "4815 Airport South" is a house."""
    towns = [(piece, found) for piece in pieces if (found := postal_city(piece.text)) is not None and found.city is not None]
    with_state = [piece for piece, found in towns if found.has_state]
    if with_state:
        return [piece for piece, _ in towns if piece not in with_state]
    behind = [piece for piece, found in towns if found.city is not None and found.code > found.city]
    return behind if len(behind) < len(towns) else []


def _take_known(address: Address, piece: Part) -> tuple[Address, bool]:
    """The piece taken when its own shape says what it is."""
    for take in (_take_labelled, _take_identifier, _take_postal, _take_country, _take_contact):
        taken = take(address, piece)
        if taken is not None:
            return taken, True
    # "Sanayi Cad. No: 5" is a street with its number.
    is_other_label = _KEY_VALUE.match(piece.text) is not None and not words.is_named_street(piece.text)
    return address, is_other_label or words.is_phone(piece.text) or not re.search(r"\w", piece.text)


def _take_labelled(address: Address, piece: Part) -> Address | None:
    found = _KEY_VALUE.match(piece.text)
    name = words.field_name(found.group(1)) if found else None
    if found is None or name is None:
        return None
    value = Part(piece.line, piece.start + found.start(2), piece.start + found.end(2), found.group(2))
    if name == "postal_city":
        return _take_postal(address, value) or address
    if name == "country":
        return replace(address, country=value, country_code=words.country_code(value.text))
    if getattr(address, name, value) is not None:
        return address
    return _with(address, name, value)


def _with(address: Address, name: str, value: Part) -> Address:
    parts: dict[str, Any] = {name: value}
    return replace(address, **parts)


def _take_identifier(address: Address, piece: Part) -> Address | None:
    email = EMAIL.search(piece.text)
    if email is not None:
        return address if address.email else replace(address, email=_within(piece, *email.span()))
    number = vat_id(piece.text)
    if number is not None:
        return address if address.vat_id else replace(address, vat_id=_within(piece, *number))
    location = gln(piece.text)
    if location is not None:
        return address if address.gln else replace(address, gln=_within(piece, *location))
    return None


def _take_postal(address: Address, piece: Part) -> Address | None:
    found = postal_city(piece.text)
    if found is None or address.postal_code is not None:
        return None
    address = replace(address, postal_code=_within(piece, *found.code))
    if found.city is not None:
        address = replace(address, city=_within(piece, *found.city))
    if found.country is not None and address.country_code is None:
        address = replace(address, country_code=found.country)
    return address


def _take_country(address: Address, piece: Part) -> Address | None:
    code = words.country_code(piece.text)
    if code is None or address.country is not None:
        return None
    return replace(address, country=piece, country_code=code)


def _take_contact(address: Address, piece: Part) -> Address | None:
    if not words.is_contact(piece.text):
        return None
    head = _LABEL_HEAD.match(piece.text)
    value = _within(piece, head.end() if head else 0, len(piece.text))
    return address if address.contact or not value.text else replace(address, contact=value)


def _within(piece: Part, start: int, end: int) -> Part:
    return Part(piece.line, piece.start + start, piece.start + end, piece.text[start:end])


def _settle_city(address: Address, before: list[Part], after: list[Part]) -> Address:
    """A city on its own line stands beside the code: above it in Britain, below it in Hungary."""
    if address.postal_code is None or address.city is not None:
        return address
    if after and not any(sign.isdigit() for sign in after[0].text) and not words.is_street(after[0].text):
        state = _WITH_STATE.fullmatch(after[0].text)
        return replace(address, city=after[0] if state is None else _within(after[0], 0, state.end("city")))
    with_state = _WITH_STATE.fullmatch(before[-1].text) if before else None
    if with_state is not None:
        return replace(address, city=_within(before.pop(), 0, with_state.end("city")))
    if len(before) > 2 and is_british_county(before[-1].text) and is_british_code(address.postal_code.text):
        before.pop()
    if len(before) > 1 and (not words.is_street(before[-1].text) or _is_district(before)):
        return replace(address, city=before.pop())
    return address


def _is_district(before: list[Part]) -> bool:
    """ "Dublin 2" above the code and below a street."""
    is_numbered = re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)? \d{1,2}", before[-1].text) is not None
    return is_numbered and len(before) > 2 and words.is_street(before[-2].text)


def _settle_words(address: Address, before: list[Part], after: list[Part]) -> Address:
    """Name and street among the pieces that stand before the postal code; Hungary prints the street after it."""
    before, rest = _wrapped_name(before) if address.name is None else (before, None)
    is_nameless = address.name is None and bool(before) and words.is_named_street(before[0].text) and rest is None
    if is_nameless and len(before) > 1:
        # "Unit 12, Canal Road Estate" on one line is a street; above one another the first is somebody's.
        first, last = before[0], before[-1]
        is_nameless = first.line == last.line and all(words.is_street(piece.text) for piece in before[1:])
        before = [Part(first.line, first.start, last.end, ", ".join(piece.text for piece in before))] if is_nameless else before
    above = before if address.name or is_nameless else before[1:]
    street = address.street or _looks_like_street(above) or _looks_like_street(after) or _street(above, address)
    if address.name is None and before and not is_nameless:
        firms = (piece for piece in before if words.names_firm(piece.text))
        named = next(firms, before[0])
        address = replace(address, name=_without_lead(named), name_rest=rest)
    return replace(address, street=street)


def _wrapped_name(pieces: list[Part]) -> tuple[list[Part], Part | None]:
    """The pieces without the second line of the name, and that line."""
    for first, second in pairwise(pieces):
        if second.line == first.line + 1 and goes_on(first.text, second.text):
            at = pieces.index(first)
            is_named = at == 0 or legal_form(f"{first.text} {second.text}")
            if is_named and not any(legal_form(piece.text) for piece in pieces[:at]):
                return [first, *pieces[at + 2 :]], second
    return pieces, None


def _without_lead(name: Part) -> Part:
    """ "in the name of ACME Ltd" names ACME Ltd; a firm that writes itself small has no capital to begin with."""
    capital = re.search(r"(?<=\s)[A-ZÀ-ÖØ-Ž]", name.text)
    is_led = name.text[:1].islower() and legal_form(name.text) and capital is not None and name.text[: capital.start()].islower()
    first = name.text.split(maxsplit=1)[0].casefold() if name.text else ""
    return _within(name, capital.start(), len(name.text)) if is_led and capital is not None and first in _LEADS else name


def _street(pieces: list[Part], address: Address) -> Part | None:
    """What looks like one; else the line next to the place. In Britain that may be a district: there the one next to the name."""
    likely = _looks_like_street(pieces)
    if likely is not None or address.postal_code is None:
        return likely
    pieces = [piece for piece in pieces if not words.is_site(piece.text)] or pieces[-1:]
    if not pieces or legal_form(pieces[-1].text):
        return None
    city = address.city
    is_behind = city is not None and (city.line, city.start) < (address.postal_code.line, address.postal_code.start)
    return pieces[0] if is_behind and not legal_form(pieces[0].text) else pieces[-1]


def _looks_like_street(pieces: list[Part]) -> Part | None:
    likely = [
        piece for piece in pieces if words.is_street(piece.text) and not legal_form(piece.text) and not words.is_site(piece.text)
    ]
    numbered = [piece for piece in likely if any(sign.isdigit() for sign in piece.text)]
    # Goods go to the house; France prints the box for letters below it.
    houses = [piece for piece in numbered if words.is_named_street(piece.text) and not words.is_box(piece.text)]
    found = houses or numbered or likely
    return _from_its_name(found[-1]) if found else None


def _from_its_name(street: Part) -> Part:
    """ "Our depot in Via Roma 1": the street without the words that lead up to it."""
    said = list(re.finditer(r"\S+", street.text))
    for before, word in pairwise(said):
        is_led = before.group().casefold() in _LEADING and before.start() > 0
        if is_led and word.group()[0].isupper() and words.is_first_of_street(word.group()):
            return _within(street, word.start(), len(street.text))
    return street
