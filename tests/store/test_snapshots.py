"""What the ERP said last counts, whatever the clock says."""

from __future__ import annotations

from datetime import datetime, timedelta

from intake.store.engine import Database
from intake.store.snapshots import current_master_version, keep_master_version


def test_the_master_data_kept_last_counts_where_the_clock_stood_still_or_went_back(database: Database, morning: datetime) -> None:
    hour = timedelta(hours=1)
    for version, at in (("b", morning), ("a", morning), ("c", morning), ("d", morning - hour), ("b", morning - hour)):
        with database.write() as tx:
            keep_master_version(tx, version, {}, at)
        with database.read() as tx:
            assert current_master_version(tx) == version
