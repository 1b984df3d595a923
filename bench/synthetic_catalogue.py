"""A catalogue of dense size series, of any length, made up from a number: article i is the same at every call and every size.

Each article carries what it states as attributes, so that a query made from it can be scored: a proposal is consistent when it has
every attribute that the query says. Nothing here knows how matching works.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from math import prod

from intake.domain.master import (
    Contact,
    CrossReference,
    Customer,
    ExchangeRate,
    ListPrice,
    Product,
    ProductUnit,
    ShipToAddress,
    TaxRate,
)

THREADS = ("3", "4", "5", "6", "8", "10", "12", "14", "16", "20", "24", "30")
LENGTHS = (
    "10",
    "12",
    "16",
    "20",
    "25",
    "30",
    "35",
    "40",
    "45",
    "50",
    "55",
    "60",
    "70",
    "80",
    "90",
    "100",
    "110",
    "120",
    "140",
    "150",
)
INCHES = ("1/4", "3/8", "1/2", "3/4", "1", "1 1/4", "1 1/2", "2")
COLOURS = (
    ("red", "rot"),
    ("blue", "blau"),
    ("green", "grün"),
    ("yellow", "gelb"),
    ("black", "schwarz"),
    ("white", "weiß"),
    ("grey", "grau"),
)
BRANDS = tuple(
    "Altona Brema Corvus Dorado Elstar Fenwick Gantry Halden Iduna Jarvik Kolbe Lunaro Mistral Nordec Orbis Palanx Quarto Rotex Sabik"
    " Tendo Umbra Valdor Wexel Xenial Yarrow Zentro Amaro Berill Castor Deltan Esteem Fulmar Grendel Hektor Ixion Juneau Kestrel Lumen"
    " Merak Nimbus".split()
)
SERIES = tuple("Pro Eco Basic Plus Max Prime Select Ultra Classic Comfort Expert Form Future Grip Hybrid Inno Jet Kraft Level Motion Neo "
               "Optima Power Quick Rapid".split())  # fmt: skip


@dataclass(frozen=True)
class Family:
    """`english` and `german` are formats over the attributes; `says` are the words a buyer uses for the thing."""

    code: str
    english: str
    german: str
    axes: dict[str, tuple[object, ...]]
    says: tuple[str, ...]
    short: str


def _pairs(colours: tuple[tuple[str, str], ...]) -> tuple[object, ...]:
    return tuple(colours)


F = Family
_FASTENER = {"d": THREADS, "l": LENGTHS, "mat": ("A2", "A4", "8.8", "10.9"), "pack": ("50", "100", "200", "500")}
FAMILIES: tuple[Family, ...] = (
    F("HX", "Hex bolt DIN 933 M{d}x{l} {mat}, pack of {pack}", "Sechskantschraube DIN 933 M{d}x{l} {mat}, VE {pack}", _FASTENER, ("Sechskantschraube", "hex bolt", "6kt-Schraube"), "M{d}x{l} {mat}"),
    F("ZY", "Socket cap screw DIN 912 M{d}x{l} {mat}, pack of {pack}", "Zylinderschraube DIN 912 M{d}x{l} {mat}, VE {pack}", _FASTENER, ("Zylinderschraube", "socket cap screw"), "M{d} x {l} {mat}"),
    F("SK", "Countersunk screw DIN 7991 M{d}x{l} {mat}, pack of {pack}", "Senkschraube DIN 7991 M{d}x{l} {mat}, VE {pack}", _FASTENER, ("Senkschraube", "countersunk screw"), "M{d}x{l} {mat}"),
    F("MU", "Hex nut DIN 934 M{d} {mat}, pack of {pack}", "Sechskantmutter DIN 934 M{d} {mat}, VE {pack}", {"d": THREADS, "mat": ("A2", "A4", "8", "10"), "pack": ("50", "100", "200", "500", "1000")}, ("Mutter", "hex nut", "Sechskantmutter"), "M{d} {mat}"),
    F("US", "Washer DIN 125 {d} mm {mat}, pack of {pack}", "Unterlegscheibe DIN 125 {d} mm {mat}, VE {pack}", {"d": ("4,3", "5,3", "6,4", "8,4", "10,5", "13", "17", "21"), "mat": ("A2", "A4", "St"), "pack": ("100", "200", "500")}, ("Scheibe", "washer", "U-Scheibe"), "{d} mm {mat}"),
    F("GS", "Threaded rod DIN 976 M{d} x {l} mm", "Gewindestange DIN 976 M{d} x {l} mm", {"d": THREADS, "l": ("500", "1000", "2000", "3000")}, ("Gewindestange", "threaded rod"), "M{d} x {l} mm"),
    F("HS", "Wood screw {d}x{l} mm TX{t} zinc plated, {pack} pcs", "Holzschraube {d}x{l} mm TX{t} verzinkt, {pack} Stk", {"d": ("3", "3,5", "4", "4,5", "5", "6"), "l": LENGTHS, "t": ("10", "15", "20", "25"), "pack": ("100", "200", "500")}, ("Holzschraube", "wood screw", "Spanplattenschraube"), "{d}x{l} TX{t}"),
    F("OR", "O-ring {d} x {w} mm {mat}", "O-Ring {d} x {w} mm {mat}", {"d": tuple(str(n) for n in range(4, 120, 3)), "w": ("1,5", "2", "2,5", "3", "3,5", "4", "5"), "mat": ("NBR", "EPDM", "FKM")}, ("O-Ring", "O ring"), "{d} x {w} {mat}"),
    F("KR", "Copper pipe {d} x {w} mm, {l} m", "Kupferrohr {d} x {w} mm, {l} m", {"d": ("12", "15", "18", "22", "28", "35", "42"), "w": ("0,8", "1", "1,2", "1,5"), "l": ("2,5", "5", "25", "50")}, ("Kupferrohr", "copper pipe"), "{d} x {w} mm {l} m"),
    F("SL", "Water hose {i}\" {l} m {bar} bar", "Wasserschlauch {i}\" {l} m {bar} bar", {"i": INCHES, "l": ("10", "15", "20", "25", "30", "40", "50"), "bar": ("6", "8", "10", "16", "20")}, ("Wasserschlauch", "water hose", "Schlauch"), "{i} Zoll {l} m {bar} bar"),
    F("KH", "Ball valve brass {i}\" PN{pn}", "Kugelhahn Messing {i}\" PN{pn}", {"i": INCHES, "pn": ("10", "16", "25", "30", "40")}, ("Kugelhahn", "ball valve"), "{i}\" PN {pn}"),
    F("NY", "Cable NYM-J {n}x{q} mm², {l} m", "Kabel NYM-J {n}x{q} mm², {l} m", {"n": ("3", "4", "5", "7"), "q": ("1,5", "2,5", "4", "6", "10", "16"), "l": ("25", "50", "100", "500")}, ("NYM-J", "Kabel NYM-J", "NYM-J cable"), "{n}x{q} {l} m"),
    F("HV", "Single core wire H07V-K {q} mm² {c}, {l} m", "Einzelader H07V-K {q} mm² {c}, {l} m", {"q": ("0,75", "1", "1,5", "2,5", "4", "6", "10", "16"), "c": _pairs(COLOURS), "l": ("50", "100", "250", "500")}, ("H07V-K", "Einzelader H07V-K"), "{q} mm² {c} {l} m"),
    F("LE", "LED lamp {s} {v} V {w} W {k} K", "LED-Lampe {s} {v} V {w} W {k} K", {"s": ("E27", "E14", "GU10", "G9", "B22"), "v": ("12", "24", "230"), "w": ("3", "4", "5", "7", "9", "11", "13", "15"), "k": ("2700", "3000", "4000", "6500")}, ("LED-Lampe", "LED lamp", "LED Leuchtmittel"), "{s} {v}V {w}W {k}K"),
    F("SI", "Fuse {t} {a} A {d}x{l} mm", "Feinsicherung {t} {a} A {d}x{l} mm", {"t": ("T", "F", "FF"), "a": ("0,5", "1", "1,6", "2", "2,5", "4", "5", "6,3", "8", "10", "16"), "d": ("5", "6,3"), "l": ("20", "25", "32")}, ("Sicherung", "fuse", "Feinsicherung"), "{a} A {d}x{l}"),
    F("LS", "Circuit breaker {t}{a} {p}-pole {ka} kA", "Leitungsschutzschalter {t}{a} {p}-polig {ka} kA", {"t": ("B", "C", "D"), "a": ("6", "10", "13", "16", "20", "25", "32", "40", "63"), "p": ("1", "2", "3", "4"), "ka": ("6", "10")}, ("Leitungsschutzschalter", "circuit breaker", "LS-Schalter"), "{t}{a} {p}-polig {ka} kA"),
    F("KL", "Deep groove ball bearing {n} {z} {d}x{o} mm", "Rillenkugellager {n} {z} {d}x{o} mm", {"n": tuple(f"6{s}{b:02d}" for s in (0, 2, 3) for b in range(0, 15)), "z": ("2RS", "ZZ", "C3"), "d": ("10", "12", "15", "17", "20", "25"), "o": ("26", "32", "35", "42", "47", "52")}, ("Rillenkugellager", "ball bearing", "Kugellager"), "{n} {z}"),
    F("KE", "V-belt {p} {l}", "Keilriemen {p} {l}", {"p": ("SPA", "SPB", "SPZ", "XPA"), "l": tuple(str(n) for n in range(800, 3000, 50))}, ("Keilriemen", "V-belt"), "{p} {l}"),
    F("HA", "Work glove {m} {c} size {g}, {pack} pairs", "Arbeitshandschuh {m} {c} Gr. {g}, {pack} Paar", {"m": ("nitrile", "latex", "vinyl"), "c": _pairs(COLOURS), "g": ("6", "7", "8", "9", "10", "11", "12"), "pack": ("1", "6", "12", "144")}, ("Handschuh", "work glove", "Arbeitshandschuh"), "{m} {c} Gr. {g}"),
    F("SC", "Safety shoe {s} {c} size {g}", "Sicherheitsschuh {s} {c} Gr. {g}", {"s": ("S1P", "S2", "S3"), "c": _pairs(COLOURS), "g": tuple(str(n) for n in range(36, 50))}, ("Sicherheitsschuh", "safety shoe"), "{s} {c} Gr. {g}"),
    F("HO", "Work trousers {c} size {g}", "Arbeitshose {c} Gr. {g}", {"c": _pairs(COLOURS), "g": ("S", "M", "L", "XL", "2XL", "3XL", "46", "48", "50", "52", "54", "56")}, ("Arbeitshose", "work trousers", "Bundhose"), "{c} Gr. {g}"),
    F("BO", "HSS twist drill {d} x {l} mm", "Spiralbohrer HSS {d} x {l} mm", {"d": tuple(f"{n / 2:g}".replace(".", ",") for n in range(2, 40)), "l": ("50", "75", "100", "125", "150", "200")}, ("Spiralbohrer HSS", "HSS drill", "Bohrer"), "{d} x {l}"),
    F("SD", "SDS-plus hammer drill bit {d} x {l} mm", "SDS-plus Hammerbohrer {d} x {l} mm", {"d": tuple(str(n) for n in range(4, 30)), "l": ("110", "160", "210", "260", "310", "450")}, ("SDS-plus Bohrer", "SDS drill bit", "Hammerbohrer"), "{d} x {l} mm"),
    F("TR", "Cutting disc {d} x {t} x {b} mm {m}", "Trennscheibe {d} x {t} x {b} mm {m}", {"d": ("75", "100", "115", "125", "150", "180", "230", "300"), "t": ("1", "1,6", "2", "2,5", "3"), "b": ("10", "22,23", "25,4"), "m": ("Inox", "Stein", "Metall")}, ("Trennscheibe", "cutting disc"), "{d}x{t}x{b} {m}"),
    F("SP", "Sanding sheet P{k} {b}x{l} mm, {pack} pcs", "Schleifpapier P{k} {b}x{l} mm, {pack} Stk", {"k": ("40", "60", "80", "100", "120", "180", "240", "320", "400", "600"), "b": ("70", "93", "115", "230"), "l": ("125", "180", "230", "280"), "pack": ("10", "25", "50")}, ("Schleifpapier", "sandpaper", "sanding sheet"), "P{k} {b}x{l}"),
    F("KB", "Packing tape {b} mm x {l} m {c}", "Packband {b} mm x {l} m {c}", {"b": ("19", "25", "38", "50", "75"), "l": ("33", "50", "66", "100", "990"), "c": _pairs(COLOURS)}, ("Klebeband", "packing tape", "Packband"), "{b} mm x {l} m {c}"),
    F("FO", "Stretch film {b} mm x {l} m {s} my", "Stretchfolie {b} mm x {l} m {s} my", {"b": ("100", "250", "450", "500"), "l": ("150", "200", "260", "300", "1500"), "s": ("12", "15", "17", "20", "23", "30")}, ("Stretchfolie", "stretch film", "Folie"), "{b} mm x {l} m {s} my"),
    F("LA", "Paint RAL {r} {v} l", "Lack RAL {r} {v} l", {"r": ("1003", "1015", "3000", "3020", "5010", "5015", "6005", "7016", "7035", "9005", "9010", "9016"), "v": ("0,375", "0,75", "1", "2,5", "5", "10")}, ("Lack", "paint", "Buntlack"), "RAL {r} {v} l"),
    F("OL", "Motor oil {w} {v} l", "Motoröl {w} {v} l", {"w": ("0W-20", "5W-30", "5W-40", "10W-40", "15W-40"), "v": ("1", "2", "4", "5", "10", "20", "60", "208")}, ("Motoröl", "motor oil", "Oil"), "{w} {v} l"),
    F("FE", "Grease cartridge {t} {g} g", "Schmierfett Kartusche {t} {g} g", {"t": ("EP1", "EP2", "EP3", "LX2"), "g": ("100", "250", "400", "500", "1000")}, ("Schmierfett", "grease"), "{t} {g} g"),
    F("RE", "Glass cleaner {v} ml", "Glasreiniger {v} ml", {"v": ("250", "500", "750", "1000", "5000", "10000")}, ("Glasreiniger", "glass cleaner"), "{v} ml"),
    F("KA", "Carton {l}x{b}x{h} mm {w}-wall", "Karton {l}x{b}x{h} mm {w}-wellig", {"l": ("200", "300", "400", "500", "600", "800"), "b": ("150", "200", "250", "300", "400"), "h": ("100", "150", "200", "300", "400"), "w": ("1", "2")}, ("Faltkarton", "carton box", "Karton"), "{l}x{b}x{h} mm"),
    F("PA", "Copy paper {f} {g} g/m² {n} sheets", "Kopierpapier {f} {g} g/m² {n} Blatt", {"f": ("A3", "A4", "A5"), "g": ("70", "75", "80", "90", "100", "120", "160"), "n": ("100", "250", "500", "2500")}, ("Kopierpapier", "copy paper"), "{f} {g} g {n} Blatt"),
    F("ST", "Marker {c} {b} mm", "Marker {c} {b} mm", {"c": _pairs(COLOURS), "b": ("0,4", "0,7", "1", "1,5", "2", "5", "10")}, ("Marker", "Filzstift", "marker pen"), "{c} {b} mm"),
    F("FI", "Bag filter {k} {b}x{h}x{t} mm", "Taschenfilter {k} {b}x{h}x{t} mm", {"k": ("G4", "M5", "M6", "F7", "F9"), "b": ("287", "490", "592"), "h": ("287", "490", "592", "892"), "t": ("360", "500", "534", "600", "635")}, ("Taschenfilter", "bag filter"), "{k} {b}x{h}x{t}"),
    F("BA", "Battery {t} {v} V {ah} Ah", "Akku {t} {v} V {ah} Ah", {"t": ("AGM", "GEL", "LiFePO4"), "v": ("6", "12", "24", "48"), "ah": ("1,2", "2,2", "4", "7", "7,2", "9", "12", "18", "26", "40", "60", "100")}, ("Akku", "battery", "Batterie"), "{t} {v} V {ah} Ah"),
    F("ZY2", "Pneumatic cylinder bore {d} mm stroke {h} mm", "Pneumatikzylinder Kolben {d} mm Hub {h} mm", {"d": ("12", "16", "20", "25", "32", "40", "50", "63", "80", "100"), "h": ("10", "25", "50", "80", "100", "125", "160", "200", "250", "320", "400", "500")}, ("Pneumatikzylinder", "pneumatic cylinder"), "{d} mm Hub {h} mm"),
)  # fmt: skip


@dataclass(frozen=True)
class Article:
    """`attributes` holds the family ("") and one value an axis, the brand and the series."""

    number: int
    family: Family
    attributes: dict[str, str] = field(hash=False)
    english: str = ""
    german: str = ""

    @property
    def sku(self) -> str:
        return sku_of(self.number)


def _check_digit(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def sku_of(number: int) -> str:
    """Numbers stand densely, as in most ERPs: a wrong digit often hits another article."""
    return f"{FAMILIES[number % len(FAMILIES)].code}-{100000 + number * 3 // 2}"


def gtin_of(number: int) -> str:
    digits = f"40{number:010d}"
    return digits + _check_digit(digits)


def article(number: int) -> Article:
    """Article `number`. Within a family all attribute values, brands and series come in turn, dense in the sizes."""
    family = FAMILIES[number % len(FAMILIES)]
    axes = {**family.axes, "brand": BRANDS, "series": SERIES}
    space = prod(len(values) for values in axes.values())
    place = (number // len(FAMILIES)) % space
    attributes: dict[str, object] = {"": family.code}
    for name, values in axes.items():
        place, index = divmod(place, len(values))
        attributes[name] = values[index]
    english = {name: value[0] if isinstance(value, tuple) else value for name, value in attributes.items()}
    german = {name: value[1] if isinstance(value, tuple) else value for name, value in attributes.items()}
    plain = {name: str(value) for name, value in english.items()}
    tail = f" {plain['brand']} {plain['series']}"
    return Article(number, family, plain, family.english.format(**english) + tail, family.german.format(**german) + tail)


def product_of(number: int) -> Product:
    made = article(number)
    return Product(
        sku=made.sku,
        description=made.english,
        gtin=gtin_of(number),
        manufacturer=made.attributes["brand"],
        manufacturer_part_number=f"{made.attributes['brand'][:2].upper()}{number * 7 + 100003}",
        base_uom="EA",
        descriptions={"de": made.german},
    )


class SyntheticMaster:
    """A `MasterSource` of `size` articles and a few customers."""

    def __init__(self, size: int, version: str = "synthetic") -> None:
        self.size = size
        self.version = version

    def customers(self) -> Iterator[Customer]:
        for number in range(1, 6):
            yield Customer(
                customer_no=f"C{number}", name=f"Kunde {number} GmbH", country="DE", currency="EUR", payment_terms="30 days net"
            )

    def contacts(self) -> Iterator[Contact]:
        for number in range(1, 6):
            yield Contact(customer_no=f"C{number}", email=f"einkauf@kunde{number}.example")

    def ship_tos(self) -> Iterator[ShipToAddress]:
        return iter(())

    def products(self) -> Iterator[Product]:
        return (product_of(number) for number in range(self.size))

    def product_units(self) -> Iterator[ProductUnit]:
        return (ProductUnit(sku=sku_of(number), uom="BX", factor=Decimal(100)) for number in range(0, self.size, 4))

    def cross_references(self) -> Iterator[CrossReference]:
        for number in range(0, self.size, max(1, self.size // 2000)):
            yield CrossReference(customer_no="C1", customer_part_number=f"K{700000 + number * 3}", sku=sku_of(number))

    def prices(self) -> Iterator[ListPrice]:
        for number in range(self.size):
            cents = random.Random(number).randint(5, 99_999)  # noqa: S311
            yield ListPrice(sku=sku_of(number), uom="EA", unit_price=Decimal(cents) / 100, currency="EUR")

    def tax_rates(self) -> Iterator[TaxRate]:
        yield TaxRate(country="DE", rate_percent=Decimal(19))

    def exchange_rates(self) -> Iterator[ExchangeRate]:
        return iter(())
