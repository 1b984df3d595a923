"""Small talk beside an order, and sentences that begin as talk and change it."""

from __future__ import annotations

import pytest

from intake.domain.documents import CanvasKind
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.remarks import turns
from intake.extraction.small_talk import is_small_talk
from intake.extraction.wanting import wants

_TALK = [
    ("en", "Hope you had a lovely time at the fair, the weather was awful here."),
    ("de", "Danke für den netten Besuch, der Kaffee war hervorragend."),
    ("fr", "J'espère que la rentrée s'est bien passée."),
    ("it", "Grazie per la visita, è stato un piacere."),
    ("nl", "Wat een gezellig feest was dat dit weekend."),
    ("da", "Det var hyggeligt at se jer på messen."),
    ("cs", "Díky za katalog, hezký víkend."),
    ("hu", "Remélem, kellemes volt a hétvége."),
    ("en", "Hope you had a lovely summer."),
    ("de", "Schönen Urlaub noch."),
    ("nl", "Hopelijk was de vakantie fijn."),
]
_BUSINESS = [
    ("en", "Thanks for the chat, we agreed on fifty."),
    ("en", "Hope you had a great weekend, please hold everything."),
    ("en", "Lovely catching up, bring it along to the fair."),
    ("en", "Sorry about the typo in the list."),
    ("de", "Zur Messe bitte."),
    ("de", "Danke, die Helme können weg."),
    ("de", "Die Azubine hat sich vertippt."),
    ("fr", "Merci pour le café, on prend les rouges."),
    ("it", "Grazie, ne abbiamo ancora."),
    ("nl", "De mail ging per ongeluk weg."),
    ("sv", "Till mässan tack."),
    ("da", "Praktikanten kommer forbi."),
    ("no", "Takk for kaffen, vi tar de røde."),
    ("pl", "Po targach."),
    ("cs", "Hezký víkend, vyzvedneme."),
    ("hu", "Köszi, még van."),
    ("tr", "Fuardan sonra."),
    ("ro", "Mulțumim, mai avem."),
    ("es", "Gracias por el descuento."),
    ("pt", "O email saiu por engano."),
    ("fi", "Kiitos, kypärät voivat odottaa."),
    ("no", "Dette ble ødelagt i snøstormen, dekker garantien:"),
    ("en", "Thanks for the visit, the snow brought us these:"),
    ("sk", "Veľtrh, tam to vezmite."),
    ("en", "Please send it back."),
    ("en", "Please ship it to my husband."),
    ("en", "Please send the order, cold."),
    ("en", "To my wife thanks."),
    ("de", "Bitte per Bahn liefern."),
    ("de", "Ins Regal danke."),
    ("fr", "Merci de livrer, en été."),
    ("es", "Envío en frío por favor."),
    ("nl", "Graag bij mijn man bezorgen."),
    ("sv", "Leverans till min fru tack."),
    ("cs", "Dodat do regálu."),
    ("en", "Thanks for engraving our logo."),
    ("fr", "Merci de laisser au salon."),
    ("de", "In Weihnachtspapier."),
    ("de", "Über Weihnachten niemand da."),
    ("de", "Wegen Schnee unbefahrbar."),
    ("nl", "Wij zijn met vakantie in de zomer."),
    ("it", "Siamo in ferie a Natale."),
    ("sv", "Vi har semester hela sommaren."),
]


@pytest.mark.parametrize(("language", "sentence"), _TALK)
def test_talk_leaves_the_order_as_it_is(language: str, sentence: str) -> None:
    assert is_small_talk(sentence, language, ())


@pytest.mark.parametrize(("language", "sentence"), _BUSINESS)
def test_talk_with_a_word_of_the_trade_is_for_a_person(language: str, sentence: str) -> None:
    assert turns(sentence, language) or not is_small_talk(sentence, language, ())


def test_goods_are_no_talk() -> None:
    sentence = "Thanks for the lovely helmets."

    assert is_small_talk(sentence, "en", ())
    assert not is_small_talk(sentence, "en", ("helmet", "trail"))


def test_a_question_and_a_mail_of_no_known_language_are_for_a_person() -> None:
    assert not is_small_talk("Lovely weather for the fair, is it?", "en", ())
    assert not is_small_talk("Lovely weather for the fair.", None, ())


@pytest.mark.parametrize(
    "sentence",
    [
        "Lägg till leveransadress",
        "Mellékelten küldjük a rendelésmódosítást.",
        "Materialrückgabe",
        "Retour des marchandises ci-joint.",
        "Toimittamatta oleva tilaus.",
        "Delivery date to be agreed",
    ],
)
def test_what_names_a_change_a_return_or_an_open_day_is_for_a_person(sentence: str) -> None:
    assert wants(sentence, Utterance((), sentence, CanvasKind.TEXT, is_listed=False), (), None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Prosimy o dostawę na koniec miesiąca.",
        "Prosíme o dodání na tento týden.",
        "Livrare săptămâna aceasta.",
        "Vi mangler leveringen.",
        "Die Ware haben wir inzwischen.",
        "Liefern Sie bitte bis dann.",
        "Merci de livrer chez moi.",
        "Please deliver at half term.",
    ],
)
def test_a_time_a_place_or_goods_that_are_missing_are_for_a_person(sentence: str) -> None:
    assert wants(sentence, Utterance((), sentence, CanvasKind.TEXT, is_listed=False), (), None)


@pytest.mark.parametrize("sentence", ["Bis dann!", "Hasta la próxima.", "Na razie"])
def test_taking_leave_wants_nothing(sentence: str) -> None:
    assert not wants(sentence, Utterance((), sentence, CanvasKind.TEXT, is_listed=False), (), None)
