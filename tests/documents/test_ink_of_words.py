"""The page's own signs as a third reading: what the ink of a word says, beside what two readings made of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFont

from intake.documents import ocr_closer, ocr_lost, ocr_unread
from intake.documents.ocr_accents import Accents
from intake.documents.ocr_closer import looked_at_closer
from intake.documents.ocr_columns import made_like_their_column
from intake.documents.ocr_letters import spelled_as_the_page_does
from intake.documents.ocr_likeness import Likeness
from intake.documents.ocr_raised import number_signs_named
from intake.documents.ocr_third import examples_of, settled_by_ink, told_by_ink
from intake.domain.documents import Word

FONT = ImageFont.load_default(30)
PAGE = ("12.50", "Oil 250", "ml 1.75", "Solvent", "34.98", "60.71", "Cloth", "89.02", "45.36", "C 7714", "W 20")


class Page:
    """Lines of type, each word at its place; `reads` are those that recognition has otherwise than they are printed."""

    def __init__(self, *printed: str) -> None:
        self.picture = Image.new("L", (400, 60 * (len(printed) + len(PAGE))), 255)
        self.words = [word for at, line in enumerate((*printed, *PAGE)) for word in self._print(line, at)]

    def _print(self, line: str, at: int) -> list[Word]:
        words, left = [], 20.0
        for text in line.split():
            ImageDraw.Draw(self.picture).text((left, 60 * at + 8), text, font=FONT, fill=0)
            right = left + FONT.getlength(text)
            words.append(Word(text, left, 60 * at + 10, right, 60 * at + 44, confidence=90))
            left = right + FONT.getlength("  ")
        return words

    def settled(self, reading: str, first: str, confidence: float = 90) -> Word:
        """The page's first word, read like this twice."""
        own, before = ([Word(text, *_place(self.words[0]), confidence=confidence), *self.words[1:]] for text in (reading, first))
        likeness = Likeness(examples_of(own, before), self.picture, 1)
        return settled_by_ink(own, own, before, told_by_ink(own, before, likeness))[0]


def _place(word: Word) -> tuple[float, float, float, float]:
    return word.x0, word.top, word.x1, word.bottom


def test_of_two_readings_the_one_that_the_ink_bears_out_is_believed() -> None:
    settled = Page("17.20").settled("17.26", first="17.20", confidence=20)
    assert settled.text == "17.20"
    assert not settled.is_doubtful


def test_a_number_that_the_ink_contradicts_is_doubted_though_it_was_read_alike_twice() -> None:
    settled = Page("5.72").settled("5.12", first="5.12")
    assert settled.text == "5.12"
    assert settled.is_doubtful


@pytest.mark.parametrize(
    ("printed", "read", "told"),
    [("40", "40.", "40"), ("4.", "4.", "4."), ("C7714", "c7714", "C7714"), ("l", "1", "l"), ("1", "I", "1"), ("l", "!l", "l")],
)
def test_points_without_ink_capitals_and_strokes_are_told_by_the_pages_own(printed: str, read: str, told: str) -> None:
    settled = Page(printed).settled(read, first=read)
    assert settled.text == told
    assert not settled.is_doubtful


def test_letters_that_touch_say_nothing() -> None:
    page = Page("5.72")
    ImageDraw.Draw(page.picture).rectangle((20, 26, 80, 28), fill=0)
    assert page.settled("5.12", first="5.12") == Word("5.12", *_place(page.words[0]), confidence=90)


def test_a_page_without_examples_says_nothing() -> None:
    lone = Word("7", 0, 0, 9, 12, confidence=90)
    assert told_by_ink([lone], [lone], Likeness([], Image.new("L", (20, 20), 255), 1)) == {}


def test_what_the_ink_shows_is_not_taken_for_a_speck_behind_a_number() -> None:
    lines = [Word(text, 100, 14 * at, 120, 14 * at + 10, confidence=90) for at, text in enumerate(("11", "12", "13", "14", "2."))]
    assert made_like_their_column(lines)[-1].text == "2"
    assert made_like_their_column(lines, ink=lines)[-1].text == "2."


@pytest.mark.parametrize(
    ("dots", "own", "first", "spelled"),
    [(2, "Ól", "Öl", "Öl"), (2, "Ol", "Öl", "Öl"), (2, "Öl", "Ól", "Öl"), (1, "Öl", "Ól", "Ól"), (0, "Öl", "Ol", "Ol")],
)
def test_an_accent_is_what_stands_over_the_letter(dots: int, own: str, first: str, spelled: str) -> None:
    page = Page("Ol")
    for at in range(dots):
        ImageDraw.Draw(page.picture).rectangle((25 + 8 * at, 9, 28 + 8 * at, 12), fill=0)
    second, before = ([Word(text, *_place(page.words[0]), confidence=sure)] for text, sure in ((own, 96), (first, 70)))
    assert spelled_as_the_page_does(second, before, Accents(page.picture, 1))[0].text == spelled


def test_two_languages_that_know_no_micro_sign_read_microlitres_in_two_ways() -> None:
    assert (
        spelled_as_the_page_does([Word("pl", 0, 0, 9, 10, confidence=93)], [Word("nl", 0, 0, 9, 10, confidence=70)])[0].text
        == "µl"
    )


@pytest.mark.parametrize(
    ("printed", "looks", "found"),
    [("1", "", [("1", True)]), ("45.36", "45.36", [("45.36", False)]), ("45.36", "4536", [("45.36", True)])],
)
def test_what_recognition_passed_over_on_a_line_is_found(
    monkeypatch: pytest.MonkeyPatch, printed: str, looks: str, found: list[tuple[str, bool]]
) -> None:
    monkeypatch.setattr(ocr_unread, "said_by", lambda crops, language, until: [looks] * len(crops))
    page = Page(f"Cloth {printed} 60.71")
    read = [page.words[0], *page.words[2:]]
    besides = ocr_unread.words_passed_over(read, page.picture, 72, Likeness(read, page.picture, 1), "eng", 0)
    assert [(word.text, word.is_doubtful) for word in besides] == found


@pytest.mark.parametrize("blot", [(200, 30, 203, 33), (200, 0, 203, 59)])
def test_specks_and_strokes_through_a_line_are_not_looked_at(monkeypatch: pytest.MonkeyPatch, blot: tuple[int, ...]) -> None:
    monkeypatch.setattr(ocr_unread, "said_by", lambda crops, language, until: pytest.fail("looked at"))
    page = Page("Cloth")
    ImageDraw.Draw(page.picture).rectangle(blot, fill=0)
    assert ocr_unread.words_passed_over(page.words, page.picture, 72, Likeness(page.words, page.picture, 1), "eng", 0) == []


def test_no_look_settles_a_figure_that_the_pages_own_speak_against(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_closer, "said_by", lambda crops, *_: ["12.30"] * len(crops))
    for printed, is_doubted in (("12.80", True), ("12.30", False)):
        page = Page(printed)
        # The last figure torn in two.
        right = page.words[0].x1
        ImageDraw.Draw(page.picture).line((right - 9, 0, right - 9, 60), fill=255, width=3)
        surer, other = (replace(page.words[0], text=text, confidence=20) for text in ("12.30", "12.80"))
        likeness = Likeness(page.words[1:], page.picture, 1)
        (found,) = looked_at_closer([surer], [surer], page.picture, 72, "eng", 0, own=[other], likeness=likeness)
        assert (found.text, found.is_doubtful) == ("12.30", is_doubted)


@pytest.mark.parametrize(("height", "named"), [(12, "Nº"), (29, "N2")])
def test_a_raised_sign_behind_an_n_is_the_sign_of_a_number(height: int, named: str) -> None:
    picture = Image.new("L", (100, 60), 255)
    brush = ImageDraw.Draw(picture)
    brush.rectangle((21, 15, 40, 45), fill=0)
    brush.ellipse((45, 16, 55, 16 + height), fill=0)
    (word,) = number_signs_named([Word("N2", 20, 10, 56, 50, confidence=90)], picture, 1)
    assert word.text == named


@pytest.mark.parametrize(("again", "found"), [("Cloth", ["Oil", "Cloth"]), ("Chot", ["Oil"])])
def test_a_printed_line_without_any_word_is_read_by_itself(monkeypatch: pytest.MonkeyPatch, again: str, found: list[str]) -> None:
    readings = iter(("Cloth", again))
    looked_at: list[int] = []

    def words_of_lines(crops: list[Image.Image], scale: float, *_: object) -> list[tuple[Word, ...]]:
        looked_at.append(len(crops))
        said = next(readings)
        return [(Word(said, 20 * scale, 20 * scale, 60 * scale, 50 * scale, confidence=90),) for _ in crops]

    monkeypatch.setattr(ocr_lost, "words_of_lines", words_of_lines)
    page = Page("Oil")
    kept = [word for word in page.words if word.text != "Cloth"]
    before, own = ocr_lost.with_lost_lines(kept, kept, page.picture, 1, "eng", 0)
    assert looked_at == [1, 1]
    lost = next(word for word in page.words if word.text == "Cloth")
    added = [word for word in own if word not in kept]
    assert [word.text for word in added] == found[1:]
    assert all(abs(word.x0 - lost.x0) < 15 and lost.top - 5 < word.top < lost.bottom for word in added)
    assert len(before) == len(own)


def test_a_page_whose_words_are_all_read_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_lost, "words_of_lines", lambda *_: pytest.fail("looked at"))
    page = Page("Oil")
    ImageDraw.Draw(page.picture).rectangle((300, 5, 303, 8), fill=0)
    assert ocr_lost.with_lost_lines(page.words, page.words, page.picture, 1, "eng", 0) == (page.words, page.words)
