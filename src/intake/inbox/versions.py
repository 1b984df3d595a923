"""Two versions of one body: the one that is read is added as it is, the other is left out with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake.domain import media
from intake.inbox.bodies import prefers_html, shows_a_table, text_of
from intake.inbox.judging import left_out
from intake.inbox.parts import Leaf, Parts


def add_versions(parts: Parts, versions: Sequence[Leaf]) -> None:
    chosen = _chosen(versions)
    for version in versions:
        skipped = None if version is chosen else left_out(version.path, "another version of a body that is read")
        parts.add(replace(version, skipped=skipped))


def _chosen(versions: Sequence[Leaf]) -> Leaf | None:
    plain = next((version for version in versions if version.declared == media.TEXT), None)
    html = next((version for version in versions if version.declared == media.HTML), None)
    if plain is None or html is None:
        return versions[0] if versions else None
    said = text_of(plain.content, plain.charset, is_html=False)
    shown = text_of(html.content, html.charset, is_html=True)
    return html if prefers_html(said, shown, has_table=shows_a_table(html.content, html.charset)) else plain
