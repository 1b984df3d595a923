"""Rich text as plain lines: RTF bytes in, lines of text out.

Follows the parts of the RTF 1.9 specification that carry letters: groups, code pages, unicode escapes, paragraphs, tabs and table
cells (a row becomes one line with tabs between its cells). Hidden text and everything decorative is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_TOKEN = re.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\")
_NEW_LINE = frozenset({"par", "line", "row", "sect", "page", "nestrow"})
_TAB = frozenset({"tab", "cell", "nestcell"})
_SIGNS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
}
_DESTINATIONS = frozenset(
    (
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "header",
        "headerf",
        "footer",
        "footerf",
        "themedata",
        "datastore",
        "generator",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "xmlnstbl",
        "latentstyles",
        "fldinst",
        "filetbl",
        "revtbl",
        "nonshppict",
        "bkmkstart",
        "bkmkend",
        "mmathPr",
    )
)
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class _State:
    is_skipped: bool = False
    is_hidden: bool = False
    unicode_skip: int = 1


def text_of_rtf(content: bytes) -> list[str]:
    """Never raises; a damaged file gives the text that can be made out."""
    code_page = re.search(rb"\\ansicpg(\d{3,5})", content[:2_000])
    codec = _codec(int(code_page[1]) if code_page else 1252)
    pieces: list[str] = []
    stack: list[_State] = []
    state, to_skip, starred = _State(), 0, False
    for token in _TOKEN.finditer(content):
        escaped, word, number, symbol, brace, plain = token.groups()
        if brace == b"{":
            stack.append(state)
            if len(stack) > _DEEPEST:
                break
        elif brace == b"}":
            state = stack.pop() if stack else _State()
            to_skip = 0
        elif word is not None:
            name = word.decode("ascii")
            state, piece = _word(name, int(number) if number else None, state, starred=starred)
            if name == "u":
                to_skip = state.unicode_skip
            pieces.append(piece)
        elif symbol == b"*":
            starred = True
            continue
        elif escaped is not None:
            if to_skip:
                to_skip -= 1
            elif _is_read(state):
                pieces.append(bytes.fromhex(escaped.decode("ascii")).decode(codec, "replace"))
        elif _is_read(state):
            text = (
                (plain or b"").decode(codec, "replace")
                if plain
                else {b"~": "\u00a0", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(symbol or b"", "")
            )
            if symbol in (b"\\", b"{", b"}"):
                text = symbol.decode("ascii")
            pieces.append(text[to_skip:])
            to_skip = max(0, to_skip - len(text))
        starred = False
    return [line.rstrip() for line in "".join(pieces).split("\n")]


def _is_read(state: _State) -> bool:
    return not (state.is_skipped or state.is_hidden)


def _word(name: str, number: int | None, state: _State, *, starred: bool) -> tuple[_State, str]:
    """The state after a control word, and the letters it stands for."""
    if starred and name not in ("shppict", "shpinst", "shptxt"):
        return replace(state, is_skipped=True), ""
    if name in _DESTINATIONS:
        return replace(state, is_skipped=True), ""
    if name == "v":
        return replace(state, is_hidden=number != 0), ""
    if name in ("plain", "pard"):
        return (replace(state, is_hidden=False) if name == "plain" else state), ""
    if name == "uc":
        return replace(state, unicode_skip=max(0, min(number or 0, 10))), ""
    if not _is_read(state):
        return state, ""
    if name == "u" and number is not None:
        code = number % 65_536
        return state, "" if 0xD800 <= code < 0xE000 else chr(code)
    if name in _NEW_LINE:
        return state, "\n"
    return state, "\t" if name in _TAB else _SIGNS.get(name, "")


def _codec(code_page: int) -> str:
    name = {65001: "utf-8", 10000: "mac-roman"}.get(code_page, f"cp{code_page}")
    try:
        b"a".decode(name)
    except LookupError:
        return "cp1252"
    return name
