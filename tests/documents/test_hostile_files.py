"""Files that mean harm or are none: each ends as a named outcome, and the next file is read as if nothing had happened."""

from __future__ import annotations

import hashlib
import io
import os
import socket
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from docx import Document as WordFile

from intake.documents.read import open_part
from intake.documents.sandbox import open_parts
from intake.domain import media
from intake.domain.limits import Limits
from intake.domain.messages import MessagePart, PartRole
from intake.domain.opened import OpenedPart

CSV = b"sku;quantity\nHX-1;200\nHX-2;50\n"


def part(content: bytes, filename: str | None, media_type: str | None = None) -> MessagePart:
    return MessagePart(
        part_no=1,
        path="1",
        role=PartRole.ATTACHMENT,
        filename=filename,
        media_type=media_type or media.sniff(content, filename),
        declared_media_type=None,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def opened(content: bytes, filename: str | None, media_type: str | None = None, **limits: float) -> OpenedPart:
    """The file opened as the line opens it: in a process of its own, behind limits."""
    (found,) = open_parts([part(content, filename, media_type)], limits=Limits(**limits), ocr_languages=("eng",))  # type: ignore[arg-type]
    return found


def codes(content: bytes, filename: str | None, media_type: str | None = None, **limits: float) -> list[str]:
    return [problem.code for problem in opened(content, filename, media_type, **limits).document.problems]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["sku", "quantity"])
    sheet.append(["HX-1", 200])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def letter() -> bytes:
    out = io.BytesIO()
    file = WordFile()
    file.add_paragraph("Please send 200 HX-1")
    file.save(out)
    return out.getvalue()


def repacked(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == name else data)
    return out.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]>"
)


def after_the_declaration(xml: bytes, declaration: bytes, body: bytes = b"") -> bytes:
    rest = xml[xml.index(b"?>") + 2 :] if xml.startswith(b"<?xml") else xml
    return declaration + body + rest


SHEET, STRINGS, TEXT = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "word/document.xml"
HOSTILE: dict[str, tuple[bytes, str, set[str]]] = {
    "an empty file": (b"", "order.pdf", {"empty_file"}),
    "a text that calls itself a PDF": (b"I am no PDF at all, believe me.\n", "order.pdf", {"file_type_contradicts"}),
    "noise that calls itself a workbook": (bytes(range(256)) * 40, "order.xlsx", {"file_type_contradicts"}),
    "a workbook cut in half": (workbook()[: len(workbook()) // 2], "order.xlsx", {"document_broken"}),
    "a workbook of a billion laughs": (
        repacked(workbook(), SHEET, lambda xml: after_the_declaration(xml, LAUGHS)),
        "order.xlsx",
        {"document_broken"},
    ),
    "a letter of a billion laughs": (
        repacked(letter(), TEXT, lambda xml: after_the_declaration(xml, LAUGHS).replace(b"Please", b"&a11;")),
        "order.docx",
        {"document_broken"},
    ),
    "a part packed a thousandfold": (
        repacked(workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", b" " * 30_000_000 + b"</sheetData>")),
        "order.xlsx",
        {"document_too_complex"},
    ),
    "a letter nested ten thousand deep": (
        repacked(letter(), TEXT, lambda xml: xml.replace(b"<w:body>", b"<w:body>" + b"<w:tbl><w:tr><w:tc>" * 10_000)),
        "order.docx",
        {"document_broken", "document_too_complex"},
    ),
    "a picture of gigantic size": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x00\x00\x00\x00" + b"\x00" * 40,
        "order.png",
        {"document_broken", "document_too_complex"},
    ),
    "a picture cut in half": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 50, "order.jpg", {"document_broken"}),
    "XML of no order format": (b'<?xml version="1.0"?><note>hello</note>', "order.xml", {"file_type_unsupported"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_file_has_its_named_outcome(name: str) -> None:
    content, filename, expected = HOSTILE[name]
    found = set(codes(content, filename, media.XLSX if filename.endswith("xlsx") and content[:2] == b"PK" else None))
    assert found, name
    assert found & expected, found


def test_a_part_packed_fortyfold_is_an_ordinary_workbook() -> None:
    """Sheets of repeated text pack this well by themselves."""
    rows = b"<row><c><v>200</v></c></row>" * 9_000
    content = repacked(workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo(SHEET)
    assert info.file_size > 41 * info.compress_size
    assert codes(content, "order.xlsx") == []


def test_rows_without_end_stop_at_the_limit() -> None:
    rows = b"<row><c><v>200</v></c></row>" * 1_000_000
    content = repacked(workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert codes(content, "order.xlsx", cells=5_000, archive_ratio=10_000) == ["document_too_complex"]


def test_external_definitions_are_never_fetched(tmp_path: os.PathLike[str]) -> None:
    """Neither from the network, where nobody is asked, nor from this machine's files, whose contents never show."""
    secret = os.path.join(tmp_path, "secret")
    with open(secret, "w") as file:
        file.write("4711-SECRET")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.2)
        port = listening.getsockname()[1]
        doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}"><!ENTITY w SYSTEM "http://127.0.0.1:{port}/x">]>'.encode()
        bodies = [
            (repacked(letter(), TEXT, lambda xml: after_the_declaration(xml, doctype).replace(b"Please", b"&e;&w;")), "a.docx"),
            (doctype + b"<Order><cbc:ID>&e;&w;</cbc:ID></Order>", "a.xml"),
            (
                f'<html><img src="http://127.0.0.1:{port}/x"><link rel=stylesheet href="http://127.0.0.1:{port}/y">Hi</html>'.encode(),
                "a.html",
            ),
        ]
        for content, filename in bodies:
            document = opened(content, filename).document
            shown = " ".join(word.text for canvas in document.canvases for word in canvas.words)
            assert "SECRET" not in shown
        with pytest.raises(TimeoutError):
            listening.accept()


def test_a_file_larger_than_allowed_is_not_even_handed_over() -> None:
    assert codes(b"x" * 40_000_000, "order.csv", media.CSV) == ["file_too_large"]


def test_a_reader_out_of_memory_is_lost_and_the_next_file_is_read() -> None:
    big = repacked(workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", b"<row/>" * 3_000_000 + b"</sheetData>"))
    assert codes(big, "order.xlsx", parse_memory_bytes=1_000_000)[0] in ("document_too_complex", "document_broken")
    assert codes(CSV, "order.csv") == []


def test_a_reader_out_of_time_is_ended_and_the_next_file_is_read() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 300_000))
    slow = repacked(workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert codes(slow, "order.xlsx", parse_seconds=0.2, archive_ratio=10_000) == ["document_too_complex"]
    assert codes(CSV, "order.csv") == []


def test_one_file_of_a_message_that_breaks_costs_no_other() -> None:
    files = [part(CSV, "first.csv"), part(b"%PDF-1.7 broken", "second.pdf"), part(CSV, "third.csv")]
    first, second, third = open_parts(files, limits=Limits(), ocr_languages=("eng",))
    assert [bool(each.document.canvases) for each in (first, second, third)] == [True, False, True]
    assert [problem.code for problem in second.document.problems] == ["document_broken"]


def test_macros_of_a_workbook_are_nothing() -> None:
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"Auto_Open" * 100)
    found = opened(out.getvalue(), "order.xlsm")
    assert found.document.source.media_type == media.XLSM
    assert [word.text for word in found.document.canvases[0].words] == ["sku", "quantity", "HX-1", "200"]


@pytest.mark.parametrize(
    ("filename", "content", "media_type"),
    [
        ("page.pdf", b"%PDF-1.4\n%%EOF", media.PDF),
        ("list.xlsx", b"PK\x03\x04", media.XLSX),
        ("order.docx", b"PK\x03\x04", media.DOCX),
    ],
)
def test_a_file_that_cannot_be_opened_is_named_since_a_mail_may_bring_several(
    filename: str, content: bytes, media_type: str
) -> None:
    found = open_part(part(content, filename, media_type), limits=Limits(), ocr_languages=("eng",))
    assert [problem.message.count(filename) for problem in found.document.problems] == [1]
