"""Postal codes of about thirty countries, the towns that stand beside them and the regions that they lie in.

In: one piece of a printed address. Out: where its code and its town stand. Streets, sites and countries are `address_words.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from intake.extraction.address_lists import folded, plain, word_lists
from intake.extraction.address_words import is_site, is_street_name
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens

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
_PROVINCE = re.compile(r"\s\(([^()]+)\)$")
_CODE_ALONE = re.compile(
    r"^(?:(?:CEP|C\.P\.|CP):?\s+)?(?:(?P<prefix>[A-Z]{1,3})\s?[-–]\s?)?(?P<code>[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{4}\s?[A-Z]{2}"
    r"|\d{2}-\d{3}|\d{4}-\d{3}|\d{5}-\d{3}|\d{3}\s\d{2}|\d{4,6}"
    rf"|{_EIRCODE})$"
)


@dataclass(frozen=True, slots=True)
class PostalCity:
    """Where the code and the city stand in the piece; `country` is what a prefix like "D-" says, `has_state` that America's state
    stands between them ("Seattle, WA 98108"), which nothing else looks like."""

    code: tuple[int, int]
    city: tuple[int, int] | None
    country: str | None = None
    has_state: bool = False


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
        return PostalCity(
            alone.span("code"), None, word_lists()["postal_prefixes"].get(alone["prefix"]) if alone["prefix"] else None
        )
    return None


def _is_no_town(text: str, found: re.Match[str]) -> bool:
    """ "Oak Park, IL 60302" is a town and "Am Park 60302" none; "Dublin 2, …" is one, and "Zufahrt Miraniga 3, 7134" a house."""
    if not found["state"] and "/" not in text and is_street_name(plain(text).split()):
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
    return prefix is None or prefix in word_lists()["postal_prefixes"]


def _postal_city(found: re.Match[str]) -> PostalCity:
    groups = found.groupdict()
    prefix = groups.get("prefix")
    start, end = found.span("city")
    province = _PROVINCE.search(found["city"])
    if province is not None and plain(province[1]) in folded("provinces"):
        end = start + province.start()
    elif _names_province(found["code"], found["city"]):
        end -= 3
    elif re.search(r"[^\W\d_]{4}\.$", found["city"]):
        end -= 1
    country = word_lists()["postal_prefixes"].get(prefix) if prefix else None
    return PostalCity(found.span("code"), (start, end), country, has_state=bool(groups.get("state")))


def _names_province(code: str, city: str) -> bool:
    """ "43121 Parma PR": Italy names the province behind the town, often without brackets."""
    return re.fullmatch(r"\d{5}", code) is not None and city[-3:-2] == " " and city[-2:] in word_lists()["italian_provinces"]


def is_county(text: str) -> bool:
    """ "Co. Meath", "jud. Brașov": what a town lies in; the town itself stands before it."""
    return _COUNTY.fullmatch(text) is not None and not is_site(text)


def is_british_county(text: str) -> bool:
    return " ".join(plain(text).split()) in folded("british_counties")


def is_british_code(text: str) -> bool:
    return _BRITISH.fullmatch(text.strip()) is not None


def _is_numbered_street(words: str) -> bool:
    """ "1200 Industrial Parkway", "1200 rue Principale": a house number before the street."""
    said = plain(words).split()
    while len(said) > 1 and said[-1] in folded("compass"):
        said.pop()
    return said[-1] in folded("street_last") or said[0] in folded("street_first")


def _is_named_number(words: str) -> bool:
    """ "Order 4711", "March 2026", "LC-4410", "Postbus 2181", "Amtsgericht Ulm HRB 55512": a number and no place."""
    known = vocabulary()
    said = plain(words).split()
    if said and (said[-1] in folded("boxes") or set(said) & folded("registers")):
        return True
    return bool(known.labels(words) or known.kinds(words) or known.month(words)) or NUMBER_SIGN in tokens(words)
