"""Company names as keys: folded, without legal forms, so that "Adler Werkzeuge GmbH & Co. KG" is "adler werkzeuge"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz import fuzz

from intake.matching.lexicon import load_words
from intake.matching.text import fold_words

SIMILAR_NAME = 85.0
"""Names closer than this (of 100) are one name with a typing error or a word more."""
_DOTS = re.compile(r"(?<=\b[a-z])\.\s?(?=[a-z]\b)")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(load_words("companies")[name])


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", _DOTS.sub("", fold_words(name).replace("size~", "")))


def name_key(name: str) -> str:
    """The words that tell companies apart. A name of legal forms alone stays as it is.

    >>> name_key("Bakker Techniek B.V."), name_key("ADLER Werkzeuge GmbH & Co. KG")
    ('bakker techniek', 'adler werkzeuge')
    """
    words = _words(name)
    telling = [word for word in words if word not in _listed("legal_forms") and word not in _listed("joining")]
    return " ".join(telling or words)


def similar_names(one: str, other: str) -> bool:
    said, ours = name_key(one), name_key(other)
    return said == ours or fuzz.token_set_ratio(said, ours, score_cutoff=SIMILAR_NAME) > 0


def is_one_of(name: str, names: Iterable[str]) -> bool:
    return name_key(name) in {name_key(one) for one in names}


def is_firm(name: str) -> bool:
    """Whether a name has a legal form."""
    return not _listed("legal_forms").isdisjoint(_words(name))


def without_offices(name: str) -> list[str]:
    """The words of a name's key that tell whose it is: none of "Accounts payable".

    >>> without_offices("Bakker Techniek B.V. Crediteurenadministratie"), without_offices("Accounts Payable Dept.")
    (['bakker', 'techniek'], [])
    """
    return [word for word in name_key(name).split() if word not in _listed("offices")]
