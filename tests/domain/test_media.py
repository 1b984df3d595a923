"""A file is what its bytes say, whatever its name claims."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain import media
from intake.domain.media import sniff


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        if first:
            packed.writestr(first[0], first[1])
        for name in names:
            packed.writestr(name, b"x" * 10)
    return buffer.getvalue()


def compound_file(*top: str, nested: tuple[str, ...] = ()) -> bytes:
    """A compound file with one directory: the top names chained to the right, the nested ones under the first."""

    def entry(name: str, right: int, child: int) -> bytes:
        raw = name.encode("utf-16-le")
        return raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, 1, 1, 0xFFFFFFFF, right, child) + b"\0" * 48

    chain = [*top, *nested]
    entries = [entry("Root Entry", 0xFFFFFFFF, 1)]
    for place, name in enumerate(chain, start=1):
        last = place == len(top) or place == len(chain)
        child = len(top) + 1 if place == 1 and nested else 0xFFFFFFFF
        entries.append(entry(name, 0xFFFFFFFF if last else place + 1, child))
    per_sector = 4
    sectors = -(-len(entries) // per_sector)
    header = media_header(fat_sector=sectors)
    directory = b"".join(entries).ljust(sectors * 512, b"\0")
    following = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFD]
    return header + directory + b"".join(struct.pack("<I", link) for link in following).ljust(512, b"\xff")


def media_header(fat_sector: int) -> bytes:
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 0)
    struct.pack_into("<109I", header, 76, fat_sector, *[0xFFFFFFFF] * 108)
    return bytes(header)


WORKBOOK = archive("[Content_Types].xml", "xl/workbook.xml")
MAIL = b"Received: from a.example\r\nFrom: a@buyer.example\r\nTo: b@seller.example\r\nSubject: Order\r\n\r\nPlease send"


@pytest.mark.parametrize(
    ("content", "filename", "expected"),
    [
        (b"", "order.pdf", media.EMPTY),
        (b"%PDF-1.4\n", "order.txt", media.PDF),
        (b"printer noise\n\n%PDF-1.4\n", "order.pdf", media.PDF),
        (WORKBOOK, "order.docx", media.XLSX),
        (archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), None, media.XLSM),
        (archive("[Content_Types].xml", "xl/workbook.bin"), None, media.XLSB),
        (archive("[Content_Types].xml", "word/document.xml"), None, media.DOCX),
        (archive("content.xml", first=("mimetype", media.ODS.encode())), None, media.ODS),
        (archive("content.xml", first=("mimetype", media.ODT.encode())), None, media.ODT),
        (archive("order.pdf", "terms.pdf"), "order.zip", media.ZIP),
        (WORKBOOK[: len(WORKBOOK) // 2], "order.xlsx", media.XLSX),
        (compound_file("Workbook"), "order.doc", media.XLS),
        (compound_file("WordDocument"), "order.xls", media.DOC),
        (compound_file("__properties_version1.0"), None, media.MSG),
        (compound_file("EncryptedPackage", "EncryptionInfo"), "order.xlsx", media.ENCRYPTED_OFFICE),
        (compound_file("MBD0001", "a", "b", "c", "Workbook", nested=("__properties_version1.0",)), None, media.XLS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut", "order.msg", media.MSG),
        (b"{\\rtf1\\ansi", "order.doc", media.RTF),
        (b"\x78\x9f\x3e\x22\x01\x00", "winmail.dat", media.TNEF),
        (b"\x89PNG\r\n\x1a\n....", None, media.PNG),
        (b"\xff\xd8\xff\xe0", None, media.JPEG),
        (b"II*\x00", None, media.TIFF),
        (b"RIFF\0\0\0\0WEBPVP8 ", None, media.WEBP),
        (b"\0\0\0\x18ftypheic\0\0", "photo.jpg", media.HEIC),
        (b"UNA:+.? 'UNB+UNOC:3+1+2'", "order.txt", media.EDIFACT),
        (b"\xef\xbb\xbf\r\nUNB+UNOA:2+1+2'", None, media.EDIFACT),
        (b"ISA*00*          *00*", None, media.X12),
        (b"STX=ANA:1+5000000000000:A", None, media.TRADACOMS),
        (b'<?xml version="1.0"?><Order xmlns="urn:x"><ID>1</ID></Order>', "order.xml", media.XML),
        ('<?xml version="1.0" encoding="UTF-16"?><Order/>'.encode("utf-16"), None, media.XML),
        (b"<cXML payloadID='1'><Request/></cXML>", None, media.XML),
        (b"<html><table><tr><td>1</td></tr></table></html>", "order.xls", media.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html></html>", None, media.HTML),
        (b"<table border=1><tr><td>4711</td></tr></table>", None, media.HTML),
        (MAIL, None, media.MAIL),
        (MAIL, "order.txt", media.MAIL),
        (b"Subject: Order\n\nplease send", "order.eml", media.MAIL),
        (b"To: Seller Ltd\nFrom: Buyer Ltd\nDate: 3 March\n\nPURCHASE ORDER 1", "order.txt", media.TEXT),
        (b"Position;Artikel;Menge\n1;A-1;5\n2;A-2;7\n", None, media.CSV),
        (b"sku\n4711\n", "order.csv", media.CSV),
        (b"a\tb\tc\n1\t2\t3\n", "order.txt", media.TSV),
        (b"Hello,\nplease send 5 boxes of bolts, and 3 of nuts.\nThanks, and regards,\nBuyer", None, media.TEXT),
        (b"BEGIN:VCALENDAR\nVERSION:2.0", None, media.CALENDAR),
        (b"\x00\x01\x02\x03\x04", "order.pdf", media.UNKNOWN),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, filename: str | None, expected: str) -> None:
    assert sniff(content, filename) == expected


@given(content=st.binary(max_size=3000), filename=st.sampled_from([None, "a.xls", "b.eml", "c", "d.csv"]))
def test_any_bytes_have_a_media_type(content: bytes, filename: str | None) -> None:
    assert "/" in sniff(content, filename)


@given(content=st.binary(max_size=2000), cut=st.integers(0, 3000))
def test_a_damaged_container_is_still_named(content: bytes, cut: int) -> None:
    for whole in (WORKBOOK, compound_file("Workbook", "a", "b", "c", "d")):
        assert "/" in sniff(whole[:cut] + content, "order.xls")
