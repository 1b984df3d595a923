"""The forms of a code that count as the same, and the codes that a slip of the finger makes of it. Pure text, no look-up."""

from __future__ import annotations

from collections.abc import Iterator

from intake.domain.identifiers import normalise_code

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOOK_ALIKE = str.maketrans("OILQ", "0110")
MAX_CODE = 60


def fold_code(key: str) -> str:
    """The form that all spellings of a normalised code share.

    >>> fold_code("00O4711I")
    '47111'
    """
    return key.translate(LOOK_ALIKE).lstrip("0") or "0"


def spelling_of(key: str, stored: str) -> str:
    """How `key` (normalised, as asked) differs from `stored`: exact, zeros or swapped."""
    if key == stored:
        return "exact"
    return "zeros" if key.lstrip("0") == stored.lstrip("0") else "swapped"


def usable(code: str | None) -> str | None:
    """The normalised code, or None where nothing identifies (empty, one sign, absurdly long)."""
    key = normalise_code(code[: MAX_CODE * 4]) if code else ""
    return key if 2 <= len(key) <= MAX_CODE else None


def slips(key: str) -> Iterator[str]:
    """Every code that one wrong digit or two exchanged neighbours would have turned into `key` (normalised)."""
    for place, sign in enumerate(key):
        if sign.isdigit():
            for digit in "0123456789":
                if digit != sign:
                    yield key[:place] + digit + key[place + 1 :]
        if place + 1 < len(key) and key[place + 1] != sign:
            yield key[:place] + key[place + 1] + sign + key[place + 2 :]


def misreadings(key: str) -> Iterator[str]:
    """Every code that recognition would have made `key` (normalised) of by one sign: misread, lost or seen where there is none.

    >>> found = set(misreadings("GL85"))
    >>> "GLBS" in found, "GL8S" in found, "GLX85" in found, "GL8" in found, "GL85" in found
    (False, True, True, True, False)
    """
    for place in range(len(key) + 1):
        before, sign, after = key[:place], key[place : place + 1], key[place + 1 :]
        for other in _SIGNS:
            yield before + other + sign + after
            if sign and other != sign:
                yield before + other + after
        if sign:
            yield before + after
