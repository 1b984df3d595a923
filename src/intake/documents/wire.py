"""An opened part as plain JSON and back: how a document leaves the process that parsed it.

That process has handled hostile bytes and is not believed: nothing is unpickled, every value is checked for its type on the way
in. Words are short arrays, because a sheet may hold half a million of them. `unpack` raises ValueError on anything else.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import TypeAdapter

from intake.domain.documents import Canvas, CanvasKind, CellValue, Document, Quoting, Rule, Source, TextOrigin, Word
from intake.domain.messages import PartRole
from intake.domain.opened import OpenedPart
from intake.domain.orders import ReadOrder
from intake.domain.problems import Problem

_ORDERS = TypeAdapter(tuple[ReadOrder, ...])
_PROBLEMS = TypeAdapter(tuple[Problem, ...])
_PLAIN_WORD: tuple[Any, ...] = (None, False, None, None, None, None, Quoting.OWN.value, None)


def pack(opened: OpenedPart) -> bytes:
    document = opened.document
    plain = {
        "canvases": [_canvas(canvas) for canvas in document.canvases],
        "text_origin": document.text_origin.value,
        "form_fields": document.form_fields,
        "embedded": [(name, kind, base64.b64encode(content).decode()) for name, kind, content in document.embedded],
        "pictures": [base64.b64encode(picture).decode() for picture in document.pictures],
        "title": document.title,
        "problems": _PROBLEMS.dump_python(document.problems, mode="json"),
        "structured": None if opened.structured is None else _ORDERS.dump_python(opened.structured, mode="json"),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack(raw: bytes, role: PartRole, source: Source) -> OpenedPart:
    """The part as `role` and `source`, which the reader of the JSON knows better than its writer."""
    try:
        plain = json.loads(raw.decode("utf-8", "replace"))
        structured = plain["structured"]
        return OpenedPart(
            role=role,
            document=Document(
                source=source,
                canvases=tuple(_canvas_back(canvas) for canvas in plain["canvases"]),
                text_origin=TextOrigin(plain["text_origin"]),
                form_fields=tuple((_text(name), _text(value)) for name, value in plain["form_fields"]),
                embedded=tuple((_text(n), _text(t), base64.b64decode(c, validate=True)) for n, t, c in plain["embedded"]),
                pictures=tuple(base64.b64decode(picture, validate=True) for picture in plain["pictures"]),
                title=_optional(_text, plain["title"]),
                problems=_PROBLEMS.validate_python(plain["problems"]),
            ),
            structured=None if structured is None else _ORDERS.validate_json(json.dumps(structured)),
        )
    except (KeyError, TypeError, AttributeError, RecursionError, InvalidOperation, OverflowError) as error:
        raise ValueError(f"The reader's answer has an unexpected shape: {error!r}") from error


def _canvas(canvas: Canvas) -> dict[str, Any]:
    return {
        "number": canvas.number,
        "kind": canvas.kind.value,
        "name": canvas.name,
        "width": canvas.width,
        "height": canvas.height,
        "words": [_word(word) for word in canvas.words],
        "rules": [(rule.x0, rule.top, rule.x1, rule.bottom) for rule in canvas.rules],
        "hidden": [_word(word) for word in canvas.hidden],
        "is_hidden": canvas.is_hidden,
        "text": canvas.text,
        "aside": [_word(word) for word in canvas.aside],
        "counts_from_1904": canvas.counts_from_1904,
    }


def _canvas_back(plain: dict[str, Any]) -> Canvas:
    return Canvas(
        number=_whole(plain["number"]),
        kind=CanvasKind(plain["kind"]),
        name=_optional(_text, plain["name"]),
        width=_number(plain["width"]),
        height=_number(plain["height"]),
        words=tuple(_word_back(word) for word in plain["words"]),
        rules=tuple(Rule(*(_number(value) for value in rule)) for rule in plain["rules"]),
        hidden=tuple(_word_back(word) for word in plain["hidden"]),
        is_hidden=_flag(plain["is_hidden"]),
        text=_text(plain["text"]),
        aside=tuple(_word_back(word) for word in plain["aside"]),
        counts_from_1904=_flag(plain["counts_from_1904"]),
    )


def _word(word: Word) -> list[Any]:
    """Text and box, then what differs from a plain word, cut after the last difference."""
    rest = (word.size, word.bold, word.start, word.end, word.cell, _value(word.value), word.quoting.value, word.confidence)
    length = len(rest)
    while length and rest[length - 1] == _PLAIN_WORD[length - 1]:
        length -= 1
    return [word.text, word.x0, word.top, word.x1, word.bottom, *rest[:length]]


def _word_back(plain: list[Any]) -> Word:
    text, x0, top, x1, bottom, *rest = plain
    size, bold, start, end, cell, value, quoting, confidence = (*rest, *_PLAIN_WORD[len(rest) :])
    return Word(
        _text(text),
        _number(x0),
        _number(top),
        _number(x1),
        _number(bottom),
        _optional(_number, size),
        _flag(bold),
        _optional(_whole, start),
        _optional(_whole, end),
        _optional(_text, cell),
        _value_back(value),
        Quoting(quoting),
        _optional(_number, confidence),
    )


def _value(value: CellValue) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return f"n{value}"
    return f"t{value.isoformat()}" if isinstance(value, datetime) else f"d{value.isoformat()}"


def _value_back(plain: Any) -> CellValue:
    if plain is None or isinstance(plain, bool):
        return plain
    kind, text = _text(plain)[:1], plain[1:]
    if kind == "n":
        return Decimal(text)
    if kind == "t":
        return datetime.fromisoformat(text)
    if kind == "d":
        return date.fromisoformat(text)
    raise ValueError(f"A cell's value is of the unknown kind '{kind}'.")


def _optional(check: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else check(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"A text was expected, not {type(value).__name__}.")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"A finite number was expected, not {value!r}.")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"A whole number was expected, not {value!r}.")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"True or false was expected, not {value!r}.")
    return value
