"""What was found of each account's risk: appended, never changed. The last entry of an account is the one in force."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy import func, insert, select

from intake.domain.risk import Assessment, PastClass, RiskClass
from intake.store.engine import Connection
from intake.store.tables import assessments


def keep_assessment(tx: Connection, found: Assessment, at: datetime) -> None:
    tx.execute(
        insert(assessments).values(
            customer_no=found.customer_no,
            rated_on=found.rated_on,
            at=at,
            risk_class=found.rating.risk_class.value,
            dispute_percent=found.dispute_percent,
            body=found.model_dump_json(),
        )
    )


def last_assessments(tx: Connection, customer_nos: Collection[str] | None = None) -> dict[str, Assessment]:
    """The one in force of each of these customers, or of all."""
    last = select(func.max(assessments.c.assessment_id)).group_by(assessments.c.customer_no)
    if customer_nos is not None:
        last = last.where(assessments.c.customer_no.in_(customer_nos))
    query = select(assessments.c.customer_no, assessments.c.body).where(assessments.c.assessment_id.in_(last))
    return {row.customer_no: Assessment.model_validate_json(row.body) for row in tx.execute(query)}


def last_policy(tx: Connection) -> str | None:
    """The SHA-256 of the policy under which an account was assessed last."""
    body = tx.execute(select(assessments.c.body).order_by(assessments.c.assessment_id.desc()).limit(1)).scalar_one_or_none()
    return None if body is None else Assessment.model_validate_json(body).policy_sha256


def risk_classes_of(tx: Connection, customer_nos: Collection[str]) -> dict[str, RiskClass]:
    """Our class in force of those that were ever assessed."""
    last = (
        select(func.max(assessments.c.assessment_id))
        .where(assessments.c.customer_no.in_(customer_nos))
        .group_by(assessments.c.customer_no)
    )
    query = select(assessments.c.customer_no, assessments.c.risk_class).where(assessments.c.assessment_id.in_(last))
    return {row.customer_no: RiskClass(row.risk_class) for row in tx.execute(query)}


def past_classes_of(tx: Connection, customer_no: str, first: date, before: date) -> tuple[PastClass, ...]:
    """Oldest first: what was in force on `first`, and what was found last on each day after it, up to `before` without it."""
    own = assessments.c.customer_no == customer_no
    earlier = select(func.max(assessments.c.assessment_id)).where(own, assessments.c.rated_on < first).scalar_subquery()
    wanted = (assessments.c.rated_on >= first) & (assessments.c.rated_on < before) | (assessments.c.assessment_id == earlier)
    days = {
        row.rated_on: PastClass(rated_on=row.rated_on, risk_class=RiskClass(row.risk_class), dispute_percent=row.dispute_percent)
        for row in tx.execute(select(assessments).where(own, wanted).order_by(assessments.c.assessment_id))
    }
    return tuple(days[day] for day in sorted(days))


def assessments_of(tx: Connection, customer_no: str, limit: int) -> Iterator[Assessment]:
    """Newest first."""
    query = select(assessments.c.body).where(assessments.c.customer_no == customer_no)
    rows = tx.execute(query.order_by(assessments.c.assessment_id.desc()).limit(limit))
    return (Assessment.model_validate_json(row.body) for row in rows)
