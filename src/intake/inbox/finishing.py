"""What can only be judged with all parts at hand: logos a body shows, files that came twice, the message's own problems."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.domain import media
from intake.domain.messages import MessagePart, PartRole
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.inbox.judging import is_logo, left_out
from intake.inbox.parts import Leaf, Parts

_CID = re.compile(rb"cid:([^\"'<>\s)]{1,300})", re.I)


def finished_parts(parts: Parts) -> tuple[MessagePart, ...]:
    shown = _shown_images(parts)
    seen: dict[str, str] = {}
    finished: list[MessagePart] = []
    for part, leaf in zip(parts.found, parts.leaves, strict=True):
        finished.append(_judged(part, leaf, shown, seen))
        if part.role is not PartRole.BODY and finished[-1].skipped is None:
            seen.setdefault(part.sha256, part.path)
    return tuple(finished)


def _shown_images(parts: Parts) -> frozenset[str]:
    """The content ids that HTML bodies refer to."""
    found: set[str] = set()
    for part in parts.found:
        if part.role is PartRole.BODY and part.media_type == media.HTML:
            found.update(name.decode("ascii", "replace").lower() for name in _CID.findall(part.content))
    return frozenset(found)


def _judged(part: MessagePart, leaf: Leaf, shown: frozenset[str], seen: dict[str, str]) -> MessagePart:
    if part.skipped is not None or part.role is PartRole.BODY:
        return part
    is_image = part.media_type in media.IMAGES
    is_shown = part.role is PartRole.INLINE or leaf.is_inline or (leaf.content_id or "").lower() in shown
    if is_image and is_shown and is_logo(part.content, part.filename):
        return replace(part, skipped=left_out(part.path, "a logo or ornament"))
    if part.sha256 in seen:
        return replace(part, skipped=left_out(part.path, f"the same file as part {seen[part.sha256]}"))
    return part


def findings(parts: Parts, found: tuple[MessagePart, ...], *, is_automatic: bool) -> tuple[Problem, ...]:
    """The message's problems: what is damaged, what was too much, and each part that may hide an order and is not read."""
    problems = list(parts.problems)
    problems.extend(part.skipped for part in found if part.skipped is not None and part.skipped.code != ReasonCode.PART_LEFT_OUT)
    if parts.beyond:
        message = f"{parts.beyond} more parts of the message were not read; {parts.limits.parts} are. The desk looks at them."
        problems.append(Problem(code=ReasonCode.PART_NOT_READ, message=message))
    if not problems and not is_automatic and all(part.skipped is not None for part in found):
        problems.append(
            Problem(code=ReasonCode.DOCUMENT_EMPTY, message="The message holds nothing to read. The desk looks at it.")
        )
    return tuple(dict.fromkeys(problems))
