"""Which lines of a mail body are the writer's own, which are earlier mail, which are signature.

In: lines with the depth at which they are quoted (by ">" in plain text, by <blockquote> in HTML), and whether the mail was
forwarded. Out: one `Quoting` a line, and the inner sender of a forwarded mail. A forwarded mail's content is the matter itself,
not history; what *it* quotes is history again, unless it was a forward too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.domain.documents import Quoting
from intake.domain.mail_headers import HeaderBlock, attribution, header_block, is_forward_subject, is_marker, is_notes_quote
from intake.domain.signatures import boilerplate

_QUOTE_MARK = re.compile(r"^\s{0,3}((?:>\s?)+)")
_RULE = re.compile(r"^\s*[_\-=]{5,}\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """`depth` is how deep the line is quoted; `text` comes without quote marks."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """`quoting` has one entry a line. `inner` is the header block of the innermost forwarded mail."""

    quoting: tuple[Quoting, ...]
    inner: HeaderBlock | None = None


def unquoted(text: str) -> Line:
    """A plain text line without its quote marks.

    >>> unquoted("> > 10 pcs")
    Line(text='10 pcs', depth=2)
    """
    found = _QUOTE_MARK.match(text)
    return Line(text[found.end() :], found[1].count(">")) if found else Line(text, 0)


def mark_lines(lines: Sequence[Line], *, is_forwarded: bool = False) -> Marked:
    """Tells the lines apart. `is_forwarded`: the mail's own subject says that it was forwarded."""
    reading = _Reading(lines, is_forwarded)
    reading.run()
    _mark_signatures(lines, reading.marks)
    return Marked(tuple(reading.marks), reading.inner)


@dataclass(slots=True)
class _Reading:
    lines: Sequence[Line]
    forwarded: bool
    base: int = 0
    inner: HeaderBlock | None = None
    marks: list[Quoting] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def run(self) -> None:
        self.marks = [Quoting.OWN] * len(self.lines)
        self.texts = [line.text for line in self.lines]
        at = 0
        while at < len(self.lines):
            at = self._step(at)

    def _step(self, at: int) -> int:
        line = self.lines[at]
        if not line.text.strip():
            self._quote(at, at + 1 if line.depth > self.base else at)
            return at + 1
        forward = self._forward_at(at)
        if forward:
            return forward
        if line.depth > self.base:
            self._quote(at, at + 1)
            return at + 1
        if is_marker(line.text, "original") or is_notes_quote(line.text) or self._block_at(at):
            return self._history(at)
        count = attribution(self._same_depth(at), 0)
        if count:
            return self._introduced(at, at + count)
        return at + 1

    def _same_depth(self, at: int) -> list[str]:
        texts: list[str] = []
        for line in self.lines[at : at + 3]:
            if line.depth != self.lines[at].depth:
                break
            texts.append(line.text)
        return texts

    def _block_at(self, at: int) -> HeaderBlock | None:
        return header_block(self.texts, at)

    def _forward_at(self, at: int) -> int | None:
        """The end of a forwarded mail's head that begins here; None where no forwarded mail begins."""
        line = self.lines[at]
        marked = is_marker(line.text, "forward") and (line.depth == self.base or self.forwarded)
        marked = marked or (self.forwarded and is_marker(line.text, "original"))
        start = self._next_spoken(at + 1) if marked else at
        if start is None or not (marked or self.forwarded):
            return None
        block = self._block_at(start)
        if block is None:
            return None if not marked or line.depth > self.base else self._opened(at, at + 1, None)
        return self._opened(at, block.end, block, depth=self.lines[start].depth)

    def _opened(self, at: int, end: int, block: HeaderBlock | None, depth: int | None = None) -> int:
        first = at
        while first > 0 and (_RULE.match(self.texts[first - 1]) or not self.texts[first - 1].strip()):
            first -= 1
        self._quote(first, end)
        self.base = self.lines[at].depth if depth is None else depth
        self.inner = block
        # What the forwarded mail quotes below itself is its history, unless it was itself a forward.
        self.forwarded = block is not None and is_forward_subject(block.subject)
        return end

    def _history(self, at: int) -> int:
        first = at
        while first > 0 and _RULE.match(self.texts[first - 1]):
            first -= 1
        self._quote(first, len(self.lines))
        return len(self.lines)

    def _introduced(self, at: int, end: int) -> int:
        """After "On … wrote:" either quoted lines follow, and the writer may go on below them, or all the rest is quoted."""
        following = self._next_spoken(end)
        if following is not None and self.lines[following].depth > self.base:
            self._quote(at, end)
            return end
        return self._history(at)

    def _next_spoken(self, at: int) -> int | None:
        return next((later for later in range(at, len(self.lines)) if self.texts[later].strip()), None)

    def _quote(self, start: int, end: int) -> None:
        self.marks[start:end] = [Quoting.QUOTED] * (end - start)


def _mark_signatures(lines: Sequence[Line], marks: list[Quoting]) -> None:
    start = 0
    while start < len(marks):
        if marks[start] is not Quoting.OWN:
            start += 1
            continue
        end = start
        while end < len(marks) and marks[end] is Quoting.OWN:
            end += 1
        for offset, is_boilerplate in enumerate(boilerplate([line.text for line in lines[start:end]])):
            if is_boilerplate:
                marks[start + offset] = Quoting.SIGNATURE
        start = end
