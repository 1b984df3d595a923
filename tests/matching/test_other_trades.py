"""Articles of sixty other trades: what an order line says wrongly of them is never taken for what it names."""

from types import ModuleType

import pytest

from intake.domain.catalogue import MasterData
from intake.domain.master import Product
from intake.matching.evidence import compare
from intake.matching.index import build_index, open_index
from intake.matching.marks import are_of_another, leaves_open, tells_from
from intake.matching.tokens import parse


@pytest.fixture(scope="module")
def trades(tmp_path_factory: pytest.TempPathFactory, trade_traps: ModuleType) -> MasterData:
    path = tmp_path_factory.mktemp("trades") / "master.db"
    build_index(trade_traps.TradesMaster(), path)
    return open_index(path)


def test_no_code_with_a_wrong_digit_is_accepted(trades: MasterData, trade_traps: ModuleType) -> None:
    outcome, wrong = trade_traps.run_trade_traps(trades, 250, seed=21)
    assert not wrong
    assert outcome["right", "right"] > 3 * outcome["right", "held"]


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("pneu été 205/55R17 91V", "Reifen 205/55 R16 91V Sommer"),
        ("cordon Cat 6A S/FTP", "Patchkabel Cat.6 S/FTP"),
        ("lentille -1,25 BC 8,6", "Monatslinse +1,25 dpt BC 8,6"),
        ("FI 40A Typ F", "FI-Schutzschalter 40 A Typ A"),
        ("MCB C16 3P", "Leitungsschutzschalter C16 1-polig"),
        ("Tür DIN L 860x1985", "Zimmertür DIN rechts 860 x 1985 mm"),
        ("yaourt cerise 500 g", "Joghurt Pfirsich 500g"),
        ("LED E27 8W dimmbar", "LED-Lampe E27 8 W nicht dimmbar"),
        ("oring 12x2 FKM80", "O-Ring 12 x 2 VMQ 80"),
        ("relay 24VAC 2CO", "Relais 24V DC 2 Wechsler"),
        ("huile 5W40 5L", "Motoröl 5W-30 5 l"),
        ("bande abrasive 75x533 grain 120", "Schleifband 75x533 K80"),
        ("embout torx T20 25mm", "Bit TX 25 25 mm"),
        ("fuse 5x20 F2A", "Sicherung 5x20 T 2A"),
        ("film étirable 17µ noir", "Stretchfolie 23 my 500 mm schwarz"),
        ("prise double blanc", "Steckdose 3-fach weiß"),
        ("ampoule LED 5W non dimmable", "LED-Lampe 5 W dimmbar"),
        ("kawa mielona 500 g", "Caffè in grani 500 g"),
        ("raccord laiton F/F 1/2", 'Doppelnippel Messing IG/AG 1/2"'),
        ("ampoule GU10 4,9 W", "LED-Leuchtmittel E27 4,9 W"),
        ("cordon Cat.6 F/UTP", "Patchkabel Cat.6 S/FTP"),
        ("tournevis pozi 2 x 100", "Schraubendreher PH2 x 100"),
        ("dowel pin ISO 8734 5m6 x 20", "Zylinderstift ISO 8734 6 m6 x 20"),
        ("sensor M12 PNP NC", "Sensor M12 PNP NO"),
        ("boule verre 8 cm vert sapin", "Weihnachtskugel Glas 8 cm eisblau"),
        ("sac PEHD 120 l rouleau de 20", "Müllsack HDPE 120 l 25 St. Rolle"),
        ("LDPE bag 120 l", "Müllsack HDPE 120 l"),
        ("filetto di salmone Scozia", "Lachsfilet Norwegen"),
        ("table 160 x 80 noyer", "Tisch 160x80 cm Eiche"),
        ("disque de frein 280 mm plein", "Bremsscheibe 280 mm belüftet"),
        ("clé courte 19 mm", "Stecknuss 19 mm lang"),
        ("prise encastrée 16 A", "Steckdose Aufputz 16 A"),
        ("écran 27 pouces plat", "Monitor 27 Zoll gebogen"),
        ("couche nuit taille M", "Windel Tag Gr. M"),
        ("jus pomme trouble 1 l", "Saft Apfel klar 1 l"),
        ("Zylinder 100 mm Hub 100 mm", "Zylinder Kolben 12 mm Hub 100 mm"),
        ("vis tête fraisée TX25 5x60 filetage partiel", "Spanplattenschraube Senkkopf TX25 5x60 Vollgewinde"),
        ("205/45 R17 94H SL", "Reifen 205/45 R17 94H XL"),
        ("205/45R17 94 H XL Sommer", "Reifen 205/45 R17 94H SL"),
        ("t-shirt rot m", "T-Shirt rot XL"),
    ],
)
def test_another_value_contradicts(said: str, ours: str) -> None:
    assert compare(parse(said), parse(ours)).contradictions


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("disjoncteur 2P B 32A 6kA", "Leitungsschutzschalter B32 2-polig 6 kA"),
        ("patch cord Cat6 S/FTP", "Patchkabel Cat.6 S/FTP"),
        ('nypel GZ/GW 3/4"', 'Nippel M/F 3/4"'),
        ("needle 22 G x 1", 'Kanüle 22G x 1"'),
        ("tea towel 50 x 65 pack of 3", "Geschirrtuch 50x65 cm 3er Pack"),
        ("H07RN-F 3 G 2,5 mm²", "H07RN-F 3G2,5 mm²"),
        ("DIN rail power supply 24VDC 5A", "Netzteil Hutschiene 24 V DC 5 A"),
        ("box 30x20x10 cm", "Karton 300x200x100 mm"),
        ("box 300 x 200 x 100", "Karton 30 x 20 x 10 cm"),
        ("book 1 400 pages", "Heft 1400 Seiten"),
        ("Heft 1400 Seiten", "cahier 1 400 pages"),
        ("panel 1 250 mm", "Platte 1250 mm"),
        ("PE bag 120 l", "Müllsack HDPE 120 l"),
        ("walnut table", "Tisch Holz"),
        ("Rohr 9 mm 50m", "Rohr 9 mm 50 m"),
        ("needle 21 G x 1 1/4", 'Kanüle 21G x 1 1/4"'),
        ("pneu 205/55R16 91V", "Reifen 205/55 R16 91V"),
        ("205/45 R17 94H SL XL", "Reifen 205/45 R17 94H XL"),
        ("205/45 R17 94H", "Reifen 205/45 R17 94H XL"),
        ("t-shirt rot xs", "T-Shirt rot XS"),
        ("t-shirt rot pz 5", "T-Shirt rot XL"),
        ("gant nitrile à 100", "gant nitrile XL"),
        ("fuse 5x20 T2A", "Sicherung 5x20 T 2A"),
        ("courroie 6PK 1200", "Keilrippenriemen 6PK1200"),
        ("ciment CEM II 42.5R 25kg", "Zement CEM II 42,5 R 25 kg"),
        ("Steckdose doppelt 230V AC", "prise 2-fach 230 VAC"),
    ],
)
def test_the_same_value_in_another_spelling_does_not(said: str, ours: str) -> None:
    assert not compare(parse(said), parse(ours)).contradictions


def test_a_word_that_only_one_of_two_articles_has_tells_which_is_meant() -> None:
    dry = Product(sku="1", description="Riesling trocken 0,75 l", base_uom="EA")
    half_dry = Product(sku="2", description="Riesling halbtrocken 0,75 l", base_uom="EA")
    mohair = Product(sku="3", description="Farbwalze 18 cm Mohair", base_uom="EA")
    foam = Product(sku="4", description="Farbwalze 18 cm Schaum", base_uom="EA")
    assert tells_from(parse("rouleau mohair 18 cm"), mohair, foam)
    assert not tells_from(parse("rouleau 18 cm"), mohair, foam)
    assert not tells_from(parse("Walze Mohair Schaum"), mohair, foam)
    plain, light = (
        Product(sku="5", description="Ketchup 800 ml", base_uom="EA"),
        Product(sku="6", description="Ketchup light 800 ml", base_uom="EA"),
    )
    assert are_of_another(parse("Ketchup light 800ml"), plain, light)
    assert are_of_another(parse("Ketchup 800 ml"), light, plain)
    assert not are_of_another(parse("Ketchup light 800ml"), light, plain)
    assert are_of_another(parse("Riesling halbtrocken"), dry, half_dry)


def test_a_code_after_no_is_a_code_and_a_word_after_no_is_lacking() -> None:
    assert parse("Art no ABC123 pump").codes == ("abc123",)
    assert parse("pot no lid").lacking == ("lid",)


def _paper(sku: str, grain: str, **more: str) -> Product:
    return Product(sku=sku, description=f"Bilderdruckpapier matt 115 g/m² {grain}", base_uom="EA", descriptions=more)


@pytest.mark.parametrize(
    ("words", "ours", "other"),
    [
        ("icing sugar 1 kg", "Zucker fein 1 kg", "Zucker Puder 1 kg"),
        ("vinaigre mystère 1 l", "Essig fein 1 l", "Weinessig 1 l"),
        ("filetto Ruritania 600 g salmone", "Lachsfilet Norwegen 600 g", "Lachsfilet Schottland 600 g"),
        ("hoge laars zonder neus 41 wit", "Bota alta con puntera talla 41 blanco", "Bota alta sin puntera talla 41 blanco"),
    ],
)
def test_what_is_denied_or_named_by_its_kind_alone_is_left_open_too(words: str, ours: str, other: str) -> None:
    articles = (Product(sku=text, description=text, base_uom="EA") for text in (ours, other))
    assert leaves_open(parse(words), *articles)


@pytest.mark.parametrize(
    ("words", "is_open"),
    [
        ("papel estucado mate 115 g fibra desconocida", True),  # another name of either grain
        ("Bilderdruckpapier matt 115 g", False),  # says less, and nothing else
        ("Bilderdruckpapier matt 115 g Schmalbahn, Laufrichtung lang", False),
    ],
)
def test_a_strange_word_leaves_open_which_of_two_is_meant(words: str, is_open: bool) -> None:
    narrow, broad = _paper("A1", "schmalbahn"), _paper("A2", "breitlauf")
    assert leaves_open(parse(words), narrow, broad) is is_open


def test_a_make_that_no_buyer_translates_is_left_open_by_no_word() -> None:
    ours = _paper("A1", "Altona", en="Art paper matt 115 g/m² Altona")
    other = _paper("A2", "Brema", en="Art paper matt 115 g/m² Brema")
    assert not leaves_open(parse("papel estucado mate 115 g fibra desconocida"), ours, other)


def test_a_letter_behind_a_hyphen_is_of_the_drill_that_has_it() -> None:
    ground, rolled = (
        Product(sku=text, description=text, base_uom="EA") for text in ("Wiertło HSS-G 3,3 mm", "Wiertło HSS-R 3,3 mm")
    )
    assert are_of_another(parse("Wiertło HSS-G 3,3 mm x 65"), rolled, ground)


def test_the_half_of_a_name_is_the_other_article_that_has_it_whole() -> None:
    so_dimm = Product(sku="R1", description="Memory DDR4 16 GB SO-DIMM", base_uom="EA")
    dimm = Product(sku="R2", description="Memory DDR4 16 GB DIMM", base_uom="EA")
    assert are_of_another(parse("RAM DDR4 16GB DIMM"), so_dimm, dimm)
    assert not are_of_another(parse("RAM DDR4 16GB SO-DIMM"), so_dimm, dimm)
