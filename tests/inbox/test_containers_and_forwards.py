"""Attached mails, archives and forwards: what is inside comes out, within bounds, under the name of who wrote it."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.archives import archive

from intake.domain import media
from intake.domain.messages import InboundMessage, MailAddress
from intake.inbox.folder import find_files
from intake.inbox.rtf_compression import decompress

Open = Callable[..., InboundMessage]
PDF = b"%PDF-1.7\n1 0 obj\n"


def mail(subject: str, sender: str, text: str = "", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "orders@seller.example"
    message["Subject"] = subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def parts(message: InboundMessage) -> list[tuple[str, str | None]]:
    return [(part.path, part.filename) for part in message.parts if part.skipped is None]


def skipped(message: InboundMessage) -> list[tuple[str, str]]:
    return [(part.path, part.skipped.code) for part in message.parts if part.skipped is not None]


def test_an_attached_mail_is_opened_and_its_writer_is_the_author(opened: Open) -> None:
    inner = mail("PO 1", "Buyer <buyer@customer.example>", "10 pcs M8")
    inner.add_attachment(PDF, maintype="application", subtype="pdf", filename="po.pdf")
    outer = mail("WG: PO 1", "Desk <desk@seller.example>", "bitte anlegen")
    outer.add_attachment(inner)
    found = opened(outer.as_bytes())
    assert parts(found) == [("1", None), ("2/1", None), ("2/2", "po.pdf")]
    assert found.sender == MailAddress("desk@seller.example", "Desk")
    assert found.forwarded_from == MailAddress("buyer@customer.example", "Buyer")
    assert [part.is_forwarded for part in found.parts] == [True, False, False]


def test_a_mail_attached_to_an_ordinary_mail_does_not_change_the_author(opened: Open) -> None:
    outer = mail("PO 2", "Buyer <buyer@customer.example>", "As agreed in the attached mail, please send 10 pcs M8.")
    outer.add_attachment(mail("Your offer", "Desk <desk@seller.example>", "5.00 each"))
    found = opened(outer.as_bytes())
    assert found.forwarded_from is None
    assert found.author == MailAddress("buyer@customer.example", "Buyer")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Fwd: PO",
            "---------- Forwarded message ---------\nFrom: Buyer <buyer@customer.example>\nDate: Mon, Mar 2, 2026 at 9:00 AM\nSubject: PO\nTo: us\n\n10 pcs",
        ),
        (
            "WG: Bestellung",
            "zK\n\nVon: Buyer <buyer@customer.example>\nGesendet: Montag, 2. März 2026 09:00\nAn: Verkauf\nBetreff: Bestellung\n\n10 Stück",
        ),
        (
            "TR: Commande",
            "De : Buyer <buyer@customer.example>\nEnvoyé : lundi 2 mars 2026 09:00\nÀ : Ventes\nObjet : Commande\n\n10 pièces",
        ),
        (
            "Doorst: Bestelling",
            "Van: Buyer <buyer@customer.example>\nVerzonden: maandag 2 maart 2026 09:00\nAan: Verkoop\nOnderwerp: Bestelling\n\n10",
        ),
        (
            "PD: Zamówienie",
            "Od: Buyer <buyer@customer.example>\nWysłano: poniedziałek, 2 marca 2026 09:00\nDo: Sprzedaż\nTemat: Zamówienie\n\n10 szt",
        ),
    ],
)
def test_an_inline_forward_names_its_inner_sender(opened: Open, subject: str, text: str) -> None:
    found = opened(mail(subject, "Desk <desk@seller.example>", text).as_bytes())
    assert found.forwarded_from == MailAddress("buyer@customer.example", "Buyer")
    assert found.author == found.forwarded_from
    assert found.parts[0].is_forwarded


def test_a_forward_in_html_names_its_inner_sender(opened: Open) -> None:
    message = mail("Fwd: PO", "desk@seller.example")
    message.set_content(
        "<div>bitte</div><div>---------- Forwarded message ---------<br>Von: <b>Buyer</b> <span>&lt;<a href='mailto:x'>buyer@customer.example"
        "</a>&gt;</span><br>Date: Mo., 2. März 2026 um 09:00<br>Subject: PO<br>To: us</div><p>10 pcs</p>",
        subtype="html",
    )
    assert opened(message.as_bytes()).forwarded_from == MailAddress("buyer@customer.example", "Buyer")


def test_a_reply_is_nobodys_forward(opened: Open) -> None:
    text = "10 Stück\n\nVon: Desk <desk@seller.example>\nGesendet: Montag, 2. März 2026 09:00\nAn: Buyer\nBetreff: Angebot\n\nalt"
    found = opened(mail("AW: Angebot", "buyer@customer.example", text).as_bytes())
    assert found.forwarded_from is None
    assert not found.parts[0].is_forwarded


def test_mails_are_opened_no_deeper_than_allowed(opened: Open) -> None:
    message = mail("level 0", "b@c.example", "bottom")
    for level in range(1, 8):
        outer = mail(f"level {level}", "b@c.example", str(level))
        outer.add_attachment(message)
        message = outer
    found = opened(message.as_bytes(), mime_depth=3)
    assert max(part.path.count("/") for part in found.parts) == 3
    assert [problem.code for problem in found.problems] == ["part_not_read"]


def test_an_attached_mail_that_was_encoded_is_opened_too(opened: Open) -> None:
    inner = base64.encodebytes(mail("PO", "b@c.example", "10 pcs").as_bytes()).decode()
    content = (
        "From: d@s.example\r\nSubject: FW: PO\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\n"
        f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{inner}\r\n--X--\r\n"
    )
    found = opened(content.encode())
    assert parts(found) == [("1/1", None)]
    assert found.forwarded_from == MailAddress("b@c.example")


def test_a_digest_gives_each_of_its_mails(opened: Open) -> None:
    content = (
        "From: d@s.example\r\nSubject: digest\r\nContent-Type: multipart/digest; boundary=X\r\n\r\n--X\r\n\r\nFrom: a@c.example\r\n"
        "Subject: one\r\n\r\n10 pcs\r\n--X\r\n\r\nFrom: b@c.example\r\nSubject: two\r\n\r\n5 pcs\r\n--X--\r\n"
    )
    assert parts(opened(content.encode())) == [("1/1", None), ("2/1", None)]


def test_an_archive_gives_its_files(opened: Open) -> None:
    content = archive(
        {
            "orders/po.pdf": PDF,
            "lines.csv": b"a;b\n1;2\n",
            "__MACOSX/._po.pdf": b"x",
            "inner.zip": archive({"deep.csv": b"a;b\n1;2\n3;4\n"}),
        }
    )
    found = opened(content, filename="orders.zip")
    assert parts(found) == [("1/1", "po.pdf"), ("1/2", "lines.csv"), ("1/4/1", "deep.csv")]
    assert skipped(found) == [("1/3", "part_left_out")]
    assert found.problems == ()


def test_archives_are_bounded_in_files_bytes_and_ratio(opened: Open) -> None:
    many = archive({f"{number}.csv": f"a;{number}\n1;2\n".encode() for number in range(10)})
    found = opened(many, filename="many.zip", archive_files=4)
    assert len(parts(found)) == 4
    assert [problem.code for problem in found.problems] == ["part_not_read"]
    bomb = archive({"a.csv": b"a;b\n" * 2, "bomb.txt": b" " * 30_000_000, "after.csv": b"a;b\n1;2\n"})
    found = opened(bomb, filename="bomb.zip")
    assert parts(found) == [("1/1", "a.csv")]
    assert {problem.code for problem in found.problems} == {"document_too_complex", "part_not_read"}
    large = archive({"a.csv": b"".join(struct.pack(">I", number * 2654435761 % 2**32) for number in range(5_000))})
    assert [problem.code for problem in opened(large, filename="large.zip", archive_bytes=1_000).problems] == [
        "document_too_complex"
    ]


def test_broken_encrypted_and_empty_archives_are_named(opened: Open) -> None:
    content = archive({"po.pdf": PDF})
    assert [problem.code for problem in opened(content[:20] + b"x" * 30, filename="po.zip").problems] == ["document_broken"]
    locked = bytearray(content)
    at = content.index(b"PK\x01\x02")
    locked[6] |= 1
    locked[at + 8] |= 1
    assert [problem.code for problem in opened(bytes(locked), filename="po.zip").problems] == ["document_encrypted"]
    assert [problem.code for problem in opened(archive({}), filename="none.zip").problems] == ["empty_file"]


def test_names_in_an_archive_without_a_declared_code_page_are_readable(opened: Open) -> None:
    content = archive({"Bestellung_Gr__e.csv": b"a;b\n1;2\n"}).replace(b"Gr__e", "Größe".encode("cp850"))
    assert opened(content, filename="a.zip").parts[0].filename == "Bestellung_Größe.csv"


def tnef(*objects: tuple[int, int, bytes]) -> bytes:
    body = b"\x78\x9f\x3e\x22\x01\x00"
    for level, name, content in objects:
        body += bytes([level]) + struct.pack("<HHI", name, 0, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)
    return body


def properties(*entries: tuple[int, int, bytes]) -> bytes:
    body = struct.pack("<I", len(entries))
    for number, kind, value in entries:
        body += struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\x00" * (-len(value) % 4)
    return body


def test_a_winmail_dat_gives_its_letter_and_its_files(opened: Open) -> None:
    letter = properties((0x1000, 0x1F, "10 Stück M8\x00".encode("utf-16-le")))
    named = properties((0x3707, 0x1F, "Bestellung für uns.pdf\x00".encode("utf-16-le")))
    content = tnef(
        (1, 0x9003, letter), (2, 0x9002, b"\x00" * 14), (2, 0x8010, b"BESTEL~1.PDF\x00"), (2, 0x800F, PDF), (2, 0x9005, named)
    )
    found = opened(content, filename="winmail.dat")
    assert parts(found) == [("1/1.1", None), ("1/2", "Bestellung für uns.pdf")]
    message = mail("PO", "b@c.example", "10 Stück M8")
    message.add_attachment(content, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    found = opened(message.as_bytes())
    assert parts(found) == [("1", None), ("2/2", "Bestellung für uns.pdf")]
    assert skipped(found) == [("2/1.1", "part_left_out")]


def test_counts_that_lie_cost_nothing(opened: Open) -> None:
    lying = struct.pack("<I", 2**32 - 1) + struct.pack("<HHI", 0x1003, 0x8008, 2**31)
    found = opened(tnef((1, 0x9003, lying)), filename="winmail.dat")
    assert [problem.code for problem in found.problems] == ["document_empty"]


def test_compressed_rich_text_is_unpacked() -> None:
    # The example of [MS-OXRTFCP] 4.1.1 in shape: literals and one reference into the preset dictionary.
    literal = b"{\\rtf1 10 pcs}"
    packed = b"".join(b"\x00" + literal[at : at + 8] for at in range(0, len(literal), 8))
    head = struct.pack("<II", len(packed) + 12, len(literal)) + b"LZFu" + b"\x00" * 4
    assert decompress(head + packed, 1_000) == literal
    referring = b"\x01" + struct.pack(">H", (0 << 4) | 4) + b"x"
    assert decompress(struct.pack("<II", 20, 7) + b"LZFu" + b"\x00" * 4 + referring, 1_000) == b"{\\rtf1x"
    assert decompress(b"short", 1_000) is None


def test_an_attached_outlook_message_that_is_damaged_is_named(opened: Open) -> None:
    found = opened(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, filename="order.msg")
    assert [problem.code for problem in found.problems] == ["document_broken"]
    assert found.parts[0].media_type == media.MSG


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: PO 4711",
        "Out of Office: back on Monday",
        "Automatische Antwort: Bestellung",
        "Abwesenheitsnotiz: Bestellung",
        "AW: Abwesend bis 5.3.",
        "Réponse automatique : Commande",
        "Automatisch antwoord: Bestelling",
        "Automatyczna odpowiedź: Zamówienie",
        "Respuesta automática: Pedido",
        "Risposta automatica: Ordine",
        "Autosvar: Beställning",
        "Undeliverable: Order confirmation",
        "Gelesen: Auftragsbestätigung",
    ],
)
def test_absence_notes_and_bounces_are_automatic(opened: Open, subject: str) -> None:
    assert opened(mail(subject, "b@c.example", "I am away.").as_bytes()).is_automatic


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied (vacation)"}, {"X_Autoreply": "yes"}, {"Precedence": "auto_reply"}, {"Return_Path": "<>"}],
)
def test_headers_of_answering_machines_are_known(opened: Open, headers: dict[str, str]) -> None:
    assert opened(mail("Your mail", "b@c.example", "I am away.", **headers).as_bytes()).is_automatic


def test_a_mail_that_a_system_generated_is_no_automatic_answer(opened: Open) -> None:
    message = mail(
        "Purchase order 4711", "erp@customer.example", "see attached", Auto_Submitted="auto-generated", Precedence="bulk"
    )
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="po.pdf")
    assert not opened(message.as_bytes()).is_automatic


def test_a_report_of_the_mail_system_returns_nothing_to_read_but_its_text(opened: Open) -> None:
    content = (
        "From: mailer@x.example\r\nSubject: Order\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=X\r\n\r\n"
        "--X\r\nContent-Type: text/plain\r\n\r\nfailed\r\n--X\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n\r\n"
        "--X\r\nContent-Type: message/rfc822\r\n\r\nFrom: us@seller.example\r\nSubject: x\r\n\r\n10 pcs\r\n--X--\r\n"
    )
    found = opened(content.encode())
    assert found.is_automatic
    assert parts(found) == [("1", None)]
    assert found.forwarded_from is None


def test_files_come_in_the_same_order_without_clutter(tmp_path: Path) -> None:
    for name in (
        "b.eml",
        "a/2.pdf",
        "a/1.pdf",
        ".hidden",
        "a/.git/x",
        "~$order.xlsx",
        ".~lock.order.ods#",
        "half.part",
        "a/Thumbs.db",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [file.relative_to(tmp_path).as_posix() for file in find_files(tmp_path)] == ["a/1.pdf", "a/2.pdf", "b.eml"]
    assert find_files(tmp_path / "b.eml") == [tmp_path / "b.eml"]
    with pytest.raises(FileNotFoundError, match="no file or folder"):
        find_files(tmp_path / "missing")
