"""Bytes to text: byte order mark, strict UTF-8, the declared charset, then whichever encoding gives plausible letters.

In: bytes and what a mail or page declared. Out: text with plain line ends, never an exception. Statistical guessers took Polish
and Czech texts for western ones, so the letters themselves decide: a superscript one inside a word is a wrong guess.
"""

from __future__ import annotations

import codecs
import unicodedata

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Mail programs declare these and send Windows-1252, as browsers have long assumed (WHATWG Encoding Standard).
_MEANS_CP1252 = frozenset(
    {"iso-8859-1", "latin-1", "latin1", "iso8859-1", "iso_8859-1", "l1", "us-ascii", "ascii", "ansi_x3.4-1968"}
)
_CANDIDATES = (
    "cp1252",
    "cp1250",
    "iso8859-2",
    "iso8859-15",
    "cp1257",
    "cp1254",
    "cp1251",
    "koi8-r",
    "cp1253",
    "mac-roman",
    "cp850",
    "cp852",
)
# The letters beyond a to z of each language orders come in: a right guess yields one language's letters, a wrong one a mixture.
_ALPHABETS = tuple(
    frozenset(letters + letters.upper())
    for letters in (
        "äöüß",
        "àâæçéèêëîïôœùûüÿ",
        "áéíóúüñºª",
        "àáèéìíòóùú",
        "ãáâàçéêíóôõúü",
        "éëïóöüèáú",
        "åäöéü",
        "æøåéä",
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýž",
        "áäčďéíĺľňóôŕšťúýž",
        "áéíóöőúüű",
        "ăâîșțşţ",
        "çğıöşüâîİ",
        "čćđšž",
        "ąčęėįšųūž",
        "āčēģīķļņšūž",
        "äõöüšž",
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґ",
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ",
    )
)
_ORDINARY_SIGNS = frozenset("€°§–—’‘“”„«»•…²³µ½¼¾×±·£®©™¿¡")
_ONLY_IN_MISTAKES = frozenset("¦¹¶¬¨¸¯¤þðÞÐ¢")
_LOOKED_AT = 200_000


def decode(content: bytes, declared: str | None = None) -> str:
    """The text of `content`, without byte order mark, line ends as "\\n", NUL characters dropped."""
    return _plain(_decode(content, declared))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\x00", "")


def _decode(content: bytes, declared: str | None) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(encoding, "replace")
    wide = _utf16_without_mark(content)
    if wide:
        return content.decode(wide, "replace")
    codec = _codec(declared)
    # ISO-2022 and UTF-7 hide letters behind ASCII, so strict UTF-8 would "succeed" on them.
    if codec and codec.startswith(("iso2022", "utf-7", "hz")):
        return content.decode(codec, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if codec:
        try:
            return content.decode(codec)
        except (UnicodeDecodeError, LookupError, ValueError):
            pass
    if codec == "utf-8" and _is_nearly_utf8(content):
        return content.decode("utf-8", "replace")
    return _most_plausible(content)


def _codec(declared: str | None) -> str | None:
    """The codec a declaration means; None where it is unknown, no text codec, or says nothing about letters beyond ASCII."""
    name = (declared or "").strip(" \"'\t;").lower()
    if not name or name in ("us-ascii", "ascii", "unknown-8bit", "8bit", "x-unknown"):
        return None
    if name in _MEANS_CP1252:
        return "cp1252"
    name = {"x-mac-roman": "mac-roman", "windows-31j": "cp932", "ks_c_5601-1987": "cp949", "gb2312": "gb18030"}.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def _utf16_without_mark(content: bytes) -> str | None:
    head = content[:4_000]
    if len(head) < 8 or head.count(0) < len(head) // 4:
        return None
    odd, even = head[1::2].count(0), head[::2].count(0)
    if odd > 0.6 * len(head[1::2]) and even < 0.2 * len(head[::2]):
        return "utf-16-le"
    if even > 0.6 * len(head[::2]) and odd < 0.2 * len(head[1::2]):
        return "utf-16-be"
    return None


def _is_nearly_utf8(content: bytes) -> bool:
    """A UTF-8 text with a few damaged bytes (cut in a letter's middle) rather than another encoding."""
    text = content[:_LOOKED_AT].decode("utf-8", "replace")
    beyond = sum(sign > "\x7f" for sign in text)
    return beyond > 0 and text.count("\ufffd") * 5 < beyond


def _most_plausible(content: bytes) -> str:
    head = content[:_LOOKED_AT]
    scored = []
    for order, encoding in enumerate(_CANDIDATES):
        try:
            text = head.decode(encoding)
        except UnicodeDecodeError:
            continue
        scored.append((_plausibility(text), -order, encoding))
    best = max(scored)[2] if scored else "cp1252"
    return content.decode(best, "replace")


def _plausibility(text: str) -> float:
    """Higher is likelier: letters of one language count for it; symbols, odd capitals and mixed scripts in words against."""
    beyond = [at for at, sign in enumerate(text) if sign >= "\x80"]
    score = sum(_oddness(text[at], text[at - 1] if at else " ", text[at + 1 : at + 2] or " ") for at in beyond)
    letters = [text[at] for at in beyond if text[at].isalpha()]
    return score + max(sum(1.0 if letter in alphabet else -1.0 for letter in letters) for alphabet in _ALPHABETS)


def _oddness(sign: str, before: str, after: str) -> float:
    if "\x80" <= sign < "\xa0" or sign in _ONLY_IN_MISTAKES:
        return -3.0
    if sign.isalpha():
        return -2.0 if _is_misplaced(sign, before, after) else 0.0
    if before.isalpha() and after.isalpha() and sign not in "’‘'–-":
        return -2.0
    if sign in "¿¡" and after.isalpha():
        return 1.0
    return 0.3 if sign in _ORDINARY_SIGNS else -0.5


def _is_misplaced(sign: str, before: str, after: str) -> bool:
    if before.islower() and sign.isupper():
        return True
    # French writes œ before a vowel only (œil, bœuf); elsewhere it is a Polish or Czech ś or š read wrongly.
    if sign in "œŒ" and after.isalpha() and after.lower() not in "uieé":
        return True
    return any(_script(sign) != _script(next_to) for next_to in (before, after) if next_to.isalpha())


def _script(sign: str) -> str:
    return unicodedata.name(sign, "UNKNOWN").split(" ", 1)[0]
