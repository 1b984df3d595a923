"""Labels within one piece of text: where each begins and ends, and where its value may begin.

In: the text of a piece. Out: `Mark`s from left to right. What stands in other pieces is `labels.py`'s and `wrapped_labels.py`'s
question.
"""

from __future__ import annotations

import re
from dataclasses import replace

from intake.extraction.legal_forms import legal_form
from intake.extraction.planners.layout.wrapped_labels import Mark
from intake.extraction.shapes import date_span
from intake.extraction.words import Label, vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens

_PIECE = re.compile(r"[^\s:]+:?|:")
_REMARK = re.compile(r"\s*\([^()\d]{2,40}\)(?=\s*(?::|$))")
_OTHER_LANGUAGE = re.compile(r"\s*/\s*([^:/\d]{2,30}?)(?=\s*(?::|$))")
_LONGEST_LABEL = 7
_NUMBERING = re.compile(r"\s*\d{1,2}[a-z]?[.)]\s+(?=[^\W\d_])")
_SERIES = re.compile(r"\s*(?:[Ss]eria|[Ss]erie|[Ss]érie|SERIA|SERIE)\s+[A-Z]{1,5}[,\s]+(?=[^\W\d_])")
"""Romania counts papers in series: "Seria TC nr. 871"."""
_UP_TO_COLON = re.compile(r"[^:]*:\s*")
_COUNTED = re.compile(r"\s(?:#|[Nn][ro°]\.?)?\s?\d{1,2}(?:\s\w{1,4})?\s*$")
_PAIR = re.compile(r"([^/:]{2,40}?)\s?/\s?([^/:]{2,40}?)\s?:?")


def marks_of(text: str) -> list[Mark]:
    """Labels within one segment. One that stands in the middle needs a colon, or follows a value that a label introduced."""
    pieces = [(found.start(), found.end(), found.group()) for found in _PIECE.finditer(text)]
    said = [tokens(piece) for _, _, piece in pieces]
    marks: list[Mark] = []
    at = 0
    if (pair := _pair(text)) is not None:
        return [pair]
    if (only := _only_labels(text, pieces, said)) is not None:
        return only
    first = _first_piece(text, pieces)
    while at < len(pieces):
        mark, size = _mark_at(text, pieces, said, at, begins=at in (0, first))
        if mark is not None and _begins_a_name(text, mark):
            mark = None
        follows = marks and _is_value_between(text, marks[-1], mark) if mark is not None else False
        begins = follows or _follows_title(text, mark) or _names_paper(text, mark) if mark is not None else False
        if mark is not None and (at in (0, first) or mark.is_marked or begins):
            marks.append(mark)
            at += size
        else:
            at += 1
    return marks


def _first_piece(text: str, pieces: list[tuple[int, int, str]]) -> int:
    """Where a label may begin that stands behind a form's numbering ("3. ORDER NO.") or behind "Subject:"."""
    lead = _NUMBERING.match(text) or _SERIES.match(text)
    if lead is None:
        head, colon, _ = text.partition(":")
        lead = _UP_TO_COLON.match(text) if colon and vocabulary().means("about", head) else None
    start = lead.end() if lead is not None else 0
    return next((number for number, piece in enumerate(pieces) if piece[0] >= start), 0)


def _only_labels(text: str, pieces: list[tuple[int, int, str]], said: list[tuple[str, ...]]) -> list[Mark] | None:
    """Headings that stand so close that they are one piece: "Payment Delivery date", each with its value below."""
    marks: list[Mark] = []
    at = 0
    while at < len(pieces):
        mark, size = _mark_at(text, pieces, said, at, begins=at == 0)
        if mark is None or ":" in text[mark.start : mark.value_start]:
            return None
        marks.append(replace(mark, value_start=mark.end, is_marked=True))
        at += size
    return marks if len(marks) > 1 and len({mark.labels for mark in marks}) == len(marks) else None


def _mark_at(
    text: str, pieces: list[tuple[int, int, str]], said: list[tuple[str, ...]], at: int, *, begins: bool = True
) -> tuple[Mark | None, int]:
    """The longest label at piece `at`; one that `begins` the text and is all of it is marked without a colon."""
    look_up = vocabulary().label_of_tokens
    for size in range(min(_LONGEST_LABEL, len(pieces) - at), 0, -1):
        if any(":" in piece for _, _, piece in pieces[at : at + size - 1]):
            continue
        found = tuple(token for one in said[at : at + size] for token in one)
        if not found or not said[at + size - 1] or (not begins and found == (NUMBER_SIGN,)):
            continue
        labels = look_up(found)
        if labels:
            start, end = pieces[at][0], pieces[at + size - 1][1]
            until = _end_with_remarks(text, labels, end)
            rest = text[until:]
            colon = text[start:end].endswith(":") or re.match(r"\s*[:=]", rest) is not None
            value = re.match(r"[\s:=#.\-–]*", rest)
            mark = Mark(labels, start, end, until + (value.end() if value else 0), colon or (not rest.strip() and begins))
            return mark, sum(1 for piece in pieces[at:] if piece[0] < until)
    return None, 0


def _pair(text: str) -> Mark | None:
    """A whole piece that names two things with a slash between them."""
    found = _PAIR.fullmatch(text)
    if found is None:
        return None
    known = [vocabulary().labels(part) for part in found.groups()]
    if {label.path for label in known[0]} & {label.path for label in known[1]}:
        return Mark(known[0], 0, len(text), len(text), is_marked=True)
    first, second = (tuple(label for label in labels if not label.weak) for labels in known)
    if not first and second and not any(sign.isdigit() for sign in text):
        # "Conditions / Terms": one of two languages is enough.
        return Mark(second, 0, len(text), len(text), is_marked=True)
    if not first or not second:
        return None
    return Mark(first, 0, len(text), len(text), is_marked=True, second=second)


def _end_with_remarks(text: str, labels: tuple[Label, ...], end: int) -> int:
    """A remark in brackets belongs to the label ("Order no. (always quote)"), and so does the same in a second language."""
    if text[end - 1] == ":":
        return end
    bracket = _REMARK.match(text, end)
    if bracket is not None:
        return bracket.end()
    slash = _OTHER_LANGUAGE.match(text, end)
    if slash is None:
        return end
    again = vocabulary().labels(slash[1])
    return slash.end(1) if {label.path for label in again} & {label.path for label in labels} else end


def _follows_title(text: str, mark: Mark) -> bool:
    """ "Order change to order 4711", "Bestelländerung 1 zur Bestellung 4711": a title, then what it is about."""
    after = text[mark.value_start :].split(" ", 1)[0]
    title = _COUNTED.sub("", text[: mark.start])
    return any(sign.isdigit() for sign in after) and bool(vocabulary().kinds(title))


def _names_paper(text: str, mark: Mark) -> bool:
    """ "… on the invoice. Your quotation 4471": another paper's name behind a stop, and its number."""
    is_paper = any(label.path == "references.quotation" and not label.weak for label in mark.labels)
    after = re.match(r"\S*\d", text[mark.value_start :])
    is_apart = (
        text[: mark.start].rstrip().endswith((".", ",", ";", "-", "–", "(")) or len(tokens(text[mark.start : mark.end])) > 1
    )
    return is_paper and after is not None and is_apart


def _begins_a_name(text: str, mark: Mark) -> bool:
    """ "Van Houten B.V.", "Order Solutions Ltd": a word that could be a label is somebody's name where no value follows."""
    rest = text[mark.value_start :].split()
    if not mark.is_marked and mark.end - mark.start == 1 and tokens(text[mark.start : mark.end]) != (NUMBER_SIGN,):
        # "A 26/7712" is an offer, though letters go out "A" somebody in Portugal.
        return True
    if mark.is_marked or not rest or any(sign.isdigit() for sign in rest[0]):
        return False
    return mark.end - mark.start <= 3 or legal_form(text[mark.value_start :])


def _is_value_between(text: str, before: Mark, mark: Mark) -> bool:
    """A value was said since the last label, and what follows looks like another: "Order 4711 Date 12.03.2026"."""
    between = text[before.value_start : mark.start]
    after = text[mark.value_start :]
    is_terms = any(label.path == "payment_terms" for label in before.labels)
    if any(label.path.endswith("_date") for label in mark.labels) and not mark.is_marked:
        # "30 days end of month le 10" goes on; "Order 4711 du 12/03/2026" has a date.
        span = date_span(after)
        paths = {label.path for label in before.labels} - {label.path for label in mark.labels}
        is_of_a_day = any(path.endswith("_date") for path in paths) and not any(map(str.isdigit, between))
        # "Delivery date: before the 25/03/2026" says one day, and not another one behind "the".
        return span is not None and span[0] <= 1 and not is_of_a_day
    # "14 days 2 %, within 30 net": figures go on in terms, whatever the word before them.
    return not is_terms and any(sign.isdigit() for sign in between) and re.match(r"\S*\d", after) is not None
