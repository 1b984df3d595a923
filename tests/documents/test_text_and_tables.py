"""Plain and delimited text as canvases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.lettering import in_tab_columns
from intake.documents.text import read_delimited, read_text
from intake.domain.documents import CanvasKind, Document, Quoting, Source
from intake.domain.limits import Limits

LIMITS = Limits()


def source(**more: object) -> Source:
    return Source(filename=None, sha256="0" * 64, media_type="text/plain", **more)  # type: ignore[arg-type]


def rows(document: Document) -> list[list[str]]:
    """The cells of the only canvas, row by row, empty ones as ""."""
    (canvas,) = document.canvases
    table = [[""] * int(canvas.width) for _ in range(int(canvas.height))]
    for word in canvas.words:
        table[int(word.top)][int(word.x0)] = word.text
    return table


def test_each_word_points_at_itself_in_the_text() -> None:
    document = read_text(source(), "Bitte liefern:\r\n10\tStück  M8×40\r\n".encode(), LIMITS)
    (canvas,) = document.canvases
    assert canvas.kind is CanvasKind.TEXT
    assert all(canvas.text[word.start : word.end] == word.text for word in canvas.words)
    assert [(word.text, word.x0, word.top) for word in canvas.words][2:] == [("10", 0, 1), ("Stück", 8, 1), ("M8×40", 15, 1)]


def test_the_quote_mark_is_quoted_and_the_forwarded_words_behind_it_are_own() -> None:
    text = (
        b"Begin forwarded message:\n\n> From: B <b@c.example>\n> Date: 2 March 2026 10:00\n> To: us\n> Subject: PO\n> \n> 10 pcs"
    )
    (canvas,) = read_text(source(is_forwarded=True), text, LIMITS).canvases
    assert [(word.text, word.quoting) for word in canvas.words][-3:] == [
        (">", Quoting.QUOTED),
        ("10", Quoting.OWN),
        ("pcs", Quoting.OWN),
    ]


def test_flowed_lines_are_joined_and_fixed_ones_are_not() -> None:
    text = b"Please send ten \nboxes of gloves.\n10 pcs\n-- \nBuyer\n> old \n> text"
    (canvas,) = read_text(source(text_format="flowed"), text, LIMITS).canvases
    assert canvas.text.split("\n") == ["Please send ten boxes of gloves.", "10 pcs", "--", "Buyer", "> old text"]
    (plain,) = read_text(source(), text, LIMITS).canvases
    assert plain.text.split("\n")[:2] == ["Please send ten", "boxes of gloves."]


def test_a_text_without_words_is_named_empty() -> None:
    assert [problem.code for problem in read_text(source(), b" \r\n\t", LIMITS).problems] == ["document_empty"]


def test_more_words_than_allowed_are_cut_and_reported() -> None:
    document = read_text(source(), b"word " * 50, Limits(words=10))
    assert len(document.canvases[0].words) == 10
    assert [problem.code for problem in document.problems] == ["document_too_complex"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = "\n".join(separator.join(row) for row in (["Item", "Qty", "Price"], ["A-1", "10", "1.50"], ["A-2", "5", "2.00"]))
    assert rows(read_delimited(source(), text.encode(), LIMITS)) == [
        ["Item", "Qty", "Price"],
        ["A-1", "10", "1.50"],
        ["A-2", "5", "2.00"],
    ]


def test_decimal_commas_do_not_split_a_semicolon_file() -> None:
    text = "Artikel;Menge;Preis\nA-1;10;1,50\nA-2;5;2,00\nA-3;7;0,99"
    assert rows(read_delimited(source(), text.encode(), LIMITS))[1] == ["A-1", "10", "1,50"]


def test_lines_above_the_table_do_not_mislead() -> None:
    text = "Bestellung 4711, bitte liefern bis KW 14\n\nArtikel;Menge\nA-1;10\nA-2;5\n"
    table = rows(read_delimited(source(), text.encode(), LIMITS))
    assert table[0][0] == "Bestellung 4711, bitte liefern bis KW 14"
    assert table[3] == ["A-1", "10"]


def test_inch_marks_are_letters() -> None:
    text = 'Item;Qty\n1/2" pipe;10\n"3/4"" pipe";5\n"1" elbow";2\n'
    assert [row[0] for row in rows(read_delimited(source(), text.encode(), LIMITS))] == [
        "Item",
        '1/2" pipe',
        '3/4" pipe',
        '1" elbow',
    ]


def test_an_opening_inch_mark_does_not_swallow_the_rows_below() -> None:
    text = 'Item;Qty\n"M8 loose;10\nA-2;5\n"x";1\n'
    table = rows(read_delimited(source(), text.encode(), LIMITS))
    assert [row[1] for row in table] == ["Qty", "10", "5", "1"]


def test_a_quoted_field_may_hold_a_line_break() -> None:
    document = read_delimited(source(), b'Item,Text\nA-1,"bolt\nzinc"\nA-2,nut\n', LIMITS)
    assert rows(document)[1:] == [["A-1", "bolt\nzinc"], ["A-2", "nut"]]
    assert document.canvases[0].words[3].cell == "B2"


def test_the_separator_line_of_spreadsheet_programs_is_obeyed() -> None:
    assert rows(read_delimited(source(), b"sep=|\nA,1|B,2\n", LIMITS)) == [["A,1", "B,2"]]


def test_values_stay_text() -> None:
    document = read_delimited(source(), b"Code,Qty\n00123,1e5\n=1+1,2\n", LIMITS)
    assert [word.text for word in document.canvases[0].words][2:] == ["00123", "1e5", "=1+1", "2"]
    assert all(word.value is None for word in document.canvases[0].words)


def test_more_cells_than_allowed_are_cut_and_reported() -> None:
    document = read_delimited(source(), b"a,b\n" * 100, Limits(cells=20))
    assert len(document.canvases[0].words) == 20
    assert [problem.code for problem in document.problems] == ["document_too_complex"]


CELL = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12).map(str.strip)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=3, max_size=8), st.sampled_from(";\t|,"))
def test_any_properly_quoted_table_comes_back(table: list[list[str]], separator: str) -> None:
    table = [["Pos", "Item", "Qty"], *table]
    text = "\n".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table)
    found = read_delimited(source(), b"\xef\xbb\xbf" + text.encode(), LIMITS)
    expected = {(row, column): cell for row, cells in enumerate(table) for column, cell in enumerate(cells) if cell}
    assert {(int(word.top), int(word.x0)): word.text for word in found.canvases[0].words} == expected


def test_cells_pasted_with_tabs_stand_below_each_other_however_long_they_are() -> None:
    pasted = b"Dear team,\n\nItem\tQty\tUnit\nCB-25 cable, black, on a drum\t300\tm\nJB-65 box\t24\tpcs\n"
    words = {word.text: word for word in read_text(source(), pasted, Limits()).canvases[0].words}
    assert words["Qty"].x0 == words["300"].x0 == words["24"].x0
    assert words["Unit"].x0 == words["m"].x0 == words["pcs"].x0


def test_cells_between_strokes_are_laid_below_each_other():
    laid = in_tab_columns(["| Pos | Name | Qty |", "|---|---|---|", "| 1 | Cable tie 200 mm | 50 |", "", "a | b"])
    assert [line.rfind("|", 0, -1) for line in laid[:3]] == [laid[0].rfind("|", 0, -1)] * 3
    assert laid[3:] == ["", "a | b"]


@pytest.mark.parametrize("line", ["│1│ZV-114-CER│15│kg│", "|1|ZV-114-CER|15|kg|"])
def test_strokes_between_cells_are_no_part_of_their_words(line: str) -> None:
    document = read_text(source(), line.encode(), LIMITS)
    assert [word.text for word in document.canvases[0].words if word.text not in "│|"] == ["1", "ZV-114-CER", "15", "kg"]
