"""Which version of a body is read, and what its text says about forwarding.

Mail programs send a letter twice, plain and as HTML. Plain text tells quoted history best; a table of data is only whole in HTML.
"""

from __future__ import annotations

import re
from typing import Any

from inscriptis import get_text
from lxml import etree

from intake.domain.encodings import decode
from intake.domain.mail_headers import HeaderBlock
from intake.domain.quoting import mark_lines, unquoted

_LONGEST = 2_000_000


def shows_a_table(content: bytes, charset: str | None) -> bool:
    """Whether an HTML body holds a table with two rows of two filled cells each, no table inside."""
    root: Any = _tree(decode(content[:_LONGEST], charset))
    if root is None:
        return False
    for table in root.iter("table"):
        if sum(1 for _ in table.iter("table")) > 1:
            continue
        filled = [sum(1 for cell in row if cell.tag in ("td", "th") and _spoken(cell)) for row in table.iter("tr")]
        if sum(cells >= 2 for cells in filled) >= 2:
            return True
    return False


def _tree(html: str) -> Any:
    try:
        parser = etree.HTMLParser(no_network=True, recover=True, remove_comments=True, remove_pis=True, huge_tree=False)
        return etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html), parser) if html.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _spoken(cell: Any) -> bool:
    return bool("".join(cell.itertext()).strip("\u00a0 \t\r\n"))


def text_of(content: bytes, charset: str | None, *, is_html: bool) -> str:
    """A body's words in lines, good enough to look for marks of forwarding."""
    text = decode(content[:_LONGEST], charset)
    if not is_html:
        return text
    try:
        return str(get_text(text))
    except Exception:
        # The layout engine was written for web pages; what it stumbles over still has letters.
        return re.sub(r"<[^>]*>", "\n", text)


def prefers_html(plain: str, html: str, *, has_table: bool) -> bool:
    """Whether of the two versions the HTML one is read."""
    said, shown = _letters(plain), _letters(html)
    if has_table and shown:
        return True
    # "Your mail program does not show HTML" and empty stubs stand for nothing.
    return said * 3 < shown


def says_the_same(plain: str, html: str) -> bool:
    """Whether nearly every word of the one stands in the other."""
    said, shown = (set(re.findall(r"\w+", text.casefold())) for text in (plain, html))
    common = len(said & shown)
    return common >= 3 and common >= 0.9 * len(said) and common >= 0.9 * len(shown)


def _letters(text: str) -> int:
    return sum(sign.isalnum() for sign in text)


def inner_sender(text: str, *, is_forwarded: bool) -> HeaderBlock | None:
    """The header block of the innermost mail that was forwarded in this body."""
    return mark_lines([unquoted(line.strip()) for line in text.split("\n")], is_forwarded=is_forwarded).inner
