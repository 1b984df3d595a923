"""A number of one article beside the words of its neighbour is never believed; beside its own words it is."""

from __future__ import annotations

import pytest

from intake.domain.master import Product
from intake.matching.article_words import compare_article
from intake.matching.marks import tells_from
from intake.matching.tokens import parse


def product(sku: str, description: str) -> Product:
    return Product(sku=sku, description=description, base_uom="EA")


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ("Hi-vis vest EN ISO 20471 M yellow", "Hi-vis vest EN ISO 20471 XL yellow"),
        ("Hi-vis vest EN 388 L yellow", "Hi-vis vest EN 388 M yellow"),
        ("Examination glove S 100 pcs", "Examination glove L 100 pcs"),
        ("Examination glove M 100 Stück", "Examination glove S 100 Stück"),
        ("Cable tie 200x4.8 mm natural", "Cable tie 200x4.8 mm black"),
        ("Polo shirt navy XL", "Poloshirt schwarz XL"),
    ],
)
def test_another_size_or_colour_contradicts(ours: str, said: str) -> None:
    assert compare_article(parse(said), product("A-1", ours)).contradictions


def test_litres_and_lengths_are_no_letter_sizes() -> None:
    assert not any(
        number.dimension == "size" for text in ("Cleaner 5 L", "Tube L 100 mm", "Pipe 3 M") for number in parse(text).numbers
    )


def test_words_that_are_wholly_anothers_name_that_other_even_where_their_kind_is_unknown() -> None:
    glossy, matt = product("P-1", "Paint tin glossy"), product("P-2", "Paint tin matt")
    assert tells_from(parse("Paint tin matt"), matt, glossy)
    assert not tells_from(parse("Paint tin glossy"), matt, glossy)
    assert not tells_from(parse("Paint tin"), matt, glossy)


def test_a_wood_that_ours_only_calls_wood_tells_the_two_apart() -> None:
    walnut, oak = product("P-1", "Wood stain walnut 0.75 L"), product("P-2", "Wood stain oak 0.75 L")
    assert tells_from(parse("Wood stain walnut 0.75 L"), walnut, oak)
    assert not tells_from(parse("Wood stain 0.75 L"), walnut, oak)
