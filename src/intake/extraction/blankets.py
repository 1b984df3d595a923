"""Papers that call themselves a blanket order or a call-off: in the subject, in a title over the lines, in a mail's sentence.

In: the documents and where their tables stand. Out: the words that say so, for a person. A contract that a paper's head names
beside its label is where its prices come from, and no call-off by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.call_offs import blanket_word
from intake.domain.documents import Document
from intake.domain.plans import Region
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.bodies import is_body
from intake.extraction.planners.layout.utterances import utterances
from intake.extraction.segments import rows_of, subject_rows

_LONGEST_TITLE = 12
_MOST_ROWS_OF_A_HEAD = 40


def blankets_announced(documents: Sequence[Document], regions: Sequence[Region]) -> tuple[Problem, ...]:
    found = (quote for number in range(len(documents)) for quote in _of_document(number, documents[number], regions))
    quote = next(found, None)
    if quote is None:
        return ()
    message = f"“{' '.join(quote.split())[:120]}” calls this a blanket order or a call-off from one."
    return (Problem(code=ReasonCode.BLANKET_ORDER.value, path="references", message=message),)


def _of_document(number: int, document: Document, regions: Sequence[Region]) -> Iterator[str]:
    tables = [region for region in regions if region.document == number]
    rows = rows_of(number, document)
    if is_body(document):
        yield from (row.text for row in subject_rows(number, document) if blanket_word(row.text))
        yield from (said.text for said in utterances(rows, tables) if blanket_word(said.text))
        return
    for row in rows[:_MOST_ROWS_OF_A_HEAD]:
        if any((row.canvas, row.top) >= (table.canvas, table.top) for table in tables):
            return
        for segment in row.segments:
            if len(segment.text.split()) <= _LONGEST_TITLE and blanket_word(segment.text, with_contracts=False):
                yield segment.text
