"""Segments of an order, one after the other, each to the function that knows it.

In: the state that follows a message, its segments and the functions by tag. Out: the filled draft. A segment that orders have not
is a problem of the draft: what it said is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from intake.documents.edi.draft import OrderDraft
from intake.documents.edi.segments import Segment
from intake.domain.reasons import ReasonCode


class _Drafting(Protocol):
    draft: OrderDraft


_Following = TypeVar("_Following", bound=_Drafting)


def follow(
    at: _Following,
    segments: Sequence[Segment],
    handlers: Mapping[str, Callable[[_Following, Segment], None]],
    known: Collection[str],
) -> None:
    """`known`: the tags that orders have and nobody needs."""
    for segment in segments:
        handler = handlers.get(segment.tag)
        if handler is not None:
            handler(at, segment)
        elif segment.tag not in known:
            said = f"{segment.where[:60]}: orders have no such segment; what it said is lost."
            at.draft.problem(ReasonCode.DOCUMENT_BROKEN, "", said)
