"""The items that one sentence or entry orders: "10 boxes of the M8 bolts (HX-M8X40)", "SKU-1: 20 pcs", "5 x A, 3 x B and 2 C".

In: an utterance. Out: `Item`s with the places of quantity, unit, codes, description and price. The sentence is cut where it
pauses: each piece counts something it names, names what the next piece counts, or goes on with the item before. `is_sure` says
that an item shows itself as one without the sentence having to order. What may be read two ways is an item with a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from intake.domain.plans import ColumnRole, LinePlan, Place
from intake.extraction.planners.layout.counts import PRICE, Count, Span, counts_of, dates_of, is_size, prices_of
from intake.extraction.planners.layout.said_codes import SaidCode, codes_of, is_code, order_numbers
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.said_words import any_of, is_one_of
from intake.extraction.words import vocabulary

_JUNK = " ,.;:()[]–-/\"'„“”\t"
_PAUSE = re.compile(r"[,;](?=\s)|\t")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:=/;,|]{0,28}?)\s*[:=]\s*(?P<value>[^/;|,]+?)(?=\s*(?:[/;|,\t]|$))")
_SEPARATED = re.compile(r"[:=–\-\t(]\s*$|\s[x×]\s*$")
_UNTIL = re.compile(rf"[\s,;(]+(?:{any_of('until')})[\s:]+(?:[^\W\d_]+[\s,.]+){{0,2}}$", re.IGNORECASE)
_BASIS_PRICE = re.compile(r"\s*(?:/|per|pro|je|par|por|za|à)\s*\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """`number` is where the quantity's number stands in the utterance; `position` a bare number before the article, which may be
    the entry's own number in a list."""

    plan: LinePlan
    is_sure: bool
    number: Span
    is_bare: bool = False
    has_code: bool = False
    position: Span | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch between pauses. `form`: "lead" (count, then article), "trail" (article, then count), "only" (a count), "none"."""

    span: Span
    form: str
    count: Count | None = None
    doubt: str = ""
    position: Span | None = None


@dataclass(slots=True)
class _Draft:
    count: Count
    begin: int
    end: int
    before: Span | None = None
    doubts: list[str] = field(default_factory=list)
    position: Span | None = None


def labelled_item(utterance: Utterance) -> Item | None:
    """ "Menge: 4 / Artikel: X": every value behind the heading it would have in a table."""
    found: dict[ColumnRole, Place] = {}
    number: Span | None = None
    for pair in _LABELLED.finditer(utterance.text):
        if not vocabulary().is_exact_heading(pair["label"]):
            continue
        roles = [role for role in vocabulary().column_roles(pair["label"]) if role is not ColumnRole.IGNORE]
        place = utterance.place(pair.span("value"))
        if not roles or place is None:
            continue
        if roles[0] is ColumnRole.QUANTITY:
            counts = counts_of(pair["value"])
            if len(counts) != 1 or counts[0].span[0] > 0:
                continue
            shift = pair.start("value")
            number = (counts[0].number[0] + shift, counts[0].number[1] + shift)
            place = utterance.place(number)
            unit = counts[0].unit and utterance.place((counts[0].unit[0] + shift, counts[0].unit[1] + shift))
            if unit is not None:
                found.setdefault(ColumnRole.UOM, unit)
        # "Item" heads a column of codes as well as one of words: the value tells.
        role = ColumnRole.CODE if ColumnRole.CODE in roles and is_code(pair["value"]) else roles[0]
        if place is not None:
            found.setdefault(role, place)
    if number is None or len(found.keys() - {ColumnRole.UOM}) < 2:
        return None
    return Item(LinePlan(places=tuple(found.items())), True, number, has_code=True)


def items_of(utterance: Utterance) -> list[Item]:
    """The items of an utterance in their order."""
    drafts = _drafts(utterance.text)
    return [item for draft in drafts for item in [_built(utterance, draft)] if item is not None]


def _drafts(text: str) -> list[_Draft]:
    counts = counts_of(text)
    done: list[_Draft] = []
    current: _Draft | None = None
    waiting: int | None = None
    for begin, end in _stretches(text, counts, _origin(text, counts)):
        piece = _piece(text, begin, end, counts)
        if piece.form == "lead" and piece.count is not None:
            current = _Draft(piece.count, piece.count.span[1], end, position=piece.position)
            if piece.count.span[0] > begin and not _is_intro(text[begin : piece.count.span[0]]):
                current.before = (begin, piece.count.span[0])
            if waiting is not None and codes_of(text, waiting, begin):
                current.doubts.append(f"“{text[waiting:begin].strip(_JUNK)}” stands before it without a quantity.")
            waiting = None
            current.doubts += [piece.doubt] if piece.doubt else []
            done.append(current)
        elif piece.count is not None and (piece.form == "trail" or (waiting is not None and _names(text, waiting, begin))):
            start = begin if waiting is None else waiting
            draft = _Draft(piece.count, start, piece.count.span[0], position=piece.position)
            if end > piece.count.span[1]:
                draft.before, draft.begin, draft.end = (start, piece.count.span[0]), piece.count.span[1], end
            draft.doubts += [piece.doubt] if piece.doubt else []
            if current is not None and not piece.count.is_counted:
                draft.doubts.append(f"“{text[begin:end].strip(_JUNK)}” may be said of the item before it.")
            done.append(draft)
            current, waiting = None, None
        elif piece.form == "only" and piece.count is not None:
            if current is not None:
                current.doubts.append(f"“{text[begin:end].strip(_JUNK)}” is a second quantity.")
                current.end = end
            else:
                current = _Draft(piece.count, piece.count.span[1], end)
                done.append(current)
        elif current is not None:
            current.end = end
        elif waiting is None:
            waiting = begin
    return done


def _origin(text: str, counts: list[Count]) -> int:
    """Where the items begin: behind the order's number, where a sentence names it first ("our order 4711: 5 pcs HX-1")."""
    first = counts[0].span[0] if counts else 0
    return max((end for _, end in order_numbers(text, 0, first)), default=0)


def _stretches(text: str, counts: list[Count], origin: int) -> Iterator[Span]:
    """The text between its pauses: commas and semicolons outside brackets, column gaps, and "and" before a count."""
    starts = {count.span[0]: count for count in counts}
    cuts = [origin]
    depth = 0
    for found in re.finditer(r"[()\[\]]|[,;](?=\s)|\t|(?<=\s)(?:[^\W\d_]+|\+|&|/)\s+(?=\S)", text):
        said = found.group()
        depth = max(depth + (said in "([") - (said in ")]"), 0) if said in "()[]" else depth
        if depth or said in "()[]" or found.end() <= origin:
            continue
        if said.strip() and said.strip() not in ",;" and not _joins(said.strip(), starts.get(found.end())):
            continue
        cuts.append(found.end())
    yield from ((begin, end) for begin, end in pairwise([*cuts, len(text)]) if text[begin:end].strip(_JUNK))


def _joins(word: str, count: Count | None) -> bool:
    """Whether a word between blanks joins the next item on: "and" before any count, a sign before one that is marked."""
    if count is None:
        return False
    return count.is_counted if word in ("+", "&", "/") else vocabulary().means("and", word)


def _piece(text: str, begin: int, end: int, counts: list[Count]) -> _Piece:
    within = [count for count in counts if begin <= count.span[0] < end]
    lead = next((count for count in within[:1] if _may_lead(text, begin, count)), None)
    trail = next((count for count in within[-1:] if not _names(text, count.span[1], end)), None)
    if lead is not None and _names(text, lead.span[1], end):
        if trail is not None and trail is not lead and lead.is_bare and (trail.is_counted or _is_apart(text, trail)):
            return _trailing(text, (begin, end), trail, lead)
        return _Piece((begin, end), "lead", lead, lead.doubt)
    if lead is not None and _is_intro(text[begin : lead.span[0]]):
        return _Piece((begin, end), "only", lead, lead.doubt)
    if trail is not None:
        return _trailing(text, (begin, end), trail, None)
    counted = [count for count in within if count.is_counted]
    if len(counted) == 1:
        return _Piece((begin, end), "trail", counted[0], counted[0].doubt)
    return _Piece((begin, end), "none")


def _trailing(text: str, span: Span, count: Count, first: Count | None) -> _Piece:
    """An article with its count behind it. A bare number or a measure counts only behind a colon, a dash or a gap."""
    apart = _is_apart(text, count)
    if not count.is_counted and not apart:
        if count.is_measured and not first:
            return _Piece(span, "trail", count, f"“{text[slice(*count.span)]}” may be the quantity or the article's size.")
        return _Piece(span, "lead", first, first.doubt) if first is not None else _Piece(span, "none")
    if first is None:
        return _Piece(span, "trail", count, count.doubt)
    return _Piece(span, "trail", count, count.doubt, position=first.number)


def _is_apart(text: str, count: Count) -> bool:
    return _SEPARATED.search(text[: count.span[0]]) is not None or count.span[0] == 0


def _may_lead(text: str, begin: int, count: Count) -> bool:
    """Nothing but an introduction, or the article's code, stands before it."""
    before = text[begin : count.span[0]]
    if _is_intro(before):
        return True
    bare = before.strip(_JUNK)
    return is_code(bare) or any(
        code.whole[0] <= begin + 1 and not text[code.whole[1] : count.span[0]].strip(_JUNK)
        for code in codes_of(text, begin, count.span[0])
    )


def _is_intro(before: str) -> bool:
    """Words that lead up to the first item: nothing, a greeting, "please send us", "we need"."""
    bare = before.strip(_JUNK + "!?+*>")
    if not bare:
        return True
    words = vocabulary()
    if re.search(r"\d", bare) is None and words.has_phrase(bare, "order_verb"):
        return True
    return all(is_asking(word) for word in re.findall(r"[^\s,.;:!]+", bare))


def asks(text: str) -> bool:
    """Whether a word of asking leads up to the first count ("Bitte 100 m Kabel")."""
    counts = counts_of(text)
    before = text[: counts[0].span[0]] if counts else ""
    return _is_intro(before) and any(vocabulary().means("asking", word.strip(_JUNK)) for word in before.split())


def is_asking(word: str) -> bool:
    """A word with which goods are asked for, and which belongs to no article."""
    words = vocabulary()
    bare = word.strip(_JUNK)
    if len(bare) == 1 and bare.isupper():
        return False
    return not bare or words.means("asking", bare) or words.means("and", bare) or is_one_of("little", bare.rstrip("."))


def _names(text: str, begin: int, end: int) -> bool:
    """Whether the stretch names an article: a word or a code that is neither asking nor a price nor a date."""
    end = _article_end(text, begin, end)
    said = [word.strip(_JUNK) for word in text[begin:end].split()]
    return any(re.search(r"[^\W\d_]{2,}|\w\d", word) and not is_asking(word) for word in said) or any(
        is_code(word) for word in said
    )


def _article_end(text: str, begin: int, end: int) -> int:
    """Where the words about the article end: before a price, a wish for a date, or the sentence's own end."""
    for price in prices_of(text, begin, end)[:1]:
        end = min(end, price.start())
    loose = _loose_price(text, begin, end)
    if loose is not None:
        end = min(end, loose.start())
    for label, _ in order_numbers(text, begin, end):
        lead = re.search(r"[\s(]*(?:[^\W\d_]{2,5}\s+){0,2}$", text[begin:label])
        return begin + (lead.start() if lead is not None else label)
    for date in dates_of(text, begin, end):
        wish = _UNTIL.search(text[begin : date[0]])
        if wish is not None or not text[begin : date[0]].strip(_JUNK):
            return begin + wish.start() if wish is not None else date[0]
    return end


def leads_to_day(before: str) -> bool:
    """Whether words lead up to the day of delivery ("bis", "needed by Friday")."""
    return _UNTIL.search(" " + before) is not None


def _loose_price(text: str, begin: int, end: int) -> re.Match[str] | None:
    """ "@ 0.12", "à 12,50": a figure with decimals that a word of prices introduces, without a currency and without a unit."""
    for found in PRICE.finditer(text, begin, end):
        head = text[found.start() : found.start("number")].strip()
        if head and re.search(r"[.,]\d", found["number"]) and not re.match(r"\s*[^\W\d_]", text[found.end("number") :]):
            return found
    return None


def _built(utterance: Utterance, draft: _Draft) -> Item | None:
    text, count = utterance.text, draft.count
    spans = [(draft.begin, draft.end)] if draft.before is None else [draft.before, (draft.begin, draft.end)]
    codes = _codes(text, spans)
    leads = draft.begin >= count.span[1]
    described = [part for span in spans for part in [_description(text, span, codes, leads=leads)] if part is not None]
    doubts = list(draft.doubts)
    places: list[tuple[ColumnRole, Place | None]] = [(ColumnRole.QUANTITY, utterance.place(count.number))]
    if count.unit is not None:
        places.append((ColumnRole.UOM, utterance.place(count.unit)))
    places += [(code.role, utterance.place(code.span)) for code in codes]
    if described:
        places.append((ColumnRole.DESCRIPTION, utterance.place(*described)))
    price = _price(text, draft.begin, draft.end)
    if price is not None:
        places.append((ColumnRole.UNIT_PRICE, utterance.place(price.span("number"))))
        basis = _BASIS_PRICE.match(text, price.end())
        if basis is not None and any(sign.isdigit() for sign in basis.group()):
            doubts.append(f"“{text[price.start() : basis.end()].strip()}” states a price for more than one.")
    if not codes and not described:
        return None
    found = tuple((role, place) for role, place in places if place is not None)
    is_sure = (count.is_counted and (utterance.is_listed or bool(codes))) or (bool(codes) and utterance.is_listed)
    plan = LinePlan(places=found, doubt=" ".join(dict.fromkeys(doubts)))
    return Item(plan, is_sure, count.number, count.is_bare, bool(codes), draft.position)


def _codes(text: str, spans: list[Span]) -> list[SaidCode]:
    """Codes behind the count outdo those before it only where these have none."""
    return next((codes for span in spans for codes in [codes_of(text, *span)] if codes), [])


def _price(text: str, begin: int, end: int) -> re.Match[str] | None:
    return next(iter(prices_of(text, begin, end)), None) or _loose_price(text, begin, end)


def _description(text: str, span: Span, codes: list[SaidCode], *, leads: bool) -> Span | None:
    """The longest run of the article's words beside its codes. `leads`: the count stands before them."""
    (begin, end), runs = span, []
    at, end = begin, _article_end(text, begin, end)
    for code in sorted(codes, key=lambda code: code.whole):
        if begin <= code.whole[0] < end:
            runs.append((at, code.whole[0]))
            at = code.whole[1]
    runs.append((at, end))
    trimmed = [span for run in runs for span in [_trim(text, *run, leads=leads)] if span is not None]
    return max(trimmed, key=lambda span: span[1] - span[0], default=None)


def _trim(text: str, start: int, end: int, *, leads: bool) -> Span | None:
    """Without asking words at either end, and without joints and open brackets. Behind a count only "of the" and the like go."""
    while True:
        start += len(text[start:end]) - len(text[start:end].lstrip(_JUNK))
        word = re.match(r"\S+", text[start:end])
        if word is None or not _is_dropped_first(word.group(), leads=leads):
            break
        rest = text[start + word.end() : end]
        if re.match(r"\s*\d", rest) and not (vocabulary().means("of", word.group()) and is_size(rest)):
            # "à 100 Stück Schrauben": what a pack holds stays with the article; "of 50mm tape" tells its size.
            break
        start += word.end()
    while True:
        end = start + len(text[start:end].rstrip(_JUNK.replace(")", "").replace('"', "").replace("]", "")))
        last = re.search(r"\S+$", text[start:end])
        if last is None or last.start() == 0 or not (last.group().islower() and is_asking(last.group())):
            break
        end -= len(last.group())
    said = text[start:end]
    if said.endswith(")") and "(" not in said:
        end -= 1
    has_word = re.search(r"[^\W\d_]{2,}|\w\d", said)
    return (start, end) if has_word and not (vocabulary().is_exact_heading(said) and vocabulary().column_roles(said)) else None


def _is_dropped_first(word: str, *, leads: bool) -> bool:
    bare = word.strip(_JUNK)
    if leads and not bare.islower():
        return not bare or vocabulary().means("of", bare) or is_one_of("little", bare.rstrip("."))
    return vocabulary().means("of", bare) or is_asking(bare)
