"""The example province, small, through the whole loop: what its papers say is what its units reported."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.formats.write import number
from documents.models import Delivery, Document, Job, RegisterEntry
from plans.models import Plan
from reporting.demo import compiling
from reporting.models import CompiledReport, Correction, Submission, SubmissionMove, SubmissionStatus
from tests.factories import province
from tests.reporting.demo_samples import exported_sums, path_in, story, tell, text_of
from units.audit import verify_chain
from units.models import Unit
from units.queries import broken_paths

# Counts and đồng: plain sums over the units.
SUMMED = ("LD01", "TC05", "TC06", "TC07", "TT01", "TT02", "CL01", "CL02", "TK02", "DB18", "TC12")


def _cut_off_before_the_province(monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut after the upper units' reports went out."""

    def power_cut(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(compiling, "compile_province", power_cut)
        with pytest.raises(KeyboardInterrupt):
            tell()
    assert CompiledReport.objects.filter(status="issued").count() == 3
    assert not story().compiled


@pytest.mark.deep
@pytest.mark.django_db(transaction=True)
def test_a_small_example_goes_through_the_whole_loop(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    _cut_off_before_the_province(monkeypatch)
    numbers = set(RegisterEntry.objects.values_list("pk", flat=True))
    lines = tell()
    assert story().compiled
    assert numbers < set(RegisterEntry.objects.values_list("pk", flat=True))
    plan, report = path_in(lines, "PLAN_PDF"), path_in(lines, "REPORT_PDF")
    _papers_are_there(plan, report)
    _figures_equal_the_sums_of_the_export(report, tmp_path)
    _one_number_was_corrected_and_every_total_counts_again()
    _everything_went_through_the_services()
    _a_second_run_makes_nothing_new(lines)
    _a_lost_pdf_is_printed_again(report)


def _papers_are_there(plan: Path, report: Path) -> None:
    assert plan.is_absolute() and plan.read_bytes().startswith(b"%PDF")
    assert report.is_absolute() and report.read_bytes().startswith(b"%PDF")
    text = text_of(plan)
    assert "01/KH-LĐLĐ" in text and "ít nhất 400 cuộc tuyên truyền" in text.replace("\n", " ")
    assert "01/BC-LĐLĐ" in text_of(report)


def _one_number_was_corrected_and_every_total_counts_again() -> None:
    correction = Correction.objects.get()
    assert correction.status == "approved"
    amendment = correction.amendments.get()
    assert (amendment.kind, amendment.status) == ("correct", "prepared")
    assert correction.title in amendment.details
    place = correction.submission.period_unit.parent
    frozen, restated = (
        rows.get(indicator=correction.indicator, breakdown="").value
        for rows in (place.totals, place.restated_totals)
    )
    assert restated - frozen == correction.new_value - correction.old_value
    call_command("check_rollup", stdout=io.StringIO())


def _figures_equal_the_sums_of_the_export(report: Path, folder: Path) -> None:
    text, sums = text_of(report), exported_sums(folder)
    shown = {code: number(sums[code, ""]) for code in SUMMED if (code, "") in sums}
    assert len(shown) == len(SUMMED)
    printed = {code: _printed(text, code) for code in shown}
    assert printed == shown


def _printed(text: str, code: str) -> str:
    """The total on the indicator's line of the first annex: the first number behind its name."""
    line = next(line for line in text.splitlines() if re.match(rf"\s*{code}\s", line))
    return next(word for word in line.split()[1:] if re.fullmatch(r"\d[\d.]*", word))


def _everything_went_through_the_services() -> None:
    assert verify_chain() is None
    assert broken_paths() == []
    assert not Job.objects.exclude(status=Job.Status.READY).exists()
    assert SubmissionMove.objects.filter(step="return").exists()
    issued = Document.objects.filter(status="issued")
    assert RegisterEntry.objects.count() == issued.count() == 1 + 2 + 3 + 1
    assert (
        Delivery.objects.filter(document__plan__derived_from=None, document__plan__isnull=False).count() == 18
    )
    assert Plan.objects.filter(derived_from__isnull=False).exclude(status="issued").count() == 1
    statuses = set(Submission.objects.values_list("status", flat=True))
    assert {"not_started", "draft", "returned", "submitted", "compiled"} <= statuses
    assert (
        Submission.objects.filter(late=True).exists() and Submission.objects.filter(nil_return=True).exists()
    )


def _a_second_run_makes_nothing_new(lines: list[str]) -> None:
    before = (
        Document.objects.count(),
        Job.objects.count(),
        SubmissionMove.objects.count(),
        Unit.objects.count(),
    )
    again = tell()
    assert (
        Document.objects.count(),
        Job.objects.count(),
        SubmissionMove.objects.count(),
        Unit.objects.count(),
    ) == before
    assert [line for line in again if "PDF=" in line] == [line for line in lines if "PDF=" in line]


def _a_lost_pdf_is_printed_again(report: Path) -> None:
    content = report.read_bytes()
    report.unlink()
    again = path_in(tell(), "REPORT_PDF")
    assert again == report and again.read_bytes() == content


@pytest.mark.django_db
def test_the_example_leaves_other_units_alone():
    province()
    with pytest.raises(CommandError, match="đơn vị khác"):
        call_command("demo", "--no-serve")
    assert Unit.objects.count() == 1
    assert not Submission.objects.filter(status=SubmissionStatus.COMPILED).exists()
