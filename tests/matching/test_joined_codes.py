"""A style's code and a size or colour said apart from it name an article together, or nothing."""

from __future__ import annotations

import pytest

from intake.domain.catalogue import CodeHit
from intake.domain.master import CrossReference, Product
from intake.matching.identify import Identified
from intake.matching.joined import identify_joined


class Catalogue:
    """Articles by their codes alone, in the one spelling of codes that the master index knows too."""

    def __init__(self, *skus, references=(), description="Polo"):
        self.skus = skus
        self.description = description
        self.references = references

    def product(self, sku):
        return Product(sku=sku, description=self.description, base_uom="EA") if sku in self.skus else None

    def by_code(self, code):
        return tuple(CodeHit("sku", sku) for sku in self.skus if _key(sku) == _key(code))

    def cross_references(self, customer_no, code):
        return tuple(each for each in self.references if _key(each.customer_part_number) == _key(code))


def _key(code):
    return "".join(sign for sign in code.upper() if sign.isalnum())


def named(master, code="PS-NV", description="Polo navy S", customer="C1"):
    return identify_joined("sku", code, description, master, customer)


@pytest.mark.parametrize("sku", ["PS-NV-S", "PS/NV/S", "ps nv s", "PS.NV_S"])
def test_the_style_and_the_size_are_one_code_under_any_usual_sign_between_them(sku):
    assert [hit.sku for hit in named(Catalogue(sku, "PS-NV-M"))] == [sku]


def test_the_customers_own_style_is_joined_as_well():
    reference = CrossReference(customer_no="C1", customer_part_number="77-S", sku="PS-NV-S")
    (hit,) = named(Catalogue("PS-NV-S", references=[reference]), code="77")
    assert hit == Identified("sku", "77-S", "customer_part_number", "PS-NV-S")


def test_a_size_that_we_do_not_have_names_nothing():
    assert named(Catalogue("PS-NV-M", "PS-NV-L")) == ()


def test_figures_that_only_run_together_with_another_articles_code_name_nothing():
    assert named(Catalogue("KT-15", "KT15"), code="KT-1", description="Cable 5") == ()


def test_a_word_that_is_not_the_last_one_is_no_variant():
    assert named(Catalogue("CP-A4-80"), code="CP-A4", description="Paper 80 g") == ()


def test_where_another_word_makes_an_article_too_none_is_chosen():
    assert named(Catalogue("PS-S", "PS-M"), code="PS", description="Polo M collar S") == ()


def test_a_style_whose_other_words_are_of_something_else_names_nothing():
    master = Catalogue("NU-M8", description="Hex nut M8 A2")
    assert [hit.sku for hit in named(master, code="NU", description="Nut M8")] == ["NU-M8"]
    assert named(master, code="NU", description="Bracket A2 M8") == ()
    assert named(master, code="NU", description="Bracket M8 for M8") == ()
    assert named(master, code="NU", description="Nutenstein M8") == ()


def test_a_variant_without_other_words_is_a_code_alone():
    assert [hit.sku for hit in named(Catalogue("PS-NV-S"), description="S")] == ["PS-NV-S"]
