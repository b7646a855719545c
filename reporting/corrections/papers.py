"""Papers a correction drafts by itself: a replacement when an issued report says something else now, else a đính chính."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from documents import rendering
from documents import services as documents
from documents.amending.models import REASON, Amendment, AmendmentKind
from documents.models import Document, Recipient, Status
from documents.services import amending
from documents.services.notices import draft_amending_paper
from documents.services.rows import lock
from reporting.corrections.content import restated_content
from reporting.corrections.effects import holds_report
from reporting.corrections.models import Correction
from reporting.corrections.outdated import corrections_to_bring_in
from reporting.corrections.words import whole_words
from reporting.models import CompiledReport, PeriodUnit, Submission


@dataclass(frozen=True)
class IssuedReport:
    report: CompiledReport


def lock_issued(submission: Submission, line: Iterable[PeriodUnit]) -> list[IssuedReport]:
    """Issued reports of the line made with the report, locked in the order everybody locks documents in.

    A recalled or replaced one is left: nobody uses it any more. One that is about to be issued is locked as well: it is
    issued before, and then gets its papers, or sees afterwards that its numbers changed.
    """
    rows = CompiledReport.objects.filter(period_unit__in=[place.pk for place in line])
    rows = rows.exclude(status__in=[Status.REPLACED, Status.RECALLED])
    found = []
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        lock(Document(pk=pk))
        report = CompiledReport.objects.select_related(
            "current_version", "issuer", "period_unit__unit", "period_unit__period", "period", "signer"
        ).get(pk=pk)
        if report.status == Status.ISSUED and holds_report(report, submission):
            found.append(IssuedReport(report))
    return found


def draft_papers(correction: Correction, issued: Iterable[IssuedReport]) -> list[Amendment]:
    """For each issued report the replacement or the công văn đính chính, drafted and linked.

    None for a report that somebody is already recalling.
    """
    drafted = (
        _replace(correction, one.report) if correction.reason.material else _correct(correction, one.report)
        for one in issued
        if not one.report.amendments.prepared().filter(kind=AmendmentKind.RECALL).exists()
    )
    return list(drafted)


def _reason(correction: Correction) -> str:
    return f"Số liệu đã được đính chính: {whole_words(correction)}"[:REASON]


def _correct(correction: Correction, report: CompiledReport) -> Amendment:
    """The công văn đính chính is drafted with its words; it goes the ordinary way to its number and signature."""
    return draft_amending_paper(
        report, AmendmentKind.CORRECT, reason=_reason(correction), details=whole_words(correction), by=None
    )  # fmt: skip


def _replace(correction: Correction, report: CompiledReport) -> Amendment:
    """One replacement is drafted at a time: a second correction goes into the draft of the first."""
    replacement = _draft(correction, report)
    known = report.amendments.prepared().filter(kind=AmendmentKind.REPLACE).first()
    if known is None:
        return amending.prepare_amendment(
            report, AmendmentKind.REPLACE, reason=_reason(correction), paper=replacement, by=None
        )
    # Prepared by an earlier correction, or by hand with a paper of its own.
    known.reason = f"{known.reason} {whole_words(correction)}"[:REASON]
    known.save(update_fields=["reason"])
    return known


def _draft(correction: Correction, report: CompiledReport) -> CompiledReport:
    """The replacement with the correction in it; one that is being reviewed keeps its words and shows the correction."""
    rows = CompiledReport.objects.filter(replaces=report).select_related("current_version", "issuer")
    replacement = rows.first() or _new_replacement(report)
    version = replacement.current_version
    if version is None or replacement.is_editable:
        base = version.content if version else _content(report)
        content = restated_content(report, correction, base=base)
        documents.save_version(replacement, content=content, base=version.number if version else 0, by=None)
        rendering.ask_for_pdf(replacement, by=None)
    return replacement


@transaction.atomic
def bring_in_corrections(report: CompiledReport, *, by: Any) -> int:
    """Put the corrections that a replacement does not hold into its draft; gives how many.

    One that was under review when a correction was settled kept its words; it takes them up when it is a draft again.
    Raises NotEditable, StepRefused as documents.save_version does.
    """
    now = CompiledReport.objects.select_related(
        "current_version", "period_unit__unit", "period_unit__period"
    ).get(pk=report.pk)
    waiting = corrections_to_bring_in(now)
    if not waiting or now.current_version is None:
        return 0
    content = now.current_version.content
    for correction in waiting:
        content = restated_content(now, correction, base=content)
    documents.save_version(now, content=content, base=now.current_version.number, by=by)
    rendering.ask_for_pdf(now, by=by)
    return len(waiting)


def _new_replacement(report: CompiledReport) -> CompiledReport:
    replacement = CompiledReport.objects.create(
        type=report.type, issuer=report.issuer, symbol=report.symbol, abstract=report.abstract,
        place_name=report.place_name, archive_line=report.archive_line, profile=report.profile, period=report.period,
        period_unit=report.period_unit, replaces=report, compiled_at=report.compiled_at, job=report.job,
    )  # fmt: skip
    documents.set_recipients(replacement, _recipients(report), by=None)
    if report.signer is not None and report.delegation is None:
        # Who signed may have left: then the drafter chooses another.
        with suppress(documents.BadSigner):
            documents.choose_signer(replacement, report.signer, by=None)
    return replacement


def _content(report: CompiledReport) -> dict[str, Any]:
    return report.current_version.content if report.current_version else {}


def _recipients(report: CompiledReport) -> list[dict[str, Any]]:
    rows: Iterable[Recipient] = report.recipients.select_related("unit").all()
    return [
        {"unit": row.unit, "group": row.group, "text": row.text, "role": row.role}
        for row in rows
        if row.unit is None or row.unit.ended_on is None
    ]
