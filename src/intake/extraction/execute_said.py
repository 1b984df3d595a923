"""Order lines said outside a table: a line plan's places → values, each quoted from its own words.

In: line plans and the documents. Out: lines whose every place is a value of its own; what cannot be read is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.documents import Document
from intake.domain.plans import ColumnRole, LinePlan, Place
from intake.domain.reasons import ReasonCode
from intake.extraction.conventions import Conventions
from intake.extraction.executed import Values
from intake.extraction.line_cells import FIELDS, MONEY
from intake.extraction.open_numbers import resolve_by_product
from intake.extraction.planners.layout.counts import TIMES
from intake.extraction.quoting_places import evidence_at, text_at
from intake.extraction.words import vocabulary

R = ColumnRole


def read_said(plans: Sequence[LinePlan], documents: Sequence[Document], conventions: Sequence[Conventions]) -> Iterator[Values]:
    """Lines said in words: each place is its own value."""
    for plan in plans:
        line = Values(is_said=True)
        for role, place in plan.places:
            line.use(place)
            _read_said(line, role, place, documents, conventions)
        if plan.doubt:
            line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", plan.doubt)
        resolve_by_product(line)
        if line.values or line.problems:
            yield line


def _multiplies(place: Place, document: Document) -> bool:
    """Whether a times sign follows a number: "6 x 5L paint", "2x 25kg cement"."""
    words = document.canvases[place.canvas].words
    last = words[place.words[-1]].text
    rest = last.lstrip("0123456789.,'") or "".join(word.text for word in words[place.words[-1] + 1 : place.words[-1] + 2])
    return rest.casefold() in TIMES


def _read_said(
    line: Values, role: ColumnRole, place: Place, documents: Sequence[Document], conventions: Sequence[Conventions]
) -> None:
    text, evidence = text_at(place, documents), evidence_at(place, documents)
    if not text:
        return
    own = conventions[place.document]
    if role in (R.QUANTITY, R.PACKS):
        line.is_multiplied = _multiplies(place, documents[place.document])
    if role in (R.QUANTITY, R.PACKS, *MONEY):
        path = MONEY.get(role, "quantity")
        readings = own.readings(text)
        word = vocabulary().number(text) if not readings else None
        if word is not None:
            readings = (word,)
        if len(readings) == 1:
            line.put(path, readings[0], evidence, labelled=True)
        elif readings:
            line.open_readings[path] = (readings, evidence, True, text)
    elif role is R.UOM:
        line.put("uom", text, evidence, labelled=True)
    elif role is R.REQUESTED_DELIVERY_DATE:
        day = own.date(text)
        if day is not None:
            line.put("requested_delivery_date", day, evidence, labelled=True)
    elif role in FIELDS:
        line.put(FIELDS[role], text, evidence, labelled=True)
