"""Workbooks as a person sees them: formats, hidden cells, formulas, merged cells, limits, and what is broken."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from intake.documents.spreadsheet import read_spreadsheet
from intake.domain import media
from intake.domain.documents import Canvas, Document, Source, Word
from intake.domain.limits import Limits


def read(content: bytes, media_type: str = media.XLSX, limits: Limits | None = None) -> Document:
    source = Source(filename="order.xlsx", sha256="0" * 64, media_type=media_type)
    return read_spreadsheet(source, content, limits or Limits())


def workbook(*fill: Callable[[Worksheet], None]) -> bytes:
    """One sheet for each function that fills it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, each in enumerate(fill, 1):
        each(book.create_sheet(f"Sheet{number}"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet(fill: Callable[[Worksheet], None]) -> Canvas:
    (canvas,) = read(workbook(fill)).canvases
    return canvas


def cell(canvas: Canvas, address: str) -> Word:
    return next(word for word in canvas.words if word.cell == address)


def put(worksheet: Worksheet, address: str, value: object, number_format: str = "General") -> None:
    worksheet[address] = value
    worksheet[address].number_format = number_format


def with_part(content: bytes, name: str, replace: Callable[[str], str]) -> bytes:
    """The package with one XML part rewritten."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, replace(data.decode()).encode() if info.filename == name else data)
    return stream.getvalue()


HALF_PAST_TEN = datetime(2026, 4, 3, 10, 30)  # noqa: DTZ001 - a sheet's times have no zone


@pytest.mark.parametrize(
    ("value", "number_format", "text", "typed"),
    [
        (0.1 + 0.2, "General", "0.3", Decimal("0.3")),
        (1234.5, '#,##0.00 "€"', "1234.50 €", Decimal("1234.5")),
        (12, '0 "Stk"', "12 Stk", Decimal(12)),
        (123, "00000", "00123", Decimal(123)),
        (4006381333931, "General", "4006381333931", Decimal(4006381333931)),
        (0.125, "0.0%", "12.5%", None),
        (-3, "0;(0)", "(3)", Decimal(-3)),
        (date(2026, 4, 3), "dd.mm.yyyy", "2026-04-03", date(2026, 4, 3)),
        (date(2026, 4, 3), "mm/dd/yy", "2026-04-03", date(2026, 4, 3)),
        (HALF_PAST_TEN, "yyyy-mm-dd hh:mm", "2026-04-03 10:30:00", HALF_PAST_TEN),
        (0.5, "h:mm", "12:00", None),
        (True, "General", "TRUE", True),
        ("00123", "General", "00123", None),
        (" 10 ", "General", "10", None),
    ],
)
def test_a_cell_shows_what_a_person_sees(value: object, number_format: str, text: str, typed: object) -> None:
    found = cell(sheet(lambda ws: put(ws, "B3", value, number_format)), "B3")
    assert (found.text, found.value) == (text, typed)
    assert (found.x0, found.top, found.x1, found.bottom) == (1, 2, 2, 3)


def with_shared_strings(items: str, cells: str) -> bytes:
    """A workbook as other programs write it, its texts in a part of their own."""
    content = workbook(lambda ws: put(ws, "A1", "placeholder"))
    content = with_part(
        content, "xl/worksheets/sheet1.xml", lambda xml: re.sub(r"<row.*</row>", f'<row r="1">{cells}</row>', xml)
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    content = with_part(content, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("</Relationships>", link))
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", items)
    return stream.getvalue()


SHARED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'


def test_text_that_begins_like_a_formula_is_text() -> None:
    content = with_shared_strings(
        SHARED.format("<si><t>=1+1</t></si>"), '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>7</v></c>'
    )
    assert [word.text for word in read(content).canvases[0].words] == ["=1+1"]


def test_merged_cells_span_and_what_they_cover_is_hidden() -> None:
    def fill(ws: Worksheet) -> None:
        put(ws, "A1", "Purchase order")
        put(ws, "A3", "below")
        ws.merge_cells("A1:C2")

    found = cell(sheet(fill), "A1")
    assert (found.x0, found.top, found.x1, found.bottom) == (0, 0, 3, 2)
    content = with_part(
        workbook(fill),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</row>", '<c r="B1" t="inlineStr"><is><t>covered</t></is></c></row>', 1),
    )
    assert [word.text for word in read(content).canvases[0].hidden] == ["covered"]


def test_hidden_rows_columns_and_letters_are_kept_apart() -> None:
    def fill(ws: Worksheet) -> None:
        for address in ("A1", "A2", "B1", "C1", "D1", "E1"):
            put(ws, address, address)
        ws.row_dimensions[2].hidden = True
        ws.column_dimensions["B"].hidden = True
        ws["C1"].font = Font(color="FFFFFFFF")
        ws["D1"].font = Font(color="FFFFFFFF")
        ws["D1"].fill = PatternFill("solid", fgColor="FF003366")
        put(ws, "E1", 5, ";;;")

    found = sheet(fill)
    assert [word.text for word in found.words] == ["A1", "D1"]
    assert {word.cell for word in found.hidden} == {"A2", "B1", "C1"}


def test_crossed_out_cells_are_named_for_a_person_and_not_read() -> None:
    def fill(worksheet: Worksheet) -> None:
        worksheet.append(["A-1", 10])
        worksheet.append(["A-2", 5])
        worksheet["A2"].font = Font(strike=True)
        worksheet["C2"] = CellRichText(TextBlock(InlineFont(strike=True), "40"), TextBlock(InlineFont(b=True), " 16"))

    document = read(workbook(fill))
    (found,) = document.problems
    assert found.code == "note_needs_reading"
    assert "'A-2 40'" in found.message
    assert [word.text for word in document.canvases[0].words] == ["A-1", "10", "5", "16"]


def test_a_hidden_sheet_is_known_as_such() -> None:
    def hide(ws: Worksheet) -> None:
        put(ws, "A1", "prices")
        ws.sheet_state = "hidden"

    visible, hidden = read(workbook(lambda ws: put(ws, "A1", "order"), hide)).canvases
    assert (visible.is_hidden, hidden.is_hidden) == (False, True)
    assert (hidden.words, [word.text for word in hidden.hidden]) == ((), ["prices"])
    assert (visible.name, hidden.name, visible.number, hidden.number) == ("Sheet1", "Sheet2", 1, 2)


def test_a_formula_without_its_result_is_empty_and_named() -> None:
    def fill(ws: Worksheet) -> None:
        put(ws, "A1", 10)
        put(ws, "B1", "=A1*2")

    document = read(workbook(fill))
    assert [word.cell for word in document.canvases[0].words] == ["A1"]
    (problem,) = document.problems
    assert (problem.code, problem.path) == ("value_missing", "Sheet1!B1")
    assert "B1" in problem.message


def cached(result: str, number_format: str = "0.00", kind: str = "") -> Word:
    """The cell of a formula that was saved with its result."""
    content = workbook(lambda ws: put(ws, "A1", "=1/3", number_format))
    content = with_part(
        content,
        "xl/worksheets/sheet1.xml",
        lambda xml: (
            xml.replace("<v></v>", f"<v>{result}</v>")
            .replace("<v/>", f"<v>{result}</v>")
            .replace("<v />", f"<v>{result}</v>")
            .replace('r="A1"', f'r="A1"{kind}')
        ),
    )
    return read(content).canvases[0].words[0]


def test_a_computed_number_counts_as_shown_and_an_entered_one_as_entered() -> None:
    assert cached("33.333333333333336").value == Decimal("33.33")
    entered = cell(sheet(lambda ws: put(ws, "A1", 0.1234, "0.00")), "A1")
    assert (entered.text, entered.value) == ("0.12", Decimal("0.1234"))


def test_a_formulas_text_and_error_are_read_as_they_stand() -> None:
    assert cached("pcs", kind=' t="str"').text == "pcs"
    assert cached("#N/A", kind=' t="e"').text == "#N/A"


def test_cells_without_references_follow_each_other() -> None:
    content = workbook(lambda ws: ws.append(["A", "B"]))
    bare = with_part(
        content, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="1"', "")
    )
    assert [(word.text, word.cell) for word in read(bare).canvases[0].words] == [("A", "A1"), ("B", "B1")]


def test_the_1904_calendar_is_known() -> None:
    content = workbook(lambda ws: put(ws, "A1", 44_650, "dd.mm.yyyy"))
    content = with_part(content, "xl/workbook.xml", lambda xml: xml.replace("<workbookPr/>", '<workbookPr date1904="1"/>'))
    canvas = read(content).canvases[0]
    assert canvas.words[0].value == date(1904, 1, 1) + timedelta(days=44_650)
    assert canvas.counts_from_1904


@pytest.mark.parametrize("from_1904", [False, True])
def test_an_old_workbook_says_from_which_year_it_counts(from_1904: bool) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    sheet = book.add_sheet("Order")
    sheet.write(0, 0, 44_650, xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    sheet.write(0, 1, 44_650)
    stream = io.BytesIO()
    book.save(stream)
    canvas = read(stream.getvalue(), media.XLS).canvases[0]
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    assert [word.value for word in canvas.words] == [first + timedelta(days=44_650), Decimal(44_650)]
    assert canvas.counts_from_1904 is from_1904


def test_rich_text_loses_only_its_pronunciation_guide() -> None:
    rich = "<si><r><t>Hex </t></r><r><t>bolt</t></r><rPh><t>noise</t></rPh></si>"
    content = with_shared_strings(SHARED.format(rich), '<c r="A1" t="s"><v>0</v></c>')
    assert read(content).canvases[0].words[0].text == "Hex bolt"


def codes(content: bytes, media_type: str = media.XLSX, limits: Limits | None = None) -> list[str]:
    document = read(content, media_type, limits)
    assert not document.canvases or any(canvas.words for canvas in document.canvases) or document.problems
    return [problem.code for problem in document.problems]


def test_an_empty_workbook_is_named() -> None:
    assert codes(workbook(lambda ws: None)) == ["document_empty"]


def test_a_cut_file_is_broken_and_an_encrypted_one_encrypted() -> None:
    content = workbook(lambda ws: put(ws, "A1", "x"))
    assert codes(content[: len(content) // 2]) == ["document_broken"]
    assert codes(b"\xd0\xcf\x11\xe0", media.ENCRYPTED_OFFICE) == ["document_encrypted"]
    assert codes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", media.XLS) == ["document_broken"]


def test_a_damaged_sheet_does_not_cost_the_others() -> None:
    content = workbook(lambda ws: put(ws, "A1", "one"), lambda ws: put(ws, "A1", "two"))
    document = read(with_part(content, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]))
    assert [canvas.name for canvas in document.canvases] == ["Sheet2"]
    assert [(problem.code, problem.path) for problem in document.problems] == [("document_broken", "Sheet1")]


def test_entities_are_refused_before_they_are_parsed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = with_shared_strings(bomb + SHARED.format("<si><t>&b;</t></si>"), '<c r="A1" t="s"><v>0</v></c>')
    assert codes(content) == ["document_broken"]
    outside = '<!DOCTYPE x SYSTEM "file:///etc/hostname">'
    content = with_part(workbook(lambda ws: put(ws, "A1", "x")), "xl/workbook.xml", lambda xml: outside + xml)
    assert codes(content) == ["document_broken"]


def test_a_part_packed_a_thousandfold_is_not_unpacked() -> None:
    content = with_shared_strings(SHARED.format("") + " " * 30_000_000, '<c r="A1" t="s"><v>0</v></c>')
    assert codes(content) == ["document_too_complex"]


def test_limits_on_cells_and_sheets_are_reported() -> None:
    def fill(ws: Worksheet) -> None:
        for row in range(30):
            ws.append([row, "x"])

    document = read(workbook(fill), limits=Limits(cells=10))
    assert len(document.canvases[0].words) == 10
    assert [problem.code for problem in document.problems] == ["document_too_complex"]
    document = read(workbook(fill, fill, fill), limits=Limits(sheets=2))
    assert len(document.canvases) == 2
    assert [problem.code for problem in document.problems] == ["document_too_complex"]


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    found = sheet(lambda ws: put(ws, "XFD1048576", 1))
    assert (found.words[0].cell, found.width, found.height) == ("XFD1048576", 16_384, 1_048_576)


def ods(rows: str, styles: str = "", table: str = 'table:name="Order"') -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    xml = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet><table:table {table}>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", media.ODS)
        package.writestr("content.xml", xml)
    return stream.getvalue()


def test_open_document_sheets_show_their_own_text() -> None:
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="3"><text:p>Bestellung</text:p>'
        '</table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="currency" office:value="1234.5"><text:p>1.234,50 €</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2026-04-03"><text:p>03.04.26</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:visibility="filter"><table:table-cell><text:p>hidden</text:p></table:table-cell></table:table-row>'
        '<table:table-row><table:table-cell table:formula="of:=[.A5]"/></table:table-row>'
    )
    document = read(ods(rows), media.ODS)
    (canvas,) = document.canvases
    assert [(word.cell, word.text, word.value) for word in canvas.words] == [
        ("A1", "Bestellung", None),
        ("A5", "1.234,50 €", Decimal("1234.5")),
        ("C5", "2026-04-03", date(2026, 4, 3)),
    ]
    assert canvas.words[0].x1 == 3
    assert [word.text for word in canvas.hidden] == ["7", "hidden"]
    assert [(problem.code, problem.path) for problem in document.problems] == [("value_missing", "Order!A7")]


def test_a_row_repeated_a_million_times_stops_at_the_limit() -> None:
    row = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>'
    document = read(ods(row), media.ODS, Limits(cells=100))
    assert len(document.canvases[0].words) == 100
    assert [problem.code for problem in document.problems] == ["document_too_complex"]


WHOLE = workbook(lambda ws: ws.append(["bolt", 10, date(2026, 4, 3)]))


@given(st.sampled_from([media.XLSX, media.XLS, media.XLSB, media.ODS]), st.binary(max_size=200))
def test_any_bytes_give_a_document(media_type: str, content: bytes) -> None:
    assert isinstance(read(content, media_type), Document)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_any_damage_to_a_workbook_gives_a_document(at: int, damage: bytes) -> None:
    assert isinstance(read(WHOLE[:at] + damage + WHOLE[at + len(damage) :]), Document)


@given(st.text(max_size=80).map(lambda junk: f"<row r='1'>{junk}</row>"))
def test_any_sheet_xml_gives_a_document(row: str) -> None:
    content = with_part(
        WHOLE,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</sheetData>", row.encode("utf-8", "ignore").decode() + "</sheetData>"),
    )
    assert isinstance(read(content), Document)


def test_what_an_open_document_crosses_out_is_not_read() -> None:
    through = '<style:text-properties style:text-line-through-style="solid"/>'
    styles = f'<style:style style:name="ce1">{through}</style:style><style:style style:name="T1">{through}</style:style>'
    rows = (
        '<table:table-row><table:table-cell table:style-name="ce1"><text:p>A-1</text:p></table:table-cell>'
        '<table:table-cell><text:p><text:span text:style-name="T1">40</text:span> 16</text:p></table:table-cell></table:table-row>'
    )
    document = read(ods(rows, styles), media.ODS)
    assert [word.text for word in document.canvases[0].words] == ["16"]
    assert "'A-1 40'" in document.problems[0].message


def test_what_an_old_workbook_crosses_out_is_not_read() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Order")
    sheet.write(0, 0, "A-1")
    sheet.write(0, 1, "A-2", xlwt.easyxf("font: struck_out on"))
    stream = io.BytesIO()
    book.save(stream)
    document = read(stream.getvalue(), media.XLS)
    assert [word.text for word in document.canvases[0].words] == ["A-1"]
    assert "'A-2'" in document.problems[0].message
