"""The consolidation workbook of a large place, made by a job; that of a small one is answered at once."""

from __future__ import annotations

from typing import Any

from documents.jobs import Progress, enqueue, job_handler
from documents.models import Job
from reporting.models import PeriodUnit
from reporting.workbooks.consolidating import consolidation_workbook
from reporting.workbooks.services.files import forget_old_files, keep_file, key_of
from units.models import User

KIND = "consolidation_workbook"
# A workbook of two hundred units is there within about two seconds.
AT_ONCE = 200


def is_large(place: PeriodUnit) -> bool:
    """Whether the workbook of the place takes longer than a page may take."""
    return PeriodUnit.objects.below(place).count() > AT_ONCE


def workbook_name(place: PeriodUnit) -> str:
    """tong-hop-6t-2026-MS.xlsx"""
    return f"tong-hop-{place.period.code}-{place.unit.code}.xlsx"


def ask_for_consolidation(place: PeriodUnit, *, by: User) -> Job:
    """The job that makes the workbook of the place, one of `reporting.queries.totals.places_for(by)`."""
    forget_old_files(KIND, by)
    return enqueue(KIND, key=key_of(KIND, place.pk, by), unit=place.unit, by=by, place=place.pk)


@job_handler(KIND)
def make_consolidation(progress: Progress, *, place: int) -> dict[str, Any]:
    """Rows go to the disk as they are written; memory holds the figures of the units once."""
    row = PeriodUnit.objects.select_related("period", "unit").get(pk=place)
    with consolidation_workbook(row, progress.step) as made:
        return keep_file(
            progress, made, folder="bang-tong-hop", name=workbook_name(row), label="Tải bảng tổng hợp (XLSX)"
        )
