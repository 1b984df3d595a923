"""A line's codes and words → the one article that is proven, or proposals with what speaks for and against each.

Codes come first and are always cross-checked; words alone propose, unless this customer's same words were confirmed before.
Units, prices and quantities are not looked at here; whether a price fits is asked through `price_fits`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from intake.domain.catalogue import MasterData
from intake.domain.learned import Experience, NoExperience
from intake.domain.master import Product, ProductStatus
from intake.domain.matched import EvidenceKind, MatchEvidence, Proposal
from intake.domain.orders import ExtractedLine
from intake.domain.reasons import Reason, ReasonCode
from intake.matching.article_words import compare_article, without_cut_word
from intake.matching.codes import slips, usable
from intake.matching.confirmed import Naming, confirmed_before
from intake.matching.identify import Identified, codes_in_text, identify, line_codes
from intake.matching.joined import identify_joined
from intake.matching.marks import are_of_another
from intake.matching.proof import PriceFits, Surroundings, prove
from intake.matching.tally import Comparison, Fact
from intake.matching.tokens import TypedText, parse
from intake.matching.units import stated_content

PROPOSALS = 10
MIN_SCORE = 0.25
"""Words that fit worse than this propose nothing."""


class ArticleFinding(NamedTuple):
    """`product` None while no article is proven; `uom` is the unit that the code itself names."""

    product: Product | None
    uom: str | None = None
    evidence: tuple[MatchEvidence, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Seeker(NamedTuple):
    """What stays the same over the lines of one order."""

    master: MasterData
    customer_no: str | None
    experience: Experience = NoExperience()
    is_recognised: bool = False
    """The order was read from a picture."""
    beside: Mapping[str, str] = MappingProxyType({})
    """A line's path → what else its rows print."""
    proposes: bool = True
    """False where only the verdict is asked for: looking for proposals is most of the work on a line that names no article."""


def no_price(_sku: str) -> bool | None:
    return None


def find_article(
    line: ExtractedLine, path: str, seek: Seeker, price_fits: PriceFits = no_price, *, is_stated: bool = False,
    is_doubted: bool = False,
) -> ArticleFinding:  # fmt: skip
    """The article of one order line. `path` is the line's ("lines[2]"), for the reasons."""
    codes = line_codes(line)
    words = _words_beside(line, codes)
    found = [hit for field, code in codes for hit in identify(field, code, seek.master, seek.customer_no)]
    if not found and len(codes) == 1:
        found += identify_joined(*codes[0], line.description, seek.master, seek.customer_no)
    if not found and words:
        for inside in codes_in_text(words, seek.master, seek.customer_no):
            found += inside.hits
            words = inside.rest
    typed = _typed(words)
    beside = Surroundings(typed, price_fits, lambda sku: _bought(seek, sku), is_stated, is_doubted)
    if found:
        return _judge_codes(found, _unanswered(codes, found), words, beside, path, seek)
    return _confirmed(line, words, path, seek, price_fits) or _judge_words(codes, words, path, seek)


def _bought(seek: Seeker, sku: str) -> bool:
    return seek.customer_no is not None and bool(seek.experience.quantities(seek.customer_no, sku))


def _bought_before(seek: Seeker) -> tuple[str, ...]:
    return seek.experience.bought_articles(seek.customer_no) if seek.customer_no is not None else ()


def _typed(words: str) -> TypedText | None:
    typed = parse(words)
    return typed if any(typed[:4]) else None


def _words_beside(line: ExtractedLine, codes: Sequence[tuple[str, str]]) -> str:
    """The line's description without the codes that many documents repeat in it, and without what the ordered pack holds."""
    keys = {usable(code) for _, code in codes}
    content = stated_content(line.uom, line.description)
    description = (line.description or "").replace(content.phrase, " ") if content else line.description or ""
    return " ".join(token for token in description.split() if usable(token.strip(".,;:()[]")) not in keys - {None})


def _unanswered(codes: Sequence[tuple[str, str]], found: Sequence[Identified]) -> list[tuple[str, str]]:
    """Codes that are called ours, the maker's or a GTIN and name nothing, beside others that do."""
    known = {hit.code for hit in found}
    return [(field, code) for field, code in codes if code not in known and field in ("sku", "gtin")]


def _judge_codes(
    found: Sequence[Identified], unanswered: list[tuple[str, str]], words: str, beside: Surroundings, path: str, seek: Seeker
) -> ArticleFinding:
    products = {
        sku: product for sku in dict.fromkeys(hit.sku for hit in found) if (product := seek.master.product(sku)) is not None
    }
    uncut = {sku: without_cut_word(words, product) for sku, product in products.items()}
    said = {sku: _typed(whole) for sku, (whole, _) in uncut.items()}
    comparisons = {sku: compare_article(typed, product, is_brand=seek.master.is_brand) for sku, product in products.items()
                   if (typed := said[sku]) is not None}  # fmt: skip
    proposals = tuple(_proposal(product, comparisons.get(sku), found) for sku, product in products.items())
    by_code: dict[str, set[str]] = {}
    for hit in found:
        by_code.setdefault(hit.code, set()).add(hit.sku)
    common = set.intersection(*by_code.values()) & set(products)
    if not common:
        return _held(ReasonCode.SKU_CONTRADICTED, path, _codes_disagree(found), proposals)
    described = _described(words, seek, products)
    fitting = [sku for sku in common if not (sku in comparisons and comparisons[sku].contradictions)]
    if not fitting and all(proposal.contradictions for proposal in described):
        fitting = [sku for sku in common if all(fact.only_turned for fact in comparisons[sku].contradictions)]
    if not fitting:
        sku = max(common, key=lambda one: (comparisons[one].score, one))
        message = _contradiction(found, products[sku], comparisons[sku].contradictions[0], words)
        return _held(ReasonCode.SKU_CONTRADICTED, path, message, (*proposals, *described))
    if len(fitting) > 1:
        fitting = _clearly_best(fitting, comparisons)
    if len(fitting) > 1:
        names = ", ".join(sorted(fitting))
        return _held(ReasonCode.SKU_AMBIGUOUS, path, f"The code {found[0].code} names several articles: {names}.", proposals)
    product = products[fitting[0]]
    beside = beside._replace(cut=uncut[product.sku][1])
    return _judge_one([hit for hit in found if hit.sku == product.sku], product, comparisons.get(product.sku), unanswered, beside,
                      said[product.sku], path, seek, (*proposals, *described))  # fmt: skip


def _judge_one(
    found: list[Identified], product: Product, comparison: Comparison | None, unanswered: list[tuple[str, str]],
    beside: Surroundings, said: TypedText | None, path: str, seek: Seeker, proposals: tuple[Proposal, ...],
) -> ArticleFinding:  # fmt: skip
    """`said` are the words without one that is only the beginning of this article's; `beside` has them all."""
    code = found[0].code
    if unanswered and not (comparison and comparison.agreements) and not _near_own_codes(unanswered, product):
        field, other = unanswered[0]
        message = (
            f"The code {code} is {_name(product)}, but the {field} {other} beside it is unknown; no words tell which is right."
        )
        return _held(ReasonCode.SKU_CONTRADICTED, path, message, proposals)
    meant = next((one for proposal in proposals if (one := _meant_instead(proposal, product, beside, seek)) is not None), None)
    if meant is not None:
        message = f"The code {code} is {_name(product)}, but the words beside it are those of {_name(meant)}."
        return _held(ReasonCode.SKU_CONTRADICTED, path, message, proposals)
    verdict = prove(found, product, comparison, beside._replace(words=said), seek.master, seek.customer_no)
    if verdict.doubt is not None:
        if verdict.neighbour is not None and (other_product := seek.master.product(verdict.neighbour)) is not None:
            proposals = (*proposals, _proposal(other_product, None, ()))
        unfit = comparison is not None and not comparison.agreements and verdict.neighbour is None
        reason = ReasonCode.SKU_CONTRADICTED if unfit else ReasonCode.SKU_PROPOSED
        return _held(reason, path, f"The code {code} is {_name(product)}, but {verdict.doubt}.", proposals)
    evidence = tuple(MatchEvidence(kind=EvidenceKind.IDENTIFIER, said=hit.code, ours=f"{hit.kind} {hit.sku}") for hit in found)
    evidence += _as_evidence(comparison.agreements) if comparison else ()
    if beside.price_fits(product.sku) is True:
        evidence += (MatchEvidence(kind=EvidenceKind.PRICE, said="claimed price", ours="contract price"),)
    named = {hit.uom for hit in found if hit.uom is not None}
    return sellable(product, named.pop() if len(named) == 1 else None, evidence, path, seek)


def _meant_instead(proposal: Proposal, product: Product, beside: Surroundings, seek: Seeker) -> Product | None:
    """The proposed article where nothing speaks against it and the words say what it has and this one has not."""
    if proposal.sku == product.sku or proposal.contradictions or beside.words is None:
        return None
    other = seek.master.product(proposal.sku)
    return other if other is not None and are_of_another(beside.words, product, other) else None


def sellable(product: Product, uom: str | None, evidence: tuple[MatchEvidence, ...], path: str, seek: Seeker) -> ArticleFinding:
    """A proven article, unless it may not be sold; a successor is proposed, never put in its place."""
    if product.status is ProductStatus.ACTIVE:
        return ArticleFinding(product, uom, evidence)
    if product.status is ProductStatus.BLOCKED:
        reason = Reason.of(ReasonCode.SKU_BLOCKED, path, f"{_name(product)} may not be sold.")
        return ArticleFinding(product, uom, evidence, (), (reason,))
    successor = seek.master.product(product.replaced_by) if product.replaced_by else None
    instead = f"its successor is {_name(successor)}" if successor else "it has no successor"
    reason = Reason.of(ReasonCode.SKU_DISCONTINUED, path, f"{_name(product)} is discontinued; {instead}.")
    return ArticleFinding(product, uom, evidence, (_proposal(successor, None, ()),) if successor else (), (reason,))


def _judge_words(codes: Sequence[tuple[str, str]], words: str, path: str, seek: Seeker) -> ArticleFinding:
    """No code names an article, and these words were not confirmed before: they propose."""
    label = f"The code {codes[0][1]} is unknown" if codes else "The line has no article code"
    proposals = (
        (*_near_codes(codes, words, seek), *_described(words, seek, {}, bought=_bought_before(seek))) if seek.proposes else ()
    )
    proposals = proposals[:PROPOSALS]
    if proposals and not proposals[0].contradictions:
        best = proposals[0]
        message = f"{label}; the words {words or '(none)'!r} fit {best.sku} ({best.description}) best."
        return _held(ReasonCode.SKU_PROPOSED, path, message, proposals)
    wording = f" and no article fits the words {words!r}" if words else ""
    return _held(ReasonCode.SKU_UNKNOWN, path, f"{label}{wording}.", proposals)


def _confirmed(line: ExtractedLine, words: str, path: str, seek: Seeker, price_fits: PriceFits) -> ArticleFinding | None:
    """What was confirmed for these very words before: the article, or why it is not believed this time."""
    said = Naming.of(line, seek.beside.get(path, ""))
    found = confirmed_before(said, words, seek.customer_no, seek.master, seek.experience, price_fits,
                             is_recognised=seek.is_recognised)  # fmt: skip
    if found is None:
        return None
    if found.product is not None:
        return sellable(found.product, None, found.evidence, path, seek)
    chosen = [product for sku in found.skus if (product := seek.master.product(sku)) is not None]
    known = {product.sku: product for product in chosen}
    described = _described(words, seek, known, bought=_bought_before(seek))
    proposals = (*(_proposal(product, None, ()) for product in chosen), *described)
    reason = ReasonCode.SKU_AMBIGUOUS if found.is_ambiguous else ReasonCode.SKU_PROPOSED
    return _held(reason, path, f"{found.doubt[:1].upper()}{found.doubt[1:]}.", proposals)


def propose(
    text: str, master: MasterData, customer_no: str | None, limit: int = PROPOSALS, experience: Experience | None = None
) -> tuple[Proposal, ...]:
    """Articles that a line's words may mean, best first: those that its codes name, then those that its words describe."""
    seek = Seeker(master, customer_no, experience or NoExperience())
    named: dict[str, Proposal] = {}
    rest = text
    for inside in codes_in_text(text, master, customer_no):
        rest = inside.rest
        for hit in inside.hits:
            product = master.product(hit.sku)
            if product is not None:
                typed = _typed(rest)
                comparison = compare_article(typed, product, is_brand=master.is_brand) if typed else None
                named.setdefault(hit.sku, _proposal(product, comparison, inside.hits))
    coded = sorted(named.values(), key=lambda proposal: -proposal.score)
    described = _described(rest if named else text, seek, named, limit, bought=_bought_before(seek))
    return (*coded, *described)[:limit]


def accept(text: str, master: MasterData, customer_no: str | None, experience: Experience | None = None) -> str | None:
    """The SKU that needs no person for a line of these words alone, or None."""
    line = ExtractedLine(description=text)
    return _accepted(find_article(line, "", Seeker(master, customer_no, experience or NoExperience(), proposes=False)))


def _accepted(finding: ArticleFinding) -> str | None:
    return finding.product.sku if finding.product is not None and not finding.reasons else None


def _described(
    words: str, seek: Seeker, known: dict[str, Product] | dict[str, Proposal], limit: int = PROPOSALS, *,
    bought: tuple[str, ...] = (),
) -> tuple[Proposal, ...]:  # fmt: skip
    typed = _typed(words)
    if typed is None:
        return ()
    proposals: list[Proposal] = []
    for hit in seek.master.search(words, limit, bought):
        product = seek.master.product(hit.sku) if hit.sku not in known else None
        if product is not None and hit.score >= MIN_SCORE:
            comparison = compare_article(typed, product, is_brand=seek.master.is_brand)
            proposals.append(_proposal(product, comparison._replace(score=hit.score), ()))
    return tuple(proposals)


def _near_codes(codes: Sequence[tuple[str, str]], words: str, seek: Seeker) -> tuple[Proposal, ...]:
    """Articles whose code is one slip away from a code that names nothing: proposed where the words do not contradict."""
    typed = _typed(words)
    found: dict[str, Proposal] = {}
    for field, code in codes:
        for slip in slips(usable(code) or ""):
            for hit in identify(field, slip, seek.master, seek.customer_no):
                product = seek.master.product(hit.sku) if hit.spelling == "exact" and hit.sku not in found else None
                if product is None:
                    continue
                comparison = compare_article(typed, product, is_brand=seek.master.is_brand) if typed else None
                if comparison is None or (comparison.agreements and not comparison.contradictions):
                    found[hit.sku] = _proposal(product, comparison, ())
    return tuple(sorted(found.values(), key=lambda proposal: -proposal.score))[:PROPOSALS]


def _near_own_codes(unanswered: Sequence[tuple[str, str]], product: Product) -> bool:
    own = {usable(code) for code in (product.sku, product.gtin, product.manufacturer_part_number)} - {None}
    return all(own & set(slips(usable(code) or "")) for _, code in unanswered)


def _clearly_best(skus: list[str], comparisons: dict[str, Comparison]) -> list[str]:
    """The one that the words fit clearly better than all others, or all."""
    ranked = sorted(skus, key=lambda sku: -(comparisons[sku].score if sku in comparisons else 0.0))
    scores = [comparisons[sku].score if sku in comparisons else 0.0 for sku in ranked[:2]]
    return ranked[:1] if scores[0] - scores[1] >= 0.3 else skus


def _proposal(product: Product, comparison: Comparison | None, found: Sequence[Identified]) -> Proposal:
    codes = tuple(MatchEvidence(kind=EvidenceKind.IDENTIFIER, said=hit.code, ours=f"{hit.kind} {hit.sku}")
                  for hit in found if hit.sku == product.sku)  # fmt: skip
    if comparison is None:
        return Proposal(sku=product.sku, description=product.description, score=1.0 if codes else 0.5, evidence=codes)
    score = comparison.score if not codes or comparison.contradictions else max(comparison.score, 0.9)
    return Proposal(
        sku=product.sku,
        description=product.description,
        score=score,
        evidence=(*codes, *_as_evidence(comparison.agreements)),
        contradictions=_as_evidence(comparison.contradictions),
    )


def _as_evidence(facts: Sequence[Fact]) -> tuple[MatchEvidence, ...]:
    return tuple(MatchEvidence(kind=fact.kind, said=fact.said, ours=fact.ours) for fact in facts)


def _held(code: ReasonCode, path: str, message: str, proposals: tuple[Proposal, ...]) -> ArticleFinding:
    unique = tuple({proposal.sku: proposal for proposal in reversed(proposals)}.values())[::-1]
    return ArticleFinding(None, None, (), unique[:PROPOSALS], (Reason.of(code, path, message),))


def _name(product: Product | None) -> str:
    return f"{product.sku} ({product.description})" if product is not None else ""


def _codes_disagree(found: Sequence[Identified]) -> str:
    said = dict.fromkeys(f"{hit.code} is {hit.sku}" for hit in found)
    return f"The codes on the line name different articles: {', '.join(said)}."


def _contradiction(found: Sequence[Identified], product: Product, fact: Fact, words: str) -> str:
    code = found[0].code
    return f"The code {code} is {_name(product)}, but the words {words!r} say {fact.said} where the article has {fact.ours}."
