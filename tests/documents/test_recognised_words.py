"""What becomes of recognised words before anybody reads them: spelled, parted and doubted by what else the page says."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from intake.documents import ocr_closer, ocr_tesseract
from intake.documents.ocr_agreement import compared, parted_where_the_other_is
from intake.documents.ocr_blanks import parted_at_blanks
from intake.documents.ocr_columns import made_like_their_column
from intake.documents.ocr_letters import spelled_as_the_page_does
from intake.documents.ocr_shapes import odd_codes_doubted
from intake.documents.ocr_slips import slips_mended
from intake.documents.ocr_strokes import strokes_settled
from intake.domain.documents import Word


def word(text: str, x0: float = 0, line: int = 0, confidence: float = 90, x1: float | None = None) -> Word:
    return Word(text, x0, 14 * line, x0 + 5 * len(text) if x1 is None else x1, 14 * line + 10, confidence=confidence)


def column(*texts: str) -> list[Word]:
    return [word(text, 100, line) for line, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("odd", "read_as"),
    [("BO0780", "B0780"), ("NO9I1", "N0911"), ("65178", "G5178"), ("B0780", "B0780"), ("BX780", "BX780"), ("B0780.", "B0780")],
)
def test_a_code_is_spelled_like_its_column_where_one_likely_slip_explains_it(odd: str, read_as: str) -> None:
    words = made_like_their_column(column("F4836", "N2525", "K1102", "L9910", odd))
    assert words[-1].text == read_as
    assert words[-1].is_doubtful == (words[-1].text != odd.rstrip("."))


@pytest.mark.parametrize("odd", ["1.250", "-125.00", "PO210"])
def test_a_column_never_changes_a_decimal_sign_or_takes_a_minus_away(odd: str) -> None:
    words = made_like_their_column(column("125,00", "130,00", "145,00", "175,00", odd))
    assert words[-1].text == odd


def test_an_odd_code_alone_is_left_to_doubt() -> None:
    assert made_like_their_column(column("F4836", "PO210"))[-1].text == "PO210"
    assert odd_codes_doubted([word("IEO333660D"), word("IE0333660D"), word("PO4711223")]) == (
        word("IEO333660D", confidence=20), word("IE0333660D"), word("PO4711223"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "first", "spelled"),
    [
        (("Speicherstrabe", 72), ("Speicherstraße", 91), "Speicherstraße"),
        (("RoHS", 90), ("ROHS", 60), "RoHS"),
        (("Śruba", 80), ("Sruba", 95), "Śruba"),
        (("TUV", 78), ("TÜV", 96), "TÜV"),
        (("filetée", 70), ("filet&e", 90), "filetée"),
    ],
)
def test_the_surer_reading_spells_a_word(own: tuple[str, float], first: tuple[str, float], spelled: str) -> None:
    pair = [word(text, confidence=confidence, x1=60) for text, confidence in (own, first)]
    assert [one.text for one in spelled_as_the_page_does(pair[:1], pair[1:])] == [spelled]


def test_what_a_page_says_again_and_again_spells_a_word() -> None:
    first = [word("paq.", line=line, confidence=70) for line in range(4)]
    own = [word("pag.", confidence=93), *first[1:]]
    assert [one.text for one in spelled_as_the_page_does(own, first)] == ["paq."] * 4


def test_a_part_of_a_number_is_not_given_the_whole_of_it() -> None:
    own = [word("2", 0, x1=5, confidence=70), word("500,000", 8, confidence=16)]
    assert [one.text for one in compared(own, [word("2500,000", 0, x1=43, confidence=39)])] == ["2", "500,000"]


def test_a_minus_that_one_reading_sees_is_doubted() -> None:
    assert compared([word("-1200,00")], [word("1200,00", x1=40)])[0].is_doubtful


def test_a_figure_and_its_unit_are_parted_where_the_surer_reading_parts_them() -> None:
    parts = parted_where_the_other_is([word("IOPZ", confidence=38)], [word("10", 0, x1=9), word("PZ", 11, x1=20)])
    assert [(part.text, part.confidence) for part in parts] == [("10", 38), ("PZ", 38)]


@pytest.mark.parametrize(
    ("printed", "seen", "read_as"), [("10 l", "101", "10 l"), ("1 234", "1234", "1234"), ("101", "101", "101")]
)
def test_a_blank_that_recognition_read_over_parts_a_number_from_a_litre(printed: str, seen: str, read_as: str) -> None:
    picture = Image.new("L", (400, 80), 255)
    font = ImageFont.load_default(42)
    ImageDraw.Draw(picture).text((20, 12), printed, font=font, fill=0)
    ImageDraw.Draw(picture).text((220, 12), "508", font=font, fill=0)
    words = [
        Word(seen, 20, 14, 20 + font.getlength(printed), 62, confidence=90),
        Word("508", 220, 14, 220 + font.getlength("508"), 62, confidence=90),
    ]
    assert " ".join(one.text for one in strokes_settled(parted_at_blanks(words, picture, 72))[:-1]) == read_as


@pytest.mark.parametrize(
    ("before", "seen", "meant"),
    [
        ("1,5", "mm?", "mm²"),
        ("500", "BI", "Bl"),
        ("the", "BI", "BI"),
        ("", "Bl6", "B16"),
        ("", "Al2O3", "Al2O3"),
        ("5", "m?", "m?"),
    ],
)
def test_spellings_that_nothing_has_are_mended(before: str, seen: str, meant: str) -> None:
    assert list(slips_mended([word(before), word(seen, 40)]))[-1].text == meant


@pytest.mark.parametrize(("top", "bottom", "is_one"), [(20, 46, True), (0, 60, False), (40, 46, False)])
def test_a_stroke_is_a_one_only_where_it_is_as_high_as_a_figure(
    monkeypatch: pytest.MonkeyPatch, top: int, bottom: int, is_one: bool
) -> None:
    """What a ruled line leaves behind in a column of numbers is read as a 1 by every reading."""
    monkeypatch.setattr(ocr_closer, "said_by", lambda crops, language, until: ["|"] * len(crops))
    picture = Image.new("L", (60, 60), 255)
    ImageDraw.Draw(picture).rectangle((28, top, 31, bottom), fill=0)
    doubted = Word("1", 26, 9, 34, 51, confidence=20)
    (settled,) = ocr_closer.looked_at_closer([doubted], [doubted], picture, 72, "eng", 0)
    assert settled.is_doubtful is not is_one


@pytest.mark.parametrize(
    ("sign", "confidence", "is_read"), [("/", 92, True), ("/", 55, False), ("~", 92, False), ("%", 55, True)]
)
def test_a_stroke_between_words_is_read_where_recognition_is_sure(
    monkeypatch: pytest.MonkeyPatch, sign: str, confidence: float, is_read: bool
) -> None:
    places = {name: [1, 1, 1] for name in ("block_num", "par_num", "line_num")}
    boxes = {"left": [10, 60, 80], "top": [10, 10, 10], "width": [40, 6, 40], "height": [20, 20, 20]}
    answer = {**places, **boxes, "text": ["Plug", sign, "Gland"], "conf": [95, confidence, 95]}
    monkeypatch.setattr(ocr_tesseract.pytesseract, "image_to_data", lambda *_, **__: answer)
    words = ocr_tesseract.words_of(Image.new("L", (200, 40), 255), 72, 72, ("eng",), 0)
    assert [word.text for word in words] == ["Plug", *([sign] if is_read else []), "Gland"]
