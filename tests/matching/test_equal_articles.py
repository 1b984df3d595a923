"""Articles that are equal for what a query states: what this customer bought first, then what is sold, then the shortest name."""

from pathlib import Path

import pytest

from intake.domain.catalogue import MasterData
from intake.domain.master import Product, ProductStatus
from intake.matching.index import MasterChanges, apply_changes, build_index, open_index

MAKERS = [
    f"{first}{last}"
    for first in ("Bal", "Cor", "Dun", "Fes", "Gal", "Hor", "Kes", "Lum")
    for last in ("ta", "vik", "mo", "rex", "lin")
]


def _bolt(maker: str, length: int = 40, status: ProductStatus = ProductStatus.ACTIVE, more: str = "") -> Product:
    description = f"Hex bolt M8x{length} {maker}{more}"
    return Product(sku=f"{maker.upper()}-{length}", description=description, base_uom="EA", status=status)


@pytest.fixture
def many(tmp_path: Path, small_master: type) -> MasterData:
    """Forty makers' bolts of one size, of which one is no longer sold and one has a longer name, and one of another size."""

    class Makers(small_master):  # type: ignore[misc]
        def products(self):
            yield _bolt(MAKERS[0], status=ProductStatus.DISCONTINUED)
            yield _bolt(MAKERS[1], more=" boxed")
            yield from map(_bolt, MAKERS[2:])
            yield _bolt("Balta", 50)

    build_index(Makers(), tmp_path / "m.db")
    return open_index(tmp_path / "m.db")


def _found(master: MasterData, bought: tuple[str, ...] = (), text: str = "hex bolt M8x40") -> list[str]:
    return [hit.sku for hit in master.search(text, 10, bought)]


@pytest.mark.parametrize("maker", [MAKERS[-1], MAKERS[20], MAKERS[1], MAKERS[0]])
def test_what_this_customer_bought_comes_first_among_any_number_of_equals(many: MasterData, maker: str) -> None:
    sku = f"{maker.upper()}-40"
    assert _found(many, (sku,))[0] == sku


def test_what_is_no_longer_sold_and_what_says_more_come_after_their_equals(many: MasterData) -> None:
    found = [hit.sku for hit in many.search("hex bolt M8x40", 40)]
    assert found.index(f"{MAKERS[1].upper()}-40") < found.index(f"{MAKERS[0].upper()}-40") == len(found) - 1


def test_what_was_bought_never_passes_what_fits_better(many: MasterData) -> None:
    assert _found(many, ("BALTA-50",))[0] != "BALTA-50"
    assert _found(many, ("BALTA-50",), "hex bolt M8x50")[0] == "BALTA-50"
    assert _found(many, ("LUMLIN-40",), "hex bolt M8x40 Kesrex")[0] == "KESREX-40"


def test_an_article_that_changed_or_went_is_found_by_the_past_as_it_is_now(many: MasterData, tmp_path: Path) -> None:
    changes = MasterChanges(version="2", products=[_bolt("Lumlin", more=" new")], removed=["LUMREX-40"])
    apply_changes(changes, tmp_path / "m.db", tmp_path / "changed.db")
    changed = open_index(tmp_path / "changed.db")
    found = changed.search("hex bolt M8x40", 10, ("LUMREX-40", "LUMLIN-40"))
    assert found[0].sku == "LUMLIN-40"
    assert "LUMREX-40" not in [hit.sku for hit in found]
    assert changed.articles == many.articles - 1  # type: ignore[attr-defined]
