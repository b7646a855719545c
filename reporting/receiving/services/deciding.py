"""What accepting does with findings and their reasons: whether they stand in its way, and approving what was asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from reporting.checks import Finding
from reporting.models import Waiver
from units.models import User


def why_not_acceptable(findings: Iterable[Finding]) -> str:
    """ "" or why the report cannot be accepted: an error without a waiver, a waiver that was refused."""
    told = list(findings)
    errors = sum(f.is_error and not f.is_waived for f in told)
    refused = sum(f.waiver is not None and not f.is_waived for f in told)
    reasons = []
    if errors:
        reasons.append(f"còn {errors} lỗi chưa sửa và chưa có giải trình")
    if refused:
        reasons.append(f"có {refused} giải trình không được chấp nhận")
    words = " và ".join(reasons)
    return f"Chưa duyệt được: {words}." if words else ""


def approve_asked(waivers: Iterable[Waiver], *, by: User) -> int:
    """Approve the waivers that wait for a decision: accepting a report accepts its reasons."""
    asked = [w.pk for w in waivers if w.status == Waiver.Status.ASKED]
    return decide(asked, Waiver.Status.APPROVED, "", by) if asked else 0


def decide(pks: list[int], status: str, note: str, by: User) -> int:
    """Set the status of these reasons; gives how many."""
    now = timezone.now()
    return Waiver.objects.filter(pk__in=pks).update(
        status=status, decided_by=by, decided_at=now, decision_note=note
    )
