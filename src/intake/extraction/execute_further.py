"""The description of a line and its further printed rows: fields with labels of their own and remarks are told from description.

In: a line whose columns were read, and their cells. Out: description, note and the fields that further rows add. What a row says
under a label never overrules a column; where the two differ the line says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.domain.documents import Document
from intake.domain.identifiers import is_gtin, normalise_code
from intake.domain.orders import Evidence
from intake.domain.plans import Column, ColumnRole, Place
from intake.domain.reasons import ReasonCode
from intake.extraction import cells
from intake.extraction.codes_in_names import CodePlace, CodePlaces
from intake.extraction.conventions import Conventions
from intake.extraction.executed import Values
from intake.extraction.further_rows import CODES, FIGURES, Said, parts_of
from intake.extraction.line_cells import FIELDS, MONEY, is_named, put_code, read_date, read_money, read_quantity
from intake.extraction.printed import Cell, Piece, place_of
from intake.extraction.quoting_places import evidence_at, text_at
from intake.extraction.words import vocabulary

R = ColumnRole
_SIDES = re.compile(r"/|\n|\s[&+|–-]\s")
_CODE_ALONE = re.compile(r"(?=.*\d)[A-Z\d][A-Z\d./-]{3,}")
_WORDY = (*CODES, R.LINE_NUMBER, R.UOM, R.IGNORE, R.NOTE)
"""Columns under whose cell a further row may stand in words; a second figure in a figure's column is `line_cells`' to judge."""

Columns = Sequence[tuple[Column, Sequence[Cell]]]


def read_further(
    line: Values, columns: Columns, documents: Sequence[Document], conventions: Conventions, codes: CodePlaces
) -> None:
    """`codes` is where a table without a column of codes has them."""
    described: list[Piece] = []
    named = False
    is_described = any(column.role is R.DESCRIPTION for column, _ in columns)
    for column, parts in columns:
        if column.role is R.DESCRIPTION:
            named = named or is_named(column, documents)
            named_parts = _without_code(line, column, parts, documents, codes.get(column))
            described.extend(_description(line, named_parts, documents, conventions))
        elif column.role is R.NOTE:
            for cell in parts:
                line.remark(cell.text, evidence_at(cell.place(), documents))
        elif column.role in _WORDY:
            # Where no column describes the goods, the words below their code do.
            rest = R.DESCRIPTION if column.role in CODES and not is_described else None
            for cell in parts[1:]:
                described.extend(_read_parts(line, cell, parts_of(cell.text), documents, conventions, rest))
    if described:
        texts = [text_at(place_of([piece]), documents) for piece in described]
        line.put("description", " ".join(texts), _spanning(described, documents), labelled=named)


def _without_code(
    line: Values, column: Column, parts: Sequence[Cell], documents: Sequence[Document], place: CodePlace | None
) -> Sequence[Cell]:
    """The cells without the article's code, where all lines have theirs in one `place` of the column, or where the heading names
    code and description and the first row is one code alone."""
    if place is CodePlace.BELOW and len(parts) > 1:
        put_code(line, FIELDS[R.CODE], parts[1], None, documents, labelled=False)
        return [parts[0], *parts[2:]]
    if place is CodePlace.BEFORE:
        text = parts[0].text
        code, _, name = text.partition(" ")
        put_code(line, FIELDS[R.CODE], parts[0], (0, len(code.rstrip(":"))), documents, labelled=False)
        return [parts[0].cut(len(text) - len(name.lstrip("-–: ")), len(text)), *parts[1:]]
    if len(parts) < 2 or column.heading is None or not parts[0].pieces or any(FIELDS[role] in line.values for role in CODES):
        return parts
    first, heading = parts[0].text.strip(), text_at(column.heading, documents)
    if not _names_code_too(heading) or not _CODE_ALONE.fullmatch(first) or is_gtin(first) or " " not in parts[1].text.strip():
        return parts
    put_code(line, FIELDS[R.CODE], parts[0], None, documents, labelled=True)
    return parts[1:]


def _names_code_too(heading: str) -> bool:
    """Whether one side of a stroke or an "and" names the article, the other its description."""
    sides = [side.strip() for side in _SIDES.split(heading) if side.strip()]
    roles = [set(vocabulary().column_roles(side)) for side in sides]
    return len(sides) == 2 and bool(set(CODES) & roles[0]) and R.DESCRIPTION in roles[1] and not set(CODES) & roles[1]


def _description(line: Values, parts: Sequence[Cell], documents: Sequence[Document], conventions: Conventions) -> list[Piece]:
    """The pieces that describe the article. The first row always does, unless another follows and it names a field."""
    pieces: list[Piece] = []
    remarked = False
    for at, cell in enumerate(parts):
        said = parts_of(cell.text)
        if at == 0 and not (len(parts) > 1 and said and all(part.label for part in said)):
            pieces.extend(cell.pieces)
            continue
        # What stands below a remark goes on with it; the description is over.
        remarked = remarked or any(part.role is R.NOTE for part in said)
        pieces.extend(_read_parts(line, cell, said, documents, conventions, rest=R.NOTE if remarked else R.DESCRIPTION))
    return pieces


def _read_parts(
    line: Values,
    cell: Cell,
    said: Sequence[Said],
    documents: Sequence[Document],
    conventions: Conventions,
    rest: ColumnRole | None = None,
) -> list[Piece]:
    """Reads the parts of a row; what describes is handed back, or noted where `rest` says so, or left where it is None."""
    described: list[Piece] = []
    for part in said:
        own = cell.cut(part.start, part.end)
        if part.role is R.NOTE or (part.role is R.DESCRIPTION and rest is R.NOTE):
            line.remark(own.text, evidence_at(own.place(), documents))
        elif part.role is R.DESCRIPTION:
            described.extend(own.pieces if rest is not None else ())
        else:
            _read_field(line, part, own, documents, conventions)
    return described


def _read_field(line: Values, part: Said, own: Cell, documents: Sequence[Document], conventions: Conventions) -> None:
    role = part.role
    if role in CODES:
        path = FIELDS[role]
        if path in line.values and normalise_code(str(line.values[path])) != normalise_code(own.text):
            _complain(line, path, own)
        put_code(line, path, own, None, documents, labelled=True)
    elif role is R.REQUESTED_DELIVERY_DATE:
        _read_day(line, own, documents, conventions)
    elif role in FIGURES:
        _read_figure(line, role, own, documents, conventions)


def _read_day(line: Values, own: Cell, documents: Sequence[Document], conventions: Conventions) -> None:
    """A delivery date; where the line has said another one, neither is the line's, and both are noted."""
    path = "requested_delivery_date"
    before, second = line.values.get(path), Values()
    read_date(second, [own], documents, conventions, named=True)
    if any(problem.path == path for problem in line.problems):
        line.remark(own.text, evidence_at(own.place(), documents))
    elif before is None:
        read_date(line, [own], documents, conventions, named=True)
    elif second.values.get(path) != before:
        _complain(line, path, own)
        first = line.evidence.pop(path, None)
        line.remark(f"{first.text if first is not None else before} / {own.text}", first)
        del line.values[path]
        line.labelled.discard(path)
        line.typed.discard(path)


def _read_figure(line: Values, role: ColumnRole, own: Cell, documents: Sequence[Document], conventions: Conventions) -> None:
    """A quantity or price under its own label, where no column has said it."""
    path = MONEY.get(role, "quantity")
    if path in line.values or path in line.open_readings:
        found = cells.price(own.text, conventions)
        if found is not None and line.values.get(path) not in found.readings:
            _complain(line, path, own)
    elif path == "quantity":
        read_quantity(line, [own], documents, conventions, named=True)
    else:
        read_money(line, role, None, [own], documents, conventions, named=True)


def _complain(line: Values, path: str, own: Cell) -> None:
    said = f"The line says {line.values.get(path, 'something else')} and “{own.text}” under its own label."
    line.complain(ReasonCode.VALUE_AMBIGUOUS, path, said)


def _spanning(pieces: Sequence[Piece], documents: Sequence[Document]) -> Evidence | None:
    """The evidence of all pieces where they stand on one canvas, else of the first."""
    first = pieces[0]
    if len({(piece.document, piece.canvas) for piece in pieces}) != 1 or len(pieces) == 1:
        return evidence_at(place_of(pieces[:1]), documents)
    words = tuple(dict.fromkeys(piece.word for piece in pieces))
    return evidence_at(Place(document=first.document, canvas=first.canvas, words=words), documents)
