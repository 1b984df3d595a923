"""Free text → the one folded form that matching compares: lower case, plain letters, plain signs, bounded in length.

Only for comparison; what a person reads is always the original.
"""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 2_000
"""No article's words are longer; what comes after is somebody's prose."""

_FRACTIONS = {
    "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅛": " 1/8", "⅜": " 3/8", "⅝": " 5/8", "⅞": " 7/8", "⅓": " 1/3", "⅔": " 2/3",
}  # fmt: skip
_SIGNS = str.maketrans(
    {
        **_FRACTIONS,
        **dict.fromkeys("×✕✖╳", "x"),
        **dict.fromkeys("“”„‟″˝ʺ", '"'),
        **dict.fromkeys("’‘‚‛′´`ʹ", "'"),
        **dict.fromkeys("–—‐‑‒−―", "-"),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("∅Ø⌀", "ø"),
        "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe", "ı": "i", "µ": "u", "μ": "u",
        "º": "°", "˚": "°", "®": " ", "™": " ", "©": " ", "\u00ad": None, "\ufeff": None, "•": " ", "*": " ",
    }
)  # fmt: skip
_LATIN = {
    code: plain
    for code in range(0x00C0, 0x0180)
    if (plain := unicodedata.normalize("NFD", chr(code))[0]).isascii() and plain.isalpha() and code not in _SIGNS
}
"""A letter with an accent → the letter without."""
_QUICK = _SIGNS | _LATIN | {ord("²"): "2", ord("³"): "3"} | dict.fromkeys((*range(32), 127), " ")
_UNCHANGED = dict.fromkeys(map(ord, "ßø°"), None)
_PIECES = r"(?i:pcs?|pce|ea|st(?:k|ck|uck|uks|\.)?|pieces?|szt|uds?|pz|ks|er)(?![^\W_])"
_LETTER_SIZE = re.compile(
    r"(?<![\w.,/&+-])(?:(X{1,4}[SL]|[2-6]XL|xxl|xxxl|xl)"
    # "L 100" is a length, but in "L 100 pcs" the hundred is what the box holds.
    rf"|([SML])(?:(?!\s?[\d=:])|(?=\s\d{{1,5}}\s?{_PIECES})))(?![\w.&+/-]|\s?=)"
)
_STANDARD_BEFORE = re.compile(
    r"(?<![^\W_])(?:din|en|iso|nf|bs|uni|astm|ansi)[ -]?(?:(?:en|iso)[ -]?)*\d{2,6}(?:-\d+)?\s$", re.IGNORECASE
)
_HINGE = re.compile(r"(?<![^\W_])din[ -]$", re.IGNORECASE)
_O_SLASH = re.compile(r"(?<=[a-z])ø|ø(?=[a-z])")
_NUMBERED_SIZE = {"xxl": "2xl", "xxxl": "3xl", "xxxxl": "4xl"}


def _mark_size(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 40) : found.start()]
    if found[2] and _HINGE.search(before):
        return found[0]  # "DIN L" is a door that is hung on the left
    if found[2] and re.search(r"\d\s$", before) and not _STANDARD_BEFORE.search(before):
        return found[0]  # "5 L" are litres, "EN 388 L" is a size
    size = found[0].casefold()
    return f" size~{_NUMBERED_SIZE.get(size, size)} "


def fold_words(text: str) -> str:
    """The folded form. Letter sizes are marked before the case is lost ("Gr. L" is a size, "5 l" are litres).

    >>> fold_words("Schlüssel ½″ M8×40 Größe XL")
    'schlussel 1/2" m8x40 grosse size~xl'
    """
    text = text[:MAX_CHARACTERS]
    quick = text.translate(_QUICK)
    # Most texts have Latin letters alone, and need not be taken apart sign by sign.
    if quick.isascii() or quick.translate(_UNCHANGED).isascii():
        text = quick
    else:
        text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
        decomposed = unicodedata.normalize("NFD", text)
        text = "".join(
            sign if unicodedata.category(sign)[0] != "C" else " " for sign in decomposed if not unicodedata.combining(sign)
        )
    text = _LETTER_SIZE.sub(_mark_size, text)
    folded = " ".join(text.casefold().split())
    return _O_SLASH.sub("o", folded) if "ø" in folded else folded


def words_key(text: str) -> str:
    """The form under which a customer's own wording is remembered: folded, signs dropped, order kept."""
    return " ".join(re.findall(r"[^\W_]+(?:[.,/][^\W_]+)*|\"", fold_words(text)))
