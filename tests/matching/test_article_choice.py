"""Which article a line means: codes cross-checked, words only proposing, and never the neighbour."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from intake.domain.master import Product
from intake.domain.orders import ExtractedLine
from intake.domain.reasons import ReasonCode
from intake.matching.article import Seeker, accept, find_article, propose
from intake.matching.index import build_index, open_index

D = Decimal


class Past:
    """A customer who bought some articles before, and whose words were confirmed."""

    def __init__(self, bought=(), references=()):
        self.bought = set(bought)
        self.references = references

    def learned(self, customer_no, words, uom):
        return tuple(r for r in self.references if (r.customer_no, r.words, r.uom) == (customer_no, words, uom))

    def quantities(self, customer_no, sku):
        return (D(10),) if sku in self.bought else ()

    def usual_quantities(self, sku):
        return ()

    def bought_articles(self, customer_no):
        return tuple(sorted(self.bought))


@pytest.fixture
def found(master):
    def find(price_fits=None, experience=None, customer="C1001", is_doubted=False, **line):
        seek = Seeker(master, customer, experience or Past())
        return find_article(ExtractedLine(**line), "lines[0]", seek, price_fits or (lambda sku: None), is_doubted=is_doubted)

    return find


@pytest.fixture
def gloves(small_master, tmp_path):
    """A catalogue with these sizes of one glove; a size is the last part of the number."""

    def catalogue(*skus):
        sizes = tuple(Product(sku=sku, description=f"Nitrile glove blue {sku[6:]}", base_uom="PR") for sku in skus)
        source = small_master(products=sizes, product_units=(), cross_references=(), prices=())
        build_index(source, tmp_path / "gloves.db")
        return open_index(tmp_path / "gloves.db")

    return catalogue


def code(finding):
    return finding.reasons[0].code if finding.reasons else None


@pytest.mark.parametrize(
    "codes",
    [{"sku": "HX-M8X40-A2"}, {"customer_part_number": "A-778"}, {"gtin": "4006381333955"}, {"manufacturer_part_number": "KB80040A2"},
     {"customer_part_number": "hx m8x40 a2"}, {"sku": "A 778"}],
)  # fmt: skip
def test_a_code_with_fitting_words_is_proven_in_any_field(found, codes):
    finding = found(description="Sechskantschraube M8x40 A2", **codes)
    assert finding.product.sku == "HX-M8X40-A2"
    assert finding.reasons == ()


def test_a_code_and_words_of_another_size_are_held_with_both_shown(found):
    finding = found(sku="HX-M8X40-A2", description="Sechskantschraube M8x50 A2")
    assert finding.product is None
    assert code(finding) is ReasonCode.SKU_CONTRADICTED
    assert {"HX-M8X40-A2", "HX-M8X50-A2"} <= {proposal.sku for proposal in finding.proposals}
    hit = next(proposal for proposal in finding.proposals if proposal.sku == "HX-M8X40-A2")
    assert (hit.contradictions[0].said, hit.contradictions[0].ours) == ("m8x50", "m8x40")


def test_two_codes_of_different_articles_are_held(found):
    finding = found(sku="HX-M8X40-A2", gtin="4006381333931", description="Sechskantschraube M8x40 A2")
    assert code(finding) is ReasonCode.SKU_CONTRADICTED
    assert "GL-NIT-9" in finding.reasons[0].message


def test_two_codes_of_one_article_prove_it_without_words(found):
    assert found(sku="HX-M8X40-A2", customer_part_number="A-778").product.sku == "HX-M8X40-A2"


def test_words_that_are_wholly_the_articles_own_tell_it_from_its_neighbour(tmp_path, small_master):
    class Plates(small_master):
        def products(self):
            return [
                Product(sku="MM-0328", description="Flat plate Roma 20 cm white", base_uom="EA"),
                Product(sku="MM-0324", description="Flat plate Alba 20 cm white", base_uom="EA"),
            ]

    build_index(Plates(), tmp_path / "plates.db")
    seek = Seeker(open_index(tmp_path / "plates.db"), "C1001", Past())

    def asked(words, **doubt):
        line = ExtractedLine(sku="MM-0328", description=words)
        product = find_article(line, "lines[0]", seek, lambda sku: None, is_doubted=bool(doubt)).product
        return None if product is None else product.sku

    assert asked("Flat plate Roma 20 cm white") == "MM-0328"
    assert asked("Plate Roma 20 cm") == "MM-0328"
    assert asked("Flat plate Alba 20 cm white") is None
    assert asked("Flat plate 20 cm white") is None
    assert asked("Flat plate Roma or Alba 20 cm") is None
    assert asked("Flat plate Roma 20 cm white", doubted=True) is None


def test_a_bare_code_with_a_live_neighbour_is_held_and_names_it(found):
    finding = found(sku="104711")
    assert code(finding) is ReasonCode.SKU_PROPOSED
    assert "104712" in finding.reasons[0].message
    assert finding.proposals[0].sku == "104711"


def test_words_that_fit_the_neighbour_as_well_do_not_prove_a_code(found):
    finding = found(sku="HX-M8X40-A2", description="Sechskantschraube A2")
    assert code(finding) is ReasonCode.SKU_PROPOSED


@pytest.mark.parametrize(
    ("printed", "read"),
    [("GV-70-S", "GV-70-5"), ("GV-70-XL", "GV-70-L"), ("GV-70-L", "GV-70-XL")],
    ids=["a letter taken for a digit", "a sign lost", "a sign too many"],
)
def test_a_doubted_code_is_not_borne_out_by_the_words_and_the_price_of_its_family(gloves, printed, read):
    """The words name the family, the price is one for all sizes, and the one misread was bought before."""
    seek = Seeker(gloves(printed, read), "C1001", Past(bought=[read]))
    line = ExtractedLine(sku=read, description="Nitrile glove blue")
    assert find_article(line, "lines[0]", seek, lambda sku: True).product.sku == read
    doubted = find_article(line, "lines[0]", seek, lambda sku: True, is_doubted=True)
    assert code(doubted) is ReasonCode.SKU_PROPOSED
    assert printed in doubted.reasons[0].message


def test_a_doubted_code_whose_own_size_stands_beside_it_is_proven(gloves):
    seek = Seeker(gloves("GV-70-XL", "GV-70-L"), "C1001", Past())
    line = ExtractedLine(sku="GV-70-L", description="Nitrile glove blue L")
    assert find_article(line, "lines[0]", seek, lambda sku: True, is_doubted=True).product.sku == "GV-70-L"


def test_what_was_bought_before_does_not_tell_a_doubted_code_from_its_neighbour(found):
    past = Past(bought=["104711"])
    assert found(sku="104711", experience=past).product.sku == "104711"
    assert code(found(sku="104711", experience=past, is_doubted=True)) is ReasonCode.SKU_PROPOSED


def test_a_doubted_code_may_be_the_makers_number_misread_into_one_of_ours(small_master, tmp_path):
    """Both are blue gloves; one is called AB1234 by us, the other AB1284 by its maker."""
    ours = Product(sku="AB1234", description="Nitrile glove blue", base_uom="PR")
    other = Product(sku="N-77", manufacturer_part_number="AB1284", description="Nitrile glove blue", base_uom="PR")
    source = small_master(products=(ours, other), product_units=(), cross_references=(), prices=())
    build_index(source, tmp_path / "two.db")
    seek = Seeker(open_index(tmp_path / "two.db"), "C1001", Past())
    line = ExtractedLine(sku="AB1234", description="Nitrile glove blue")
    assert find_article(line, "lines[0]", seek, lambda sku: True).product.sku == "AB1234"
    assert code(find_article(line, "lines[0]", seek, lambda sku: True, is_doubted=True)) is ReasonCode.SKU_PROPOSED


def test_words_that_fit_nothing_of_the_neighbour_tell_it_apart(small_master, tmp_path):
    """One digit lies between the ink and the nut, and no figure beside the number says which."""
    ink = Product(sku="13010002", description="Druckerpatrone Canon", base_uom="EA")
    nut = Product(sku="23010002", description="Sechskantmutter M10 DIN 934 A2", base_uom="EA")
    build_index(small_master(products=(ink, nut), product_units=(), cross_references=(), prices=()), tmp_path / "two.db")
    line = ExtractedLine(sku="13010002", description="Canon CLI581C")
    assert find_article(line, "lines[0]", Seeker(open_index(tmp_path / "two.db"), None)).product.sku == "13010002"


@pytest.fixture
def chosen(small_master, tmp_path):
    """Which article a line with code and words means, in a catalogue of these articles (sku → words)."""

    def find(code, words, price_fits=lambda sku: None, experience=None, **catalogue):
        products = tuple(Product(sku=sku, description=text, base_uom="EA") for sku, text in catalogue.items())
        build_index(small_master(products=products, product_units=(), cross_references=(), prices=()), tmp_path / "own.db")
        seek = Seeker(open_index(tmp_path / "own.db"), "C1001", experience or Past())
        finding = find_article(ExtractedLine(sku=code, description=words), "lines[0]", seek, price_fits)
        return finding.product.sku if finding.product is not None else None

    return find


def test_the_same_lengths_in_another_order_are_the_article_unless_another_has_them_so(chosen):
    assert chosen("TILE17", "Fliese grau 60x30", TILE17="Fliese 30x60 cm grau matt") == "TILE17"
    assert chosen("TILE17", "Fliese grau 60x30", TILE17="Fliese 30x60 cm grau matt", ROOF99="Fliese 60x30 cm grau") is None
    assert chosen("SCREW1", "Schraube M12x8", SCREW1="Schraube M8x12") is None
    assert chosen("PISTON", "cylinder bore 50 mm stroke 25 mm", PISTON="cylinder bore 25 mm stroke 50 mm") is None


def test_a_description_cut_off_in_its_last_word_is_the_articles_own(chosen):
    whole = "Sechskantschraube DIN 933 M8x40 verzinkt"
    assert chosen("SCREW1", "Sechskantschraube DIN 933 M8x40 verz", SCREW1=whole) == "SCREW1"
    assert chosen("SCREW1", "Sechskantschraube DIN 933 M8x4", lambda sku: True, SCREW1=whole) == "SCREW1"
    assert chosen("SCREW1", "Sechskantschraube DIN 933 M8x4", lambda sku: True, SCREW1=whole,
                  SHORT9="Sechskantschraube DIN 933 M8x4") is None  # fmt: skip
    assert chosen("SCREW1", "Schraube M8x4", SCREW1="Schraube M8x40") is None


def test_a_figure_that_may_be_cut_off_or_whole_waits_for_a_price_or_a_past_that_tells(chosen):
    cut, whole = "Sechskantschraube DIN 933 M8x4", "Sechskantschraube DIN 933 M8x40 verzinkt"
    assert chosen("SCREW1", cut, SCREW1=whole) is None
    assert chosen("SCREW1", cut, lambda sku: False, SCREW1=whole) is None
    assert chosen("SCREW1", cut, experience=Past(bought=["SCREW1"]), SCREW1=whole) == "SCREW1"


def test_a_bare_code_without_neighbours_is_proven(found):
    assert found(sku="TAPE-50-RED").product.sku == "TAPE-50-RED"
    assert found(gtin="4006381333948").product.sku == "OIL-5W30-5"


def test_a_bare_figure_alone_tells_no_neighbours_apart(found):
    assert code(found(sku="104711", description="6204")) is ReasonCode.SKU_PROPOSED
    assert found(sku="104711", description="Kugellager 6204").product.sku == "104711"


def test_the_price_tells_neighbours_apart(found):
    assert found(sku="104711", price_fits=lambda sku: sku == "104711").product.sku == "104711"
    assert code(found(sku="104711", price_fits=lambda sku: True)) is ReasonCode.SKU_PROPOSED
    assert code(found(sku="104711", price_fits=lambda sku: False)) is ReasonCode.SKU_PROPOSED


def test_what_the_customer_bought_before_tells_neighbours_apart(found):
    assert found(sku="104711", experience=Past(bought=["104711"])).product.sku == "104711"
    assert found(sku="104711", experience=Past(bought=["104711", "104712"])).product is None


def test_a_wrong_check_digit_identifies_nothing(found):
    finding = found(gtin="4006381333932")
    assert finding.product is None
    assert "GL-NIT-9" in {proposal.sku for proposal in finding.proposals}


def test_letters_for_digits_need_words_that_agree(found):
    assert found(sku="1O4711", description="Kugellager 6204 2RS").product.sku == "104711"
    assert found(sku="1O4711", price_fits=lambda sku: sku == "104711").product is None


def test_words_that_share_nothing_with_the_article_are_held(found):
    finding = found(sku="TAPE-50-RED", description="Kaffeemaschine Deluxe")
    assert finding.product is None


def test_a_code_repeated_in_the_words_is_no_word(found):
    assert found(customer_part_number="A-778", description="A-778 Sechskantschraube M8x40").product.sku == "HX-M8X40-A2"


def test_a_code_inside_the_words_is_found(found):
    assert found(description="HX-M8X40-A2 Sechskantschraube M8x40 A2").product.sku == "HX-M8X40-A2"
    assert found(description="HX-M8X40-A2 Sechskantschraube M8x50").product is None
    assert found(description="Sechskantschraube M8x40 A2 (A-778)").product.sku == "HX-M8X40-A2"
    assert found(description="Sechskantschraube M8x50 A2 (A-778)").product is None


def test_words_alone_only_propose(found):
    finding = found(description="Hex bolt DIN 933 M8x40 A2 stainless")
    assert finding.product is None
    assert code(finding) is ReasonCode.SKU_PROPOSED
    assert finding.proposals[0].sku == "HX-M8X40-A2"
    assert finding.proposals[0].evidence


def test_of_articles_that_the_words_fit_alike_this_customers_own_is_proposed_first(found):
    assert found(description="hex bolt M8x40").proposals[0].sku != "HX-M8X40-A4"
    assert found(description="hex bolt M8x40", experience=Past(["HX-M8X40-A4"])).proposals[0].sku == "HX-M8X40-A4"
    assert found(description="hex bolt M8x40 A2", experience=Past(["HX-M8X40-A4"])).proposals[0].sku == "HX-M8X40-A2"


def test_words_that_nothing_fits_are_unknown(found):
    assert code(found(description="Kaffeemaschine Deluxe")) is ReasonCode.SKU_UNKNOWN
    assert code(found()) is ReasonCode.SKU_UNKNOWN


def test_a_colour_a_brand_and_a_side_contradict(found):
    assert code(found(sku="TAPE-50-RED", description="Packband 50 mm x 66 m blau")) is ReasonCode.SKU_CONTRADICTED
    assert found(sku="TAPE-50-RED", description="Packband 50 mm x 66 m rot").product is not None


def test_proposals_for_a_text_put_the_named_article_first(master):
    proposals = propose("HX-M8X40-A2 hex bolt", master, None)
    assert proposals[0].sku == "HX-M8X40-A2"
    assert accept("HX-M8X40-A2 hex bolt M8x40 A2", master, None) == "HX-M8X40-A2"
    assert accept("hex bolt M8x40 A2", master, None) is None
    assert accept("HX-M8X40-A2 hex bolt M8x50", master, None) is None
    assert propose("", master, None) == ()


@pytest.mark.slow
def test_no_wrong_article_is_accepted_among_dense_series(dense, traps):
    outcome, wrong = traps.run_traps(dense, 300, seed=11, size=10_000)
    assert wrong == []
    assert outcome["right", "right"] / (outcome["right", "right"] + outcome["right", "held"]) > 0.93
    assert outcome["words alone", "right"] == 0


@pytest.mark.slow
def test_no_wrong_article_is_accepted_in_two_thousand_traps(dense, traps):
    """`bench/bench_articles.py` runs a hundred thousand."""
    _, wrong = traps.run_traps(dense, 2_000, seed=12, size=10_000)
    assert wrong == []


@pytest.mark.slow
def test_exact_codes_are_resolved_in_every_harmless_spelling(dense, catalogue):
    dice = random.Random(5)
    for _ in range(500):
        product = catalogue.product_of(dice.randrange(10_000))
        for said in (
            product.sku,
            product.sku.replace("-", " ").lower(),
            product.gtin,
            "0" + product.gtin,
            product.manufacturer_part_number,
        ):
            assert product.sku in {hit.sku for hit in dense.by_code(said)}


@pytest.mark.slow
def test_the_first_proposal_has_everything_that_the_words_state(dense, queries):
    asked = queries.description_queries(10_000, 300, seed=21)
    good = sum(
        bool(hits) and queries.consistent(query, queries.number_of(hits[0].sku))
        for query in asked
        for hits in [dense.search(query.text, 10)]
    )
    assert good / len(asked) >= 0.97
