"""What lies on top of a PDF's pages or inside the file: form values, typed-on notes, comments, attached files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from intake.documents.read import open_part
from intake.domain.documents import Document
from intake.domain.limits import Limits
from intake.domain.media import PDF, XML
from intake.domain.messages import MessagePart, PartRole

Read = Callable[..., Document]
Write = Callable[..., str]

ORDER_X = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:SCRDMCCBDACIOMessageStructure xmlns:rsm="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:128"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:128">
 <rsm:ExchangedDocument><ram:ID>PO-4711</ram:ID><ram:TypeCode>220</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20260302</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
   <ram:SpecifiedTradeProduct><ram:SellerAssignedID>HX-1</ram:SellerAssignedID><ram:Name>Hex bolt M8x40</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>0.12</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery><ram:RequestedQuantity unitCode="C62">200</ram:RequestedQuantity></ram:SpecifiedLineTradeDelivery>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:ApplicableHeaderTradeAgreement><ram:BuyerTradeParty><ram:Name>Bau GmbH</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery/>
  <ram:ApplicableHeaderTradeSettlement><ram:OrderCurrencyCode>EUR</ram:OrderCurrencyCode></ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:SCRDMCCBDACIOMessageStructure>"""


def with_field(pdf: Any, value: str, appearance: str | None, flags: int = 4, kind: str = "/FT /Tx") -> bytes:
    """One page with a text field in the box (100, 690) to (300, 710); `appearance` is what its stream draws."""
    looks = ""
    if appearance is not None:
        font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        form = f"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /Helv {font} 0 R >> >> >>"
        drawn = f"/Tx BMC BT /Helv 10 Tf 2 6 Td ({appearance}) Tj ET EMC"
        looks = f"/AP << /N {pdf.add(form, drawn.encode())} 0 R >>"
    field = pdf.add(
        f"<< /Type /Annot /Subtype /Widget {kind} /T (quantity) /V ({value}) /F {flags} /Rect [100 690 300 710] {looks} >>"
    )
    pdf.catalogue = f"/AcroForm << /Fields [{field} 0 R] /DA (/Helv 10 Tf 0 g) >>"
    pdf.page("BT /F1 10 Tf 50 696 Td (Quantity) Tj ET", f"/Annots [{field} 0 R]")
    return pdf.bytes()


@pytest.mark.parametrize("appearance", ["200", None])
def test_a_filled_in_field_is_read_where_it_stands(pdf: Any, read: Read, appearance: str | None) -> None:
    document = read(with_field(pdf, "200", appearance))
    label, value = document.canvases[0].words
    assert (label.text, value.text) == ("Quantity", "200")
    assert 95 < value.x0 < 110
    assert 842 - 712 < (value.top + value.bottom) / 2 < 842 - 688
    assert document.form_fields == (("quantity", "200"),)
    assert document.problems == ()


def test_a_field_that_shows_another_value_than_it_holds_is_reported(pdf: Any, read: Read) -> None:
    document = read(with_field(pdf, "200", "900"))
    assert [word.text for word in document.canvases[0].words] == ["Quantity", "900"]
    (found,) = document.problems
    assert found.code == "text_layer_disagrees"
    assert "'200'" in found.message


def test_a_field_shown_with_its_own_format_is_no_contradiction(pdf: Any, read: Read) -> None:
    assert read(with_field(pdf, "1200", "1,200.00 EUR")).problems == ()


def test_a_hidden_field_is_not_read(pdf: Any, read: Read) -> None:
    document = read(with_field(pdf, "9999", None, flags=2))
    assert [word.text for word in document.canvases[0].words] == ["Quantity"]


def test_a_note_typed_onto_the_page_is_read(pdf: Any, read: Read, write: Write) -> None:
    font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    form = f"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /Helv {font} 0 R >> >> >>"
    looks = pdf.add(form, b"BT /Helv 10 Tf 2 6 Td (please 300) Tj ET")
    note = pdf.add(
        f"<< /Type /Annot /Subtype /FreeText /Contents (please 300) /F 4 /Rect [100 600 300 620] /AP << /N {looks} 0 R >> >>"
    )
    document = read(pdf.page(write(50, 700, "Order"), f"/Annots [{note} 0 R]").bytes())
    assert [word.text for word in document.canvases[0].words] == ["Order", "please", "300"]


def test_a_comment_is_reported_and_not_read(pdf: Any, read: Read, write: Write) -> None:
    comment = pdf.add("<< /Type /Annot /Subtype /Text /Contents (only 5 please) /Rect [100 600 120 620] >>")
    document = read(pdf.page(write(50, 700, "Order"), f"/Annots [{comment} 0 R]").bytes())
    assert [word.text for word in document.canvases[0].words] == ["Order"]
    (found,) = document.problems
    assert found.code == "note_needs_reading"
    assert "only 5 please" in found.message


def test_a_strike_out_mark_is_reported(pdf: Any, read: Read, write: Write) -> None:
    mark = pdf.add("<< /Type /Annot /Subtype /StrikeOut /Rect [48 696 72 712] /QuadPoints [48 712 72 712 48 696 72 696] >>")
    document = read(pdf.page(write(50, 700, "200") + write(100, 700, "pieces"), f"/Annots [{mark} 0 R]").bytes())
    assert [problem.code for problem in document.problems] == ["note_needs_reading"]


def attached(pdf: Any, name: str, content: bytes) -> None:
    stream = pdf.add("<< /Type /EmbeddedFile >>", content)
    file = pdf.add(f"<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {stream} 0 R >> /AFRelationship /Data >>")
    pdf.catalogue = f"/Names << /EmbeddedFiles << /Names [({name}) {file} 0 R] >> >> /AF [{file} 0 R]"


def opened(content: bytes) -> Any:
    part = MessagePart(
        part_no=1,
        path="1",
        role=PartRole.ATTACHMENT,
        filename="order.pdf",
        media_type=PDF,
        declared_media_type=None,
        sha256="0" * 64,
        content=content,
    )
    return open_part(part, limits=Limits(), ocr_languages=("eng",))


def test_an_order_x_inside_a_pdf_is_the_order(pdf: Any, write: Write) -> None:
    attached(pdf, "order-x.xml", ORDER_X.encode())
    part = opened(pdf.page(write(50, 700, "Order PO-4711")).bytes())
    assert part.structured is not None
    (order,) = part.structured
    assert order.order.customer_po_number == "PO-4711"
    assert [str(line.quantity) for line in order.order.lines] == ["200"]
    assert [word.text for word in part.document.canvases[0].words] == ["Order", "PO-4711"]


def test_an_attached_file_has_its_type_from_its_bytes(pdf: Any, read: Read, write: Write) -> None:
    attached(pdf, "harmless.txt", ORDER_X.encode())
    ((name, media_type, content),) = read(pdf.page(write(50, 700, "Order")).bytes()).embedded
    assert (name, media_type, content) == ("harmless.txt", XML, ORDER_X.encode())


def test_attached_files_over_the_limit_are_left_out_by_name(pdf: Any, read: Read, write: Write) -> None:
    attached(pdf, "huge.csv", b"x" * 5000)
    document = read(pdf.page(write(50, 700, "Order")).bytes(), part_bytes=1000)
    assert document.embedded == ()
    assert "huge.csv" in document.problems[0].message


def test_a_form_of_the_xfa_kind_is_named(pdf: Any, read: Read, write: Write) -> None:
    """Its fields live in XML that only Adobe's own viewer shows; the page itself says no more than 'please wait'."""
    packet = pdf.add("<< >>", b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>")
    pdf.catalogue = f"/AcroForm << /Fields [] /XFA {packet} 0 R >> /NeedsRendering true"
    document = read(pdf.page(write(50, 700, "Please wait")).bytes())
    assert [problem.code for problem in document.problems] == ["part_not_read"]
