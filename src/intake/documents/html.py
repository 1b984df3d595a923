"""An HTML mail body or page: bytes in, a `Document` of TEXT and GRID canvases in reading order out.

Data tables become grids; layout tables, as mail programs and newsletters use them, dissolve into text. What a browser hides is
kept apart. Quoted history is told by <blockquote> and by the lines that mail programs write above it. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from intake.documents.crossed_out import crossed_out, take_crossed_out
from intake.documents.flow import canvases_of
from intake.documents.html_blocks import blocks_of
from intake.domain.documents import Document, Source
from intake.domain.encodings import decode
from intake.domain.limits import Limits
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)", re.I
)
# An element nested deeper than this was made to break readers; mail programs' own nesting stays far below.
_DEEPEST = 200


def read_html(source: Source, content: bytes, limits: Limits) -> Document:
    """Never raises on bad bytes. A page without visible words is DOCUMENT_EMPTY."""
    content = content[: limits.part_bytes]
    text = decode(content, source.charset or _declared(content))
    try:
        root = _parsed(text)
        struck = [] if root is None else take_crossed_out(root)
        blocks = [] if root is None else blocks_of(root, deepest=_DEEPEST)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError, AssertionError):
        message = "The HTML cannot be read. The customer sends the order in another format."
        return Document(source=source, problems=(Problem(code=ReasonCode.DOCUMENT_BROKEN, message=message),))
    canvases, problems = canvases_of(blocks, is_forwarded=source.is_forwarded, limits=limits)
    document = Document(source=source, canvases=canvases, problems=(*problems, *crossed_out(struck)))
    if document.is_empty and not problems:
        message = "The HTML shows no words. The customer sends it again."
        document = Document(
            source=source, canvases=canvases, problems=(Problem(code=ReasonCode.DOCUMENT_EMPTY, message=message),)
        )
    return document


def _parsed(text: str) -> Any | None:
    # The parser takes no declaration of an encoding in a text that is decoded already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        return None
    parser = etree.HTMLParser(no_network=True, recover=True, remove_comments=True, remove_pis=True, huge_tree=False)
    return etree.fromstring(text, parser)


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content[:4_096])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None
