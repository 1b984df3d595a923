"""What a writer crossed out on a page or in a Word document: the element tree in, a problem for a person out.

Crossed-out words are not read: who strikes "40" and writes "16" behind it orders sixteen. Whether the whole row is taken back,
or only a word of it, a person sees who is told of them. Those of a PDF are told in `pdf_findings.py`, those of a workbook in
`spreadsheet_cells.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from intake.documents.html_styles import css_rules
from intake.documents.ooxml import attribute, local
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_STRIKING = frozenset(("s", "strike", "del"))
_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_OFF = ("0", "false", "off")
_LONGEST_QUOTE = 120


def crossed_out(texts: Sequence[str], where: str = "", path: str = "") -> tuple[Problem, ...]:
    """() where nothing is; `where` is "on sheet Order" and the like."""
    quote = " ".join(" ".join(texts).split())
    if not any(map(str.isalnum, quote)):
        return ()
    shown = quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1] + "…"
    message = f"Words{' ' if where else ''}{where} are crossed out: '{shown}'."
    return (Problem(code=ReasonCode.NOTE_NEEDS_READING.value, path=path, message=message),)


def take_crossed_out(root: Any) -> list[str]:
    """Empties the outermost struck elements of an HTML page; their texts in reading order. A struck cell keeps its place."""
    names = {selector for selector, body in css_rules(root) if _THROUGH.search(body)}
    return list(_struck(root, names))


def _struck(element: Any, names: set[str]) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in ("head", "script", "style"):
        return
    classes = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    if element.tag in _STRIKING or _THROUGH.search(element.get("style") or "") or not names.isdisjoint(classes):
        yield " ".join(element.itertext())
        _empty(element)
        return
    for child in element:
        yield from _struck(child, names)


def _empty(element: Any) -> None:
    for cell in element.iter():
        cell.text = None
        if cell is not element:
            cell.tail = None


def crossed_out_in_word(root: Any) -> list[str]:
    """The struck runs of a WordprocessingML part (ECMA-376 part 1, 17.3.2.37 w:strike and 17.3.2.9 w:dstrike)."""
    runs = (run for run in root.iter() if local(run) == "r")
    return ["".join(part.text or "" for part in run if local(part) == "t") for run in runs if is_struck_run(run)]


def is_struck_run(run: Any) -> bool:
    properties = next((part for part in run if local(part) == "rPr"), ())
    return any(local(part) in ("strike", "dstrike") and attribute(part, "val") not in _OFF for part in properties)
