"""python-docx as the second reader of Word documents: in come the body's XML and our canvases, out goes what we dropped.

It sees less than we do (no text boxes, no content controls, no insertions that wait to be accepted), so only one direction is
compared: whatever it reads has to stand among our words, shown or kept aside. It gets the part that our reader has opened
within its limits, never the package. Never raises: a second reader that fails says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from intake.documents.lettering import signs
from intake.documents.refusal import problem
from intake.domain.documents import Canvas
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_QUOTED = 12


def dropped(body: bytes, canvases: Iterable[Canvas], struck: Iterable[str] = ()) -> tuple[Problem, ...]:
    """`body` is `word/document.xml`, `struck` what is crossed out in it.

    One problem where python-docx reads letters or figures that we do not have."""
    from docx.oxml.parser import parse_xml

    try:
        root: Any = parse_xml(body)
        theirs = signs(_texts(root.body))
    except Exception:
        # A strict or odd document that it does not know is judged by our own reader alone.
        return ()
    ours = signs(word.text for canvas in canvases for words in (canvas.words, canvas.aside, canvas.hidden) for word in words)
    missed = "".join(sorted((theirs - ours - signs(struck)).elements()))[:_QUOTED]
    if not missed:
        return ()
    message = f"A second reader of the document finds the signs '{missed}' that ours does not; compare them with the document."
    return (problem(ReasonCode.READINGS_DISAGREE, message),)


def _texts(holder: Any) -> Iterator[str]:
    """The paragraphs of a body or a cell, and those of its tables. What a merged cell hides under another is not shown."""
    for block in holder.inner_content_elements:
        if not hasattr(block, "tr_lst"):
            yield block.text
            continue
        for row in block.tr_lst:
            for cell in row.tc_lst:
                if cell.vMerge != "continue":
                    yield from _texts(cell)
