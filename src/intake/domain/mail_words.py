"""The words around a message (header labels, forwarding marks, sign-offs), loaded once from `mail_words.toml`.

In: nothing. Out: compiled patterns over folded text. What a match means is decided by the modules that ask.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files


def folded(text: str) -> str:
    """Text for comparison: one form of letters, no case, plain quotes and dashes, blanks collapsed."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("–", "-").replace("—", "-")
    return " ".join(plain.split())


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = (files("intake.domain") / "mail_words.toml").read_text(encoding="utf-8")
    return {
        table: {name: [folded(word) for word in words] for name, words in lists.items()}
        for table, lists in tomllib.loads(text).items()
    }


@cache
def words(table: str, name: str) -> frozenset[str]:
    """One list of the file, folded."""
    return frozenset(_tables()[table][name])


@cache
def any_of(table: str, name: str) -> str:
    """The list as an alternation, longest word first, for use inside a larger pattern."""
    return "|".join(re.escape(word) for word in sorted(words(table, name), key=lambda word: (-len(word), word)))


@cache
def starting(table: str, name: str) -> re.Pattern[str]:
    """Matches folded text that starts with a word of the list, whole."""
    return re.compile(rf"[^\w\[]*(?:{any_of(table, name)})(?!\w)")
