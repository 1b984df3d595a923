"""Mail domains: which say nothing about a company, and which only look like a customer's. Pure; nothing is resolved or asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import cache

from rapidfuzz.distance import OSA

from intake.matching.lexicon import load_words

_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "gov", "edu", "or", "ne"))
_SHAPES = (
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("5", "s"),
    ("8", "b"),
    ("-", ""),
    ("_", ""),
)
_CONFUSABLE = str.maketrans("аеорсухіѕԁӏјոαεορντυκιηıłø", "aeopcyxisdljnaeopvtukinilo")
"""Letters of other alphabets that look like Latin ones."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})
"""How people without the letter write it: müller is mueller."""

_MIN_LABEL = 4


@cache
def _free_mail() -> frozenset[str]:
    return frozenset(load_words("free_mail")["domains"])


def is_free_mail(domain: str) -> bool:
    return domain.casefold() in _free_mail()


def company_label(domain: str) -> str:
    """The part of a domain that a company chooses.

    >>> company_label("mail.adler-werkzeuge.co.uk")
    'adler-werkzeuge'
    """
    labels = _decoded(domain).split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL:
        labels = labels[:-1]
    return labels[-2] if len(labels) > 1 else labels[0]


def _decoded(domain: str) -> str:
    """Punycode labels as people see them."""
    labels = []
    for label in domain.casefold().strip(".").split("."):
        if label.startswith("xn--"):
            with suppress(UnicodeError, ValueError):
                label = label[4:].encode("ascii").decode("punycode")
        labels.append(label)
    return ".".join(labels)


def _skeleton(label: str) -> str:
    """What a label looks like at a glance."""
    plain = unicodedata.normalize("NFD", label.translate(_CONFUSABLE))
    shape = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_CONFUSABLE)
    for seen, meant in _SHAPES:
        shape = shape.replace(seen, meant)
    return shape


def looks_like(domain: str, known: Iterable[str]) -> str | None:
    """The known domain that `domain` resembles without being it or standing under it, or None.

    >>> looks_like("adler-werkzeuqe.example", ["adler-werkzeuge.example"])
    'adler-werkzeuge.example'
    """
    shown = _decoded(domain)
    label = company_label(domain)
    skeleton = _skeleton(label)
    resembled: str | None = None
    for other in known:
        if shown == other or shown.endswith("." + other) or is_free_mail(other):
            if shown == other or not is_free_mail(other):
                return None
            continue
        theirs = company_label(other)
        if resembled is None and _resembles(shown, label, skeleton, other, theirs):
            resembled = other
    return resembled


def _resembles(shown: str, label: str, skeleton: str, other: str, theirs: str) -> bool:
    if label == theirs or label.translate(_UMLAUTS) == theirs.translate(_UMLAUTS):
        return True
    if len(theirs) < _MIN_LABEL:
        return False
    if skeleton == _skeleton(theirs) or shown.startswith(other + ".") or f".{other}." in shown or theirs in label.split("-"):
        return True
    if len(theirs) == _MIN_LABEL:
        return False
    slack = 1 if len(theirs) < 9 else 2
    is_part = label.startswith(theirs + "-") or label.endswith("-" + theirs)
    return is_part or OSA.distance(label, theirs, score_cutoff=slack) <= slack
