"""Small talk: sentences of a mail that tell of the weather, a fair or a new colleague, and leave the order as it is.

In: a sentence, the mail's language, the words of the goods. Out: whether the sentence is talk beside the matter. What people chat
about has no end, so two things are asked of every clause: it shows twice that it is talk (`sure`, `talk`, `hopes`, `soft`), or is
mere courtesy, but for what it hopes or praises; and it has no word of the trade (`business`): no goods, money, place, day,
quantity, order, change, doubt or bar. A clause of which too much is unknown is for a person, and so is every question.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from intake.extraction.courtesies import words_besides, words_that_want
from intake.extraction.said_words import thanks_ask, without_past
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters

_CLAUSE = re.compile(r"[,;:.!()–—]+(?=\s|$)|(?:^|\s)[(–—-]+(?=\s|\w)")
_WORD = re.compile(r"[^\W_]+")
_COMMON = "en"
"""English stands in the mails of all countries."""
_THANKS_ASK = frozenset(("sv", "da", "no", "fi"))
"""Where "thanks" at a sentence's end is "please"."""
_THANKS_LAST = "tr"
"""Where thanks stand at the end of every sentence."""
_FEWEST_SIGNS = 2
_MOST_UNKNOWN = 4
_SHORTEST_UNKNOWN = 3
"""So many words of a clause may be unknown beside what it is about; the shortest say nothing alone."""
_LONG = 5
"""A shorter word of the trade means something in its own language and nothing in others."""
_SHARED = 5
_FEWEST_SHARED = 4
"""So many letters in common name the same goods."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    thanks: re.Pattern[str]
    sure: re.Pattern[str]
    talk: re.Pattern[str]
    away: re.Pattern[str]
    """Feasts and leave: wished for, they are talk; else they may say when nobody is there or by when the goods are needed."""
    hopes: re.Pattern[str]
    soft: re.Pattern[str]
    business: re.Pattern[str]
    long_business: re.Pattern[str]
    earlier: frozenset[str]
    came: frozenset[str]
    praise: frozenset[str]
    plain: frozenset[str]
    """Whole words of talk and praise, which no beginning of a word of the trade takes ("espero", and "esperar")."""


@cache
def _all() -> dict[str, SmallTalk]:
    entries = [entry for entry in files("intake.extraction.small_talk").iterdir() if entry.name.endswith(".toml")]
    return {entry.name.removesuffix(".toml"): _of(tomllib.loads(entry.read_text(encoding="utf-8"))) for entry in entries}


def _of(lists: dict[str, list[str]]) -> SmallTalk:
    long = [word for word in lists["business"] if len(fold_letters(word.rstrip("*"))) >= _LONG]
    talk = [*lists["thanks"], *lists["sure"], *lists["talk"], *lists["away"], *lists["hopes"], *lists["soft"]]
    plain = _folded([word for word in talk if not word.endswith("*")])
    return SmallTalk(
        thanks=_any_of(lists["thanks"]),
        sure=_any_of(lists["sure"]),
        talk=_any_of(lists["talk"]),
        away=_any_of(lists["away"]),
        hopes=_any_of(lists["hopes"]),
        soft=_any_of(lists["soft"]),
        business=_any_of(lists["business"]),
        long_business=_any_of(long),
        earlier=_folded(lists["earlier"]),
        came=_folded(lists["came"]),
        praise=_folded(lists["praise"]),
        plain=plain - _folded(lists["business"]),
    )


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(map(fold_letters, words))


def _any_of(words: list[str]) -> re.Pattern[str]:
    """A star ends a word's beginning."""
    parts = (re.escape(fold_letters(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile("|".join(parts))


def is_small_talk(
    text: str, language: str | None, goods: Collection[str], wants: Callable[[str], object] = words_that_want
) -> bool:
    """`goods`: the folded words that the order's goods are described with; `wants` tells whether a clause wants something for
    all that is known otherwise.

    >>> is_small_talk("Hope you had a lovely time at the fair, the weather was awful here.", "en", ())
    True
    >>> is_small_talk("Hope you had a lovely time at the fair, the helmets can go.", "en", ("helmet",))
    False
    """
    if language not in _all() or "?" in text or text.rstrip().endswith(":") or any(map(str.isdigit, text)):
        # What leads up to goods says what is to happen to them.
        return False
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    idle = [_chats(each, language, goods) or _praises(each, language, goods) for each in clauses]
    left = [_without_praise(each, language, goods) for each in clauses]
    if not any(idle) and all(map(str.__eq__, left, clauses)):
        return False
    return all(is_idle or not wants(rest) for is_idle, rest in zip(idle, left, strict=True))


def _chats(clause: str, language: str, goods: Collection[str]) -> bool:
    """Two signs of talk, as "thanks for the visit", "lovely weather": the fair alone may be a place or a day."""
    words = words_besides(without_past(clause), language)
    if not words or thanks_ask(clause) or _asks_at_the_end(words, language):
        return False
    if any(_is_business(word, language, is_known=is_known) or _names(word, goods) for word, is_known in words):
        return False
    unknown = [word for word, is_known in words if not (is_known or _signs(word, language) or len(word) < _SHORTEST_UNKNOWN)]
    # Phrases, as "many thanks for", are signs too.
    said = [word for word in _WORD.findall(fold_letters(clause)) if _signs(word, language)]
    is_about = any(_is_one_of(word, language, "thanks", "sure", "talk", "away") for word in said)
    if not is_about or sum(_signs(word, language) for word in said) < _FEWEST_SIGNS or len(unknown) > _MOST_UNKNOWN:
        return False
    is_wished = any(_is_one_of(word, language, "thanks", "hopes") for word in said)
    if any(_is_one_of(word, language, "away") for word in said) and not is_wished:
        return False
    # "Thanks for engraving the logo" asks for it.
    return not unknown or any(not _is_one_of(word, language, "thanks") for word in said)


def _is_one_of(word: str, language: str, *lists: str) -> bool:
    own, common = _all()[language], _all()[_COMMON]
    return any(getattr(each, name).fullmatch(word) is not None for each in (own, common) for name in lists)


def _signs(word: str, language: str) -> int:
    if _is_one_of(word, language, "thanks", "sure"):
        return _FEWEST_SIGNS
    own = _all()[language]
    is_own = any(each.fullmatch(word) is not None for each in (own.hopes, own.soft))
    return int(is_own or _is_one_of(word, language, "talk", "away"))


def _asks_at_the_end(words: Sequence[tuple[str, bool]], language: str) -> bool:
    """ "Till mässan tack", "An meine Frau danke": there thanks ask."""
    last, _ = words[-1]
    is_asked = language in _THANKS_ASK and _all()[language].thanks.fullmatch(last) is not None
    return len(words) > 1 and (is_asked or (language != _THANKS_LAST and vocabulary().means("closing", last)))


def _without_praise(clause: str, language: str, goods: Collection[str]) -> str:
    """The clause without what only hopes or praises; a capital then stands for no name or title any more. "Please deliver the
    lovely ones" and "I am glad to have it delivered" are of the trade, and what is said of it stays."""
    own = _all()[language]
    if any(_is_business(word, language, is_known=True) or _names(word, goods) for word, _ in words_besides(clause, language)):
        return clause
    rest = _WORD.sub(lambda found: "" if own.hopes.fullmatch(fold_letters(found[0])) else found[0], clause)
    return clause if rest == clause else rest.lower()


def _praises(clause: str, language: str, goods: Collection[str]) -> bool:
    """ "The last delivery arrived in perfect condition": of closed lists throughout, as the words are those of the trade."""
    own = _all()[language]
    words = words_besides(clause, language)
    said = {word for word, _ in words}
    is_praise = bool(said & own.earlier) and bool(said & own.praise) and bool(said & own.came)
    allowed = own.earlier | own.came | own.praise
    return is_praise and all(is_known or word in allowed for word, is_known in words) and not any(_names(w, goods) for w in said)


def _is_business(word: str, language: str, *, is_known: bool) -> bool:
    """A word that is known in its own language is asked about in no other."""
    own = _all()[language]
    if word in own.plain:
        return False
    if own.business.fullmatch(word):
        return True
    if is_known or _signs(word, language):
        return False
    is_counted = len(word) >= _LONG and (vocabulary().month(word) is not None or vocabulary().number(word) is not None)
    return is_counted or _business_of_all().fullmatch(word) is not None


@cache
def _business_of_all() -> re.Pattern[str]:
    return re.compile("|".join(each.long_business.pattern for each in _all().values()))


def _names(word: str, goods: Collection[str]) -> bool:
    """ "Zaagkettingen" names the "Ketting", "tyres" the "Tyre"."""
    return word in goods or any(
        min(len(word), len(each)) >= _FEWEST_SHARED and (each[:_SHARED] in word or each.startswith(word[:_SHARED]))
        for each in goods
    )
