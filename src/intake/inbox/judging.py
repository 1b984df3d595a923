"""Whether a part is worth reading: its type, name and bytes in, None or the reason for skipping it out.

Harmless parts (a logo, a visiting card, a signature) are left out without holding an order; what may hide an order and cannot be
read blocks.
"""

from __future__ import annotations

import struct
from pathlib import PurePosixPath

from intake.domain import media
from intake.domain.messages import PartRole
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode

_LEFT_OUT = {
    media.CALENDAR: "a calendar entry",
    media.VCARD: "a visiting card",
    media.SIGNATURE: "a digital signature",
    media.SVG: "a drawing",
}
_LEFT_OUT_SUFFIXES = {
    ".ics": "a calendar entry",
    ".vcf": "a visiting card",
    ".p7s": "a digital signature",
    ".asc": "a digital signature or key",
    ".sig": "a digital signature",
    ".ds_store": "a file of the operating system",
}
_LEFT_OUT_DECLARED = {
    "application/pgp-signature": "a digital signature",
    "application/pkcs7-signature": "a digital signature",
    "application/x-pkcs7-signature": "a digital signature",
    "application/pgp-keys": "a key",
    "application/applefile": "the icon and colours of a file on another system",
    "message/delivery-status": "a report of the mail system",
    "message/disposition-notification": "a receipt of the mail system",
    "text/rfc822-headers": "the headers of a returned mail",
    "text/x-amp-html": "another version of the body",
    "text/calendar": "a calendar entry",
    "text/vcard": "a visiting card",
    "text/x-vcard": "a visiting card",
    "application/ics": "a calendar entry",
}
_PROGRAMS = frozenset(
    {
        ".exe",
        ".scr",
        ".com",
        ".bat",
        ".cmd",
        ".pif",
        ".js",
        ".jse",
        ".vbs",
        ".vbe",
        ".wsf",
        ".hta",
        ".lnk",
        ".msi",
        ".jar",
        ".ps1",
        ".iso",
        ".img",
        ".dll",
        ".cpl",
        ".reg",
        ".apk",
        ".sh",
    }
)
_PROGRAM_MAGIC = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!/")
_UNREADABLE = {
    media.SEVEN_ZIP: "a 7-Zip archive",
    media.RAR: "a RAR archive",
    media.GZIP: "a gzip archive",
    media.PPT: "a presentation",
    media.PPTX: "a presentation",
    media.HEIC: "a photo in HEIC format",
    media.OLE: "a file of an unknown program",
}
# Pasted tables and photos of orders are larger; logos, icons of networks and the dots that count readers are not.
_LOGO_AREA = 60_000
_LOGO_SIDE = 80
_LOGO_BYTES = 6_000


def is_left_out_type(declared: str) -> bool:
    return declared in _LEFT_OUT_DECLARED


def left_out(path: str, what: str) -> Problem:
    return Problem(code=ReasonCode.PART_LEFT_OUT, path=path, message=f"The part is {what} and was left out.")


def skipped_for(
    media_type: str,
    *,
    role: PartRole,
    filename: str | None,
    declared: str | None,
    content: bytes,
    path: str,
    most_bytes: int,
) -> Problem | None:
    """Why the part is not read; None = it is read."""
    if media_type == media.EMPTY:
        return _empty(role, filename, path)
    name = filename or "The part"
    suffix = PurePosixPath((filename or "").replace("\\", "/")).suffix.lower()
    if role is not PartRole.BODY:
        dangerous = _program(name, suffix, content, path)
        if dangerous:
            return dangerous
    if len(content) > most_bytes:
        message = f"{name} has {len(content):,} bytes; no more than {most_bytes:,} are read. The desk looks at it."
        return Problem(code=ReasonCode.FILE_TOO_LARGE, path=path, message=message)
    what = _LEFT_OUT.get(media_type) or _LEFT_OUT_DECLARED.get(declared or "")
    if what is None and media_type in (media.TEXT, media.UNKNOWN):
        what = _LEFT_OUT_SUFFIXES.get(suffix)
    if what is not None:
        return left_out(path, what)
    return _unreadable(name, media_type, declared, path)


def _empty(role: PartRole, filename: str | None, path: str) -> Problem:
    if role is PartRole.BODY:
        return left_out(path, "an empty body")
    message = f"{filename or 'The file'} is empty. The customer sends it again."
    return Problem(code=ReasonCode.EMPTY_FILE, path=path, message=message)


def _program(name: str, suffix: str, content: bytes, path: str) -> Problem | None:
    is_program = content.startswith(_PROGRAM_MAGIC) and not content.startswith(b"MZ ")
    if is_program and suffix not in _PROGRAMS and suffix:
        message = f"{name} pretends to be a document and is a program. The desk warns the customer and does not open it."
        return Problem(code=ReasonCode.FILE_TYPE_CONTRADICTS, path=path, message=message)
    if is_program or suffix in _PROGRAMS:
        message = f"{name} is a program or script and is never opened. The desk asks the customer what it is."
        return Problem(code=ReasonCode.FILE_TYPE_UNSUPPORTED, path=path, message=message)
    return None


def _unreadable(name: str, media_type: str, declared: str | None, path: str) -> Problem | None:
    if declared in ("application/pkcs7-mime", "application/x-pkcs7-mime") or declared == "application/pgp-encrypted":
        message = f"{name} is an encrypted or sealed mail. The customer sends it without encryption."
        return Problem(code=ReasonCode.DOCUMENT_ENCRYPTED, path=path, message=message)
    what = _UNREADABLE.get(media_type)
    if what is None and media_type == media.UNKNOWN:
        what = "a file of unknown type"
        if (declared or "").startswith(("audio/", "video/", "font/")):
            return left_out(path, "sound, film or a font")
    if what is None:
        return None
    message = f"{name} is {what}, which is not read. The customer sends it as PDF, Excel, Word or CSV."
    return Problem(code=ReasonCode.FILE_TYPE_UNSUPPORTED, path=path, message=message)


def is_logo(content: bytes, filename: str | None) -> bool:
    """Whether an image that a body shows is decoration. A pasted picture of an order is larger and is read."""
    size = image_size(content)
    if size is None:
        return len(content) <= _LOGO_BYTES
    width, height = size
    if width * height <= _LOGO_AREA or min(width, height) <= _LOGO_SIDE:
        return True
    name = (filename or "").lower()
    return (
        any(word in name for word in ("logo", "signature", "banner", "facebook", "linkedin", "instagram", "twitter", "icon"))
        and len(content) < 300_000
    )


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as the file's head states them; None where it does not."""
    try:
        if content.startswith(b"\x89PNG"):
            return struct.unpack(">II", content[16:24])
        if content.startswith(b"GIF8"):
            return struct.unpack("<HH", content[6:10])
        if content.startswith(b"BM"):
            width, height = struct.unpack("<ii", content[18:26])
            return abs(width), abs(height)
        if content.startswith(b"\xff\xd8"):
            return _jpeg_size(content)
    except struct.error:
        return None
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    for _ in range(200):
        if content[at : at + 1] != b"\xff":
            return None
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None
