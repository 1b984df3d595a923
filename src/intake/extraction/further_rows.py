"""What the second, third … printed row of an order line says: more of the description, a field with its own label, or a remark.

In: the text of one such row. Out: its parts in reading order, each a role with the characters that say it. A row is taken for
description unless it shows itself as something else: a word left out of a description may be the size of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.domain.plans import ColumnRole
from intake.extraction.shapes import asap_span, date_span, is_code
from intake.extraction.words import vocabulary

R = ColumnRole
OWNED = (R.SKU, R.CUSTOMER_PART_NUMBER, R.MANUFACTURER_PART_NUMBER, R.GTIN)
CODES = (*OWNED, R.CODE)
FIGURES = (R.QUANTITY, R.UNIT_PRICE, R.LINE_AMOUNT, R.DISCOUNT_PERCENT, R.PRICE_BASIS_QUANTITY)
MAX_LABEL_WORDS = 6
_SHORTEST_CODE = 4
"""A code without a known owner is one where its label and it are all that a row says: "Varenr. VS-1000"."""
_NEEDS_NO_OWNER = (R.GTIN, R.REQUESTED_DELIVERY_DATE)

_COLON = re.compile(r"\s?[:=](?!\d\d\b(?!\d))\s?")
_BREAK = re.compile(r"[,;|]\s+|\s[/·•–-]\s")
_BAR = re.compile(r"\s*[|·•]\s*")
_WORD = re.compile(r"[^\s,;|()]+")
_DIGITS = re.compile(r"\d{8}|\d{12,14}")
"""A GTIN by its label; whether its check digit is right the line tells."""
_AROUND = " \t,;|/·•-–()"
_CODE = re.compile(r"(?=\S*[\dA-Z])[^\W_][^\s,;]*(?:\s[\dA-Z][^\s,;]*){0,3}")
_FIGURE = re.compile(r"[^\w\d-]{0,3}-?\d[\d.,'’ ]*(?:\s?[^\W\d_%]{0,12}\.?|\s?%)(?:\s?/\s?[\w .]{1,8})?")


@dataclass(frozen=True, slots=True)
class Said:
    """Characters [start, end) say `role`. `label` are the characters that name it; None where it is not named."""

    role: ColumnRole
    start: int
    end: int
    label: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Label:
    """Characters [start, end) name what follows from `after` on. `roles` are what they may name, likeliest first."""

    start: int
    end: int
    after: int
    roles: tuple[ColumnRole, ...]


def parts_of(text: str) -> tuple[Said, ...]:
    """The parts of a row.

    >>> [(str(part.role), "EAN: 4006381333931, Liefertermin 12.03.2026"[part.start:part.end]) for part in
    ...  parts_of("EAN: 4006381333931, Liefertermin 12.03.2026")]
    [('gtin', '4006381333931'), ('requested_delivery_date', '12.03.2026')]
    """
    if not text.strip():
        return ()
    if vocabulary().means("free_of_charge", text.strip(_AROUND)):
        return (_trimmed(R.NOTE, text, 0, len(text)),)
    if _is_day(text):
        return (_trimmed(R.REQUESTED_DELIVERY_DATE, text, 0, len(text)),)
    labels = _in_pairs(text) or _labels(text)
    if not labels:
        role = R.NOTE if is_remark(text) else R.DESCRIPTION
        return (_trimmed(role, text, 0, len(text)),)
    found: list[Said] = []
    if text[: labels[0].start].strip(_AROUND):
        found.extend(parts_of(text[: labels[0].start]))
    for at, label in enumerate(labels):
        stop = labels[at + 1].start if at + 1 < len(labels) else len(text)
        bar = _bar_behind_code(text, label, stop)
        found.append(_value(text, label, stop if bar is None else bar.start()))
        if bar is not None:
            found.extend(_moved(parts_of(text[bar.end() : stop]), bar.end()))
    return tuple(found)


def _bar_behind_code(text: str, label: _Label, stop: int) -> re.Match[str] | None:
    """The bar where what a code's label names is over: "Art. no: WB-2090 | Pack: 100 pcs" goes on with something else."""
    bar = _BAR.search(text, label.after, stop)
    roles = [role for role in label.roles if role in CODES]
    if bar is None or any(_fits(role, text[label.after : stop].strip(_AROUND)) for role in label.roles):
        return None
    return bar if any(_fits(role, text[label.after : bar.start()].strip(_AROUND)) for role in roles) else None


def _moved(parts: Iterable[Said], by: int) -> Iterator[Said]:
    for part in parts:
        label = (part.label[0] + by, part.label[1] + by) if part.label is not None else None
        yield Said(part.role, part.start + by, part.end + by, label)


def is_remark(text: str) -> bool:
    """Whether words ask for something or refer to something ("please mark each box", "as per drawing 4711"): not the article."""
    return vocabulary().has_phrase(text, "line_note") or asap_span(text) is not None


def _labels(text: str) -> list[_Label]:
    """Labels with a colon wherever they stand, and those without one where a part of the row begins."""
    named = list(_with_colon(text))
    plain = [label for start in _part_starts(text) for label in [_without_colon(text, start)] if label is not None]
    free = [label for label in plain if not any(_crosses(label, other, text) for other in named)]
    return sorted([*named, *free], key=lambda label: label.start)


def _in_pairs(text: str) -> list[_Label]:
    """ "Art. no 55012 EAN 6416453061125": two labels or more without a colon, each with its code, and nothing besides."""
    found: list[_Label] = []
    words = list(_WORD.finditer(text)) if ":" not in text else []
    at = 0
    while at < len(words):
        value = next((end for end in range(at + 1, len(words)) if any(map(str.isdigit, words[end].group()))), None)
        if value is None or value - at > MAX_LABEL_WORDS:
            return []
        start, end = words[at].start(), words[value - 1].end()
        said = words[value].group()
        roles = tuple(role for role in roles_named(text[start:end]) if role in CODES and _fits(role, said))
        if not roles:
            return []
        found.append(_Label(start, end, words[value].start(), roles))
        at = value + 1
    return found if len(found) > 1 else []


def _crosses(plain: _Label, named: _Label, text: str) -> bool:
    return plain.start <= named.start < _part_end(text, plain.after) or named.start <= plain.start < named.after


def _part_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in _BREAK.finditer(text))]


def _part_end(text: str, start: int) -> int:
    found = _BREAK.search(text, start)
    return found.start() if found else len(text)


def _with_colon(text: str) -> Iterator[_Label]:
    start = 0
    for colon in _COLON.finditer(text):
        label = _ending_at(text, start, colon)
        if label is not None:
            yield label
            start = colon.end()


def _ending_at(text: str, start: int, colon: re.Match[str]) -> _Label | None:
    """The longest known label that ends at a colon. Words before it that no comma parts may say whose number it is, and then
    the label is not known at all; only what needs no owner, or follows another label's value, may stand behind other words."""
    words = list(_WORD.finditer(text, start, colon.start()))[-MAX_LABEL_WORDS:]
    # A word with a digit is the end of the value before ("Symbol: OSL-20-C EAN: …").
    figures = [at for at, word in enumerate(words) if any(sign.isdigit() for sign in word.group())]
    for word in words[max(figures, default=-1) + 1 :]:
        begins = word.start() in _part_starts(text) or not text[start : word.start()].strip(_AROUND)
        roles = roles_named(text[word.start() : colon.start()])
        if not begins and start == 0:
            roles = tuple(role for role in roles if role in _NEEDS_NO_OWNER)
        if roles:
            return _Label(word.start(), colon.start(), colon.end(), roles)
    return None


def _without_colon(text: str, start: int) -> _Label | None:
    """ "Liefertermin 12.03.2026", "Your no. HX-1": a known label and a value that can be nothing else, without a colon."""
    words = list(_WORD.finditer(text, start, _part_end(text, start)))[: MAX_LABEL_WORDS + 1]
    for last in reversed(words[:-1]):
        label, after = text[start : last.end()], last.end() + 1
        rest = text[after : _part_end(text, after)].strip(_AROUND + ".")
        for role in roles_named(label):
            if role is R.REQUESTED_DELIVERY_DATE and _is_day(rest):
                return _Label(start, last.end(), after, (role,))
            if role is R.GTIN and _DIGITS.fullmatch(rest):
                return _Label(start, last.end(), after, (role,))
            if role is R.NOTE and start == 0 and is_code(rest):
                # "Your quotation 8817": what the line refers to.
                return _Label(start, last.end(), after, (role,))
            is_whole = role is R.CODE and start == 0 and len(rest) >= _SHORTEST_CODE and text[after:].strip(_AROUND + ".") == rest
            if (role in OWNED or is_whole) and " " not in rest and _is_code(rest) and is_code(rest):
                return _Label(start, last.end(), after, (role,))
    return None


def roles_named(label: str) -> tuple[ColumnRole, ...]:
    """What a label within a line may name: a column's heading, or a field of the head said for one line alone."""
    words = vocabulary()
    if not any(sign.isalpha() for sign in label):
        return ()
    if words.means("trait", label):
        return (R.DESCRIPTION,)
    roles = words.column_roles(label) if words.is_exact_heading(label) else ()
    if roles == (R.IGNORE,):
        return (R.NOTE,)
    roles = tuple(role for role in roles if role not in (R.IGNORE, R.LINE_NUMBER, R.DESCRIPTION))
    for said in words.labels(label):
        if said.path == "requested_delivery_date":
            roles += (R.REQUESTED_DELIVERY_DATE,)
        elif said.path in ("note", "ignore", "references.quotation"):
            roles += (R.NOTE,)
    if not roles:
        roles = tuple(role for role in words.column_roles(label) if role in OWNED)
    return tuple(dict.fromkeys(roles))


def _value(text: str, label: _Label, stop: int) -> Said:
    """The value behind a label; the whole of it as description where it is nothing that the label may name."""
    value = _trimmed(R.DESCRIPTION, text, label.after, stop, _AROUND + ("." if _is_day(text[label.after : stop]) else ""))
    said = text[value.start : value.end]
    for role in label.roles:
        if _fits(role, said):
            if role is R.NOTE and not _names_a_note(text[label.start : label.end]):
                break
            return Said(role, value.start, value.end, (label.start, label.end))
    is_title = not said and R.DESCRIPTION not in label.roles
    role = R.NOTE if is_title or R.NOTE in label.roles or is_remark(said) else R.DESCRIPTION
    return Said(role, label.start, value.end if said else label.after, None)


def _names_a_note(label: str) -> bool:
    """Whether the label only says that a note follows; "HS code" is part of what the note says."""
    words = vocabulary()
    return R.NOTE in words.column_roles(label) or any(said.path == "note" for said in words.labels(label))


def _fits(role: ColumnRole, value: str) -> bool:
    if not value:
        return False
    if role is R.REQUESTED_DELIVERY_DATE:
        return _is_day(value)
    if role is R.GTIN:
        return _DIGITS.fullmatch(value) is not None
    if role in CODES:
        return _is_code(value) and (role is not R.CODE or any(sign.isdigit() for sign in value) or is_code(value))
    if role in FIGURES:
        return _FIGURE.fullmatch(value) is not None
    return role is R.NOTE


def _is_code(value: str) -> bool:
    return len(value) <= 40 and _CODE.fullmatch(value) is not None


def _is_day(value: str) -> bool:
    """A date and nothing else, or with the word "day" before it ("Tag 24.02.2026")."""
    span = date_span(value)
    if span is None or value[span[1] :].strip(_AROUND + "."):
        return False
    before = value[: span[0]].strip(_AROUND + ":")
    return not before or vocabulary().means("day", before)


def _trimmed(role: ColumnRole, text: str, start: int, end: int, around: str = " \t") -> Said:
    part = text[start:end]
    left = len(part) - len(part.lstrip(around))
    return Said(role, start + left, max(start + left, start + len(part.rstrip(around))))
