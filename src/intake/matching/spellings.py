"""Spellings of the same thing → one (a tyre's rim, an oil's grade, a voltage's kind); and what has a blank or a sign in it.

In: folded text. Out: the text in one spelling, and codes that its tokens alone do not show. No meaning is asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from intake.matching.alternation import any_word
from intake.matching.lexicon import little_words, unit_words

_REWRITTEN = tuple(
    (needles.split("|"), re.compile(pattern), instead)
    for needles, pattern, instead in (
        ("/", r"(?<!\d)(\d{3}/\d{2})\s?z?r\s?(\d{2}c?)(?!\d)", r"\1 r\2 "),  # 205/55R16
        ("0w|5w", r"(?<![^\W_])(\d{1,2})w[ -]?(\d{2})(?![^\W_])", r"\1w\2"),  # 5W-30
        ("vac|vdc|v ac|v dc|v-ac|v-dc|v -ac|v -dc", r"(\d)\s?v\s?-?(ac|dc)(?![^\W_])", r"\1 v \2"),  # 24VDC
        ("v~|v ~", r"(\d)\s?v\s?~", r"\1 v ac"),
        ("=|⎓", r"(\d)\s?v\s?[=⎓](?!\s?\d)", r"\1 v dc"),
        ("xt|x t|x-t", r"(?<![^\W_])(torx|tx)[ -]?t\s?(\d)", r"\1 \2"),  # torx T25
        ("m6|k6|h6|h7|h8|h9|h11", r"(?<![^\W_])(\d{1,3})(m6|k6|h(?:6|7|8|9|11))(?![^\W_])", r"\1 \2"),  # 5m6
        ("mm2", r"(?<![^\W_])(\d{1,2})\s?g\s(\d+(?:[.,]\d+)?\s?mm2)", r"\1g\2"),  # 3 G 2,5 mm²
        ("pack of|packs of", r"(?<=\d)\s(packs?\sof\s)", r" | \1"),  # 50 x 65 pack of 3
        # "24 V DC NO", "PNP NC"
        (" no| nc| nf", r"(?<![^\W_])(pnp|npn|ac|dc|contact|kontakt),?\s(n[ocf])(?![^\W_])", r"\1 contact\2"),
        (".|,", r"(?<![^\W_])(?<!\d[.,])(\d+[.,]\d{1,3})(?!mm)([^\W\d_])(?![^\W_])", r"\1 \2"),  # 42.5R
    )
)
"""What a text must have for the pattern to fit, the pattern, what stands instead. Asking for that first saves most searches."""

_SIGNED = re.compile(r"(?<![^\s(/])([+-])(\d+(?:[.,]\d+)?)(?![\d/-])")
_SPACED = re.compile(r"(?<![^\W_])(\d{0,2}[^\W\d_]{1,4})[ .-](\d{1,6}[^\W\d_]?)(?![^\W_]|[.,/]\d|\s?x\s?\d)")
_CORES = re.compile(r"(?<![^\W_])(\d{1,2})\s?([gx])\s?(\d{1,3})(?:[.,](\d+))?\s?mm2")
_TYPE = re.compile(r"(?<![^\W_])(?:typ|type|tipo|tip|klasse|class|classe|clase|klasa|klass)[ .:]+([a-z])(?![^\W_]|\s?\d)")
_LETTER_AND_MEASURE = re.compile(r"[a-z]\d{1,4}[a-z]")
_INNER = "f ig h gw wew bi iv female femelle hembra femmina innengewinde binnendraad"
_OUTER = "m ag gz zew bu uv male macho maschio aussengewinde buitendraad"
_END = dict.fromkeys(_INNER.split(), "f") | dict.fromkeys(_OUTER.split(), "m")
_ENDS = re.compile(rf"(?<![^\W_/])({any_word(_END)})\.?\s?[/x+-]\s?({any_word(_END)})(?![^\W_]|/)")
_TWO_LETTERS = re.compile(r"(?<![^\W_])(ff|mf|fm)(?![^\W_])")
_NAMES_ENDS = frozenset(("ff", "mf", "fm", *_END))
_NO_CODES = frozenset(("dc", "ac", *"axeyoi"))
""""a 100", "x 12", "y 3": letters that join, and name nothing; the kind of a current before its amperes ("DC 5A")."""
_LONGEST_LETTERS = 2
"""Of a code before its measure: "B 16 A" is a breaker's curve and figure."""
_BEHIND_UNIT = re.compile(rf"\s{any_word(unit_words())}(?![^\W_])")


def one_spelling(folded: str) -> str:
    """
    >>> one_spelling("5w-30 205/55r16 24vdc")
    '5w30 205/55 r16  24 v dc'
    """
    for needles, pattern, instead in _REWRITTEN:
        for needle in needles:
            if needle in folded:
                folded = pattern.sub(instead, folded)
                break
    return folded


def types_said(folded: str) -> list[str]:
    """The single letters that are called a type or class: no word, and all that tells an RCD of type A from one of type F."""
    if not any(start in folded for start in ("ty", "tip", "kla", "cla")):
        return []
    return [f"type~{found[1]}" for found in _TYPE.finditer(folded)]


def signed_figures(folded: str) -> Iterator[tuple[str, str]]:
    """(sign, figure) of the figures that bear a sign of their own."""
    return ((found[1], found[2]) for found in _SIGNED.finditer(folded))


def spaced_codes(folded: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The "b16" of "B 16A" and of "B16A", where the A is the unit; "Cat 6A" ends in a letter of its own."""
    spaced = (
        found[1] + _figure(found[1], found[2])
        for found in _SPACED.finditer(folded)
        if found[1] not in _NO_CODES
        and found[1] not in little_words()
        and not _is_unit(found[1], folded, found.start())
        and not _is_measured(found, folded)
    )
    measured = (code[:-1] for code in codes if _LETTER_AND_MEASURE.fullmatch(code) and code[-1] in unit_words())
    # "3G4" has an earth wire, "3X4" none, and NYM-J 3x4 is called either.
    cores = (f"{found[1]}{found[2]}{found[3]}.{found[4] or 0}" for found in _CORES.finditer(folded))
    return tuple(dict.fromkeys((*spaced, *measured, *cores)))


def _is_unit(letters: str, folded: str, place: int) -> bool:
    """ "9 mm 50 m": the letters are the unit of the figure before them."""
    return letters in unit_words() and re.search(r"[\d/]\s?$", folded[:place]) is not None


def _is_measured(found: re.Match[str], folded: str) -> bool:
    """A word before a measure: "fein 1 kg", "HDPE 120l"."""
    if len(found[1]) <= _LONGEST_LETTERS:
        return False
    return _figure(found[1], found[2]) != found[2] or _BEHIND_UNIT.match(folded, found.end()) is not None


def _figure(letters: str, figure: str) -> str:
    """The A of "Cat 6A" is no ampere; "Ring 50m" are metres."""
    is_unit = figure[-1] in unit_words() and (len(letters) == 1 or figure[-1] != "a")
    return figure[:-1] if is_unit else figure


def ends_said(folded: str, words: Iterable[str]) -> list[str]:
    """Which threads or plugs a piece has at its two ends, in whatever letters: "F/M", "IG/AG", "GW x GZ" are one and the same.

    `words` are the text's: where none names an end, nothing is searched for.

    >>> ends_said("nipple m/f 1/2", ["m", "f"]), ends_said("nippel ag x ig", ["ag", "ig"]), ends_said("tee ff 22", ["ff"])
    (['ends~fm'], ['ends~fm'], ['ends~ff'])
    """
    if _NAMES_ENDS.isdisjoint(words):
        return []
    found = [sorted((_END[match[1]], _END[match[2]])) for match in _ENDS.finditer(folded)]
    found += [sorted(match[1]) for match in _TWO_LETTERS.finditer(folded)]
    return list(dict.fromkeys(f"ends~{''.join(ends)}" for ends in found))
