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

KEEP = 0.05
ROWS = 60
UPPER_UNITS = 8


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
    """A province, its upper units and `reports` grassroots reports in the database and as workbooks."""
    import datetime as dt

    from reporting import catalogue
    from reporting.models import Figure, Form, Indicator, Period, PeriodUnit, Regime, Submission
    from units.models import Unit, UnitKind

    catalogue.load()
    kinds = [
        UnitKind.objects.get_or_create(code=code, defaults={"name": code, "tier": tier})[0]
        for tier, code in enumerate(("bench_tinh", "bench_xa", "bench_co_so"), start=1)
    ]
    numbers = range(1, 2 + UPPER_UNITS + reports)
    levels = [1 if n == 1 else 2 if n <= 1 + UPPER_UNITS else 3 for n in numbers]
    above = [
        None if level == 1 else 1 if level == 2 else 2 + n % UPPER_UNITS
        for n, level in zip(numbers, levels, strict=True)
    ]
    paths: dict[int, str] = {}
    units, places = [], []
    for n, level, parent in zip(numbers, levels, above, strict=True):
        paths[n] = (paths[parent] if parent else "") + f"{n:05d}"
        names = {"name": f"Đơn vị {n}", "sort_key": f"{n:08d}"}
        units.append(
            Unit(
                pk=n,
                code=f"DV{n}",
                kind=kinds[level - 1],
                path=paths[n],
                depth=level,
                parent_id=parent,
                sector="nnn",
                **names,
            )
        )
    Unit.objects.bulk_create(units, batch_size=500)
    regime = Regime.objects.create(code="bench", name="Thống kê", owner_id=1, frequency="half_year")
    period = Period.objects.create(
        regime=regime,
        code="bench",
        name="Kỳ đo",
        year=2026,
        starts_on=dt.date(2025, 12, 1),
        ends_on=dt.date(2026, 5, 31),
    )
    form = Form.objects.get(code="1-HĐCĐ", version=1)
    for unit, level, parent in zip(units, levels, above, strict=True):
        places.append(
            PeriodUnit(
                pk=unit.pk, period=period, unit=unit, parent_id=parent, path=unit.path, depth=level, tier=level,
                sector="nnn", kind_code=unit.kind_id, name=unit.name, sort_key=unit.sort_key, form=form,
            )
        )  # fmt: skip
    PeriodUnit.objects.bulk_create(places, batch_size=500)
    Submission.objects.bulk_create(
        [
            Submission(
                pk=p.pk, period=period, unit_id=p.pk, period_unit_id=p.pk, form=form, status="accepted"
            )
            for p in places
            if p.depth == 3
        ],
        batch_size=500,
    )
    indicators = list(
        Indicator.objects.filter(over_units="sum", computed=False).order_by("order", "code")[:ROWS]
    )
    values = {
        place.pk: [(place.pk * 7 + indicator.pk * 13) % 1000 for indicator in indicators]
        for place in places
        if place.depth == 3
    }
    Figure.objects.bulk_create(
        [
            Figure(submission_id=pk, indicator=indicator, value=value)
            for pk, row in values.items()
            for indicator, value in zip(indicators, row, strict=True)
        ],
        batch_size=500,
    )
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
