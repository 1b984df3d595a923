"""One ordered item said in words: "10 boxes of the M8 bolts (HX-M8X40)", "2x SKU-1", "ABC-123: 20 pcs", "Menge: 4 / Artikel: X".

In: an utterance. Out: `Item`s with the places of quantity, unit, code, description and price. `is_sure` says that the item shows
itself as one, by a unit, a times sign or a code, without the sentence having to order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.domain.plans import ColumnRole, LinePlan, Place
from intake.extraction.planners.layout import shapes
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.words import vocabulary

_NUMBER = r"\d{1,3}(?:[.,'’\u00a0 ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_TOKEN = re.compile(rf"(?:{_NUMBER})[x×X*]?(?=\s|$|[();,:])|\S+")
_QUANTITY = re.compile(rf"^(?P<number>{_NUMBER})(?P<times>[x×X*])?$")
_GLUED = re.compile(rf"^(?P<number>{_NUMBER})(?P<unit>[^\W\d_]{{1,8}}\.?)$")
_TIMES = frozenset(("x", "×", "X", "*", "mal"))
_CODE = re.compile(
    r"^(?=\S*\d)[A-Z0-9][A-Za-z0-9]*(?:[-./_][A-Za-z0-9]+)+$|^[A-Z]{2,}\d{2,}[A-Z0-9]*$|^\d{5,14}$|^[A-Z]\d{4,}[A-Z0-9]*$"
)
_MEASURE = re.compile(
    r"^(?:M\d+(?:[x×]\d+)?|\d+(?:[.,]\d+)?(?:mm|cm|m|kg|g|l|ml|V|W|A|bar|x\d+.*)|DIN.*|ISO.*|EN\d*|IP\d+|A[24]|V[24]A)$",
    re.IGNORECASE,
)
_CURRENCY = r"EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|€|\$|£|zł|kr"
_PRICE = re.compile(
    rf"(?<!\w)(?:[@à]\s?|(?:a|je|zu|zum Preis von|at|po|por|für|pour|EP|Preis|price|prix|cena|prijs|precio|prezzo)\.?:?\s+)"
    rf"(?P<code>{_CURRENCY})?\s?(?P<number>{_NUMBER})(?!\w)\s?(?P<after>{_CURRENCY})?",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:=/;,|]{0,28}?)\s*[:=]\s*(?P<value>[^/;|,]+?)(?=\s*(?:[/;|,]|$))")
_NO_QUANTITY_BEFORE = re.compile(
    rf"(?:{_CURRENCY}|(?:Nr|No|n°|Tel|Pos|Line|Zeile|Position|Seite|Order|PO|Bestellung|Commande|Zamówienie|Pedido|KW|week)\.?|#)\s*:?$",
    re.IGNORECASE,
)
_PRICE_BEFORE = re.compile(r"(?:\s|^)(?:à|@|je|zu je|zu|at|per)$")
_NO_QUANTITY_AFTER = re.compile(
    rf"\s?(?:{_CURRENCY}|%|mm\b|cm\b|Tage|days|jours|dni|dagen|días|giorni|Uhr|h\b|Wochen|weeks|semaines|tygodni|weken)"
)
_CLAUSE_END = re.compile(
    r"\s(?:by|until|bis|zum|bitte|please|für den|avant|pour le|voor|przed|do dnia|antes|delivered|delivery|Lieferung)\s"
    r"|[.!?]\s*$|(?<=[^\W\d_]{5})[.!?]\s|(?<=\d)[.!?]\s+(?=[A-ZÄÖÜÉ])|\s[-–]\s"
)
_JUNK = " ,.;:()[]–-/\"'„“”"
_LITTLE_WORDS = re.compile(
    r"the|your|of|our|ihr|ihrer?n?|unsere[rn]?|des|der|die|das|den|dem|vom|von|les?|la|vos|het|de|uw|los|las|sus|il|i|gli|und|and|et"
    r"|en|oraz|y|e|och|item|article|artikel|art\.?|no\.?|nr\.?|r[ée]f\.?|sku|code|art\.?-?nr\.?|artikelnummer",
    re.IGNORECASE,
)


_CODE_ROLES = {
    ColumnRole.CODE,
    ColumnRole.SKU,
    ColumnRole.CUSTOMER_PART_NUMBER,
    ColumnRole.GTIN,
    ColumnRole.MANUFACTURER_PART_NUMBER,
}


@dataclass(frozen=True, slots=True)
class Item:
    plan: LinePlan
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Amount:
    """A quantity found at tokens [first, after): its number's characters, its unit's, and whether something marks it."""

    first: int
    after: int
    number: tuple[int, int]
    unit: tuple[int, int] | None
    is_marked: bool


def labelled_item(utterance: Utterance) -> Item | None:
    """ "Menge: 4 / Artikel: X": every value behind the heading it would have in a table."""
    found: dict[ColumnRole, Place] = {}
    for pair in _LABELLED.finditer(utterance.text):
        roles = [role for role in vocabulary().column_roles(pair["label"]) if role is not ColumnRole.IGNORE]
        place = utterance.place(*pair.span("value"))
        if roles and place is not None and vocabulary().is_exact_heading(pair["label"]):
            found.setdefault(roles[0], place)
    if ColumnRole.QUANTITY not in found or len(found) < 2:
        return None
    return Item(LinePlan(places=tuple(found.items())), True)


def items_of(utterance: Utterance) -> Iterator[Item]:
    """The items of an utterance, each from its quantity to the next one's."""
    text = utterance.text
    said = [_Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
    amounts = _real(list(_amounts(said)), text)
    if len(amounts) == 1 and amounts[0].first > 0:
        before = _reversed_item(utterance, said, amounts[0])
        if before is not None:
            yield before
            return
    for number, amount in enumerate(amounts):
        stop = said[amounts[number + 1].first].start if number + 1 < len(amounts) else len(text)
        item = _item(utterance, said, amount, stop)
        if item is not None:
            yield item


def _amounts(said: list[_Token]) -> Iterator[_Amount]:
    at = 0
    while at < len(said):
        amount = _amount_at(said, at)
        if amount is not None:
            yield amount
        at = amount.after if amount else at + 1


def _amount_at(said: list[_Token], at: int) -> _Amount | None:
    token = said[at]
    bare = token.text.strip("(,;:")
    shift = token.start + token.text.index(bare) if bare else token.start
    plain, glued = _QUANTITY.match(bare), _GLUED.match(bare)
    is_unit = vocabulary().is_unit
    if plain is None and glued is not None and is_unit(glued["unit"]) and not _MEASURE.match(bare):
        return _Amount(
            at, at + 1, (shift, shift + glued.end("number")), (shift + glued.start("unit"), shift + glued.end("unit")), True
        )
    if plain is None and (vocabulary().number(bare) is None or not bare):
        return None
    number = (shift, shift + (plain.end("number") if plain else len(bare)))
    times = plain is not None and plain["times"] is not None
    after = at + 1
    if after < len(said) and said[after].text in _TIMES:
        times, after = True, after + 1
    unit = None
    if after < len(said) and is_unit(said[after].text.strip("(),;:")) and not said[after].text[:1].isdigit():
        trimmed = said[after].text.strip("(),;:")
        begin = said[after].start + said[after].text.index(trimmed)
        unit, after = (begin, begin + len(trimmed)), after + 1
    if plain is None and unit is None:
        return None
    return _Amount(at, after, number, unit, times or unit is not None)


def _real(amounts: list[_Amount], text: str) -> list[_Amount]:
    """Without dates, prices, sizes and numbers of other things."""
    date = shapes.date_span(text)
    kept = []
    for amount in amounts:
        start, end = amount.number
        if date is not None and start < date[1] and end > date[0]:
            continue
        before = text[:start].rstrip()
        if _NO_QUANTITY_BEFORE.search(before) or (_PRICE_BEFORE.search(before) and not amount.is_marked):
            continue
        if _NO_QUANTITY_AFTER.match(text[end:]) or (not amount.is_marked and _names_a_code(before)):
            continue
        kept.append(amount)
    return kept


def _names_a_code(before: str) -> bool:
    """ "Artikel 4711", "item no. 4711": the number is the article's."""
    words = before.replace("(", " ").rstrip(" :").split()[-3:]
    return any(_CODE_ROLES.intersection(vocabulary().column_roles(" ".join(words[at:]))) for at in range(len(words)))


def _item(utterance: Utterance, said: list[_Token], amount: _Amount, stop: int) -> Item | None:
    begin = amount.unit[1] if amount.unit else amount.number[1]
    begin = max(begin, said[amount.after - 1].end)
    phrase_end = _phrase_end(utterance.text, begin, stop)
    return _built(utterance, amount, (begin, phrase_end), (begin, stop))


def _reversed_item(utterance: Utterance, said: list[_Token], amount: _Amount) -> Item | None:
    """ "ABC-123: 20 pcs", "Hex bolt M8x40 - 5 boxes": the article first, the quantity last."""
    text = utterance.text
    rest = text[said[amount.after - 1].end :].strip(_JUNK)
    start = said[amount.first].start
    head = text[:start].strip(_JUNK)
    has_code = any(_is_code(token.text) for token in said[: amount.first])
    if (
        (rest and not _PRICE.search(text[said[amount.after - 1].end - 1 :]))
        or not head
        or vocabulary().has_phrase(head, "order_verb")
    ):
        return None
    if not has_code and not (amount.is_marked and utterance.is_listed and len(head.split()) <= 8):
        return None
    return _built(utterance, amount, (0, start), (said[amount.after - 1].end, len(text)))


def _phrase_end(text: str, begin: int, stop: int) -> int:
    """The article's words end at the next item, a price, a wish for a date, or the end of the clause."""
    end = stop
    price = _PRICE.search(text, begin, stop)
    if price is not None and price.start() > begin:
        end = min(end, price.start())
    clause = _CLAUSE_END.search(text, begin, end)
    return clause.start() if clause else end


def _built(utterance: Utterance, amount: _Amount, phrase: tuple[int, int], rest: tuple[int, int]) -> Item | None:
    places: list[tuple[ColumnRole, Place | None]] = [(ColumnRole.QUANTITY, utterance.place(*amount.number))]
    if amount.unit is not None:
        places.append((ColumnRole.UOM, utterance.place(*amount.unit)))
    code = _code(utterance.text, phrase)
    description = _description(utterance.text, phrase, code)
    if code is not None:
        places.append((_code_role(utterance.text, phrase[0], code[0]), utterance.place(*code)))
    if description is not None:
        places.append((ColumnRole.DESCRIPTION, utterance.place(*description)))
    price = _PRICE.search(utterance.text, *rest)
    if price is not None and (price["code"] or price["after"] or re.search(r"[.,]\d", price["number"])):
        places.append((ColumnRole.UNIT_PRICE, utterance.place(*price.span("number"))))
    if code is None and description is None:
        return None
    found = tuple((role, place) for role, place in places if place is not None)
    is_sure = (amount.is_marked and (utterance.is_listed or code is not None)) or (code is not None and utterance.is_listed)
    return Item(LinePlan(places=found), is_sure)


def _is_code(token: str) -> bool:
    bare = token.strip(_JUNK)
    if len(bare) < 4 or _CODE.match(bare) is None or _MEASURE.match(bare) is not None or shapes.is_date(bare):
        return False
    return any(sign.isalpha() for sign in bare) or len(bare) >= 5


def _code(text: str, phrase: tuple[int, int]) -> tuple[int, int] | None:
    """The article code in the phrase: the one in brackets first, then the longest."""
    found = []
    for token in re.finditer(r"\S+", text[phrase[0] : phrase[1]]):
        bare = token.group().strip(_JUNK)
        start = phrase[0] + token.start() + (token.group().index(bare) if bare else 0)
        named = len(bare) >= 2 and any(sign.isdigit() for sign in bare) and _names_a_code(text[phrase[0] : start])
        if _is_code(token.group()) or named:
            found.append((named, token.group().startswith("("), len(bare), (start, start + len(bare))))
    return max(found)[3] if found else None


def _code_role(text: str, begin: int, start: int) -> ColumnRole:
    """Whose code it is, if the words before say so ("your item", "Ihre Art.-Nr.")."""
    words = text[begin:start].replace("(", " ").split()[-4:]
    for size in range(len(words), 0, -1):
        for role in vocabulary().column_roles(" ".join(words[-size:])):
            if role in (ColumnRole.SKU, ColumnRole.CUSTOMER_PART_NUMBER, ColumnRole.GTIN, ColumnRole.MANUFACTURER_PART_NUMBER):
                return role
    return ColumnRole.CODE


def _description(text: str, phrase: tuple[int, int], code: tuple[int, int] | None) -> tuple[int, int] | None:
    """The longest run of the phrase beside the code, without little words at its head and joints at its end."""
    runs = [phrase] if code is None else [(phrase[0], code[0]), (code[1], phrase[1])]
    trimmed = [span for run in runs for span in [_trim(text, *run)] if span is not None]
    if code is not None:
        # After the code of a sentence its verb remains: "bitte 5 Stück A-7788 mitliefern".
        trimmed = [span for span in trimmed if span[0] < code[0] or " " in text[span[0] : span[1]] or text[span[0]].isupper()]
    return max(trimmed, key=lambda span: span[1] - span[0], default=None)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    means = vocabulary().means
    while True:
        start += len(text[start:end]) - len(text[start:end].lstrip(_JUNK))
        word = re.match(r"\S+", text[start:end])
        if word is None:
            break
        if not (means("of", word.group()) or _LITTLE_WORDS.fullmatch(word.group())):
            break
        start += word.end()
    while True:
        end = start + len(text[start:end].rstrip(_JUNK))
        last = re.search(r"\S+$", text[start:end])
        if last is None or not (means("and", last.group()) or _LITTLE_WORDS.fullmatch(last.group().strip(_JUNK))):
            break
        end -= len(last.group())
    said = text[start:end]
    has_word = re.search(r"[^\W\d_]{2,}|\w\d", said)
    is_head = vocabulary().column_roles(said) and vocabulary().is_exact_heading(said)
    return (start, end) if has_word and not is_head else None
