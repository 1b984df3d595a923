"""Which text format a content is: in comes its beginning, out goes a word such as "edifact", "mail", "csv" or "text".

Reads no further than the beginning and decides by marks that a format cannot do without; a file name's suffix only tips what
the text leaves open (a table with one column, a mail with few headers).
"""

from __future__ import annotations

import codecs
import re

_LOOKED_AT = 16_384
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\x0b\x0c\r\x1a\x1b\x1c\x1d\x1e\x1f")
_HTML = re.compile(r"<(!doctype\s+html|html|head|body|table|div|p|span|meta|style|center|font|h[1-6]|br|title)\b", re.I)
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_X12 = re.compile(r"ISA([^A-Za-z0-9\s])[^\r\n]{2}\1")
_EDIFACT = re.compile(r"(UNA.{6}\s*(UNB|UNG|UNH)|UN[BH]\+)", re.S | re.I)
_HEADER = re.compile(r"([!-9;-~]{2,60})[ \t]*:")
_TRANSPORT = frozenset({"received", "return-path", "message-id", "mime-version", "delivered-to", "dkim-signature", "x-mailer"})
_ADDRESSING = frozenset(
    {"from", "to", "subject", "date", "sender", "reply-to", "cc", "content-type", "content-transfer-encoding"}
)


def beginning(content: bytes) -> str | None:
    """The decoded beginning of a text, or None where the bytes are no text. Letters beyond ASCII may come out wrong."""
    head = content[:_LOOKED_AT]
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, "replace")
    for encoding, blank in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(head) >= 8 and blank.count(0) > 0.7 * len(blank) and head.count(0) < 0.6 * len(head):
            return head[: len(head) // 2 * 2].decode(encoding, "replace")
    if b"\x00" in head or sum(byte in _CONTROLS for byte in head) > len(head) // 100:
        return None
    return head.decode("latin-1")


def kind(text: str, suffix: str) -> str:
    """The format of a text by its beginning. `suffix` is the file name's, lower case, with its point."""
    text = text.lstrip("\ufeff \t\r\n\x0b\x0c")
    if _EDIFACT.match(text):
        return "edifact"
    if _X12.match(text):
        return "x12"
    if text.startswith(("STX=", "MHD=")):
        return "tradacoms"
    for mark, word in (("BEGIN:VCALENDAR", "calendar"), ("BEGIN:VCARD", "vcard")):
        if text[: len(mark)].upper() == mark:
            return word
    if text.startswith("<"):
        return _markup(text)
    if suffix == ".json" and text[:1] in "{[":
        return "json"
    if _is_mail(text, suffix):
        return "mail"
    if suffix in (".htm", ".html") and _HTML.search(text):
        return "html"
    return _table(text, suffix)


def is_mail(content: bytes, suffix: str) -> bool:
    return _is_mail(content.decode("latin-1"), suffix)


def _markup(text: str) -> str:
    root = _ROOT.search(text)
    name = root.group(1).lower() if root else ""
    if name == "svg":
        return "svg"
    if _HTML.match(text) or name == "html" or (text.startswith("<!--") and _HTML.search(text)):
        return "html"
    if text.startswith("<?xml") or (root and f"</{root.group(0)[1:]}" in text) or "xmlns" in text[:2000]:
        return "xml"
    if _HTML.search(text):
        return "html"
    return "xml" if root and root.start() == 0 and re.match(r"<[\w:.-]+(\s+[\w:.-]+\s*=|\s*/?>)", text) else "text"


def _is_mail(text: str, suffix: str) -> bool:
    """A block of headers at the very start, ended by a blank line; a printed memo ("To: …, Date: …") has no transport headers."""
    lines = text.lstrip("\r\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and lines[0].startswith("From ") and "@" in lines[0]:
        lines = lines[1:]
    names: set[str] = set()
    for line in lines:
        if not line:
            break
        if line[0] in " \t" and names:
            continue
        header = _HEADER.match(line)
        if header is None:
            break
        names.add(header.group(1).lower())
    addressing = names & _ADDRESSING
    if suffix == ".eml":
        return bool(names)
    if names & _TRANSPORT:
        return len(names) >= 2 and bool(addressing)
    if suffix:
        return False
    return "from" in names and len(addressing) >= 3


def _table(text: str, suffix: str) -> str:
    if suffix in (".csv", ".tsv"):
        return "tsv" if suffix == ".tsv" or text.count("\t") > max(text.count(";"), text.count(",")) else "csv"
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    # The last line of a cut beginning may be cut too.
    lines = lines[:-1] if len(lines) > 4 else lines
    if len(lines) < 2:
        return "text"
    for sign, word in (("\t", "tsv"), (";", "csv"), ("|", "csv"), (",", "csv")):
        counts = [line.count(sign) for line in lines]
        most = max(set(counts), key=counts.count)
        if most >= 2 and counts.count(most) >= 0.8 * len(lines):
            return word
    return "text"
