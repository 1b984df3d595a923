"""Everything that stands on one document besides its tables: kind, head, parties, lines in words, and its share of the orders.

In: a document, the tables found on it, the mail's envelope and who we are. Out: a `Survey`: its `DocumentPlan` and the `Share`s
that `orders_split.order_plans` makes orders of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from intake.domain.documents import Document, TextOrigin
from intake.domain.identifiers import normalise_code
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.domain.plans import ColumnRole, DocumentPlan, FieldPlace, LinePlan, Region, TablePlan
from intake.domain.uom import unit_codes
from intake.extraction.bodies import is_body
from intake.extraction.column_kinds import CODES
from intake.extraction.counted import counted, without_repeats
from intake.extraction.planners.layout.cards import cards_in_order
from intake.extraction.planners.layout.currency_signs import currency_of_signs
from intake.extraction.planners.layout.fields import header_fields, order_numbers
from intake.extraction.planners.layout.flat import flat_orders
from intake.extraction.planners.layout.kind import is_reply, judge
from intake.extraction.planners.layout.label_grids import label_grids
from intake.extraction.planners.layout.labels import LabelHit, find_labels
from intake.extraction.planners.layout.orders_split import Share
from intake.extraction.planners.layout.parties import parties
from intake.extraction.planners.layout.said_head import said_fields
from intake.extraction.planners.layout.said_place import said_place
from intake.extraction.planners.layout.sectioned import sections, shares_of
from intake.extraction.planners.layout.sentences import Said, said_lines
from intake.extraction.planners.layout.stated_unlabelled import currency_of_cells
from intake.extraction.planners.layout.utterances import prose, utterances
from intake.extraction.segments import Row, Segment, rows_of, signature_rows, subject_rows
from intake.extraction.table_rows import holds
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import tokens

_COUNT_AND_UNIT = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?\s*([^\W\d_]{1,12}\.?)")
_LABELLED_COUNT = re.compile(r"([^\W\d_][^\d:]{0,20}?)\s*[:=]?\s*\d{1,6}(?:[.,]\d{1,3})?(?:\s*[^\W\d_]{1,12}\.?)?")
_COLUMNS = 3
_NUMBER = "customer_po_number"


@dataclass(frozen=True, slots=True)
class Survey:
    plan: DocumentPlan
    shares: tuple[Share, ...]


def survey(
    number: int,
    document: Document,
    tables: Sequence[TablePlan],
    context: MailContext,
    own: OwnCompany,
    *,
    is_alone: bool = False,
) -> Survey:
    """`number` is the document's index in the reading; `is_alone` says that there is no other."""
    rows = rows_of(number, document)
    # A document with a table of lines says in words what belongs to its head; `completeness` names what else it counts.
    regions = tuple(region for table in tables for region in table.regions)
    shown = cards_in_order(rows) if not tables else rows
    in_grids, in_use = label_grids(shown) if not tables else ((), frozenset())
    # Above items in grids of labels stand addresses ("Unit 4 Mill Lane"), and none of the items.
    unlabelled = [row for at, row in enumerate(shown) if at not in in_use and at > min(in_use, default=-1)]
    said = said_lines(_not_in_columns(unlabelled), regions) if not tables else None
    lines = (*in_grids, *(said.lines if said is not None else ()))
    # A table nobody made out still orders, if no line of it can be read.
    has_lines = bool(tables or lines or said_lines(rows, regions).lines)
    judged = judge(
        rows,
        context,
        is_body=is_body(document),
        is_alone=is_alone,
        has_lines=has_lines,
        has_table=bool(tables),
        is_picture=document.text_origin is TextOrigin.OCR,
        said=said or Said(),
    )
    outside = _outside(rows, regions)
    of_lines = _labels_of_lines(rows, regions)
    in_lines = _words_of(lines, CODES)
    counting = _words_of(said.lines, {ColumnRole.QUANTITY}) if said is not None else frozenset()
    hits = tuple(hit for hit in _of_the_head(find_labels(outside), of_lines, regions) if not _is_within(hit, in_lines))

    signature = signature_rows(number, document) if is_body(document) else ()

    def fields_of(some: Sequence[Row], labels: Sequence[LabelHit]) -> tuple[FieldPlace, ...]:
        found = (*header_fields(some, labels, regions), *parties(some, labels, own, context, counting, signature))
        if any(field.path == "currency" for field in found):
            return found
        return (*found, *(currency_of_cells(rows) or currency_of_signs(rows, found, document, own)))

    def own_fields(some: Sequence[Row]) -> tuple[FieldPlace, ...]:
        return fields_of(some, _of_the_head(find_labels(some), of_lines, regions))

    fields = fields_of(outside, hits)
    # "Please quote ref. 10442": a number that nothing calls the order's gives way to one that a sentence or the subject does.
    stated = {field.path for field in fields if field.path != _NUMBER or field.label is not None}
    in_words = said.fields if said is not None else ()
    told = said_fields([(utterance, ()) for utterance in prose(outside)]) if said is None else ()
    further = [field for field in (*in_words, *told, *_in_subject(number, document, context)) if field.path not in stated]
    # A mail that names several numbers in its own words means one of them, or several orders.
    labelled = order_numbers(hits)
    further += [field for field in (*labelled, *in_words) if said is not None and lines and field.path == _NUMBER]
    if "ship_to.block" not in stated and (place := said_place(outside)) is not None:
        further.append(place)
    named = any(field.path == _NUMBER for field in further)
    fields = tuple(field for field in fields if field.path in stated or not named)
    fields = tuple(_different(document, [*fields, *further]))
    plan = DocumentPlan(document=number, kind=judged.kind, why=judged.why)
    numbers = [(text_of(document, field), field) for field in (*labelled, *in_words) if field.path == _NUMBER]
    numbered = [text_of(document, field) for field in fields if field.path == _NUMBER]
    kept = without_repeats(document, tables)
    base = Share(
        document=number,
        kind=judged.kind,
        is_body=is_body(document),
        po_number=numbered[0] if len(numbered) == 1 else None,
        fields=fields,
        tables=kept,
        lines=lines,
        counted=counted(document, kept),
    )
    found = sections(tables, numbers, document, lines)
    return Survey(plan, _flat(base, document) or shares_of(base, document, outside, found, own_fields) or (base,))


def _in_subject(number: int, document: Document, context: MailContext) -> Iterator[FieldPlace]:
    """The order number in the subject that travels with a mail's body; an answer's subject may speak of the order before."""
    if is_reply(context):
        return
    spoken = [(utterance, ()) for utterance in utterances(subject_rows(number, document), ())]
    found = [field for each in spoken for field in said_fields([each]) if field.path == _NUMBER]
    yield from found if len(found) == 1 else ()


def _different(document: Document, found: Sequence[FieldPlace]) -> Iterator[FieldPlace]:
    """Each field once for every value that is given it; "331" in a subject and "331/2026" below it are one number."""
    kept: list[tuple[str, str]] = []
    for field in found:
        value = text_of(document, field)
        if not any(path == field.path and _is_same_number(value, other) for path, other in kept):
            kept.append((field.path, value))
            yield field


def _is_same_number(one: str, other: str) -> bool:
    """Whether two spellings name one thing: the same signs, or one a whole part of the other."""
    if normalise_code(one) == normalise_code(other):
        return True
    short, long = sorted((re.findall(r"\w+", one.casefold()), re.findall(r"\w+", other.casefold())), key=len)
    return len(short) < len(long) and any(long[at : at + len(short)] == short for at in range(len(long)))


def _labels_of_lines(rows: Sequence[Row], regions: Sequence[Region]) -> set[tuple[str, ...]]:
    return {tokens(hit.text) for hit in find_labels([row for row in rows if any(holds(region, row) for region in regions)])}


def _of_the_head(hits: Sequence[LabelHit], of_lines: Set[tuple[str, ...]], regions: Sequence[Region]) -> tuple[LabelHit, ...]:
    """Labels that lines carry too ("Delivery: …" under each of them) and that stand below the first line are the last line's."""
    if not regions:
        return tuple(hits)
    first = regions[0]
    return tuple(
        hit
        for hit in hits
        if tokens(hit.text) not in of_lines or (hit.segment.canvas, hit.segment.top) < (first.canvas, first.top)
    )


def _words_of(lines: Sequence[LinePlan], roles: Set[ColumnRole]) -> frozenset[tuple[int, int]]:
    """(canvas, word) of what lines in words say in some roles."""
    places = [place for line in lines for role, place in line.places if role in roles]
    return frozenset((place.canvas, word) for place in places for word in place.words)


def _is_within(hit: LabelHit, words: Set[tuple[int, int]]) -> bool:
    """ "Réf 88120 : 6 cartons": what the label announces is an article's code, not the order's number."""
    first = [each.segment.place(each.start, each.end).words[:1] for each in hit.candidates]
    return any((hit.segment.canvas, word) in words for found in first for word in found)


def _not_in_columns(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows that may be sentences: of a table whose columns nobody made out, which number counts is guesswork, unless the row
    begins or ends with it and its unit ("50 STK   LAGER 6204-2RS   ART. 620410") or calls it the quantity ("qty 40 ea")."""
    in_columns = Counter(row.canvas for row in rows if len(row.segments) >= _COLUMNS)
    # Under several of them a label with a figure beside it is their sum.
    return tuple(
        row
        for row in rows
        if len(row.segments) < (_COLUMNS if in_columns[row.canvas] < 2 else 2) or _counts_at_an_end(row) or _calls_a_count(row)
    )


def _counts_at_an_end(row: Row) -> bool:
    counts = [found is not None and bool(unit_codes(found[1])) for found in map(_count_and_unit, row.segments)]
    return counts[0] or (counts[-1] and sum(counts) == 1)


def _calls_a_count(row: Row) -> bool:
    """Whether one cell is a heading of quantities with its figure, or the heading and the next one the figure. A unit counts what
    stands before it: in "33 | Stück | 9,90" it is no heading of the price."""
    words = vocabulary()
    texts = [segment.text.strip() for segment in row.segments]
    beside = [f"{one} {other}" for one, other in pairwise(texts) if not words.is_unit(one)]
    found = [_LABELLED_COUNT.fullmatch(text) for text in (*texts, *beside)]
    labels = [each[1] for each in found if each is not None]
    return any(words.is_exact_heading(label) and ColumnRole.QUANTITY in words.column_roles(label) for label in labels)


def _count_and_unit(segment: Segment) -> re.Match[str] | None:
    return _COUNT_AND_UNIT.fullmatch(segment.text.strip())


def _outside(rows: Sequence[Row], regions: Sequence[Region]) -> tuple[Row, ...]:
    """Rows that no line table holds: labels within lines belong to the lines."""
    return tuple(row for row in rows if not any(holds(region, row) for region in regions))


def text_of(document: Document, field: FieldPlace) -> str:
    """The text of a field's first place."""
    place = field.places[0]
    words = document.canvases[place.canvas].words
    return " ".join(words[word].text for word in place.words)[place.start or 0 : place.end]


def _flat(base: Share, document: Document) -> tuple[Share, ...]:
    """A share for each order of a flat file; what its columns say outranks what stands around the table."""
    if len(base.tables) != 1:
        return ()
    shares = []
    for order in flat_orders(document, base.tables[0]):
        stated = {field.path for field in order.fields}
        fields = (*order.fields, *(field for field in base.fields if field.path not in stated))
        shares.append(
            replace(
                base, po_number=order.po_number, fields=fields, tables=(order.table,), counted=counted(document, (order.table,))
            )
        )
    return tuple(shares)
