"""Words become typed numbers, codes and meanings; two texts agree, stay silent or contradict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.matched import EvidenceKind
from intake.matching.evidence import compare
from intake.matching.lexicon import meanings_of
from intake.matching.text import fold_words, words_key
from intake.matching.tokens import index_terms, parse


def numbers(text):
    return [(number.dimension, number.value) for number in parse(text).numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sechskantschraube DIN 933 M8x40", [("std", "933"), ("thread", "8"), ("length", "40")]),
        ("DIN EN ISO 4017 M12 x 1,5 x 60", [("std", "933"), ("thread", "12"), ("length", "1.5"), ("length", "60")]),
        ("Rohr 1,25 cm", [("length", "12.5")]),
        ('Kugelhahn 1/2" PN16', [("length", "12.7"), ("nominal_pressure", "16")]),
        ("Kugelhahn ½ Zoll", [("length", "12.7")]),
        ("Zange 1 1/2 inch", [("length", "38.1")]),
        ("Kabel 3x1,5 mm² 100 m", [("", "3"), ("area", "1.5"), ("length", "100000")]),
        ("H07RN-F 3G1,5", [("", "3"), ("area", "1.5")]),
        ("Motoröl 2 x 15 l", [("", "2"), ("volume", "15000")]),
        ("Lampe 230 V 9W 2700K IP54", [("voltage", "230"), ("power", "9"), ("colour_temperature", "2700"), ("ingress", "54")]),
        ("Handschuh Gr. 10, 100 Stk", [("size", "10"), ("pack", "100")]),
        ("T-Shirt XXL", [("size", "2xl")]),
        ("Karton à 100", [("pack", "100")]),
        ("Papier 80 g/m² 500 Blatt", [("grammage", "80"), ("sheets", "500")]),
        ("Lack RAL 7016 2,5 l", [("ral", "7016"), ("volume", "2500")]),
    ],
)
def test_numbers_are_read_with_what_they_measure(text, expected):
    assert numbers(text) == expected


def test_a_thousand_with_a_mark_keeps_both_readings():
    number = parse("1.000 Stk").numbers[0]
    assert (number.value, number.others) == ("1000", ("1",))


def test_codes_are_no_numbers():
    typed = parse("A2-70 S1P FFP2 E27")
    assert typed.codes == ("a2", "s1p", "ffp2", "e27")


@pytest.mark.parametrize(
    ("word", "value"),
    [("edelstahlblech", "stainless"), ("rote", "red"), ("niebieskie", "blue"), ("laiton", "brass"), ("rvs", "stainless"),
     ("vänster", "left"), ("rekawice", "glove"), ("schrauben", "screw")],
)  # fmt: skip
def test_words_of_many_languages_say_the_same(word, value):
    assert value in {meaning.value for meaning in meanings_of(fold_words(word))}


SAME = [
    ("Sechskantschraube M8x40 A2", "Hex bolt DIN 933 M8x40 A2 stainless"),
    ("Rohr 12,5mm", 'Pipe 1/2"'),
    ("Schraube 8 x 40 mm", "Screw 8x40"),
    ("gant bleu taille 9", "Nitrile glove blue size 9"),
    ("Kabel 4x2,5 100m", "Cable NYM-J 4x2.5 mm² 100 m"),
    ("Bohrer 8 x 160", "Drill bit SDS-plus 8 x 160 mm"),
    ("DIN 933 M8x40", "ISO 4017 M8x40"),
    ("Schuh S3 42", "Safety shoe S3 size 42"),
    ("Ø12 Bohrer", "Drill bit 12 mm"),
    ("Öl 0,5 l", "Oil 500 ml"),
    ("2 Paar Handschuhe", "Gloves"),
    ("Topf ohne Deckel", "Topf 24 cm"),
    ("Mutter M10 V2A", "Hex nut M10 A2-70"),
    ("Schraube M5 10", "Screw M5x10 8.8"),
]


@pytest.mark.parametrize(("said", "ours"), SAME)
def test_the_same_thing_in_other_words_is_not_contradicted(said, ours):
    result = compare(parse(said), parse(ours))
    assert result.contradictions == ()
    assert result.score > 0.4


OTHER = [
    ("M8x50", "M8x40", EvidenceKind.DIMENSION),
    ("M8x12", "M12x8", EvidenceKind.DIMENSION),
    ("2x15 l", "15x2 l", EvidenceKind.DIMENSION),
    ("Lampe 24 V", "Lamp 230 V", EvidenceKind.DIMENSION),
    ("Öl 5 l", "Oil 1 l", EvidenceKind.DIMENSION),
    ("Handschuh links", "Glove right", EvidenceKind.WORD),
    ("Handschuh rot", "Glove blue", EvidenceKind.COLOUR),
    ("Rohr Kupfer", "Pipe brass", EvidenceKind.MATERIAL),
    ("Schraube A2", "Screw A4", EvidenceKind.NUMBER),
    ("Schuh S3 43", "Safety shoe S3 size 42", EvidenceKind.NUMBER),
    ("Mutter M8", "Screw M8", EvidenceKind.WORD),
    ("VE 100", "pack of 50", EvidenceKind.PACK),
    ("DIN 931 M8x40", "DIN 933 M8x40", EvidenceKind.DIMENSION),
    ("Kabel 4x4", "Cable 4x2.5 mm²", EvidenceKind.DIMENSION),
    ("Kabel 4x2,5", "Cable 4x4 mm²", EvidenceKind.DIMENSION),
    ("bore 25 mm stroke 50 mm", "bore 50 mm stroke 25 mm", EvidenceKind.DIMENSION),
    ("10 mm", "1 inch", EvidenceKind.DIMENSION),
    ("Sechskantschraube M8x40 8.8", "Hex bolt DIN 933 M8x40 A2", EvidenceKind.DIMENSION),
    ("Mutter M24 8", "Hex nut DIN 934 M24 A2", EvidenceKind.DIMENSION),
    ("Mutter M5 8", "Hex nut DIN 934 M8", EvidenceKind.DIMENSION),
    ("LS-Schalter C13 2-polig", "Circuit breaker D10 2-pole", EvidenceKind.NUMBER),
    ("Karton 400 x 150 x 200 mm", "Carton 300x150x200 mm", EvidenceKind.DIMENSION),
    ("Topf 24 cm mit Deckel", "Topf 24 cm ohne Deckel", EvidenceKind.WORD),
    ("pneu été 205/55 R16", "Winterreifen 205/55 R16", EvidenceKind.WORD),
    ("Bremsbeläge hinten", "Brake pads front axle", EvidenceKind.WORD),
    ("Sicherung 16A flink", "Fuse 16 A slow-blow", EvidenceKind.WORD),
    ("gants latex sans poudre", "Latexhandschuh gepudert", EvidenceKind.WORD),
    ("Inbus M8x40", "Hex bolt M8x40", EvidenceKind.WORD),
    ("Leitungsschutzschalter B20 3P", "Miniature circuit breaker B20 1P 6 kA", EvidenceKind.DIMENSION),
]


@pytest.mark.parametrize(("said", "ours", "kind"), OTHER)
def test_another_thing_contradicts_whatever_the_likeness(said, ours, kind):
    result = compare(parse(said), parse(ours))
    assert kind in {fact.kind for fact in result.contradictions}


@pytest.mark.parametrize(("said", "ours", "kind"), OTHER)
def test_contradiction_is_mutual(said, ours, kind):
    assert compare(parse(ours), parse(said)).contradictions


def test_silence_contradicts_nothing():
    assert compare(parse("Sechskantschraube"), parse("Hex bolt M8x40 A2 red 100 pcs")).contradictions == ()
    assert compare(parse("Hex bolt M8x40 A2 red"), parse("Bolt")).contradictions == ()


def test_metric_sizes_are_never_rounded_into_each_other():
    assert compare(parse("Rohr 12,7 mm"), parse("Rohr 12,5 mm")).contradictions


def test_wording_is_remembered_whatever_its_signs():
    assert words_key("Schraube,  M8 × 40 (A2)") == words_key("schraube M8 x 40 A2")


@given(st.text(max_size=300))
def test_any_text_is_read_within_bounds(text):
    typed = parse(text)
    assert len(typed.numbers) + len(typed.codes) + len(typed.words) <= 600
    assert all(" " not in term and term for term in index_terms(typed))


@given(st.integers(1, 30), st.integers(1, 300), st.integers(1, 300))
def test_any_size_agrees_only_with_itself(diameter, length, other):
    result = compare(parse(f"Schraube M{diameter}x{length}"), parse(f"screw M{diameter} x {other} mm"))
    assert bool(result.contradictions) == (length != other)


@given(st.decimals(min_value="0.1", max_value="999", places=1))
def test_any_length_agrees_with_itself_in_other_units_and_marks(value):
    centimetres = value / 10
    written = [f"{value} mm", f"{value}mm".replace(".", ","), f"{centimetres} cm"]
    for one in written:
        for other in written:
            assert compare(parse(f"Rohr {one}"), parse(f"pipe {other}")).contradictions == ()
