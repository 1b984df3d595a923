"""Header blocks inside a body ("Von: … Gesendet: … An: … Betreff: …") and the marks above them.

In: the lines of a body. Out: what kind of mark stands at a line, and the header block's sender and subject. A memo's head
("To: … From: … Date: …") on an order that a person wrote is no header block: one needs an address or a time of day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from intake.domain import mail_words
from intake.domain.mail_words import folded

_ROLES = ("from", "date", "to", "cc", "subject", "other")
_LABEL = re.compile(r"^[\s*_|>]*([^\W\d][\w .()/'’-]{0,24}?)[\s*_]*\t*\s*:[*_]*(?:\s+|$)(.*)$")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_LONGEST = 14
_LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """`end` is the index of the first line after it. `address` is lower-cased; None where the block only names a person."""

    end: int
    name: str | None
    address: str | None
    subject: str


def is_forward_subject(subject: str | None) -> bool:
    """Whether the last thing done to this subject was to forward it: "WG: AW: Bestellung" is, "AW: WG: Bestellung" is not."""
    return _prefix(subject, "forward")


def is_reply_subject(subject: str | None) -> bool:
    return _prefix(subject, "reply")


def _prefix(subject: str | None, kind: str) -> bool:
    return bool(_prefix_pattern(kind).match(folded((subject or "")[:200])))


@cache
def _prefix_pattern(kind: str) -> re.Pattern[str]:
    # Gateways put "[EXT]" before everything; Notes and old Outlook count: "Re[2]:", "AW(3):".
    return re.compile(rf"(?:\[[^\]]*\]\s*)*(?:{mail_words.any_of('prefixes', kind)})\s*(?:\[\d+\]|\(\d+\))?\s*:")


@cache
def _marker_pattern(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<rule>[-_=*+ ]*)(?:{mail_words.any_of('markers', kind)})(?P<rest>.*)")


def is_marker(line: str, kind: str) -> bool:
    """`kind` forward or original: the line is a program's mark such as "-----Original Message-----" and nothing else."""
    if len(line) > 200:
        return False
    text = folded(line).strip(" >|*")
    found = _marker_pattern(kind).fullmatch(text)
    if not found:
        return False
    rest = found["rest"].strip()
    ruled = found["rule"].count("-") + found["rule"].count("_") + found["rule"].count("=") >= 2
    if ruled:
        return not rest or rest.strip("-_=* :") == "" or bool(re.search(r"[-_=]{2,}$", rest)) or "@" in rest
    # "Begin forwarded message:" stands without dashes; a sentence about a forwarded message goes on.
    return rest == ":"


_NOTES = re.compile(r"^[^\d\n]{2,80}---\s?\d{1,4}[./-]\d{1,2}[./-]\d{1,4} \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?---")


def is_notes_quote(line: str) -> bool:
    """ "Nord Vertrieb ---11.03.2026 10:04:12---Hallo, …": how Notes puts what it quotes above the quoted mail's own head."""
    return _NOTES.match(line[:200]) is not None


@cache
def _roles() -> dict[str, str]:
    return {label: role for role in reversed(_ROLES) for label in mail_words.words("labels", role)}


def _labelled(line: str) -> tuple[str, str] | None:
    if len(line) > _LONGEST_LINE:
        return None
    found = _LABEL.match(line)
    if not found:
        return None
    role = _roles().get(folded(found[1]))
    return (role, found[2].strip(" *_\t")) if role else None


def header_block(lines: Sequence[str], start: int) -> HeaderBlock | None:
    """The header block whose first line is `lines[start]`; None where none begins there."""
    if _labelled(lines[start]) is None:
        return None
    found: dict[str, str] = {}
    at = start
    while at < min(len(lines), start + _LONGEST):
        labelled = _labelled(lines[at])
        if labelled and (labelled[0] not in found or labelled[0] in ("cc", "other")):
            found.setdefault(*labelled)
        elif not lines[at].strip():
            if not (_is_open(found) and at + 1 < len(lines) and _goes_on(lines[at + 1], found)):
                break
        elif "subject" in found or labelled or not found:
            break
        else:
            _continue(found, lines[at])
        at += 1
    return _block(found, at)


def _is_open(found: dict[str, str]) -> bool:
    return "subject" not in found or len(found) < 3


def _goes_on(line: str, found: dict[str, str]) -> bool:
    labelled = _labelled(line)
    return labelled is not None and labelled[0] not in found


def _continue(found: dict[str, str], line: str) -> None:
    """A long list of recipients, or a value that stands on the line below its label, belongs to the label before."""
    last = next(reversed(found))
    found[last] = f"{found[last]} {line.strip()}".strip()


def _block(found: dict[str, str], end: int) -> HeaderBlock | None:
    enough = "from" in found and "date" in found and ("to" in found or "subject" in found)
    # Apple Mail and old Notes leave the date out when it is empty; an address then has to vouch for the block.
    enough = enough or {"from", "to", "subject"} <= found.keys()
    if not enough:
        return None
    by_address = _ADDRESS.search(found["from"]) or _ADDRESS.search(found.get("to", ""))
    if not (by_address or _TIME.search(found.get("date", ""))):
        return None
    sender = _ADDRESS.search(found["from"])
    name = re.sub(r"[\[<(].*$", "", found["from"]).strip(" \"'\t")
    if sender and name.lower() == sender[0].lower():
        name = ""
    return HeaderBlock(end, name or None, sender[0].lower() if sender else None, found.get("subject", ""))


@cache
def _attribution_pattern() -> re.Pattern[str]:
    verbs, starts = mail_words.any_of("attribution", "verbs"), mail_words.any_of("attribution", "starts")
    by_verb = rf"(?:{starts})\b.*\d.*(?<!\w)(?:{verbs})(?!\w).{{0,120}}"
    # "tors 3 apr. 2026 kl. 10:11 skrev …", "… schrieb am 03.04.2026 um 10:11", "26.06.2014, 14:41, … <a@b.example>"
    verb_and_time = rf"(?=.*\d{{1,2}}[.:h]\d{{2}}).{{0,160}}(?<!\w)(?:{verbs})(?!\w).{{0,160}}"
    address_and_time = r"\D{0,12}\d{1,4}[./ -].{0,60}\d{1,2}[.:]\d{2}.{0,120}<[^<>\s]+@[^<>\s]+>"
    return re.compile(rf"(?:{by_verb}|{verb_and_time}|{address_and_time})\s*:")


def attribution(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` on say "On … wrote:" (programs wrap it over up to three); 0 where none begins there."""
    for count in (1, 2, 3):
        last = lines[start + count - 1] if start + count <= len(lines) else ""
        if not last.strip() or len(last) > 300:
            return 0
        if last.rstrip(" *_\t").endswith(":"):
            return count if _introduces(lines[start : start + count]) else 0
    return 0


def _introduces(lines: Sequence[str]) -> bool:
    if not _attribution_pattern().fullmatch(folded(" ".join(lines)).strip(" *_>")):
        return False
    # "Hello" above "On … wrote:" is not part of it.
    return len(lines) == 1 or bool(_attribution_start().match(folded(lines[0]))) or not _introduces(lines[1:])


@cache
def _attribution_start() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{mail_words.any_of('attribution', 'starts')})\b.*\d")
