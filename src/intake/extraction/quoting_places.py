"""A place → the words it quotes and the evidence that points at them: the only way from a plan to a value."""

from __future__ import annotations

from collections.abc import Sequence

from intake.domain.documents import Canvas, CanvasKind, Document, Word
from intake.domain.orders import Evidence
from intake.domain.plans import Place
from intake.extraction.segments import is_subject


def words_at(place: Place, documents: Sequence[Document]) -> tuple[Word, ...]:
    """The place's words; () where it names a document, canvas or word that is not there."""
    canvas = _canvas(place, documents)
    if canvas is None or not place.words or not all(0 <= number < len(canvas.words) for number in place.words):
        return ()
    return tuple(canvas.words[number] for number in place.words)


def text_at(place: Place, documents: Sequence[Document]) -> str:
    """What stands at the place, blanks and line breaks as one blank."""
    joined = " ".join(word.text for word in words_at(place, documents))
    return " ".join(joined[place.start or 0 : place.end].split())


def evidence_at(place: Place, documents: Sequence[Document]) -> Evidence | None:
    canvas = _canvas(place, documents)
    words = words_at(place, documents)
    if canvas is None or not words:
        return None
    text = text_at(place, documents)
    if canvas.kind is CanvasKind.PAGE:
        box = (min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words))
        return Evidence(document=place.document, text=text, page=canvas.number, box=box)
    if canvas.kind is CanvasKind.GRID:
        first = words[0]
        address = first.cell or f"R{int(first.top) + 1}C{int(first.x0) + 1}"
        return Evidence(document=place.document, text=text, sheet=canvas.name or f"Table {canvas.number}", cell=address)
    if is_subject(canvas):
        return Evidence(document=place.document, text=text)
    start, end = words[0].start or 0, words[-1].end or 0
    if len(words) == 1 and words[0].start is not None:
        end = start + (place.end if place.end is not None else len(words[0].text))
        start += place.start or 0
    return Evidence(document=place.document, text=text, start=start, end=end)


def _canvas(place: Place, documents: Sequence[Document]) -> Canvas | None:
    if not 0 <= place.document < len(documents):
        return None
    canvases = documents[place.document].canvases
    return canvases[place.canvas] if 0 <= place.canvas < len(canvases) else None
