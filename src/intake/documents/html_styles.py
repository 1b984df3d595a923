"""What a browser would hide or show of an element: style attributes and simple style sheet rules in, yes or no out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0+)?(?![\d.])"
    r"|font-size\s*:\s*[0](?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:!important)?\s*(?:;|$)",
    re.I,
)
_FOLDED = re.compile(r"max-height\s*:\s*0(?:px|pt)?\s*(?:!important)?\s*(?:;|$)", re.I)
_OVERFLOW = re.compile(r"overflow\s*:\s*hidden", re.I)
_WHITE = r"(?:#fff(?:fff)?(?![0-9a-f])|white(?![\w-])|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)"
_WHITE_LETTERS = re.compile(rf"(?:^|[;\s\"'])color\s*:\s*{_WHITE}", re.I)
_LETTERS = re.compile(r"(?:^|[;\s\"'])color\s*:", re.I)
_GROUND = re.compile(r"background(?:-color|-image)?\s*:\s*([^;]+)", re.I)
_PLAIN_GROUND = re.compile(rf"^\s*(?:{_WHITE}|transparent|none|inherit|initial|unset)", re.I)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_SIMPLE_SELECTOR = re.compile(r"^(?:[a-z0-9]+)?([.#][\w-]+)$", re.I)
_LONGEST_SHEET = 200_000


def hiding_selectors(root: Any) -> frozenset[str]:
    """Classes and ids (".x", "#y") that a style sheet hides outright; what only small screens hide stays visible."""
    return frozenset(selector for selector, body in css_rules(root) if _HIDING.search(body))


def css_rules(root: Any) -> Iterator[tuple[str, str]]:
    """Each class or id that the page's style sheets name by itself, with what they say of it."""
    for sheet in root.iter("style"):
        css = re.sub(r"/\*.*?\*/|<!--|-->", "", (sheet.text or "")[:_LONGEST_SHEET], flags=re.S)
        css = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
        for selectors, body in _RULE.findall(css):
            for part in selectors.split(","):
                if match := _SIMPLE_SELECTOR.match(part.strip()):
                    yield match[1], body


def is_hidden(element: Any, hiding: frozenset[str]) -> bool:
    """Whether the element itself is hidden; its ancestors are the caller's business."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style") or ""
    if style and (_HIDING.search(style) or (_FOLDED.search(style) and _OVERFLOW.search(style))):
        return True
    if not hiding:
        return False
    names = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    return not names.isdisjoint(hiding)


def letters_are_white(element: Any, inherited: bool) -> bool:
    style = element.get("style") or ""
    color = element.get("color") or ""
    if _LETTERS.search(style):
        return bool(_WHITE_LETTERS.search(style))
    if color:
        return bool(re.fullmatch(_WHITE, color.strip(), re.I))
    return inherited


def ground_is_plain(element: Any, inherited: bool) -> bool:
    """White or none; on a coloured ground white letters are a heading and not a hiding place."""
    if element.get("bgcolor") or element.get("background"):
        return bool(re.fullmatch(_WHITE, (element.get("bgcolor") or "").strip(), re.I)) and not element.get("background")
    found = _GROUND.search(element.get("style") or "")
    return bool(_PLAIN_GROUND.match(found[1])) if found else inherited


def is_quote(element: Any) -> bool:
    """Whether a <blockquote> quotes. Mail programs also write one to indent what the writer typed."""
    if (element.get("type") or "").lower() == "cite" or element.get("cite"):
        return True
    style = (element.get("style") or "").lower()
    if "quote" in (element.get("class") or "").lower() or re.search(r"border-left\b(?!\s*:\s*(?:none|0))", style):
        return True
    return not ("margin" in style or "border:none" in style.replace(" ", ""))
