"""Text in segments → segments with their number: EDIFACT, ANSI X12 and TRADACOMS differ only in their separators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


class SegmentsError(Exception):
    """The separators cannot be found or the envelope is broken; the message says which segment."""


@dataclass(frozen=True, slots=True)
class Segment:
    """`elements[i]` is a list of components; `number` counts from 1 within the file."""

    tag: str
    elements: tuple[tuple[str, ...], ...]
    number: int

    def get(self, element: int, component: int = 0) -> str:
        """The component, "" where it is absent. Elements count from 0 after the tag."""
        if element >= len(self.elements) or component >= len(self.elements[element]):
            return ""
        return self.elements[element][component].strip()

    @property
    def where(self) -> str:
        return f"Segment {self.number} ({self.tag})"


@dataclass(frozen=True, slots=True)
class Separators:
    """`component` and `release` are empty where a format has none."""

    component: str
    element: str
    release: str
    segment: str
    decimal: str = "."
    tag: str | None = None


def decode(content: bytes) -> str:
    """UTF-8, else Latin-1: the service strings of all three are ASCII, names in them seldom are."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def split(text: str, separators: Separators) -> Iterator[Segment]:
    """Line breaks and blanks between segments do not count; the last segment may lack its terminator."""
    number = 0
    for raw in _cut(text, separators.segment, separators.release):
        said = raw.strip("\r\n\t ")
        if not said:
            continue
        number += 1
        if separators.tag is not None and separators.tag in said[:5]:
            tag, _, rest = said.partition(separators.tag)
            elements = _cut(rest, separators.element, separators.release)
        else:
            tag, *elements = _cut(said, separators.element, separators.release)
        parts = tuple(
            tuple(_release(part, separators.release) for part in _cut(element, separators.component, separators.release))
            for element in elements
        )
        yield Segment(tag.strip().upper(), parts, number)


def messages(segments: Iterable[Segment], first: str, last: str) -> Iterator[list[Segment]]:
    """Each from its first tag to its last; a message without its last ends where the next begins."""
    current: list[Segment] = []
    for segment in segments:
        if segment.tag == first:
            if current:
                yield current
            current = [segment]
        elif current:
            current.append(segment)
            if segment.tag == last:
                yield current
                current = []
    if current:
        yield current


def _cut(text: str, separator: str, release: str) -> list[str]:
    if not separator:
        return [text]
    if not release or release not in text:
        return text.split(separator)
    pieces: list[str] = []
    current: list[str] = []
    escaped = False
    for character in text:
        if escaped:
            current.append(character)
            escaped = False
        elif character == release:
            current.append(character)
            escaped = True
        elif character == separator:
            pieces.append("".join(current))
            current = []
        else:
            current.append(character)
    pieces.append("".join(current))
    return pieces


def _release(text: str, release: str) -> str:
    if not release or release not in text:
        return text
    out: list[str] = []
    escaped = False
    for character in text:
        if not escaped and character == release:
            escaped = True
            continue
        out.append(character)
        escaped = False
    return "".join(out)
