"""Words of letters that two recognitions spell differently: in come both readings' words, out go the second's, each spelled as
the page bears out.

The second reading knows the page's language, the first one the settings' own alone: the seller's street on a foreign page, an
abbreviation, a unit are often right in the first. What a page says again and again decides; then confidence. Words with figures
are not touched: those are compared, doubted and looked at again.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from intake.documents.ocr_accents import Accents
from intake.documents.ocr_agreement import Beside, has_digit
from intake.domain.documents import Word

_EDGES = ".,;:!?'’‘\"“”„()[]{}|-–—_~*"
_OFTENER = 2
"""By so many times one spelling has to stand on the page more often to be the page's own."""
_DOUBTFUL_ACCENT = 50
"""The confidence from which on an accent of the page's own language is believed before a plain letter."""
_MICROLITRES = frozenset({"µl", "pl", "nl"})
"""What no language's recognition knows a µ in is read as one of these, and each language takes another."""
_GERMAN = frozenset("äöüßÄÖÜ")


def spelled_as_the_page_does(words: Sequence[Word], first: Sequence[Word], accents: Accents | None = None) -> list[Word]:
    beside = Beside(first)
    said = Counter(_bare(word.text) for word in (*words, *first))
    return [_spelled(word, beside.at_its_place(word), said, accents) for word in words]


def _spelled(word: Word, others: Sequence[Word], said: Counter[str], accents: Accents | None) -> Word:
    if len(others) != 1 or others[0].text == word.text or has_digit(word) or has_digit(others[0]):
        return word
    (other,) = others
    if {word.text, other.text} <= _MICROLITRES:
        return replace(word, text="µl")
    if not (_bare(word.text) and _bare(other.text)):
        return word
    is_alike = accents is not None and without_accents(word.text) == without_accents(other.text)
    borne_out = accents.bear_out(word, other.text) if accents is not None and is_alike else None
    if not (_is_better(other, word, said) if borne_out is None else borne_out):
        return word
    return replace(word, text=other.text, confidence=other.confidence)


def _is_better(other: Word, own: Word, said: Counter[str]) -> bool:
    one, two, is_surer = _bare(other.text), _bare(own.text), (other.confidence or 0.0) > (own.confidence or 0.0)
    if one == two:
        # A speck before a word is read as a mark; points and commas behind it are left as they are.
        return is_surer and own.text.endswith(other.text)
    if without_accents(one) == without_accents(two):
        # Each language's recognition knows its own accents alone, and is fond of them.
        is_plain = two == without_accents(two)
        return is_surer and bool(_GERMAN & set(one)) if is_plain else is_surer and (own.confidence or 0.0) < _DOUBTFUL_ACCENT
    if _marks(one) - _marks(two):
        return False
    often, seldom = said[one], said[two]
    if abs(often - seldom) >= _OFTENER:
        return often > seldom
    return is_surer


def _marks(text: str) -> set[str]:
    return {sign for sign in text if not sign.isalpha()}


def _bare(text: str) -> str:
    return text.strip(_EDGES)


def without_accents(text: str) -> str:
    """

    >>> without_accents("Süßkram zuł")
    'Susskram zul'
    """
    parted = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ł", "l").replace("Ł", "L"))
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
