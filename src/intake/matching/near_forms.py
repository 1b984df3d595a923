"""The forms under which a misspelt word and the right one meet."""

from __future__ import annotations


def near_forms(word: str) -> frozenset[str]:
    """The word and each form of it that lacks one letter.

    >>> sorted(near_forms("ab"))
    ['a', 'ab', 'b']
    """
    return frozenset({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})
