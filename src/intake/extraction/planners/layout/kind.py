"""What a document is: order, change, cancellation, inquiry, or something else; by its title, its words and the mail together.

In: a document's rows, the mail's envelope, and whether order lines were found on it. Out: a kind with the words that say so.
An invoice, a quotation or a confirmation is no order however much its table looks like one; a mail that only greets and points
at its attachment is a covering letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from intake.domain.opened import MailContext
from intake.domain.orders import DocumentKind
from intake.extraction.planners.layout.cancelled_lines import cancels_line, cancels_order, drops_something
from intake.extraction.planners.layout.sentences import Said, orders
from intake.extraction.planners.layout.title_places import stands_within
from intake.extraction.planners.layout.unclear_mails import asks_of_order
from intake.extraction.questions import asks_something
from intake.extraction.said_words import advertises
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, key_of, tokens

_TITLE_ROWS = 40
_CONNECTORS = frozenset(
    ("vom", "dated", "date", "du", "z", "from", "of", "dd", "del", "per", "am", "rev", "revision", "datum", "van")
)
_REPLY = re.compile(
    r"^\s*(?:(?:re|aw|fw|fwd|wg|tr|rv|sv|vs|odp|pd|antw|doorst|i|r|ynt|vb|továbbítás)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
_ANSWER = re.compile(r"^\s*(?:re|aw|sv|vs|odp|antw|r|ynt|rv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_NOTHING = Said()
_KINDS = {kind.value: kind for kind in DocumentKind}


@dataclass(frozen=True, slots=True)
class Title:
    """Words that name a kind, and how loudly: a large, bold, lone title counts more than a label."""

    kind: DocumentKind
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    kind: DocumentKind
    why: str


def judge(
    rows: Sequence[Row],
    context: MailContext,
    *,
    is_body: bool,
    is_alone: bool = False,
    has_lines: bool,
    has_table: bool = False,
    is_picture: bool = False,
    said: Said = _NOTHING,
) -> Judged:
    """The kind of one document. A body is judged by its sentences, everything else, and a paper sent as a body, by its title.
    `is_alone`: the mail has no other document. `is_picture`: its words were recognised, so that a logo's strokes may look like
    a line."""
    subject = subject_kind(context)
    title = max(titles(rows), key=lambda found: found.weight, default=None)
    if is_body:
        if title is not None and has_table and title.kind is not DocumentKind.ORDER and title.weight >= 2:
            return Judged(title.kind, f"title: {title.text}")
        judged = _judge_body(rows, subject, context, has_lines, said)
        if not has_lines and judged.kind is not DocumentKind.INQUIRY and _cancels_in_words(rows, is_alone=is_alone):
            judged = Judged(DocumentKind.ORDER_CANCELLATION, "the mail cancels an order in words")
        if is_alone and judged == _NO_GOODS and drops_something("\n".join(row.text for row in rows)):
            judged = Judged(DocumentKind.ORDER_CHANGE, "the mail says of an order that something is not wanted any more")
        judged = _without_cancelled_line(judged, rows, context)
        if is_alone and judged == _NO_GOODS and asks_of_order(rows, context.subject or ""):
            judged = Judged(DocumentKind.ORDER, "the mail asks something of an order and does not say what")
        is_lost = is_alone and judged == _NO_GOODS and _orders_something(rows, subject, context)
        return Judged(DocumentKind.ORDER, "the mail orders and names no goods that can be read") if is_lost else judged
    if title is not None and (title.weight >= 2 or has_lines or title.kind is DocumentKind.OTHER):
        if title.kind is DocumentKind.ORDER and subject is not None and subject.kind in _STRONGER and title.weight < 6:
            return Judged(subject.kind, f"subject: {subject.text}")
        return Judged(title.kind, f"title: {title.text}")
    if subject is not None and subject.kind is not DocumentKind.OTHER and has_lines:
        return Judged(subject.kind, f"subject: {subject.text}")
    if has_lines and is_picture and not has_table and not any(orders(row.text) for row in rows):
        return Judged(DocumentKind.OTHER, "a picture whose words order nothing")
    if has_lines:
        return Judged(DocumentKind.ORDER, "order lines and nothing that says otherwise")
    return Judged(DocumentKind.OTHER, "no title and no order lines")


def _cancels_in_words(rows: Sequence[Row], *, is_alone: bool) -> bool:
    """ "Hierbij" is "attached" where something is."""
    text = "\n".join(row.text for row in rows)
    return (is_alone or not vocabulary().has_phrase(text, "attached")) and cancels_order(text)


def _without_cancelled_line(judged: Judged, rows: Sequence[Row], context: MailContext) -> Judged:
    """A mail that cancels one of an order's lines changes the order and leaves the rest of it standing."""
    if judged.kind is not DocumentKind.ORDER_CANCELLATION:
        return judged
    said = ("\n".join(row.text for row in rows), _REPLY.sub("", context.subject or ""))
    return Judged(DocumentKind.ORDER_CHANGE, "the mail cancels a line of the order") if any(map(cancels_line, said)) else judged


_NO_GOODS = Judged(DocumentKind.OTHER, "the mail names no goods")
_STRONGER = (DocumentKind.ORDER_CHANGE, DocumentKind.ORDER_CANCELLATION, DocumentKind.INQUIRY)


def is_reply(context: MailContext) -> bool:
    """Whether the subject is an answer's: it may speak of the order before. A forwarded subject is the customer's own."""
    return _ANSWER.match(context.subject or "") is not None


def subject_kind(context: MailContext) -> Title | None:
    """What the mail's subject names, the most telling phrase in it."""
    subject = _REPLY.sub("", context.subject or "")
    found = _phrases(subject)
    return found[0] if found else None


def _phrases(text: str) -> list[Title]:
    """Kinds named within a text; a change, cancellation or inquiry says more than the word "order" in it."""
    said = tokens(text)
    known = vocabulary().phrases(text, _KINDS, "kinds")
    found = [Title(_KINDS[kind], end - start, " ".join(said[start:end])) for kind, start, end in known]
    return sorted(found, key=lambda title: (title.kind is DocumentKind.ORDER, -title.weight))


def titles(rows: Sequence[Row]) -> Iterator[Title]:
    """Titles on the first canvas, each with its weight."""
    first = [row for row in rows if row.canvas == rows[0].canvas][:_TITLE_ROWS] if rows else []
    sizes = [segment.size for row in rows for segment in row.segments if segment.size]
    usual = median(sizes) if sizes else 0.0
    for number, row in enumerate(first):
        for segment in row.segments:
            title = _title(segment, number, usual)
            if title is None:
                continue
            is_large = _is_large(segment, usual)
            if title.kind is DocumentKind.ORDER or not stands_within(first, number, segment, is_large=is_large):
                yield title


def _is_large(segment: Segment, usual: float) -> bool:
    return usual > 0 and segment.size is not None and segment.size >= 1.2 * usual


def _title(segment: Segment, row: int, usual: float) -> Title | None:
    found = _leading(segment.text)
    if found is None:
        return None
    kind, rest, is_label = found
    if is_label and kind is not DocumentKind.ORDER:
        return None
    weight = 2.0 - row / _TITLE_ROWS
    if is_label:
        weight -= 1.2
    if segment.size and _is_large(segment, usual):
        weight += 2 + min(segment.size / usual, 3)
    weight += 0.7 * segment.bold + 0.8 * (segment.text[:12].isupper()) + 0.5 * (not rest)
    return Title(kind, weight, segment.text[:60])


def _leading(text: str) -> tuple[DocumentKind, tuple[str, ...], bool] | None:
    """The kind that a short text begins with, what follows it, and whether a colon makes it a label."""
    said = tokens(text)
    is_number = len(text.split()) == 1 and any(sign.isdigit() for sign in text)
    if not said or len(said) > 14 or is_number or _heads_something(text):
        return None
    for end in range(min(len(said), 7), 0, -1):
        kinds = vocabulary().kinds(" ".join(said[:end])) or _by_tokens(said[:end])
        rest = said[end:]
        if kinds and _may_follow_title(rest):
            is_label = re.match(r"^[^:\d]{0,40}:\s*\S", text) is not None
            return _KINDS[kinds[0]], rest, is_label
    if len(said) <= 4 and not any(sign.isdigit() for sign in text) and ":" not in text:
        # "Works Purchase Order", "Dringende Bestellung": what an order is called ends in its name.
        ends = [_by_tokens(said[start:]) for start in range(1, len(said))]
        if any(kinds[:1] == (DocumentKind.ORDER.value,) for kinds in ends):
            return DocumentKind.ORDER, (), False
    return None


def _heads_something(text: str) -> bool:
    """ "Invoice address": the head of an address on an order, and no title."""
    if vocabulary().kinds(text) and not text.rstrip().endswith(":"):
        return False
    return any(label.path.endswith(".block") and not label.weak for label in vocabulary().labels(text.rstrip(": ")))


def _by_tokens(said: tuple[str, ...]) -> tuple[str, ...]:
    return vocabulary().kinds(key_of(said))


def _may_follow_title(rest: tuple[str, ...]) -> bool:
    """Nothing, a number, a date, one word more, or a second title ("Faktura - daňový doklad")."""
    if not rest or _by_tokens(rest):
        return True
    if len(rest) == 2 and len(rest[0]) <= 3 and rest[1].isdigit():
        # "Order confirmation OC-4711": letters that belong to its number.
        return True
    return rest[0] == NUMBER_SIGN or any(sign.isdigit() for sign in rest[0]) or rest[0] in _CONNECTORS or len(rest) <= 1


def _judge_body(rows: Sequence[Row], subject: Title | None, context: MailContext, has_lines: bool, said: Said) -> Judged:
    text = "\n".join(row.text for row in rows)
    has = vocabulary().has_phrase
    named = [title for title in _phrases(text) if title.kind in (DocumentKind.ORDER_CANCELLATION, DocumentKind.ORDER_CHANGE)]
    asks = asks_something(text)
    is_order = any(orders(row.text) for row in rows)
    if (
        subject is not None
        and subject.kind in _STRONGER
        and not (is_order and has_lines and subject.kind is DocumentKind.INQUIRY)
    ):
        return Judged(subject.kind, f"subject: {subject.text}")
    if named and not has(text, "attached"):
        return Judged(named[0].kind, f"body: {named[0].text}")
    if advertises(text) and not any(field.path == "customer_po_number" for field in said.fields):
        return Judged(DocumentKind.OTHER, "an advertisement")
    if context.is_automatic and not has_lines:
        return Judged(DocumentKind.OTHER, "an automatic reply")
    if said.changes and not has_lines and not has(text, "attached"):
        return Judged(DocumentKind.ORDER_CHANGE, "the mail changes an order in words")
    if said.repeats and not has(text, "attached"):
        return Judged(DocumentKind.ORDER, "the mail orders what was ordered before")
    if has_lines and (is_order or not asks):
        return Judged(DocumentKind.ORDER, "the mail orders in words")
    if subject is not None and subject.kind is DocumentKind.OTHER:
        return Judged(DocumentKind.OTHER, f"subject: {subject.text}")
    if asks and not has(text, "attached"):
        return Judged(DocumentKind.INQUIRY, "the mail asks and does not order")
    if has_lines:
        return Judged(DocumentKind.ORDER, "the mail orders in words")
    if said.mentions and not has(text, "attached"):
        return Judged(DocumentKind.ORDER, "the mail counts goods and does not say why")
    return _NO_GOODS


def _orders_something(rows: Sequence[Row], subject: Title | None, context: MailContext) -> bool:
    """An order by its numbered subject and its words, whose goods nobody read or whose attachment was forgotten."""
    if subject is None or subject.kind is not DocumentKind.ORDER or is_reply(context):
        return False
    has_number = any(sign.isdigit() for sign in context.subject or "")
    return has_number and any(orders(row.text) or vocabulary().has_phrase(row.text, "attached") for row in rows)
