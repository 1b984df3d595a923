"""A mail becomes its parts: each is read or says why not."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain import media
from intake.domain.messages import InboundMessage, MailAddress, Origin, PartRole

Open = Callable[..., InboundMessage]
PDF = b"%PDF-1.7\n1 0 obj\n"
TABLE = "<table><tr><th>Item</th><th>Qty</th></tr><tr><td>A-1</td><td>10</td></tr></table>"


def mail(subject: str = "PO 4711", sender: str = "Buyer <buyer@customer.example>", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "orders@seller.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 02 Mar 2026 09:00:00 +0100"
    message["Message-ID"] = "<1@customer.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


def raw(head: str, body: str) -> bytes:
    """A mail written by hand, line ends as on the wire."""
    return (head.strip("\n") + "\n\n" + body).replace("\n", "\r\n").encode("latin-1")


def read(message: InboundMessage) -> list[tuple[str, str, str | None]]:
    return [(part.path, part.media_type, part.filename) for part in message.parts if part.skipped is None]


def skipped(message: InboundMessage) -> dict[str, str]:
    return {part.path: part.skipped.code for part in message.parts if part.skipped is not None}


def test_the_envelope_is_told(opened: Open) -> None:
    message = mail(In_Reply_To="<0@seller.example>", References="<a@x.example> <0@seller.example>")
    message["Cc"] = '"Two, Desk" <desk@seller.example>, buyer2@customer.example'
    message.set_content("10 pcs M8")
    content = message.as_bytes()
    found = opened(content)
    assert found.message_id == hashlib.sha256(content).hexdigest()
    assert found.sender == MailAddress("buyer@customer.example", "Buyer")
    assert [address.address for address in found.recipients] == [
        "orders@seller.example",
        "desk@seller.example",
        "buyer2@customer.example",
    ]
    assert found.subject == "PO 4711"
    assert found.sent_at is not None
    assert found.sent_at.isoformat() == "2026-03-02T09:00:00+01:00"
    assert (found.mail_message_id, found.in_reply_to) == ("<1@customer.example>", "<0@seller.example>")
    assert found.references == ("<a@x.example>", "<0@seller.example>")
    assert read(found) == [("1", media.TEXT, None)]
    assert found.problems == ()


def test_attachments_follow_their_body_in_order(opened: Open) -> None:
    message = mail()
    message.set_content("see attached")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="order.pdf")
    message.add_attachment(b"Item;Qty\nA-1;10\n", maintype="text", subtype="csv", filename="lines.csv")
    found = opened(message.as_bytes())
    assert read(found) == [("1", media.TEXT, None), ("2", media.PDF, "order.pdf"), ("3", media.CSV, "lines.csv")]
    assert [part.role for part in found.parts] == [PartRole.BODY, PartRole.ATTACHMENT, PartRole.ATTACHMENT]
    assert [part.part_no for part in found.parts] == [0, 1, 2]


def test_of_two_versions_the_plain_one_is_read(opened: Open) -> None:
    message = mail()
    message.set_content("Please send 10 pcs of M8x40")
    message.add_alternative("<p>Please send <b>10 pcs</b> of M8x40</p>", subtype="html")
    found = opened(message.as_bytes())
    assert read(found) == [("1", media.TEXT, None)]
    assert skipped(found) == {"2": "part_left_out"}


def test_a_table_of_data_makes_the_page_the_version_to_read(opened: Open) -> None:
    message = mail()
    message.set_content("Item Qty\nA-1 10\n")
    message.add_alternative(TABLE, subtype="html")
    assert read(opened(message.as_bytes())) == [("2", media.HTML, None)]


def test_a_stub_of_plain_text_does_not_win(opened: Open) -> None:
    message = mail()
    message.set_content("HTML only")
    message.add_alternative("<p>Please send 10 pcs of M8x40 and 5 boxes of gloves by Friday.</p>", subtype="html")
    assert read(opened(message.as_bytes())) == [("2", media.HTML, None)]


def test_two_bodies_that_say_the_same_are_one_even_when_not_called_alternatives(opened: Open) -> None:
    head = "From: b@c.example\nContent-Type: multipart/mixed; boundary=X"
    body = (
        "--X\nContent-Type: text/plain\n\nPlease send 10 pcs of M8x40\n"
        "--X\nContent-Type: text/html\n\n<p>Please send 10 pcs of M8x40</p>\n--X--\n"
    )
    assert read(opened(raw(head, body))) == [("1", media.TEXT, None)]
    other = body.replace("<p>Please send 10 pcs of M8x40</p>", "<p>and 5 boxes of gloves</p>")
    assert len(read(opened(raw(head, other)))) == 2


def test_a_document_inside_a_version_that_is_not_read_is_read_all_the_same(opened: Open) -> None:
    encoded = base64.b64encode(PDF).decode()
    head = "From: b@c.example\nContent-Type: multipart/alternative; boundary=X"
    body = (
        "--X\nContent-Type: text/plain\n\nPlease find our order attached\n--X\nContent-Type: multipart/mixed; boundary=Y\n\n"
        "--Y\nContent-Type: text/html\n\n<p>Please find our order attached</p>\n"
        f"--Y\nContent-Type: application/pdf; name=o.pdf\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\n{encoded}\n"
        "--Y--\n--X--\n"
    )
    assert read(opened(raw(head, body))) == [("1", media.TEXT, None), ("2.2", media.PDF, "o.pdf")]


def png(width: int, height: int, size: int = 200) -> bytes:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return head.ljust(size, b"\x00")


def test_logos_are_left_out_and_pasted_pictures_are_read(opened: Open) -> None:
    message = mail()
    message.set_content('<p>Order</p><img src="cid:logo@x"><img src="cid:paste@x">', subtype="html")
    message.add_related(png(200, 60), maintype="image", subtype="png", cid="<logo@x>")
    message.add_related(png(900, 500), maintype="image", subtype="png", cid="<paste@x>")
    found = opened(message.as_bytes())
    assert skipped(found) == {"2": "part_left_out"}
    assert read(found)[1:] == [("3", media.PNG, None)]
    assert found.problems == ()


def test_a_photo_that_is_attached_is_read_however_small(opened: Open) -> None:
    message = mail()
    message.set_content("see photo")
    message.add_attachment(png(100, 100), maintype="image", subtype="png", filename="order.png")
    assert ("2", media.PNG, "order.png") in read(opened(message.as_bytes()))


def test_the_same_file_twice_is_read_once(opened: Open) -> None:
    message = mail()
    message.set_content("see attached")
    for name in ("order.pdf", "copy of order.pdf"):
        message.add_attachment(PDF, maintype="application", subtype="pdf", filename=name)
    assert skipped(opened(message.as_bytes())) == {"3": "part_left_out"}


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "invite.ics", "text/calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "buyer.vcf", "text/vcard"),
        (b"\x30\x82\x01", "smime.p7s", "application/pkcs7-signature"),
        (b"-----BEGIN PGP SIGNATURE-----\n", "signature.asc", "application/pgp-signature"),
    ],
)
def test_calendars_cards_and_signatures_are_left_out(opened: Open, content: bytes, name: str, kind: str) -> None:
    message = mail()
    message.set_content("10 pcs M8")
    message.add_attachment(content, maintype=kind.partition("/")[0], subtype=kind.partition("/")[2], filename=name)
    found = opened(message.as_bytes())
    assert skipped(found) == {"2": "part_left_out"}
    assert found.problems == ()


def test_a_program_is_never_opened_and_one_in_disguise_is_called_so(opened: Open) -> None:
    message = mail()
    message.set_content("see attached")
    message.add_attachment(b"MZ\x90\x00" + b"\x00" * 60, maintype="application", subtype="pdf", filename="order.pdf")
    message.add_attachment(b"WScript.Echo 1", maintype="application", subtype="octet-stream", filename="order.pdf.js")
    found = opened(message.as_bytes())
    assert skipped(found) == {"2": "file_type_contradicts", "3": "file_type_unsupported"}
    assert [problem.code for problem in found.problems] == ["file_type_contradicts", "file_type_unsupported"]


def test_the_bytes_decide_what_a_file_is(opened: Open) -> None:
    message = mail()
    message.set_content("see attached")
    message.add_attachment(PDF, maintype="application", subtype="octet-stream", filename="order.xls")
    found = opened(message.as_bytes())
    assert (found.parts[1].media_type, found.parts[1].declared_media_type) == (media.PDF, "application/octet-stream")
    assert found.problems == ()


def test_an_empty_attachment_and_one_too_large_are_named(opened: Open) -> None:
    message = mail()
    message.set_content("see attached")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")
    message.add_attachment(PDF + b"x" * 2_000, maintype="application", subtype="pdf", filename="large.pdf")
    found = opened(message.as_bytes(), part_bytes=1_000)
    assert skipped(found) == {"2": "empty_file", "3": "file_too_large"}
    assert "large.pdf" in found.problems[1].message


def test_a_message_too_large_still_says_from_whom_it_is(opened: Open) -> None:
    message = mail()
    message.set_content("x" * 5_000)
    found = opened(message.as_bytes(), message_bytes=1_000)
    assert found.sender == MailAddress("buyer@customer.example", "Buyer")
    assert [problem.code for problem in found.problems] == ["file_too_large"]


def test_more_parts_than_allowed_are_reported(opened: Open) -> None:
    message = mail()
    message.set_content("see attached")
    for number in range(8):
        message.add_attachment(f"Item;Qty\nA-{number};1\n".encode(), maintype="text", subtype="csv", filename=f"{number}.csv")
    found = opened(message.as_bytes(), parts=5)
    assert len(found.parts) == 5
    assert [problem.code for problem in found.problems] == ["part_not_read"]
    assert found.problems[0].message.startswith("4 more parts")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('Content-Disposition: attachment; filename="=?utf-8?B?QmVzdGVsbHVuZ18xMC5wZGY=?="', "Bestellung_10.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''Bestellung%20f%C3%BCr%20uns.pdf", "Bestellung für uns.pdf"),
        ("Content-Disposition: attachment; filename*0*=iso-8859-1'de'Gr%F6; filename*1=sse.pdf", "Grösse.pdf"),
        ('Content-Disposition: attachment; filename="C:\\\\orders\\\\po.pdf"', "po.pdf"),
        ("Content-Disposition: attachment; filename=po (1).pdf", "po (1).pdf"),
        ('Content-Type: application/pdf; name="=?iso-8859-2?Q?zam=F3wienie.pdf?="', "zamówienie.pdf"),
        ('Content-Disposition: attachment; filename="unclosed.pdf', "unclosed.pdf"),
        ('Content-Disposition: attachment; filename="Größe.pdf"', "Größe.pdf"),
    ],
)
def test_file_names_in_every_spelling(opened: Open, header: str, name: str) -> None:
    head = "From: b@c.example\nContent-Type: multipart/mixed; boundary=X"
    body = f"--X\n\nbody\n--X\n{header}\n\n%PDF-1.7 x\n--X--\n"
    assert opened(raw(head, body)).parts[1].filename == name


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("=?utf-8?Q?Bestellung_f=C3=BCr?= =?utf-8?Q?_uns?=", "Bestellung für uns"),
        ("=?utf-8?B?R3LD?= =?utf-8?B?tsOfZQ==?=", "Größe"),
        ("Re: =?iso-8859-1?Q?Gr=F6=DFe?=M8", "Re: GrößeM8"),
        ("Größe", "Größe"),
        ("=?x-unknown?Q?abc?=", "abc"),
        ("=?utf-8?B?!!!?=", "=?utf-8?B?!!!?="),
        ("PO\n 4711", "PO 4711"),
    ],
)
def test_subjects_in_every_spelling(opened: Open, header: str, subject: str) -> None:
    assert opened(raw(f"From: b@c.example\nTo: s@x.example\nSubject: {header}", "body")).subject == subject


def test_flowed_text_and_charset_travel_with_the_part(opened: Open) -> None:
    head = "From: b@c.example\nTo: x@y.example\nContent-Type: text/plain; charset=iso-8859-2; format=flowed; delsp=yes"
    (part,) = opened(raw(head, "body")).parts
    assert (part.charset, part.text_format) == ("iso-8859-2", "flowed delsp")


def test_a_body_that_looks_like_a_table_file_is_still_a_body(opened: Open) -> None:
    message = mail()
    message.set_content("A;1;2\nB;3;4\nC;5;6\nD;7;8\n")
    (part,) = opened(message.as_bytes()).parts
    assert (part.role, part.media_type) == (PartRole.BODY, media.TEXT)


def test_a_mail_cut_off_is_read_and_says_so(opened: Open) -> None:
    message = mail()
    message.set_content("see attached")
    message.add_attachment(PDF * 20, maintype="application", subtype="pdf", filename="order.pdf")
    found = opened(message.as_bytes()[:-60])
    assert len(read(found)) == 2
    assert [problem.code for problem in found.problems] == ["message_malformed"]


@pytest.mark.parametrize(
    "content",
    [
        raw("From: b@c.example\nSubject: nothing", ""),
        raw("From: b@c.example\nTo: x@y.example\nContent-Type: multipart/mixed; boundary=X", "--X--\n"),
        raw("From: b@c.example\nTo: x@y.example\nContent-Type: multipart/mixed", ""),
    ],
)
def test_a_mail_with_nothing_in_it_is_named(opened: Open, content: bytes) -> None:
    found = opened(content)
    assert read(found) == []
    assert {problem.code for problem in found.problems} <= {"document_empty", "message_malformed"}
    assert found.problems


def test_what_a_mailbox_hands_over_is_a_mail_whatever_it_looks_like(opened: Open) -> None:
    found = opened(b"10 pcs M8 please", filename=None, origin=Origin.EMAIL)
    assert [part.role for part in found.parts] == [PartRole.BODY]
    found = opened(
        b"From buyer Mon Mar  2 2026\nFrom: b@c.example\nTo: x@y.example\n\n10 pcs", filename=None, origin=Origin.EMAIL
    )
    assert found.sender == MailAddress("b@c.example")


def test_a_bare_document_is_one_attachment_without_a_sender(opened: Open) -> None:
    found = opened(PDF, filename="order.pdf")
    assert [(part.path, part.role, part.media_type) for part in found.parts] == [("1", PartRole.ATTACHMENT, media.PDF)]
    assert (found.sender, found.subject, found.problems) == (None, None, ())


def test_an_empty_file_is_named(opened: Open) -> None:
    found = opened(b"", filename="order.pdf")
    assert [problem.code for problem in found.problems] == ["empty_file"]
    assert skipped(found) == {"1": "empty_file"}


def test_a_thousand_boundaries_are_not_parsed(opened: Open) -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=B{number}\n\n--B{number}\n" for number in range(1_000))
    found = opened(raw("From: b@c.example\nTo: x@y.example", "")[:-2] + nested.encode())
    assert [problem.code for problem in found.problems] == ["document_too_complex"]
    assert found.sender == MailAddress("b@c.example")


@given(
    st.binary(max_size=400), st.sampled_from([None, "a.eml", "a.msg", "a.zip", "winmail.dat", "a.pdf"]), st.sampled_from(Origin)
)
def test_any_bytes_give_a_message(opened: Open, content: bytes, filename: str | None, origin: Origin) -> None:
    found = opened(content, filename=filename, origin=origin)
    assert found.message_id == hashlib.sha256(content).hexdigest()
    assert found.parts or found.problems


HEADER = st.sampled_from(
    [
        "Content-Type",
        "Content-Disposition",
        "Content-Transfer-Encoding",
        "Subject",
        "From",
        "To",
        "Date",
        "References",
        "Content-ID",
    ]
)
VALUE = st.one_of(
    st.sampled_from(
        ["multipart/mixed; boundary=X", "multipart/alternative; boundary=X", "message/rfc822", "text/html", "base64"]
    ),
    st.sampled_from(["attachment; filename*=''%", "=?utf-8?q?=?=", '"', "<>", "a@b <c@d> ,;:", 'multipart/digest; boundary="X"']),
    st.text(max_size=40),
)
LINES = st.lists(
    st.one_of(
        st.builds("{}: {}".format, HEADER, VALUE), st.sampled_from(["", "--X", "--X--", "QUJD", "body", "From: a@b.example"])
    ),
    max_size=25,
)


@given(LINES)
def test_any_mail_gives_a_message_and_every_part_is_read_or_skipped(opened: Open, lines: list[str]) -> None:
    content = "\r\n".join(["From: b@c.example", "Subject: x", *lines]).encode("utf-8", "surrogatepass")
    found = opened(content)
    assert all(part.skipped is not None or part.content for part in found.parts)
    assert [part.part_no for part in found.parts] == list(range(len(found.parts)))
