"""The fields of an order's head: number, dates, currency, terms, references, note; each with its label.

In: a document's rows and the places of its line tables. Out: `FieldPlace`s. A label says what a value is, its shape confirms it:
an order number has digits and is no date, a date is a date. Parties are `parties.py`; totals stand below the table and belong
to it. A field that nothing names stays unplanned, with two exceptions that documents state without a label: the currency
beside their amounts, and an Incoterms code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intake.domain.documents import CanvasKind
from intake.domain.identifiers import normalise_code
from intake.domain.plans import FieldPlace, Place, Region
from intake.extraction import shapes
from intake.extraction.address_pieces import cut_line
from intake.extraction.address_words import ends_in_joint, is_town_behind_code
from intake.extraction.planners.layout.dated import letter_date
from intake.extraction.planners.layout.labels import Candidate, LabelHit, is_number_label
from intake.extraction.segments import Row, Segment
from intake.extraction.words import Label, vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens

_SHAPES: dict[str, shapes.Shape] = {
    "customer_po_number": shapes.code_span,
    "order_date": shapes.date_span,
    "requested_delivery_date": shapes.date_span,
    "currency": shapes.currency_span,
    "payment_terms": shapes.clause_span,
    "incoterms": shapes.incoterm_span,
    "references.quotation": shapes.code_span,
    "references.changes_po": shapes.code_span,
    "note": shapes.words_span,
}
_GENERIC_ORDER_LABELS = frozenset(
    (
        "beleg",
        "dokument",
        "document",
        "doc",
        "vorgang",
        "requisition",
        "auftrag",
        "zlecenie",
        "opdracht",
        "folio",
        "works",
        "release",
        "rekvisition",
        "rekvisisjon",
        "rekv",
        "requisicion",
        "requisicao",
        "anforderung",
        "voucher",
    )
)
_OTHER_PAPERS = frozenset(("references.quotation", "references.changes_po", "ignore"))
_SURENESS = 3
"""So much of a rank says how surely a label names the field; the rest is only where its value stands."""
_TITLE_ROWS = 2
_MOST_TITLE_WORDS = 6
_SERIAL = frozenset(
    ("serial", "seria", "serie", "sor", "iktato", "folio", "voucher", "lfd", "lope", "lobe", "sira", "progressivo", "poradove")
)
"""What says with "no." that papers are counted, and not which papers."""
_LETTERED_CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[A-Z]\d[A-Z]\s\d[A-Z]\d|[A-Z]\d{2}\s[A-Z\d]{4}|\d{4}\s[A-Z]{2}")
"""Postal codes of Britain, Canada, Ireland and the Netherlands."""
_ONLY_WEEK = re.compile(r"\d{1,2}(?:\s?[/.-]\s?(?:\d{4}|\d{2}))?")
_PRICED = re.compile(r"\s*(?:[A-Z]{3}|[€£]|zł|Kč)?\s?\d[\d.,'\s]*(?:[A-Z]{3}|[€£]|zł|Kč|Ft)?\s*")
_SAME_CURRENCY = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "ZŁ": "PLN"}
_ONLY_CURRENCY = re.compile(r"[\W_]*(?:(?:in|en|em|w|v|i|à|a|uit)\s+)?\W*(?:[A-Z]{3}|[€£¥]|zł|Kč|[Ee]uros?|EUROS?)\W*")
"""The second line of a heading: "Unit price" / "in CHF"."""


@dataclass(frozen=True, slots=True)
class _Found:
    field: FieldPlace
    rank: tuple[int, ...]
    text: str = ""


def header_fields(rows: Sequence[Row], hits: Sequence[LabelHit], tables: Sequence[Region] = ()) -> tuple[FieldPlace, ...]:
    """One place for each field that the document states; the best-named one where several do."""
    best: dict[str, _Found] = {}
    order_numbers: list[_Found] = []
    for number, hit in enumerate(hits):
        if _is_within(hit.segment, tables) or (number and _belongs_to(hits[number - 1], hit)):
            continue
        for found in _read(hit, number, rows):
            if found.field.path not in best or found.rank < best[found.field.path].rank:
                best[found.field.path] = found
            if found.field.path == "customer_po_number":
                order_numbers.append(found)
    for field in _unlabelled(rows, tables):
        best.setdefault(field.path, _Found(field, (9,)))
    po_number = best.get("customer_po_number")
    written = letter_date(_above(rows, tables), po_number.field.places[0] if po_number is not None else None)
    if written is not None:
        best.setdefault("order_date", _Found(FieldPlace(path="order_date", places=(written,)), (9,)))
    rival = _rival(po_number, order_numbers)
    return (*(found.field for found in best.values()), *(() if rival is None else (rival,)))


def _belongs_to(before: LabelHit, hit: LabelHit) -> bool:
    """ "Your quotation 26-1187 of 3 March 2026": the day behind another paper's number is that paper's."""
    is_day = any(label.path == "order_date" for label in hit.labels) and not hit.text.endswith(":")
    is_behind = before.segment is hit.segment and 0 < before.end <= hit.start
    return is_day and is_behind and any(label.path in _OTHER_PAPERS for label in before.labels)


def _rival(chosen: _Found | None, found: Sequence[_Found]) -> FieldPlace | None:
    """Another number that is named an order's just as surely, and is not the same one written shorter ("PO-4711", "4711")."""
    if chosen is None:
        return None
    said = normalise_code(chosen.text)
    for other in found:
        also = normalise_code(other.text)
        longer, shorter = max(said, also, key=len), min(said, also, key=len)
        is_same = longer.endswith(shorter) and not any(sign.isdigit() for sign in longer.removesuffix(shorter))
        if other.rank[:_SURENESS] == chosen.rank[:_SURENESS] and not is_same:
            return other.field
    return None


def _above(rows: Sequence[Row], tables: Sequence[Region]) -> Sequence[Row]:
    first = min(((region.canvas, region.top) for region in tables), default=None)
    return rows if first is None else [row for row in rows if (row.canvas, row.top) < first]


def order_numbers(hits: Sequence[LabelHit]) -> tuple[FieldPlace, ...]:
    """Every order number that a label names for sure, in reading order: several on one document are several orders."""
    found = []
    for hit in hits:
        for label in hit.labels:
            read = _value(hit, 0, label, shapes.code_span, ()) if label.path == "customer_po_number" and not label.weak else None
            if read is not None and not _generic(label.path, hit):
                found.append(read.field)
    return tuple(found)


def _is_within(segment: Segment, tables: Sequence[Region]) -> bool:
    middle = (segment.top + segment.bottom) / 2
    return any(
        region.document == segment.document and region.canvas == segment.canvas and region.top <= middle < region.bottom
        for region in tables
    )


def _read(hit: LabelHit, number: int, rows: Sequence[Row]) -> Iterator[_Found]:
    """What a label and one of the pieces beside it make. The shape chooses between the meanings of one label; two labels over
    one value have a meaning each."""
    for labels in (hit.labels, hit.second):
        for label in labels:
            shape = _SHAPES.get(label.path)
            found = None if shape is None else _value(hit, number, label, shape, rows)
            if found is not None:
                yield found
                break


def _value(hit: LabelHit, number: int, label: Label, shape: shapes.Shape, rows: Sequence[Row]) -> _Found | None:
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
                return _Found(_field("note", hit, candidate, asap), (5, number))
        if span is None and label.path == "requested_delivery_date" and candidate.where == "same":
            # "Lev. uge 26": the label ends in the word that the week needs.
            candidate = replace(candidate, start=hit.start)
            span = shapes.week_span(candidate.text)
        if span is None and label.path == "requested_delivery_date" and candidate.where in ("right", "below"):
            week = _week_of_label(hit, candidate)
            if week is not None:
                return _Found(week, (int(label.weak), 0, int(not hit.is_marked), position, number))
        if span is not None and _fits(label.path, candidate, span):
            field = _field(label.path, hit, candidate, span, rows)
            is_titled = label.path == "customer_po_number" and _is_titled(hit, rows)
            if label.weak and label.path == "customer_po_number" and not is_titled:
                # "Our ref.", "No.": somebody's or something's number, and nothing says that it is the order's.
                field = field.model_copy(update={"label": None})
            rank = (int(label.weak and not is_titled), _generic(label.path, hit), int(not hit.is_marked), position, number)
            return _Found(field, rank, candidate.text[slice(*span)])
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
    if NUMBER_SIGN not in tokens(hit.text) or set(tokens(hit.text)) - _SERIAL - {NUMBER_SIGN}:
        return False
    near = rows[max(0, hit.row - _TITLE_ROWS) : hit.row + 1]
    titles = [segment.text for row in near if row.canvas == hit.segment.canvas for segment in row.segments]
    return any(len(text.split()) <= _MOST_TITLE_WORDS and "order" in vocabulary().kind_within(text) for text in titles)


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


def _generic(path: str, hit: LabelHit) -> int:
    """ "Document no." names an order number less surely than "Order no."; "Due date" may be the payment's."""
    if path == "requested_delivery_date":
        return int(tokens(hit.text)[:1] == ("due",))
    if path != "customer_po_number":
        return 0
    return int(any(token in _GENERIC_ORDER_LABELS for token in tokens(hit.text)))


def _field(path: str, hit: LabelHit, candidate: Candidate, span: shapes.Span, rows: Sequence[Row] = ()) -> FieldPlace:
    start, end = candidate.start + span[0], candidate.start + span[1]
    places = [candidate.segment.place(start, end)]
    if path == "customer_po_number":
        return FieldPlace(path=path, places=_whole_number(candidate, start, end, rows), label=hit.place)
    if path in ("note", "payment_terms") and end == len(candidate.segment.text):
        wrapped = list(_wrapped(candidate.segment, rows)) or (_below(hit, candidate, rows) if path == "payment_terms" else [])
        places += [segment.place() for segment in wrapped]
    return FieldPlace(path=path, places=tuple(places), label=hit.place)


def _whole_number(candidate: Candidate, start: int, end: int, rows: Sequence[Row]) -> tuple[Place, ...]:
    """A number that was broken behind its hyphen or stroke ("PO/0412/26-" over "27") goes on in the next line."""
    first = candidate.segment
    place = first.place(start, end)
    if first.kind is not CanvasKind.PAGE or first.text[end:].strip() not in ("-", "/", "–"):
        return (place,)
    rest = next(_right_below(first, rows), None)
    is_number = rest is not None and re.fullmatch(r"[\w/.-]{1,12}", rest.text) is not None
    return (first.place(start), rest.place()) if rest is not None and is_number else (place,)


def _below(hit: LabelHit, candidate: Candidate, rows: Sequence[Row]) -> list[Segment]:
    """The second line of a narrow cell below its heading ("2 % 10 Net" / "45"): set solid, in the same column, and no label."""
    first = candidate.segment
    # "Cond. Pagto: 28/42/56" says no unit yet.
    is_said = candidate.where == "same" and any(map(str.isalpha, candidate.text))
    if is_said or first.kind is not CanvasKind.PAGE:
        return []
    # What stands in the label's column is the next label, and the line its value.
    labels = hit.segment.x0 if candidate.where == "right" else -1.0
    return [
        segment
        for segment in _right_below(first, rows, labels)
        if _may_go_on(segment.text) or (ends_in_joint(first.text) and ":" not in segment.text)
    ][:1]


def _right_below(first: Segment, rows: Sequence[Row], labels: float = -1.0) -> Iterator[Segment]:
    """What is set solid under a piece and begins where it does, on rows that have nothing at `labels`."""
    height = first.bottom - first.top
    for row in rows:
        is_next = row.canvas == first.canvas and row.top > first.top
        if not is_next or not -0.3 * height <= row.top - first.bottom <= 0.5 * height:
            continue
        if not any(abs(segment.x0 - labels) <= 1 for segment in row.segments):
            yield from (segment for segment in row.segments if abs(segment.x0 - first.x0) <= 1)


def _may_go_on(text: str) -> bool:
    known = vocabulary()
    return len(text.split()) <= 3 and ":" not in text and not known.labels(text) and (text[:1].islower() or text[:1].isdigit())


def _wrapped(first: Segment, rows: Sequence[Row]) -> Iterator[Segment]:
    """Further lines of a text that was wrapped: the first is long, the next begins in lower case right below."""
    if first.kind is CanvasKind.GRID or len(first.text) < 40:
        return
    bottom, height = first.bottom, first.bottom - first.top
    for row in rows:
        if row.canvas != first.canvas or row.top < bottom - 0.3 * height:
            continue
        if row.top - bottom > height or len(row.segments) != 1 or not row.segments[0].text[:1].islower():
            return
        yield row.segments[0]
        bottom = row.segments[0].bottom


def _unlabelled(rows: Sequence[Row], tables: Sequence[Region]) -> Iterator[FieldPlace]:
    currency = _common_currency(rows)
    if currency is not None:
        yield FieldPlace(path="currency", places=(currency,))
    codes = [
        segment.place(*span)
        for row in rows
        for segment in row.segments
        if not _is_within(segment, tables) and len(segment.text) <= 60
        for span in [shapes.incoterm_span(segment.text)]
        if span is not None
    ]
    if len(codes) == 1:
        yield FieldPlace(path="incoterms", places=(codes[0],))


def currency_of_cells(rows: Sequence[Row]) -> list[FieldPlace]:
    """The currency that every priced cell of the lines names ("3,90 €"), where nothing else does."""
    cells = [replace(row, segments=tuple(each for each in row.segments if _PRICED.fullmatch(each.text))) for row in rows]
    place = _common_currency([row for row in cells if row.segments])
    return [] if place is None else [FieldPlace(path="currency", places=(place,))]


def _common_currency(rows: Sequence[Row]) -> Place | None:
    """The currency that stands beside amounts or in headings; None when the document names several."""
    seen: dict[str, Place] = {}
    count: Counter[str] = Counter()
    for row in rows:
        for segment in row.segments:
            span = shapes.currency_span(segment.text)
            if span is None or not _is_beside_amount(segment, row):
                continue
            sign = segment.text[span[0] : span[1]]
            sign = _SAME_CURRENCY.get(sign.upper(), sign.upper())
            count[sign] += 1
            seen.setdefault(sign, segment.place(*span))
    return seen[next(iter(count))] if len(count) == 1 else None


def _is_beside_amount(segment: Segment, row: Row) -> bool:
    """A code stands beside a number or in a heading of prices; alone in a sentence it says nothing."""
    words = len(segment.text.split())
    has_number = any(sign.isdigit() for sign in segment.text)
    is_heading = words <= 8 and (bool(vocabulary().column_roles(segment.text)) or vocabulary().total(segment.text) is not None)
    is_heading = is_heading or _ONLY_CURRENCY.fullmatch(segment.text) is not None
    return (has_number and words <= 12) or is_heading or (words == 1 and any(sign.isdigit() for sign in row.text))
