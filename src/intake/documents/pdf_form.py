"""Form fields against the page: in come a page's fields and words, out go words for values that the page does not draw itself,
and the names of fields whose stored value is another than the page shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from intake.documents.pdf_annotations import Field
from intake.documents.pdf_geometry import Box, Upright
from intake.domain.documents import Word

_GLYPH_WIDTH = 0.5
"""Of the type size, as an average of the usual typefaces."""
_USUAL_SIZE = 10.0


def filled_in(fields: Iterable[Field], words: Sequence[Word], canvas: Upright) -> tuple[tuple[Word, ...], tuple[Field, ...]]:
    """(words to add, fields that contradict the page). Ticks and buttons show no text and are left alone."""
    added: list[Word] = []
    contradicted: list[Field] = []
    for field in fields:
        if not field.is_typed or not field.is_seen or not field.value.strip():
            continue
        box = canvas.matrix.box(*field.box)
        shown = [word.text for word in words if _stands_in(word, box)]
        if not shown:
            added += _written(field, box)
        elif not _agree("".join(shown), field.value):
            contradicted.append(field)
    return tuple(added), tuple(contradicted)


def _stands_in(word: Word, box: Box) -> bool:
    middle = (word.top + word.bottom) / 2
    return box[0] - 1 <= (word.x0 + word.x1) / 2 <= box[2] + 1 and box[1] - 1 <= middle <= box[3] + 1


def _agree(shown: str, stored: str) -> bool:
    """Forms show a stored 1234 as "1,234.00" and cut what is too long for its box: one may be the beginning of the other."""
    for kept in (str.isalnum, str.isdigit):
        left, right = "".join(filter(kept, shown)).casefold(), "".join(filter(kept, stored)).casefold()
        if left and right and (left.startswith(right) or right.startswith(left)):
            return True
    return False


def _written(field: Field, box: Box) -> list[Word]:
    """The value as a viewer would set it: in lines from the top of the box, aligned as the field says."""
    lines = [line.split() for line in field.value.splitlines() if line.strip()]
    height = (box[3] - box[1]) / len(lines)
    size = min(_USUAL_SIZE, max(4.0, 0.8 * height))
    words: list[Word] = []
    for place, line in enumerate(lines):
        longest = max(1, len(" ".join(line)))
        step = min(_GLYPH_WIDTH * size, (box[2] - box[0]) / longest)
        x = {1: (box[0] + box[2] - step * longest) / 2, 2: box[2] - step * longest}.get(field.alignment, box[0])
        middle = box[1] + (place + 0.5) * height
        for text in line:
            end = x + step * len(text)
            words.append(Word(text, round(x, 2), round(middle - size / 2, 2), round(end, 2), round(middle + size / 2, 2), size))
            x = end + step
    return words
