"""Words of a digital page stand where a person sees them, whatever way the file draws them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from intake.domain.documents import Canvas, Document, Word

Read = Callable[..., Document]
Write = Callable[..., str]


def texts(canvas: Canvas) -> list[str]:
    return [word.text for word in canvas.words]


def word(canvas: Canvas, text: str) -> Word:
    (found,) = (each for each in canvas.words if each.text == text)
    return found


def test_words_stand_in_points_from_the_pages_top_left(pdf: Any, read: Read, write: Write) -> None:
    document = read(pdf.page(write(50, 742, "Order 4711") + write(400, 742, "200")).bytes())
    (canvas,) = document.canvases
    assert texts(canvas) == ["Order", "4711", "200"]
    assert (canvas.width, canvas.height) == (595, 842)
    assert word(canvas, "Order").x0 == pytest.approx(50, abs=1)
    assert word(canvas, "Order").bottom == pytest.approx(100 + 2, abs=1)
    assert word(canvas, "200").x1 == pytest.approx(400 + 3 * 5.56, abs=1)
    assert document.problems == ()


def test_text_drawn_in_odd_order_is_read_line_by_line(pdf: Any, read: Read, write: Write) -> None:
    pieces = [write(300, 700, "200"), write(50, 680, "Second"), write(50, 700, "First"), write(300, 680, "50")]
    (canvas,) = read(pdf.page("".join(pieces)).bytes()).canvases
    assert texts(canvas) == ["First", "200", "Second", "50"]


def test_single_letters_set_by_themselves_are_one_word(pdf: Any, read: Read, write: Write) -> None:
    # Widths of Helvetica: H 7.22, X 6.67, - 3.33, 1 5.56 at 10 points.
    drawn = write(50, 700, "H") + write(57.22, 700, "X") + write(63.89, 700, "-") + write(67.22, 700, "1")
    assert texts(read(pdf.page(drawn).bytes()).canvases[0]) == ["HX-1"]


def test_a_string_without_spaces_is_parted_where_it_moves(pdf: Any, read: Read) -> None:
    content = "BT /F1 10 Tf 50 700 Td [(Hex) -278 (bolt) -3000 (200)] TJ ET"
    assert texts(read(pdf.page(content).bytes()).canvases[0]) == ["Hex", "bolt", "200"]


def test_kerning_parts_no_word_and_no_number(pdf: Any, read: Read) -> None:
    content = "BT /F1 10 Tf 50 700 Td [(1) 40 (2) -60 (50) 30 (,) -30 (00) 80 ( W) 60 (A) -40 (VE)] TJ ET"
    assert texts(read(pdf.page(content).bytes()).canvases[0]) == ["1250,00", "WAVE"]


def test_a_small_letter_under_the_arm_of_a_capital_belongs_to_its_word(pdf: Any, read: Read) -> None:
    content = "BT /F1 10 Tf 50 700 Td [(T) 170 (echnik ) (V) 160 (. W) 165 (erner)] TJ ET"
    assert texts(read(pdf.page(content).bytes()).canvases[0]) == ["Technik", "V.", "Werner"]


def test_a_spaced_out_heading_is_one_word(pdf: Any, read: Read) -> None:
    content = "BT /F1 10 Tf 4 Tc 50 700 Td (BESTELLUNG) Tj ET"
    assert texts(read(pdf.page(content).bytes()).canvases[0]) == ["BESTELLUNG"]


@pytest.mark.parametrize(("across", "down"), [(0.3, 0), (0.7, -0.7), (0, 0)])
def test_letters_drawn_twice_for_bold_or_with_a_shadow_are_read_once(
    pdf: Any, read: Read, write: Write, across: float, down: float
) -> None:
    shadow = "0.6 g " + write(50 + across, 700 + down, "Total 1250") + "0 g "
    assert texts(read(pdf.page(shadow + write(50, 700, "Total 1250")).bytes()).canvases[0]) == ["Total", "1250"]


def test_the_same_number_in_two_cells_is_two_numbers(pdf: Any, read: Read, write: Write) -> None:
    drawn = write(50, 700, "10") + write(65, 700, "10") + write(50, 688, "10")
    assert texts(read(pdf.page(drawn).bytes()).canvases[0]) == ["10", "10", "10"]


def test_a_vertical_rule_parts_words_that_touch(pdf: Any, read: Read, write: Write) -> None:
    content = write(50, 700, "1234") + write(73, 700, "56") + "72.6 690 m 72.6 712 l S\n"
    assert texts(read(pdf.page(content).bytes()).canvases[0]) == ["1234", "56"]


def test_overprinted_columns_stay_two_words(pdf: Any, read: Read, write: Write) -> None:
    drawn = write(50, 700, "SCREW-M8X40-A2") + write(110, 700, "200")
    assert texts(read(pdf.page(drawn).bytes()).canvases[0]) == ["SCREW-M8X40-A2", "200"]


def test_bold_and_size_are_known(pdf: Any, read: Read, write: Write) -> None:
    drawn = write(50, 700, "Order", 16, "F2") + write(50, 680, "plain")
    (canvas,) = read(pdf.page(drawn).bytes()).canvases
    assert (word(canvas, "Order").bold, word(canvas, "plain").bold) == (True, False)
    assert (word(canvas, "Order").size or 0) > 1.5 * (word(canvas, "plain").size or 0)


@pytest.mark.parametrize(("rise", "size"), [(3.3, 6.5), (3.6, 7), (4, 6), (5, 5)])
def test_powers_are_part_of_their_unit_and_footnotes_are_not_part_of_a_price(
    pdf: Any, read: Read, write: Write, rise: float, size: float
) -> None:
    drawn = (
        write(50, 700, "m") + write(58.5, 700 + rise, "2", size) + write(100, 700, "25,00") + write(125.3, 700 + rise, "1", size)
    )
    assert texts(read(pdf.page(drawn + write(50, 688, "below")).bytes()).canvases[0]) == ["m²", "25,00", "1", "below"]


@pytest.mark.parametrize(
    "drawn",
    [
        "50 700 m 300 700 l S 50 650 m 300 650 l S 50 650 m 50 700 l S 300 650 m 300 700 l S",
        "50 699.75 250 0.5 re f 50 649.75 250 0.5 re f 49.75 650 0.5 50 re f 299.75 650 0.5 50 re f",
        "50 650 250 50 re S",
        "0.5 0 0 0.5 0 0 cm 100 1300 500 100 re s",
        "0.9 g 50 650 250 50 re f",
    ],
    ids=["strokes", "thin boxes", "a frame", "a scaled frame", "a grey box"],
)
def test_a_box_has_the_same_four_rules_however_it_is_drawn(pdf: Any, read: Read, write: Write, drawn: str) -> None:
    rules = read(pdf.page(write(60, 660, "cell") + drawn).bytes()).canvases[0].rules
    expected = {(50, 142, 300, 142), (50, 192, 300, 192), (50, 142, 50, 192), (300, 142, 300, 192)}
    # Ends reach as far as the pen is wide.
    assert len(rules) == 4
    for box in expected:
        assert any((r.x0, r.top, r.x1, r.bottom) == pytest.approx(box, abs=1.1) for r in rules), box


def test_a_line_drawn_cell_by_cell_is_one_rule(pdf: Any, read: Read, write: Write) -> None:
    content = write(60, 710, "cell") + "".join(f"{x} 700 m {x + 50} 700 l S " for x in range(50, 300, 50))
    (rule,) = read(pdf.page(content).bytes()).canvases[0].rules
    assert (rule.x0, rule.x1) == pytest.approx((50, 300), abs=1.1)


def test_zebra_bands_are_seen_through_and_their_text_is_read(pdf: Any, read: Read, write: Write) -> None:
    band = "0.9 0.9 0.9 rg 40 695 500 16 re f 0 0 0 rg\n"
    dark = "0.1 0.2 0.4 rg 40 715 500 16 re f 1 1 1 rg\n" + write(50, 719, "Quantity", 10, "F2") + "0 0 0 rg\n"
    document = read(pdf.page(dark + band + write(50, 699, "200")).bytes())
    assert texts(document.canvases[0]) == ["Quantity", "200"]
    assert document.problems == ()


def test_text_in_a_form_object_is_placed_by_its_matrix(pdf: Any, read: Read, write: Write) -> None:
    font = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    form = pdf.add(
        "<< /Type /XObject /Subtype /Form /BBox [0 0 400 400] /Matrix [1 0 0 1 100 300] "
        f"/Resources << /Font << /F1 {font} 0 R >> >> >>",
        (write(10, 50, "inside") + "0 40 m 200 40 l S").encode(),
    )
    (canvas,) = read(pdf.page("/X1 Do", resources=f"/XObject << /X1 {form} 0 R >>").bytes()).canvases
    assert word(canvas, "inside").x0 == pytest.approx(110, abs=1)
    (rule,) = canvas.rules
    assert (rule.x0, rule.top, rule.x1) == pytest.approx((100, 842 - 340, 300), abs=1.1)
