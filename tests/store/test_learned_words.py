"""What was learned of a customer's words, as the store keeps, finds and forgets it."""

from __future__ import annotations

from intake.domain.learned import ConfirmedArticle, LearnedReference
from intake.store.engine import Database
from intake.store.experience import (
    StoredExperience,
    drop_learned,
    forget_learned,
    keep_learned,
    list_learned,
)


def learned(
    sku: str, *, customer: str = "C1001", words: str = "die kurzen", uom: str = "EA", by: str = "Petra"
) -> LearnedReference:
    article = ConfirmedArticle(description="Hex bolt", base_uom="EA")
    return LearnedReference(
        customer_no=customer, words=words, uom=uom, sku=sku, article=article, actor=by, at="2026-03-02T10:00:00"
    )


def test_words_are_found_under_their_customer_and_unit_the_latest_first(database: Database) -> None:
    with database.write() as tx:
        for one in (learned("A"), learned("B"), learned("C", customer="C1002"), learned("D", uom="BX"), learned("E", words="x")):
            keep_learned(tx, one)
    found = StoredExperience(database).learned("C1001", "die kurzen", "EA")
    assert [one.sku for one in found] == ["B", "A"]


def test_a_second_confirmation_of_the_same_article_is_the_one_that_counts(database: Database) -> None:
    with database.write() as tx:
        for one in (learned("A"), learned("B"), learned("A", by="Jan")):
            keep_learned(tx, one)
    assert [(one.sku, one.actor) for one in StoredExperience(database).learned("C1001", "die kurzen", "EA")] == [
        ("A", "Jan"),
        ("B", "Petra"),
    ]


def test_what_is_forgotten_is_gone_and_told_once(database: Database) -> None:
    with database.write() as tx:
        keep_learned(tx, learned("A"))
        keep_learned(tx, learned("B", customer="C1002"))
        (mine,) = list_learned(tx, "C1001", 10)
        assert len(list_learned(tx, None, 10)) == 2
        assert forget_learned(tx, mine.reference_id) == mine
        assert forget_learned(tx, mine.reference_id) is None
        drop_learned(tx, learned("B", customer="C1002"))
        assert list_learned(tx, None, 10) == ()
