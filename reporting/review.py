"""What the review sheet of a compiled report asks of this app: the check of its form, what it lacks, two versions."""

from __future__ import annotations

from django.urls import reverse

from documents.models import DocumentVersion
from documents.papers import signature_of
from documents.review.hooks import Finding, ReviewHooks
from plans import comparing
from plans.linter.document import DocumentContext
from plans.linter.plan import looked_over, signer_refused
from plans.outline import PlanContent
from plans.review import as_finding
from reporting.corrections.outdated import outdated_words
from reporting.models import CompiledReport
from reporting.pages import printed_annexes, printed_body, printed_opening
from reporting.report.wording import as_text, matched


def differences(
    report: CompiledReport, older: DocumentVersion, newer: DocumentVersion
) -> list[comparing.Difference]:
    """What differs between two versions: sentences word by word, tables cell by cell, annexes too."""
    before, after = (_text(report, version, annexes=True) for version in (older, newer))
    return comparing.compare(before, matched(before, after))


def _text(report: CompiledReport, version: DocumentVersion, *, annexes: bool = False) -> PlanContent:
    content = version.content
    lines = [*printed_body(content), *(printed_annexes(report, content) if annexes else ())]
    return as_text(report.abstract, printed_opening(content), lines)


def _findings(report: CompiledReport) -> list[Finding]:
    """The check of form and wording; numbers come from accepted reports and are checked there."""
    if report.current_version is None:
        return []
    context = DocumentContext(
        signature_lines=signature_of(report).authority_lines if report.signer_id else (),
        recipients=tuple(report.recipients.values_list("text", flat=True)),
        archive_line=report.archive_line,
        party=report.profile == "party",
        issuer=report.issuer.name,
        signer_refused=signer_refused(report),
        end_mark=True,
    )
    return [as_finding(shown) for shown in looked_over(_text(report, report.current_version), context)]


def _missing(report: CompiledReport) -> list[tuple[str, str]]:
    mended = reverse("documents:recipients_edit", args=[report.pk])
    lacks = []
    if not report.signer_id:
        lacks.append(("Hãy chọn người ký.", mended))
    if not report.recipients.exists():
        lacks.append(("Hãy chọn ít nhất một nơi nhận.", mended))
    if words := outdated_words(report):
        lacks.append((words, reverse("reporting:compiled_detail", args=[report.pk])))
    return lacks


REVIEW = ReviewHooks(
    findings=_findings, missing=_missing, outdated=outdated_words, compare="reporting:compiled_compare"
)
