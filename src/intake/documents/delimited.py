"""Rows of a delimited text, tolerantly: decoded text in, rows of stripped cells out.

Finds the separator by which the rows agree best. Quotes count only where they enclose a whole field, so the inch mark of
`1/2" pipe` stays a letter; a quoted field may hold line breaks. Parses no values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

_SEPARATORS = (";", "\t", ",", "|")
_SAMPLED_ROWS = 200
# A quote that finds no partner within so much text was an inch mark, not the beginning of a field.
_LONGEST_QUOTED = 20_000


def split_rows(text: str) -> Iterator[list[str]]:
    """The rows, blank ones included as []: row numbers stay those a person sees in a spreadsheet program."""
    separator, start = find_separator(text)
    return _rows(text, start, separator)


def find_separator(text: str) -> tuple[str, int]:
    """The separator and where the rows begin (after a `sep=;` line, as spreadsheet programs write it)."""
    first, _, _ = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep=") and len(first.strip().strip('"')) == 5:
        return first.strip().strip('"')[-1], min(len(text), len(first) + 1)
    sample = text[:400_000]
    return max(_SEPARATORS, key=lambda separator: _agreement(sample, separator)), 0


def _agreement(sample: str, separator: str) -> tuple[float, float]:
    """How many of the sampled rows have the commonest number of fields, and how many fields that is."""
    counts: Counter[int] = Counter()
    for number, row in enumerate(_rows(sample, 0, separator)):
        if number >= _SAMPLED_ROWS:
            break
        if any(row):
            counts[len(row)] += 1
    several = {fields: rows for fields, rows in counts.items() if fields > 1}
    if not several:
        return (0.0, 0.0)
    # Rows of a file may end early or carry one separator more; what counts is how many split at all, and alike.
    alike = max(several.values())
    split = sum(several.values())
    fields = max(several, key=lambda number: (several[number], number))
    total = counts.total()
    return ((alike + split) / (2 * total), float(fields))


def _rows(text: str, start: int, separator: str) -> Iterator[list[str]]:
    row: list[str] = []
    at, end = start, len(text)
    while at < end:
        field, at = _field(text, at, separator)
        row.append(field)
        if at >= end or text[at] == "\n":
            yield _ended(row)
            row = []
            at += 1
        else:
            at += 1
            if at >= end:
                yield _ended([*row, ""])
                row = []
    if row:
        yield _ended(row)


def _ended(row: list[str]) -> list[str]:
    return [] if not any(row) else row


def _field(text: str, at: int, separator: str) -> tuple[str, int]:
    """One field and the position of what ended it (separator, line end or the end of the text)."""
    begin = at
    while begin < len(text) and text[begin] == " ":
        begin += 1
    if begin < len(text) and text[begin] == '"':
        quoted = _quoted(text, begin, separator)
        if quoted:
            return quoted
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    stop = text.find(separator, at, line_end)
    stop = line_end if stop < 0 else stop
    field = text[at:stop].strip()
    if len(field) >= 2 and field[0] == field[-1] == '"':
        field = field[1:-1]
    return field, stop


def _quoted(text: str, begin: int, separator: str) -> tuple[str, int] | None:
    """A field in quotes, doubled quotes undone; None where no closing quote stands before a separator or line end."""
    pieces: list[str] = []
    at = begin + 1
    limit = min(len(text), begin + _LONGEST_QUOTED)
    has_stray_quote = False
    while (close := text.find('"', at, limit)) >= 0:
        pieces.append(text[at:close])
        if text[close + 1 : close + 2] == '"':
            pieces.append('"')
            at = close + 2
            continue
        after = close + 1
        while text[after : after + 1] == " ":
            after += 1
        if after >= len(text) or text[after] in (separator, "\n"):
            field = "".join(pieces)
            # A stray quote in a field of several lines means that rows were swallowed: the first quote was an inch mark.
            return None if has_stray_quote and "\n" in field else (field.strip(), after)
        # A quote inside a quoted field that was not doubled: `"pipe 1/2" galvanised"`.
        has_stray_quote = True
        pieces.append('"')
        at = close + 1
    return None
