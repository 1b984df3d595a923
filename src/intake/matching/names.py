"""Company names as keys: folded, without legal forms, so that "Adler Werkzeuge GmbH & Co. KG" is "adler werkzeuge"."""

from __future__ import annotations

import re
from functools import cache

from intake.matching.lexicon import load_words
from intake.matching.text import fold_words

_DOTS = re.compile(r"(?<=\b[a-z])\.\s?(?=[a-z]\b)")


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(load_words("companies")["legal_forms"])


def name_key(name: str) -> str:
    """The words that tell companies apart. A name of legal forms alone stays as it is.

    >>> name_key("Bakker Techniek B.V."), name_key("ADLER Werkzeuge GmbH & Co. KG")
    ('bakker techniek', 'adler werkzeuge')
    """
    folded = _DOTS.sub("", fold_words(name).replace("size~", ""))
    words = re.findall(r"[^\W_]+", folded)
    telling = [word for word in words if word not in _legal_forms()]
    return " ".join(telling or words)
