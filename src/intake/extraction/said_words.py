"""The words beside a number in a sentence, loaded once from the files in `said/`.

In: a list's name. Out: its words as an alternation for a larger pattern, or whether a word is one of them. What a match means is
decided by the modules that ask.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from intake.extraction.words.keys import fold_letters

_FARTHEST_CONDITION = 4
"""So many words may stand between "if" and what it depends on."""
_ARTICLES = frozenset(("el", "la", "il", "o", "le"))


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    topics = [entry for entry in (files("intake.extraction") / "said").iterdir() if entry.name.endswith(".toml")]
    lists = [tomllib.loads(topic.read_text(encoding="utf-8")) for topic in topics]
    return {name: tuple(words) for topic in lists for name, words in topic.items()}


@cache
def any_of(name: str) -> str:
    """The list as an alternation, the longest word first."""
    return "|".join(re.escape(word) for word in sorted(_lists()[name], key=lambda word: (-len(word), word)))


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(_lists()[name])


def is_one_of(name: str, word: str) -> bool:
    return word.casefold() in _folded(name)


def begins_one_of(name: str, word: str) -> bool:
    """Whether a word, case-folded already, begins like one of the list."""
    return word.startswith(_stems(name))


@cache
def before(name: str, tail: str = r"\.?\s*", *, exactly: bool = False) -> re.Pattern[str]:
    """Matches text that ends with a whole word of the list; `exactly`: in its own capitals."""
    return re.compile(rf"(?:^|(?<=[\s(,;:]))(?:{any_of(name)}){tail}$", 0 if exactly else re.IGNORECASE)


def orders_something(before_goods: str) -> bool:
    """Whether words end in a verb that may as well be an order's name: "we would like to order"."""
    said = before_goods.casefold().rstrip()
    found = (
        next((verb for verb in _stems("order_verbs") if said.endswith(verb)), None)
        if said.endswith(("order", "commande"))
        else None
    )
    return found is not None and not said.removesuffix(found)[-1:].isalnum()


def begins_condition(word: str) -> bool:
    """Whether a folded word right before words of ordering leaves the order to come: "before we order", "wenn wir bestellen"."""
    return word in _folded_letters("conditions")


@cache
def _folded_letters(name: str) -> frozenset[str]:
    return frozenset(map(fold_letters, _lists()[name]))


def is_told_of_others(text: str) -> bool:
    """Whether a sentence says that somebody else will order or wants to: "he said they will order 10 boxes"."""
    is_others = whole_words("others").search(text) is not None
    return is_others and any(begins_one_of("ordering", word) for word in re.findall(r"[^\W\d_]+", text.casefold()))


def names_order(words: str) -> bool:
    """Whether words before a number call it an order's: "PO", "our order no.", "zamówienia nr"."""
    if orders_something(words):
        return False
    # "po" is a little word in Czech and Polish; an order is "PO".
    bare = re.sub(r"\bpo\b", "", words).casefold().rstrip(" .:#")
    return _ends_with_one(_whole_order_names(), bare) or _is_inflected(bare)


def _is_inflected(bare: str) -> bool:
    """ "tilausnumerolla", "sipariş numaramız": languages that say the rest of the phrase in the word's ending."""
    said = re.findall(r"[^\W\d_]+", bare)[-2:]
    if len(said) == 2 and said[-1].startswith(_stems("number_stems")):
        said = said[:1]
    return bool(said) and said[-1].startswith(_stems("order_stems"))


@cache
def _stems(name: str) -> tuple[str, ...]:
    return _lists()[name]


@cache
def order_named_behind() -> re.Pattern[str]:
    """ "2026/118 számú megrendelésünkre", "4410-es rendelés", "4410 numaralı siparişimiz": what follows a number and calls it the
    order's."""
    between = rf"(?:\.?\s+(?:{any_of('number_before_order')})|-[aeoö]s)"
    return re.compile(rf"{between}\s+(?:{any_of('order_stems')})\w*", re.IGNORECASE)


def requests(text: str) -> bool:
    """Whether a sentence asks for something kindly: "please", "merci de"."""
    return whole_words("requests").search(text) is not None


def is_agreed(text: str) -> bool:
    """Whether a text points at what was talked about and does not say it: "as discussed", "wie besprochen"."""
    return _says("agreed", begins=True).search(fold_letters(text)) is not None


def whens() -> frozenset[str]:
    """Folded words that ask "when" or join a clause to one that asks nothing."""
    return _folded_letters("whens")


def without_copula(words: str) -> str:
    """ "our PO is", "unsere Bestellnummer lautet": without the verb before the number."""
    head, _, last = words.rstrip(" :").rpartition(" ")
    if last.casefold() in _ARTICLES and is_one_of("copulas", head.rpartition(" ")[2]):
        # "Nuestro pedido es el 5512".
        head, _, last = head.rpartition(" ")
    return head if head and is_one_of("copulas", last) else words


def names_number(words: str) -> bool:
    bare = words.casefold().rstrip(" .:")
    return _ends_with_one(_folded("number_names"), bare)


@cache
def _begins_to_want() -> tuple[str, ...]:
    """As they are written, and as they are compared without their accents."""
    return tuple({each for word in _lists()["wanting"] for each in (word, fold_letters(word))})


def is_number_name(words: str) -> bool:
    """Whether the words are "number" or its like, and nothing else."""
    return is_one_of("number_names", words.rstrip(" .:"))


def wants_by(words: str) -> bool:
    """Whether words around a day speak of a delivery or a need."""
    begins = _begins_to_want()
    return any(word.startswith(begins) for word in re.findall(r"[^\W\d_]+", words.casefold()))


@cache
def words_around_days() -> frozenset[str]:
    """Folded words that say nothing but that the day in their sentence is wished."""
    return frozenset(fold_letters(word) for word in _lists()["day_words"])


def fetches(word: str) -> bool:
    """Whether a word speaks of goods that the buyer comes for."""
    return word.casefold().startswith(_stems("fetching"))


@cache
def _whole_order_names() -> frozenset[str]:
    names, numbers = _lists()["order_names"], _lists()["number_names"]
    return frozenset(
        (*names, *(f"{name} {number}" for name in names for number in numbers), *(f"{n}. {m}" for n in names for m in numbers))
    )


def _ends_with_one(names: frozenset[str], text: str) -> bool:
    """Whether a text ends with one of the names as whole words. The names are thousands, the ends of a text few."""
    first = max(len(text) - _longest(names), 0)
    return any(text[at:] in names for at in range(first, len(text)) if at == 0 or not text[at - 1].isalnum())


@cache
def _longest(names: frozenset[str]) -> int:
    return max(map(len, names))


@cache
def whole_words(name: str) -> re.Pattern[str]:
    """Finds a word or phrase of the list as whole words."""
    return re.compile(rf"(?<!\w)(?:{any_of(name)})(?!\w)", re.IGNORECASE)


def has_vague(text: str) -> bool:
    """Whether the text says "some" or "a few" where a number should stand."""
    return whole_words("vague").search(text) is not None


def advertises(text: str) -> bool:
    return whole_words("advertising").search(text) is not None


def replaces(text: str) -> bool:
    """Whether the goods are wanted in place of others that were delivered."""
    return whole_words("replacing").search(text) is not None


def doubts_item(text: str) -> bool:
    """Whether the words of a line leave it open ("… 500 ml - erst nach Rückfrage")."""
    return whole_words("item_doubts").search(text) is not None or _conditional().search(fold_letters(text)) is not None


@cache
def _conditional() -> re.Pattern[str]:
    """ "only when it is in stock": a word that makes it depend, and soon after what it may depend on."""
    between = rf"(?:\W+\w+){{0,{_FARTHEST_CONDITION}}}?\W+"
    return re.compile(rf"(?<!\w)(?:{_folded_any('item_ifs')})(?!\w){between}(?:{_folded_any('item_conditions')})")


def ends_as_change(word: str) -> bool:
    """ "Preisänderung", "prisændring": a compound whose last part is a change."""
    return fold_letters(word).endswith(tuple(_folded_letters("change_ends")))


def presses(text: str) -> bool:
    """Whether a text begins with a call for haste: "SEHR DRINGEND", "PS: urgent"; "Ian Rush" is somebody."""
    return _beginning_with("pressing").match(fold_letters(text)) is not None


@cache
def _beginning_with(name: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:(?:p\.?\s?[sd]|n\.?b)[.:]*\s+)?(?:(?:{_folded_any('very')})\s+)*(?:{_folded_any(name)})(?!\w)")


def sets_off(text: str) -> bool:
    """Whether the order is settled with another paper's money: "mit Rechnung 4711 verrechnen", "less credit note 12"."""
    return _says("setting_off", begins=True).search(fold_letters(text)) is not None


def comes_in_parts(text: str) -> bool:
    """Whether the goods are wanted in several deliveries, or on call: "please deliver in parts", "entrega bajo pedido"."""
    return _says("parting").search(fold_letters(text)) is not None


def awaits_word(text: str) -> bool:
    """Whether the order is to wait for its sender: "process on confirmation", "dès réception de notre accord"."""
    return _says("awaiting").search(fold_letters(text)) is not None


def needs_none(text: str) -> bool:
    """Whether somebody has enough of the goods already: "that is too many", "we still have some", "hat sich erledigt"."""
    return _says("unneeded").search(fold_letters(text)) is not None


def thanks_ask(text: str) -> bool:
    """Whether thanks ask for what is to be done: "Merci de laisser au gardien", "agradecemos que lo dejen"."""
    return _says("asking_thanks").search(fold_letters(text)) is not None


def goes_back(text: str) -> bool:
    """Whether goods are sent back: "Retour des marchandises"."""
    return _says("returning").search(fold_letters(text)) is not None


def is_asked_after(text: str) -> bool:
    """Whether an order is named as one that has not come: "Toimittamatta oleva tilaus"."""
    return _says("undelivered").search(fold_letters(text)) is not None


def names_address(text: str) -> bool:
    return _says("address_words", begins=True).search(fold_letters(text)) is not None


def without_past(text: str) -> str:
    """The folded text without "last week", "bisher" and what else speaks of what was."""
    return _says("past").sub(" ", fold_letters(text))


def without_billing_address(text: str) -> str:
    """The folded text without the name of the address that bills go to, where no label ends there."""
    return re.sub(rf"(?<!\w)(?:{_folded_any('billing_addresses')})\w*+(?!\s*:)", " ", fold_letters(text))


@cache
def _says(name: str, *, begins: bool = False) -> re.Pattern[str]:
    """Finds a word or phrase of the list in folded text; `begins`: the words may go on."""
    return re.compile(rf"(?<!\w)(?:{_folded_any(name)})" + ("" if begins else r"(?!\w)"))


@cache
def _folded_any(name: str) -> str:
    """The list as an alternation of folded words, the longest first."""
    folded = {fold_letters(word) for word in _lists()[name]}
    return "|".join(re.escape(word) for word in sorted(folded, key=lambda word: (-len(word), word)))
