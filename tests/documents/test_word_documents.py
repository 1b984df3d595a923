"""Word documents and rich text: order of blocks, merged cells, revisions, hidden letters, damage."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.rtf import text_of_rtf
from intake.documents.word import read_word
from intake.documents.word_second import dropped
from intake.domain import media
from intake.domain.documents import CanvasKind, Document, Source
from intake.domain.limits import Limits

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def read(content: bytes, media_type: str = media.DOCX) -> Document:
    return read_word(Source(filename="order.docx", sha256="0" * 64, media_type=media_type), content, Limits())


def package(body: str, styles: str = "") -> bytes:
    """The smallest document: a body, and styles where given."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{kinds}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        parts.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        parts.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{kinds}/styles" Target="styles.xml"/></Relationships>',
        )
        parts.writestr("word/styles.xml", f"<w:styles {SPACES}>{styles}</w:styles>")
    return stream.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def lines(document: Document) -> list[str]:
    return [line for canvas in document.canvases if canvas.kind is CanvasKind.TEXT for line in canvas.text.split("\n") if line]


def hidden(document: Document) -> str:
    return " ".join(word.text for canvas in document.canvases for word in canvas.hidden)


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_paragraphs_and_tables_come_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("Purchase order 4711")
    table = document.add_table(rows=3, cols=3)
    for row, values in enumerate((("Item", "Qty", "Unit"), ("A-1", "10", "pcs"), ("A-2", "5", "box"))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    document.add_paragraph("Deliver to the main gate")
    found = read(saved(document))
    assert [canvas.kind for canvas in found.canvases] == [CanvasKind.TEXT, CanvasKind.GRID, CanvasKind.TEXT]
    assert lines(found) == ["Purchase order 4711", "Deliver to the main gate"]
    assert [(word.text, word.x0, word.top) for word in found.canvases[1].words][3:6] == [
        ("A-1", 0, 1),
        ("10", 1, 1),
        ("pcs", 2, 1),
    ]
    assert found.problems == ()


def test_merged_cells_span_both_ways() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "tall"
    (grid,) = read(saved(document)).canvases
    boxes = {word.text: (word.x0, word.top, word.x1, word.bottom) for word in grid.words}
    assert boxes["wide"] == (0, 0, 2, 1)
    assert boxes["02"] == (2, 0, 3, 1)
    assert boxes["tall"] == (2, 1, 3, 3)
    assert boxes["21"] == (1, 2, 2, 3)


def test_header_and_footer_stand_around_the_body() -> None:
    document = docx.Document()
    document.add_paragraph("body")
    document.sections[0].header.paragraphs[0].text = "Buyer Ltd"
    document.sections[0].footer.paragraphs[0].text = "VAT GB123"
    assert lines(read(saved(document))) == ["Buyer Ltd", "body", "VAT GB123"]


def test_bold_paragraphs_and_headings_are_known() -> None:
    document = docx.Document()
    document.add_heading("Order", level=1)
    document.add_paragraph().add_run("strong").bold = True
    document.add_paragraph("plain")
    (canvas,) = read(saved(document)).canvases
    assert [(word.text, word.bold) for word in canvas.words] == [("Order", True), ("strong", True), ("plain", False)]


def test_all_changes_count_as_accepted() -> None:
    body = (
        f"<w:p>{run('10')}<w:del><w:r><w:delText>99</w:delText></w:r></w:del><w:ins>{run(' pcs')}</w:ins></w:p>"
        f"<w:p><w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('A')}</w:p></w:tc><w:tc><w:p>{run('1')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('B')}</w:p></w:tc><w:tc><w:p>{run('2')}</w:p></w:tc></w:tr></w:tbl>"
    )
    document = read(package(body))
    assert lines(document) == ["10 pcs", "here"]
    assert [word.text for word in document.canvases[1].words] == ["A", "1"]


@pytest.mark.parametrize(("mark", "is_struck"), [("<w:strike/>", True), ("<w:dstrike/>", True), ('<w:strike w:val="0"/>', False)])
def test_crossed_out_letters_are_named_for_a_person_and_not_read(mark: str, is_struck: bool) -> None:
    document = read(package(f"<w:p>{run('10 x A-1 ')}{run('5 x A-2', mark)}</w:p>"))
    assert [problem.code for problem in document.problems] == (["note_needs_reading"] if is_struck else [])
    assert [line.strip() for line in lines(document)] == ["10 x A-1" if is_struck else "10 x A-1 5 x A-2"]


def test_hidden_letters_are_kept_apart() -> None:
    styles = '<w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
    hiding = {
        "one": "<w:vanish/>",
        "two": "<w:rStyle w:val='Ghost'/>",
        "four": "<w:color w:val='FFFFFF'/>",
        "shown": "<w:vanish w:val='0'/>",
    }
    runs = {text: run(text, properties) for text, properties in hiding.items()}
    body = (
        f"<w:p>{run('10 pcs')}{runs['one']}</w:p><w:p>{runs['two']}</w:p>"
        f"<w:p><w:pPr><w:pStyle w:val='Ghost'/></w:pPr>{run('three')}</w:p><w:p>{runs['four']}</w:p><w:p>{runs['shown']}</w:p>"
    )
    document = read(package(body, styles))
    assert lines(document) == ["10 pcs", "shown"]
    assert hidden(document) == "one two three four"


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('Deliver to gate 7')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('Order')}<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(read(package(body))) == ["Order", "Deliver to gate 7"]


def test_field_codes_are_not_text_and_their_results_are() -> None:
    body = f"<w:p><w:r><w:instrText>MERGEFIELD qty</w:instrText></w:r>{run('10')}</w:p>"
    assert lines(read(package(body))) == ["10"]


def test_tabs_breaks_and_lists_keep_their_shape() -> None:
    body = (
        "<w:p><w:r><w:t>A-1</w:t><w:tab/><w:t>10</w:t><w:br/><w:t>A-2</w:t><w:tab/><w:t>5</w:t></w:r></w:p>"
        f"<w:p><w:pPr><w:numPr/></w:pPr>{run('gloves')}</w:p>"
    )
    assert lines(read(package(body))) == ["A-1     10", "A-2     5", "- gloves"]


def test_content_controls_only_wrap() -> None:
    body = f"<w:sdt><w:sdtContent><w:p>{run('PO 1')}</w:p><w:tbl><w:tr><w:sdt><w:sdtContent><w:tc><w:p>{run('A')}</w:p></w:tc></w:sdtContent></w:sdt>"
    body += f"<w:tc><w:p>{run('7')}</w:p></w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>"
    document = read(package(body))
    assert lines(document) == ["PO 1"]
    assert [word.text for word in document.canvases[1].words] == ["A", "7"]


def test_a_table_inside_a_cell_stands_behind_its_table() -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('x')}</w:p></w:tc><w:tc><w:p>{run('y')}</w:p></w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p></w:tc><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert [[word.text for word in canvas.words] for canvas in read(package(body)).canvases] == [["a"], ["x", "y"]]


MIXED = (
    f"<w:p>{run('PO 4711')}<w:ins>{run('-B')}</w:ins><w:del><w:r><w:delText>9</w:delText></w:r></w:del></w:p>"
    f"<w:p>{run('unseen', '<w:vanish/>')}</w:p>"
    f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p>{run('A-1')}</w:p></w:tc></w:tr>"
    f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p>{run('covered')}</w:p></w:tc></w:tr></w:tbl>"
)


def test_a_second_reader_finds_nothing_more_in_a_document_with_changes_and_hidden_letters() -> None:
    assert read(package(MIXED)).problems == ()


def test_what_only_the_second_reader_finds_is_told() -> None:
    document = read(package(f"<w:p>{run('PO 4711')}</w:p>"))
    body = f"<w:document {SPACES}><w:body><w:p>{run('PO 4711')}</w:p><w:p>{run('9 pcs')}</w:p></w:body></w:document>".encode()
    (found,) = dropped(body, document.canvases)
    assert found.code == "readings_disagree"
    assert "'9cps'" in found.message


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", media.DOC, "file_type_unsupported"),
        (b"PK", media.ODT, "file_type_unsupported"),
        (b"PK\x03\x04", media.DOCX, "document_broken"),
        (b"", media.ENCRYPTED_OFFICE, "document_encrypted"),
        (package("<w:p/>"), media.DOCX, "document_empty"),
        (package("<w:p>"), media.DOCX, "document_broken"),
        (rb"{\rtf1 }", media.RTF, "document_empty"),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, media_type: str, code: str) -> None:
    document = read(content, media_type)
    assert [problem.code for problem in document.problems] == [code]
    assert document.is_empty


def test_entities_are_refused() -> None:
    body = package("<w:p/>")
    stream = io.BytesIO(body)
    with zipfile.ZipFile(stream) as parts:
        names = {name: parts.read(name) for name in parts.namelist()}
    names["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        for name, content in names.items():
            parts.writestr(name, content)
    assert [problem.code for problem in read(stream.getvalue()).problems] == ["document_broken"]


def test_deep_nesting_ends_in_a_document() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 80 + f"<w:p>{run('10')}</w:p>" + "</w:tc></w:tr></w:tbl>" * 80
    assert isinstance(read(package(nested)), Document)


def test_rich_text_is_read_with_its_letters_and_rows() -> None:
    content = (
        rb"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Arial;}}{\*\generator Riched;}Zam\'f3wienie \u322?\par "
        rb"\trowd A-1\cell 10\cell\row{\v secret}A-2\tab 5\line \{x\}}"
    )
    assert text_of_rtf(content)[:4] == ["Zamówienie ł", "A-1\t10\t".rstrip(), "A-2\t5", "{x}"]


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_mark_of_rich_text_give_lines(content: bytes) -> None:
    assert isinstance(text_of_rtf(b"{\\rtf1" + content), list)


WHOLE = package(
    f"<w:p>{run('Order')}</w:p><w:tbl><w:tr><w:tc><w:p>{run('A')}</w:p></w:tc><w:tc><w:p>{run('1')}</w:p></w:tc></w:tr></w:tbl>"
)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_any_damage_gives_a_document(at: int, damage: bytes) -> None:
    assert isinstance(read(WHOLE[:at] + damage + WHOLE[at + len(damage) :]), Document)


NODES = st.recursive(
    st.sampled_from([run("7"), "<w:br/>", "<w:p/>", "<w:tc/>", "<w:gridSpan w:val='99999'/>", "<w:vMerge/>", "text"]),
    lambda inner: st.builds(
        lambda name, children: f"<w:{name}>{''.join(children)}</w:{name}>",
        st.sampled_from(["p", "tbl", "tr", "tc", "tcPr", "sdt", "ins", "del", "r", "txbxContent", "hyperlink", "trPr"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@given(NODES)
def test_any_tree_of_elements_gives_a_document(body: str) -> None:
    assert isinstance(read(package(body)), Document)
