"""Compiling: from accepted reports to the official report of the unit above them, as a job."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.workflow import IllegalStep, StepRefused
from documents import rendering
from documents import services as documents
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import DocumentVersion, Job, Recipient, RecipientRole, Status
from documents.official import symbol_for
from documents.queries import SIGNING_ROLES
from reporting.merging.services import Given, keep_compiled, keep_edited
from reporting.models import (
    CompiledReport,
    Exemption,
    PeriodUnit,
    Submission,
    SubmissionMove,
    SubmissionStatus,
)
from reporting.models.submissions import COUNTED
from reporting.pages import GENERAL_CONFEDERATION
from reporting.report.content import abstract_of, build_content, edited_content, keep_edits
from reporting.report.targets import targets_in_force
from reporting.rollups import freeze_totals, one_moment
from units import audit
from units.models import Role, Seat
from units.queries import heading_of
from units.scope import holds_any

KIND = "compile_report"
COMPILER_ROLES = (Role.UPPER_UNIT, Role.DRAFTER, Role.LEADER)
EDITABLE = (Status.DRAFT, Status.RETURNED)
# Changed when the content of the same inputs comes out different.
EDITION = "5"


class CompileRefused(Exception):
    """The report cannot be compiled now; str() is the Vietnamese message."""


def compiler(user: Any, place: PeriodUnit) -> str:
    """ "" when the person compiles reports for the unit, else the reason."""
    if holds_any(user, *COMPILER_ROLES, at=place.unit):
        return ""
    return (
        f"Chỉ cán bộ tổng hợp, cán bộ tham mưu hoặc lãnh đạo của {place.unit.name} được tổng hợp báo cáo này."
    )


def compile_report(place: PeriodUnit, *, by: Any) -> Job:
    """Ask for the compiled report of the unit in the period; the same inputs give the same job.

    Raises StepRefused for a person without the role, CompileRefused when there is nothing to compile or the report
    is no longer a draft.
    """
    reason = compiler(by, place)
    if reason:
        raise StepRefused(reason)
    _check(place)
    return enqueue(KIND, key=job_key(place), unit=place.unit, by=by, place=place.pk)


def job_key(place: PeriodUnit) -> str:
    return f"compile:{place.pk}:{inputs_digest(place)[:32]}"


def inputs_digest(place: PeriodUnit) -> str:
    """SHA-256 (hex) of what a compile reads: which reports count in which version, who is missing or freed, which targets,
    which reports of units below are issued and speak for them."""
    digest = hashlib.sha256(f"{EDITION}:{place.pk}".encode())
    reports = Submission.objects.filter(period_unit__in=PeriodUnit.objects.below(place)).order_by("pk")
    rows: Iterable[tuple[Any, ...]] = reports.values_list("pk", "status", "version", "late", "accepted_at")
    for pk, status, version, late, accepted_at in rows:
        counts = status in COUNTED
        digest.update(
            repr((pk, "counted" if counts else status, version, late, counts and str(accepted_at))).encode()
        )
    freed = Exemption.objects.filter(place__in=PeriodUnit.objects.below(place)).order_by("place_id")
    for exemption in freed.values_list("place_id", "reason", "decided_by"):
        digest.update(repr(exemption).encode())
    facts = ("pk", "name", "value", "comparator", "indicator_code", "change", "base_year", "base_value")
    for target in targets_in_force(place).values_list(*facts):
        digest.update(repr(target).encode())
    issued = CompiledReport.objects.filter(period_unit__parent=place, status=Status.ISSUED).order_by("pk")
    for spoken_for in issued.values_list("pk", "current_version_id"):
        digest.update(repr(spoken_for).encode())
    return digest.hexdigest()


def is_outdated(report: CompiledReport) -> bool:
    """Whether reports were accepted, reopened or returned since the numbers of the report were frozen."""
    if report.replaces_id:
        return False
    frozen = report.job.result.get("inputs", "") if report.job else ""
    return bool(frozen != inputs_digest(report.period_unit))


def _check(place: PeriodUnit) -> None:
    if not PeriodUnit.objects.filter(parent=place).exists():
        raise CompileRefused(
            f"{place.name} không có đơn vị trực thuộc trong kỳ này nên không có gì để tổng hợp."
        )
    report = CompiledReport.objects.newest_at(place)
    if report is not None and report.replaces_id:
        raise CompileRefused(
            "Báo cáo thay thế lấy số liệu của báo cáo đã phát hành cùng các đính chính, không tổng hợp lại."
        )
    if report is not None and report.status not in EDITABLE:
        raise CompileRefused(
            f"Báo cáo tổng hợp đang ở trạng thái “{report.get_status_display()}” nên không tổng hợp lại được. "
            "Hãy rút về hoặc đề nghị trả lại; báo cáo đã phát hành chỉ sửa bằng văn bản đính chính."
        )
    counted = Submission.objects.filter(period_unit__in=PeriodUnit.objects.below(place), status__in=COUNTED)
    if not counted.exists():
        raise CompileRefused(
            "Chưa có báo cáo nào được duyệt để tổng hợp. Hãy duyệt báo cáo của các đơn vị trước."
        )


# --- the job


@job_handler(KIND)
def run_compile(progress: Progress, *, place: int) -> Callable[[], dict[str, Any]]:
    """Freeze the totals and gather the content in one moment, then save it in the transaction that makes the job ready.

    A report accepted meanwhile is in the totals, the words and the lists, or in none of them.
    """
    row = PeriodUnit.objects.select_related(
        "period__regime", "unit__kind", "unit__parent", "parent__unit"
    ).get(pk=place)
    progress.step("Chốt số liệu và thu thập nội dung của các đơn vị", 0, 2)
    _catch_up(row)
    with one_moment(row.period_id):
        # No word of progress in here: the job's row is written by the heartbeat meanwhile.
        inputs = inputs_digest(row)
        freeze_totals(row)
        content = build_content(row)
    progress.step("Lập dự thảo báo cáo", 1, 2)
    return partial(_save, row, content, inputs, progress.job)


def _save(place: PeriodUnit, content: dict[str, Any], inputs: str, job: Job) -> dict[str, Any]:
    """One more version of the unit's report, made with its heading, signer and recipients the first time."""
    PeriodUnit.objects.select_for_update(of=("self",)).get(pk=place.pk)
    report = CompiledReport.objects.select_related("current_version").newest_at(place)
    if report is None:
        report = _new_report(place, job)
    earlier = report.current_version
    content = keep_edits(content, earlier.content if earlier else None)
    try:
        documents.save_version(report, content=content, base=earlier.number if earlier else 0, by=None)
    except documents.NotEditable as refused:
        raise JobFailed(str(refused)) from refused
    keep_compiled(report, content)
    report.job, report.compiled_at = job, timezone.now()
    report.save(update_fields=["job", "compiled_at"])
    audit.record(
        "report.compile", report, by=job.asked_by, unit=place.unit, after={"data_code": content["data_code"]}
    )
    rendering.ask_for_pdf(report, by=job.asked_by)
    return {
        "url": reverse("reporting:compiled_detail", args=[report.pk]),
        "label": "Mở báo cáo tổng hợp",
        "report": report.pk,
        "inputs": inputs,
    }


def _new_report(place: PeriodUnit, job: Job) -> CompiledReport:
    name = heading_of(place.unit, on=timezone.localdate())
    report = CompiledReport.objects.create(
        type="BC", issuer=place.unit, symbol=symbol_for("BC", name.symbol), abstract=abstract_of(place.period),
        place_name=place.unit.place_name or "…", created_by=job.asked_by, period=place.period, period_unit=place, job=job,
    )  # fmt: skip
    documents.set_recipients(report, list(_recipients(place)), by=None)
    seat = (
        Seat.objects.current().filter(unit=place.unit, role=Role.LEADER, user__is_active=True)
        .select_related("user").order_by("from_on", "pk").first()
    )  # fmt: skip
    if seat is not None and seat.role in SIGNING_ROLES:
        documents.choose_signer(report, seat, by=None)
    return report


def _recipients(place: PeriodUnit) -> Iterable[dict[str, Any]]:
    above = place.parent.unit if place.parent else place.unit.parent
    if above is not None:
        yield {"unit": above, "text": above.name, "role": RecipientRole.REPORT_TO}
    elif place.tier == 1:
        yield {"text": GENERAL_CONFEDERATION, "role": RecipientRole.REPORT_TO}
    yield {"group": Recipient.Group.CHILDREN, "text": "Các đơn vị trực thuộc", "role": RecipientRole.INFORM}


# --- the draft


def edit_narrative(
    report: CompiledReport, *, texts: dict[str, str], base: int, by: Any, given: Given | None = None
) -> DocumentVersion:
    """Save the drafter's words for some sections (code → text) as a new version, with where its sentences come from;
    `given`: those the drafter put together from units' sentences.

    Raises StaleVersion, NotEditable, StepRefused as documents.save_version does.
    """
    version = report.current_version
    if version is None:
        raise CompileRefused("Báo cáo chưa được tổng hợp lần nào.")
    before, content = version.content, edited_content(version.content, texts)
    with transaction.atomic():
        saved = documents.save_version(report, content=content, base=base, by=by)
        keep_edited(report, before, content, given)
    return saved


def take_report_step(
    report: CompiledReport, step: str, *, by: Any, note: str = "", version: int | None = None
) -> CompiledReport:
    """One step of the document workflow; issuing also marks the reports that went in as compiled.

    Raises what documents.take_step and issue_document raise.
    """
    with transaction.atomic():
        documents.take_step(report, step, by=by, note=note, version=version)
        if report.status == Status.ISSUED:
            mark_compiled(report, by=by)
    return report


def mark_compiled(report: CompiledReport, *, by: Any) -> int:
    """Set the accepted reports an issued report was made from to "compiled"; gives how many. They still count."""
    if report.status != Status.ISSUED or report.current_version is None:
        raise IllegalStep("Chỉ báo cáo tổng hợp đã phát hành mới khóa các báo cáo bên dưới.")
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",)).filter(
            pk__in=report.current_version.content["included"], status=SubmissionStatus.ACCEPTED
        )
        ids = list(rows.values_list("pk", flat=True))
        SubmissionMove.objects.bulk_create(
            [
                SubmissionMove(
                    submission_id=pk, step="compile", from_status=SubmissionStatus.ACCEPTED,
                    to_status=SubmissionStatus.COMPILED, by=by, note=f"Báo cáo tổng hợp {report.doc_code.strip()}",
                )
                for pk in ids
            ],
            batch_size=1000,
        )  # fmt: skip
        Submission.objects.filter(pk__in=ids).update(
            status=SubmissionStatus.COMPILED, updated_at=timezone.now()
        )
    return len(ids)


def _catch_up(place: PeriodUnit) -> None:
    """Reports below that were issued from another page of the portal."""
    issued = CompiledReport.objects.filter(
        period_unit__in=PeriodUnit.objects.below(place), status=Status.ISSUED
    ).select_related("current_version")
    for report in issued:
        last = report.moves.select_related("by").order_by("-at", "-pk").first()
        if last is not None:
            mark_compiled(report, by=last.by)


__all__ = [
    "CompileRefused",
    "compile_report",
    "compiler",
    "edit_narrative",
    "inputs_digest",
    "is_outdated",
    "job_key",
    "mark_compiled",
    "take_report_step",
]
