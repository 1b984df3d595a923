"""Words that are courtesies one by one and change an order together: "please", "send", "what", "is", "available".

In: the words of a sentence that stand in no known phrase. Out: whether it gives the goods to somebody else or elsewhere, leaves
open how much is given, or reports that they came or what they were agreed to cost; and whether it speaks of some of the goods.
The words are lists of each language's file: verbs and nouns of giving; whom or where; what leaves the amount open; what is sent
and is no goods (a confirmation, an invoice); verbs that ask to be told; words that report or agree when they stand together; and
words that tell goods apart ("first", "half", "keep"), which no standing condition does. A star ends a word's beginning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.extraction.words.keys import fold_letters


@dataclass(frozen=True, slots=True)
class Giving:
    giving: re.Pattern[str]
    elsewhere: re.Pattern[str]
    unsettled: re.Pattern[str]
    papers: re.Pattern[str]
    telling: re.Pattern[str]
    together: tuple[tuple[re.Pattern[str], ...], ...]
    moving: re.Pattern[str]

    def turns(self, words: Sequence[str], *, is_led_to: bool) -> bool:
        """`is_led_to`: the sentence ends in a colon, so that the address or the goods follow it."""
        tells = _has(self.telling, words)
        if not tells and any(self._are_together(group, words) for group in self.together):
            return True
        if is_led_to or _has(self.papers, words) or not self.gives(words):
            return False
        return _has(self.elsewhere, words) or (not tells and _has(self.unsettled, words))

    def gives(self, words: Sequence[str]) -> bool:
        return _has(self.giving, words)

    def tells(self, words: Sequence[str]) -> bool:
        return _has(self.telling, words)

    def places(self, words: Sequence[str]) -> bool:
        return self.gives(words) and _has(self.elsewhere, words)

    def moves(self, words: Sequence[str]) -> bool:
        return _has(self.moving, words)

    def _are_together(self, group: Sequence[re.Pattern[str]], words: Sequence[str]) -> bool:
        """ "We received the goods"; "we received your confirmation of the goods" speaks of a paper."""
        rest = [word for word in words if not any(part.fullmatch(word) for part in group)]
        return all(_has(part, words) for part in group) and not _has(self.papers, rest)


def giving_of(lists: dict[str, list[str]]) -> Giving:
    return Giving(
        giving=_any_of(lists["giving"]),
        elsewhere=_any_of(lists["elsewhere"]),
        unsettled=_any_of(lists["unsettled"]),
        papers=_any_of(lists["papers"]),
        telling=_any_of(lists["telling"]),
        together=tuple(tuple(_any_of([word]) for word in group.split()) for group in lists["together"]),
        moving=_any_of(lists["moving"]),
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    """
    >>> [word for word in ("colleagues", "for", "forward") if _any_of(["colleague*", "for"]).fullmatch(word)]
    ['colleagues', 'for']
    """
    parts = (re.escape(fold_letters(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile("|".join(parts))


def _has(pattern: re.Pattern[str], words: Sequence[str]) -> bool:
    return any(map(pattern.fullmatch, words))
