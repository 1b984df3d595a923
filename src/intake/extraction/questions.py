"""Whether a text asks something: "what does it cost", "please quote".

In: a sentence or entry. Out: yes or no. An offer that is named by its number was made already, and naming it asks for nothing.
"""

from __future__ import annotations

from intake.extraction.words import vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens

_LONGEST_LEAD = 3


def asks_something(text: str) -> bool:
    """`text` may be several lines.

    >>> asks_something("Kan vi få et tilbud på 20 stk?"), asks_something("Hermed vores ordre 4711 jf. jeres tilbud T-2210.")
    (True, False)
    """
    own = "\n".join(line for line in text.split("\n") if not _labels_number(line))
    said = tokens(own)
    return any(not _names_offer(said, start, end) for _, start, end in vocabulary().phrases(own, ("question",)))


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
