"""Bytes to text when nobody says which encoding it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.encodings import decode


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Zamówienie: śruba łącząca, źródło żółte, gęś"),
        ("cp1250", "śruba 5 szt"),
        ("iso8859-2", "Zamówienie: śruba łącząca, źródło żółte, gęś"),
        ("cp1250", "Objednávka: šroub, žlutý kůň, příliš"),
        ("cp1250", "Megrendelés: csőbilincs, űrlap"),
        ("cp1252", "Bestellung: Größe für Äpfel – 5 °C, 12 m²"),
        ("cp1252", "Commande: pièces détachées, élément n° 5, œil"),
        ("cp1252", "señor año ¿cómo? €5"),
        ("cp1252", "Beställning på 5 muttrar, Ærø"),
        ("cp1254", "sipariş ığdır çağrı şöyle"),
        ("cp1251", "Заказ болтов"),
        ("cp1253", "Παραγγελία"),
        ("mac-roman", "Bestellung: Größe für Äpfel"),
        ("cp850", "Bestellung: Größe für Äpfel"),
        ("utf-16", "Größe"),
        ("utf-8-sig", "Größe"),
    ],
)
def test_the_letters_tell_the_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_wide_text_without_a_mark_is_seen() -> None:
    assert decode("Menge: 10 Stück M8x40".encode("utf-16-le")) == "Menge: 10 Stück M8x40"


def test_utf8_wins_over_a_wrong_declaration() -> None:
    assert decode("Größe".encode(), "iso-8859-1") == "Größe"


def test_the_declaration_decides_what_utf8_cannot() -> None:
    assert decode("śruba".encode("iso8859-2"), "ISO-8859-2") == "śruba"
    assert decode(b"\x80 5", "iso-8859-1") == "€ 5"


def test_a_declaration_that_names_nothing_is_ignored() -> None:
    assert decode("Größe".encode("cp1252"), "x-no-such-thing") == "Größe"
    assert decode(b"abc", "base64") == "abc"


def test_shift_encodings_are_believed_although_they_look_like_ascii() -> None:
    assert decode("注文".encode("iso2022_jp"), "iso-2022-jp") == "注文"


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\nd") == "a\nb\nc\nd"


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=20)))
def test_any_bytes_give_text(content: bytes, declared: str | None) -> None:
    assert isinstance(decode(content, declared), str)


@given(st.text(max_size=200))
def test_any_utf8_text_comes_back_whole(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\x00", "")
    assert decode(b"\xef\xbb\xbf" + text.encode()) == plain
