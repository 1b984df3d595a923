"""What a label and one of the pieces beside it make: the value of a field, and how surely the label names it.

In: a label with its candidates. Out: `FoundValue`: the field's place and its rank; nothing where no candidate has the field's
shape. Which of several is taken is `fields.py`; the further lines of a value are `field_lines.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intake.domain.documents import CanvasKind
from intake.domain.plans import FieldPlace
from intake.extraction import shapes
from intake.extraction.address_pieces import cut_line
from intake.extraction.planners.layout.field_lines import second_line, whole_number, wrapped_lines
from intake.extraction.planners.layout.labels import Candidate, LabelHit, is_number_label
from intake.extraction.postal_codes import is_town_behind_code
from intake.extraction.said_words import is_one_of
from intake.extraction.segments import Row
from intake.extraction.shared_signs import currency_named
from intake.extraction.words import Label, vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens


def named_currency_span(text: str) -> shapes.Span | None:
    """A code or sign, else the name of a currency that is all of the text: behind its label it is no word of a sentence."""
    return shapes.currency_span(text) or (shapes.words_span(text) if currency_named(text) is not None else None)


_SHAPES: dict[str, shapes.Shape] = {
    "customer_po_number": shapes.code_span,
    "order_date": shapes.date_span,
    "requested_delivery_date": shapes.date_span,
    "currency": named_currency_span,
    "payment_terms": shapes.clause_span,
    "incoterms": shapes.incoterm_span,
    "references.quotation": shapes.code_span,
    "references.changes_po": shapes.code_span,
    "note": shapes.words_span,
}
_TITLE_ROWS = 2
_MOST_TITLE_WORDS = 6
_LETTERED_CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[A-Z]\d[A-Z]\s\d[A-Z]\d|[A-Z]\d{2}\s[A-Z\d]{4}|\d{4}\s[A-Z]{2}")
"""Postal codes of Britain, Canada, Ireland and the Netherlands."""
_LIKE_A_DAY = re.compile(r"\d{1,4}/\d{1,2}/\d{2,4}|\d{8}")
_ONLY_WEEK = re.compile(r"\d{1,2}(?:\s?[/.-]\s?(?:\d{4}|\d{2}))?")


@dataclass(frozen=True, slots=True)
class FoundValue:
    field: FieldPlace
    rank: tuple[int, ...]
    text: str = ""


def values_of(hit: LabelHit, number: int, rows: Sequence[Row]) -> Iterator[FoundValue]:
    """What a label and one of the pieces beside it make. The shape chooses between the meanings of one label; two labels over
    one value have a meaning each."""
    for labels in (hit.labels, hit.second):
        for label in labels:
            shape = _SHAPES.get(label.path)
            found = None if shape is None else value_of(hit, number, label, shape, rows)
            if found is not None:
                yield found
                break


def value_of(hit: LabelHit, number: int, label: Label, shape: shapes.Shape, rows: Sequence[Row]) -> FoundValue | None:
    for position, candidate in enumerate(hit.candidates):
        if candidate.where == "same" and not hit.is_marked and not _may_follow(label.path, hit, candidate):
            return None
        if candidate.where != "same" and not hit.is_marked and hit.candidates[0].where == "same":
            # "Our PO is 77120.": where a sentence goes on behind the label, the line below is not its value.
            return None
        if label.path == "payment_terms" and _is_half_a_label(candidate, rows):
            continue
        span = shape(candidate.text)
        if span is None and label.path == "requested_delivery_date":
            asap = shapes.asap_span(candidate.text) if _is_all_said(candidate.text) else None
            if asap is not None:
                return FoundValue(_field("note", hit, candidate, asap), (5, number))
        if span is None and label.path == "requested_delivery_date" and candidate.where == "same":
            # "Lev. uge 26": the label ends in the word that the week needs.
            candidate = replace(candidate, start=hit.start)
            span = shapes.week_span(candidate.text)
        if span is None and label.path == "requested_delivery_date" and candidate.where in ("right", "below"):
            week = _week_of_label(hit, candidate)
            if week is not None:
                return FoundValue(week, (int(label.weak), 0, int(not hit.is_marked), position, number))
        if span is not None and _fits(label.path, candidate, span):
            field = _field(label.path, hit, candidate, span, rows)
            is_titled = label.path == "customer_po_number" and _is_titled(hit, rows)
            if label.weak and label.path == "customer_po_number" and not is_titled:
                # "Our ref.", "No.": somebody's or something's number, and nothing says that it is the order's.
                field = field.model_copy(update={"label": None})
            rank = (int(label.weak and not is_titled), rank_of_name(label.path, hit), int(not hit.is_marked), position, number)
            return FoundValue(field, rank, candidate.text[slice(*span)])
    return None


def _week_of_label(hit: LabelHit, candidate: Candidate) -> FieldPlace | None:
    """ "Lieferwoche: | 40/2026": the label says what the number beside or below it counts."""
    if hit.over is not None or not _ONLY_WEEK.fullmatch(candidate.text):
        return None
    said = f"{hit.text.rstrip(' :')} {candidate.text}"
    if shapes.week_span(said) is None:
        return None
    label, value = hit.place, candidate.segment.place(candidate.start, candidate.end)
    place = label.model_copy(update={"words": (*label.words, *value.words), "end": None})
    return FieldPlace(path="requested_delivery_date", places=(place,), label=label)


def _is_half_a_label(candidate: Candidate, rows: Sequence[Row]) -> bool:
    """The "Mode de" above "règlement" is the next heading and nobody's value."""
    first = candidate.segment
    reach = 1.5 * (first.bottom - first.top)
    if candidate.where == "same" or any(map(str.isdigit, candidate.text)) or first.kind is not CanvasKind.PAGE:
        return False
    under = (
        segment.text
        for row in rows
        if row.canvas == first.canvas and 0 < row.top - first.top <= reach
        for segment in row.segments
        if segment.x0 < first.x1 and segment.x1 > first.x0
    )
    return any(vocabulary().labels(f"{candidate.text} {text}") for text in under)


def _is_titled(hit: LabelHit, rows: Sequence[Row]) -> bool:
    """Whether a bare "No." or "Serial no." stands beside or right below the title of an order."""
    if NUMBER_SIGN not in tokens(hit.text) or any(
        token != NUMBER_SIGN and not is_one_of("serial_words", token) for token in tokens(hit.text)
    ):
        return False
    near = rows[max(0, hit.row - _TITLE_ROWS) : hit.row + 1]
    titles = [segment.text for row in near if row.canvas == hit.segment.canvas for segment in row.segments]
    return any(len(text.split()) <= _MOST_TITLE_WORDS and "order" in vocabulary().kind_within(text) for text in titles)


def number_like_a_day(hit: LabelHit) -> FoundValue | None:
    """What a label for an order's number names beside it and could be a day as well ("14/03/2026", "20260311")."""
    is_number = any(label.path == "customer_po_number" and not label.weak for label in hit.labels) and is_number_label(hit)
    first = hit.candidates[0] if hit.candidates else None
    if not is_number or first is None or first.where not in ("same", "right"):
        return None
    text = first.text.strip()
    if not _LIKE_A_DAY.fullmatch(text) or not shapes.is_date(text):
        return None
    start = first.text.index(text)
    return FoundValue(_field("customer_po_number", hit, first, (start, start + len(text))), (0,), text)


def _is_all_said(text: str) -> bool:
    """ "As soon as possible", not "direct to our customer:"."""
    return len(text.split()) <= 6 and not text.rstrip().endswith(":")


def _may_follow(path: str, hit: LabelHit, candidate: Candidate) -> bool:
    """A label without a colon that begins a sentence is no label: "Order confirmations go to …", "Payment is due …"."""
    if path in ("payment_terms", "note"):
        span = shapes.clause_span(candidate.text) or (0, 0)
        return len(candidate.text[slice(*span)].split()) <= 8 and not hit.text.islower() and path == "payment_terms"
    if path == "incoterms":
        return True
    first, *others = candidate.text.split()
    if others and tokens(first) == (NUMBER_SIGN,):
        first = others[0]
    return any(sign.isdigit() for sign in first) or is_number_label(hit) or len(candidate.text.split()) <= 4


def _fits(path: str, candidate: Candidate, span: shapes.Span) -> bool:
    if path in ("order_date", "requested_delivery_date"):
        return span[0] <= 40 and len(candidate.text) <= 80
    if path == "payment_terms":
        return candidate.where == "same" or len(candidate.text) <= 120
    if path == "customer_po_number":
        # "Order: 40 pcs" orders forty; "30720 San Pedro" right of a title is a town.
        is_town = candidate.where == "right" and any(map(_is_of_a_place, (candidate.text, *cut_line(candidate.text))))
        return not is_town and len(candidate.text) <= 80 and not shapes.is_counting(candidate.text[span[1] :])
    return True


def _is_of_a_place(text: str) -> bool:
    """A town behind its code, or a code that no number looks like ("BN43 6AX")."""
    return is_town_behind_code(text) or _LETTERED_CODE.fullmatch(text.strip()) is not None


def rank_of_name(path: str, hit: LabelHit) -> int:
    """ "Document no." names an order number less surely than "Order no."; "Due date" may be the payment's."""
    if path == "requested_delivery_date":
        return int(tokens(hit.text)[:1] == ("due",))
    if path != "customer_po_number":
        return 0
    return int(any(is_one_of("general_labels", token) for token in tokens(hit.text)))


def _field(path: str, hit: LabelHit, candidate: Candidate, span: shapes.Span, rows: Sequence[Row] = ()) -> FieldPlace:
    start, end = candidate.start + span[0], candidate.start + span[1]
    places = [candidate.segment.place(start, end)]
    if path == "customer_po_number":
        return FieldPlace(path=path, places=whole_number(candidate, start, end, rows), label=hit.place)
    if path in ("note", "payment_terms") and end == len(candidate.segment.text):
        wrapped = list(wrapped_lines(candidate.segment, rows)) or (
            second_line(hit, candidate, rows) if path == "payment_terms" else []
        )
        places += [segment.place() for segment in wrapped]
    return FieldPlace(path=path, places=tuple(places), label=hit.place)
