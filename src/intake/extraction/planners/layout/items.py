"""The items that one sentence or entry orders: "10 boxes of the M8 bolts (HX-M8X40)", "SKU-1: 20 pcs", "5 x A, 3 x B and 2 C".

In: an utterance. Out: `Item`s with the places of quantity, unit, codes, description and price. `is_sure` says that an item shows
itself as one without the sentence having to order. What may be read two ways is an item with a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from intake.domain.plans import ColumnRole, LinePlan, Place
from intake.extraction.planners.layout.counts import Span, is_size, prices_of
from intake.extraction.planners.layout.item_pieces import Draft, drafts_of
from intake.extraction.planners.layout.item_words import JUNK, article_end, doubtful_numbers, is_asking, is_intro, loose_price
from intake.extraction.planners.layout.said_codes import SaidCode, codes_of, is_code
from intake.extraction.planners.layout.utterances import Utterance
from intake.extraction.said_words import is_one_of
from intake.extraction.words import vocabulary

_TAIL = JUNK.replace(")", "").replace('"', "").replace("]", "") + "!?"
_LONGEST_URGENCY = 5
_RECENT = 512
_SHORTEST_THANKS = 3
_ELIDED = re.compile(r"[dl]['’](?=[^\W\d_]{2})")
"""French and Italian: "6 bidons d'huile"."""
_ALONE = re.compile(r"[^\W_]{1,6}(?:[-./][^\W_]{1,6})+")
_POSITION = re.compile(r"([^\W\d_]{2,12})\.?\s*\d{1,4}")
_NUMBER = re.compile(r"(?<![\w.,])(?:[^\W\d_]{1,12}\.?\s)?\d+(?![\w.,]*\d)")
_TIMES_AT_END = re.compile(r"(?<=\w)\s+[x×*]$")
"""The sign between an article and how many of it: "hex bolts zinc x 6"."""
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


@lru_cache(maxsize=_RECENT)
def items_of(utterance: Utterance) -> tuple[Item, ...]:
    """The items of an utterance in their order. The planner, the check for missing lines and the remarks ask for the same."""
    text, drafts = utterance.text, drafts_of(utterance.text)
    for start, end in doubtful_numbers(text):
        for draft in ([each for each in drafts if each.count.span[0] < start] or drafts)[-1:]:
            draft.doubts.append(f"“{text[start:end]}” may be the article's number or the order's.")
    return tuple(item for draft in drafts for item in [_built(utterance, draft)] if item is not None)


def _built(utterance: Utterance, draft: Draft) -> Item | None:
    text, count = utterance.text, draft.count
    spans = [(draft.begin, draft.end)] if draft.before is None else [draft.before, (draft.begin, draft.end)]
    codes = _codes(text, spans)
    described = [
        part for span in spans for part in [_description(text, span, codes, leads=span[0] >= count.span[1])] if part is not None
    ]
    if not codes and not described:
        return None
    role = ColumnRole.CODE if not codes and _is_code_alone(text, described) else ColumnRole.DESCRIPTION
    doubts = list(draft.doubts)
    places: list[tuple[ColumnRole, Place | None]] = [(ColumnRole.QUANTITY, utterance.place(count.number))]
    if count.unit is not None:
        places.append((ColumnRole.UOM, utterance.place(count.unit)))
    places += [(code.role, utterance.place(code.span)) for code in codes]
    if described:
        places.append((role, utterance.place(*described)))
    price = _price(text, draft.begin, draft.end, codes)
    doubts += _left_over(text, spans, [*(code.whole for code in codes), *described])
    doubts += [f"“{text[slice(*other)]}” may be an article of its own." for other in _joined_codes(text, described) if codes]
    if price is not None:
        places.append((ColumnRole.UNIT_PRICE, utterance.place(price.span("number"))))
        basis = _BASIS_PRICE.match(text, price.end())
        if basis is not None and any(sign.isdigit() for sign in basis.group()):
            doubts.append(f"“{text[price.start() : basis.end()].strip()}” states a price for more than one.")
    found = tuple((role, place) for role, place in places if place is not None)
    is_sure = (count.is_counted and (utterance.is_listed or bool(codes))) or (bool(codes) and utterance.is_listed)
    plan = LinePlan(places=found, doubt=" ".join(dict.fromkeys(doubts)))
    return Item(plan, is_sure, count.number, count.is_bare, bool(codes), draft.position)


def _joined_codes(text: str, described: list[Span]) -> Iterator[Span]:
    """ "5 x AB-100 and AB-200": a code that a word or a comma joins on stands in what is left for the description."""
    for begin, end in described:
        for found in re.finditer(r"\S+", text[begin:end]):
            ahead = text[: begin + found.start()].rstrip()
            is_joined = ahead.endswith((",", ";", "+", "&")) or vocabulary().means("and", ahead.rpartition(" ")[2])
            if is_joined and is_code(found.group().strip(JUNK)):
                yield begin + found.start(), begin + found.end()


def _left_over(text: str, spans: list[Span], read: list[Span]) -> list[str]:
    """ "2 boxes of 12 (HX-1)": a number beside the article that neither names nor counts it may say how much a pack holds."""
    numbers = [found for begin, end in spans for found in _NUMBER.finditer(text, begin, article_end(text, begin, end))]
    left = [found for found in numbers if not any(low < found.end() and found.start() < high for low, high in read)]
    left = [found for found in left if not _is_position(found.group())]
    return [f"“{found.group().strip()}” stands beside the quantity and was not read." for found in left]


def _is_code_alone(text: str, described: list[Span]) -> bool:
    """ "GLV-M: 20 boxes": capitals joined by a sign that are all an entry says of its article name it."""
    said = " ".join(text[slice(*span)] for span in described)
    return _ALONE.fullmatch(said) is not None and said.isupper()


def _codes(text: str, spans: list[Span]) -> list[SaidCode]:
    """Codes behind the count outdo those before it only where these have none."""
    return next((codes for span in spans for codes in [codes_of(text, *span)] if codes), [])


def _price(text: str, begin: int, end: int, codes: list[SaidCode]) -> re.Match[str] | None:
    """The first price that is no part of a code: "váš kód KR83528" names no crowns."""
    prices = [*prices_of(text, begin, end), loose_price(text, begin, end)]
    return next((price for price in prices if price is not None and not _is_within(price.span(), codes)), None)


def _is_within(span: Span, codes: list[SaidCode]) -> bool:
    return any(code.whole[0] < span[1] and span[0] < code.whole[1] for code in codes)


def _description(text: str, span: Span, codes: list[SaidCode], *, leads: bool) -> Span | None:
    """The longest run of the article's words beside its codes. `leads`: the count stands before them."""
    (begin, end), runs = span, []
    at, end = begin, article_end(text, begin, end)
    for code in sorted(codes, key=lambda code: code.whole):
        if begin <= code.whole[0] < end:
            runs.append((at, code.whole[0]))
            at = code.whole[1]
    runs.append((at, end))
    # "I want to order XK-2040 ball valve x 6": what asks for an article is none of its words.
    runs = [run for run in runs[:-1] if not is_intro(text[slice(*run)])] + runs[-1:]
    trimmed = [
        span for run in runs for span in [_trim(text, *run, leads=leads, is_before_code=run is not runs[-1])] if span is not None
    ]
    return max(trimmed, key=lambda span: span[1] - span[0], default=None)


def _trim(text: str, start: int, end: int, *, leads: bool, is_before_code: bool) -> Span | None:
    """Without asking words at either end, and without joints and open brackets. Behind a count only "of the" and the like go, and
    before a code nobody asks any more: of "ball valve with lever, art. 4711" the last word is no Danish "deliver"."""
    while True:
        start += len(text[start:end]) - len(text[start:end].lstrip(JUNK))
        start += 2 if _ELIDED.match(text, start, end) else 0
        word = re.match(r"\S+", text[start:end])
        if word is None or not _is_dropped_first(word.group(), leads=leads):
            break
        rest = text[start + word.end() : end]
        if re.match(r"\s*\d", rest) and not (vocabulary().means("of", word.group()) and is_size(rest)):
            # "à 100 Stück Schrauben": what a pack holds stays with the article; "of 50mm tape" tells its size.
            break
        start += word.end()
    while True:
        end = start + len(_TIMES_AT_END.sub("", text[start:end].rstrip(_TAIL)))
        end -= _urgency(text[start:end])
        end = start + len(text[start:end].rstrip(_TAIL))
        last = re.search(r"\S+$", text[start:end])
        if last is None or last.start() == 0 or not (last.group().islower() and is_asking(last.group())):
            break
        if is_before_code and vocabulary().means("asking", last.group()):
            break
        end -= len(last.group())
    said = text[start:end]
    if said.endswith(")") and "(" not in said:
        end -= 1
    has_word = re.search(r"[^\W\d_]{2,}|\w\d", said)
    is_heading = vocabulary().is_exact_heading(said) and vocabulary().column_roles(said)
    return (start, end) if has_word and not is_heading and not _is_position(said) else None


def _is_position(said: str) -> bool:
    """ "Item 10": the line's own number; Polish "po 12" behind a unit is what a pack holds."""
    found = _POSITION.fullmatch(said)
    if found is not None and is_one_of("pack_joints_after_unit", found[1]):
        return False
    return found is not None and ColumnRole.LINE_NUMBER in vocabulary().column_roles(found[1])


def _urgency(said: str) -> int:
    """How many characters at the end say nothing but that it is urgent, or thank for it ("…, asap", "… teflon. gracias")."""
    words = said.split()
    for size in range(min(_LONGEST_URGENCY, len(words) - 1), 0, -1):
        tail = " ".join(words[-size:]).strip(_TAIL)
        is_thanks = tail.islower() and len(tail) > _SHORTEST_THANKS and vocabulary().means("closing", tail)
        if is_thanks or vocabulary().means("asap", tail):
            return len(said) - said.rfind(words[-size])
    return 0


def _is_dropped_first(word: str, *, leads: bool) -> bool:
    bare = word.strip(JUNK)
    if leads and not bare.islower():
        return not bare or vocabulary().means("of", bare) or is_one_of("little", bare.rstrip("."))
    return vocabulary().means("of", bare) or is_asking(bare)
