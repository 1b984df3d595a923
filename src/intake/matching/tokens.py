"""An article's words → typed tokens: numbers with their dimension, codes, words with and without a fixed meaning.

In: one description, ours or a customer's. Out: a `TypedText`. "M8x40" becomes thread 8 and length 40 mm of one chain, "1,5 mm²"
area 1.5, "DIN 933" standard 933, "rot" the colour red. Nothing is compared here; a number without a unit stays without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from intake.matching.alternation import any_word
from intake.matching.grades import with_grades
from intake.matching.letters_behind import letters_behind
from intake.matching.lexicon import (
    Meaning,
    code_meanings,
    denying_words,
    glued_prefixes,
    meanings_of,
    phrase_meanings,
    prefix_words,
    same_standards,
    unit_words,
)
from intake.matching.numbers import BARE, Number
from intake.matching.spellings import ends_said, one_spelling, signed_figures, spaced_codes, types_said
from intake.matching.text import fold_words

MAX_TOKENS = 150
MAX_NUMBERS = 40
"""No article states more measures; each is held against each of the other side."""


class TypedText(NamedTuple):
    numbers: tuple[Number, ...]
    codes: tuple[str, ...]
    """Tokens of letters and digits (A2, S1P, E27): equal or not, never similar."""
    meanings: tuple[tuple[Meaning, str], ...]
    words: tuple[str, ...]
    joined: tuple[str, ...] = ()
    """Hyphenated tokens written as one ("nymj", "h07vk", the "sftp" of "S/FTP")."""
    lacking: tuple[str, ...] = ()
    """Words that are denied: the lid in "ohne Deckel". They are none of the words."""
    spaced: tuple[str, ...] = ()
    """Codes that may have been written with a blank in them: the "b16" of "B 16", the "r16" of "R 16"."""
    signed: tuple[str, ...] = ()
    """Figures with a sign of their own: a lens of "+1,25" is not the one of "-1,25"."""
    grouped: tuple[tuple[str, str], ...] = ()
    """Two figures that may be one, its thousands apart: the ("1", "400") of "1 400 pages"."""
    behind: tuple[tuple[str, str], ...] = ()
    """A token and the letter size or unknown letters behind it: the ("94h", "xl") of a tyre."""


_NUM = r"\d+(?:[.,]\d+)*"
_FRACTION = r"(?:\d{1,2}[ -])?\d{1,2}/(?:2|3|4|8|16|32|64)(?![\d.,])"
_UNIT = rf"(?:{any_word(unit_words())})(?:(?![^\W_])|(?=x\s?\d))"
_FIGURE = rf"(?:{_FRACTION}|{_NUM})"
_LINK = rf"(?:ø\s?)?{_FIGURE}(?:\s?{_UNIT})?"
# "Karton 400 x 300 mm" is a box of that size, none with 400 in it.
_PREFIXES = "|".join(
    re.escape(word) + (r"\.?\s?[:=]?\s?" if word in glued_prefixes() else rf"(?:\s?[.:=]\s?|\s)(?!{_LINK}\s?x\s?\d)")
    for word in sorted(prefix_words(), key=len, reverse=True)
)
_START = r"(?<![^\W_])(?<!\d[.,])"

_BODIES = "din|iso|en|nf|bs|uni|astm|vde|jis|gost|ansi|asme"
_PHRASES = re.compile(rf"(?<![^\W_]){any_word(phrase_meanings())}(?![^\W_])")
_WORDS = re.compile(r"[^\W_]+")
_PHRASE_STARTS = frozenset(_WORDS.findall(phrase)[0] for phrase in phrase_meanings())
_PLAIN = re.compile(r"(?:[^\w⌀]|_)*([^\W\d_]+)(?![^\W_])")
_NOT_PLAIN = frozenset(("m", "g", "r", "rp", "rc", "npt", "bspp", "bspt", "bsp", "size", "ø", *_BODIES.split("|"))) | {
    found[0] for word in prefix_words() if (found := _WORDS.match(word))
}
"""The letters that a figure of a known kind may begin with; every other word of letters alone is just a word."""

_CHAIN = rf"{_LINK}(?:\s?[x/]\s?{_LINK}){{0,4}}(?:\s?x\s?{_LINK})"
_CORES = rf"(?P<cores>\d{{1,2}}g{_NUM}(?:\s?mm2)?(?![a-z\d]))"
_LONE = "|".join(
    (
        rf"(?P<number>{_FIGURE}\s?-?{_UNIT})",
        rf"(?P<fraction>{_FRACTION}(?![^\W_]))",
        rf"(?P<bare>{_NUM}(?![^\W_]))",
    )
)
_FIGURES = "|".join(
    (
        rf"(?P<std>(?:{_BODIES})(?:[ -]?(?:din|en|iso|vde))*[ \-:]?\s?\d{{1,6}}[a-z]?(?![a-z\d])(?::\d{{4}})?)",
        rf"(?P<chain>(?:m\s?|ø\s?)?{_CHAIN})",
        rf"(?P<thread>m\s?{_NUM}(?![a-z\d]|/\d))",
        rf"(?P<pipe>(?:g|r|rp|rc|npt|bspp|bspt|bsp)\s?{_FRACTION}(?:\s?(?:\"|''|zoll|inch))?)",
        _CORES,
        rf"(?P<prefix>(?:{_PREFIXES})(?:{_FIGURE}(?:\s?{_UNIT})?(?![^\W_])|size~[\dxsml]+))",
        _LONE,
    )
)
_WORD = r"(?P<word>[^\W_]+)"
_TOKEN = re.compile(rf"{_START}(?:{_FIGURES})|(?P<size>size~[\dxsml]+)|{_WORD}")
_FROM_DIGIT = re.compile(rf"(?:[^\w⌀]|_)*(?=\d)(?:{_START}(?:(?P<chain>{_CHAIN})|{_CORES}|{_LONE})|{_WORD})")
"""What begins with a digit need not be tried as what begins with a letter."""
_PART = re.compile(rf"(?P<figure>{_FIGURE})(?:\s?-?(?P<unit>{_UNIT}))?")
_PREFIX = re.compile(rf"(?P<word>{_PREFIXES})(?:size~(?P<size>[\dxsml]+)|(?P<figure>{_FIGURE})(?:\s?(?P<unit>{_UNIT}))?)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_HYPHENATED = re.compile(
    r"(?<![^\W_])(?=[^\W\d_])[^\W_]{1,12}(?:-[^\W_]{1,12}){1,3}(?![^\W_]|-)"
    r"|(?<![^\W_/])[^\W\d_]{1,2}/[^\W\d_]{2,5}(?![^\W_/])"
)
_GROUPED = re.compile(r"(?<![\w.,/+-])(?<!\dx )([1-9]\d{0,2}) (\d{3})(?![\d.,/]|\s?x)")
_WORD_AND_FIGURE = re.compile(r"([^\W\d_]{3,})\d{1,3}")
_LENGTH = "length"
_IDENTITY_DIGITS = 6
"""A number without unit and of so many digits identifies something; it measures nothing."""


def canonical(value: float) -> str:
    return f"{value:.6g}"


@lru_cache(maxsize=50_000)
def figures(text: str) -> tuple[float, ...]:
    """The values that a figure may have: "1/2" is 0.5, "1 1/2" 1.5, "12,5" 12.5, "1.000" 1000 or 1."""
    if "/" in text:
        whole, _, part = text.replace("-", " ").rpartition(" ")
        over, _, under = part.partition("/")
        return (float(whole or 0) + float(over) / float(under),)
    if _THOUSANDS.fullmatch(text):
        together = float(re.sub(r"[.,]", "", text))
        if len(re.findall(r"[.,]", text)) > 1:
            return (together,)
        return (together, float(text.replace(",", ".")))
    marks = re.findall(r"[.,]", text)
    if len(marks) > 1:
        # The last mark is the decimal one where marks differ (1.234,5); a date or version number measures nothing exact.
        head, tail = text[: max(text.rfind("."), text.rfind(","))], text[max(text.rfind("."), text.rfind(",")) + 1 :]
        return (float(re.sub(r"[.,]", "", head) + "." + tail),)
    return (float(text.replace(",", ".")),)


def _number(figure: str, unit: str | None, said: str, chain: int = -1, dimension: str = BARE) -> Number:
    values = figures(figure)
    raws = tuple(canonical(value) for value in values)
    known = unit_words().get(unit) if unit else None
    if known is not None and dimension in (BARE, known.dimension, "pack", "diameter"):
        converted = tuple(canonical(value * known.factor) for value in values)
        kept = "diameter" if dimension == "diameter" and known.dimension == _LENGTH else known.dimension
        return Number(kept, converted[0], raws[0], said, chain, False, known.imperial, converted[1:])
    if "/" in figure and dimension == BARE:
        # A fraction without a unit is a pipe or tool size in inches.
        return Number(_LENGTH, canonical(values[0] * 25.4), raws[0], said, chain, True, True)
    return Number(dimension, raws[0], raws[0], said, chain, False, False, raws[1:])


def _read_chain(said: str, chain: int) -> Iterator[Number]:
    """The links of an A×B chain in order; the unit written last holds for those before it where it is a length."""
    thread = said[0] == "m"
    links = [(found["figure"], found["unit"]) for found in _PART.finditer(said)]
    last = links[-1][1]
    last_word = unit_words().get(last) if last else None
    is_length = last_word is None or last_word.dimension == _LENGTH
    for position, (figure, unit) in enumerate(links):
        if thread and position == 0:
            yield _number(figure, None, said, chain, "thread")
        elif unit is None and is_length:
            # "21 G x 1 1/4": a fraction is in inches where no unit says otherwise.
            number = _number(figure, last or ("inch" if "/" in figure else "mm"), said, chain)
            yield number._replace(assumed=True)
        else:
            yield _number(figure, unit, said, chain)


def _read_prefix(said: str) -> Number | None:
    found = _PREFIX.match(said)
    if found is None:
        return None
    dimension = prefix_words()[found["word"].rstrip(" .:=")]
    if found["size"]:
        return Number("size", found["size"], found["size"], said)
    if dimension == _LENGTH:
        return _number(found["figure"], found["unit"] or "mm", said)
    if dimension == "diameter":
        return _number(found["figure"], found["unit"] or "mm", said, -1, "diameter")
    return _number(found["figure"], found["unit"], said, -1, dimension)


def _read_standard(said: str) -> Number:
    number = re.search(r"\d+", said)
    assert number is not None
    plain = number[0].lstrip("0") or "0"
    return Number("std", same_standards().get(plain, plain), plain, said)


@lru_cache(maxsize=50_000)
def _read_number(kind: str, said: str, chain: int) -> tuple[Number, ...]:
    if kind == "chain":
        return tuple(_read_chain(said, chain))
    if kind == "std":
        return (_read_standard(said),)
    if kind == "thread":
        return (_number(said[1:].strip(), None, said, -1, "thread"),)
    if kind == "pipe":
        figure = re.search(_FRACTION, said)
        assert figure is not None
        return (_number(figure[0], "inch", said)._replace(assumed=True),)
    if kind == "cores":
        count, area = said.replace("mm2", "").strip().split("g")
        return (_number(count, None, said, chain), _number(area, "mm2", said, chain))
    if kind == "prefix":
        number = _read_prefix(said)
        return () if number is None else (number,)
    if kind == "size":
        return (Number("size", said[5:], said[5:], said),)
    found = _PART.match(said)
    assert found is not None
    return (_number(found["figure"], found["unit"], said),)


def _tokens(folded: str) -> Iterator[tuple[str, str]]:
    """(kind, text) of the tokens in order. Most are plain words, which need not be tried as every kind of figure."""
    place = 0
    for _ in range(MAX_TOKENS):
        plain = _PLAIN.match(folded, place)
        if plain is not None and plain[1] not in _NOT_PLAIN:
            yield "word", plain[1]
            place = plain.end()
            continue
        found = _FROM_DIGIT.match(folded, place) or _TOKEN.search(folded, place)
        if found is None:
            return
        kind = found.lastgroup or "word"
        yield kind, found[kind]
        place = found.end()


@lru_cache(maxsize=4_096)
def parse(text: str) -> TypedText:
    """Reads one description, and remembers it: the same ones are compared again and again. Bounded: words after the first 150
    tokens do not count.

    >>> [(n.dimension, n.value) for n in parse("Sechskantschraube DIN 933 M8 x 40").numbers]
    [('std', '933'), ('thread', '8'), ('length', '40')]
    """
    typed, folded = _parse_indexed(text)
    signed = tuple(sign + canonical(figures(figure)[-1]) for sign, figure in signed_figures(folded))
    grouped = tuple(_GROUPED.findall(folded))
    return typed._replace(spaced=spaced_codes(folded, typed.codes), signed=signed, grouped=grouped, behind=letters_behind(folded))


@lru_cache(maxsize=64)
def terms_in(text: str) -> tuple[str, ...]:
    """The terms of a text that is not compared. A changed article's texts are read before and after the change, and most are the
    same."""
    return index_terms(_parse_indexed(text)[0])


def _parse_indexed(text: str) -> tuple[TypedText, str]:
    """What of a text the index knows, and the folded text that it was read from."""
    folded = one_spelling(fold_words(text))
    meanings: list[tuple[Meaning, str]] = []
    whole_words = _WORDS.findall(folded)
    if not _PHRASE_STARTS.isdisjoint(whole_words):
        folded = _PHRASES.sub(partial(_take_phrase, meanings), folded)
    numbers: list[Number] = []
    codes: list[str] = []
    words: list[str] = []
    lacking: list[str] = []
    before = ""
    denying = denying_words()
    for count, (kind, said) in enumerate(_tokens(folded)):
        if kind == "word":
            # "No ABC123" is a number, "no lid" a pot without.
            denied, before = before in denying and (before != "no" or said.isalpha()), said
            if denied:
                lacking.append(said)
            elif not said.isalpha():
                codes.append(said)
                meanings += _said_before_figure(said)
            elif len(said) > 1:
                says, is_word = _word_says(said)
                meanings += says
                if is_word:
                    words.append(said)
        elif kind == "bare" and len(said) >= _IDENTITY_DIGITS and said.isdigit():
            codes.append(said)
        elif len(numbers) < MAX_NUMBERS:
            numbers += _read_number(kind, said, count)
    hyphenated = _HYPHENATED.finditer(folded) if "-" in folded or "/" in folded else ()
    joined = tuple(found[0].replace("-", "").replace("/", "") for found in hyphenated)
    codes += (*types_said(folded), *ends_said(folded, whole_words))
    if codes or joined:
        meanings = _with_coded(meanings, codes, joined)
    graded = with_grades(numbers, codes, meanings)
    return TypedText(graded, tuple(codes), tuple(meanings), tuple(words), joined, tuple(lacking)), folded


def _take_phrase(meanings: list[tuple[Meaning, str]], found: re.Match[str]) -> str:
    """ "stainless steel" must not be read as steel too; a "hex bolt" is still a bolt."""
    meaning = phrase_meanings()[found[0]]
    meanings.append((meaning, found[0]))
    return found[0] if meaning.kind == "head" else " "


@lru_cache(maxsize=50_000)
def _word_says(word: str) -> tuple[list[tuple[Meaning, str]], bool]:
    """What a word means, and whether it is looked for as a word as well."""
    says = meanings_of(word)
    return [(meaning, word) for meaning in says], not says or any(meaning.kind == "kind" for meaning in says)


def _with_coded(meanings: list[tuple[Meaning, str]], codes: Sequence[str], joined: Sequence[str]) -> list[tuple[Meaning, str]]:
    """The meanings and those of codes. What a whole says, its parts do not: "F/UTP" is no UTP."""
    wholes = [word for word in joined if code_meanings(word)]
    if wholes:
        meanings = [(meaning, word) for meaning, word in meanings if not any(whole.endswith(word) for whole in wholes)]
    return [*meanings, *((meaning, code) for code in (*codes, *joined) for meaning in code_meanings(code))]


def _said_before_figure(code: str) -> list[tuple[Meaning, str]]:
    """What the letters of a code say that a figure was written to: "FKM80" is of that rubber."""
    found = _WORD_AND_FIGURE.fullmatch(code)
    return [(meaning, found[1]) for meaning in meanings_of(found[1]) if meaning.kind == "material"] if found else []


def index_terms(typed: TypedText) -> tuple[str, ...]:
    """The terms under which a text is found: numbers by dimension and by bare figure, chains whole, codes, meanings, words."""
    terms: dict[str, None] = {}
    for number in typed.numbers:
        if number.dimension != BARE:
            for value in (number.value, *number.others):
                terms[f"{number.dimension}:{value}"] = None
        terms[f"n:{number.raw}"] = None
    for term in chain_terms(typed) if typed.numbers else ():
        terms[term] = None
    for code in typed.codes:
        terms[code] = None
    for meaning, _ in typed.meanings:
        terms[f"{meaning.kind}:{meaning.value}"] = None
    for word in (*typed.words, *typed.joined):
        terms[word] = None
    return tuple(terms)


def chain_terms(typed: TypedText) -> Iterator[str]:
    """One term for each A×B chain, in its order: M8x12 is not M12x8."""
    chains: dict[int, list[str]] = {}
    for number in typed.numbers:
        if number.chain >= 0:
            chains.setdefault(number.chain, []).append(number.value)
    return ("x:" + "/".join(values) for values in chains.values() if len(values) > 1)
