"""An xlsx workbook's cell styles: the styles part in, one `CellStyle` for each style index out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from intake.documents.number_formats import builtin_code
from intake.documents.ooxml import attribute, local

_MOST_STYLES = 70_000


@dataclass(frozen=True, slots=True)
class CellStyle:
    """`is_invisible`: white letters on white ground; `is_struck`: a line through them."""

    code: str = "General"
    is_bold: bool = False
    is_invisible: bool = False
    is_struck: bool = False


PLAIN = CellStyle()


def read_styles(root: Any) -> tuple[CellStyle, ...]:
    codes: dict[str, str] = {}
    bold: list[bool] = []
    struck: list[bool] = []
    white_letters: list[bool] = []
    white_ground: list[bool] = []
    formats: list[Any] = []
    for group in root:
        name = local(group)
        if name == "numFmts":
            codes = {attribute(entry, "numFmtId") or "": attribute(entry, "formatCode") or "General" for entry in group}
        elif name == "fonts":
            bold = [is_on(font, "b") for font in group]
            struck = [is_on(font, "strike") for font in group]
            white_letters = [any(local(part) == "color" and _is_white(part) for part in font) for font in group]
        elif name == "fills":
            white_ground = [_is_white_ground(fill) for fill in group]
        elif name == "cellXfs":
            formats = list(group)[:_MOST_STYLES]
    return tuple(
        CellStyle(
            code=_code(attribute(entry, "numFmtId") or "0", codes),
            is_bold=_at(bold, attribute(entry, "fontId"), default=False),
            is_invisible=_at(white_letters, attribute(entry, "fontId"), default=False)
            and _at(white_ground, attribute(entry, "fillId"), default=True),
            is_struck=_at(struck, attribute(entry, "fontId"), default=False),
        )
        for entry in formats
    )


def _code(number: str, codes: dict[str, str]) -> str:
    if number in codes:
        return codes[number]
    return builtin_code(int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else "General"


def _at(flags: list[bool], index: str | None, *, default: bool) -> bool:
    number = int(index) if index and index.isascii() and index.isdigit() and len(index) < 7 else 0
    return flags[number] if number < len(flags) else default


def is_on(font: Any, name: str) -> bool:
    return any(local(part) == name and attribute(part, "val") not in ("0", "false") for part in font)


def _is_white(color: Any) -> bool:
    rgb = attribute(color, "rgb")
    if rgb:
        return rgb.upper().endswith("FFFFFF") and len(rgb) in (6, 8)
    # Theme colour 0 is the window's ground; a tint darkens it.
    return attribute(color, "theme") == "0" and attribute(color, "tint") is None


def _is_white_ground(fill: Any) -> bool:
    for pattern in fill:
        if local(pattern) != "patternFill":
            return False
        if attribute(pattern, "patternType") in (None, "none"):
            return True
        return any(local(color) == "fgColor" and _is_white(color) for color in pattern)
    return True
