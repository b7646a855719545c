"""Units choose the best essays and send them on, level by level, up to the organiser."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.contests.essays.models import Essay
from campaigns.contests.essays.workflow import ESSAY_WORKFLOW
from campaigns.services.errors import CampaignError
from core.formats import write
from units import audit
from units.models import Unit


def move_essay(essay: Essay, step: str, *, by: Any) -> Essay:
    """Send the essay on to the unit above, or take it back. Raises CampaignError, IllegalStep, StepRefused."""
    with transaction.atomic():
        row = (
            Essay.objects.select_for_update(of=("self",))
            .select_related("task__contest__owner", "participant__unit", "at_unit__parent")
            .get(pk=essay.pk)
        )
        transition = ESSAY_WORKFLOW.check(step, by, row)
        before = {"at": row.at_unit.name, "status": row.status}
        _check_days(row)
        if step == "forward":
            _forward(row)
        else:
            _take_back(row)
        row.status = transition.target
        row.save(update_fields=["status", "at_unit"])
        after = {"at": row.at_unit.name, "status": row.status, "code": row.code}
        audit.record(f"contest.essay.{step}", row, by=by, unit=row.at_unit, before=before, after=after)
    return row


def _check_days(essay: Essay) -> None:
    until = essay.task.forward_until
    if until is None:
        raise CampaignError("Phần thi này không qua bước các đơn vị chọn bài.")
    if timezone.now() >= until:
        raise CampaignError(f"Đã hết hạn chọn gửi bài lúc {write.datetime(until)}.")


def _forward(essay: Essay) -> None:
    here, owner = essay.at_unit, essay.task.contest.owner
    if here.pk == owner.pk or here.parent is None or not here.is_under(owner):
        raise CampaignError("Bài đã ở đơn vị tổ chức.")
    most = essay.task.most_forwarded
    if most is not None:
        # Two people of one unit who press at once wait for each other here.
        Unit.objects.select_for_update().get(pk=here.pk)
        sent = _sent_from(essay, here)
        if sent >= most:
            raise CampaignError(
                f"{here.name} đã gửi {write.number(sent)} bài, đủ số được gửi ({write.number(most)}). "
                "Hãy lấy lại một bài trước khi gửi bài khác."
            )
    essay.at_unit = here.parent


def _sent_from(essay: Essay, unit: Unit) -> int:
    inside = {"path__gte": unit.path, "path__lt": unit.path + "~"}
    authors = {f"participant__unit__{name}": value for name, value in inside.items()}
    still = {f"at_unit__{name}": value for name, value in inside.items()}
    return Essay.objects.filter(task=essay.task_id, **authors).exclude(**still).count()


def _take_back(essay: Essay) -> None:
    if essay.markings.exists():
        raise CampaignError("Bài đã giao cho giám khảo nên không lấy lại được.")
    unit = essay.participant.unit
    while unit.parent is not None and unit.parent_id != essay.at_unit_id:
        unit = unit.parent
    essay.at_unit = unit
