"""A condition behind an article's name leaves the line to a person."""

from __future__ import annotations

import pytest

from intake.domain.orders import ExtractedLine, ExtractedOrder, ReadOrder
from intake.extraction.doubted_items import doubted_items


@pytest.mark.parametrize(
    ("description", "is_open"),
    [
        ("Sharps container 0.6 l - erst nach Rückfrage", True),
        ("Gloves M, if in stock", True),
        ("Gants nitrile M (ou équivalent)", True),
        ("Laminat Eiche 8 mm csak akkor, ha raktáron van", True),
        ("Dielen Eiche nur solange auf Lager", True),
        ("Peinture blanche 5 L uniquement si le prix n'a pas changé", True),
        ("Envelope C5 without window", False),
        ("Silicone SE transparent 310 ml", False),
        ("Erste-Hilfe-Kasten oder Wandhalter", False),
    ],
)
def test_a_condition_behind_an_articles_name_is_for_a_person(description: str, is_open: bool) -> None:
    read = ReadOrder(order=ExtractedOrder(lines=(ExtractedLine(description=description),)))
    assert [problem.path for problem in doubted_items(read)] == (["lines[0].description"] if is_open else [])
