"""Orders as buyers jot them down in a mail: what counts, what it counts, and what is left to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from intake.documents.text import text_document
from intake.domain.documents import Source
from intake.domain.limits import Limits
from intake.domain.orders import Reading
from intake.extraction.execute_fields import is_labelled
from intake.extraction.planners.layout.sentences import heard, said_lines
from intake.extraction.quoting_places import text_at
from intake.extraction.segments import rows_of

ReadMail: TypeAlias = Callable[..., Reading]
Said: TypeAlias = tuple[str, str | None, str | None, str | None]
"""Quantity, unit, code and description, as written."""


def said(body: str) -> list[Said]:
    """The lines that a mail's body orders; a line with a doubt has "?" behind its quantity."""
    document = text_document(Source(filename=None, sha256="0" * 64, media_type="text/plain"), body.split("\n"), Limits())
    lines = []
    for spoken in heard(rows_of(0, document)):
        for item in spoken.items:
            places = {role.value: text_at(place, [document]) for role, place in item.plan.places}
            codes = ("code", "sku", "customer_part_number", "gtin", "manufacturer_part_number")
            code = next((places[role] for role in codes if role in places), None)
            quantity = places["quantity"] + ("?" if item.plan.doubt else "")
            lines.append((quantity, places.get("uom"), code, places.get("description")))
    return lines


MAILS: dict[str, tuple[str, list[Said]]] = {
    "a catalogue's order number in brackets behind its article": (
        "Objednáváme:\n15 ks Brzdové destičky přední (obj. č. 70574)\n2 Stk Ölfilter (Best.-Nr. OC-90)",
        [("15", "ks", "70574", "Brzdové destičky přední"), ("2", "Stk", "OC-90", "Ölfilter")],
    ),
    "labels between strokes, with a comma in the price and a stroke in the code": (
        "Artigo: Detergente 20 L | Ref.: BP75/120 | Quant.: 10 caixas | Preço: 42,50 €",
        [("10", "caixas", "BP75/120", "Detergente 20 L")],
    ),
    "another count, and a joint right behind one, that may make an item of its own": (
        "Please send 5 pcs gloves for PO 4711 10 pcs masks\nBitte liefern: Kabel 5 m, 10 Stück und Seil 10 m\n"
        "Bitte 10 Stück Kabel 5 m und 5 Stück Seil 10 m",
        [
            ("5?", "pcs", None, "gloves"),
            ("10?", "Stück", None, "Seil 10 m"),
            ("10", "Stück", None, "Kabel 5 m"),
            ("5", "Stück", None, "Seil 10 m"),
        ],
    ),
    "a catalogue's number or the order's behind goods without a code": (
        "Wir bestellen 4 Stück Kittel, Bestellnr. 77120.\nKittel, Bestellnr. 77120, 4 Stück\nPlease send 10 pcs gown under order no. 77120",
        [("4?", "Stück", None, "Kittel"), ("4?", "Stück", None, "Kittel"), ("10", "pcs", None, "gown")],
    ),
    "the verb of ordering before an article, which names no order": (
        "I want to order XK-2040 ball valve x 6\nJe commande XK-2041 vanne x 2\nPlease order 5 pcs gloves",
        [("6", None, "XK-2040", "ball valve"), ("2", None, "XK-2041", "vanne"), ("5", "pcs", None, "gloves")],
    ),
    "columns between an article, its unit and its price": (
        "Please send Hose\t12\tpcs\t@\t3.10\tUSD",
        [("12", "pcs", None, "Hose")],
    ),
    "what somebody else will order, and goods a sentence speaks of": (
        "Tom said he will order 10 x AB-1 tomorrow\nDer Kollege sagt, er will 10 x AB-1 bestellen.\n"
        "Invoice 5521 for 6 boxes NG-200-M is due on Friday.",
        [("6?", "boxes", "NG-200-M", None)],
    ),
    "an article's size before its code and its count": (
        "Tilaamme:\n3. Liitin puserrus 15 mm, tuotenro LP-15, 50 kpl, 1,95 €/kpl",
        [("50", "kpl", "LP-15", "Liitin puserrus 15 mm")],
    ),
    "a sign between the article and how many of it": (
        "Please send:\nhex bolts zinc x 6",
        [("6", None, None, "hex bolts zinc")],
    ),
    "a size behind a full stop that ends nothing": (
        "Bitte 2 Ktn Handschuhe Gr. L. Unsere Bestellnr. 4711.",
        [("2", "Ktn", None, "Handschuhe Gr. L")],
    ),
    "a catalogue's order number behind a comma that ends its line": (
        "Bestellung:\n20 Stk Becherglas niedrig 100 ml, Bestellnr. LL-5378\n15 st Slangklämma, best.nr 70574",
        [("20", "Stk", "LL-5378", "Becherglas niedrig 100 ml"), ("15", "st", "70574", "Slangklämma")],
    ),
    "a times sign before a code of digits that no pack holds": (
        "We order:\n20x 70329 Oil filter spin-on 93 x 142 mm\n3x ST-530 Wiper blade\n2x 50 screws M4",
        [
            ("20", None, "70329", "Oil filter spin-on 93 x 142 mm"),
            ("3", None, "ST-530", "Wiper blade"),
            ("2?", None, None, "50 screws M4"),
        ],
    ),
    "a code of five digits in a column of its own": (
        "We order:\n70389\tCabin filter 292 x 232 x 30 mm\t40 pcs\nPOJ25\tBlade fuse 25 A\t300 pcs",
        [("40", "pcs", "70389", "Cabin filter 292 x 232 x 30 mm"), ("300", "pcs", "POJ25", "Blade fuse 25 A")],
    ),
    "a name that ends in another language's word for delivering": (
        'Kan ni skicka:\n5 st Brass ball valve 3/8" F/F lever, art.nr 2131918\n40 pcs angle valve please',
        [("5", "st", "2131918", 'Brass ball valve 3/8" F/F lever'), ("40", "pcs", None, "angle valve")],
    ),
    "a count in the article's name, in brackets, before the one that ends the entry": (
        "We order:\n410761\tStaples 24/6 (1000 pcs)\t2 box\n1. Copy paper A3 (500 sheets), kod 410268 – 24 opak.\nTilausnumeromme: 1152\n"
        "4 box AB-1 caps, AB-2 lids (20 pcs)",
        [
            ("2", "box", "410761", "Staples 24/6 (1000 pcs)"),
            ("24", "opak", "410268", "Copy paper A3 (500 sheets)"),
            ("4", "box", "AB-1", "caps"),
            ("20?", "pcs", "AB-2", "lids"),
        ],
    ),
    "what a pack is said to hold between the count and the code": (
        "2 boxes of 12 410776 Highlighter green\n1 scatola da 12 pz 410852 Forbici da ufficio\n"
        "4 kartony po 12 szt. 332160 Butelka GL45",
        [
            ("2?", "boxes", "410776", "Highlighter green"),
            ("1?", "scatola", "410852", "Forbici da ufficio"),
            ("4?", "kartony", "332160", "Butelka GL45"),
        ],
    ),
    "a counted code, and the article's name with its sizes on the other side of the comma": (
        "Bestellung:\n5 Stk Artikel 31-47970, Elastische Binde 6 cm x 5 m\n- Bande élastique 8 cm x 5 m, réf. 31-62949 : 2 paquets\n"
        "- Drawing pad A5 20 sheets, EAN 9789123502905: 10 pcs\n"
        "1. 32-26817  Tube 50 ml sterile  3 karton",
        [
            ("5", "Stk", "31-47970", "Elastische Binde 6 cm x 5 m"),
            ("2", "paquets", "31-62949", "Bande élastique 8 cm x 5 m"),
            ("10", "pcs", "9789123502905", "Drawing pad A5 20 sheets"),
            ("3", "karton", "32-26817", "Tube 50 ml sterile"),
        ],
    ),
    "codes before a name that is a unit's too": (
        "– 334906 Placa de Petri 10 ml: 24 CX\n– 141334 Luva de exame 70 %: 6 pacote\n– 00002666 Karton klapowy 45x25 mm: 2 szt\n"
        "– 297029 Placa de Petri 100, sem tampa: 3 CX",
        [
            ("24", "CX", "334906", "Placa de Petri 10 ml"),
            ("6", "pacote", "141334", "Luva de exame 70 %"),
            ("2", "szt", "00002666", "Karton klapowy 45x25 mm"),
            ("3", "CX", "297029", "Placa de Petri 100, sem tampa"),
        ],
    ),
    "a large count before the packs it comes in": (
        "Bitte liefern Sie:\n- 10000 Stück Schrauben M4: 20 Kartons\n- 12050 m Kabel NYM: 24 Trommeln",
        [("10000", "Stück", None, "Schrauben M4: 20 Kartons"), ("12050", "m", None, "Kabel NYM: 24 Trommeln")],
    ),
    "numbers behind a code's name or the goods' own": (
        "- Réf 88120 : 6 cartons de gants taille L\n5 kpl tuote 1002 Suodatin\n1) rękawice nitrylowe L – 10 op. (kod RN-L)\n"
        "Item 20 SKU BX-240 qty 12 ea",
        [
            ("6", "cartons", "88120", "gants taille L"),
            ("5", "kpl", "1002", "Suodatin"),
            ("10", "op.", "RN-L", "rękawice nitrylowe L"),
            ("12", "ea", "BX-240", None),
        ],
    ),
    "a unit with a full stop before a capital": (
        "5 unid. Luva de nitrilo 46, vossa ref. 4543576.\n20 unid. Óculos de proteção 9, vossa ref. 4440231.",
        [("5", "unid.", "4543576", "Luva de nitrilo 46"), ("20", "unid.", "4440231", "Óculos de proteção 9")],
    ),
    "a short note with two sizes": (
        "Hi Anna, please send 10 boxes of the M8 bolts and 5 of the M10, same as last time but the zinc ones.\n"
        "Deliver by Friday. Thanks, Tom",
        [("10", "boxes", None, "M8 bolts"), ("5", None, None, "M10, same as last time but the zinc ones")],
    ),
    "codes of digits in groups and of capitals alone": (
        "Graag leveren:\n40 st 100.234 Kogelkraan DN 15 PN 25\n30 st HV-YE-L Gilet\n5 st USB-C kabel\n2 dozen 100.000 etiketten",
        [
            ("40", "st", "100.234", "Kogelkraan DN 15 PN 25"),
            ("30", "st", "HV-YE-L", "Gilet"),
            ("5", "st", None, "USB-C kabel"),
            ("2", "dozen", None, "100.000 etiketten"),
        ],
    ),
    "a code before its words in brackets": (
        "Necesitamos 30 unidades de CS-13 (llave combinada SW 13) y 10 unidades de CS-17 (llave SW 17).",
        [("30", "unidades", "CS-13", "llave combinada SW 13"), ("10", "unidades", "CS-17", "llave SW 17")],
    ),
    "talk before the count": (
        "Kunnen jullie morgen 20 stuks 4411.020 en 5 dozen 4411.075 meegeven?",
        [("20", "stuks", "4411.020", None), ("5", "dozen", "4411.075", None)],
    ),
    "another sentence behind a measure": (
        "Please send 6 bags of bone meal 25 kg. Our order number is MG/3391.\nBitte 2 Rollen Band 12 mm. Eilt!",
        [("6", "bags", None, "bone meal 25 kg"), ("2", "Rollen", None, "Band 12 mm")],
    ),
    "quantities called so, articles called items": (
        "Can I order please:\nqty 5 of item 12345\nqty 12 of item 12388\n\nPO is 77120.",
        [("5", None, "12345", None), ("12", None, "12388", None)],
    ),
    "an invoice of the order before": ("Please arrange payment. Your order 7781 was invoiced under 10288.", []),
    "short codes behind the article's name": (
        "me mandas 10 codos CD-22 y 6 tes TE-22, y tambien 2 rollos de teflon. gracias",
        [("10", None, "CD-22", "codos"), ("6", None, "TE-22", "tes"), ("2", "rollos", None, "teflon")],
    ),
    "capitals alone beside their count": (
        "please supply\n\nGLV-M   20 boxes\nMSK-2R  5 cartons",
        [("20", "boxes", "GLV-M", None), ("5", "cartons", "MSK-2R", None)],
    ),
    "a day said behind the article": (
        "Vi trenger 5 esker treskruer 6x90 til torsdag",
        [("5", "esker", None, "treskruer 6x90")],
    ),
    "what a pack holds is no code": (
        "Please send\n2 boxes screws 4.0x40 (200/box) at £6.50 per box",
        [("2", "boxes", None, "screws 4.0x40 (200/box)")],
    ),
    "a street without a number before its town": (
        "12 sacs de ciment\n\nLivraison le 18/03/2026, chantier Rue des Lilas, 38000 Grenoble.",
        [("12", "sacs", None, "ciment")],
    ),
    "what is missing of a delivery": ("Please send the missing 10 asap and credit the 2 damaged ones.", []),
    "a code that begins with an X": (
        "Please send:\nX5166: 75 boxes Countersunk wood screw M3x80\nHex nut M8 x20",
        [("75", "boxes", "X5166", "Countersunk wood screw M3x80"), ("20", None, None, "Hex nut M8")],
    ),
    "quantities in brackets": (
        "Please ship:\n\n(12) CAP-4405\n(3) CNT-2P30\n(1) case FLT-1620",
        [("12", None, "CAP-4405", None), ("3", None, "CNT-2P30", None), ("1", "case", "FLT-1620", None)],
    ),
    "entries numbered in brackets": (
        "Please ship:\n(1) 12 pcs CAP-4405\n(2) 3 pcs CNT-2P30",
        [("12", "pcs", "CAP-4405", None), ("3", "pcs", "CNT-2P30", None)],
    ),
    "a day named in what leads up": (
        "könnt ihr mir für Montag 4 Pakete Dachlatten 30x50 (Art. DL-3050) und 1 Palette Unterspannbahn richten?",
        [("4", "Pakete", "DL-3050", "Dachlatten 30x50"), ("1", "Palette", None, "Unterspannbahn")],
    ),
    "a greeting that ends in a comma": (
        "Ciao Sara,\nmi servirebbero 10 sacchi di cemento, 3 bancali di mattoni forati e 6 bidoni d'olio.",
        [("10", "sacchi", None, "cemento"), ("3", "bancali", None, "mattoni forati"), ("6", "bidoni", None, "olio")],
    ),
    "yes and a month that other languages take for already": (
        "Ja, bitte 10 Stück HX-M8X40\n5 Stück NU-M8, Absprache 11 mar 2026",
        [("10", "Stück", "HX-M8X40", None), ("5", "Stück", "NU-M8", "Absprache 11 mar 2026")],
    ),
    "an address under the order": (
        "Bitte liefern Sie:\n\n3 Kisten Fliesenkleber\n\nGartenbau Lindner\nAhornstraße 7\n50667 Köln",
        [("3", "Kisten", None, "Fliesenkleber")],
    ),
    "a place behind its label": (
        "We need:\n- 12 rolls of 25mm tape\n\nDeliver to depot: Unit 9, Canal Street, Leeds LS1 4AP.",
        [("12", "rolls", None, "25mm tape")],
    ),
    "a form for every item": (
        "Commande n° : CF-26-9\n\nArticle 1\nRéférence : BOU-310\nDésignation : Boulon M8, zingué\nQuantité : 1 200 pièces\n"
        "Prix unitaire HT : 0,14 €\n\nArticle 2\nRéférence : RON-8\nDésignation : Rondelle\nQuantité : 40 boîtes\n",
        [("1 200", "pièces", "BOU-310", "Boulon M8, zingué"), ("40", "boîtes", "RON-8", "Rondelle")],
    ),
    "positions with their word": (
        "Hiermit bestellen wir:\nPos 1: 3 Karton Putztücher, Art.-Nr. 71-300\nPos 2: 1 Palette Streusalz, Art.-Nr. 71-410",
        [("3", "Karton", "71-300", "Putztücher"), ("1", "Palette", "71-410", "Streusalz")],
    ),
    "word numbers": (
        "We need a dozen paint brushes, two pallets of cement and three rolls of tape.",
        [("a", "dozen", None, "paint brushes"), ("two", "pallets", None, "cement"), ("three", "rolls", None, "tape")],
    ),
    "a numbered list with times signs": (
        "Please supply:\n1) 20x REF 553-12\n2) 15x REF 553-14\n3) 4 x REF 553-20",
        [("20", None, "553-12", None), ("15", None, "553-14", None), ("4", None, "553-20", None)],
    ),
    "columns with tabs": (
        "Hello,\nplease deliver:\nHX-M8X40\t200\tpcs\nHX-M8X50\t100\tpcs\n\nRegards\nJo",
        [("200", "pcs", "HX-M8X40", None), ("100", "pcs", "HX-M8X50", None)],
    ),
    "labels on one line": (
        "Item: WX-4711, qty: 4\nItem: WX-4712, qty: 12",
        [("4", None, "WX-4711", None), ("12", None, "WX-4712", None)],
    ),
    "the article first": (
        "We would like to order:\n- Nitrile gloves, size L, blue: 5 boxes\n- Face masks FFP2 - 20 pcs",
        [("5", "boxes", None, "Nitrile gloves, size L, blue"), ("20", "pcs", None, "Face masks FFP2")],
    ),
    "not the one, the other": (
        "Please send 6 pcs of the M12 anchors, not the M10.\nThanks",
        [("6", "pcs", None, "M12 anchors, not the M10")],
    ),
    "prices beside": (
        "please ship 50 pcs AB-1234-5 @ 0.45 EUR and 20 pcs AB-1234-9 at 1.20 EUR",
        [("50", "pcs", "AB-1234-5", None), ("20", "pcs", "AB-1234-9", None)],
    ),
    "a greeting and a wish for a date": (
        "Good morning,\n\nwe need 12 boxes of copier paper A4 80 g by 14 March 2026.\n\nMany thanks\nHelen",
        [("12", "boxes", None, "copier paper A4 80 g")],
    ),
    "a question orders nothing": ("Do you have 20 boxes of copier paper in stock? How much are 5 pallets?", []),
    "history orders nothing": ("Last week we received 10 boxes of the M8 bolts, 3 of them were damaged.", []),
    "phones and addresses": (
        "Please send 3 pcs X-100-20.\n\nDelivery address:\n24 Foundry Lane\nUnit 7\nLS12 4HT Leeds\nTel. 0113 4960 123",
        [("3", "pcs", "X-100-20", None)],
    ),
    # German
    "two in one sentence": (
        "bitte liefern Sie 3 Karton 4711-20 und 2 VPE Handschuhe Gr. L",
        [("3", "Karton", "4711-20", None), ("2", "VPE", None, "Handschuhe Gr. L")],
    ),
    "packs and their content": (
        "Wir brauchen 2 Karton à 100 Stück Schrauben M8x40 verzinkt.",
        [("2", "Karton", None, "à 100 Stück Schrauben M8x40 verzinkt")],
    ),
    "a pack's content behind": (
        "Hallo,\n5 VPE Kabelbinder (100 Stück pro VPE) und 1 Rolle Klebeband bitte!",
        [("5", "VPE", None, "Kabelbinder (100 Stück pro VPE)"), ("1", "Rolle", None, "Klebeband")],
    ),
    "word numbers in German": (
        "könnten Sie uns bitte zwei Paletten Zement und drei Säcke Kalk liefern",
        [("zwei", "Paletten", None, "Zement"), ("drei", "Säcke", None, "Kalk")],
    ),
    "standards and sizes": (
        "Bestellung:\n- Schraube DIN 933 M8x40 A2-70, 200 Stk\n- Scheibe DIN 125 A8,4 A2, 500 Stk",
        [("200", "Stk", None, "Schraube DIN 933 M8x40 A2-70"), ("500", "Stk", None, "Scheibe DIN 125 A8,4 A2")],
    ),
    "unit before the number": (
        "Wir bestellen:\nStk 5: Art. 4711\nStk 8: Art. 4712",
        [("5", "Stk", "4711", None), ("8", "Stk", "4712", None)],
    ),
    "length of cable": (
        "Bitte 100 m Kabel NYM-J 3x1,5 und 2 Rollen Isolierband 15 mm x 10 m",
        [("100", "m", None, "Kabel NYM-J 3x1,5"), ("2", "Rollen", None, "Isolierband 15 mm x 10 m")],
    ),
    "a line's own date": (
        "wir bestellen\n- 10 Stk HX-100-20 bis 12.03.2026\n- 20 Stk HX-100-30 bis 19.03.2026",
        [("10", "Stk", "HX-100-20", None), ("20", "Stk", "HX-100-30", None)],
    ),
    # French
    "French": (
        "Bonjour,\nmerci de nous envoyer 10 boîtes de gants nitrile taille L (réf. GN-200-L) et 4 bidons de savon.\nCordialement",
        [("10", "boîtes", "GN-200-L", "gants nitrile taille L"), ("4", "bidons", None, "savon")],
    ),
    "French list": (
        "Il nous faut :\n- 2 cartons de papier A4 80 g\n- 15 pcs réf. 553-12, stylo bleu",
        [("2", "cartons", None, "papier A4 80 g"), ("15", "pcs", "553-12", "stylo bleu")],
    ),
    # Dutch
    "Dutch": (
        "Hoi Jan, graag 5 dozen handschoenen maat M en 10 rollen tape 50 mm leveren. Alvast bedankt!",
        [("5", "dozen", None, "handschoenen maat M"), ("10", "rollen", None, "tape 50 mm")],
    ),
    "Dutch needs": (
        "Wij hebben 20 stuks nodig van artikel 88-1234.\nKunt u leveren?",
        [("20", "stuks", "88-1234", None)],
    ),
    # Polish
    "Polish": (
        "Dzień dobry,\nproszę o 10 opak. rękawic nitrylowych L oraz 3 szt. ZW-200-15.\nPozdrawiam",
        [("10", "opak.", None, "rękawic nitrylowych L"), ("3", "szt.", "ZW-200-15", None)],
    ),
    "Polish list": (
        "Zamawiamy:\n1. 20 szt. śruba M8x40 indeks 4711-20\n2. 5 kg drut 1,2 mm indeks 4711-21",
        [("20", "szt.", "4711-20", "śruba M8x40"), ("5", "kg", "4711-21", "drut 1,2 mm")],
    ),
    # Spanish
    "Spanish": (
        "Hola, por favor envíennos 12 cajas de guantes talla M y 6 rollos de cinta 50 mm.",
        [("12", "cajas", None, "guantes talla M"), ("6", "rollos", None, "cinta 50 mm")],
    ),
    "Spanish reference": (
        "Necesitamos 4 uds. ref. AB-200-10 y 2 uds. ref. AB-200-20",
        [("4", "uds.", "AB-200-10", None), ("2", "uds.", "AB-200-20", None)],
    ),
    # Italian
    "Italian": (
        "Buongiorno,\nvorremmo ordinare 10 scatole di viti M6x30 e 2 rotoli di nastro.\nCordiali saluti",
        [("10", "scatole", None, "viti M6x30"), ("2", "rotoli", None, "nastro")],
    ),
    "Italian codes": (
        "Ci servono:\n- cod. 12.345.67: 5 pz\n- cod. 12.345.68: 8 pz",
        [("5", "pz", "12.345.67", None), ("8", "pz", "12.345.68", None)],
    ),
    # Swedish
    "Swedish": (
        "Hej! Skicka gärna 4 kartonger handskar storlek L och 2 rullar tejp.\nMvh Karin",
        [("4", "kartonger", None, "handskar storlek L"), ("2", "rullar", None, "tejp")],
    ),
    "Swedish article numbers": ("Vi behöver 25 st art.nr 4711-20", [("25", "st", "4711-20", None)]),
    # Danish
    "Danish": (
        "Hej Lars, send venligst 6 kasser mineralvand og 10 pk. servietter (varenr. SV-330-1).",
        [("6", "kasser", None, "mineralvand"), ("10", "pk.", "SV-330-1", "servietter")],
    ),
    # Portuguese
    "Portuguese": (
        "Bom dia, agradecemos o envio de 3 caixas de luvas e 2 rolos de fita.",
        [("3", "caixas", None, "luvas"), ("2", "rolos", None, "fita")],
    ),
    # Czech
    "Czech": (
        "Dobrý den, prosíme o zaslání 10 ks šroub M8 a 4 balení rukavic (kód RK-100-L).",
        [("10", "ks", None, "šroub M8"), ("4", "balení", "RK-100-L", "rukavic")],
    ),
    # Italian counts with the sign of numbers
    "the sign of numbers": (
        "Buongiorno, ordiniamo n° 30 pz BLT-M8-40 e n° 5 conf. WSH-M8.",
        [("30", "pz", "BLT-M8-40", None), ("5", "conf.", "WSH-M8", None)],
    ),
    "the sign of numbers before a code": ("Vi ordiniamo:\nn. 30 BLT-M8-40", [("30", None, "BLT-M8-40", None)]),
    "words that join": (
        "Bonjour, merci de nous livrer 4 palettes de terreau 40 L (réf. TER40) ainsi que 12 sacs d'engrais gazon (réf. ENG-G).",
        [("4", "palettes", "TER40", "terreau 40 L"), ("12", "sacs", "ENG-G", "engrais gazon")],
    ),
    "a times sign at the end": (
        "For site 14:\n- pvc pipe 110mm 3m lengths x 20\n- 110 90deg bend x 8",
        [("20", "lengths", None, "pvc pipe 110mm 3m"), ("8", None, None, "110 90deg bend")],
    ),
    "a short unit or a colour before the times sign": ("- Kabel rot x 20", [("20?", "rot", None, "Kabel")]),
    "a stop within brackets": (
        "Rogamos nos envíen 5 cajas cinta precinto (ref. CPM). Pedido nº 455.",
        [("5", "cajas", None, "cinta precinto (ref. CPM)")],
    ),
    "a question that orders": (
        "Hi, can we please get 2 x marble chippings and a dozen brushes (code BR-404)?",
        [("2", None, None, "marble chippings"), ("a", "dozen", "BR-404", "brushes")],
    ),
    "a number that ends the sentence": (
        "Hi, can you send: AB-100 qty 5; AB-300 qty 2. PO 771.",
        [("5", None, "AB-100", None), ("2", None, "AB-300", None)],
    ),
    "what a pack holds, in brackets": (
        "Bitte 2 Karton Heftklammern 24/6 (1000 St.), Art. 410764",
        [("2", "Karton", "410764", "Heftklammern 24/6 (1000 St.)")],
    ),
    "an order that arrived": ("Our order 4711, 10 pcs AB-100 arrived damaged.", [("10?", "pcs", "AB-100", "arrived damaged")]),
    "an order and its lines": ("Our order 4711: 10 pcs AB-100", [("10", "pcs", "AB-100", None)]),
    "a second code behind the first": ("Hi, please send 5 x AB-100 and AB-200.", [("5?", None, "AB-100", "AB-200")]),
}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_orders(name: str) -> None:
    body, expected = MAILS[name]
    assert said(body) == expected


HEADS = [
    ("objednáváme u Vás (obj. č. OV2607417):\n10 ks BLT-M8-40", "OV2607417", None),
    ("Bitte senden Sie uns von Art.-Nr. 71-300 eine ganze Palette.", None, None),
    ("Please send item no. AB-100-20, as many as fit on a pallet.", None, None),
    ("Our PO is 77-3310:\n- 5 pcs AB-100-20", "77-3310", None),
    ("Unsere Bestellnummer lautet 2611-4. Bitte senden Sie 5 Stück AB-100-20.", "2611-4", None),
    ("We would like to order under our number 4500012345:\n- 5 pcs AB-100-20", "4500012345", None),
    ("We order HX 47110: 5 pcs", None, None),
    ("20 pcs beaker, art. no. AB-100-20, order no. PO-4711", "PO-4711", None),
    ("20 pcs beaker, order no. LL-5378", None, None),
    ("Wir bestellen 4 Stück Kittel, Bestellnr. 77120.", None, None),
    ("Merci de nous livrer 4 pièces de blouse (n° commande 77120).", None, None),
    ("Please send 10 pcs gown, art. AB-1000, under order no. 77120.", "77120", None),
    ("PO 4500 12345 10 pcs", None, None),
    ("We would like to order XK-2040 ball valve x 6", None, None),
    ("Necesitamos 8 cajas de tornillos. Nuestro pedido es el 5512.", "5512", None),
    ("We would like to order, our number is 4500012345:\n- 5 pcs AB-100-20", "4500012345", None),
    ("bitte liefern Sie zu unserer Bestellung EK-26-118 bis zum 28. März 2026 5 Stück AB-100-20.", "EK-26-118", "28. März 2026"),
    ("Zamawiamy 5 szt. AB-100-20, numer zamówienia 118/2026.\nDostawa do 12.03.2026.", "118/2026", "12.03.2026"),
    ("Potwierdzamy zamówienie nr 118/2026:\n5 szt. AB-100-20", "118/2026", None),
    ("Concerning your order confirmation AB 7712: we need 5 pcs AB-100-20.", None, None),
    ("Vi behöver 5 st AB-100-20 den 12 mars 2026 och 3 st AB-100-30 den 19 mars 2026.", None, None),
    ("Please send 5 pcs of your item 88123456 on our PO 4711.", "4711", None),
    ("Kunt u ons op 04-12-2026 leveren:\n- 5 stuks AB-100-20\nOns inkoopnummer is IN-7712.", "IN-7712", "04-12-2026"),
]


@pytest.mark.parametrize(("body", "number", "day"), HEADS)
def test_a_mail_names_its_number_and_its_day(body: str, number: str | None, day: str | None) -> None:
    document = text_document(Source(filename=None, sha256="0" * 64, media_type="text/plain"), body.split("\n"), Limits())
    fields = said_lines(rows_of(0, document)).fields
    found = {field.path: text_at(field.places[0], [document]) for field in fields}
    assert all(is_labelled(field, [document]) for field in fields)
    assert (found.get("customer_po_number"), found.get("requested_delivery_date")) == (number, day)


def test_an_order_number_with_letters_apart_is_no_article() -> None:
    assert said("zamówienie ZD 5605/11/2026: 5 szt. AB-100-20") == [("5", "szt.", "AB-100-20", None)]


def test_a_total_under_the_last_form_is_no_amount_of_it() -> None:
    body = "Description: Hex bolt\nQuantity: 40 pcs\nUnit price: 0.20 EUR\n\nTotal: 88.00 EUR"
    document = text_document(Source(filename=None, sha256="0" * 64, media_type="text/plain"), body.split("\n"), Limits())
    (line,) = said_lines(rows_of(0, document)).lines
    assert {role.value for role, _ in line.places} == {"description", "quantity", "uom", "unit_price"}


def test_a_price_behind_its_label_is_read_to_its_end_and_asks_nothing() -> None:
    document = text_document(
        Source(filename=None, sha256="0" * 64, media_type="text/plain"),
        ["Artigo: Lixívia 5 L | Ref.: LIX-05 | Quant.: 24 caixas | Preço: 4,20 €"],
        Limits(),
    )
    (spoken,) = heard(rows_of(0, document))
    (item,) = spoken.items
    assert [text_at(place, [document]) for role, place in item.plan.places if role.value == "unit_price"] == ["4,20 €"]


def test_a_verb_that_ends_a_sentence_heads_no_address(read_mail: ReadMail) -> None:
    body = "Goedemorgen,\n\nKunt u ons op 04-12-2026 leveren:\n\n2 bundels Kartonnen doos DZ602010\n\nBestelnummer: INK-7513"
    (found,) = read_mail(body).orders
    assert found.order.ship_to is None
    assert [str(line.quantity) for line in found.order.lines] == ["2"]
