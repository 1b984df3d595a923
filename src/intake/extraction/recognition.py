"""What text recognition is unsure of, where it matters: in come an executed order, its proofs and the documents, out go problems.

A digit read from a picture looks as sure as a printed one, so a word that two recognitions read differently is believed only
where the order's own arithmetic comes out with it. Doubt about words that no value uses matters where lines stand, and nowhere
else: a misread telephone number holds up no order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from intake.domain.documents import Canvas, Document, TextOrigin, Word
from intake.domain.orders import Evidence, Proof
from intake.domain.plans import OrderPlan
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.executed import Executed

_QUOTED = 5
_EITHER = re.compile(r"\b(?=[01]*[OIl])(?=[OIl]*[01])[OIl01]+\b")
"""Letters or digits, nobody can tell: the IO of IO-88213 comes out as I0, in every recognition alike."""
_CODES = frozenset({"customer_po_number", "sku", "customer_part_number", "manufacturer_part_number", "buyer.customer_no"})
_TOLD_BY_WORDS = frozenset(
    {
        *(
            "line_number",
            "description",
            "note",
            "payment_terms",
            "incoterms",
            "buyer.name",
            "buyer.street",
            "buyer.postal_code",
            "buyer.city",
        ),
        *("buyer.country", "buyer.email", "ship_to.name", "ship_to.contact", "ship_to.country"),
    }
)
"""No single letter of these decides anything: they are matched as a whole, and what does not match holds the order; the buyer's
numbering of lines is only repeated to the buyer. A description decides where no sure code stands beside it."""
_ARTICLE = ("sku", "customer_part_number", "gtin", "manufacturer_part_number")


def is_recognised(number: int, documents: Sequence[Document]) -> bool:
    return 0 <= number < len(documents) and documents[number].text_origin is TextOrigin.OCR


def doubts(
    found: Executed, plan: OrderPlan, proofs: Mapping[str, set[Proof]], documents: Sequence[Document]
) -> Iterator[Problem]:
    """One problem for each value that rests on doubtful words alone, and one for each page whose lines have more of them."""
    seen = [number for number in plan.documents if is_recognised(number, documents)]
    if not seen:
        return
    deciding = frozenset(_deciding_descriptions(found, documents))
    for path, evidence in _evidence(found):
        name = path.rpartition("].")[2]
        if evidence.document not in seen or Proof.ARITHMETIC in proofs.get(path, ()):
            continue
        if (name not in _TOLD_BY_WORDS or path in deciding) and _is_doubtful(name, evidence, documents):
            message = f"“{evidence.text}” was recognised with doubt; compare it with the picture."
            yield Problem(code=ReasonCode.OCR_UNCERTAIN.value, path=path, message=message)
    for number in seen:
        for at, canvas in enumerate(documents[number].canvases):
            yield from _among_lines(number, at, canvas, found, plan)


def _deciding_descriptions(found: Executed, documents: Sequence[Document]) -> Iterator[str]:
    """Of lines without a code that recognition is sure of: the article is chosen by the words, or the code borne out by them."""
    for number, line in enumerate(found.lines):
        codes = [(name, line.evidence[name]) for name in _ARTICLE if name in line.evidence]
        if all(_is_doubtful(name, evidence, documents) for name, evidence in codes):
            yield f"lines[{number}].description"


def _is_doubtful(name: str, evidence: Evidence, documents: Sequence[Document]) -> bool:
    is_doubtful = any(word.is_doubtful for word in _words_at(evidence, documents))
    return is_doubtful or (name in _CODES and _EITHER.search(evidence.text) is not None)


def _evidence(found: Executed) -> Iterator[tuple[str, Evidence]]:
    yield from found.head.evidence.items()
    for number, line in enumerate(found.lines):
        for name, evidence in line.evidence.items():
            yield f"lines[{number}].{name}", evidence


def _words_at(evidence: Evidence, documents: Sequence[Document]) -> list[Word]:
    if evidence.box is None:
        return []
    x0, top, x1, bottom = evidence.box
    canvases = [canvas for canvas in documents[evidence.document].canvases if canvas.number == evidence.page]
    return [
        word
        for canvas in canvases
        for word in canvas.words
        if x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= (word.top + word.bottom) / 2 <= bottom
    ]


def _among_lines(number: int, at: int, canvas: Canvas, found: Executed, plan: OrderPlan) -> Iterator[Problem]:
    """Doubtful words that no value uses, within a table; anywhere on the page of an order without one."""
    regions = [region for table in plan.tables for region in table.regions if (region.document, region.canvas) == (number, at)]
    spans = [(region.top, region.bottom) for region in regions] if plan.tables else [(0.0, canvas.height)]
    left_out = [
        word.text
        for index, word in enumerate(canvas.words)
        if word.is_doubtful
        and any(top <= (word.top + word.bottom) / 2 < bottom for top, bottom in spans)
        and (number, at, index) not in found.used
    ]
    if left_out:
        quoted = ", ".join(f"“{text}”" for text in left_out[:_QUOTED])
        place = f"page {canvas.number}"
        message = f"{len(left_out)} words among the lines on {place} were recognised with doubt ({quoted}); compare them."
        yield Problem(code=ReasonCode.OCR_UNCERTAIN.value, path=place, message=message)


def unread(document: Document) -> tuple[Problem, ...]:
    """For a picture in which no order was found: whether doubtful words may be why."""
    doubtful = [word.text for canvas in document.canvases for word in canvas.words if word.is_doubtful]
    if document.text_origin is not TextOrigin.OCR or not doubtful:
        return ()
    quoted = ", ".join(f"“{text}”" for text in doubtful[:_QUOTED])
    message = f"{len(doubtful)} words of the picture were recognised with doubt ({quoted}); look whether it is an order."
    return (Problem(code=ReasonCode.OCR_UNCERTAIN.value, message=message),)
