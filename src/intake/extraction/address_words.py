"""Words and shapes that tell the parts of an address: street words, country names, postal codes of about thirty countries.

In: one piece of a printed address. Out: what it is. The words are `address_words.toml`; country names come from CLDR. How a
whole block falls into parts is `addresses.py`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from stdnum.ch import vat as swiss
from stdnum.eu import vat as european
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as british

from intake.domain.identifiers import is_gln
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, fold_letters, tokens

_LANGUAGES = (
    "en",
    "de",
    "fr",
    "nl",
    "pl",
    "es",
    "it",
    "sv",
    "pt",
    "da",
    "nb",
    "fi",
    "cs",
    "sk",
    "hu",
    "ro",
    "tr",
    "hr",
    "sl",
    "et",
    "lt",
    "lv",
)
EMAIL = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_VAT_START = re.compile(
    r"\b(?:AT|BE|BG|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)"
    r"[ -]?(?=[A-Z]{0,2}\d|[A-Z0-9]{2} ?\d)"
)
_VAT_TAIL = re.compile(r"[A-Z0-9+*]+(?:[ .\-/]?[A-Z0-9+*]+)*")
_LONGEST_VAT = 22
_DIGITS13 = re.compile(r"\b\d(?:[ -]?\d){12}\b")
_CITY = (
    r"(?:[^\W\d_](?:[^\d,;|.]|\.(?!\s)|(?<![^\W\d_]{4})\.)*?[^\W\d_.)]\.?|[^\W\d_]{2,})"
    r"(?:\s\([^\W\d_]{2,20}\s[^\W\d_]{2,20}\)|\s\([^\W\d_]{3,20}\))?"
)
"""A sentence's full stop ends it; "St. Gallen" has one within."""
_EIRCODE = r"[AC-FHKNPRTV-Y]\d[\dW]\s?(?=[A-Z]*\d)(?=\d*[A-Z])[AC-FHKNPRTV-Y\d]{4}"
""" "Y14 C966", "D6W X2C4": Ireland's routing key and four signs, never all of one kind; "M10 BOLT" is none."""
_POSTAL_FIRST = re.compile(
    r"^(?:(?P<prefix>[A-Z]{1,3})\s?[-–]\s?)?"
    r"(?P<code>\d{4}\s?[A-Z]{2}(?=\s)|\d{2}-\d{3}|\d{4}-\d{3}|\d{5}-\d{3}|\d{3}\s\d{2}(?=\s+[^\W\d])|\d{6}|\d{5}|\d{4}|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?=\s)"
    rf"|{_EIRCODE}(?=[\s,]))[\s,]+(?P<city>{_CITY}(?:\s\d{{1,2}})?)(?:\s*\((?P<province>[A-Z]{{2}})\)|\s*[-/–]\s*(?P<region>[A-Z]{{2}}))?$"
)
_CITY_FIRST = re.compile(
    rf"^(?P<city>{_CITY}(?:\s\d{{1,2}}W?(?=,))?)(?:,?\s*\b(?P<state>[A-Z]{{2,3}})|,\s*[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)?[\s,–-]+"
    rf"(?P<code>{_EIRCODE}|"
    r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{5}-\d{4}|\d{6}|\d{5}|\d{4}|\d{3}\s\d{3}|\d{3}\s\d{2}|(?:LV|LT)-\d{4,5})$"
)
_BRITISH = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}")
_LETTERED_NUMBER = re.compile(r"[A-Z]{1,3}-\d+")
_COUNTY = re.compile(
    r"(?:Co\.?|County|[Jj]ud\.|[Jj]udețul|[Ww]oj\.|[Pp]ow\.|[Oo]kr\.|[Oo]kres|[Pp]rov\.|[Pp]rovincia de|[Vv]m\.)"
    r"\s+[^\W\d_]+(?:[ -][^\W\d_]+){0,2}"
)
_CARE_OF = re.compile(
    r"\(?\s*(?:c/o|p/a|v/|pr\.?\s?adr\.?|care of|chez|bei Fa|bei Firma|p\.?\s?adr\.?)[.:]?\s+(?=\S)", re.IGNORECASE
)
_PROVINCE = re.compile(r"\s\(([^()]+)\)$")
_CODE_ALONE = re.compile(
    r"^(?:(?:CEP|C\.P\.|CP):?\s+)?(?:(?P<prefix>[A-Z]{1,3})\s?[-–]\s?)?(?P<code>[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{4}\s?[A-Z]{2}"
    r"|\d{2}-\d{3}|\d{4}-\d{3}|\d{5}-\d{3}|\d{3}\s\d{2}|\d{4,6}"
    rf"|{_EIRCODE})$"
)
_HOUSE_NUMBER = re.compile(r"(?:^|\s)\d{1,5}\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d{1,4}\s?[a-zA-Z]?)?(?=\.?$|[\s,])")
_TURKISH_NUMBER = re.compile(r"\b[Nn][Oo]\s?:\s?\d")
ABBREVIATED_STREET = re.compile(r"[^\W\d_]{3}\s(?:u|krt|ltp)\.\s?\d")
"""Hungary's "Fő u. 12": the letter alone is a word in other languages."""
_LEGAL_FORM = re.compile(
    r"(?<!\w)(?:GmbH|AG|KG|OHG|GbR|UG|e\.\s?K|SE|mbH|KGaA|Ltd|Limited|LLP|LLC|Inc|PLC|Corp|Co|S\.?A\.?S?|S\.?A\.?R\.?L|SARL|SAS|SNC|EURL|B\.?V|N\.?V|V\.?O\.?F|BVBA|"
    r"SRL|S\.?r\.?l\.?s?|S\.?p\.?A|S\.?n\.?c|S\.?L\.?U?|S\.?A\.?U|AB|A/S|ApS|AS|ASA|Oy|Oyj|Ab|Kft|Zrt|Nyrt|Bt|s\.\s?r\.\s?o|a\.\s?s|spol|Sp\.?\s?z\s?o\.?\s?o|Sp\.?\s?[jk]|S\.?C|d\.\s?o\.\s?o|Lda|Ltda|"
    r"GMBH|LTD|LIMITED|INC|CORP|LTDA|LDA|EIRELI|S/A|KFT|ZRT|S\.\s?R\.\s?O|A\.\s?S|SP\.?\s?Z\s?O\.?\s?O|OY|OYJ|APS|"
    r"e\.\s?U|AöR|gGmbH|PTE|Pte|PTY|Pty|PVT|Pvt|L\.L\.C|W\.?L\.?L|FZE|FZCO|DMCC|JSC|Sdn\.?\s?Bhd|UAB|OÜ|SIA|EOOD|OOD|Soc\.?\s?Coop|SCOP|SASU|EIRL|GAEC|EARL|SCEA|SELARL|CUMA|LP|PLLC|ULC|Coop|"
    r"sp\.?\s?z\s?o\.?\s?o|sp\.\s?[jk]|s\.r\.l|s\.p\.a|b\.v|gmbh|ltd|"
    r"S\.?\s?COOP|S\.?\s?Coop|SCCL|[aA]\.?[mM]\.?[bB]\.?[aA]|o\.\s?p\.\s?s|v\.\s?o\.\s?s|[IKP]/S|ASBL|VZW|asbl|vzw|"
    r"Sàrl|SÀRL|Sagl|SAGL|CLG|Unipessoal|R?HF(?=\s*(?:$|,))|"
    r"A\.?Ş|Ltd\.?\s?Şti|e\.?V|eG|stichting|& Co|& Sohn|& Söhne|Group|Holding)\.?(?!\w)"
)


@dataclass(frozen=True, slots=True)
class PostalCity:
    """Where the code and the city stand in the piece; `country` is what a prefix like "D-" says, `has_state` that America's state
    stands between them ("Seattle, WA 98108"), which nothing else looks like."""

    code: tuple[int, int]
    city: tuple[int, int] | None
    country: str | None = None
    has_state: bool = False


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+(?:/\w+)?", fold_letters(text)))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("intake.extraction") / "address_words.toml").read_text(encoding="utf-8"))


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(_plain(word) for word in _words()[name])


@cache
def _field_names() -> dict[str, str]:
    return {_plain(word): part for part, words in _words()["fields"].items() for word in words}


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"):
                names.setdefault(_plain(name), code)
    for code, spellings in _words()["countries"].items():
        names.update({_plain(spelling): code for spelling in spellings})
    return names


@cache
def _country_codes() -> frozenset[str]:
    return frozenset(_country_names().values())


def country_code(text: str) -> str | None:
    """ISO 3166 alpha-2 of a country's name in any language, or of a two-letter code; None when it is neither.

    >>> country_code("Niemcy"), country_code("The Netherlands"), country_code("DE"), country_code("Berlin")
    ('DE', 'NL', 'DE', None)
    """
    bare = text.strip(" .()-")
    if len(bare) == 2 and bare.isupper() and bare in _country_codes():
        return bare
    name = _country_names().get(_plain(bare))
    return name if name and len(_plain(bare)) > 1 else None


def field_name(label: str) -> str | None:
    """The part that a label inside an address names ("Straße", "ZIP", "Miasto")."""
    return _field_names().get(_plain(label))


def asks_for_firm(label: str) -> bool:
    """Whether a form's words ask for the name of whoever fills it in ("Company name", "Ragione sociale")."""
    return _plain(label) in _folded("firm_names")


def is_contact(text: str) -> bool:
    """Whether the piece names a person ("Attn: …", "z. Hd. …", "Herr …")."""
    plain = _plain(text)
    found = any(plain == word or plain.startswith(word + " ") for word in _folded("contacts"))
    titled = plain.split(" ", 1)[0] in _folded("titles") and " " in plain
    return found or (titled and not legal_form(text))


def is_care_of(text: str) -> bool:
    """Whether the piece says through whom a party is reached ("c/o Beispiel GmbH", "p/a Bouwbedrijf")."""
    return _CARE_OF.match(text) is not None


def is_phone(text: str) -> bool:
    plain = _plain(text)
    first = plain.split(" ", 1)[0]
    digits = sum(sign.isdigit() for sign in text)
    return (first in _folded("phones") and digits >= 5) or (
        digits >= 8 and not re.search(r"[^\W\d_]", text) and text.lstrip()[:1] in "+(0"
    )


def legal_form(text: str) -> bool:
    """Whether a company's legal form stands in the text ("GmbH", "S.p.A.", "Sp. z o.o.")."""
    return _LEGAL_FORM.search(text) is not None


def names_firm(text: str) -> bool:
    """Whether a firm is named for its own sake: not "c/o Muster AG", and no line that tells of its capital."""
    return legal_form(text) and not is_care_of(text) and "capital" not in _plain(text).split()


def ends_of_legal_forms(text: str) -> tuple[int, ...]:
    return tuple(found.end() for found in _LEGAL_FORM.finditer(text))


def names_of_firms(text: str) -> tuple[str, ...]:
    """The word right before each legal form: "Smith" of "to Smith Ltd", "Meier" of "Meier GmbH & Co. KG"."""
    before = (re.findall(r"[^\W\d_]+", text[: found.start()])[-1:] for found in _LEGAL_FORM.finditer(text))
    return tuple(word for words in before for word in words if not is_legal_form(word))


def is_legal_form(text: str) -> bool:
    """Whether the text is a legal form and nothing else."""
    return legal_form(text) and not re.search(r"\w", _LEGAL_FORM.sub("", text))


def legal_form_spans(text: str, at: int) -> bool:
    """Whether character `at` stands within a legal form ("… Sp." / "k.")."""
    return any(found.start() < at < found.end() - 1 for found in _LEGAL_FORM.finditer(text))


def ends_in_joint(text: str) -> bool:
    """Whether the last word joins what stands before it to what must follow ("Society of", "Meier &", "Instytut w")."""
    last = text.rsplit(maxsplit=1)[-1:]
    return bool(last) and " " in text and (last[0] in ("&", "+") or (last[0].islower() and _plain(last[0]) in _folded("joints")))


def is_street(text: str) -> bool:
    """Whether the piece looks like a street: a street word or ending and a house number, or a post box."""
    if ABBREVIATED_STREET.search(text):
        return True
    if is_care_of(text):
        return False
    words = _plain(text).split()
    if is_street_name(words) and (len(words) > 1 or any(sign.isdigit() for sign in text)):
        return True
    if words and words[0] in _folded("calls"):
        # "Ring chauffören 15 min före": somebody is to be called.
        return False
    return len(words) > 1 and _HOUSE_NUMBER.search(text) is not None


def is_street_name(words: list[str]) -> bool:
    streets, endings = _folded("streets"), tuple(_folded("street_endings"))
    if len(words) > 1 and words[0] in _folded("calls") and not words[1].isdigit():
        words = words[1:]
    return any(word in streets or (len(word) > 5 and word.endswith(endings)) for word in words)


def is_first_of_street(word: str) -> bool:
    """Whether a street begins with the word ("rue", "via", "ul.")."""
    return _plain(word) in _folded("street_openings")


def postal_city(text: str) -> PostalCity | None:
    """Where postal code and city stand in a piece, in any of the usual orders; None when it is no such piece.

    >>> postal_city("D-10115 Berlin").country, postal_city("1234 AB Amsterdam").code, postal_city("Hauptstr. 5")
    ('DE', (0, 7), None)
    """
    found = _POSTAL_FIRST.match(text)
    if found is not None and (_is_numbered_street(found["city"]) or not _has_known_prefix(found)):
        return None
    if found is None:
        found = _CITY_FIRST.match(text)
        if found is not None and _is_no_town(text, found):
            found = None
    if found is not None:
        place = _postal_city(found)
        # "Co. Meath, A92 X2C4", "Bucks HP17 8NA": the town stands before the county.
        is_region = is_county(found["city"]) or (is_british_county(found["city"]) and _BRITISH.fullmatch(found["code"]))
        return replace(place, city=None) if is_region else place
    alone = _CODE_ALONE.match(text)
    if alone is not None and _has_known_prefix(alone):
        return PostalCity(alone.span("code"), None, _words()["postal_prefixes"].get(alone["prefix"]) if alone["prefix"] else None)
    return None


def _is_no_town(text: str, found: re.Match[str]) -> bool:
    """ "Oak Park, IL 60302" is a town and "Am Park 60302" none; "Dublin 2, …" is one, and "Zufahrt Miraniga 3, 7134" a house."""
    if not found["state"] and "/" not in text and is_street_name(_plain(text).split()):
        return True
    is_house = re.fullmatch(r"\S+\s.*\s\d{1,2}W?", found["city"]) is not None
    return is_house or _is_named_number(found["city"]) or _LETTERED_NUMBER.fullmatch(text) is not None


def is_town_behind_code(text: str) -> bool:
    """A postal code and behind it its town ("30720 San Pedro"): where an order's number might stand, it is none.

    >>> is_town_behind_code("30720 San Pedro"), is_town_behind_code("BVG-7719")
    (True, False)
    """
    place = postal_city(text)
    return place is not None and place.city is not None and place.code < place.city


def _has_known_prefix(found: re.Match[str]) -> bool:
    """ "D-10115" is a code, "OFF-8821" an offer."""
    prefix = found.groupdict().get("prefix")
    return prefix is None or prefix in _words()["postal_prefixes"]


def _postal_city(found: re.Match[str]) -> PostalCity:
    groups = found.groupdict()
    prefix = groups.get("prefix")
    start, end = found.span("city")
    province = _PROVINCE.search(found["city"])
    if province is not None and _plain(province[1]) in _folded("provinces"):
        end = start + province.start()
    elif _names_province(found["code"], found["city"]):
        end -= 3
    elif re.search(r"[^\W\d_]{4}\.$", found["city"]):
        end -= 1
    country = _words()["postal_prefixes"].get(prefix) if prefix else None
    return PostalCity(found.span("code"), (start, end), country, has_state=bool(groups.get("state")))


def _names_province(code: str, city: str) -> bool:
    """ "43121 Parma PR": Italy names the province behind the town, often without brackets."""
    return re.fullmatch(r"\d{5}", code) is not None and city[-3:-2] == " " and city[-2:] in _words()["italian_provinces"]


def is_county(text: str) -> bool:
    """ "Co. Meath", "jud. Brașov": what a town lies in; the town itself stands before it."""
    return _COUNTY.fullmatch(text) is not None and not is_site(text)


def is_british_county(text: str) -> bool:
    return " ".join(_plain(text).split()) in _folded("british_counties")


def is_british_code(text: str) -> bool:
    return _BRITISH.fullmatch(text.strip()) is not None


def names_institution(text: str) -> bool:
    """Whether a body that has no legal form is named: a school, a parish, a club, an office.

    >>> names_institution("Svartå församling"), names_institution("Skiclub Hochalpe"), names_institution("Jane Smith")
    (True, True, False)
    """
    said = _plain(text).split()
    known = _folded("institutions") | _folded("institution_heads")
    runs = {" ".join(said[start : start + size]) for start in range(len(said)) for size in (1, 2, 3)}
    endings = tuple(_folded("institution_endings"))
    return len(said) > 1 and (bool(runs & known) or any(len(word) > 7 and word.endswith(endings) for word in said))


def is_name_tail(text: str) -> bool:
    """ "Company, LLC" below "Two Rivers Brewing": such a word and the legal form, and no name of its own."""
    first, _, rest = text.partition(" ")
    return _plain(first) in _folded("name_tails") and bool(rest) and is_legal_form(rest)


def is_institution_head(text: str) -> bool:
    """Whether the text is the word alone that a body is called by ("College", "Klinikum")."""
    return _plain(text) in _folded("institution_heads")


def is_site(text: str) -> bool:
    """Whether the piece names a part of a firm's premises and neither firm nor street ("Werk 2", "Northern Depot", "Dock 7").

    >>> is_site("Werk 2"), is_site("Northern Depot"), is_site("Zentrallager Süd"), is_site("Hauptstraße 5")
    (True, True, True, False)
    """
    said = _plain(text).split()
    while said and (said[-1].isdigit() or len(said[-1]) == 1):
        said.pop()
    if " ".join(said[:2]) in _folded("sites") and len(said) > 1:
        # "Goods Inwards, Gate 2", though streets of Norway end in "gate".
        return not legal_form(text)
    if not said or said[0] in _folded("street_prepositions") or is_street_name(said) or legal_form(text):
        return False
    sites, endings = _folded("sites"), tuple(_folded("site_endings"))
    numbered = said[1:] if said[0].isdigit() else said
    ends = {said[-1], *(" ".join(numbered[:size]) for size in (1, 2))}
    return bool(ends & sites) or any(len(word) > 6 and word.endswith(endings) for word in said)


def is_box(text: str) -> bool:
    """Whether the piece is a post box and nothing else ("CS 70412", "P.O. Box 118")."""
    said = _plain(text).split()
    while said and said[-1].isdigit():
        said.pop()
    return bool(said) and len(said) <= 3 and said[-1] in _folded("boxes")


def is_named_street(text: str) -> bool:
    """Whether a street's own word and a house number stand there, or it begins as no firm is called ("rue Haute")."""
    said = _plain(text).split()
    begins = len(said) > 1 and said[0] in _folded("unnumbered")
    numbered = _HOUSE_NUMBER.search(text) is not None or _TURKISH_NUMBER.search(text) is not None
    return (begins or (is_street_name(said) and numbered)) and not legal_form(text)


def _is_numbered_street(words: str) -> bool:
    """ "1200 Industrial Parkway", "1200 rue Principale": a house number before the street."""
    said = _plain(words).split()
    while len(said) > 1 and said[-1] in _folded("compass"):
        said.pop()
    return said[-1] in _folded("street_last") or said[0] in _folded("street_first")


def _is_named_number(words: str) -> bool:
    """ "Order 4711", "March 2026", "LC-4410", "Postbus 2181", "Amtsgericht Ulm HRB 55512": a number and no place."""
    known = vocabulary()
    said = _plain(words).split()
    if said and (said[-1] in _folded("boxes") or set(said) & _folded("registers")):
        return True
    return bool(known.labels(words) or known.kinds(words) or known.month(words)) or NUMBER_SIGN in tokens(words)


def vat_id(text: str) -> tuple[int, int] | None:
    """Where a value added tax number with a right check digit stands (EU, Switzerland, United Kingdom); None when none does."""
    upper = text.upper()
    for begin in _VAT_START.finditer(upper) if len(upper) == len(text) else ():
        tail = _VAT_TAIL.match(upper, begin.start(), begin.start() + _LONGEST_VAT)
        ends = [] if tail is None else [found.end() for found in re.finditer(r"[A-Z0-9+*](?![A-Z0-9+*])", tail.group())]
        for end in reversed(ends):
            # The first figures of a bank account are no tax number, whatever their check digit.
            goes_on = re.match(r" ?\d", upper[begin.start() + end :]) is not None
            if not goes_on and is_vat_id(upper[begin.start() : begin.start() + end]):
                return begin.start(), begin.start() + end
    return None


def is_vat_id(text: str) -> bool:
    """A VAT number whose form and check digit are right in its country (the EU's, Switzerland, the United Kingdom)."""
    compact = re.sub(r"[\s.\-/]", "", text).upper()
    rule = {"CH": swiss, "GB": british}.get(compact[:2], european)
    try:
        rule.validate(compact)
    except ValidationError:
        return False
    return True


def gln(text: str) -> tuple[int, int] | None:
    """Where a global location number with a right check digit stands; None when none does."""
    return next((found.span() for found in _DIGITS13.finditer(text) if is_gln(found.group())), None)
