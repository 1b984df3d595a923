import pytest

from intake.domain.uom import unit_code, unit_codes


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Stk.", "EA"), ("Stück", "EA"), ("STUECK", "EA"), ("pcs", "EA"), ("Pce.", "EA"), ("EA", "EA"), ("C62", "EA"), ("H87", "EA"),
        ("szt.", "EA"), ("sztuk", "EA"), ("pièces", "EA"), ("stuks", "EA"), ("uds.", "EA"), ("pz", "EA"), ("st", "EA"),
        ("boîtes", "BX"), ("BOITE", "BX"), ("Karton", "CT"), ("ctn", "CT"), ("doos", "BX"), ("opak.", "PK"), ("VE", "PK"),
        ("Paar", "PR"), ("pkt", "PK"), ("lfm", "LM"), ("m²", "MTK"), ("m2", "MTK"), ("kg", "KGM"), ("KGM", "KGM"), ("ltr.", "LTR"),
        ("cajas", "BX"), ("rotoli", "RO"), ("rullar", "RO"), ("100 Stk", "CEN"), ("1000 St.", "MIL"),
    ],
)  # fmt: skip
def test_a_unit_word_of_any_language_stands_for_one_code(word: str, code: str) -> None:
    assert unit_code(word) == code


def test_a_word_that_means_different_units_is_left_open_until_the_language_is_known() -> None:
    assert unit_code("kpl") is None
    assert unit_code("kpl", "fi") == "EA"
    assert unit_code("kpl", "pl") == "SET"


def test_a_word_that_is_no_unit_stands_for_nothing() -> None:
    assert unit_code("Schraube") is None
    assert unit_codes("") == frozenset()
