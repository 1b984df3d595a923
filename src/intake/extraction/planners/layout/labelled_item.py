"""An entry that names every value by the heading it would have in a table: "Menge: 4 / Artikel: X".

In: an utterance. Out: its one `Item`, or None where the labels do not tell quantity and article.
"""

from __future__ import annotations

import re

from intake.domain.plans import ColumnRole, LinePlan, Place
from intake.extraction.planners.layout.counts import Span, counts_of
from intake.extraction.planners.layout.items import Item
from intake.extraction.planners.layout.label_roles import role_told_by
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.words import vocabulary

_LABELLED = re.compile(
    r"(?P<label>[^\W\d_][^:=/;,|\t]{0,28}?)\s*[:=]\s*(?P<value>(?:[^/;|,\t]|,(?=\d)|/(?=[\w.-]+(?:\s*[/;|,\t]|\s+[^\s/]|\s*$)))+?)"
    r"(?=\s*(?:[;|\t]|,(?!\d)|\s/|/\s|/[^\W\d_]+\s*[:=]|$))"
)
"""A comma within "42,50" and a stroke within "BP75/120" part nothing."""


def labelled_item(utterance: Utterance) -> Item | None:
    """ "Menge: 4 / Artikel: X": every value behind the heading it would have in a table."""
    found: dict[ColumnRole, Place] = {}
    number: Span | None = None
    for pair in _LABELLED.finditer(utterance.text):
        if not vocabulary().is_exact_heading(pair["label"]):
            continue
        roles = [role for role in vocabulary().column_roles(pair["label"]) if role is not ColumnRole.IGNORE]
        place = utterance.place(pair.span("value"))
        if not roles or place is None:
            continue
        if roles[0] is ColumnRole.QUANTITY:
            counts = counts_of(pair["value"])
            if len(counts) != 1 or counts[0].span[0] > 0:
                continue
            shift = pair.start("value")
            number = (counts[0].number[0] + shift, counts[0].number[1] + shift)
            place = utterance.place(number)
            unit = counts[0].unit and utterance.place((counts[0].unit[0] + shift, counts[0].unit[1] + shift))
            if unit is not None:
                found.setdefault(ColumnRole.UOM, unit)
        role = role_told_by(pair["value"], roles)
        if place is not None and role is not None:
            found.setdefault(role, place)
    if number is None or len(found.keys() - {ColumnRole.UOM}) < 2:
        return None
    return Item(LinePlan(places=tuple(found.items())), True, number, has_code=True)
