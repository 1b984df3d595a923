"""A closer look at doubtful numbers: in come a page's words and its clean picture, out go the same words, with doubt taken from
those that two looks at the word alone read as the page was read before.

Two readings of a whole page differ mostly because of what stands around a word. Cut out and by itself it is read twice more, at
two sizes; only where both looks agree with each other and with one of the earlier readings is it believed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageOps

from intake.documents.ocr_agreement import SETTLED, Beside, has_digit
from intake.documents.ocr_likeness import Likeness
from intake.documents.ocr_shapes import kinds
from intake.documents.ocr_slips import mended
from intake.documents.ocr_strokes import STROKES, follows_a_figure
from intake.documents.ocr_tesseract import said_by
from intake.domain.documents import Word

_MOST_WORDS = 120
_CAPITALS = (34, 46)
"""In dots, the heights of a capital at which a word is looked at: Tesseract was taught at about 30 to 40."""
_SHARE_OF_CAPITALS = 0.63
"""Of a word's height, which is its line's."""
_LOWEST, _HIGHEST = 0.75, 1.3
"""Of a capital's height: how high a figure may come out."""
_INK = 110
_MARGIN = 0.35
"""Of a word's height: how much paper around it is shown, as far as no neighbour stands there."""
_BORDER = 20
_SURE = re.compile(r"(?!\$\d{1,2}$)[\w.,:/%°+€$£\"'×-]*\w[\"'%°€$£]*")
"""Brackets and strokes are what is left of a figure, or of a rule; "$3" may be a shoe's S3."""
_STROKES = STROKES | {"1"}


def looked_at_closer(
    words: Sequence[Word],
    first: Sequence[Word],
    picture: Image.Image,
    dots_per_inch: float,
    language: str,
    until: float,
    without: Container[int] = (),
    own: Sequence[Word] = (),
    likeness: Likeness | None = None,
) -> tuple[Word, ...]:
    """`words` are the second reading, compared with the `first`, and `own` the same before that; of those at the places
    `without`, enough is known. What the `likeness` of the page's signs speaks against, no look settles."""
    beside = Beside(first)
    doubted = [at for at, word in enumerate(words) if at not in without and word.is_doubtful and _may_be_a_number(word, beside)][
        :_MOST_WORDS
    ]
    if not doubted:
        return tuple(words)
    scale = dots_per_inch / 72
    crops = [crop for at in doubted for crop in cut_out(words, at, picture, scale)]
    said = [_bare(mended(text)) for text in said_by(crops, language, until)]
    settled = list(words)
    for place, at in enumerate(doubted):
        one, other = said[2 * place : 2 * place + 2]
        others = beside.at(words[at])
        before = (words[at].text, "".join(word.text for word in others))
        # Two words of the other reading are not this one's text: the second may stand here as a word of its own.
        is_read_alike = one == other and _SURE.fullmatch(one) and one in map(_bare, before[: 1 + (len(others) == 1)])
        is_part = any(_is_part(one, word.text) for word in beside.over(words[at]))
        readings = (*before, own[at].text) if own else before
        is_unlike = likeness is not None and any(likeness.is_nearer(words[at], one, text) is False for text in readings)
        is_borne_out = is_read_alike and not is_part and not is_unlike and not _swaps_kinds(one, before)
        is_one = (
            before == ("1", "1")
            and _is_stroke(one)
            and _is_stroke(other)
            and _is_as_high_as_a_figure(crops[2 * place])
            # Behind a figure it may be a litre.
            and not follows_a_figure(words[at], words)
        )
        if is_borne_out or is_one:
            seen = "1" if before == ("1", "1") else one
            # A look at a number alone says nothing about the comma behind it.
            text = words[at].text if words[at].text.rstrip(".,") == seen else seen
            settled[at] = replace(words[at], text=text, confidence=SETTLED)
    return tuple(settled)


def _swaps_kinds(text: str, before: Iterable[str]) -> bool:
    """Whether a letter of a code was read as a figure before, or the other way round: more looks take O for 0 as often as not."""
    own = kinds(text)
    others = [kinds(other) for other in map(_bare, before) if len(other) == len(text)]
    return any("a" in own + other and other != own for other in others)


def _is_part(text: str, whole: str) -> bool:
    """Whether the other reading has more figures before or behind it: of "2,500" the looks at "2" and at "500" see no comma."""
    rests = (whole.removeprefix(text), whole.removesuffix(text))
    return any(rest != whole and any(map(str.isdigit, rest)) for rest in rests)


def _is_stroke(text: str) -> bool:
    """By itself a 1 cannot be told from other strokes; that it is one, its column said before."""
    return unicodedata.normalize("NFKD", text)[:1] in _STROKES and len(text) == 1


def _is_as_high_as_a_figure(crop: Image.Image) -> bool:
    """What is left of a rule is longer or shorter, and reaches out of the line."""
    ink = ImageOps.invert(crop.convert("L")).point([0] * _INK + [255] * (256 - _INK)).getbbox()
    return ink is not None and _LOWEST * _CAPITALS[0] <= ink[3] - ink[1] <= _HIGHEST * _CAPITALS[0]


def _bare(text: str) -> str:
    """Without the points and commas of the sentence a word stands in."""
    return "".join(text.split()).rstrip(".,:;")


def _may_be_a_number(word: Word, beside: Beside) -> bool:
    return has_digit(word) or any(map(has_digit, beside.at(word)))


def cut_out(words: Sequence[Word], at: int, picture: Image.Image, scale: float) -> Iterator[Image.Image]:
    word = words[at]
    height = word.bottom - word.top
    left, right = word.x0 - _MARGIN * height, word.x1 + _MARGIN * height
    for other in words:
        if other is not word and other.top < word.bottom and other.bottom > word.top:
            if other.x1 <= word.x0 + 0.1 * height:
                left = max(left, (other.x1 + word.x0) / 2)
            if other.x0 >= word.x1 - 0.1 * height:
                right = min(right, (other.x0 + word.x1) / 2)
    area = (left * scale, (word.top - 0.1 * height) * scale, right * scale, (word.bottom + 0.1 * height) * scale)
    crop = picture.crop((round(area[0]), round(area[1]), round(area[2]), round(area[3])))
    for capital in _CAPITALS:
        grow = capital / max(1.0, _SHARE_OF_CAPITALS * height * scale)
        size = (max(1, round(crop.width * grow)), max(1, round(crop.height * grow)))
        yield ImageOps.expand(crop.resize(size, Image.Resampling.BICUBIC), _BORDER, 255)
