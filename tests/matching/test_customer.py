"""Who sent it and who buys: what two identifiers prove, and what a person has to say."""

from __future__ import annotations

import pytest

from intake.domain.opened import MailContext
from intake.domain.orders import ExtractedOrder, Party
from intake.matching.customer import find_customer
from intake.matching.domains import company_label, is_free_mail, looks_like

ADLER = {"name": "Adler Werkzeuge GmbH & Co. KG"}
ADLER_VAT = "DE811907980"
BAKKER_VAT = "NL853746333B01"


@pytest.fixture
def who(master, own):
    def find(sender=None, forwarded=False, **buyer):
        context = MailContext(author_address=sender, is_forwarded=forwarded)
        finding = find_customer(ExtractedOrder(buyer=Party(**buyer)), context, master, own)
        number = finding.customer.customer_no if finding.customer else None
        return number, [reason.code.value for reason in finding.reasons]

    return find


PROVEN = [
    ("a recorded contact", "C1001", {"sender": "Einkauf@Adler-Werkzeuge.example"}),
    ("a recorded contact and his name", "C1001", {"sender": "einkauf@adler-werkzeuge.example", **ADLER}),
    ("a domain that is granted whole", "C1002", {"sender": "anyone@bakker.example"}),
    ("a free-mail address that is recorded", "C1004", {"sender": "carlo.ferramenta@gmail.com"}),
    ("a colleague, with the VAT id", "C1001", {"sender": "neu@adler-werkzeuge.example", "vat_id": ADLER_VAT}),
    ("a colleague, with the name", "C1001", {"sender": "neu@adler-werkzeuge.example", **ADLER}),
    ("a colleague at a subdomain", "C1001", {"sender": "x@mail.adler-werkzeuge.example", "vat_id": ADLER_VAT}),
    ("a file with VAT id and name", "C1001", {"vat_id": "DE 811 907 980", **ADLER}),
    ("a file with GLN and customer number", "C1001", {"gln": "4012345000016", "customer_no": "C1001"}),
    ("a file with name and address", "C1002", {"name": "BAKKER TECHNIEK BV", "postal_code": "3011AB", "city": "Rotterdam", "street": "Kade 3"}),
    ("our own clerk's mail of such a file", "C1001", {"sender": "anna@nordwest.example", "vat_id": ADLER_VAT, **ADLER}),
    ("a group's buyer and the branch's name", "C1003", {"sender": "zentraleinkauf@adler-gruppe.example", "name": "Adler Nord GmbH"}),
    ("a group's buyer and the branch's address", "C1003",
     {"sender": "zentraleinkauf@adler-gruppe.example", "postal_code": "24103", "city": "Kiel", "street": "Werftweg 1", "name": "Adler Nord"}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "number", "said"), PROVEN, ids=[case[0] for case in PROVEN])
def test_proven(who, case, number, said):
    assert who(**said) == (number, [])


HELD = [
    ("nobody", None, "customer_unknown", {"sender": "someone@elsewhere.example"}),
    ("a file that names nobody", None, "customer_unknown", {}),
    ("a file with one identifier", "C1001", "customer_ambiguous", {"vat_id": ADLER_VAT}),
    ("a file with a name alone", "C1001", "customer_ambiguous", ADLER),
    ("a colleague who names nothing", "C1001", "customer_ambiguous", {"sender": "neu@adler-werkzeuge.example"}),
    ("a group's buyer who names no branch", None, "customer_ambiguous", {"sender": "zentraleinkauf@adler-gruppe.example"}),
    ("VAT id and GLN of two customers", None, "customer_ambiguous",
     {"sender": "einkauf@adler-werkzeuge.example", "vat_id": BAKKER_VAT, "gln": "4012345000016"}),
    ("a contact of one, the VAT id of another", "C1002", "sender_not_authorised",
     {"sender": "einkauf@adler-werkzeuge.example", "vat_id": BAKKER_VAT}),
    ("a contact of one, the name of another", "C1001", "customer_ambiguous",
     {"sender": "einkauf@adler-werkzeuge.example", "name": "Bakker Techniek"}),
    ("a contact, an unknown buyer", "C1001", "customer_ambiguous", {"sender": "einkauf@adler-werkzeuge.example", "name": "Zeppelin Bau AG"}),
    ("a contact, a VAT id that is nobody's", "C1001", "customer_ambiguous",
     {"sender": "einkauf@adler-werkzeuge.example", "vat_id": "DE123456788", **ADLER}),
    ("a stranger who names a customer", "C1001", "sender_not_authorised",
     {"sender": "boss@elsewhere.example", "vat_id": ADLER_VAT, **ADLER}),
    ("a free-mail stranger who names a customer", "C1001", "sender_not_authorised",
     {"sender": "adler.einkauf@gmail.com", "vat_id": ADLER_VAT, **ADLER}),
    ("a domain that looks like a customer's", "C1001", "sender_looks_alike",
     {"sender": "einkauf@adler-werkzeuqe.example", "vat_id": ADLER_VAT, **ADLER}),
    ("the same name under another top-level domain", "C1001", "sender_looks_alike",
     {"sender": "einkauf@adler-werkzeuge.test", **ADLER}),
    ("a domain that looks like ours", None, "sender_looks_alike", {"sender": "anna@nordwest-handel.nordwest.test"}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "number", "code", "said"), HELD, ids=[case[0] for case in HELD])
def test_held(who, case, number, code, said):
    assert who(**said) == (number, [code])


def test_our_own_name_and_numbers_are_never_the_buyer(who):
    assert who(vat_id="DE136695976", name="Nordwest Handel GmbH") == (None, ["customer_unknown"])


@pytest.mark.parametrize(
    "buyer",
    [{"name": "Nordwest Handel GmbH"}, {"vat_id": "DE 136 695 976"}, {"gln": "4099999000009"}],
    ids=["name", "VAT id", "GLN"],
)
def test_our_own_purchase_order_returned_by_a_customer_who_supplies_us_waits(who, buyer):
    assert who("einkauf@adler-werkzeuge.example", **buyer) == ("C1001", ["customer_ambiguous"])


def test_our_name_on_a_form_that_bears_the_customers_own_number_is_no_obstacle(who):
    assert who("einkauf@adler-werkzeuge.example", name="Nordwest Handel GmbH", customer_no="C1001") == ("C1001", [])


@pytest.mark.parametrize(
    "domain",
    ["adler-werkzeuqe.example", "adlerwerkzeuge.example", "adler-werkzeuge.test", "adler-vverkzeuge.example", "ad1er-werkzeuge.example",
     "adler-werkzeuge.example.bad.test", "adler-werkzeuge-einkauf.example", "xn--adler-werkzege-rsb.example", "аdler-werkzeuge.example"],
)  # fmt: skip
def test_domains_that_look_alike(domain):
    assert looks_like(domain, ["bakker.example", "adler-werkzeuge.example"]) == "adler-werkzeuge.example"


@pytest.mark.parametrize(
    ("domain", "known"),
    [("xn--mller-kva.example", "mueller.example"), ("acme-gmbh.example", "acme.example"), ("abc.test", "abc.example")],
)
def test_short_names_umlauts_and_other_endings_look_alike_too(domain, known):
    assert looks_like(domain, [known]) == known


@pytest.mark.parametrize(
    "domain", ["adler-werkzeuge.example", "mail.adler-werkzeuge.example", "zeppelin.example", "adria.example"]
)
def test_domains_that_do_not(domain):
    assert looks_like(domain, ["bakker.example", "adler-werkzeuge.example"]) is None


def test_free_mail_providers_are_known():
    assert is_free_mail("GMX.de")
    assert not is_free_mail("adler-werkzeuge.example")
    assert company_label("a.b.adler.co.uk") == "adler"


def test_what_speaks_for_a_customer_names_everybody_it_fits(master, own):
    context = MailContext(author_address="zentraleinkauf@adler-gruppe.example")
    order = ExtractedOrder(buyer=Party(name="Adler Nord GmbH", customer_no="C1003"))
    found = {each.said.split()[0]: each.ours for each in find_customer(order, context, master, own).evidence}
    assert found == {"sender": "contact of C1001 or C1003", "customer": "C1003", "name": "C1003"}
