"""PDF files written object by object, so that a test shows exactly the construction it is about, and their reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from intake.documents.pdf import read_pdf
from intake.domain.documents import Document, Source
from intake.domain.limits import Limits
from intake.domain.media import PDF

ReadPdf = Callable[..., Document]

_FONTS = {
    "F1": "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    "F2": "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
}


@dataclass
class PdfFile:
    """A PDF in the making. `add` takes a dictionary, or a dictionary and its stream, and gives the object's number."""

    objects: list[bytes] = field(default_factory=lambda: [b"", b""])
    pages: list[int] = field(default_factory=list)
    catalogue: str = ""

    def add(self, dictionary: str, stream: bytes | None = None) -> int:
        body = dictionary.encode("latin-1")
        if stream is not None:
            body = body[: body.rindex(b">>")] + b" /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
        self.objects.append(body)
        return len(self.objects)

    def page(self, content: str, entries: str = "", fonts: Mapping[str, int] | None = None, resources: str = "") -> PdfFile:
        """A page of A4; `content` are its drawing operators, `entries` further keys of the page, with a MediaBox of its own or not."""
        named = {name: f"{self.add(font)} 0 R" for name, font in _FONTS.items()}
        named |= {name: f"{number} 0 R" for name, number in (fonts or {}).items()}
        listed = " ".join(f"/{name} {reference}" for name, reference in named.items())
        stream = self.add("<< >>", content.encode("latin-1"))
        box = "" if "/MediaBox" in entries else "/MediaBox [0 0 595 842] "
        self.pages.append(
            self.add(
                f"<< /Type /Page /Parent 2 0 R {box}{entries} /Contents {stream} 0 R "
                f"/Resources << /Font << {listed} >> {resources} >> >>"
            )
        )
        return self

    def bytes(self) -> bytes:
        kids = " ".join(f"{number} 0 R" for number in self.pages)
        self.objects[0] = f"<< /Type /Catalog /Pages 2 0 R {self.catalogue} >>".encode("latin-1")
        self.objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode("latin-1")
        out = bytearray(b"%PDF-1.7\n")
        offsets = []
        for number, body in enumerate(self.objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(self.objects) + 1, start)
        return bytes(out)


def text(x: float, y: float, words: str, size: float = 10, font: str = "F1") -> str:
    """The operators that write `words` from (x, y), PDF's own coordinates from the bottom left."""
    return f"BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET\n"


@pytest.fixture
def pdf() -> PdfFile:
    return PdfFile()


@pytest.fixture(scope="session")
def write() -> Callable[..., str]:
    return text


@pytest.fixture(scope="session")
def read() -> ReadPdf:
    """Reads a PDF's bytes in this process; any limit can be given by name."""

    def read_bytes(content: bytes, **limits: float) -> Document:
        source = Source(filename="order.pdf", sha256="0" * 64, media_type=PDF)
        return read_pdf(source, content, Limits(**limits), ("eng",))  # type: ignore[arg-type]

    return read_bytes
