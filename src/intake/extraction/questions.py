"""Whether a text asks something: "what does it cost", "please quote".

In: a sentence or entry. Out: yes or no. An offer that is named by its number was made already, and naming it asks for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.extraction.courtesies import asks_to_be_told
from intake.extraction.said_words import begins_one_of, whens
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens

_LONGEST_LEAD = 3
_NEAR = 3
_WORDS_BEFORE_WHEN = 2
"""So many words greet somebody before a question: "Hei Tom, når kommer …"."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")


def asks_something(text: str) -> bool:
    """`text` may be several lines.

    >>> asks_something("Kan vi få et tilbud på 20 stk?"), asks_something("Hermed vores ordre 4711 jf. jeres tilbud T-2210.")
    (True, False)
    """
    own = "\n".join(line for line in text.split("\n") if not _labels_number(line))
    said = tokens(own)
    asked = [(start, end) for _, start, end in vocabulary().phrases(own, ("question",)) if not _names_offer(said, start, end)]
    sentences = _SENTENCE_END.split(own)
    if any(said[start:end] != (said[start],) or said[start] not in whens() for start, end in asked):
        return True
    return any((asked and _asks_when(sentence)) or _asks_for_price(sentence) for sentence in sentences)


def _asks_when(sentence: str) -> bool:
    """ "When does it come?", "please tell us when it comes"; "we write again when we need more" asks nothing."""
    said = tokens(sentence)
    at = next((at for at, token in enumerate(said) if token in whens()), None)
    return at is not None and ("?" in sentence or at <= _WORDS_BEFORE_WHEN or asks_to_be_told(" ".join(said[:at])))


def _asks_for_price(sentence: str) -> bool:
    """Words of ordering with a price or an offer right behind them, or a price in a sentence that is a question."""
    said = tokens(sentence)
    if "?" in sentence and any(begins_one_of("quoted", token) for token in said):
        return True
    return any(wants_answer(said, end) for _, _, end in vocabulary().phrases(sentence, ("order_verb",)))


def wants_price(said: Sequence[str], end: int) -> bool:
    """Whether what words of ordering ask for is a price or an offer: "send us | your best price for 10 pcs". `end`: the token
    after those words."""
    return any(begins_one_of("quoted", token) for token in said[end : end + _NEAR])


def wants_answer(said: Sequence[str], end: int) -> bool:
    """Whether they ask for a price, or to be told something: "kun je mij | laten weten"."""
    return wants_price(said, end) or any(begins_one_of("told", token) for token in said[end : end + _NEAR])


def _labels_number(line: str) -> bool:
    """ "Your quotation: 26-1009" names an offer that was made."""
    label, colon, value = line.partition(":")
    return bool(colon) and any(sign.isdigit() for sign in value) and bool(vocabulary().labels(label))


def _names_offer(said: tuple[str, ...], start: int, end: int) -> bool:
    """Whether the words [start, end) end the name of an offer and its number follows."""
    following = [token for token in said[end : end + 3] if token != NUMBER_SIGN]
    # "T-2210" are two tokens.
    near = following[: 2 if following and len(following[0]) <= _LONGEST_LEAD else 1]
    leads = (said[at:end] for at in range(start, max(start - _LONGEST_LEAD, 0) - 1, -1))
    return any(any(map(str.isdigit, token)) for token in near) and any(
        label.path == "references.quotation" for lead in leads for label in vocabulary().label_of_tokens(lead)
    )
