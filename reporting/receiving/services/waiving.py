"""Waivers: a unit says why a finding stands, the receiver approves it by accepting, or refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing, StepRefused
from reporting.checks import Finding, check_submission
from reporting.models import Submission, Waiver
from reporting.models import SubmissionStatus as S
from reporting.queries.layout import Key, layout_of
from reporting.receiving.services.deciding import decide
from reporting.services.entry import check_editable, lock_submission
from reporting.workflow import receiver
from units import audit
from units.models import User

MOST_REASON = 500
MOST_MESSAGE = 600
Which = tuple[str, Key]


@dataclass(frozen=True)
class Waived:
    """What asking changed: how many reasons are new or other, how many were taken back."""

    asked: int
    withdrawn: int


@transaction.atomic
def ask_waivers(submission: Submission, reasons: Mapping[Which, str], *, by: User) -> Waived:
    """Keep the unit's reason at each finding (rule, box); an empty reason takes it back. Others stay as they are.

    A reason for a finding that is no longer there is not kept. Raises StepRefused, IllegalStep (sent, closed).
    """
    now = lock_submission(submission)
    check_editable(now, by)
    findings = {(f.rule, f.key): f for f in check_submission(now, layout=layout_of(now.form)) if f.waivable}
    stored = {(w.rule, (w.indicator.code, w.breakdown)): w for w in now.waivers.select_related("indicator")}
    asked, withdrawn = {}, []
    for which, text in reasons.items():
        reason, finding = " ".join(nfc(text).split())[:MOST_REASON], findings.get(which)
        old = stored.get(which)
        if old is not None and (not reason or finding is None):
            old.delete()
            withdrawn.append(which)
        elif reason and finding is not None and (
            old is None or old.reason != reason or old.stands_on != finding.stands_on or old.status == "refused"
        ):  # fmt: skip
            _ask(now, finding, reason, by)
            asked[which] = reason
    if asked or withdrawn:
        audit.record(
            "reporting.waiver.ask", now, by=by, unit=now.unit,
            before={_name(which): stored[which].reason for which in withdrawn},
            after={_name(which): reason for which, reason in asked.items()},
        )  # fmt: skip
    return Waived(len(asked), len(withdrawn))


def _name(which: Which) -> str:
    rule, (code, part) = which
    return f"{rule} {code}{':' if part else ''}{part}"


def _ask(submission: Submission, finding: Finding, reason: str, by: User) -> None:
    spec = submission.figures.select_related("indicator").get(
        indicator__code=finding.indicator_code, breakdown=finding.breakdown
    )
    Waiver.objects.update_or_create(
        submission=submission, rule=finding.rule, indicator=spec.indicator, breakdown=finding.breakdown,
        defaults={
            "message": finding.message[:MOST_MESSAGE], "stands_on": finding.stands_on, "reason": reason,
            "status": Waiver.Status.ASKED, "asked_by": by, "asked_at": timezone.now(), "decided_by": None,
            "decided_at": None, "decision_note": "",
        },
    )  # fmt: skip


@transaction.atomic
def decide_waiver(submission: Submission, pk: int, *, approve: bool, by: User, note: str = "") -> Waiver:
    """Approve or refuse one reason while the report waits. Raises StepRefused, IllegalStep, NoteMissing."""
    now = lock_submission(submission)
    reason = receiver(by, now)
    if reason:
        raise StepRefused(reason)
    if now.status not in {S.SUBMITTED, S.RECEIVED}:
        raise IllegalStep(
            f"Báo cáo đang ở trạng thái “{now.get_status_display()}” nên không quyết định giải trình được nữa."
        )
    note = " ".join(nfc(note).split())[:300]
    if not approve and not note:
        raise NoteMissing("Hãy ghi lý do không chấp nhận giải trình.")
    found = now.waivers.filter(pk=pk).first()
    if found is None:
        raise IllegalStep("Giải trình này không còn. Hãy tải lại trang.")
    status = Waiver.Status.APPROVED if approve else Waiver.Status.REFUSED
    decide([pk], status, note, by)
    audit.record(
        f"reporting.waiver.{'approve' if approve else 'refuse'}", now, by=by, unit=now.unit,
        before={"reason": found.reason}, after={"rule": found.rule, "note": note},
    )  # fmt: skip
    return found
