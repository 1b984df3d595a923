"""The word lists of addresses, `address_words.toml`, and texts as they are compared with them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from intake.extraction.words.keys import fold_letters


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+(?:/\w+)?", fold_letters(text)))


@cache
def word_lists() -> dict[str, Any]:
    return tomllib.loads((files("intake.extraction") / "address_words.toml").read_text(encoding="utf-8"))


@cache
def folded(name: str) -> frozenset[str]:
    return frozenset(plain(word) for word in word_lists()[name])


@cache
def endings(name: str) -> tuple[str, ...]:
    """The same for `str.endswith`."""
    return tuple(folded(name))
