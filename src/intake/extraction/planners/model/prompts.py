"""The prompt's files, read once: system prompt with its examples, question, repair, and the SHA-256 that names them all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.domain.parties import OwnCompany

_FILES = ("system.md", "examples.md", "question.md", "repair.md")


@dataclass(frozen=True, slots=True)
class Prompts:
    system: str
    question: str
    repair: str
    sha256: str

    @classmethod
    def read(cls, folder: Path) -> Prompts:
        texts = [(folder / name).read_text(encoding="utf-8") for name in _FILES]
        digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()
        return cls(system=f"{texts[0]}\n{texts[1]}", question=texts[2], repair=texts[3], sha256=digest)

    def ask(self, documents: str, own: OwnCompany, subject: str | None) -> str:
        supplier = ", ".join(own.names) or "not named"
        # One pass, so that nothing a document or subject says is taken for a place to fill in.
        return _filled(self.question, supplier=supplier, subject=" ".join((subject or "none").split())[:200], documents=documents)

    def ask_again(self, question: str, answer: str, problems: Sequence[str]) -> str:
        listed = "\n".join(f"- {problem}" for problem in problems)
        return f"{question}\n{_filled(self.repair, answer=answer, problems=listed)}"


def _filled(template: str, **values: str) -> str:
    filled, rest = "", template
    while True:
        at = min((found for name in values if (found := rest.find(f"{{{name}}}")) >= 0), default=-1)
        if at < 0:
            return filled + rest
        name = rest[at + 1 : rest.index("}", at)]
        filled, rest = filled + rest[:at] + values[name], rest[at + len(name) + 2 :]
