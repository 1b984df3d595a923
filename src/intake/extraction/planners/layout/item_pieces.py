"""A sentence cut where it pauses: each piece counts something it names, names what the next piece counts, or goes on with the
item before.

In: the text of an utterance. Out: `Draft`s, each a count with the stretch that describes its article, and what may be read two
ways. Codes, prices and places are `items.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from intake.extraction.planners.layout.counts import Count, Span, counts_of, prices_of
from intake.extraction.planners.layout.item_words import JUNK, doubtful_numbers, is_intro, is_talk, names
from intake.extraction.planners.layout.said_codes import codes_of, is_code, order_numbers
from intake.extraction.words import vocabulary

_LONGEST_JOINT = 3
_SEPARATED = re.compile(r"[:=–\-\t(]\s*$|\s[x×]\s*$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch between pauses. `form`: "lead" (count, then article), "trail" (article, then count), "only" (a count), "none"."""

    span: Span
    form: str
    count: Count | None = None
    doubt: str = ""
    position: Span | None = None


@dataclass(slots=True)
class Draft:
    count: Count
    begin: int
    end: int
    before: Span | None = None
    doubts: list[str] = field(default_factory=list)
    position: Span | None = None


def drafts_of(text: str) -> list[Draft]:
    counts, packed = _without_packs(text, _without_sizes(text, counts_of(text)))
    done: list[Draft] = []
    current: Draft | None = None
    waiting: int | None = None
    priced: Draft | None = None
    for begin, end in _with_names(text, list(_stretches(text, counts, _origin(text, counts))), counts):
        piece = _piece(text, begin, end, counts)
        if piece.form == "lead" and piece.count is not None:
            current = Draft(piece.count, piece.count.span[1], end, position=piece.position)
            if piece.count.span[0] > begin and not _leads_up(text[begin : piece.count.span[0]]):
                current.before = (begin, piece.count.span[0])
            if waiting is not None and codes_of(text, waiting, begin):
                current.doubts.append(f"“{text[waiting:begin].strip(JUNK)}” stands before it without a quantity.")
            waiting = None
            current.doubts += [piece.doubt] if piece.doubt else []
            done.append(current)
        elif piece.count is not None and (piece.form == "trail" or (waiting is not None and names(text, waiting, begin))):
            start = begin if waiting is None else waiting
            draft = Draft(piece.count, start, piece.count.span[0], position=piece.position)
            if end > piece.count.span[1]:
                draft.before, draft.begin, draft.end = (start, piece.count.span[0]), piece.count.span[1], end
            draft.doubts += [piece.doubt] if piece.doubt else []
            if current is not None and not piece.count.is_counted:
                draft.doubts.append(f"“{text[begin:end].strip(JUNK)}” may be said of the item before it.")
            done.append(draft)
            current, waiting, priced = None, None, draft
            continue
        elif piece.form == "only" and piece.count is not None:
            if current is not None:
                current.doubts.append(f"“{text[begin:end].strip(JUNK)}” is a second quantity.")
                current.end = end
            else:
                current = Draft(piece.count, piece.count.span[1], end)
                done.append(current)
        elif current is not None:
            current.end = end
        elif priced is not None and _is_price(text, begin, end):
            priced.before, priced.begin, priced.end = priced.before or (priced.begin, priced.end), priced.count.span[1], end
        elif waiting is None:
            waiting = begin
        priced = None
    for draft in done:
        if draft.count in packed:
            draft.doubts.append(f"“{text[slice(*draft.count.span)]}” in brackets may be what a pack holds.")
        draft.doubts += _second_counts(text, draft, counts)
    return done


def _second_counts(text: str, draft: Draft, counts: list[Count]) -> Iterator[str]:
    """ "5 pcs gloves 10 pcs masks", "cable 5 m, 10 pcs and rope": what another count counts, or a joint right behind the count,
    may be an item of its own."""
    following = re.match(r"\s+([^\W\d_]+)\s+(?=[^\W\d])", text[draft.count.span[1] : draft.end])
    if following is not None and vocabulary().means("and", following[1]):
        yield f"“{text[slice(*draft.count.span)]}” may count what stands before it or behind it."
    for count in counts:
        # "Staples 24/6 (1000 pcs), art. 410764": what a pack holds.
        is_enclosed = text.count("(", 0, count.span[0]) > text.count(")", 0, count.span[0])
        is_second = draft.count.span[1] < count.span[0] < draft.end and count.is_counted and not is_enclosed
        if is_second and names(text, draft.count.span[1], count.span[0]) and names(text, count.span[1], draft.end):
            yield f"“{text[count.span[0] : draft.end].strip(JUNK)}” may be an item of its own."


def _without_sizes(text: str, counts: list[Count]) -> list[Count]:
    """ "Rope 12 mm, qty 200 m": where one number alone is called the quantity, what only measures is the article's size; so it is
    in "Fitting 15 mm, art. LP-15, 50 pcs", where nothing but its code stands between it and the only count of things."""
    called = [count for count in counts if text[count.span[0] : count.number[0]].strip(JUNK)]
    if len(called) == 1:
        return [count for count in counts if count in called or not count.is_measured]
    things = [count for count in counts if not count.is_measured]
    if len(things) != 1 or things[0] is not counts[-1] or not things[0].is_counted or len(counts) < 2:
        return counts
    begin, end = counts[-2].span[1], things[0].span[0]
    codes = codes_of(text, begin, end)
    rest = text[begin:end] if not codes else text[begin : codes[0].whole[0]] + text[codes[0].whole[1] : end]
    return things if len(codes) == 1 and not rest.strip(JUNK) else counts


def _is_price(text: str, begin: int, end: int) -> bool:
    """Whether a stretch is a price and nothing else: "12,50 €/kpl" behind "4 kpl, "."""
    return (
        bool(prices_of(text, begin, end))
        and not names(text, begin, end)
        and not text[begin : prices_of(text, begin, end)[0].start()].strip(JUNK)
    )


def _without_packs(text: str, counts: list[Count]) -> tuple[list[Count], list[Count]]:
    """ "Staples 24/6 (1000 pcs) - 2 boxes": a count in brackets gives way to the only other one, which ends the entry. Beside
    others it is kept, and returned as what may be no quantity."""
    packed = [count for count in counts if text.count("(", 1, count.span[0]) > text.count(")", 0, count.span[0])]
    others = [count for count in counts if count not in packed]
    if not packed or not others:
        return counts, []
    if len(others) == 1 and others[0].is_counted and not text[others[0].span[1] :].strip(JUNK):
        return others, []
    return counts, packed


def _origin(text: str, counts: list[Count]) -> int:
    """Where the items begin: behind the order's number, where a sentence names it first ("our order 4711: 5 pcs HX-1")."""
    first = counts[0].span[0] if counts else 0
    doubtful = [end for _, end in doubtful_numbers(text)]
    return max((end for _, end in order_numbers(text, 0, first) if end not in doubtful), default=0)


def _stretches(text: str, counts: list[Count], origin: int) -> Iterator[Span]:
    """The text between its pauses: commas and semicolons outside brackets, column gaps, and "and" before a count."""
    starts = {count.span[0]: count for count in counts}
    # A column that ends in a size ends no article: "Filter 292 x 30 mm\t40 pcs".
    sizes = [(count.span[0], count.span[1] + 2) for count in counts if count.is_measured and text[count.span[1] :][:1] == "\t"]
    whole = [*sizes, *(count.span for count in counts), *(price.span() for price in prices_of(text))]
    cuts = [origin]
    depth = 0
    for found in re.finditer(r"[()\[\]]|[,;](?=\s)|\t|(?<=\s)(?:[^\W\d_]+|\+|&|/)[^\S\t]+(?=\S)", text):
        said = found.group()
        depth = max(depth + (said in "([") - (said in ")]"), 0) if said in "()[]" else depth
        if depth or said in "()[]" or found.end() <= origin or any(begin < found.end() < end for begin, end in whole):
            continue
        if said.strip() and said.strip() not in ",;" and not _joins(text[: found.end()], starts.get(found.end())):
            continue
        cuts.append(found.end())
    yield from ((begin, end) for begin, end in pairwise([*cuts, len(text)]) if text[begin:end].strip(JUNK))


def _with_names(text: str, stretches: list[Span], counts: list[Count]) -> Iterator[Span]:
    """ "5 pcs art. 4711, Bandage 6 cm x 5 m", "Bandage 6 cm x 5 m, réf. 4711: 4 pcs": a counted code alone and the article's name
    on the other side of the comma are one item."""
    kept: list[Span] = []
    for span in stretches:
        is_name_behind = bool(kept) and _is_counted_code(text, kept[-1], counts) and _is_name(text, span, counts)
        is_code_behind = bool(kept) and _is_name(text, kept[-1], counts, may_count=True) and _is_counted_code(text, span, counts)
        if is_name_behind or is_code_behind:
            kept[-1] = (kept[-1][0], span[1])
        else:
            kept.append(span)
    yield from kept


def _is_counted_code(text: str, span: Span, counts: list[Count]) -> bool:
    within = [count for count in counts if span[0] <= count.span[0] < span[1]]
    codes = codes_of(text, *span)
    if len(within) != 1 or not within[0].is_counted or not codes:
        return False
    said = text[: span[1]]
    for start, end in (within[0].span, *(code.whole for code in codes)):
        said = said[:start] + " " * (end - start) + said[end:]
    return not names(said, *span)


def _is_name(text: str, span: Span, counts: list[Count], *, may_count: bool = False) -> bool:
    """Words of an article whose only numbers are its sizes; `may_count`: or what it holds ("Drawing pad A5 20 sheets")."""
    within = [count for count in counts if span[0] <= count.span[0] < span[1]]
    is_behind = all(
        names(text, span[0], count.span[0]) if may_count else text[span[0] : count.span[0]].strip(JUNK) for count in within
    )
    is_sized = is_behind and all(may_count or (count.is_measured and not count.is_counted) for count in within)
    return bool(within) and is_sized and not codes_of(text, *span) and names(text, *span)


def _joins(before: str, count: Count | None) -> bool:
    """Whether words before a count join the next item on: "and" or "ainsi que" before any count, a sign before one that is
    marked."""
    if count is None:
        return False
    words = before.split()[-_LONGEST_JOINT:]
    if words[-1] in ("+", "&", "/"):
        return count.is_counted
    return any(vocabulary().means("and", " ".join(words[at:])) for at in range(len(words)))


def _piece(text: str, begin: int, end: int, counts: list[Count]) -> _Piece:
    within = [count for count in counts if begin <= count.span[0] < end]
    lead = next((count for count in within[:1] if _may_lead(text, begin, count)), None)
    trail = next((count for count in within[-1:] if not names(text, count.span[1], end)), None)
    if lead is not None and names(text, lead.span[1], end):
        if trail is not None and trail is not lead and lead.is_bare and (trail.is_counted or _is_apart(text, trail)):
            return _trailing(text, (begin, end), trail, lead)
        return _Piece((begin, end), "lead", lead, lead.doubt)
    if lead is not None and is_intro(text[begin : lead.span[0]]):
        if _heads_an_entry(text, begin, lead, counts):
            return _Piece((begin, end), "none")
        return _Piece((begin, end), "only", lead, lead.doubt)
    if trail is not None:
        return _trailing(text, (begin, end), trail, None)
    counted = [count for count in within if count.is_counted]
    if len(counted) == 1:
        return _Piece((begin, end), "trail", counted[0], counted[0].doubt)
    return _Piece((begin, end), "none")


def _heads_an_entry(text: str, begin: int, count: Count, counts: list[Count]) -> bool:
    """ "70389 | Oil filter | 40 pcs": a code of digits alone in the first column, where another column counts."""
    is_first = not text[:begin].strip(JUNK) and text[count.span[1] : count.span[1] + 1] == "\t"
    return is_first and count.is_bare and is_code(text[slice(*count.number)]) and any(each.is_counted for each in counts)


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


def _leads_up(before: str) -> bool:
    """Words that ask for what follows, "Für die Filiale Ulm bitte" among them, where they end in asking."""
    last = before.strip(JUNK).rpartition(" ")[2]
    return is_intro(before) or is_talk(before) or (len(last) > 2 and last.islower() and vocabulary().means("asking", last))


def _may_lead(text: str, begin: int, count: Count) -> bool:
    """Nothing but an introduction, or the article's code, stands before it."""
    before = text[begin : count.span[0]]
    if _leads_up(before):
        return True
    bare = before.strip(JUNK)
    return is_code(bare) or any(
        code.whole[0] <= begin + 1 and not text[code.whole[1] : count.span[0]].strip(JUNK)
        for code in codes_of(text, begin, count.span[0])
    )
