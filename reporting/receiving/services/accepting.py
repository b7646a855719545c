"""Accepting many reports with one press: a job takes them one by one and keeps what became of each."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from core.formats import write
from core.workflow import IllegalStep, StepRefused
from documents.jobs import Progress, enqueue, job_handler
from reporting.checks import Finding, check_many
from reporting.models import AcceptItem, AcceptRun, Submission
from reporting.queries.layout import FormLayout, layout_of
from reporting.receiving.choosing import APPROVED, CLEAN, EXPLAINED
from reporting.receiving.queries import open_below_words, waiting_for
from reporting.receiving.services.deciding import why_not_acceptable
from reporting.services.steps import take_step
from units.models import User
from units.scope import units_of

KIND = "accept_reports"
READ_AT_ONCE = 50
TELL_EVERY = 10
BATCH = 2000
GONE = "Báo cáo không còn chờ bạn duyệt (đang ở trạng thái “{}”)."


@transaction.atomic
def start_accepting(
    rows: QuerySet[Submission], *, by: User, scope: str, over_open: bool = False, once: uuid.UUID
) -> AcceptRun:
    """Keep which reports are to be accepted and ask for the job; a second press with the same `once` is the same run.

    `over_open`: also upper units below which reports are not accepted yet (the move says n of N).
    """
    run, made = AcceptRun.objects.get_or_create(
        once=once, defaults={"by": by, "scope": scope, "over_open": over_open}
    )
    if made:
        AcceptItem.objects.bulk_create(
            [AcceptItem(run=run, submission_id=pk) for pk in rows.values_list("pk", flat=True)], batch_size=BATCH
        )  # fmt: skip
        _ask(run)
    return run


def go_on(run: AcceptRun) -> None:
    """Take up a run again that was stopped or broke: what is decided stays, the others have their turn."""
    _ask(run)


def _ask(run: AcceptRun) -> None:
    # The job's page is for the people of its unit.
    unit = next(iter(units_of(run.by)), None)
    run.job = enqueue(KIND, key=f"{KIND}:{run.pk}", unit=unit, by=run.by, run=run.pk)
    run.save(update_fields=["job"])


@job_handler(KIND)
def accept_reports(progress: Progress, *, run: int) -> dict[str, Any]:
    """Each report in a transaction of its own, together with its result: a killed worker loses none and repeats none."""
    row = AcceptRun.objects.select_related("by").get(pk=run)
    layouts: dict[int, FormLayout] = {}
    total = row.items.count()
    while group := list(row.items.filter(accepted=None)[:READ_AT_ONCE]):
        left = row.items.filter(accepted=None).count()
        _take(
            row,
            group,
            layouts,
            lambda at, left=left: progress.step("Đang duyệt báo cáo", total - left + at, total),
        )
    accepted = row.items.filter(accepted=True).count()
    words = f"Xem kết quả: đã duyệt {write.number(accepted)}, để lại {write.number(total - accepted)}"
    return {"url": reverse("reporting:accept_run", args=[run]), "label": words}


def _take(run: AcceptRun, group: list[AcceptItem], layouts: dict[int, FormLayout], tell: Any) -> None:
    """Check the group's reports together, then accept or leave each."""
    waiting = waiting_for(run.by).filter(pk__in=[item.submission_id for item in group])
    found = {submission.pk: submission for submission in waiting}
    for one in found.values():
        if one.form_id not in layouts:
            layouts[one.form_id] = layout_of(one.form)
    findings = check_many(found.values(), layouts)
    for at, item in enumerate(group):
        if at % TELL_EVERY == 0:
            tell(at)
        submission = found.get(item.submission_id)
        if submission is None:
            status = Submission.objects.get(pk=item.submission_id).get_status_display()
            _keep(item, False, GONE.format(status))
            continue
        reason = why_left(submission, findings[submission.pk], run.scope, over_open=run.over_open)
        if reason:
            _keep(item, False, reason)
        else:
            _accept(item, submission, run.by, layouts[submission.form_id])


def why_left(submission: Submission, findings: Iterable[Finding], scope: str, *, over_open: bool) -> str:
    """ "" when the report may be accepted unread, else why a person must read it first."""
    told = list(findings)
    reason = why_not_acceptable(told)
    if reason:
        return reason
    fits = {
        CLEAN: lambda f: False, APPROVED: lambda f: f.is_approved, EXPLAINED: lambda f: f.is_explained,
    }[scope]  # fmt: skip
    left = [f for f in told if not fits(f)]
    if left:
        return f"Còn {len(left)} lỗi, cảnh báo. {left[0].cell}: {left[0].message}"
    if not over_open:
        return open_below_words(submission).replace("Duyệt khi bên dưới", "Bên dưới")
    return ""


def _accept(item: AcceptItem, submission: Submission, by: User, layout: FormLayout) -> None:
    try:
        with transaction.atomic():
            take_step(submission, "accept", by=by, layout=layout)
            _keep(item, True, open_below_words(submission))
    except (IllegalStep, StepRefused) as error:
        _keep(item, False, str(error))


def _keep(item: AcceptItem, accepted: bool, words: str) -> None:
    """Only what nobody decided yet: two workers of one job do not tell two stories."""
    AcceptItem.objects.filter(pk=item.pk, accepted=None).update(accepted=accepted, words=words[:600])
