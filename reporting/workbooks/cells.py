"""The sheet of cells: every accepted cell a total is made of, with the ids it is found by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.formats.write import number as vi_number
from reporting.models import Figure, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.queries.totals import breakdown_names
from reporting.workbooks.looks import Looks

CELLS = "Từng ô số liệu"
MOST_ROWS = 1_000_000  # a sheet holds a few more
REPORTS_AT_ONCE = 50
TITLES = (
    ("Mã đơn vị", 14), ("Đơn vị", 46), ("Mã chỉ tiêu", 12), ("Phân tổ", 30), ("Tình trạng", 18), ("Giá trị, tử số", 18),
    ("Mẫu số, quyền số", 18), ("Số báo cáo", 12), ("Số ô", 12), ("Địa chỉ báo cáo", 50),
)  # fmt: skip


def write_cells(sheet: Any, looks: Looks, place: PeriodUnit, tell: Callable[[str], None]) -> None:
    """One row a cell, in the order of the tree; filtering by indicator and unit gives what a total adds up.

    `tell` hears how far it is.
    """
    names = breakdown_names()
    sheet.freeze_panes(1, 2)
    for column, (title, width) in enumerate(TITLES):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, looks.head)
    last = 0
    for row, figure in enumerate(islice(_figures(place, tell), MOST_ROWS), start=1):
        last = row
        _write(sheet, looks, row, figure, names)
    sheet.autofilter(0, 0, max(last, 1), len(TITLES) - 1)


def _figures(place: PeriodUnit, tell: Callable[[str], None]) -> Iterator[Figure]:
    """Read whole reports at a time: SQLite lets nobody write, not even how far this is, beside a half-read answer."""
    counted = PeriodUnit.objects.below(place).filter(submission__status__in=COUNTED).order_by("path")
    places = list(counted.values_list("pk", flat=True))
    for start in range(0, len(places), REPORTS_AT_ONCE):
        tell(f"Đang ghi từng ô số liệu, đơn vị {vi_number(start + 1)} trên {vi_number(len(places))}")
        rows = Figure.objects.filter(submission__period_unit__in=places[start : start + REPORTS_AT_ONCE])
        rows = rows.select_related("indicator", "submission__unit", "submission__period_unit")
        yield from rows.order_by(
            "submission__period_unit__path", "indicator__order", "indicator__code", "breakdown"
        )


def _write(sheet: Any, looks: Looks, row: int, figure: Figure, names: dict[str, str]) -> None:
    report = figure.submission
    words = (
        report.unit.code, report.period_unit.name, figure.indicator.code,
        names.get(figure.breakdown, figure.breakdown), str(figure.get_state_display()),
    )  # fmt: skip
    for column, text in enumerate(words):
        sheet.write_string(row, column, text, looks.cell)
    for column, value in ((5, figure.value), (6, figure.base)):
        if value is not None:
            sheet.write_number(row, column, float(value), looks.decimal)
    sheet.write_number(row, 7, report.pk, looks.cell)
    sheet.write_number(row, 8, figure.pk, looks.cell)
    address = f"{settings.SITE_URL}{reverse('reporting:submission_detail', args=[report.pk])}"
    sheet.write_string(row, 9, address, looks.cell)
