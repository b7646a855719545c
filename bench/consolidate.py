"""Adding up reports: totals of the whole tree in the portal against openpyxl reading one workbook per unit.

The workbooks are what offices send today: the grassroots form, one sheet, about sixty rows. Both sides give the same
sums of the same cells, checked first.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from bench._table import best_of, print_table, verdict
from bench._tree import fill_tree

KEEP = 0.05
ROWS = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        return _measure(Path(folder), options.reports, options.rounds)


def _measure(folder: Path, reports: int, rounds: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    from reporting.models import PeriodUnit, Total
    from reporting.rollups import freeze_totals

    files = _fill(folder, reports)
    root = PeriodUnit.objects.get(depth=1)
    freeze_totals(root)
    rows = Total.objects.filter(period_unit=root, breakdown="", indicator__over_units="sum")
    stored = {
        code: value
        for code, value in rows.values_list("indicator__code", "value")
        if not code.startswith("QT")
    }
    read = _add_up(files)
    if {code: Decimal(value) for code, value in read.items()} != stored:
        sys.exit(f"The sums differ: {len(stored)} in the portal, {len(read)} in the workbooks.")
    best = best_of(rounds, {"portal": lambda: freeze_totals(root), "openpyxl": lambda: _add_up(files)})
    print_table(
        f"Consolidating {reports} reports of {ROWS} rows, SQLite, best of {rounds}",
        ["", "seconds", "sums"],
        [
            ["portal: every total of the tree, stored", f"{best['portal']:.3f}", Total.objects.count()],
            [f"openpyxl: {reports} workbooks read and added up", f"{best['openpyxl']:.3f}", len(read)],
        ],
    )
    connections.close_all()
    return verdict(best["portal"] / best["openpyxl"], KEEP)


def _add_up(files: list[Path]) -> dict[str, int]:
    """What an office does: open every workbook, add its column of numbers to the sum of each row."""
    from openpyxl import load_workbook

    sums: dict[str, int] = {}
    for file in files:
        book = load_workbook(file, read_only=True, data_only=True)
        for code, _name, _measure, value in book.active.iter_rows(min_row=6, values_only=True):
            if code and value is not None:
                sums[code] = sums.get(code, 0) + value
        book.close()
    return sums


def _fill(folder: Path, reports: int) -> list[Path]:
    """The reports in the database and as workbooks."""
    indicators, values = fill_tree(reports, ROWS)
    return [_workbook(folder, pk, indicators, row) for pk, row in values.items()]


def _workbook(folder: Path, pk: int, indicators: list, row: list[int]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "1-HĐCĐ"
    sheet.append(["Đơn vị", f"Đơn vị {pk}"])
    sheet.append(["Kỳ báo cáo", "6 tháng đầu năm 2026"])
    sheet.append([])
    sheet.append([])
    sheet.append(["Mã", "Chỉ tiêu", "ĐVT", "Số liệu"])
    for indicator, value in zip(indicators, row, strict=True):
        sheet.append([indicator.code, indicator.name, indicator.unit_of_measure, value])
    file = folder / f"{pk}.xlsx"
    book.save(file)
    return file


if __name__ == "__main__":
    sys.exit(main())
