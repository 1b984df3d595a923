"""Address blocks of many countries fall into name, street, postal code, city and country, and nothing is made up."""

from __future__ import annotations

import pytest

from intake.extraction.address_lines import addresses_in
from intake.extraction.addresses import parse_address, parse_delivery

ADDRESSES: dict[str, tuple[list[str], tuple[str | None, ...]]] = {
    "Germany": (["Muster GmbH", "Hauptstraße 5", "D-10115 Berlin"], ("Muster GmbH", "Hauptstraße 5", "10115", "Berlin", "DE")),
    "a river": (["Muster GmbH", "Tor 4", "15234 Frankfurt (Oder)"], ("Muster GmbH", "Tor 4", "15234", "Frankfurt (Oder)", None)),
    "Austria": (["Muster AG", "Ring 1", "A-1010 Wien"], ("Muster AG", "Ring 1", "1010", "Wien", "AT")),
    "Switzerland": (["Muster AG", "Seeweg 3", "8005 Zürich", "Schweiz"], ("Muster AG", "Seeweg 3", "8005", "Zürich", "CH")),
    "the Netherlands": (
        ["Van Houten B.V.", "Kanaaldijk 1", "5651 GH Eindhoven"],
        ("Van Houten B.V.", "Kanaaldijk 1", "5651 GH", "Eindhoven", None),
    ),
    "Britain": (
        ["ACME Ltd", "Unit 11, Riverside Estate", "Manchester M17 1TD"],
        ("ACME Ltd", "Unit 11, Riverside Estate", "M17 1TD", "Manchester", None),
    ),
    "Britain on three lines": (
        ["ACME Ltd", "10 High Street", "Leeds", "LS1 4AB", "United Kingdom"],
        ("ACME Ltd", "10 High Street", "LS1 4AB", "Leeds", "GB"),
    ),
    "Ireland": (
        ["Emerald Ltd", "12 Harbour Road", "Dublin 2", "D02 X285", "Ireland"],
        ("Emerald Ltd", "12 Harbour Road", "D02 X285", "Dublin 2", "IE"),
    ),
    "Ireland with the code before the town": (
        ["Emerald Ltd", "12 Main Street", "Y14 C966 Gorey"],
        ("Emerald Ltd", "12 Main Street", "Y14 C966", "Gorey", None),
    ),
    "Britain with the code before the town": (
        ["ACME Ltd", "4 Attercliffe Road", "S10 1BD Sheffield"],
        ("ACME Ltd", "4 Attercliffe Road", "S10 1BD", "Sheffield", None),
    ),
    "America": (
        ["Midwest, Inc.", "1200 Industrial Parkway, Suite 400", "Springfield, IL 62701", "USA"],
        ("Midwest, Inc.", "1200 Industrial Parkway, Suite 400", "62701", "Springfield", "US"),
    ),
    "Poland": (
        ["Wrona Sp. z o.o.", "ul. Długa 5/7", "00-950 Warszawa"],
        ("Wrona Sp. z o.o.", "ul. Długa 5/7", "00-950", "Warszawa", None),
    ),
    "Portugal": (
        ["Mondego, Lda.", "Rua das Oficinas, 98", "3000-174 Coimbra"],
        ("Mondego, Lda.", "Rua das Oficinas, 98", "3000-174", "Coimbra", None),
    ),
    "Brazil": (
        ["Exemplo Ltda", "Rua Augusta 12", "01310-100 São Paulo - SP"],
        ("Exemplo Ltda", "Rua Augusta 12", "01310-100", "São Paulo", None),
    ),
    "the Czech Republic": (
        ["Vltava s.r.o.", "Nádražní 3", "140 00 Praha 4"],
        ("Vltava s.r.o.", "Nádražní 3", "140 00", "Praha 4", None),
    ),
    "Sweden": (["Bygg AB", "Box 12", "SE-721 30 Västerås"], ("Bygg AB", "Box 12", "721 30", "Västerås", "SE")),
    "Italy": (["Esempio S.r.l.", "Via Roma 31", "20138 Milano (MI)"], ("Esempio S.r.l.", "Via Roma 31", "20138", "Milano", None)),
    "France": (
        ["Exemple SARL", "12 bis, rue de la Paix", "75002 PARIS CEDEX 02"],
        ("Exemple SARL", "12 bis, rue de la Paix", "75002", "PARIS CEDEX 02", None),
    ),
    "an American house with four figures": (
        ["Crane Inc.", "4815 Airport Way S", "Seattle, WA 98108"],
        ("Crane Inc.", "4815 Airport Way S", "98108", "Seattle", None),
    ),
    "an American town called after a park": (
        ["Crane Inc.", "12 Lake Street", "Oak Park, IL 60302"],
        ("Crane Inc.", "12 Lake Street", "60302", "Oak Park", None),
    ),
    "Brazil with the state": (
        ["Serra Ltda", "Rod. RS-122, km 78, nº 2100 - Farroupilha/RS - CEP 95180-000"],
        ("Serra Ltda", "Rod. RS-122, km 78, nº 2100", "95180-000", "Farroupilha", None),
    ),
    "Hungary on one line": (
        ["Tisza Kft., 6724 Szeged, Kossuth Lajos sgt. 114."],
        ("Tisza Kft.", "Kossuth Lajos sgt. 114.", "6724", "Szeged", None),
    ),
    "Turkey": (
        ["Anadolu A.Ş., Sanayi Cad. No: 5, 16980 Orhangazi"],
        ("Anadolu A.Ş.", "Sanayi Cad. No: 5", "16980", "Orhangazi", None),
    ),
    "Turkey with the district behind the house": (
        ["Anadolu A.Ş.", "Sanayi Bölgesi 12. Cadde No: 7 Nilüfer / BURSA 16140"],
        ("Anadolu A.Ş.", "Sanayi Bölgesi 12. Cadde No: 7", "16140", "Nilüfer / BURSA", None),
    ),
    "Turkey with a store before its street": (
        ["Anadolu Depo, Sanayi Sitesi 4. Blok No: 18", "Osmangazi / BURSA 16110"],
        ("Anadolu Depo", "Sanayi Sitesi 4. Blok No: 18", "16110", "Osmangazi / BURSA", None),
    ),
    "Britain with a county": (
        ["Green Academy", "Station Road, Hartwell, Bucks HP17 8NA"],
        ("Green Academy", "Station Road", "HP17 8NA", "Hartwell", None),
    ),
    "Canada with an abbreviated boulevard": (
        ["Exemple inc.", "8855, boul. Henri-Bourassa Ouest", "Saint-Laurent (Québec) H4S 1P6"],
        ("Exemple inc.", "8855, boul. Henri-Bourassa Ouest", "H4S 1P6", "Saint-Laurent", None),
    ),
    "a footer that parts firm and street by nothing": (
        ["Esimerkki Oy Kylpylänkatu 6, 55100 Imatra"],
        ("Esimerkki Oy", "Kylpylänkatu 6", "55100", "Imatra", None),
    ),
    "Spain with the province": (
        ["Talleres S.A.", "Calle Mayor 22", "48498 Arrankudiaga (Bizkaia)"],
        ("Talleres S.A.", "Calle Mayor 22", "48498", "Arrankudiaga", None),
    ),
    "Britain without a house number": (
        ["Leisure Centre", "Alveston Rise", "Thornbury", "Bristol", "BS35 3JB"],
        ("Leisure Centre", "Alveston Rise", "BS35 3JB", "Bristol", None),
    ),
    "a gate below the street": (
        ["Bistro LLC", "900 W Fulton Market", "Dock 3", "Chicago, IL 60607"],
        ("Bistro LLC", "900 W Fulton Market", "60607", "Chicago", None),
    ),
    "Ireland with the county": (
        ["Lake Hospital", "Lough Road, Mullingar, Co. Westmeath, N91 X2C4"],
        ("Lake Hospital", "Lough Road", "N91 X2C4", "Mullingar", None),
    ),
    "Romania over two lines": (
        ["Exemplu S.R.L.", "Sediul: Str. Lungă nr. 119, Brașov,", "jud. Brașov, 500407"],
        ("Exemplu S.R.L.", "Str. Lungă nr. 119", "500407", "Brașov", None),
    ),
    "France with a box for letters": (
        ["Exemple SAS", "14 rue des Forges", "CS 70412", "35044 RENNES CEDEX"],
        ("Exemple SAS", "14 rue des Forges", "35044", "RENNES CEDEX", None),
    ),
    "Canada": (
        ["Exemple inc.", "2450, boul. des Laurentides", "Laval (Québec) H7M 2Y3"],
        ("Exemple inc.", "2450, boul. des Laurentides", "H7M 2Y3", "Laval", None),
    ),
    "a site before its street": (
        ["Residencial Les Arts, Avda. de Francia, 55 – 46023 Valencia"],
        ("Residencial Les Arts", "Avda. de Francia, 55", "46023", "Valencia", None),
    ),
    "a firm through which another is reached": (
        ["Nordlys sykehus", "v/ Fjordvarme AS", "Rønvikveien 40", "8006 Bodø"],
        ("Nordlys sykehus", "Rønvikveien 40", "8006", "Bodø", None),
    ),
    "Mexico": (
        ["Hidráulica, S.A. de C.V.", "Av. Ruiz 2210 Ote., Col. Moderna", "C.P. 64530, Monterrey, N.L."],
        ("Hidráulica, S.A. de C.V.", "Av. Ruiz 2210 Ote., Col. Moderna", "64530", "Monterrey", None),
    ),
    "a town on the next line": (
        ["Reservoir, c/o Bau AG, Zufahrt Miraniga 3, 7134", "Obersaxen"],
        ("Reservoir", "Zufahrt Miraniga 3", "7134", "Obersaxen", None),
    ),
    "a unit and a box in Sweden": (
        ["Älvdala kommun", "Fakturaenheten FE 412", "Box 100", "796 22 Älvdala"],
        ("Älvdala kommun", "Box 100", "796 22", "Älvdala", None),
    ),
    "France with the firm's kind below its name": (
        ["Coopérative Laitière", "SICA SA à capital variable", "Route de Feurs", "42110 CIVENS"],
        ("Coopérative Laitière", "Route de Feurs", "42110", "CIVENS", None),
    ),
    "no name": (["Speicherstraße 12", "28217 Bremen"], (None, "Speicherstraße 12", "28217", "Bremen", None)),
    "one line": (
        ["Muster GmbH & Co. KG · Hauptstr. 1 · 10115 Berlin"],
        ("Muster GmbH & Co. KG", "Hauptstr. 1", "10115", "Berlin", None),
    ),
    "one line with commas": (
        ["ACME Ltd, 10 High Street, Leeds LS1 4AB"],
        ("ACME Ltd", "10 High Street", "LS1 4AB", "Leeds", None),
    ),
}


@pytest.mark.parametrize("country", ADDRESSES)
def test_an_address_falls_into_its_parts(country):
    lines, expected = ADDRESSES[country]
    found = parse_address(lines)
    parts = (found.name, found.street, found.postal_code, found.city)
    assert (*(part.text if part else None for part in parts), found.country_code) == expected


@pytest.mark.parametrize("country", ADDRESSES)
def test_every_part_is_quoted_from_its_line(country):
    lines, _ = ADDRESSES[country]
    found = parse_address(lines)
    for part in (found.name, found.street, found.postal_code, found.city):
        assert part is None or lines[part.line][part.start : part.end] == part.text


def test_people_telephones_and_other_labels_are_no_part_of_the_place():
    lines = ["ACME Plant 2", "Attn: John Smith", "Cost centre: 4711", "5 Dock Road", "Hull HU1 2AA", "Tel: 01482 123456"]
    found = parse_address(lines)
    assert found.contact is not None
    assert found.contact.text == "John Smith"
    assert found.street is not None
    assert found.street.text == "5 Dock Road"
    assert found.city is not None
    assert found.city.text == "Hull"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["Muster GmbH, Werk 2", "Am Hang 3", "10115 Berlin"], "Muster GmbH, Werk 2"),
        (["Muster AG, Lager Süd, Am Hang 3, 10115 Berlin"], "Muster AG, Lager Süd"),
        (["MERIDIANE S.p.A. - Stabilimento 3", "Via Roma 2", "70032 Bitonto (BA)"], "MERIDIANE S.p.A. - Stabilimento 3"),
        (["Kovo, s.r.o., hala B, Rosinská 9, 010 08 Žilina"], "Kovo, s.r.o., hala B"),
        (["Muster GmbH", "Werk 2", "Am Hang 3", "10115 Berlin"], "Muster GmbH"),
        (["Muster GmbH, Am Tor 3, 10115 Berlin"], "Muster GmbH"),
    ],
)
def test_a_plant_behind_the_firms_name_belongs_to_the_delivery_name(lines, name):
    found = parse_delivery(lines)
    assert (found.name.text, lines[found.name.line][found.name.start : found.name.end]) == (name, name)


def test_what_is_not_printed_stays_open():
    found = parse_address(["Hall 3, gate 4"])
    assert (found.postal_code, found.city, found.country, found.country_code, found.email, found.vat_id) == (None,) * 6


@pytest.mark.parametrize(
    ("lines", "name", "rest"),
    [
        (["Instal Sp. z o.o. Sp.", "k.", "ul. Długa 14", "44-203 Rybnik"], "Instal Sp. z o.o. Sp.", "k."),
        (["Szpital Powiatowy w", "Pszczynie", "ul. Długa 1", "43-200 Pszczyna"], "Szpital Powiatowy w", "Pszczynie"),
        (["Process Equipments", "Pvt. Ltd. (Unit II)", "Plot 44", "Pune - 411 026"], "Process Equipments", "Pvt. Ltd. (Unit II)"),
        (["Muster GmbH", "Einkauf", "Am Hang 3", "10115 Berlin"], "Muster GmbH", None),
    ],
)
def test_a_name_may_go_on_in_the_next_line(lines, name, rest):
    found = parse_address(lines)
    assert (found.name.text, found.name_rest.text if found.name_rest else None) == (name, rest)
    assert addresses_in(lines) == ((0, 4),)


NO_CODES = (
    "Order 4711",
    "März 2026",
    "1200 Industrial Parkway",
    "Bestell-Nr. 4711",
    "Amtsgericht Ulm HRB 55512",
    "OFF-8821",
    "CS 70412",
)


@pytest.mark.parametrize("text", NO_CODES)
def test_a_number_beside_a_word_is_no_postal_code(text):
    found = parse_address(["ACME Ltd", text])
    assert found.postal_code is None


def test_addresses_that_follow_without_a_gap_are_two():
    lines = ["Fjordens Kantiner ApS", "Industrivej 28", "9220 Aalborg Ø", "CVR-nr.: DK45867390"]
    lines += ["Nordwerk Handel GmbH", "Vertrieb", "Speicherstraße 12", "28217 Bremen", "Deutschland", "Rekvisition"]
    assert addresses_in(lines) == ((0, 4), (4, 9))


def test_a_sentence_above_a_footer_is_no_name():
    lines = ["Please quote our number. Part deliveries only by agreement.", "ACME Ltd · 10 High Street · Leeds LS1 4AB"]
    assert addresses_in(lines) == ((1, 2),)


def test_a_house_number_behind_a_name_is_no_postal_code_beside_a_real_one():
    found = parse_address(["Elektro Zuid B.V., Magazijn, De Run 4250, 5503 LL Veldhoven"])
    assert (found.street.text, found.postal_code.text, found.city.text) == ("De Run 4250", "5503 LL", "Veldhoven")


NARROW = {
    "a company below its first words": (
        ["Two Rivers Brewing", "Company, LLC", "90 Depot Street", "Brattleboro, VT 05301"],
        "Company, LLC",
    ),
    "a college below its state": (["North Example State", "College", "1915 Orchard St", "Wenatchee, WA 98801"], "College"),
    "a plant behind a comma": (["Beispiel GmbH,", "Werk 2", "Am Hang 3", "10115 Berlin"], "Werk 2"),
    "a station behind a dash": (["Bergbahn Muster -", "Talstation, Hang 8, 6764 Lech"], "Talstation"),
    "a department": (["Beispiel GmbH", "Einkauf", "Am Hang 3", "10115 Berlin"], None),
}


@pytest.mark.parametrize("cell", NARROW)
def test_a_name_in_a_narrow_cell_goes_on_below(cell):
    lines, rest = NARROW[cell]
    found = parse_delivery(lines).name_rest
    assert (found.text if found is not None else None) == rest


@pytest.mark.parametrize(
    ("line", "street", "code", "city"),
    [
        ("3 place du Marché 72000 Le Mans", "3 place du Marché", "72000", "Le Mans"),
        ("Hauptstr. 5 80331 München", "Hauptstr. 5", "80331", "München"),
        ("ul. Wolska 88 01-126 Warszawa", "ul. Wolska 88", "01-126", "Warszawa"),
    ],
)
def test_a_street_and_its_place_may_stand_on_one_line_without_a_comma(line: str, street: str, code: str, city: str) -> None:
    address = parse_address(["Pharmacie du Marché", line])
    said = [part.text if part else None for part in (address.street, address.postal_code, address.city)]
    assert said == [street, code, city]
