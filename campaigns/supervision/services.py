"""Preparing a visit, writing down what was found, following its recommendations up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.supervision.models import Recommendation, RecommendationMove, Visit, VisitMove
from campaigns.supervision.workflow import RECOMMENDATION_WORKFLOW, VISIT_WORKFLOW, supervises_for
from core.formats import write
from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused
from units import audit
from units.models import Unit

PLANNING = ("visited", "kind", "subject", "basis", "planned_on", "members")
RESULTS = ("present", "findings", "strengths", "faults")
MOST_RECOMMENDATIONS = 50


def plan_visit(*, unit: Unit, by: Any, **values: Any) -> Visit:
    """A visit of `unit` in preparation; `values`: PLANNING. Raises ValidationError, StepRefused."""
    _allow(supervises_for(by, unit))
    row = Visit(unit=unit, created_by=by, **_clean(values))
    _check(row)
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record("visit.plan", row, by=by, unit=unit, after=_facts(row))
    return row


def change_visit(visit: Visit, *, by: Any, **values: Any) -> Visit:
    """Set the named fields (PLANNING, RESULTS) until the result stands. Raises as plan_visit, IllegalStep."""
    with transaction.atomic():
        row = _locked(visit)
        _allow(supervises_for(by, row.unit))
        if row.status not in (Visit.Status.PREPARED, Visit.Status.PLANNED):
            raise IllegalStep(
                f"Cuộc giám sát {str(row.get_status_display()).lower()} nên không sửa được nữa."
            )
        before = _facts(row)
        for name, value in _clean(values).items():
            setattr(row, name, value)
        _check(row)
        row.save()
        audit.record("visit.change", row, by=by, unit=row.unit, before=before, after=_facts(row))
    return row


def take_step(visit: Visit, step: str, *, by: Any, note: str = "") -> Visit:
    """Move the visit along VISIT_WORKFLOW. Raises as Workflow.check; IllegalStep names what is missing."""
    said = nfc(note).strip()
    with transaction.atomic():
        row = _locked(visit)
        transition = VISIT_WORKFLOW.check(step, by, row, note=said)
        if step == "conclude":
            _check_result(row)
        elif step == "close":
            _check_followed(row)
        before, row.status = row.status, transition.target
        row.save(update_fields=["status"])
        VisitMove.objects.create(
            visit=row, step=step, from_status=before, to_status=row.status, by=by, note=said
        )
        audit.record(
            f"visit.{step}",
            row,
            by=by,
            unit=row.unit,
            before={"status": before},
            after={"status": row.status},
        )
    return row


def recommend(visit: Visit, *, by: Any, text: str, due_on: dt.date) -> Recommendation:
    """Ask the visited unit for something by a day. Raises ValidationError, StepRefused, IllegalStep."""
    with transaction.atomic():
        row = _locked(visit)
        _allow(supervises_for(by, row.unit))
        if row.status not in (Visit.Status.PLANNED, Visit.Status.HELD):
            raise IllegalStep("Chỉ thêm kiến nghị khi cuộc giám sát đã thông báo và chưa kết thúc.")
        if row.recommendations.count() >= MOST_RECOMMENDATIONS:
            raise ValidationError({"text": f"Mỗi cuộc giám sát có tối đa {MOST_RECOMMENDATIONS} kiến nghị."})
        if due_on < row.planned_on:
            raise ValidationError(
                {"due_on": f"Hạn phải từ ngày giám sát {write.date(row.planned_on)} trở đi."}
            )
        made = Recommendation(visit=row, text=" ".join(nfc(text).split()), due_on=due_on)
        made.full_clean()
        made.save(force_insert=True)
        audit.record(
            "visit.recommend", row, by=by, unit=row.unit, after={"text": made.text, "due_on": due_on}
        )
    return made


def drop_recommendation(one: Recommendation, *, by: Any) -> None:
    """Take it back before the result is settled. Raises StepRefused, IllegalStep."""
    with transaction.atomic():
        row = _locked(one.visit)
        _allow(supervises_for(by, row.unit))
        if row.status != Visit.Status.PLANNED:
            raise IllegalStep("Kết quả giám sát đã chốt nên không bỏ kiến nghị được nữa.")
        audit.record("visit.recommend.drop", row, by=by, unit=row.unit, before={"text": one.text})
        Recommendation.objects.filter(pk=one.pk).delete()


def follow(one: Recommendation, step: str, *, by: Any, note: str = "") -> Recommendation:
    """Move the recommendation along RECOMMENDATION_WORKFLOW once the result stands. Raises as Workflow.check."""
    said = nfc(note).strip()
    with transaction.atomic():
        rows = Recommendation.objects.select_for_update(of=("self",)).select_related(
            "visit__unit", "visit__visited"
        )
        row = rows.get(pk=one.pk)
        transition = RECOMMENDATION_WORKFLOW.check(step, by, row, note=said)
        if row.visit.status != Visit.Status.HELD:
            raise IllegalStep(
                "Kiến nghị chỉ được theo dõi từ khi chốt kết quả đến khi kết thúc cuộc giám sát."
            )
        if step == "report":
            row.result = said
        before, row.status, row.changed_at = row.status, transition.target, timezone.now()
        row.save(update_fields=["status", "result", "changed_at"])
        RecommendationMove.objects.create(
            recommendation=row, step=step, from_status=before, to_status=row.status, by=by, note=said
        )
        audit.record(
            f"recommendation.{step}", row, by=by, unit=row.visit.unit, before={"status": before},
            after={"status": row.status, "result": row.result},
        )  # fmt: skip
    return row


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)


def _locked(visit: Visit) -> Visit:
    return Visit.objects.select_for_update(of=("self",)).select_related("unit", "visited").get(pk=visit.pk)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    wrong = set(values) - {*PLANNING, *RESULTS}
    if wrong:
        raise TypeError(f"no fields of a visit that can be changed: {wrong}")
    return {name: nfc(value).strip() if isinstance(value, str) else value for name, value in values.items()}


def _check(row: Visit) -> None:
    if row.visited_id == row.unit_id or not row.visited.is_under(row.unit):
        raise ValidationError(
            {"visited": f"Chỉ giám sát đơn vị thuộc “{row.unit.name}”. Hãy chọn đơn vị cấp dưới."}
        )
    row.full_clean(exclude=["unit", "visited", "created_by"])


def _check_result(row: Visit) -> None:
    if row.planned_on > timezone.localdate():
        raise IllegalStep(
            f"Ngày giám sát {write.date(row.planned_on)} chưa đến. Hãy chốt kết quả sau khi đã làm việc."
        )
    if not row.findings:
        raise IllegalStep("Chưa ghi kết quả giám sát. Hãy ghi kết quả rồi chốt.")


def _check_followed(row: Visit) -> None:
    left = row.recommendations.exclude(status=Recommendation.Status.DONE).count()
    if left:
        raise IllegalStep(f"Còn {left} kiến nghị chưa được xác nhận đã thực hiện nên chưa kết thúc được.")


def _facts(row: Visit) -> dict[str, Any]:
    return {name: str(getattr(row, name)) for name in (*PLANNING, *RESULTS)}
