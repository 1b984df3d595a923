"""What a sign means is the font's to say: fonts that say it badly are never believed, and odd pages are read by a second reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import reportlab

from intake.documents import pdf as pdf_reader
from intake.documents import pdf_second
from intake.domain.documents import Canvas, CanvasKind, Document, Word

Read = Callable[..., Document]
Write = Callable[..., str]


def mapped(pdf: Any, lines: str) -> int:
    """A font whose codes mean what `lines` of a ToUnicode map say."""
    meaning = to_unicode(pdf, lines)
    return int(
        pdf.add(f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode {meaning} 0 R >>")
    )


def to_unicode(pdf: Any, lines: str) -> int:
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    space = "1 begincodespacerange <00> <FF> endcodespacerange\n"
    count = len(lines.splitlines())
    cmap = f"{head}{space}{count} beginbfchar\n{lines}\nendbfchar\nendcmap end end"
    return int(pdf.add("<< >>", cmap.encode()))


def without_meaning(pdf: Any) -> int:
    """A composite font by glyph numbers, embedded by name only, without a map: what its numbers mean, nobody says."""
    descriptor = pdf.add(
        "<< /Type /FontDescriptor /FontName /ABCDEF+Custom /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    inner = pdf.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Custom /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        f"/Supplement 0 >> /FontDescriptor {descriptor} 0 R /DW 600 >>"
    )
    return int(
        pdf.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Custom /Encoding /Identity-H /DescendantFonts [{inner} 0 R] >>"
        )
    )


def test_a_ligature_is_its_letters(pdf: Any, read: Read) -> None:
    font = mapped(pdf, "<66> <FB01>\n<67> <00660066>")
    content = "BT /F3 10 Tf 50 700 Td (fx) Tj 40 0 Td (ag) Tj ET"
    document = read(pdf.page(content, fonts={"F3": font}).bytes())
    assert [word.text for word in document.canvases[0].words] == ["fix", "aff"]


def test_soft_hyphens_and_hard_spaces_are_plain(pdf: Any, read: Read) -> None:
    font = mapped(pdf, "<61> <00AD>\n<62> <00A0>\n<63> <2009>")
    document = read(pdf.page("BT /F3 10 Tf 50 700 Td (HXa1b12c500) Tj ET", fonts={"F3": font}).bytes())
    assert [word.text for word in document.canvases[0].words] == ["HX-1", "12", "500"]


def test_numbers_of_glyphs_are_never_taken_for_signs(pdf: Any, read: Read, write: Write) -> None:
    """Glyph 50 is "2" in PDFium's answer and some letter on the page: read so, a name would become a quantity."""
    font = without_meaning(pdf)
    content = write(50, 700, "Order") + "BT /F3 10 Tf 50 650 Td <0032003000300037> Tj ET"
    document = read(pdf.page(content, fonts={"F3": font}).bytes(), ocr_seconds=0)
    words = [word.text for word in document.canvases[0].words]
    assert not any(sign.isdigit() for word in words for sign in word)


def test_signs_of_the_private_area_mean_nothing_and_are_never_dropped(pdf: Any, read: Read, write: Write) -> None:
    """Four figures are little ink, but they may be the quantity: without time for recognition, the page says so."""
    font = mapped(pdf, "<31> <E031>")
    content = write(50, 700, "Order") + "BT /F3 10 Tf 50 650 Td (1111) Tj ET"
    document = read(pdf.page(content, fonts={"F3": font}).bytes(), ocr_seconds=0)
    assert "1111" not in [word.text for word in document.canvases[0].words]
    assert [problem.code for problem in document.problems] == ["document_too_complex"]


def test_a_tick_of_a_symbol_font_is_no_figure(pdf: Any, read: Read, write: Write) -> None:
    font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>")
    content = write(80, 700, "express") + "BT /F3 10 Tf 50 700 Td (4) Tj ET"
    assert [word.text for word in read(pdf.page(content, fonts={"F3": font}).bytes()).canvases[0].words] == ["•", "express"]


def test_a_lone_sign_in_a_text_without_meaning_is_no_bullet(pdf: Any, read: Read, write: Write) -> None:
    """It may be the quantity: where nothing else is lost it is a tick, here it is asked for."""
    font = mapped(pdf, "<31> <E031>")
    content = write(50, 700, "Order") + "BT /F3 10 Tf 50 650 Td (11) Tj 80 0 Td (1) Tj ET"
    document = read(pdf.page(content, fonts={"F3": font}).bytes(), ocr_seconds=0)
    assert "•" not in [word.text for word in document.canvases[0].words]


def embedded(pdf: Any, name: str, meanings: str) -> int:
    """A TrueType face put into the file, with its own figures behind the codes and `meanings` for them."""
    content = (Path(reportlab.__file__).parent / "fonts" / f"{name}.ttf").read_bytes()
    program = pdf.add("<< >>", content)
    descriptor = pdf.add(
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /FontBBox [-200 -300 1300 1000] /ItalicAngle 0 /Ascent 900 "
        f"/Descent -250 /CapHeight 730 /StemV 80 /FontFile2 {program} 0 R >>"
    )
    widths = " ".join(["636"] * 224)
    return int(
        pdf.add(
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 "
            f"/Widths [{widths}] /FontDescriptor {descriptor} 0 R /ToUnicode {to_unicode(pdf, meanings)} 0 R >>"
        )
    )


def exchanged(*pairs: str) -> str:
    """A map in which the code of each pair's first sign means its second, and every other figure itself."""
    meant = {digit: digit for digit in "0123456789"} | dict(pairs)
    return "\n".join(f"<{ord(drawn):02X}> <{ord(said):04X}>" for drawn, said in meant.items())


@pytest.mark.parametrize("face", ["Vera", "VeraBd", "VeraIt", "VeraBI"])
def test_a_font_that_draws_other_figures_than_the_text_says_is_reported(pdf: Any, read: Read, face: str) -> None:
    """Every reader sees 300 pieces, the text layer says 800: nothing hidden, nothing odd, and wrong."""
    font = embedded(pdf, face, exchanged("38", "83"))
    document = read(pdf.page("BT /F3 10 Tf 50 700 Td (300) Tj ET", fonts={"F3": font}).bytes())
    assert [word.text for word in document.canvases[0].words] == ["800"]
    (found,) = document.problems
    assert found.code == "text_layer_disagrees"
    assert "'8' where its font draws '3'" in found.message


@pytest.mark.parametrize("face", ["Vera", "VeraBd", "VeraIt", "VeraBI"])
def test_a_font_that_draws_what_the_text_says_is_believed(pdf: Any, read: Read, face: str) -> None:
    font = embedded(pdf, face, exchanged())
    document = read(pdf.page("BT /F3 10 Tf 50 700 Td (0123456789) Tj ET", fonts={"F3": font}).bytes())
    assert [word.text for word in document.canvases[0].words] == ["0123456789"]
    assert document.problems == ()


def test_a_font_of_the_readers_own_cannot_be_renamed_either(pdf: Any, read: Read) -> None:
    font = mapped(pdf, exchanged("17", "71"))
    document = read(pdf.page("BT /F3 10 Tf 50 700 Td (12) Tj ET", fonts={"F3": font}).bytes())
    assert [problem.code for problem in document.problems] == ["text_layer_disagrees"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages for which the second reader is asked."""
    pages: list[int] = []
    real = pdf_reader.disagreements

    def watched(content: bytes, canvases: list[Canvas]) -> Any:
        pages.extend(canvas.number for canvas in canvases)
        return real(content, canvases)

    monkeypatch.setattr(pdf_reader, "disagreements", watched)
    return pages


def test_an_ordinary_page_needs_no_second_reader(pdf: Any, read: Read, write: Write, asked: list[int]) -> None:
    rows = "".join(write(50, 700 - 14 * row, f"HX-{row} Hex bolt 200") for row in range(30))
    assert read(pdf.page(rows).bytes()).problems == ()
    assert asked == []


def test_words_over_words_are_read_by_a_second_reader_too(pdf: Any, read: Read, write: Write, asked: list[int]) -> None:
    pdf.page(write(50, 700, "plain")).page(write(50, 700, "Hexagon") + write(62, 700, "99"))
    document = read(pdf.bytes())
    assert asked == [2]
    assert document.problems == ()


@pytest.mark.parametrize(("over", "is_reported"), [(50, True), (53, True), (50 + 3 * 5.6, False)])
def test_figures_printed_over_others_are_reported(pdf: Any, read: Read, write: Write, over: float, is_reported: bool) -> None:
    """A white patch over the 300 and a 999 on it: one of them is seen, and both are in the file."""
    patch = f"1 1 1 rg {over} 698 17 10 re f 0 0 0 rg\n"
    document = read(pdf.page(write(50, 700, "300") + patch + write(over, 700, "999")).bytes())
    assert [problem.code for problem in document.problems] == ["text_layer_disagrees"] * is_reported


def test_repeated_text_is_read_by_a_second_reader_too(pdf: Any, read: Read, write: Write, asked: list[int]) -> None:
    document = read(pdf.page(write(50, 700, "Total") + write(50, 700, "Total")).bytes())
    assert asked == [1]
    assert document.problems == ()


def canvas_of(*texts: str, hidden: tuple[str, ...] = ()) -> Canvas:
    def words(listed: tuple[str, ...], top: float) -> tuple[Word, ...]:
        return tuple(Word(text, 50.0 * place, top, 50.0 * place + 40, top + 10) for place, text in enumerate(listed))

    return Canvas(
        number=1, kind=CanvasKind.PAGE, name=None, width=595, height=842, words=words(texts, 10), hidden=words(hidden, 30)
    )


@pytest.mark.parametrize(
    ("ours", "agrees"),
    [
        (canvas_of("Order", "4711"), True),
        (canvas_of("Or", "der4", "711"), True),
        (canvas_of("Order", hidden=("4711",)), True),
        (canvas_of("Order", "4771"), False),
        (canvas_of("Order", "471"), False),
        (canvas_of("Order", "47110"), False),
    ],
)
def test_readers_disagree_about_signs_and_not_about_how_words_are_parted(
    pdf: Any, write: Write, ours: Canvas, agrees: bool
) -> None:
    problems = pdf_second.disagreements(pdf.page(write(50, 700, "Order 4711")).bytes(), [ours])
    assert [problem.code for problem in problems] == ([] if agrees else ["readings_disagree"])


def test_a_second_reader_that_fails_says_nothing() -> None:
    assert pdf_second.disagreements(b"%PDF-1.7 and nothing more", [canvas_of("Order")]) == []


def drawn_by_hand(pdf: Any, figures: dict[str, str], entries: str = "") -> int:
    """A font made of drawings in which the code of each sign shows Helvetica's figure for what `figures` say; `entries` are
    further keys of its dictionary."""
    helvetica = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    resources = f"<< /Font << /H {helvetica} 0 R >> >>"
    procedures = {
        code: pdf.add("<< >>", f"556 0 30 -20 520 710 d1 BT /H 1000 Tf ({shown}) Tj ET".encode())
        for code, shown in figures.items()
    }
    named = " ".join(f"/g{ord(code)} {at} 0 R" for code, at in procedures.items())
    encoded = " ".join(f"{ord(code)} /g{ord(code)}" for code in figures)
    meaning = to_unicode(pdf, "\n".join(f"<{ord(code):02X}> <{ord(code):04X}>" for code in figures))
    return int(
        pdf.add(
            f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 1000 900] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << {named} >> "
            f"/Encoding << /Type /Encoding /Differences [{encoded}] >> /FirstChar 48 /LastChar 57 /Widths [{'556 ' * 10}] "
            f"/Resources {resources} /ToUnicode {meaning} 0 R {entries} >>"
        )
    )


@pytest.mark.parametrize(("exchange", "found"), [({}, []), ({"3": "8"}, ["text_layer_disagrees"])])
def test_a_font_made_of_drawings_is_looked_at_on_the_page(
    pdf: Any, read: Read, exchange: dict[str, str], found: list[str]
) -> None:
    font = drawn_by_hand(pdf, {digit: digit for digit in "0123456789"} | exchange)
    document = read(pdf.page("BT /F3 10 Tf 50 700 Td (0123456789) Tj ET", fonts={"F3": font}).bytes())
    assert [problem.code for problem in document.problems] == found


@pytest.mark.parametrize("name", ["Helvetica", "Vera"])
def test_drawings_under_a_name_and_a_program_of_letters_are_looked_at_all_the_same(pdf: Any, read: Read, name: str) -> None:
    """PDF 32000-1 gives a Type 3 font neither BaseFont nor FontFile: both are a disguise that no viewer paints."""
    program = pdf.add("<< >>", (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes())
    descriptor = pdf.add(f"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /FontFile2 {program} 0 R >>")
    figures = {digit: digit for digit in "0123456789"} | {"3": "8"}
    font = drawn_by_hand(pdf, figures, f"/BaseFont /{name} /FontDescriptor {descriptor} 0 R")
    document = read(pdf.page("BT /F3 10 Tf 50 700 Td (0123456789) Tj ET", fonts={"F3": font}).bytes())
    assert [problem.code for problem in document.problems] == ["text_layer_disagrees"]


@pytest.mark.parametrize(("code", "found"), [("8", ["text_layer_disagrees"]), ("3", [])])
def test_a_second_code_behind_one_figure_is_looked_at_as_well(pdf: Any, read: Read, code: str, found: list[str]) -> None:
    """Code 3 means 3 and draws it; a second code means 3 as well and draws what it likes."""
    font = embedded(pdf, "Vera", f"{exchanged()}\n<{ord(code):02X}> <0033>")
    document = read(pdf.page(f"BT /F3 10 Tf 50 700 Td (3{code}12) Tj ET", fonts={"F3": font}).bytes())
    assert [word.text for word in document.canvases[0].words] == ["3312"]
    assert [problem.code for problem in document.problems] == found
