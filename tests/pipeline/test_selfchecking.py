"""B15: our exposure against the ERP's own, explained part by part; what is not explained alarms."""

from __future__ import annotations

from decimal import Decimal

from intake.erp.csv_files import read_master
from intake.matching.index import build_index
from intake.pipeline.selfchecking import self_check
from intake.pipeline.sync import sync


def stated(company, folder, amount: str):
    (folder / "exposures.csv").write_text(f"customer_no,amount,currency\nC1001,{amount},EUR\nC1002,0,USD\n")
    company.erp.import_files(read_master(folder))
    sync(company.line, build_index)
    return self_check(company.line)


def test_the_erps_own_figure_is_met_and_a_difference_is_explained_or_alarms(company, tmp_path, write_master, mail) -> None:
    folder = write_master(tmp_path / "books")
    (same,) = stated(company, folder, "100.00")
    assert (same.customer_no, same.ours, same.erps, same.unexplained) == ("C1001", Decimal("100.00"), Decimal("100.00"), 0)
    company.take(mail("1", ("HX-M8X40", 100)))
    (reserved,) = self_check(company.line)
    assert (reserved.explained, reserved.unexplained) == ((("reserved", Decimal("119.00")),), 0)
    sync(company.line, build_index)
    (shown,) = self_check(company.line)
    assert (shown.erps, shown.explained, shown.unexplained) == (Decimal("219.00"), (), 0)
    (other,) = stated(company, folder, "90.00")
    assert other.unexplained == Decimal("10.00")
