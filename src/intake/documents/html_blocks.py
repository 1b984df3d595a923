"""The blocks of an HTML page in reading order: the element tree in, lines of text and tables out.

Follows the rules of display that decide what stands on a line of its own. Knows what is hidden and how deep something is
quoted; what a table is for is decided in `html_tables.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from intake.documents.flow import Block, TextBlock
from intake.documents.html_styles import ground_is_plain, hiding_selectors, is_hidden, is_quote, letters_are_white

_SKIPPED = frozenset(
    (
        "head",
        "title",
        "script",
        "style",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "select",
        "button",
        "audio",
        "video",
        "map",
        "canvas",
        "xml",
    )
)
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "ul",
        "caption",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
    )
)
_SPACED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "dl"))
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
# The blanks of HTML; a no-break space is none of them, people align with it.
_COLLAPSIBLE = re.compile(r"[ \t\r\n\f]+")
_RULE = "_" * 32


@dataclass(frozen=True, slots=True)
class Scope:
    """What an element inherits."""

    level: int = 0
    depth: int = 0
    is_hidden: bool = False
    is_bold: bool = False
    is_preformatted: bool = False
    white_letters: bool = False
    plain_ground: bool = True


@dataclass(slots=True)
class Walk:
    """Collects the blocks of one flow (a page or a table cell)."""

    hiding: frozenset[str]
    deepest: int
    blocks: list[Block] = field(default_factory=list)
    line: list[tuple[str, bool]] = field(default_factory=list)
    line_scope: Scope = field(default_factory=Scope)

    def element(self, element: Any, scope: Scope) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SKIPPED:
            return
        inner = self._inner(element, tag, scope)
        if inner.level > self.deepest:
            self.text(" ".join(element.itertext()), inner)
            return
        if tag == "table":
            self.flush()
            # Tables and flows contain each other; the import cannot stand above.
            from intake.documents.html_tables import table_blocks

            self.blocks.extend(table_blocks(element, inner, self.hiding, self.deepest))
            return
        self._around(element, tag, inner)

    def _inner(self, element: Any, tag: str, scope: Scope) -> Scope:
        white, plain = letters_are_white(element, scope.white_letters), ground_is_plain(element, scope.plain_ground)
        return Scope(
            level=scope.level + 1,
            depth=scope.depth + (tag == "blockquote" and is_quote(element)),
            is_hidden=scope.is_hidden or is_hidden(element, self.hiding) or (white and plain),
            is_bold=scope.is_bold or tag in _BOLD or "font-weight:bold" in (element.get("style") or "").replace(" ", ""),
            is_preformatted=scope.is_preformatted or tag == "pre",
            white_letters=white,
            plain_ground=plain,
        )

    def _around(self, element: Any, tag: str, inner: Scope) -> None:
        is_block = tag in _BLOCKS
        if is_block:
            self.flush()
        if tag == "br":
            self.flush(keeps_empty=True, scope=inner)
        elif tag == "hr":
            self.blocks.append(TextBlock(_RULE, inner.depth, inner.is_hidden))
        elif tag == "li":
            self.text(_bullet(element), inner)
        elif tag in ("input", "textarea"):
            self.text(_entered(element, tag), inner)
        if tag not in ("input", "textarea"):
            self.children(element, inner)
        if is_block:
            self.flush()
            if tag in _SPACED or (tag == "p" and not _is_tight(element)):
                self.blank(inner)

    def children(self, element: Any, scope: Scope) -> None:
        self.text(element.text, scope)
        for child in element:
            self.element(child, scope)
            self.text(child.tail, scope)

    def text(self, text: str | None, scope: Scope) -> None:
        if not text:
            return
        if scope.is_preformatted:
            first, *others = text.split("\n")
            self._add(first, scope)
            for other in others:
                self.flush(keeps_empty=True, scope=scope)
                self._add(other, scope)
            return
        self._add(_COLLAPSIBLE.sub(" ", text), scope)

    def _add(self, text: str, scope: Scope) -> None:
        if self.line and scope.is_hidden != self.line_scope.is_hidden:
            # Hidden words on a visible line become a line of their own kind; the visible line goes on afterwards.
            if text.strip():
                if scope.is_hidden:
                    self.blocks.append(TextBlock(text.strip(), scope.depth, is_hidden=True))
                    return
                self.flush()
            else:
                return
        if not self.line:
            self.line_scope = scope
        self.line.append((text, scope.is_bold))

    def flush(self, *, keeps_empty: bool = False, scope: Scope | None = None) -> None:
        text = "".join(piece for piece, _ in self.line)
        if not self.line_scope.is_preformatted:
            text = re.sub(r" {2,}", " ", text).strip(" ")
        is_bold = bool(text.strip()) and all(bold for piece, bold in self.line if piece.strip())
        spoken = bool(self.line) and (bool(text.strip()) or "\u00a0" in text)
        if spoken or keeps_empty:
            on = self.line_scope if self.line else (scope or Scope())
            self.blocks.append(TextBlock(text.rstrip(), on.depth, on.is_hidden, is_bold))
        self.line = []

    def blank(self, scope: Scope) -> None:
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, TextBlock) and last.text.strip():
            self.blocks.append(TextBlock("", scope.depth, scope.is_hidden))


def blocks_of(root: Any, *, deepest: int) -> list[Block]:
    """The blocks of a page. What is nested deeper than `deepest` elements is flattened into text."""
    walk = Walk(hiding_selectors(root), deepest)
    walk.element(root, Scope())
    walk.flush()
    return walk.blocks


def flow_of(elements: Sequence[Any], scope: Scope, hiding: frozenset[str], deepest: int) -> list[Block]:
    """The blocks inside table cells."""
    walk = Walk(hiding, deepest)
    for element in elements:
        walk.children(element, scope)
        walk.flush()
    return walk.blocks


def _bullet(item: Any) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    return f"{sum(1 for _ in item.itersiblings('li', preceding=True)) + 1}. "


def _entered(element: Any, tag: str) -> str:
    """What stands in a form's field."""
    if tag == "textarea":
        return str(element.text or "")
    kind = (element.get("type") or "text").lower()
    return f" {element.get('value') or ''} " if kind in ("text", "number", "date", "tel", "email") else ""


def _is_tight(paragraph: Any) -> bool:
    """Outlook's paragraphs and those of some web mailers stand without space between them."""
    style = (paragraph.get("style") or "").replace(" ", "").lower()
    return (paragraph.get("class") or "").startswith("Mso") or "margin:0" in style or "margin-bottom:0" in style
