"""Who wrote the mail that was forwarded: the parts and headers of a message in, the inner sender or None out.

A colleague forwards a customer's order inline or as an attached mail; the customer is inside, sometimes two mails deep.
"""

from __future__ import annotations

from intake.domain import media
from intake.domain.mail_headers import is_forward_subject
from intake.domain.messages import MailAddress, MessagePart, PartRole
from intake.inbox.bodies import inner_sender, text_of
from intake.inbox.parts import Mail, Parts

_DEEPEST = 12


def forwarded_from(parts: Parts, found: tuple[MessagePart, ...]) -> MailAddress | None:
    """None when nobody forwarded it, or when the inner mail names no address."""
    outer = next((mail for mail in parts.mails if not mail.prefix), None)
    return _author_inside(outer, parts, found, 0) if outer else None


def _author_inside(mail: Mail, parts: Parts, found: tuple[MessagePart, ...], depth: int) -> MailAddress | None:
    is_forwarded = is_forward_subject(mail.headers.get("subject"))
    bodies = [
        part for part in found if _stands_in(part.path, mail.prefix) and part.role is PartRole.BODY and part.skipped is None
    ]
    for body in bodies:
        block = inner_sender(
            text_of(body.content, body.charset, is_html=body.media_type == media.HTML), is_forwarded=is_forwarded
        )
        if block is not None:
            return MailAddress(block.address, block.name) if block.address else None
    attached = [other for other in parts.mails if _is_directly_inside(other.prefix, mail.prefix)]
    others = any(_stands_in(part.path, mail.prefix) and part.role is not PartRole.BODY and part.skipped is None for part in found)
    if len(attached) != 1 or depth >= _DEEPEST or not (is_forwarded or (not bodies and not others)):
        return None
    inner = _author_inside(attached[0], parts, found, depth + 1)
    if inner is not None:
        return inner
    senders = attached[0].headers.addresses("from")
    return senders[0] if senders else None


def _stands_in(path: str, prefix: str) -> bool:
    """Whether a part belongs to this very mail and not to one attached to it."""
    return path.startswith(prefix) and "/" not in path[len(prefix) :]


def _is_directly_inside(path: str, prefix: str) -> bool:
    inner = path[len(prefix) :]
    return path != prefix and path.startswith(prefix) and inner.count("/") == 1
