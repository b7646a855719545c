"""Accepting many reports at once: each by itself, with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from core.workflow import IllegalStep, StepRefused
from reporting.checks import Finding, check_many
from reporting.models import Submission
from reporting.queries.layout import FormLayout, layout_of
from reporting.receiving.queries import open_below_words
from reporting.receiving.services.waiving import why_not_acceptable
from reporting.services.steps import take_step
from units.models import User

CLEAN, APPROVED, EXPLAINED = "clean", "approved", "explained"
# What may be accepted without reading → words of the choice.
SCOPES = {
    CLEAN: "Chỉ báo cáo không có chỗ cần xem",
    APPROVED: "Cả báo cáo có giải trình đã được chấp nhận",
    EXPLAINED: "Cả báo cáo mọi chỗ cần xem đều có giải trình (duyệt là chấp nhận giải trình)",
}
MOST_AT_ONCE = 200
READ_AT_ONCE = 50


@dataclass(frozen=True)
class Outcome:
    """One report: accepted, or left with the reason; `note` says what was accepted all the same."""

    submission: Submission
    accepted: bool
    words: str = ""


def accept_many(
    submissions: Iterable[Submission], *, by: User, scope: str = CLEAN, over_open: bool = False
) -> list[Outcome]:
    """Accept those of at most MOST_AT_ONCE reports that the scope allows; each in a transaction of its own.

    `over_open`: also upper units whose own tree still has reports that are not accepted (the move says n of N).
    """
    layouts: dict[int, FormLayout] = {}
    outcomes = []
    for group in _groups(list(islice(submissions, MOST_AT_ONCE))):
        for submission in group:
            if submission.form_id not in layouts:
                layouts[submission.form_id] = layout_of(submission.form)
        findings = check_many(group, layouts)
        for submission in group:
            reason = why_left(submission, findings[submission.pk], scope, over_open=over_open)
            outcomes.append(
                Outcome(submission, False, reason)
                if reason
                else _accept(submission, by, layouts[submission.form_id])
            )
    return outcomes


def _groups(rows: list[Submission]) -> Iterator[list[Submission]]:
    for start in range(0, len(rows), READ_AT_ONCE):
        yield rows[start : start + READ_AT_ONCE]


def why_left(submission: Submission, findings: list[Finding], scope: str, *, over_open: bool) -> str:
    """ "" when the report may be accepted unread, else why a person must read it first."""
    reason = why_not_acceptable(findings)
    if reason:
        return reason
    fits = {
        CLEAN: lambda f: False, APPROVED: lambda f: f.is_approved, EXPLAINED: lambda f: f.is_explained,
    }[scope]  # fmt: skip
    left = [f for f in findings if not fits(f)]
    if left:
        first = f"{left[0].cell}: {left[0].message}"
        return f"{len(left)} chỗ cần xem. {first}"
    if not over_open:
        return open_below_words(submission).replace("Duyệt khi bên dưới", "Bên dưới")
    return ""


def _accept(submission: Submission, by: User, layout: FormLayout) -> Outcome:
    try:
        take_step(submission, "accept", by=by, layout=layout)
    except (IllegalStep, StepRefused) as error:
        return Outcome(submission, False, str(error))
    return Outcome(submission, True, open_below_words(submission))
