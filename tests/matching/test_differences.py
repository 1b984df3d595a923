"""A pull that differs little from the last is laid over its index, and answers like an index built anew."""

from __future__ import annotations

from decimal import Decimal

import pytest

from intake.domain.master import CrossReference, ListPrice, Product, ProductUnit, TaxRate
from intake.matching.index import build_index, lay_over, open_index

D = Decimal


@pytest.fixture
def usual(small_master):
    """What the usual pull has, by the name of its rows."""
    names = ("customers", "contacts", "ship_tos", "products", "product_units", "cross_references", "prices")
    return {name: tuple(getattr(small_master(), name)()) for name in names}


@pytest.fixture(autouse=True)
def few_is_many(monkeypatch):
    """The catalogue is small: a few of its articles are more than the usual share."""
    for module in ("changes", "differences"):
        monkeypatch.setattr(f"intake.matching.{module}.LAID_SHARE", 0.9)


def _first_changed(values, **update):
    return (values[0].model_copy(update=update), *values[1:])


def _answers(path, usual):
    index = open_index(path)
    skus = sorted({product.sku for product in usual["products"]} | {"FRESH-1", "OIL-5W30-1"})
    numbers = [customer.customer_no for customer in usual["customers"]]
    return {
        "articles": [(index.product(sku), index.units(sku), index.prices(sku), sorted(index.by_code(sku))) for sku in skus],
        "customers": [(index.customer(number), index.contacts(number), index.ship_tos(number)) for number in numbers],
        "references": [index.cross_references(number, code) for number in numbers for code in ("A-778", "B-9911", "Z-1")],
        # A place that an article left still counts among all: the score moves a little, the order does not.
        "searches": [
            [(hit.sku, round(hit.score, 2)) for hit in index.search(text)]
            for text in ("hex bolt M8x40", "claw hammer", "glove size 9", "motor oil 5W-30 1 l")
        ],
    }


def test_few_changes_of_every_kind_give_the_answers_of_a_new_build(tmp_path, small_master, usual):
    build_index(small_master(), tmp_path / "old.db")
    old = _answers(tmp_path / "old.db", usual)
    products = tuple(product for product in usual["products"] if product.sku != "OIL-5W30-1")
    price = ListPrice(sku="104711", uom="EA", unit_price=D("4.20"), currency="EUR")
    first = {
        **usual,
        "products": (*products, Product(sku="FRESH-1", description="Claw hammer 500 g", base_uom="EA")),
        "product_units": (*usual["product_units"], ProductUnit(sku="104712", uom="CT", factor=D(20))),
        "cross_references": (
            *usual["cross_references"][1:],
            CrossReference(customer_no="C1001", customer_part_number="Z-1", sku="104711"),
        ),
        "prices": tuple(price if one.sku == "104711" else one for one in usual["prices"] if one.sku != "OIL-5W30-1"),
        "customers": _first_changed(usual["customers"], credit_limit=D(77)),
        "contacts": usual["contacts"][1:],
        "ship_tos": _first_changed(usual["ship_tos"], street="Elsewhere 9"),
    }
    second = {**first, "prices": tuple(reversed(first["prices"]))}
    for name, before, values in (("one", "old", first), ("two", "one", second)):
        source = small_master(**values)
        assert lay_over(source, tmp_path / f"{before}.db", tmp_path / f"{name}.db")
        assert (tmp_path / f"{name}.db.base").samefile(tmp_path / "old.db")
        build_index(source, tmp_path / "anew.db")
        assert _answers(tmp_path / f"{name}.db", usual) == _answers(tmp_path / "anew.db", usual) != old
    assert _answers(tmp_path / "old.db", usual) == old


def test_what_no_change_can_say_is_built_anew(tmp_path, small_master, usual):
    made = Product(sku="FRESH-1", description="Claw hammer", base_uom="EA", manufacturer="Hammerwerk")
    build_index(small_master(products=(*usual["products"], made)), tmp_path / "old.db")
    kept = {"products": (*usual["products"], made)}
    gone = usual["customers"][-1].customer_no
    without = {
        name: tuple(one for one in usual[name] if getattr(one, "customer_no", None) != gone)
        for name in ("customers", "contacts", "ship_tos")
    }

    class OtherTax(small_master):
        def tax_rates(self):
            return iter((TaxRate(country="DE", rate_percent=D(20)),))

    assert lay_over(small_master(**kept), tmp_path / "old.db", tmp_path / "new.db")
    for source in (small_master(**kept, **without), small_master(**usual), OtherTax(**kept)):
        assert not lay_over(source, tmp_path / "old.db", tmp_path / "other.db")
    assert not (tmp_path / "other.db").exists()


def test_much_that_changed_and_an_index_that_cannot_be_read_are_built_anew(tmp_path, small_master, usual, monkeypatch):
    build_index(small_master(), tmp_path / "old.db")
    (tmp_path / "text.db").write_text("this is no database" * 100)
    assert not lay_over(small_master(), tmp_path / "text.db", tmp_path / "new.db")
    monkeypatch.setattr("intake.matching.differences.LAID_SHARE", 0.05)
    dearer = tuple(price.model_copy(update={"unit_price": price.unit_price + 1}) for price in usual["prices"])
    assert not lay_over(small_master(prices=dearer), tmp_path / "old.db", tmp_path / "new.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.db", "text.db"]
