"""openTRANS 2.1 (and 1.0) ORDER and ORDERCHANGE → a draft. Source: openTRANS 2.1, Fraunhofer IAO."""

from __future__ import annotations

from lxml.etree import _Element

from intake.documents.edi.draft import OrderDraft
from intake.documents.edi.fields import Fields
from intake.documents.edi.xml_tree import attribute, child, children, first, is_false, place, text
from intake.domain.orders import DocumentKind
from intake.domain.reasons import ReasonCode

KINDS = {"ORDER": DocumentKind.ORDER, "ORDERCHANGE": DocumentKind.ORDER_CHANGE}

_ROLES = (("buyer", "buyer"), ("delivery", "ship_to"), ("final_delivery", "ship_to"), ("invoice_recipient", "bill_to"))
_GTIN_TYPES = ("ean", "gtin", "ean13", "upc")


def read(root: _Element, kind: DocumentKind) -> OrderDraft:
    draft = OrderDraft(kind=kind)
    prefix = "ORDERCHANGE" if kind is DocumentKind.ORDER_CHANGE else "ORDER"
    header = child(root, f"{prefix}_HEADER")
    info = child(header, f"{prefix}_INFO")
    draft.text("customer_po_number", text(info, "ORDER_ID"))
    if kind is DocumentKind.ORDER_CHANGE:
        draft.text("references.changes_po", text(info, "ORDER_ID"))
    draft.date("order_date", text(info, f"{prefix}_DATE") or text(info, "ORDER_DATE"), "ORDER_DATE")
    draft.text("currency", text(info, "CURRENCY") or text(info, "PRICE_CURRENCY"))
    draft.text("references.quotation", text(header, "SOURCING_INFO", "QUOTATION_ID"))
    draft.text("incoterms", text(info, "TRANSPORT", "INCOTERM"))
    days = text(info, "PAYMENT", "PAYMENT_TERMS", "TIME_FOR_PAYMENT", "DAYS")
    draft.text("payment_terms", f"{days} days" if days else None)
    for each in (*children(info, "REMARKS"), *children(info, "REMARK")):
        draft.note(text(each))
    partial = child(info, "PARTIAL_SHIPMENT_ALLOWED")
    if partial is not None and is_false(partial):
        draft.doubt("", f"{place(partial)}: the goods are wanted in one delivery.")
    sort = (attribute(root, "type") or "standard").casefold()
    if sort == "release":
        draft.problem(ReasonCode.BLANKET_ORDER, "", f"{place(root)}: this calls off from a blanket order.")
    elif sort not in ("standard", "express"):
        draft.doubt("", f"{place(root)}: an order of the kind {sort}, which is no plain order.")
    _delivery_date(draft, info)
    parties = children(info, "PARTIES", "PARTY")
    for party in parties:
        _party(draft, party)
    _referenced(draft, child(info, "ORDER_PARTIES_REFERENCE"), parties)
    for item in children(root, f"{prefix}_ITEM_LIST", "ORDER_ITEM"):
        _line(draft.new_line(), item)
    summary = child(root, f"{prefix}_SUMMARY")
    count = text(summary, "TOTAL_ITEM_NUM")
    draft.stated_lines = int(count) if count and count.isdecimal() else None
    draft.decimal("total_net", text(summary, "TOTAL_AMOUNT"), "TOTAL_AMOUNT")
    for parent in (info, summary):
        for each in children(parent, "ALLOW_OR_CHARGES_FIX", "ALLOW_OR_CHARGE"):
            draft.problem(ReasonCode.CHARGE_CLAIMED, "charges", f"{place(each)}: a charge or allowance on the whole order.")
    return draft


def _party(draft: OrderDraft, party: _Element) -> None:
    roles = {(text(role) or "").casefold() for role in children(party, "PARTY_ROLE")}
    for role, path in _ROLES:
        if role in roles:
            _place(draft, path, party)


def _referenced(draft: OrderDraft, references: _Element | None, parties: list[_Element]) -> None:
    """Roles that are told by the number of a party instead of beside it."""
    shipment = child(references, "SHIPMENT_PARTIES_REFERENCE")
    for parent, tag, path in (
        (references, "BUYER_IDREF", "buyer"),
        (shipment, "DELIVERY_IDREF", "ship_to"),
        (shipment, "FINAL_DELIVERY_IDREF", "ship_to"),
        (references, "INVOICE_RECIPIENT_IDREF", "bill_to"),
    ):
        named = text(parent, tag)
        for party in parties:
            if named and named in (text(each) for each in children(party, "PARTY_ID")):
                _place(draft, path, party)
        if named and path == "ship_to":
            draft.ship_to_code = draft.ship_to_code or named


def _place(draft: OrderDraft, path: str, party: _Element) -> None:
    address = child(party, "ADDRESS")
    draft.text(f"{path}.name", text(address, "NAME"))
    draft.text(f"{path}.street", text(address, "STREET"))
    draft.text(f"{path}.postal_code", text(address, "ZIP"))
    draft.text(f"{path}.city", text(address, "CITY"))
    draft.text(f"{path}.country", text(address, "COUNTRY_CODED"))
    for identification in children(party, "PARTY_ID"):
        if (attribute(identification, "type") or "").casefold() in ("iln", "gln"):
            draft.gln(f"{path}.gln", text(identification))
        if path == "ship_to":
            draft.ship_to_code = draft.ship_to_code or text(identification) or ""
        if path == "buyer" and (attribute(identification, "type") or "").casefold() == "supplier_specific":
            draft.text("buyer.customer_no", text(identification))
    if path == "ship_to":
        draft.text("ship_to.contact", text(address, "CONTACT_DETAILS", "CONTACT_NAME"))
    else:
        draft.text(f"{path}.vat_id", text(address, "VAT_ID"))
        draft.text(f"{path}.email", text(address, "EMAIL"))


def _delivery_date(fields: Fields, parent: _Element | None) -> None:
    wanted = child(parent, "DELIVERY_DATE")
    start, end = text(wanted, "DELIVERY_START_DATE"), text(wanted, "DELIVERY_END_DATE")
    if start and end and start[:10] != end[:10]:
        fields.window(start[:10], end[:10], "DELIVERY_DATE")
    else:
        fields.date("requested_delivery_date", end or start, "DELIVERY_DATE")


def _line(line: Fields, item: _Element) -> None:
    where = place(item)
    product = first(child(item, "PRODUCT_ID"), child(item, "ARTICLE_ID"))
    line.text("line_number", text(item, "LINE_ITEM_ID"))
    line.text("sku", text(product, "SUPPLIER_PID") or text(product, "SUPPLIER_AID"))
    line.text("customer_part_number", text(product, "BUYER_PID") or text(product, "BUYER_AID"))
    line.text("manufacturer_part_number", text(product, "MANUFACTURER_INFO", "MANUFACTURER_PID"))
    international = first(child(product, "INTERNATIONAL_PID"), child(product, "INTERNATIONAL_AID"))
    if (attribute(international, "type") or "").casefold() in _GTIN_TYPES:
        line.gtin(text(international))
    line.text("description", text(product, "DESCRIPTION_SHORT"))
    line.decimal("quantity", text(item, "QUANTITY"), where)
    line.text("uom", text(item, "ORDER_UNIT"))
    price = first(child(item, "PRODUCT_PRICE_FIX"), child(item, "ARTICLE_PRICE"))
    line.decimal("unit_price", text(price, "PRICE_AMOUNT"), where)
    line.decimal("price_basis_quantity", text(price, "PRICE_QUANTITY"), where)
    line.decimal("line_amount", text(item, "PRICE_LINE_AMOUNT") or text(price, "PRICE_LINE_AMOUNT"), where)
    _delivery_date(line, item)
    for each in (*children(item, "REMARKS"), *children(item, "REMARK")):
        line.note(text(each))
    for each in children(item, "PARTIAL_DELIVERY_LIST", "PARTIAL_DELIVERY"):
        said = Fields()
        _delivery_date(said, each)
        # A part of which nobody said how many is none of all.
        line.part(text(each, "QUANTITY") or "0", said, place(each))
    for each in children(item, "SHIPMENT_PARTIES_REFERENCE", "DELIVERY_IDREF"):
        line.doubt("quantity", f"{place(each)}: the line goes to {text(each)} alone.")
    for each in (*children(price, "ALLOW_OR_CHARGES_FIX", "ALLOW_OR_CHARGE"), *children(item, "ALLOW_OR_CHARGES_FIX")):
        line.claimed(place(each))
