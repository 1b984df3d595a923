"""Where a writer's own words end and the signature, the small print and the gateway's banner begin.

In: the lines that one person wrote. Out: which of them are boilerplate. A paragraph after the sign-off that names a quantity, an
order number or a delivery stays the writer's own: people do order in a postscript. So does what is said in whole sentences
before the signature's first telephone number, address or website.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from intake.domain import mail_words
from intake.domain.mail_words import folded
from intake.domain.uom import unit_codes

_DELIMITER = re.compile(r"^\s*(?:--|—|––)\s*$|^\s*_{3,}\s*$|^\s*-{5,}\s*$")
_WORD = re.compile(r"[^\W_]+")
_COLUMN_GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
_QUANTITY = re.compile(r"(?<![\w.,/+-])\d[\d.,  ]{0,12}\s?(?:x\s|×|([^\W\d_]{1,12}\.?)(?![\w-]))", re.I)
_ORDER_NUMBER = re.compile(
    r"\b(?:p\.?o\.?(?!\s*box)|order|bestell\w*|auftrag\w*|commande|zam[oó]wieni\w*|pedido|ordine|beställning\w*|bestelling)\b.*\d",
    re.I,
)
# "1012 KG Amsterdam", "Wigmore HR6 9UD" are postal codes.
_POSTAL_CODE = re.compile(r"\b(?:\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)\b")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\bwww\.|https?://|\+\d[\d ()/.-]{6,}")
_SUM = re.compile(
    r"(?:\s{2,}|[:=]\s*)(?:[^\W\d]{2,3}\s+)?(?:\d{1,3}(?:[.,' ]\d{3})+|\d+)[.,]\d{2}\s*[^\w\s]?(?:[^\W\d]{1,3})?\s*$"
)
"""Words and an amount to their right, as under a list of goods."""
# "12 St" is a street's end and a piece's abbreviation, "24 h" opening hours; only unmistakable units speak for an order.
_DOUBTFUL = frozenset({"h", "st", "uhr", "am", "pm", "min", "tage", "days", "d", "a", "m", "e", "t"})
_LONGEST_SIGNATURE = 40
_FEWEST_SMALL = 2


def boilerplate(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is signature, disclaimer or banner. `lines` is one writer's text, nothing quoted."""
    marks = [False] * len(lines)
    paragraphs = list(_paragraphs(lines))
    closed = is_printed = False
    for number, (start, end) in enumerate(paragraphs):
        first = _closing_line(lines, start, end, is_late=_is_late(lines, end))
        if closed:
            is_printed = is_printed or _is_printed(lines[slice(*paragraphs[number - 1])])
            if not is_printed and _is_said(lines[start:end]):
                continue
        if closed or first == start:
            closed = True
            _mark(lines, marks, start, end)
        elif first is not None:
            closed = True
            _mark(lines, marks, first, end)
        elif _is_small_print(lines[start:end], is_first=number == 0) or (
            0 < number == len(paragraphs) - 1 and _is_contact_block(lines[start:end])
        ):
            _mark(lines, marks, start, end)
        else:
            for at in range(start, end):
                marks[at] = _starts(lines[at], "mobile") and len(lines[at]) < 120 and not _has_matter(lines[at])
    return marks


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for at, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = at
        elif not line.strip() and start is not None:
            yield start, at
            start = None


def _is_late(lines: Sequence[str], end: int) -> bool:
    """Few lines follow, and none is about the order: a mere "Thanks" closes here."""
    rest = [line for line in lines[end:] if line.strip()]
    return len(rest) <= 12 and not any(_has_matter(line) for line in rest)


def _closing_line(lines: Sequence[str], start: int, end: int, *, is_late: bool) -> int | None:
    for at in range(start, end):
        line = lines[at]
        if _DELIMITER.match(line) and (line.strip() in ("--", "—", "––") or _all_contact(lines[at + 1 :])):
            if at > start and len(_COLUMN_GAP.findall(lines[at - 1])) >= 2:
                # The rule under a table's headings.
                continue
            return at
        if len(line) > 80:
            continue
        if _signs_off(line, "signoffs"):
            return at
        if is_late and _thanks(line) and not any(_has_matter(later) or _is_said([later]) for later in lines[at + 1 : end]):
            return at
    return None


def _all_contact(rest: Sequence[str]) -> bool:
    spoken = [line for line in rest if line.strip()]
    return (
        0 < len(spoken) <= _LONGEST_SIGNATURE
        and not any(_has_matter(line) for line in spoken)
        and (any(_is_contact(line) for line in spoken) or len(spoken) <= 3)
    )


@cache
def _signoff_pattern(name: str) -> re.Pattern[str]:
    # "mit * grüßen": any one word may stand there ("Mit sportlichen Grüßen").
    said = mail_words.any_of("signature", name).replace(r"\*", r"[^\W\d_]+")
    return re.compile(rf"\W*(?:{said})(?!\w)(?P<rest>.*)")


def _signs_off(line: str, name: str) -> bool:
    text = folded(line)
    found = _signoff_pattern(name).match(text)
    if not found:
        return False
    rest = found["rest"].strip(" ,.!;:-")
    # "Best regards from Leeds", "MfG A. Beispiel", "Danke im Voraus": a few words and no figures may follow.
    return len(rest.split()) <= 5 and not any(sign.isdigit() for sign in rest) and not line.rstrip().endswith((":", "?"))


def _thanks(line: str) -> bool:
    """ "Thanks, Kim", "Danke und viele Grüße"; "Merci d'attendre notre accord." thanks beforehand for what it asks."""
    found = _signoff_pattern("thanks").match(folded(line))
    if found is None or not _signs_off(line, "thanks"):
        return False
    said = _WORD.findall(line)
    rest = said[len(said) - len(_WORD.findall(found["rest"])) :]
    return all(not word[0].islower() or folded(word) in _parting_words() for word in rest)


@cache
def _parting_words() -> frozenset[str]:
    """The words that sign-offs are made of, and what joins two of them."""
    phrases = [*mail_words.words("signature", "signoffs"), *mail_words.words("signature", "thanks")]
    return frozenset([*mail_words.words("signature", "joins"), *(word for phrase in phrases for word in _WORD.findall(phrase))])


@cache
def _starting(name: str) -> re.Pattern[str]:
    return mail_words.starting("signature", name)


def _starts(line: str, name: str) -> bool:
    return bool(_starting(name).match(folded(line[:200])))


def _is_small_print(paragraph: Sequence[str], *, is_first: bool) -> bool:
    """A disclaimer, or the banner that a gateway puts above everything."""
    if is_first and _starts(paragraph[0], "banners"):
        return True
    return _starts(paragraph[0], "disclaimers") and not any(_has_matter(line) for line in paragraph)


def _is_contact(line: str) -> bool:
    label = re.match(r"\s*([\w.\-]+(?: \w+){0,2})\s*[:.|]", line)
    return bool(_CONTACT.search(line)) or bool(label and folded(label[1]).rstrip(".") in mail_words.words("signature", "contact"))


def _is_contact_block(paragraph: Sequence[str]) -> bool:
    """Three contact lines at the very end, and no word of a delivery: a signature without a sign-off."""
    if len(paragraph) > _LONGEST_SIGNATURE or sum(_is_contact(line) for line in paragraph) < 3:
        return False
    text = folded(" ".join(paragraph))
    return not any(word in text for word in mail_words.words("signature", "addresses")) and not any(map(_has_matter, paragraph))


def _has_matter(line: str) -> bool:
    """Whether a line after the sign-off still speaks of the order."""
    if _starts(line, "matter") or _ORDER_NUMBER.search(line) or _SUM.search(line[:500]):
        return True
    for found in _QUANTITY.finditer(_POSTAL_CODE.sub("", line[:500])):
        unit = found[1]
        if unit is None or (folded(unit).rstrip(".") not in _DOUBTFUL and unit_codes(unit)):
            return True
    return False


def _is_printed(paragraph: Sequence[str]) -> bool:
    """Whether a signature has come to what is the same in every mail: a number, an address, a website, a rule."""
    return any(_is_contact(line) or _DELIMITER.match(line) or any(map(str.isdigit, line)) for line in paragraph)


def _is_said(paragraph: Sequence[str]) -> bool:
    """Sentences, and neither names nor small print nor what a telephone adds."""
    text = " ".join(line.strip() for line in paragraph)
    small = sum(word[:1].islower() for word in text.split()[1:])
    is_added = _starts(paragraph[0], "disclaimers") or _starts(paragraph[0], "mobile")
    return text.endswith((".", "!", "?")) and small >= _FEWEST_SMALL and not is_added and not _is_contact(text)


def _mark(lines: Sequence[str], marks: list[bool], start: int, end: int) -> None:
    """A paragraph that still speaks of the order stays, from its first such line on."""
    for at in range(start, end):
        marks[at] = not _has_matter(lines[at])
