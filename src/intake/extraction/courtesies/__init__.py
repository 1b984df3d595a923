"""What people say beside an order without wanting anything of it: greetings, thanks, "please find attached", "please confirm".

In: a sentence, and words that need no explaining (names, what was read). Out: the words that are no courtesy; a sentence all
of whose words one language has among its courtesies wants nothing. The words are data, one TOML file a language: whole phrases,
words, beginnings of words, beginnings of what standing conditions on a form are about (part deliveries, invoices, terms), words
that alone make a paper void ("draft"), words that leave open whether or how much is ordered ("or", "if", "only"), phrases that
say it was ordered or delivered earlier ("our telephone order"), so that it may come twice, and the lists of `giving.py`. What
changes an order, such as "not", "only", "instead", "until", "new" or a place, must never be a courtesy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from intake.extraction.courtesies.giving import Giving, giving_of
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters

_WORD = re.compile(r"[^\W_]+")
_NUMBER_SIGN = re.compile(r"\bn[oº]\.?:?\s*(?=\S*\d)", re.IGNORECASE)
_LONGEST_ABBREVIATION = 3
_LONGEST_DOUBT = 3
_SHORT_DOUBT = 3
_COMMON = "en"
"""English courtesies stand in the mails of all countries, whole sentences long or as single words ("order", "mail")."""


@dataclass(frozen=True, slots=True)
class Courtesies:
    phrases: re.Pattern[str]
    words: frozenset[str]
    beginnings: tuple[str, ...]
    standing: re.Pattern[str]
    void: frozenset[str]
    doubting: frozenset[str]
    earlier: re.Pattern[str]
    giving: Giving

    def wanting(self, text: str, known: Collection[str], common: Courtesies) -> tuple[str, ...]:
        """The words of a folded text that are no courtesy, in their order."""
        rest = self.phrases.sub(" ", text)
        return tuple(word for word in _WORD.findall(rest) if word not in known and not self.has(word) and not common.has(word))

    def has(self, word: str) -> bool:
        return word in self.words or (word.startswith(self.beginnings) and word not in self.doubting)


@cache
def _all() -> dict[str, Courtesies]:
    folder = files("intake.extraction.courtesies")
    entries = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    loaded = {entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8")) for entry in entries}
    return {language: _of(lists) for language, lists in loaded.items()}


def _of(lists: dict[str, list[str]]) -> Courtesies:
    return Courtesies(
        phrases=_any_of(lists["phrases"]),
        words=frozenset(fold_letters(word) for word in lists["words"]),
        beginnings=tuple(fold_letters(beginning) for beginning in lists["beginnings"]),
        standing=re.compile(r"(?<!\w)(?:" + "|".join(map(_beginning, lists["standing"])) + ")"),
        void=frozenset(fold_letters(word) for word in lists["void"]),
        doubting=frozenset(" ".join(_WORD.findall(fold_letters(phrase))) for phrase in lists["doubting"]),
        earlier=_any_of(lists["earlier"]),
        giving=giving_of(lists),
    )


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(map(fold_letters, phrases), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def _beginning(word: str) -> str:
    """ "factur" begins "facturas"; an abbreviation stands alone, as "bic" also begins "bicolor"."""
    folded = fold_letters(word)
    return re.escape(folded) + (r"(?!\w)" if len(folded) <= _LONGEST_ABBREVIATION else "")


def words_that_want(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """What remains of a sentence in the language whose courtesies explain most of it; () where it wants nothing.

    >>> words_that_want("Please find attached our order. Please confirm."), words_that_want("Please leave out the last line.")
    ((), ('leave', 'out', 'last', 'line'))
    """
    folded = fold_letters(_NUMBER_SIGN.sub(" ", text))
    common = _all()[_COMMON]
    return min((courtesies.wanting(folded, known, common) for courtesies in _all().values()), key=len)


def words_besides(text: str, language: str) -> tuple[tuple[str, bool], ...]:
    """A sentence's folded words outside known phrases, and whether each is a courtesy, in one language."""
    own, common = _all()[language], _all()[_COMMON]
    rest = common.phrases.sub(" ", own.phrases.sub(" ", fold_letters(text)))
    return tuple((word, own.has(word) or common.has(word)) for word in _WORD.findall(rest))


def gives_otherwise(text: str) -> bool:
    """Whether words that are mere courtesy one by one change together whom, what or whether somebody delivers: "Please send what
    is available", "Please deliver to our supplier", "This order has been delivered"."""
    folded = fold_letters(text)
    is_led_to = text.rstrip().endswith(":")
    return any(
        courtesies.giving.turns(_WORD.findall(courtesies.phrases.sub(" ", folded)), is_led_to=is_led_to)
        for courtesies in _all().values()
    )


def tells_goods_apart(text: str, language: str | None) -> bool:
    """ "The first item only", "half now", "keep the goods": what is said of some of the goods is no condition of every order."""
    words = _WORD.findall(fold_letters(text))
    return any(courtesies.giving.moves(words) for code, courtesies in _all().items() if language in (None, code))


def gives(text: str) -> bool:
    """Whether a sentence has a word for giving something to somebody: "send", "Lieferung"."""
    words = _WORD.findall(fold_letters(text))
    return any(courtesies.giving.gives(words) for courtesies in _all().values())


def asks_to_be_told(text: str) -> bool:
    """Whether a text has a verb that asks to be told something: "let us know", "merci d'indiquer"."""
    words = _WORD.findall(fold_letters(text))
    return any(courtesies.giving.tells(words) for courtesies in _all().values())


def tells_where(text: str, language: str | None) -> bool:
    """Whether a sentence gives something to somebody or somewhere: "send the invoice and the goods to separate addresses"."""
    words = _WORD.findall(fold_letters(text))
    return any(courtesies.giving.places(words) for code, courtesies in _all().items() if language in (None, code))


def is_standing(text: str) -> bool:
    """Whether a sentence is about what buyers print on every order: terms, invoices, delivery notes, the gate's hours."""
    folded = fold_letters(text)
    return any(courtesies.standing.search(folded) is not None for courtesies in _all().values())


def makes_void(text: str) -> bool:
    """Whether a word of a title says that the paper is none yet, or no more: "Draft", "Conceptbestelling"."""
    said = frozenset(_WORD.findall(fold_letters(text)))
    return any(said & courtesies.void for courtesies in _all().values()) or any(map(_is_void_order, said))


def _is_void_order(word: str) -> bool:
    """A void word grown together with the order's name."""
    void = {each for courtesies in _all().values() for each in courtesies.void if word.startswith(each) and word != each}
    return any("order" in vocabulary().kinds(word.removeprefix(each).removeprefix("s")) for each in void)


def tells_earlier(text: str) -> bool:
    """Whether a sentence says that this was ordered or delivered before: "confirming our telephone order"."""
    folded = fold_letters(text)
    return any(courtesies.earlier.search(folded) is not None for courtesies in _all().values())


def leaves_open(text: str, language: str | None) -> bool:
    """Whether a text makes what it orders depend on something, bars it or offers another: "or, if you have none, 5 of these".

    Short words ("o", "of", "ca") mean this in one language and nothing in others, so that they count in the mail's own only.
    """
    words = _WORD.findall(fold_letters(text))
    said = {" ".join(words[at : at + size]) for size in range(1, _LONGEST_DOUBT + 1) for at in range(len(words))}
    return any(
        phrase in said
        for code, courtesies in _all().items()
        for phrase in courtesies.doubting
        if language in (None, code) or len(phrase) > _SHORT_DOUBT
    )
