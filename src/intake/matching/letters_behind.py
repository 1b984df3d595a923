"""Letter sizes, and one or two letters that name nothing known, each with the token before it.

In: folded text. Out: pairs that say where such letters stand; the "XL" and the "SL" behind a tyre's "94H" are two kinds of it,
though no list knows the "SL". What they say about each other is not judged here.
"""

from __future__ import annotations

import re

from intake.matching.lexicon import little_words, meanings_of, prefix_words, unit_words

_BLANK_IN_CODE = re.compile(r"(?<=\d) (?=[a-z](?![^\W_]))")
_BEHIND = re.compile(r"(?<![^\W_])([^\W_]+)[ ,;(]+(?=(?:size~([\dxsml]+)|([a-z]{1,2}))(?![\w/.'-]))")
_SMALL_SIZES = frozenset("sml")
_JOINING = frozenset("aeioxy")


def letters_behind(folded: str) -> tuple[tuple[str, str], ...]:
    """
    >>> letters_behind("r17 94 h size~xl"), letters_behind("94h, sl dot"), letters_behind("red m"), letters_behind("hose 5 m")
    ((('94h', 'xl'),), (('94h', 'sl'),), (('red', 'm'),), ())
    """
    found = _BEHIND.findall(_BLANK_IN_CODE.sub("", folded))
    return tuple((before, size or letters) for before, size, letters in found if size or not _says_something(letters))


def _says_something(letters: str) -> bool:
    """An "m" without a figure before it is no metre, but may be a size."""
    if letters in _SMALL_SIZES:
        return False
    known = (_JOINING, little_words(), unit_words(), prefix_words())
    return any(letters in words for words in known) or bool(meanings_of(letters))
