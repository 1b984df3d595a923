"""Telling a writer's own words from earlier mail, signatures and small print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.documents import Quoting
from intake.domain.mail_headers import is_forward_subject, is_marker
from intake.domain.quoting import mark_lines, unquoted

OWN, QUOTED, SIGNATURE = Quoting.OWN, Quoting.QUOTED, Quoting.SIGNATURE


def marks(text: str, *, is_forwarded: bool = False) -> dict[str, Quoting]:
    """Each spoken line with its mark."""
    lines = text.strip("\n").split("\n")
    marked = mark_lines([unquoted(line) for line in lines], is_forwarded=is_forwarded)
    return {line: mark for line, mark in zip(lines, marked.quoting, strict=True) if line.strip()}


@pytest.mark.parametrize(
    "introduction",
    [
        "On Mon, Apr 2, 2026 at 6:26 PM, Supply Desk <desk@seller.example> wrote:",
        "On Apr 3, 2026, at 4:19 PM, Supply Desk wrote:",
        "Am 03.04.2026 um 16:19 schrieb Verkauf <verkauf@seller.example>:",
        "Am Fr., 3. Apr. 2026 um 16:19 Uhr schrieb Verkauf <verkauf@seller.example>:",
        "Verkauf <verkauf@seller.example> schrieb am Fr., 3. Apr. 2026, 16:19:",
        "Le ven. 3 avr. 2026 à 16:19, Service Ventes <ventes@seller.example> a écrit :",
        "Op vr 3 apr. 2026 om 16:19 schreef Verkoop <verkoop@seller.example>:",
        "pt., 3 kwi 2026 o 16:19 Sprzedaż <sprzedaz@seller.example> napisał(a):",
        "W dniu 3.04.2026 o 16:19, Sprzedaż pisze:",
        "El vie, 3 abr 2026 a las 16:19, Ventas (<ventas@seller.example>) escribió:",
        "Il giorno ven 3 apr 2026 alle ore 16:19 Vendite <vendite@seller.example> ha scritto:",
        "Den fre 3 apr. 2026 kl 16:19 skrev Försäljning <order@seller.example>:",
        '03.04.2026, 16:19, "Supply Desk" <desk@seller.example>:',
        "Fri, 3 Apr 2026 16:19:51 +0400 от Supply Desk <desk@seller.example>:",
    ],
)
def test_what_a_program_introduces_as_somebody_elses_words_is_history(introduction: str) -> None:
    found = marks(f"10 pcs M8 please\n\n{introduction}\n\nlast month: 500 pcs M10")
    assert found["10 pcs M8 please"] is OWN
    assert found[introduction] is QUOTED
    assert found["last month: 500 pcs M10"] is QUOTED


def test_an_introduction_may_be_wrapped_over_several_lines() -> None:
    found = marks("Yes please\nOn Mon, Apr 2, 2026 at\n6:26 PM, Supply Desk <desk@seller.example>\nwrote:\n\n> 500 pcs")
    assert found["Yes please"] is OWN
    assert found["On Mon, Apr 2, 2026 at"] is QUOTED
    assert found["wrote:"] is QUOTED


def test_the_writer_goes_on_below_and_between_quoted_lines() -> None:
    found = marks("Am 03.04.2026 um 16:19 schrieb Verkauf:\n> Wie viele?\n10 Stück\n> Wann?\nKW 14")
    assert found["> Wie viele?"] is QUOTED
    assert found["10 Stück"] is OWN
    assert found["KW 14"] is OWN


@pytest.mark.parametrize(
    "block",
    [
        "From: Sales <sales@seller.example>\nSent: Monday, March 2, 2026 5:44 PM\nTo: Buyer\nSubject: Order",
        "Von: Verkauf <v@seller.example>\nGesendet: Montag, 2. März 2026 17:44\nAn: Einkauf\nBetreff: AW: Bestellung",
        "De : Ventes <v@seller.example>\nEnvoyé : lundi 2 mars 2026 17:44\nÀ : Achats\nObjet : RE: Commande",
        "Van: Verkoop <v@seller.example>\nVerzonden: maandag 2 maart 2026 17:44\nAan: Inkoop\nOnderwerp: RE: Bestelling",
        "Od: Sprzedaż <s@seller.example>\nWysłano: poniedziałek, 2 marca 2026 17:44\nDo: Zakupy\nTemat: ODP: Zamówienie",
        "De: Ventas <v@seller.example>\nEnviado el: lunes, 2 de marzo de 2026 17:44\nPara: Compras\nAsunto: RE: Pedido",
        "Da: Vendite <v@seller.example>\nInviato: lunedì 2 marzo 2026 17:44\nA: Acquisti\nOggetto: R: Ordine",
        "Från: Sälj <s@seller.example>\nSkickat: den 2 mars 2026 17:44\nTill: Inköp\nÄmne: SV: Beställning",
        "*From:* Sales <sales@seller.example>\n*Date:* Monday, March 2, 2026 at 17:44\n*To:* Buyer\n*Subject:* Order",
        "-----Original Message-----\nFrom: sales@seller.example\nTo: buyer@customer.example\nSubject: Order",
        "-----Ursprüngliche Nachricht-----",
        "________________________________\nVon: Verkauf <v@seller.example>\nDatum: 2. März 2026 um 17:44\nAn: Einkauf\nBetreff: x",
        "Feladó: Eladás <e@seller.example>\nElküldve: 2026. március 2., hétfő 17:44\nCímzett: Vevő\nTárgy: Rendelés",
        "De la: Vânzări <v@seller.example>\nTrimis: luni, 2 martie 2026 17:44\nCătre: Cumpărător\nSubiect: Comanda",
        "Kimden: Satış <s@seller.example>\nGönderildi: 2 Mart 2026 Pazartesi 17:44\nKime: Alıcı\nKonu: Sipariş",
        "Od: Predaj <p@seller.example>\nOdoslané: pondelok 2. marca 2026 17:44\nKomu: Nákup\nPredmet: Objednávka",
        "Verkauf ---02.03.2026 17:44:12---Hallo, wie besprochen",
    ],
)
def test_everything_below_a_header_block_is_history_in_a_reply(block: str) -> None:
    found = marks(f"10 Stück M8\n\n{block}\n\n500 Stück vom letzten Monat")
    assert found["10 Stück M8"] is OWN
    assert all(mark is QUOTED for line, mark in found.items() if line != "10 Stück M8")


def test_a_memo_head_on_an_order_is_no_earlier_mail() -> None:
    memo = "From: Buyer Ltd, Purchasing\nTo: Sales\nDate: 3 March 2026\nSubject: Purchase order 4711\n\n10 pcs M8x40"
    assert set(marks(memo).values()) == {OWN}


OUTLOOK = "Von: {name}\nGesendet: Montag, 2. März 2026 17:44\nAn: Verkauf\nBetreff: {subject}"


def test_what_a_forwarded_mail_holds_is_the_matter_itself() -> None:
    head = OUTLOOK.format(name="Einkauf <einkauf@customer.example>", subject="Bestellung 4711")
    text = f"Bitte anlegen.\n\n{head}\n\n10 Stück M8x40"
    assert marks(text)["10 Stück M8x40"] is QUOTED
    found = marks(text, is_forwarded=True)
    assert found["Bitte anlegen."] is OWN
    assert found["10 Stück M8x40"] is OWN
    assert found["Betreff: Bestellung 4711"] is QUOTED


def test_what_a_forwarded_mail_quotes_is_history_again() -> None:
    outer = OUTLOOK.format(name="Einkauf <einkauf@customer.example>", subject="AW: Angebot")
    inner = OUTLOOK.format(name="Verkauf <verkauf@seller.example>", subject="Angebot")
    found = marks(f"zK\n\n{outer}\n\n10 Stück M8x40\n\n{inner}\n\n500 Stück M10 angeboten", is_forwarded=True)
    assert found["10 Stück M8x40"] is OWN
    assert found["500 Stück M10 angeboten"] is QUOTED


def test_a_mail_forwarded_twice_names_its_first_writer() -> None:
    outer = OUTLOOK.format(name="Filiale <filiale@seller.example>", subject="WG: Bestellung")
    inner = OUTLOOK.format(name="Einkauf <Einkauf@Customer.example>", subject="Bestellung")
    lines = f"zK\n\n{outer}\n\nbitte\n\n{inner}\n\n10 Stück M8x40".split("\n")
    marked = mark_lines([unquoted(line) for line in lines], is_forwarded=True)
    assert marked.inner is not None
    assert (marked.inner.name, marked.inner.address) == ("Einkauf", "einkauf@customer.example")
    assert marked.quoting[-1] is OWN


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "-------- Weitergeleitete Nachricht --------",
        "Anfang der weitergeleiteten Nachricht:",
        "---------- Message transféré ---------",
        "---------- Doorgestuurd bericht ---------",
        "---------- Przekazana wiadomość ---------",
        "---------- Mensaje reenviado ---------",
        "---------- Messaggio inoltrato ---------",
        "---------- Vidarebefordrat meddelande ---------",
    ],
)
def test_the_mark_of_forwarding_alone_opens_the_inner_mail(mark: str) -> None:
    found = marks(
        f"{mark}\nFrom: Buyer <buyer@customer.example>\nDate: Mon, Mar 2, 2026 at 5:44 PM\nSubject: PO\nTo: us\n\n10 pcs M8"
    )
    assert found["10 pcs M8"] is OWN
    assert found[mark] is QUOTED


def test_a_sentence_about_a_forwarded_message_is_no_mark() -> None:
    assert not is_marker("Forwarded message from our buyer, please handle:", "forward")
    assert is_marker("---------- Forwarded message ---------", "forward")


def test_a_forwarded_mail_may_itself_stand_behind_quote_marks() -> None:
    text = (
        "Begin forwarded message:\n\n> From: Buyer <buyer@customer.example>\n> Date: 2 March 2026 at 17:44\n"
        "> To: us@seller.example\n> Subject: PO 1\n>\n> 10 pcs M8\n>> 500 pcs of last month"
    )
    found = marks(text, is_forwarded=True)
    assert found["> 10 pcs M8"] is OWN
    assert found[">> 500 pcs of last month"] is QUOTED


@pytest.mark.parametrize(
    "closing", ["Best regards,", "Mit freundlichen Grüßen", "MfG", "Cordialement,", "Met vriendelijke groet,"]
)
def test_what_follows_the_sign_off_is_signature(closing: str) -> None:
    found = marks(f"10 pcs M8 please\n\n{closing}\nA. Sample\nSample Ltd, 12 St. James Street\nTel. +44 20 7946 0000")
    assert found["10 pcs M8 please"] is OWN
    assert found[closing] is SIGNATURE
    assert found["Tel. +44 20 7946 0000"] is SIGNATURE


def test_an_order_in_a_postscript_stays_the_writers_own() -> None:
    found = marks("10 pcs M8\n\nBest regards\nA. Sample\n\nPS: and 3 boxes of gloves")
    assert found["PS: and 3 boxes of gloves"] is OWN
    assert found["A. Sample"] is SIGNATURE


def test_sentences_under_the_sign_off_are_the_writers_own_and_those_under_the_address_are_small_print() -> None:
    found = marks(
        "10 pcs M8\n\nBest regards\nA. Sample\n\nMake that the blue ones.\n\nSample Ltd, 12 Mill Lane\n\nWe plant trees too."
    )
    assert found["Make that the blue ones."] is OWN
    assert found["We plant trees too."] is SIGNATURE


def test_thanks_before_the_list_is_no_sign_off() -> None:
    found = marks("Thanks\n\n10 pcs M8\n5 boxes gloves")
    assert found["10 pcs M8"] is OWN
    assert found["5 boxes gloves"] is OWN


def test_banner_small_print_and_device_line_are_boilerplate() -> None:
    found = marks(
        "CAUTION: This email originated from outside the organisation.\n\n10 pcs M8\n\nSent from my phone\n\n"
        "This e-mail is confidential and may be privileged."
    )
    assert [mark.value for mark in found.values()] == ["signature", "own", "signature", "signature"]


@pytest.mark.parametrize(
    "subject",
    [
        "Fwd: PO 1",
        "FW: PO",
        "WG: AW: Bestellung",
        "TR: Commande",
        "Doorst: x",
        "PD: zamówienie",
        "[EXT] VS: x",
        "İlt: x",
        "Továbbítás: x",
    ],
)
def test_subjects_of_forwarded_mails(subject: str) -> None:
    assert is_forward_subject(subject)


@pytest.mark.parametrize("subject", [None, "", "PO 1", "Re: Fwd: PO", "AW: WG: Bestellung", "Forwarding address changed"])
def test_subjects_of_other_mails(subject: str | None) -> None:
    assert not is_forward_subject(subject)


@given(st.lists(st.text(max_size=60), max_size=30), st.booleans())
def test_any_lines_get_one_mark_each(lines: list[str], is_forwarded: bool) -> None:
    marked = mark_lines([unquoted(line) for line in lines], is_forwarded=is_forwarded)
    assert len(marked.quoting) == len(lines)


def test_a_rule_above_a_sum_is_no_signature() -> None:
    found = marks("10 pcs M8\n   Art. no. 1559001\n----------------\nTotal net        155.60\nTotal EUR: 155.60")
    assert set(found.values()) == {OWN}
