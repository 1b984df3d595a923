"""What becomes of a picture before and after recognition, without recognising: sheets, specks, strokes, languages, faxes."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageDraw

from intake.documents import ocr_closer
from intake.documents.images import read_image
from intake.documents.ocr_closer import looked_at_closer
from intake.documents.ocr_languages import language_of
from intake.documents.ocr_separators import odd_ones_doubted
from intake.documents.ocr_shapes import odd_codes_doubted
from intake.documents.ocr_sheet import sheet_in
from intake.documents.ocr_slips import mended
from intake.documents.ocr_specks import without_specks
from intake.documents.ocr_strokes import strokes_settled
from intake.domain.documents import Source, Word
from intake.domain.limits import Limits
from intake.domain.media import TIFF

PAPER, TABLE = 230, 70


def photo(corners: list[tuple[int, int]]) -> Image.Image:
    picture = Image.new("L", (900, 1200), TABLE)
    ImageDraw.Draw(picture).polygon(corners, fill=PAPER)
    return picture


def test_a_sheet_on_a_dark_table_is_cut_out_and_straightened() -> None:
    sheet = sheet_in(photo([(90, 80), (820, 110), (850, 1120), (60, 1090)]))
    assert sheet is not None
    assert abs(sheet.width - 790) < 30
    assert abs(sheet.height - 1010) < 30
    assert min(sheet.crop((5, 5, sheet.width - 5, sheet.height - 5)).tobytes()) > 200


def test_a_sheet_half_in_the_shadow_is_cut_out() -> None:
    """In the shadow paper is as dark as the table in the light."""
    shade = (
        Image.linear_gradient("L")
        .resize((900, 1200))
        .point([255 if level < 96 else max(70, 255 - 3 * (level - 96)) for level in range(256)])
    )
    sheet = sheet_in(ImageChops.multiply(photo([(90, 80), (820, 110), (850, 1120), (60, 1090)]), shade))
    assert sheet is not None
    assert abs(sheet.height - 1010) < 30


def test_a_scan_fills_its_picture_and_is_no_photo() -> None:
    assert sheet_in(Image.new("L", (900, 1200), PAPER)) is None


def test_a_shadow_that_fades_is_no_edge_of_a_sheet() -> None:
    shadow = Image.linear_gradient("L").resize((900, 1200)).point([110 + level // 2 for level in range(256)])
    assert sheet_in(ImageChops.multiply(Image.new("L", (900, 1200), PAPER), shadow)) is None


def test_dust_goes_and_a_decimal_point_stays() -> None:
    ink = Image.new("L", (200, 100), 0)
    brush = ImageDraw.Draw(ink)
    for left in (40, 62):
        brush.rectangle((left, 40, left + 10, 58), fill=255)
    point, lonely, tiny = (55, 56, 57, 58), (150, 50, 153, 53), (47, 65, 47, 65)
    for blot in (point, lonely, tiny):
        brush.rectangle(blot, fill=255)
    left = without_specks(ink, 200)
    assert left.getpixel((56, 57)) == 255
    assert left.getpixel((45, 50)) == 255
    assert left.getpixel((151, 51)) == 0
    assert left.getpixel((47, 65)) == 0


def test_a_commas_thin_tail_stays_with_its_point() -> None:
    ink = Image.new("L", (200, 100), 0)
    brush = ImageDraw.Draw(ink)
    for left in (40, 62):
        brush.rectangle((left, 40, left + 10, 58), fill=255)
    brush.rectangle((56, 56, 58, 58), fill=255)
    tail = [(58, 59), (57, 60), (57, 61)]
    for dot in tail:
        ink.putpixel(dot, 90)
    ink.putpixel((66, 66), 255)
    left = without_specks(ink, 200)
    assert all(left.getpixel(dot) == 90 for dot in tail)
    assert left.getpixel((66, 66)) == 0


@pytest.mark.parametrize("touching", [0, 2])
def test_the_thin_stroke_of_a_fraction_stays_whole(touching: int) -> None:
    ink = Image.new("L", (200, 100), 0)
    brush = ImageDraw.Draw(ink)
    brush.rectangle((40, 40, 50 + touching, 55), fill=255)
    stroke = [(53 + step // 2, 55 - step) for step in range(15)]
    for dot in stroke:
        ink.putpixel(dot, 70)
    left = without_specks(ink, 200)
    assert all(left.getpixel(dot) == 70 for dot in stroke)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        *(("l£m", "lfm"), ("vV4210", "V4210"), ("Ww9151-2", "W9151-2"), ("0.0.", "o.o."), ("3-Ig", "3-lg")),
        *((same, same) for same in ("£4.10", "10.0", "0.5", "MCV-4", "BBC2", "I-40", "Aal", "Aa100", "100.")),
    ],
)
def test_only_spellings_that_nothing_has_are_mended(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize(
    ("looks", "text", "is_doubted"),
    [
        (("40.50", "40.50"), "40.50", False),
        (("40.60", "40.60"), "40.60", False),
        (("40.50", "40,50"), "40.50", True),
        (("40.80", "40.80"), "40.50", True),
        (("4]", "4]"), "40.50", True),
    ],
)
def test_doubt_ends_where_two_closer_looks_bear_out_an_earlier_one(
    monkeypatch: pytest.MonkeyPatch, looks: tuple[str, str], text: str, is_doubted: bool
) -> None:
    monkeypatch.setattr(ocr_closer, "said_by", lambda *_: list(looks))
    word, before = (Word(said, 10, 10, 40, 20, confidence=20.0) for said in ("40.50", "40.60"))
    (found,) = looked_at_closer([word], [before], Image.new("L", (200, 100), 255), 200, "eng", 0)
    assert (found.text, found.is_doubtful) == (text, is_doubted)


def test_parts_of_a_number_that_the_other_reading_sees_whole_are_settled_by_no_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_closer, "said_by", lambda *_: ["2", "2", "500", "500"])
    parts = [Word("2", 10, 10, 16, 20, confidence=20.0), Word("500", 21, 10, 40, 20, confidence=20.0)]
    whole = Word("2,500", 10, 10, 40, 20, confidence=20.0)
    found = looked_at_closer(parts, [whole], Image.new("L", (200, 100), 255), 200, "eng", 0)
    assert [word.is_doubtful for word in found] == [True, True]


def test_whether_a_code_has_an_o_or_a_nought_is_settled_by_no_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_closer, "said_by", lambda *_: ["82HO", "82HO"])
    word, before = (Word(said, 10, 10, 40, 20, confidence=20.0) for said in ("82HO", "82H0"))
    (found,) = looked_at_closer([word], [before], Image.new("L", (200, 100), 255), 200, "eng", 0)
    assert found.is_doubtful


def test_a_column_of_figures_settles_a_one_and_a_bracket_or_a_rule_alone_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_closer, "said_by", lambda *_: ["1", "l"])
    one, bracket = (Word(said, 10, 10, 15, 20, confidence=20.0) for said in ("1", "]7"))
    figure, rule = upright(33, 50), upright(20, 64)
    for before, picture, is_doubted in ((one, figure, False), (bracket, figure, True), (one, rule, True)):
        (found,) = looked_at_closer([one], [before], picture, 200, "eng", 0)
        assert (found.text, found.is_doubtful) == ("1", is_doubted)


def upright(top: int, bottom: int) -> Image.Image:
    """A stroke in the middle of the word at 10 to 15 points, in dots."""
    picture = Image.new("L", (200, 100), 255)
    picture.paste(0, (33, top, 37, bottom))
    return picture


@pytest.mark.parametrize(
    ("texts", "doubted"),
    [
        (["79.20", "458.50", "9,59", "5,920.00", "0.29"], ["9,59"]),
        (["15.000", "40,000", "2.000"], ["15.000", "40,000", "2.000"]),
        (["15,000", "40,000", "1,950", "2,500", "2.000", "0,78"], ["2.000"]),
        (["1.250,00", "1.000", "12,50"], []),
        (["0,5", "12.50"], []),
    ],
)
def test_a_number_written_otherwise_than_the_pages_others_is_doubted(texts: list[str], doubted: list[str]) -> None:
    words = [replace(word, confidence=95.0) for word in column(texts)]
    assert [word.text for word in odd_ones_doubted(words) if word.is_doubtful] == doubted


@pytest.mark.parametrize(
    ("texts", "doubted"),
    [
        (["LFK-82H0", "EXS-99S7", "VWG-46S3", "HFT-41N0", "XWT-67PO"], ["XWT-67PO"]),
        (["L2811", "65178", "S4947", "D3725", "P2510"], ["65178"]),
        (["L2811", "65178", "S4947"], []),
        (["V-1102", "V-2081", "S-4040", "0-0715"], ["0-0715"]),
        (["V-1102", "V-2081", "S-4040", "4-0715"], []),
        (["AB-100", "AB-200", "AB-300", "AB-400", "C7-100"], ["C7-100"]),
        (["AB-100", "AB-200", "AB-300", "AB-400", "AB-1000"], []),
    ],
)
def test_a_code_made_otherwise_than_its_columns_others_is_doubted(texts: list[str], doubted: list[str]) -> None:
    words = [replace(word, confidence=95.0) for word in column(texts)]
    assert [word.text for word in odd_codes_doubted(words) if word.is_doubtful] == doubted


def column(texts: list[str], right: float = 100.0) -> list[Word]:
    return [Word(text, right - 5 * len(text), 20.0 * at, right, 20.0 * at + 9) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "settled"),
    [
        (["100", "l", "25", "|"], ["100", "1", "25", "1"]),
        (["kg", "l", "pcs"], ["kg", "l", "pcs"]),
        (["kg", "I", "pcs"], ["kg", "l", "pcs"]),
        (["box", "|", "each"], ["box", "each"]),
        (["l", "l"], ["l", "l"]),
    ],
)
def test_a_stroke_alone_is_what_its_column_holds(texts: list[str], settled: list[str]) -> None:
    assert [word.text for word in strokes_settled(column(texts))] == settled


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Bestellung Menge Einheit Preis Lieferadresse", "deu"),
        ("Bon de commande quantite prix livraison", "fra"),
        ("Zamowienie ilosc cena dostawa", "pol"),
        ("Purchase order quantity delivery date", "eng"),
        ("4711 0815", "eng"),
        ("Siparis miktar birim toplam", "eng"),
    ],
)
def test_the_page_says_in_which_of_our_languages_to_read_it(words: str, language: str) -> None:
    assert language_of(words.split(), ("eng", "deu", "fra", "pol")) == language


@pytest.mark.ocr
def test_a_fax_with_half_the_lines_is_stretched_to_a_page() -> None:
    out = io.BytesIO()
    Image.new("1", (1687, 1146), 1).save(out, "TIFF", dpi=(204, 98))
    source = Source(filename=None, sha256="0" * 64, media_type=TIFF)
    (canvas,) = read_image(source, out.getvalue(), Limits(), ("eng",)).canvases
    assert canvas.height > 1.3 * canvas.width
