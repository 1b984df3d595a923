"""Words around an item of a sentence: what asks for goods, what names an article, and where the words about it end.

In: a stretch of what somebody wrote. Out: whether it only leads up to an item or names one. No count is looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.domain.plans import ColumnRole
from intake.extraction.planners.layout.counts import PRICE, Count, Span, counts_of, dates_of, prices_of
from intake.extraction.planners.layout.said_codes import codes_of, is_code, order_numbers
from intake.extraction.said_words import any_of, is_one_of
from intake.extraction.words import vocabulary

_WORDS_BEHIND = 2
JUNK = " ,.;:()[]–-/\"'„“”\t"
_POSITION = re.compile(r"(?:^|(?<=\s))([^\W\d_]{2,12})\.?\s*\d{1,4}$")
_UNTIL = re.compile(rf"[\s,;(]+(?:{any_of('until')})[\s:]+(?:[^\W\d_]+[\s,.]+){{0,2}}$", re.IGNORECASE)
_DAY = re.compile(rf"[\s,;(]+(?:(?:{any_of('until')})\s+)+(?:[^\W\d_]+\s+){{0,2}}(?:{any_of('days')})(?!\w)", re.IGNORECASE)
_LEADS_TO_ORDER = re.compile(rf"[\s(]*(?:(?<!\w)(?:{any_of('order_joints')})\s+){{0,3}}$", re.IGNORECASE)
_CATALOGUE_OR_ORDER = re.compile(
    rf"(?<!\w)(?:{any_of('catalogue_or_order')}|{any_of('catalogue_numbers')})[.:#\s]*$", re.IGNORECASE
)


def is_intro(before: str) -> bool:
    """Words that lead up to the first item: nothing, a greeting, "please send us", "we need"."""
    bare = without_position(before.strip(JUNK + "!?+*>"))
    if not bare:
        return True
    words = vocabulary()
    if re.search(r"\d", bare) is None and words.has_phrase(bare, "order_verb"):
        return True
    return all(is_asking(word) for word in re.findall(r"[^\s,.;:!]+", bare))


def without_position(before: str) -> str:
    """Without the number of the line that follows: "please supply: Pos 1"."""
    found = _POSITION.search(before)
    return (
        before[: found.start()] if found is not None and ColumnRole.LINE_NUMBER in vocabulary().column_roles(found[1]) else before
    )


def is_talk(before: str) -> bool:
    """The beginning of a sentence that speaks of the order and names no article: "Kunnen jullie morgen", "Please also pack"."""
    if re.search(r"\d", before):
        return False
    bare = before.strip(JUNK + "!?+*>")
    if vocabulary().has_phrase(bare, "order_verb", "amend_add"):
        return True
    first = bare.split(maxsplit=1)[0] if bare else ""
    return len(first) > 1 and vocabulary().means("asking", first) and is_in_sentence(bare)


def is_in_sentence(words: str) -> bool:
    """Words written small but for the first and for days: an entry that begins with its article is none."""
    return all(word[:1].islower() or is_one_of("days", word.strip(JUNK)) for word in words.split()[1:])


def asks(text: str) -> bool:
    """Whether a word of asking leads up to the first count ("Bitte 100 m Kabel")."""
    counts = counts_of(text)
    before = text[: counts[0].span[0]] if counts else ""
    return is_intro(before) and any(vocabulary().means("asking", word.strip(JUNK)) for word in before.split())


def states(before: str, behind: str) -> bool:
    """Whether words before goods speak of somebody who has or does something and do not ask: "we still have", "our stock of".
    "Wij hebben 20 stuks nodig" asks right behind the count."""
    said = [word.strip(JUNK) for word in before.split()]
    speaks = any((word.islower() or at == 0) and is_one_of("speaking", word) for at, word in enumerate(said))
    asks_behind = any(_wishes(word.strip(JUNK)) for word in behind.split()[:_WORDS_BEHIND])
    return speaks and not asks_behind and not (is_intro(before) and any(map(_wishes, said)))


def _wishes(word: str) -> bool:
    words = vocabulary()
    return words.means("asking", word) and not (is_one_of("speaking", word) or words.means("greeting", word))


def is_asking(word: str) -> bool:
    """A word with which goods are asked for, and which belongs to no article."""
    words = vocabulary()
    bare = word.strip(JUNK)
    if len(bare) == 1 and bare.isupper():
        return False
    return not bare or words.means("asking", bare) or words.means("and", bare) or is_one_of("little", bare.rstrip("."))


def names(text: str, begin: int, end: int) -> bool:
    """Whether the stretch names an article: a word or a code that is neither asking nor a price nor a date."""
    end = article_end(text, begin, end)
    said = [word.strip(JUNK) for word in text[begin:end].split()]
    return any(re.search(r"[^\W\d_]{2,}|\w\d", word) and not is_asking(word) for word in said) or any(
        is_code(word) for word in said
    )


def article_end(text: str, begin: int, end: int) -> int:
    """Where the words about the article end: before a price, a wish for a date, or the sentence's own end."""
    for price in prices_of(text, begin, end)[:1]:
        end = min(end, price.start())
    loose = loose_price(text, begin, end)
    if loose is not None:
        end = min(end, loose.start())
    for label, _ in order_numbers(text, begin, end):
        lead = _LEADS_TO_ORDER.search(text[begin:label])
        return begin + (lead.start() if lead is not None else label)
    day = _DAY.search(text, begin, end)
    if day is not None:
        end = day.start()
    for date in dates_of(text, begin, end):
        wish = _UNTIL.search(text[begin : date[0]])
        if wish is not None or not text[begin : date[0]].strip(JUNK):
            return begin + wish.start() if wish is not None else date[0]
    return end


def doubtful_numbers(text: str) -> Iterator[Span]:
    """ "4 Stück Kittel, Bestellnr. 77120", "Kittel, Bestellnr. 77120, 4 Stück": a number behind goods that have no code may be
    their own in a catalogue or the order's. "Unsere Bestellnr. 77120" and "under order no. 77120" are the order's."""
    for label, end in order_numbers(text, 0, len(text)):
        number = re.search(r"\S+$", text[label:end])
        called = _CATALOGUE_OR_ORDER.search(text[: label + number.start()]) if number is not None else None
        if called is None or label < called.start():
            continue
        head = text[: called.start()].rstrip()
        is_joined = _LEADS_TO_ORDER.search(head + " ")
        if head.endswith((".", "!", "?", ":")) or (is_joined is not None and is_joined.group().strip(" (")):
            continue
        counts = counts_of(text)
        is_behind = any(count.span[1] <= label for count in counts) and bool(head)
        if (is_behind or (names(text, 0, called.start()) and _counts_before(text, end, counts))) and not codes_of(
            text, 0, called.start()
        ):
            yield called.start(), end


def _counts_before(text: str, at: int, counts: Sequence[Count]) -> bool:
    """Whether the next count of a text counts what stands before it: nothing follows it up to the next pause."""
    begin = next((count.span[1] for count in counts if count.span[0] >= at), None)
    return begin is not None and not names(text, begin, len(text) - len(text[begin:].partition(",")[2]))


def leads_to_day(before: str) -> bool:
    """Whether words lead up to the day of delivery ("bis", "needed by Friday")."""
    return _UNTIL.search(" " + before) is not None


def loose_price(text: str, begin: int, end: int) -> re.Match[str] | None:
    """ "@ 0.12", "à 12,50": a figure with decimals that a word of prices introduces, without a currency and without a unit."""
    for found in PRICE.finditer(text, begin, end):
        head = text[found.start() : found.start("number")].strip()
        if head and re.search(r"[.,]\d", found["number"]) and not re.match(r"\s*[^\W\d_]", text[found.end("number") :]):
            return found
    return None
