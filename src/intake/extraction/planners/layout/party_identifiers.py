"""Identifiers of the buyer that stand outside its address block: VAT id, GLN, mail address, our customer number.

In: rows, labels and what is known of the parties. Out: `FieldPlace`s. Numbers need their check digit; what stands in our own
block, or is ours by the settings, is never the buyer's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from intake.domain.parties import OwnCompany
from intake.domain.plans import FieldPlace
from intake.extraction import shapes
from intake.extraction.addresses import Address
from intake.extraction.party_numbers import EMAIL, gln, vat_id
from intake.extraction.planners.layout.blocks import Line
from intake.extraction.planners.layout.labels import LabelHit
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import squash

_NATIONAL_VAT = re.compile(r"[A-Z]{0,3}\s?[\dA-Z][\dA-Z .\-/]{5,16}\d[A-Z]?(?:\s?MWST|\s?TVA)?")
_FOREIGN_VAT = re.compile(r"(?<!\w)(?:[A-Z]{2,3}[ -]?)(?=[A-Z]?\d)[\dA-Z](?:[ .-]?\d){6,11}[A-Z]?(?:\d\d)?(?!\w)")
_PARTS = re.compile(r"[·•|;]|\s[–-]\s|\s{3,}")
_LONGEST_NAME = 5
Find = Callable[[str], shapes.Span | None]


@dataclass(frozen=True, slots=True)
class Known:
    """The buyer's own block as parsed, and the lines of our blocks and of the delivery and billing addresses."""

    buyer: Address | None
    ours: tuple[Line, ...]
    ship_to: tuple[Line, ...]
    bill_to: tuple[Line, ...]
    own: OwnCompany

    def is_ours(self, segment: Segment) -> bool:
        return _stands_in(segment, self.ours)

    def is_foreign(self, segment: Segment, path: str) -> bool:
        """A VAT id in the billing address is the buyer's; a mailbox or GLN there is the bookkeeper's."""
        if self.is_ours(segment) or _stands_in(segment, self.ship_to):
            return True
        return path != "buyer.vat_id" and _stands_in(segment, self.bill_to)


def _stands_in(segment: Segment, lines: Sequence[Line]) -> bool:
    return any(
        line.segment.canvas == segment.canvas and line.segment.words == segment.words and line.segment.offset == segment.offset
        for line in lines
    )


def identifiers(rows: Sequence[Row], hits: Sequence[LabelHit], known: Known) -> Iterator[FieldPlace]:
    """At most one place for each identifier."""
    national_vat = _national_vat(known)
    for name, find, national in (
        ("vat_id", _vat(known), national_vat),
        ("gln", _gln(known), None),
        ("email", _email(known), None),
    ):
        if known.buyer is not None and getattr(known.buyer, name) is not None:
            continue
        path = f"buyer.{name}"
        found = _labelled(path, find, hits, known)
        if found is None and name != "gln":
            found = _anywhere(path, find, rows, hits, known)
        if found is None and national is not None:
            found = _labelled(path, national, hits, known) or _in_footer(path, rows, known)
        if found is not None:
            yield found
    customer_no = _labelled("buyer.customer_no", shapes.code_span, hits, known)
    if customer_no is not None:
        yield customer_no
    yield from _delivery(hits, known)


def _delivery(hits: Sequence[LabelHit], known: Known) -> Iterator[FieldPlace]:
    for path, find in (("ship_to.gln", _gln(known)), ("ship_to.contact", shapes.words_span)):
        for hit in hits:
            if any(label.path == path for label in hit.labels) and not known.is_ours(hit.segment) and hit.is_marked:
                field = _beside(path, find, hit)
                if field is not None and not _stands_in(hit.segment, known.ship_to):
                    yield field
                    break


def _labelled(path: str, find: Find, hits: Sequence[LabelHit], known: Known) -> FieldPlace | None:
    for hit in hits:
        # "Org.nr/VAT" is both.
        if any(label.path == path for label in (*hit.labels, *hit.second)) and not known.is_foreign(hit.segment, path):
            field = _beside(path, find, hit)
            if field is not None:
                return field
    return None


def _beside(path: str, find: Find, hit: LabelHit) -> FieldPlace | None:
    for candidate in hit.candidates:
        span = find(candidate.text)
        if span is not None:
            place = candidate.segment.place(candidate.start + span[0], candidate.start + span[1])
            return FieldPlace(path=path, places=(place,), label=hit.place)
    return None


def _anywhere(path: str, find: Find, rows: Sequence[Row], hits: Sequence[LabelHit], known: Known) -> FieldPlace | None:
    """The only one on the document: a footer states it without a label, or with one that no list knows."""
    others = [hit for hit in hits if any(label.path == "ignore" for label in hit.labels)]
    places = []
    for row in rows:
        for segment in row.segments:
            span = None if known.is_foreign(segment, path) else find(segment.text)
            if span is not None and not _is_named_otherwise(segment, span, others):
                places.append((segment.text[span[0] : span[1]].casefold(), segment.place(*span)))
    distinct = {text for text, _ in places}
    return FieldPlace(path=path, places=(places[0][1],)) if len(distinct) == 1 else None


def _is_named_otherwise(segment: Segment, span: shapes.Span, others: Sequence[LabelHit]) -> bool:
    """Whether a label for something else leads up to it: no other part of a footer stands between them."""
    return any(
        hit.segment is segment and hit.end <= span[0] and not _PARTS.search(segment.text[hit.end : span[0]]) for hit in others
    ) or any(hit.segment is not segment and any(each.segment is segment for each in hit.candidates[:1]) for hit in others)


def _in_footer(path: str, rows: Sequence[Row], known: Known) -> FieldPlace | None:
    """The only number behind a word for it within a line: "… HRB 4711 · VAT No DE123456789 · Bank …"."""
    places = {}
    for row in rows:
        for segment in row.segments:
            if known.is_foreign(segment, path):
                continue
            for found in _FOREIGN_VAT.finditer(segment.text):
                label = _named_before(path, segment.text, found.start())
                if label is not None and squash(found.group()) not in {squash(number) for number in known.own.vat_ids}:
                    place = segment.place(*found.span())
                    places[squash(found.group())] = FieldPlace(
                        path=path, places=(place,), label=segment.place(label, found.start())
                    )
    return next(iter(places.values())) if len(places) == 1 else None


def _named_before(path: str, text: str, start: int) -> int | None:
    """Where the label begins that ends right before `start`; None where no label of the field does."""
    words = list(re.finditer(r"\S+", text[:start]))[-_LONGEST_NAME:]
    for word in words:
        said = text[word.start() : start].strip(" :.")
        if any(label.path == path for label in vocabulary().labels(said)):
            return word.start()
    return None


def _vat(known: Known) -> Find:
    ours = {squash(number) for number in known.own.vat_ids}

    def find(text: str) -> shapes.Span | None:
        span = vat_id(text)
        return None if span is None or squash(text[span[0] : span[1]]) in ours else span

    return find


def _national_vat(known: Known) -> Find:
    """A number behind a VAT label without its country's letters ("NIP 526-000-12-46")."""
    ours = {squash(number) for number in known.own.vat_ids}
    ours |= {number[2:] for number in ours if number[:2].isalpha()}

    def find(text: str) -> shapes.Span | None:
        found = _NATIONAL_VAT.match(text.strip())
        if found is None or squash(found.group()) in ours or shapes.is_date(found.group()) or _is_amount(text, found):
            return None
        start = text.index(found.group())
        return start, start + len(found.group())

    return find


def _is_amount(text: str, found: re.Match[str]) -> bool:
    """The tax itself stands behind the same word as the number of the one who pays it ("VAT 23 %: 64 879.09 EUR")."""
    digits = sum(sign.isdigit() for sign in found.group())
    return (
        digits < 7 or "%" in text or re.search(r"[.,]\d{2}$", found.group()) is not None or shapes.currency_span(text) is not None
    )


def _gln(known: Known) -> Find:
    ours = {squash(number) for number in known.own.glns}

    def find(text: str) -> shapes.Span | None:
        span = gln(text)
        return None if span is None or squash(text[span[0] : span[1]]) in ours else span

    return find


def _email(known: Known) -> Find:
    def find(text: str) -> shapes.Span | None:
        for found in EMAIL.finditer(text):
            domain = found.group().rpartition("@")[2].casefold()
            if not any(domain == own.casefold() or domain.endswith("." + own.casefold()) for own in known.own.domains):
                return found.span()
        return None

    return find
