"""Words that are courtesies one by one and change an order together, in every language that has a list of courtesies."""

from __future__ import annotations

from importlib.resources import files

import pytest

from intake.domain.documents import CanvasKind
from intake.extraction.courtesies import gives_otherwise
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.wanting import wants

_CHANGING = {
    "en": (
        "Please send what is available.",
        "This order has been delivered.",
        "Please send the goods to our supplier.",
        "Please deliver to my wife.",
    ),
    "de": (
        "Bitte liefern Sie an unsere Kollegen.",
        "Die Ware haben wir erhalten.",
        "Bitte senden Sie, was vorhanden ist.",
        "Bitte an meine Frau liefern.",
    ),
    "fr": ("Merci d'envoyer ce qui est disponible.", "Cette commande a été livrée.", "Livraison à une autre adresse."),
    "nl": ("Graag de goederen naar onze leverancier sturen.", "Wij hebben de goederen ontvangen.", "Stuur wat er is."),
    "es": ("Entregar a nuestros compañeros.", "Hemos recibido la mercancía.", "El precio está acordado con su compañero."),
    "it": ("Inviare quanto disponibile.", "Abbiamo ricevuto la merce.", "Consegnare ai nostri colleghi."),
    "pl": ("Proszę wysłać wszystko na adres w załączniku.", "Towar otrzymaliśmy.", "Proszę wysłać, co jest dostępne."),
    "pt": ("Enviar a mercadoria ao nosso fornecedor.", "Esta encomenda foi entregue."),
    "sv": ("Skicka det ni har.", "Ordern är levererad.", "Leverera till våra kollegor."),
    "da": ("Send det I har.", "Ordren er leveret.", "Lever til vores kolleger."),
    "no": ("Send det dere har.", "Ordren er levert.", "Lever til våre kolleger."),
    "fi": ("Tilaus on toimitettu.", "Toimitus kollegoillemme."),
    "cs": ("Dodejte po našem potvrzení.", "Zboží zašlete našemu dodavateli."),
    "sk": ("Dodajte po našom potvrdení.", "Tovar zašlite nášmu dodávateľovi."),
    "hu": ("Az árut a beszállítónknak küldjék.", "Az árut megkaptuk."),
    "ro": ("Trimiteți marfa la furnizorul nostru.", "Am primit marfa."),
    "tr": ("Ürünleri tedarikçimize gönderin.", "Bu sipariş teslim edildi."),
}


@pytest.mark.parametrize("sentence", [each for sentences in _CHANGING.values() for each in sentences])
def test_courteous_words_that_give_otherwise_together_are_told(sentence: str) -> None:
    assert gives_otherwise(sentence)


def test_no_language_is_left_out() -> None:
    lists = {
        entry.name.removesuffix(".toml")
        for entry in files("intake.extraction.courtesies").iterdir()
        if entry.name.endswith(".toml")
    }
    assert set(_CHANGING) == lists


@pytest.mark.parametrize(
    "sentence",
    [
        "Please send us your order confirmation.",
        "Please confirm availability and delivery date.",
        "Please let us know when you can deliver.",
        "We have received your quotation.",
        "Please deliver to the following address:",
        "Anbei erhalten Sie unsere Bestellung.",
        "Bitte teilen Sie uns den Liefertermin mit.",
        "Bitte senden Sie die Auftragsbestätigung an diese Adresse.",
        "Merci de nous envoyer votre confirmation de commande.",
        "Merci de nous livrer les articles suivants :",
        "Graag ontvangen wij een orderbevestiging.",
        "Quedamos a la espera de su confirmación de pedido.",
        "Vi preghiamo di inviarci conferma d'ordine.",
        "Proszę o potwierdzenie zamówienia i terminu dostawy.",
        "Agradecemos o envio da confirmação.",
        "Vänligen skicka orderbekräftelse.",
        "Send venligst en ordrebekræftelse.",
        "Prosíme o zaslání potvrzení objednávky.",
        "Kérjük, küldjék el a visszaigazolást.",
        "Vă rugăm să ne trimiteți confirmarea comenzii.",
        "Sipariş onayını göndermenizi rica ederiz.",
    ],
)
def test_asking_for_a_paper_or_an_answer_gives_nothing_otherwise(sentence: str) -> None:
    assert not gives_otherwise(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Please invoice and keep the goods until we call."),
        ("en", "VAT number as before, but swap line 1 for the blue one."),
        ("de", "Teillieferung: die Hälfte jetzt, die Hälfte im Januar."),
        ("fr", "La ligne 2 n'est plus utile, merci d'adapter la facture."),
        ("nl", "Laatste artikel tegen de oude voorwaarden."),
        ("es", "Solo queremos 5 del primer artículo, factura como siempre."),
        ("it", "Fatturate e tenete la merce da voi."),
        ("pl", "Ostatnia pozycja na starych warunkach."),
        ("pt", "Parciais: metade agora, metade em janeiro."),
        ("sv", "Fakturera och behåll varorna."),
        ("da", "Dellevering: halvdelen nu, halvdelen i januar."),
        ("no", "Linje 2 trengs ikke, rett fakturaen."),
        ("fi", "Otamme vain 5 ensimmäistä tuotetta, lasku kuten ennen."),
        ("cs", "Fakturujte a zboží si nechte."),
        ("sk", "Položka 2 nie je potrebná, upravte faktúru."),
        ("hu", "Számlázzanak, az áru maradjon Önöknél."),
        ("ro", "Luăm doar 5 din primul articol, factura ca de obicei."),
        ("tr", "2. kaleme gerek yok, faturayı düzeltin."),
        ("hu", "Kérjük, a számlát és az árut külön címre küldjék."),
        ("pt", "Encomenda provisória, aguarda cabimento orçamental."),
    ],
)
def test_an_invoice_makes_no_standing_condition_of_what_is_said_of_some_of_the_goods(language: str, sentence: str) -> None:
    assert wants(sentence, Utterance((), sentence, CanvasKind.TEXT, is_listed=False), (), language)


@pytest.mark.parametrize(
    "sentence",
    [
        "Invoices must quote our order number.",
        "Rechnungen bitte nur per E-Mail an rechnung@firma.example.",
        "Lieferungen ohne Lieferschein werden nicht angenommen.",
        "Payment within 30 days of receipt of the invoice.",
        "Toute livraison sans bon de livraison sera refusée.",
        "Leveringen zonder pakbon worden geweigerd.",
        "Na fakturze proszę podać numer zamówienia.",
        "Formular EK-07, Stand 01/2025",
        "Bitte bestätigen Sie den Auftrag innerhalb von zwei Arbeitstagen.",
    ],
)
def test_what_buyers_print_on_every_order_wants_nothing(sentence: str) -> None:
    assert not wants(sentence, Utterance((), sentence, CanvasKind.TEXT, is_listed=False), (), None)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Tavarat lähetetään Turun toimipisteeseen."),
        ("de", "Bitte noch 2 Europaletten dazu."),
        ("it", "Consegnare al magazzino di Bollate."),
        ("es", "El vencimiento de los productos debe ser posterior a 2027."),
        ("fr", "À livrer au tribunal de Lille."),
        ("pt", "Mais 2 descargas para autoclismo."),
        ("hu", "Az árut leszállították."),
    ],
)
def test_a_word_like_one_of_standing_conditions_hides_no_wish(language: str, sentence: str) -> None:
    assert wants(sentence, Utterance((), sentence, CanvasKind.TEXT, is_listed=False), (), language)


@pytest.mark.parametrize(
    "sentence",
    [
        "Anlieferung auf Europaletten.",
        "Lähete mukaan.",
        "Bolla di accompagnamento in duplice copia.",
        "Compétence exclusive du tribunal de commerce de Paris.",
        "Az árut kérjük leszállítani.",
    ],
)
def test_the_papers_pallets_and_courts_of_standing_conditions_want_nothing(sentence: str) -> None:
    assert not wants(sentence, Utterance((), sentence, CanvasKind.TEXT, is_listed=False), (), None)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Please deliver in parts."),
        ("en", "Unloading at our other site."),
        ("de", "Bitte in Teilen liefern."),
        ("es", "Entrega bajo pedido."),
        ("fr", "Livraison en plusieurs fois."),
        ("sv", "Leverera gärna i delar."),
        ("pl", "Prosimy o dostawę partiami."),
    ],
)
def test_goods_in_several_deliveries_or_on_call_are_a_wish(language: str, sentence: str) -> None:
    assert wants(sentence, Utterance((), sentence, CanvasKind.TEXT, is_listed=False), (), language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Please process on confirmation."),
        ("fr", "Livraison dès réception de notre accord."),
        ("fr", "Commande sous condition."),
        ("it", "Ordine da confermare."),
        ("es", "Pedido a confirmar."),
        ("pl", "Proszę wysłać po potwierdzeniu."),
        ("cs", "Dodejte prosím po potvrzení."),
    ],
)
def test_an_order_that_waits_for_its_senders_word_is_no_courtesy(language: str, sentence: str) -> None:
    assert wants(sentence, Utterance((), sentence, CanvasKind.TEXT, is_listed=False), (), language)
