"""What the review sheet of a plan asks of this app: the check of its text, what it lacks, two versions side by side."""

from __future__ import annotations

from django.urls import reverse

from documents.review.hooks import Finding, ReviewHooks
from plans.linter.plan import Shown, findings_of
from plans.models import Plan
from plans.services import missing_for_review


def _findings(plan: Plan) -> list[Finding]:
    found = findings_of(plan)
    return [as_finding(shown) for shown in (*found.open, *found.ignored)]


def as_finding(shown: Shown) -> Finding:
    """What the step keeps of it."""
    finding, ignored = shown.finding, shown.ignored
    return {
        "severity": finding.severity, "label": finding.severity_label, "tone": shown.tone, "where": shown.where,
        "message": str(finding.message), "found": finding.found, "fix": finding.fix, "source": str(finding.source),
        "set_aside": ignored.reason if ignored else "",
    }  # fmt: skip


def _missing(plan: Plan) -> list[tuple[str, str]]:
    edit = reverse("plans:plan_edit", args=[plan.pk])
    mended = {
        "signer": f"{reverse('plans:plan_change', args=[plan.pk])}#div_id_signer",
        "recipients": reverse("documents:recipients_edit", args=[plan.pk]),
    }
    return [(str(words), mended.get(field, edit)) for field, words in missing_for_review(plan).items()]


REVIEW = ReviewHooks(
    findings=_findings, missing=_missing, compare="plans:plan_compare", pages="plans:plan_preview"
)
