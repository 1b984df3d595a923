"""Segments of an order, one after the other, each to the function that knows it.

In: the state that follows a message, its segments and the functions by tag. Out: the filled draft. A segment that orders have not
is a problem of the draft: what it said is lost. So is an end that is missing, or that counts other segments than there are.
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
            lost(at.draft, segment)


def lost(draft: OrderDraft, segment: Segment) -> None:
    said = f"{segment.where[:60]}: orders have no such segment; what it said is lost."
    draft.problem(ReasonCode.DOCUMENT_BROKEN, "", said)


def check_end(draft: OrderDraft, message: Sequence[Segment], last: str) -> None:
    """Whether the message has its last segment, and as many of them as that one counts."""
    end = message[-1]
    if end.tag != last:
        said = f"{message[0].where}: what begins here has no {last}; its end may be missing."
        draft.problem(ReasonCode.DOCUMENT_BROKEN, "", said)
    elif end.get(0).isdecimal() and int(end.get(0)) != len(message):
        said = f"{end.where}: {end.get(0)} segments are counted, and there are {len(message)}."
        draft.problem(ReasonCode.LINES_INCOMPLETE, "lines", said)
