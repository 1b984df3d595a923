"""Pages, workbooks, archives and Outlook's containers, damaged at random: each ends in a named outcome, none in an exception.

The readers are called in this process and not through `open_part`, which would make an outcome of any exception.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.archives import archive

from intake.documents.html import read_html
from intake.documents.ole_container import with_single_stream
from intake.documents.spreadsheet import read_spreadsheet
from intake.domain import media
from intake.domain.documents import Document, Source
from intake.domain.limits import Limits
from intake.domain.messages import Origin
from intake.inbox.mime import read_message

LIMITS = Limits(cells=2_000, words=2_000)
few = settings(max_examples=40, deadline=None)


def sheet(rows: str) -> bytes:
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    return f'<office:document-content{names}><table:table table:name="A">{rows}</table:table></office:document-content>'.encode()


def winmail() -> bytes:
    letter = "10 HX-1\x00".encode("utf-16-le")
    properties = struct.pack("<IHHII", 1, 0x1F, 0x1000, 1, len(letter)) + letter
    objects = (
        (1, 0x9003, properties),
        (2, 0x9002, b"\x00" * 14),
        (2, 0x8010, b"order.csv\x00"),
        (2, 0x800F, b"sku;quantity\nHX-1;200\n"),
    )
    body = b"\x78\x9f\x3e\x22\x01\x00"
    for level, name, content in objects:
        body += struct.pack("<BHHI", level, name, 0, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)
    return body


CELL = '<table:table-row><table:table-cell office:value-type="float" office:value="200"><text:p>200</text:p></table:table-cell></table:table-row>'
CONTAINERS = {
    "order.zip": archive({"order.csv": b"sku;quantity\nHX-1;200\n", "a/b.txt": b"Please send 200 HX-1"}),
    "order.msg": with_single_stream("__properties_version1.0", bytes(range(256)) * 4),
    "winmail.dat": winmail(),
}


def damaged(whole: bytes, at: int, junk: bytes, is_cut: bool) -> bytes:
    at %= len(whole)
    return whole[:at] + junk + (b"" if is_cut else whole[at + len(junk) :])


def has_outcome(document: Document) -> bool:
    return bool(document.problems) or any(canvas.words for canvas in document.canvases)


DAMAGE = {"at": st.integers(0, 1 << 16), "junk": st.binary(min_size=1, max_size=24), "is_cut": st.booleans()}
TAGS = (
    "<table>",
    "<tr>",
    "<td colspan=99999999>",
    "<td rowspan=-1>",
    "</table>",
    "<p style='display:none'>",
    "<!--",
    "<![CDATA[",
)
ODD = (*TAGS, "&#x110000;", "&#0;", "<base href=//x>", "<svg><style>", "<", "\x00", "HX-1 200")


@few
@given(st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=12)), max_size=20), st.sampled_from(["utf-8", "utf-16", None]))
def test_any_page_is_read_or_named(parts: list[str], charset: str | None) -> None:
    content = "".join(parts).encode(charset or "utf-8", "surrogatepass")
    document = read_html(Source("a.html", "0" * 64, media.HTML, charset=charset), content, LIMITS)
    assert has_outcome(document)


NUMBER = st.sampled_from(["-1", "0", "1", "99999999999", "x", "1e999", "NaN", "2026-13-45", "", "1.5"])


@few
@given(NUMBER, NUMBER, st.sampled_from(["float", "date", "time", "boolean", "percentage", "x"]), NUMBER)
def test_any_cell_of_an_open_document_is_read_or_named(repeated: str, rows: str, kind: str, value: str) -> None:
    cell = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{repeated}" '
        f'office:value-type="{kind}" office:value="{value}" office:date-value="{value}"><text:p>{value}</text:p></table:table-cell></table:table-row>'
    )
    content = archive({"content.xml": sheet(CELL + cell)})
    assert has_outcome(read_spreadsheet(Source("a.ods", "0" * 64, media.ODS), content, LIMITS))


@few
@given(**DAMAGE, inside=st.booleans())
def test_any_damage_to_an_open_document_is_named_or_harmless(at: int, junk: bytes, is_cut: bool, inside: bool) -> None:
    whole = sheet(CELL * 3)
    content = (
        archive({"content.xml": damaged(whole, at, junk, is_cut)})
        if inside
        else damaged(archive({"content.xml": whole}), at, junk, is_cut)
    )
    assert has_outcome(read_spreadsheet(Source("a.ods", "0" * 64, media.ODS), content, LIMITS))


@pytest.mark.parametrize("name", CONTAINERS)
@few
@given(**DAMAGE)
def test_any_damage_to_a_container_leaves_parts_that_are_read_or_named(name: str, at: int, junk: bytes, is_cut: bool) -> None:
    content = damaged(CONTAINERS[name], at, junk, is_cut)
    message = read_message(
        content, filename=name, origin=Origin.UPLOAD, received_at=datetime(2026, 1, 5, tzinfo=UTC), limits=LIMITS
    )
    assert message.parts or message.problems
    assert all(part.skipped is not None or part.content for part in message.parts)
