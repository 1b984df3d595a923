"""Many words → one regular expression that reads each letter once, instead of trying word after word.

In: words as they stand in folded text. Out: a pattern that takes the longest of them that fits. No boundary is asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby


def any_word(words: Iterable[str]) -> str:
    """
    >>> any_word(["m", "mm", "mm2", "v"])
    '(?:m(?:m(?:2|)|)|v)'
    """
    return _branches(sorted(set(words)))


def _branches(words: list[str]) -> str:
    parts = []
    for first, group in groupby([word for word in words if word], key=lambda word: word[0]):
        rests = [word[1:] for word in group]
        parts.append(re.escape(first) + (_branches(rests) if rests != [""] else ""))
    if "" in words:
        parts.append("")
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
