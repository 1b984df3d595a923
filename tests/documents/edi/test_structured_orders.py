"""Each machine-readable format is read as its standard says; what is broken is named, what is no order is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.edi import read_structured
from intake.domain.documents import Source
from intake.domain.orders import DocumentKind, Proof, ReadOrder

SOURCE = Source(filename=None, sha256="0" * 64, media_type="application/octet-stream")

EDIFACT = (
    "UNA:+.? 'UNB+UNOC:3+4012345000009:14+4098765000000:14+260302:0915+1'"
    "UNH+1+ORDERS:D:96A:UN:EAN008'BGM+220+PO-4711+9'DTM+137:20260302:102'DTM+2:20260320:102'"
    "RFF+AAG:Q-17'NAD+BY+4012345000009::9++Werkzeug ?+ Bau GmbH+Hafenstr. 1+Hamburg++20457+DE'RFF+VA:DE129273398'"
    "COM+einkauf@bau.example:EM'NAD+DP+4012345000016::9'CUX+2:EUR:9'TOD+6++DAP'"
    "LIN+1++4006381333931:EN'PIA+1+A-778:BP+HX-1:SA'IMD+F++:::Hex bolt M8x40'QTY+21:200:PCE'MOA+203:24.00'PRI+AAA:12.00:::100:PCE'"
    "LIN+2'PIA+5+HX-2:SA'QTY+21:1.5:MTR'PRI+AAA:2.00'MOA+203:3.00'DTM+2:20260401:102'"
    "UNS+S'MOA+79:27.00'CNT+2:2'UNT+27+1'UNZ+1+1'"
)

X12 = (
    "ISA*00*          *00*          *01*000123456      *ZZ*PARTNERID      *260302*0936*U*00401*000000055*0*T*>~\n"
    "GS*PO*000123456*PARTNERID*20260302*1041*2*X*004010~\nST*850*0001~\nBEG*00*SA*4500012**20260302~\nCUR*BY*USD~\n"
    "DTM*002*20260320~\nN1*BY*Test Inc.*91*C1001~\nN1*ST*Dock 4~\nN3*126 Any St~\nN4*Hauppauge*NY*11788*US~\n"
    "PO1*10*200*EA*12.00*HP*BP*A-778*VN*HX-1*UP*036000291452~\nPID*F****Hex bolt M8x40~\nCTT*1~\nSE*12*0001~\nGE*1*2~\nIEA*1*000000055~"
)

TRADACOMS = (
    "STX=ANA:1+:SHOP+:MAKER+260302+REFS'MHD=1+ORDHDR:9'TYP=0430+NEW-ORDERS'CDT=4012345000009+ANY SHOP PLC+HEAD OFFICE'FIL=1+1+260302'MTR=5'"
    "MHD=2+ORDERS:9'CLO=4012345000016::68322'ORD=981::260302'DIN=260320+260320'OLD=1+14006381333938+++12+10++++PRODUCT A'OTR=1'MTR=7'"
    "MHD=3+ORDTLR:9'OFT=1'MTR=3'END=3'"
)

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:ID>PO-4711</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
 <cac:BuyerCustomerParty><cac:Party><cbc:EndpointID schemeID="0088">4012345000009</cbc:EndpointID>
  <cac:PartyName><cbc:Name>Bau GmbH</cbc:Name></cac:PartyName>
  <cac:PostalAddress><cbc:StreetName>Hafenstr. 1</cbc:StreetName><cbc:CityName>Hamburg</cbc:CityName><cbc:PostalZone>20457</cbc:PostalZone>
   <cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
  <cac:PartyTaxScheme><cbc:CompanyID>DE129273398</cbc:CompanyID></cac:PartyTaxScheme></cac:Party></cac:BuyerCustomerParty>
 <cac:Delivery><cac:RequestedDeliveryPeriod><cbc:StartDate>2026-03-20</cbc:StartDate></cac:RequestedDeliveryPeriod></cac:Delivery>
 <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Freight</cbc:AllowanceChargeReason>
  <cbc:Amount currencyID="EUR">15.00</cbc:Amount></cac:AllowanceCharge>
 <cac:AnticipatedMonetaryTotal><cbc:LineExtensionAmount>24.00</cbc:LineExtensionAmount>
  <cbc:TaxExclusiveAmount>39.00</cbc:TaxExclusiveAmount><cbc:PayableAmount>39.00</cbc:PayableAmount></cac:AnticipatedMonetaryTotal>
 <cac:OrderLine><cac:LineItem><cbc:ID>10</cbc:ID><cbc:Quantity unitCode="C62">200</cbc:Quantity>
  <cbc:LineExtensionAmount>24.00</cbc:LineExtensionAmount>
  <cac:Price><cbc:PriceAmount>0.12</cbc:PriceAmount></cac:Price>
  <cac:Item><cbc:Name>Hex bolt M8x40</cbc:Name><cac:BuyersItemIdentification><cbc:ID>A-778</cbc:ID></cac:BuyersItemIdentification>
   <cac:SellersItemIdentification><cbc:ID>HX-1</cbc:ID></cac:SellersItemIdentification>
   <cac:StandardItemIdentification><cbc:ID schemeID="0160">4006381333931</cbc:ID></cac:StandardItemIdentification></cac:Item>
 </cac:LineItem></cac:OrderLine>
</Order>"""

CXML = """<?xml version="1.0"?><!DOCTYPE cXML SYSTEM "http://example.invalid/cXML.dtd"><cXML><Request><OrderRequest>
<OrderRequestHeader orderID="PO-4711" orderDate="2026-03-02T09:00:00+01:00" type="new"><Total><Money currency="EUR">24.00</Money></Total>
<ShipTo><Address><Name>Dock 4</Name><PostalAddress><Street>Hafenstr. 1</Street><City>Hamburg</City><PostalCode>20457</PostalCode>
<Country isoCountryCode="DE">Germany</Country></PostalAddress></Address></ShipTo></OrderRequestHeader>
<ItemOut quantity="200" lineNumber="1"><ItemID><SupplierPartID>HX-1</SupplierPartID><BuyerPartID>A-778</BuyerPartID></ItemID>
<ItemDetail><UnitPrice><Money currency="EUR">12.00</Money></UnitPrice><Description>Hex bolt M8x40</Description>
<UnitOfMeasure>EA</UnitOfMeasure><PriceBasisQuantity quantity="100" conversionFactor="1"/></ItemDetail></ItemOut>
</OrderRequest></Request></cXML>"""

OPENTRANS = """<ORDER xmlns="http://www.opentrans.org/XMLSchema/2.1" xmlns:bmecat="http://www.bmecat.org/bmecat/2005"><ORDER_HEADER><ORDER_INFO>
<ORDER_ID>PO-4711</ORDER_ID><ORDER_DATE>2026-03-02</ORDER_DATE><PARTIES><PARTY><bmecat:PARTY_ID type="gln">4012345000009</bmecat:PARTY_ID>
<PARTY_ROLE>buyer</PARTY_ROLE><ADDRESS><bmecat:NAME>Bau GmbH</bmecat:NAME></ADDRESS></PARTY></PARTIES><bmecat:CURRENCY>EUR</bmecat:CURRENCY>
</ORDER_INFO></ORDER_HEADER><ORDER_ITEM_LIST><ORDER_ITEM><LINE_ITEM_ID>1</LINE_ITEM_ID><PRODUCT_ID><bmecat:SUPPLIER_PID>HX-1</bmecat:SUPPLIER_PID>
<bmecat:BUYER_PID>A-778</bmecat:BUYER_PID><bmecat:INTERNATIONAL_PID type="gtin">4006381333931</bmecat:INTERNATIONAL_PID>
<bmecat:DESCRIPTION_SHORT>Hex bolt M8x40</bmecat:DESCRIPTION_SHORT></PRODUCT_ID><QUANTITY>200</QUANTITY><bmecat:ORDER_UNIT>C62</bmecat:ORDER_UNIT>
<PRODUCT_PRICE_FIX><bmecat:PRICE_AMOUNT>12.00</bmecat:PRICE_AMOUNT><bmecat:PRICE_QUANTITY>100</bmecat:PRICE_QUANTITY></PRODUCT_PRICE_FIX>
<PRICE_LINE_AMOUNT>24.00</PRICE_LINE_AMOUNT></ORDER_ITEM></ORDER_ITEM_LIST>
<ORDER_SUMMARY><TOTAL_ITEM_NUM>1</TOTAL_ITEM_NUM><TOTAL_AMOUNT>24.00</TOTAL_AMOUNT></ORDER_SUMMARY></ORDER>"""

ORDER_X = """<rsm:SCRDMCCBDACIOMessageStructure xmlns:rsm="urn:a" xmlns:udt="urn:b" xmlns:ram="urn:c">
<rsm:ExchangedDocument><ram:ID>PO-4711</ram:ID><ram:TypeCode>220</ram:TypeCode><ram:IssueDateTime>
<udt:DateTimeString format="102">20260302</udt:DateTimeString></ram:IssueDateTime><ram:PurposeCode>9</ram:PurposeCode></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct><ram:GlobalID schemeID="0160">4006381333931</ram:GlobalID><ram:SellerAssignedID>HX-1</ram:SellerAssignedID>
<ram:Name>Hex bolt M8x40</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>0.12</ram:ChargeAmount></ram:NetPriceProductTradePrice>
</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:RequestedQuantity unitCode="C62">200</ram:RequestedQuantity>
</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>24.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem><ram:ApplicableHeaderTradeAgreement><ram:BuyerTradeParty><ram:Name>Bau GmbH</ram:Name>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE129273398</ram:ID></ram:SpecifiedTaxRegistration></ram:BuyerTradeParty>
</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeSettlement><ram:OrderCurrencyCode>EUR</ram:OrderCurrencyCode>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>24.00</ram:LineTotalAmount><ram:TaxTotalAmount>4.56</ram:TaxTotalAmount>
<ram:GrandTotalAmount>28.56</ram:GrandTotalAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:SCRDMCCBDACIOMessageStructure>"""

ALL = {
    "edifact": EDIFACT,
    "x12": X12,
    "tradacoms": TRADACOMS,
    "ubl": UBL,
    "cxml": CXML,
    "opentrans": OPENTRANS,
    "order-x": ORDER_X,
}


def read(text: str) -> tuple[ReadOrder, ...]:
    orders = read_structured(SOURCE, text.encode())
    assert orders is not None
    return orders


@pytest.mark.parametrize("name", ALL)
def test_each_format_is_an_order_with_its_first_line(name: str) -> None:
    (found,) = read(ALL[name])
    order = found.order
    assert found.kind is DocumentKind.ORDER
    assert found.problems == ()
    assert order.order_date == date(2026, 3, 2)
    assert order.lines[0].quantity in (Decimal(200), Decimal(10))
    assert found.proofs["lines[0].quantity"] >= {Proof.STATED}
    if name != "tradacoms":
        assert order.lines[0].sku == "HX-1"
        assert order.lines[0].description == "Hex bolt M8x40"


def test_edifact_keeps_parties_codes_basis_and_line_dates_apart() -> None:
    (found,) = read(EDIFACT)
    order = found.order
    assert (order.customer_po_number, order.currency, order.incoterms) == ("PO-4711", "EUR", "DAP")
    assert order.references.quotation == "Q-17"
    assert (order.buyer.name, order.buyer.vat_id, order.buyer.email) == (
        "Werkzeug + Bau GmbH",
        "DE129273398",
        "einkauf@bau.example",
    )
    assert order.ship_to is not None
    assert order.ship_to.gln == "4012345000016"
    first, second = order.lines
    assert (first.gtin, first.customer_part_number, first.uom) == ("4006381333931", "A-778", "PCE")
    assert (first.unit_price, first.price_basis_quantity) == (Decimal("12.00"), Decimal(100))
    assert second.requested_delivery_date == date(2026, 4, 1)
    assert order.requested_delivery_date == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("QTY+21:200:PCE", "QTY+21:20x:PCE"), "value_unproven"),
        (("MOA+203:24.00", "MOA+203:25.00"), "arithmetic_off"),
        (("MOA+79:27.00", "MOA+79:28.00"), "total_off"),
        (("CNT+2:2", "CNT+2:3"), "lines_incomplete"),
        (("UNT+27+1", "UNT+26+1"), "lines_incomplete"),
        (("UNT+27+1'UNZ+1+1'", ""), "document_broken"),
        (("DTM+2:20260320:102", "DTM+2:20261320:102"), "value_unproven"),
        (("BGM+220+", "BGM+221+"), "blanket_order"),
        (("4006381333931:EN", "4006381333932:EN"), "value_unproven"),
    ],
)
def test_a_fault_in_edifact_is_named_with_its_segment(change: tuple[str, str], code: str) -> None:
    (found,) = read(EDIFACT.replace(*change))
    assert code in {problem.code for problem in found.problems}


def test_an_arithmetic_contradiction_takes_the_proof_away() -> None:
    (found,) = read(EDIFACT.replace("MOA+203:24.00", "MOA+203:25.00"))
    assert "lines[0].line_amount" not in found.proofs


def test_edifact_without_una_with_line_breaks_and_a_missing_last_terminator() -> None:
    text = EDIFACT.removeprefix("UNA:+.? '").replace("'", "'\r\n").rstrip("'\r\n")
    (found,) = read(text)
    assert len(found.order.lines) == 2


def test_edifact_with_a_decimal_comma_says_so_in_una() -> None:
    (found,) = read(EDIFACT.replace("UNA:+.? '", "UNA:+,? '").replace("12.00", "12,00").replace("1.5:", "1,5:"))
    assert [line.quantity for line in found.order.lines] == [Decimal(200), Decimal("1.5")]
    assert found.order.lines[0].unit_price == Decimal("12.00")


def test_edifact_changes_and_cancellations_name_the_order_they_mean() -> None:
    change = (
        EDIFACT.replace("ORDERS:D", "ORDCHG:D")
        .replace("BGM+220+PO-4711+9", "BGM+230+CH-1+4")
        .replace("RFF+AAG:Q-17", "RFF+ON:PO-4711")
    )
    (found,) = read(change)
    assert (found.kind, found.order.customer_po_number) == (DocumentKind.ORDER_CHANGE, "PO-4711")
    assert found.order.references.changes_po == "PO-4711"
    (cancelled,) = read(EDIFACT.replace("PO-4711+9", "PO-4711+1"))
    assert cancelled.kind is DocumentKind.ORDER_CANCELLATION


def test_two_messages_in_one_interchange_are_two_orders() -> None:
    message = EDIFACT[EDIFACT.index("UNH") : EDIFACT.index("UNZ")]
    found = read(EDIFACT.replace("UNZ+1+1'", "") + message.replace("PO-4711", "PO-4712") + "UNZ+2+1'")
    assert [each.order.customer_po_number for each in found] == ["PO-4711", "PO-4712"]


def test_x12_reads_prices_per_hundred_and_the_pairs_of_codes() -> None:
    (found,) = read(X12)
    line = found.order.lines[0]
    assert (line.customer_part_number, line.sku, line.gtin) == ("A-778", "HX-1", "036000291452")
    assert (line.unit_price, line.price_basis_quantity) == (Decimal("12.00"), Decimal(100))
    assert found.order.buyer.customer_no == "C1001"


def test_x12_860_is_a_change() -> None:
    text = X12.replace("ST*850", "ST*860").replace("BEG*00*SA*4500012**20260302", "BCH*04*SA*4500012***20260302")
    (found,) = read(text.replace("PO1*10*200*EA*12.00*HP*", "POC*10*QI*200*0*EA*12.00*HP*"))
    assert (found.kind, found.order.references.changes_po) == (DocumentKind.ORDER_CHANGE, "4500012")
    assert (found.order.lines[0].quantity, found.order.lines[0].unit_price) == (Decimal(200), Decimal("12.00"))


CHANGES = {
    "x12": X12.replace("ST*850", "ST*860")
    .replace("BEG*00*SA*4500012**20260302", "BCH*04*SA*4500012***20260302")
    .replace("PO1*10*200*EA*12.00*HP*", "POC*10*DI*200*200*EA*12.00*HP*"),
    "edifact": EDIFACT.replace("ORDERS:D", "ORDCHG:D").replace("LIN+1++", "LIN+1+2+"),
    "ubl": UBL.replace("<Order ", "<OrderChange ")
    .replace("</Order>", "</OrderChange>")
    .replace("Order-2", "OrderChange-2")
    .replace("<cbc:ID>10</cbc:ID>", "<cbc:ID>10</cbc:ID><cbc:LineStatusCode>2</cbc:LineStatusCode>"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_line_that_a_change_deletes_is_changed_to_nothing(name: str) -> None:
    (found,) = read(CHANGES[name])
    assert found.kind is DocumentKind.ORDER_CHANGE
    assert (found.order.lines[0].quantity, found.order.lines[0].line_amount) == (0, None)


def test_the_earliest_day_is_the_wanted_one_only_where_it_is_stated_as_such_too() -> None:
    wanted = "DTM+2:20260320:102'"
    (alone,) = read(EDIFACT.replace(wanted, "DTM+64:20260320:102'"))
    (beside,) = read(EDIFACT.replace(wanted, "DTM+64:20260320:102'" + wanted).replace("UNT+27", "UNT+28"))
    assert alone.order.requested_delivery_date is None
    assert [(problem.path, "20260320" in problem.message) for problem in alone.problems] == [("requested_delivery_date", True)]
    assert (beside.order.requested_delivery_date, beside.problems) == (date(2026, 3, 20), ())


def test_a_delivery_window_is_a_note_and_not_a_date() -> None:
    (found,) = read(UBL.replace("</cbc:StartDate>", "</cbc:StartDate><cbc:EndDate>2026-03-27</cbc:EndDate>"))
    assert found.order.requested_delivery_date is None
    assert found.order.note == "Delivery wanted from 2026-03-20 to 2026-03-27"


def test_the_relatives_of_an_order_are_no_orders() -> None:
    for text in (EDIFACT.replace("ORDERS:D", "INVOIC:D"), X12.replace("ST*850", "ST*855"), UBL.replace("Order", "OrderResponse")):
        (found,) = read(text)
        assert found.kind is DocumentKind.OTHER
        assert found.order.lines == ()


def test_what_is_not_structured_is_left_to_the_readers_of_documents() -> None:
    for text in ("Please send 10 boxes", "<html><body>Order</body></html>", "ISA is our supplier", "", "UN"):
        assert read_structured(SOURCE, text.encode()) is None


def test_a_broken_order_is_named_and_not_guessed() -> None:
    (found,) = read(UBL[: len(UBL) // 2])
    assert [problem.code for problem in found.problems] == ["document_broken"]
    assert "line" in found.problems[0].message
    (short,) = read("ISA*00*~")
    assert [problem.code for problem in short.problems] == ["document_broken"]


def test_entities_are_never_expanded_nor_fetched() -> None:
    bomb = '<!DOCTYPE Order [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    (found,) = read(UBL.replace("<Order ", bomb + "<Order ", 1).replace("PO-4711", "&c;"))
    assert [problem.code for problem in found.problems] == ["document_broken"]
    assert "root:" not in found.model_dump_json()


def test_deep_nesting_is_refused() -> None:
    deep = UBL.replace("<cbc:ID>PO-4711</cbc:ID>", "<a>" * 200 + "</a>" * 200)
    (found,) = read(deep)
    assert "nested deeper" in found.problems[0].message


@given(st.sampled_from(sorted(ALL)), st.integers(0, 3_000), st.binary(max_size=6))
def test_no_damage_makes_a_reader_fail(name: str, position: int, junk: bytes) -> None:
    content = ALL[name].encode()
    position %= len(content)
    found = read_structured(SOURCE, content[:position] + junk + content[position + len(junk) :])
    assert found is None or all(isinstance(each, ReadOrder) for each in found)


def reasons(text: str) -> set[tuple[str, str]]:
    return {(problem.code, problem.path) for each in read(text) for problem in each.problems}


@pytest.mark.parametrize(
    ("change", "held"),
    [
        (("LIN+2'", "SCC+1'QTY+21:150:PCE'LIN+2'"), ("value_ambiguous", "lines[0].quantity")),
        (("LIN+2'", "LOC+7+4012345000016::9'LIN+2'"), ("value_ambiguous", "lines[0].quantity")),
        (("LIN+2'", "NAD+DP+4012345000016::9'LIN+2'"), ("value_ambiguous", "lines[0].quantity")),
        (("LIN+2'", "ALC+C'MOA+8:3.00'LIN+2'PRI+AAA:1'"), None),
        (
            ("MOA+203:24.00'PRI+AAA:12.00:::100:PCE'", "PRI+AAA:12.00'ALC+C'MOA+8:3.00'"),
            ("charge_claimed", "lines[0].line_amount"),
        ),
        (("UNS+S", "QTX+21:4'UNS+S"), ("document_broken", "")),
        (("CUX+2", "ALC+A'PCD+3:2.00'CUX+2"), ("charge_claimed", "charges")),
        (("UNZ+1+1'", "UNZ+2+1'"), ("document_broken", "")),
        (("NAD+DP+4012345000016::9'", "NAD+DP+0471::92'"), ("value_unproven", "ship_to")),
        (("DTM+2:20260320:102", "DTM+2:20260320-20260325:718"), ("value_ambiguous", "requested_delivery_date")),
        (("QTY+21:200:PCE", "QTY+21:1,200:PCE"), ("value_unproven", "lines[0].quantity")),
        (("LIN+2'", "LIN+2+2'"), ("value_ambiguous", "lines[1].quantity")),
        (("LIN+2'", "LIN+2+++1:1'"), ("value_ambiguous", "lines[1].quantity")),
    ],
)
def test_what_changes_an_edifact_order_and_no_field_holds_waits_for_a_person(
    change: tuple[str, str], held: tuple[str, str] | None
) -> None:
    assert change[0] in EDIFACT
    found = reasons(EDIFACT.replace(*change))
    assert held in found if held is not None else ("charge_claimed", "lines[0].line_amount") not in found


def test_edifact_dates_are_read_in_the_form_they_name_and_texts_are_kept_whole() -> None:
    (found,) = read(EDIFACT.replace("DTM+2:20260320:102", "DTM+2:200326:2'FTX+DEL+++Ramp 3'FTX+AAI+++Call first"))
    assert found.order.requested_delivery_date == date(2026, 3, 20)
    assert found.order.note == "Ramp 3; Call first"


def test_an_allowance_that_the_edifact_line_amount_proves_is_its_discount() -> None:
    (found,) = read(EDIFACT.replace("MOA+203:24.00'PRI+AAA:12.00:::100:PCE'", "MOA+203:22.80'PRI+AAA:12.00:::100'ALC+A'PCD+3:5'"))
    assert found.order.lines[0].discount_percent == Decimal(5)
    assert not [problem for problem in found.problems if problem.path.startswith("lines[0]")]


@pytest.mark.parametrize(
    ("change", "held"),
    [
        (("PID*F", "SDQ*EA*92*0007*150*0008*50~\nPID*F"), ("value_ambiguous", "lines[0].quantity")),
        (("PID*F", "SCH*150*EA***002*20260320~\nPID*F"), ("value_ambiguous", "lines[0].quantity")),
        (("*HP*", "*PT*"), ("value_ambiguous", "lines[0].unit_price")),
        (("SE*12", "SE*13"), ("lines_incomplete", "lines")),
        (("GE*1", "GE*2"), ("document_broken", "")),
        (("N1*BY", "SAC*A*C310****6*2.5~\nN1*BY"), ("charge_claimed", "charges")),
        (("BEG*00", "BEG*22"), ("value_ambiguous", "")),
    ],
)
def test_what_changes_an_x12_order_and_no_field_holds_waits_for_a_person(change: tuple[str, str], held: tuple[str, str]) -> None:
    assert change[0] in X12
    assert held in reasons(X12.replace(*change))


def test_x12_prices_per_ten_and_texts_with_any_sign() -> None:
    (found,) = read(
        X12.replace("*HP*", "*PN*").replace("CTT*1", "MSG*Open 7am > 9am~\nMSG*Ring~\nCTT*1").replace("SE*12", "SE*14")
    )
    assert found.problems == ()
    assert found.order.lines[0].price_basis_quantity == Decimal(10)
    assert found.order.lines[0].note == "Open 7am > 9am; Ring"


def test_texts_without_end_are_kept_in_part_and_a_person_is_told_of_the_rest() -> None:
    texts = "".join(f"FTX+AAI+++{number:05} {'x' * 94}'" for number in range(2_000))
    (found,) = read(EDIFACT.replace("CUX+2", f"{texts}CUX+2").replace("UNT+27", "UNT+2027"))
    assert found.order.note is not None
    assert len(found.order.note) < 51_000
    assert [(problem.code, problem.path) for problem in found.problems] == [("value_ambiguous", "note")]


def test_tradacoms_reads_addresses_descriptions_and_narratives() -> None:
    text = TRADACOMS.replace("CLO=4012345000016::68322", "CLO=4012345000016+LEEDS DEPOT+UNIT 4:MILL LANE:LEEDS::LS1 4AB")
    (found,) = read(text.replace("OTR=1'MTR=7", "DNB=1+1++NO PALLETS'OTR=1'MTR=8"))
    place = found.order.ship_to
    assert place is not None
    assert (place.street, place.city, place.postal_code) == ("UNIT 4, MILL LANE", "LEEDS", "LS1 4AB")
    assert (found.order.lines[0].description, found.order.lines[0].note) == ("PRODUCT A", "Ordering unit of 12; NO PALLETS")
    assert ("document_broken", "") in reasons(TRADACOMS.replace("OFT=1", "OFT=2"))


_SECOND = "<cac:Delivery><cbc:Quantity>{}</cbc:Quantity></cac:Delivery>"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            UBL.replace("<cac:Price>", _SECOND.format(120) + _SECOND.format(80) + "<cac:Price>"),
            ("value_ambiguous", "lines[0].quantity"),
        ),
        (UBL.replace("<cac:Price>", "<cac:AllowanceCharge/><cac:Price>"), ("charge_claimed", "lines[0].line_amount")),
        (UBL.replace(" <cac:Delivery>", "<cac:Delivery/><cac:Delivery>"), ("value_ambiguous", "ship_to")),
        (UBL.replace("<cbc:IssueDate>", "<cbc:OrderTypeCode>227</cbc:OrderTypeCode><cbc:IssueDate>"), ("value_ambiguous", "")),
        (CXML.replace("</ItemOut>", '<ScheduleLine quantity="50"/></ItemOut>'), ("value_ambiguous", "lines[0].quantity")),
        (CXML.replace("</ItemOut>", "<ShipTo/></ItemOut>"), ("value_ambiguous", "lines[0].quantity")),
        (CXML.replace('type="new"', 'type="new" orderType="release"'), ("blanket_order", "")),
        (
            OPENTRANS.replace("</ORDER_ITEM>", "<PARTIAL_DELIVERY_LIST><PARTIAL_DELIVERY/></PARTIAL_DELIVERY_LIST></ORDER_ITEM>"),
            ("value_ambiguous", "lines[0].quantity"),
        ),
        (
            ORDER_X.replace("</ram:SpecifiedLineTradeDelivery>", "<ram:ShipToTradeParty/></ram:SpecifiedLineTradeDelivery>"),
            ("value_ambiguous", "lines[0].quantity"),
        ),
    ],
)
def test_what_changes_an_xml_order_and_no_field_holds_waits_for_a_person(text: str, held: tuple[str, str]) -> None:
    assert text not in (UBL, CXML, OPENTRANS, ORDER_X)
    assert held in reasons(text)


def test_an_order_in_a_business_document_envelope_is_an_order() -> None:
    inner = UBL.partition("?>")[2]
    (found,) = read(f"<StandardBusinessDocument><StandardBusinessDocumentHeader/>{inner}</StandardBusinessDocument>")
    assert found.order.customer_po_number == "PO-4711"


def test_opentrans_parties_may_be_named_by_their_numbers() -> None:
    text = OPENTRANS.replace(
        "</PARTIES>",
        '<PARTY><bmecat:PARTY_ID type="supplier_specific">L7</bmecat:PARTY_ID><ADDRESS><bmecat:NAME>Lager</bmecat:NAME></ADDRESS></PARTY></PARTIES>'
        "<ORDER_PARTIES_REFERENCE><SHIPMENT_PARTIES_REFERENCE><DELIVERY_IDREF>L7</DELIVERY_IDREF></SHIPMENT_PARTIES_REFERENCE>"
        "</ORDER_PARTIES_REFERENCE>",
    )
    (found,) = read(text)
    assert found.order.ship_to is not None
    assert found.order.ship_to.name == "Lager"
    assert ("value_unproven", "ship_to") in reasons(text.replace("IDREF>L7<", "IDREF>L8<"))


def test_cxml_amounts_with_parted_thousands_and_descriptions_with_a_short_name() -> None:
    text = CXML.replace("Hex bolt", "<ShortName>Bolt</ShortName>Hex bolt").replace(">24.00<", ">1,024.00<")
    (found,) = read(text)
    assert (found.order.total_net, found.order.lines[0].description) == (Decimal("1024.00"), "Hex bolt M8x40")
