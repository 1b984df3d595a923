"""What words mean on orders, in many languages: headings, labels, totals, charges, months, kinds, phrases.

In: words as printed. Out: the role, path or meaning they have on an order written to us. The words are data, one TOML file a
language beside this module; a further language is a further file. Where words stand on a page is no business of this module.
Units are in `intake.domain.uom`, because matching needs them too.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from intake.extraction.words.lexicon import Label, Lexicon, Vocabulary

__all__ = ["Label", "Vocabulary", "vocabulary"]


@cache
def vocabulary() -> Vocabulary:
    """All languages' words, loaded once."""
    folder = files("intake.extraction.words")
    entries = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    loaded = {entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8")) for entry in entries}
    return Vocabulary(Lexicon.build(loaded))
