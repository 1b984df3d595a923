"""A winmail.dat among the parts: its bodies and attachments become further parts of the message."""

from __future__ import annotations

from dataclasses import replace

from intake.domain import media
from intake.domain.messages import MessagePart, PartRole
from intake.domain.reasons import ReasonCode
from intake.inbox.judging import left_out
from intake.inbox.parts import Leaf, Parts
from intake.inbox.rtf_compression import decompress
from intake.inbox.tnef_objects import NotTnef, TnefAttachment, TnefMessage, read_tnef
from intake.inbox.versions import add_versions


def open_tnef(parts: Parts, leaf: Leaf) -> bool:
    """Adds the bodies and attachments; False where the bytes are no TNEF stream."""
    try:
        message = read_tnef(leaf.content)
    except NotTnef:
        return False
    inner = Leaf(path=f"{leaf.path}/", role=PartRole.BODY, content=b"", depth=leaf.depth + 1, is_forwarded=leaf.is_forwarded)
    _add_bodies(parts, message, inner, leaf)
    for number, attachment in enumerate(message.attachments, 2):
        _add_attachment(parts, attachment, replace(inner, path=f"{leaf.path}/{number}", role=PartRole.ATTACHMENT))
    return True


def _add_attachment(parts: Parts, attachment: TnefAttachment, leaf: Leaf) -> None:
    name = (attachment.name or "").replace("\\", "/").rpartition("/")[2].strip("\x00 ")[:255]
    leaf = replace(
        leaf,
        content=attachment.embedded or attachment.content,
        filename=name or None,
        declared=media.TNEF if attachment.embedded else attachment.media_type,
        content_id=attachment.content_id,
    )
    if not attachment.embedded:
        parts.add(leaf)
    elif leaf.depth >= parts.limits.mime_depth:
        message = f"A mail is attached more than {parts.limits.mime_depth} deep and was not read. The desk looks at it."
        parts.skip(leaf, ReasonCode.PART_NOT_READ, message)
    elif not open_tnef(parts, leaf):
        parts.skip(leaf, ReasonCode.DOCUMENT_BROKEN, "The attached mail is damaged. The customer sends it again.")


def _add_bodies(parts: Parts, message: TnefMessage, inner: Leaf, leaf: Leaf) -> None:
    versions: list[Leaf] = []
    if message.plain and message.plain.strip():
        content = message.plain.encode("utf-8", "replace")
        versions.append(replace(inner, path=f"{inner.path}1.1", content=content, declared=media.TEXT, charset="utf-8"))
    if message.html and message.html.strip(b"\x00 \r\n"):
        versions.append(replace(inner, path=f"{inner.path}1.2", content=message.html.strip(b"\x00"), declared=media.HTML))
    rtf = decompress(message.rtf or b"", parts.limits.part_bytes) if not versions else None
    if rtf:
        versions.append(replace(inner, path=f"{inner.path}1.3", content=rtf, declared=media.RTF))
    if any(_is_read_body_beside(part, leaf) for part in parts.found):
        # The mail around it carries the same letter in plain text.
        for version in versions:
            parts.add(replace(version, skipped=left_out(version.path, "another version of a body that is read")))
    else:
        add_versions(parts, versions)


def _is_read_body_beside(part: MessagePart, leaf: Leaf) -> bool:
    around = leaf.path.rpartition("/")[0]
    return part.role is PartRole.BODY and part.skipped is None and part.path.rpartition("/")[0] == around
