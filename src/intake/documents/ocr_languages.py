"""Which language a recognised page is written in: in come its words, out goes Tesseract's name of the language to read it in
again.

Recognised in a wrong language, a page loses its accents and its ß; read in all languages at once, it takes three times as long.
The words are data, in `ocr_languages.toml`; a page that none of them knows is read in the first language of the settings.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

_LETTERS = re.compile(r"[^\W\d_]+")
_FOREIGN = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "ß": "s", "æ": "e", "đ": "d"})
_LEAST_HITS = 3


def language_of(words: Iterable[str], choice: Sequence[str]) -> str:
    """The language of `choice` that most words speak for; the first where few speak."""
    hits: Counter[str] = Counter()
    for text in words:
        for word in _LETTERS.findall(_folded(text)):
            hits.update(language for language in _known().get(word, ()) if language in choice)
    best = max(choice, key=lambda language: hits[language])
    return best if hits[best] >= _LEAST_HITS else choice[0]


@cache
def _known() -> Mapping[str, tuple[str, ...]]:
    listed = tomllib.loads((files("intake.documents") / "ocr_languages.toml").read_text(encoding="utf-8"))
    known: dict[str, list[str]] = {}
    for language, words in listed.items():
        for word in words:
            known.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in known.items()}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOREIGN))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
