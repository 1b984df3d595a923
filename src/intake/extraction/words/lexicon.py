"""The loaded word lists and the questions a reader asks of them.

In: the parsed TOML of every language. Out: `Vocabulary`, whose lookups take words as printed and answer with every meaning
they may have, the likeliest first. It decides nothing: two meanings are two answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from intake.domain.plans import ColumnRole
from intake.domain.uom import unit_codes
from intake.extraction.words.keys import NUMBER_SIGN, key, key_of, squash, tokens
from intake.extraction.words.priced_units import priced_units

Meanings = Mapping[str, tuple[str, ...]]
_LONGEST_KEPT = 600
"""No sentence is longer: what was found in whole texts is not kept."""
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_BETWEEN_LANGUAGES = re.compile(r"\s*[/|\n\\]\s*|\s+-\s+")
_NOISE = re.compile(
    r"\b(?:in|a)?\s*(?:eur|usd|gbp|chf|pln|sek|nok|dkk|czk|huf|ron|try|jpy|cny|cad|aud|zl|zł|kr|kč|ft|lei|tl)\b|[€$£¥%*:]|\beuros?\b",
    re.IGNORECASE,
)
_CARRIER = re.compile(r"(?:\s*:\s*|\s+[–-]\s+|\s*\()[^\W\d_][^\d]{0,30}$")
_STATED_BASIS = re.compile(
    r"\s*(?:/|(?<!\w)[^\W\d_]{1,4}\.?)?\s*(?<![\d.,])(?:10{1,4}|10?[.,'\s]000)(?![\d.,%])\s*[^\W\d_]{0,4}\.?"
)
_CODES = ("code", "sku", "customer_part_number", "manufacturer_part_number")
_REFERENCE = frozenset(("ref", "rif", "code", "cod", "kod", "#", "id"))
_DAY = "requested_delivery_date"
_SECTIONS = (
    "columns",
    "labels",
    "weak_labels",
    "blocks",
    "totals",
    "charges",
    "months",
    "words",
    "kinds",
    "instructions",
    "numbers",
    "owners",
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label announces: a field path ("order_date"), a block ("ship_to.block", "supplier.block") or "ignore" for
    something an order has no field for. A weak label announces it only when nothing better does."""

    path: str
    weak: bool = False
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Section → key → its meanings in the order of how many languages say so."""

    sections: Mapping[str, Meanings]
    labels: Mapping[str, tuple[Label, ...]]
    squashed_columns: Meanings
    column_languages: Mapping[str, Mapping[str, frozenset[str]]]
    function_words: Mapping[str, frozenset[str]]
    longest: Mapping[str, int]
    open_questions: frozenset[str]
    """Keys of questions that end in a little word: "precio de" asks, and the "Precio" of a list does not."""

    @classmethod
    def build(cls, languages: Mapping[str, Mapping[str, Any]]) -> Lexicon:
        sections = {name: _merge(languages, name) for name in _SECTIONS}
        squashed: dict[str, Counter[str]] = {}
        spoken: dict[str, dict[str, set[str]]] = {}
        for language, words in languages.items():
            for role, spellings in words.get("columns", {}).items():
                for spelling in spellings:
                    squashed.setdefault(squash(spelling), Counter())[role] += 1
                    for found in (key(spelling), squash(spelling)):
                        spoken.setdefault(found, {}).setdefault(role, set()).add(language)
        return cls(
            sections=sections,
            labels=_labels(languages),
            squashed_columns=_ranked(squashed),
            column_languages={found: {role: frozenset(said) for role, said in roles.items()} for found, roles in spoken.items()},
            function_words={code: _function_words(words) for code, words in languages.items()},
            longest={name: max((found.count(" ") + 1 for found in meanings), default=0) for name, meanings in sections.items()},
            open_questions=frozenset(
                key(said)
                for words in languages.values()
                for said in words.get("words", {}).get("question", ())
                if _ends_little(tokens(said))
            ),
        )


def _ends_little(said: tuple[str, ...]) -> bool:
    return len(said) > 1 and key_of(said) == key_of(said[:-1])


def _ranked(counted: Mapping[str, Counter[str]]) -> dict[str, tuple[str, ...]]:
    return {found: tuple(meaning for meaning, _ in counts.most_common()) for found, counts in counted.items() if found}


def _merge(languages: Mapping[str, Mapping[str, Any]], section: str) -> dict[str, tuple[str, ...]]:
    counted: dict[str, Counter[str]] = {}
    for words in languages.values():
        for meaning, spellings in words.get(section, {}).items():
            for found in {key(spelling) for spelling in spellings}:
                counted.setdefault(found, Counter())[meaning] += 1
    return _ranked(counted)


def _labels(languages: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[Label, ...]]:
    """What heads a column of days announces the day of the whole order too, unless it is a word alone ("Date")."""
    said: dict[str, dict[tuple[str, bool], set[str]]] = {}
    for language, words in languages.items():
        entries = [(path, False, path, words.get("labels", {})) for path in words.get("labels", {})]
        entries += [(path, True, path, words.get("weak_labels", {})) for path in words.get("weak_labels", {})]
        entries += [(f"{party}.block", False, party, words.get("blocks", {})) for party in words.get("blocks", {})]
        for path, weak, name, source in entries:
            for found in {key(spelling) for spelling in source[name]} - {""}:
                said.setdefault(found, {}).setdefault((path, weak), set()).add(language)
    for language, words in languages.items():
        headings = {key(spelling) for spelling in words.get("columns", {}).get(_DAY, ()) if len(tokens(spelling)) > 1}
        for found in headings - said.keys() - {""}:
            said[found] = {(_DAY, False): {language}}
    return {
        found: tuple(
            Label(path, weak, frozenset(spoken))
            for (path, weak), spoken in sorted(meanings.items(), key=lambda item: -len(item[1]))
        )
        for found, meanings in said.items()
    }


def _function_words(words: Mapping[str, Any]) -> frozenset[str]:
    """Words that tell a language: its little words and the words of its phrases."""
    spoken: set[str] = set()
    for section in ("words", "columns", "labels", "blocks", "totals", "charges"):
        for spellings in words.get(section, {}).values():
            spoken.update(token for spelling in spellings for token in tokens(spelling) if len(token) > 1)
    return frozenset(spoken)


class Vocabulary:
    """Answers for all languages at once; see each method."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._months = {found: int(months[0]) for found, months in lexicon.sections["months"].items()}
        self._numbers = {found: Decimal(values[0]) for found, values in lexicon.sections["numbers"].items()}
        tokens_seen = Counter(token for spoken in lexicon.function_words.values() for token in spoken)
        self._language_weight = {token: 1 / count for token, count in tokens_seen.items()}
        # The rows of a table repeat their words, and each row is asked several times whether it heads columns.
        self._column = lru_cache(maxsize=8192)(self._column_of)
        # A sentence is heard by the reader, by what it wishes besides and by what may be missing.
        self._phrases = lru_cache(maxsize=4096)(self._phrases_of)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._lexicon.function_words)

    def column_roles(self, heading: str, language: str | None = None) -> tuple[ColumnRole, ...]:
        """The roles a column heading may name, likeliest first; () when no word of it is known.

        Currency, brackets, a stated price basis ("per 100") and a second language ("Menge / Qty") are looked through. A heading
        that holds a known phrase among unknown words is answered by the longest one, a code's by whose code it says it is.
        What a heading means in `language` comes before what it means elsewhere.
        """
        found, roles = self._column(heading)
        spoken = self._lexicon.column_languages.get(found, {})
        return tuple(ColumnRole(role) for role in sorted(roles, key=lambda role: language not in spoken.get(role, ())))

    def language_of_headings(self, headings: Iterable[str]) -> str | None:
        """The language that knows the most of a table's headings; None where two know as many."""
        votes: Counter[str] = Counter()
        for heading in headings:
            found, _ = self._column(heading)
            votes.update({each for spoken in self._lexicon.column_languages.get(found, {}).values() for each in spoken})
        (first, most), (_, next_most) = (*votes.most_common(2), ("", 0), ("", 0))[:2]
        return first if most > next_most else None

    def _column_of(self, heading: str) -> tuple[str, Sequence[str]]:
        """The spelling by which a column heading is known, and its roles."""
        bare = _STATED_BASIS.sub(" ", heading)
        if bare != heading and "unit_price" in self._column(bare)[1]:
            return "", ("unit_price",)
        columns = self._lexicon.sections["columns"]
        for variant in self._variants(heading):
            for found, known in ((key(variant), columns), (squash(variant), self._lexicon.squashed_columns)):
                if known.get(found):
                    return found, known[found]
        if self.priced_units(heading) and not self.names_two_factors(heading):
            # "Preis je Flasche" prices, and "Preis je" over a column of hundreds says for how many.
            return "", ("unit_price",)
        parts = [_NOISE.sub(" ", _BRACKETS.sub(" ", part)) for part in _BETWEEN_LANGUAGES.split(heading)]
        first = next((key(part) for part in parts if columns.get(key(part))), None)
        if first is None and any(not label.weak and not label.path.endswith(".block") for label in self.labels(heading)):
            # "PO_DATE", "Ship city": what belongs to the head, repeated on every row.
            return "", ("ignore",)
        if first is None:
            return self._within(_NOISE.sub(" ", heading))
        # "Menge / Qty" says it twice, "Item / Service Description" says two things: the cells tell which.
        others = [self._within(part)[1] for part in parts if not columns.get(key(part))]
        return first, tuple(dict.fromkeys((*columns[first], *(role for roles in others for role in roles))))

    def _within(self, text: str) -> tuple[str, Sequence[str]]:
        """The longest known phrase in a heading and its roles; a code's as its owner's, where exactly one is named."""
        said = tokens(text)
        found, held = self._longest_within("columns", said)
        owners = {owner for token in said for owner in self._lexicon.sections["owners"].get(token, ())}
        if held and held[0] in _CODES and owners:
            return "", (owners.pop(),) if len(owners) == 1 else ("code",)
        if len(owners) == 1 and not held and any(token in _REFERENCE for token in said):
            return "", (owners.pop(),)
        return found, held

    def is_exact_heading(self, heading: str) -> bool:
        """Whether the whole heading, and not only a phrase in it, is known."""
        return any(key(variant) in self._lexicon.sections["columns"] for variant in self._variants(heading))

    def priced_units(self, heading: str) -> frozenset[str]:
        """The codes of the units that a heading of prices says they are for; none where it heads no prices or says none."""
        return priced_units(_NOISE.sub(" ", heading), self._is_price)

    def _is_price(self, word: str) -> bool:
        return "unit_price" in self._lexicon.sections["columns"].get(key(word), ())

    def names_two_factors(self, heading: str) -> bool:
        """Whether a heading holds a word for a quantity and another for a price or an article: it stands over two columns that
        run together, or over two rows, and which is which nobody said ("Order QtyPrice", "Menge Einzelpreis", "Material Menge").
        """
        if self.is_exact_heading(heading):
            return False
        held = {role for token in tokens(heading) for role in self._lexicon.sections["columns"].get(token, ())[:1]}
        return "quantity" in held and bool({"unit_price", *_CODES} & held)

    def labels(self, text: str) -> tuple[Label, ...]:
        """What a label announces; () when the whole text is no known label."""
        return self.label_of_tokens(tokens(text))

    def label_of_tokens(self, found: tuple[str, ...]) -> tuple[Label, ...]:
        """The same for tokens of `keys.tokens`, for those who slide along a line."""
        known = self._lexicon.labels.get(key_of(found), ())
        if known or NUMBER_SIGN not in found:
            return known
        # "Dostawca nr", "Vendor #": our number in the buyer's books, whatever the words around it.
        named = self._lexicon.labels.get(key_of(tuple(token for token in found if token != NUMBER_SIGN)), ())
        return (Label("ignore"),) if any(label.path == "supplier.block" for label in named) else ()

    def total(self, text: str) -> str | None:
        """total_net, total_tax, total_gross, total (which of them is open), subtotal or carried_forward, when the text begins
        with such words; None else."""
        return self._beginning("totals", text)

    def is_total(self, text: str) -> bool:
        """Whether the whole text, and not only its beginning, names a total."""
        return key(_NOISE.sub(" ", text)) in self._lexicon.sections["totals"]

    def charge(self, text: str) -> str | None:
        """freight, packing, surcharge, minimum_quantity_surcharge or discount, when the text begins with such words."""
        return self._beginning("charges", text)

    def is_charge_alone(self, text: str) -> bool:
        """Whether the text names a charge and no more than who carries it ("Shipping: DHL"): "Packing 5 %" does, "Packing tape
        66 m" is an article."""
        bare = _CARRIER.sub("", text)
        said = tuple(token for token in tokens(_NOISE.sub(" ", bare)) if not token.isdigit())
        return key_of(said) in self._lexicon.sections["charges"]

    def kinds(self, text: str) -> tuple[str, ...]:
        """order, order_change, order_cancellation, inquiry or other (an invoice, a quotation, …) that a title names."""
        return self._lexicon.sections["kinds"].get(key(text), ())

    def kind_within(self, text: str) -> tuple[str, ...]:
        """The kind that the longest known title within the text names."""
        return self._longest_within("kinds", tokens(text))[1]

    def month(self, word: str) -> int | None:
        return self._months.get(key(word))

    def number(self, word: str) -> Decimal | None:
        """A number said in a word ("zwei", "dozen" is a unit and none)."""
        return self._numbers.get(key(word))

    def means(self, meaning: str, text: str) -> bool:
        """Whether the whole text is a phrase of the section `words` with this meaning (week, asap, greeting, …)."""
        return meaning in self._lexicon.sections["words"].get(key(text), ())

    def phrases(self, text: str, meanings: Iterable[str], section: str = "words") -> tuple[tuple[str, int, int], ...]:
        """Phrases with these meanings in the text's tokens, in their order: (meaning, first token, token after the last)."""
        look_up = self._phrases if len(text) <= _LONGEST_KEPT else self._phrases_of
        return look_up(text, frozenset(meanings), section)

    def _phrases_of(self, text: str, wanted: frozenset[str], section: str) -> tuple[tuple[str, int, int], ...]:
        said = tokens(text)
        known = self._lexicon.sections[section]
        found: list[tuple[str, int, int]] = []
        start = 0
        while start < len(said):
            for end in range(min(len(said), start + self._lexicon.longest[section] + 2), start, -1):
                hit = next((meaning for meaning in known.get(key_of(said[start:end]), ()) if meaning in wanted), None)
                if (
                    hit == "question"
                    and key_of(said[start:end]) in self._lexicon.open_questions
                    and not _ends_little(said[start:end])
                ):
                    continue
                # "br" closes a letter, and as a word for "number" it has the key of all of them.
                if hit is not None and said[start] == key_of(said[start : start + 1]) and said[start:end] != (NUMBER_SIGN,):
                    found.append((hit, start, end))
                    start = end - 1
                    break
            start += 1
        return tuple(found)

    def has_phrase(self, text: str, *meanings: str) -> bool:
        return bool(self.phrases(text, meanings))

    def injections(self, text: str) -> tuple[tuple[str, int, int], ...]:
        """Phrases that tell an automaton what to do."""
        return self.phrases(text, ("injection",), "instructions")

    def is_unit(self, word: str) -> bool:
        return bool(unit_codes(word))

    def language(self, texts: Iterable[str]) -> str | None:
        """The language (ISO 639-1) that most of the words speak for; None when nothing does."""
        score: dict[str, float] = {}
        for token in (token for text in texts for token in tokens(text)):
            weight = self._language_weight.get(token)
            if weight is not None:
                for language, spoken in self._lexicon.function_words.items():
                    if token in spoken:
                        score[language] = score.get(language, 0.0) + weight
        return max(score, key=lambda language: score[language]) if score else None

    @staticmethod
    def _variants(heading: str) -> tuple[str, ...]:
        bare = _BRACKETS.sub(" ", heading)
        return tuple(dict.fromkeys((heading, _NOISE.sub(" ", heading), bare, _NOISE.sub(" ", bare))))

    def _beginning(self, section: str, text: str) -> str | None:
        said = tuple(token for token in tokens(_NOISE.sub(" ", text)) if not token.isdigit())
        for end in range(min(len(said), self._lexicon.longest[section] + 2), 0, -1):
            found = self._lexicon.sections[section].get(key_of(said[:end]))
            if found:
                return found[0]
        return None

    def _longest_within(self, section: str, said: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        known = self._lexicon.sections[section]
        for length in range(min(len(said), self._lexicon.longest[section] + 2), 0, -1):
            for start in range(len(said) - length + 1):
                phrase = key_of(said[start : start + length])
                if known.get(phrase) and (length > 1 or len(said[start]) > 3):
                    return phrase, known[phrase]
        return "", ()
