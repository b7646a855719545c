"""Points of the markers: within the rubric, settled by a third when two differ too much, fixed at the end."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.contests.essays.models import Essay, EssayCriterion, EssayTask, Mark, Marking
from campaigns.contests.essays.services.jury import Jury
from campaigns.contests.services import locked
from campaigns.contests.workflow import runs_contest
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.workflow import StepRefused
from units import audit

CENT, STEP = Decimal("0.01"), Decimal("0.25")


def give_marks(marking: Marking, *, marks: Mapping[int, Decimal | None], remark: str, by: Any) -> Marking:
    """One marker's points, a criterion each, once. `marks`: criterion id → points. Raises CampaignError, StepRefused.

    The error's field is “c<criterion>”.
    """
    said = texts.line(remark, field="remark", label="Nhận xét", longest=1000, required=False)
    with transaction.atomic():
        # The essay is locked first: two markers who finish at once settle it one after the other.
        essay = Essay.objects.select_for_update(of=("self",)).select_related("task__contest", "participant").get(
            pk=marking.essay_id
        )  # fmt: skip
        row = Marking.objects.select_for_update(of=("self",)).get(pk=marking.pk)
        if row.marker_id != getattr(by, "pk", None):
            raise StepRefused("Lượt chấm này của giám khảo khác.")
        if row.done_at is not None or essay.task.marked_at is not None:
            raise CampaignError("Lượt chấm này đã nộp điểm nên không sửa được nữa.")
        if not Jury(essay.task).may_mark(row.marker_id, essay):
            raise StepRefused(
                "Bạn công tác ở đơn vị của tác giả nên không chấm bài này. Hãy báo ban tổ chức."
            )
        checked = _checked(essay.task, marks)
        Mark.objects.bulk_create(
            Mark(marking=row, criterion=one, points=points) for one, points in checked.items()
        )
        row.points, row.remark, row.done_at = sum(checked.values(), Decimal(0)), said, timezone.now()
        row.save(update_fields=["points", "remark", "done_at"])
        audit.record(
            "contest.essay.mark", row, by=by, unit=essay.task.contest.owner,
            after={"essay": essay.code, "turn": row.turn, "points": str(row.points)},
        )  # fmt: skip
        _settle(essay)
    return row


def _checked(task: EssayTask, marks: Mapping[int, Decimal | None]) -> dict[EssayCriterion, Decimal]:
    found = {}
    for one in task.criteria.all():
        points, field = marks.get(one.pk), f"c{one.pk}"
        if points is None:
            raise CampaignError(f"Hãy cho điểm tiêu chí “{one.name}”.", field)
        if not 0 <= points <= one.points:
            raise CampaignError(
                f"“{one.name}” chấm từ 0 đến {write.number(one.points)}; đang ghi {write.number(points, 2)}.",
                field,
            )
        if points % STEP:
            raise CampaignError("Điểm chấm theo bước 0,25.", field)
        found[one] = points
    return found


def settled_points(points: list[Decimal], gap: Decimal) -> Decimal | None:
    """The essay's points by the printed rule; None while another turn is needed."""
    if len(points) < 2 or (len(points) == 2 and abs(points[0] - points[1]) > gap):
        return None
    pairs = [(abs(one - other), one, other) for one, other in combinations(points, 2)]
    nearest = min(difference for difference, _one, _other in pairs)
    close = [value for difference, one, other in pairs if difference == nearest for value in (one, other)]
    return (sum(close, Decimal(0)) / len(close)).quantize(CENT, ROUND_HALF_UP)


def _settle(essay: Essay) -> None:
    done = list(essay.markings.filter(done_at__isnull=False).order_by("turn"))
    result = settled_points([one.points for one in done if one.points is not None], essay.task.gap)
    if result is not None:
        essay.points, essay.status = result, Essay.Status.RANKED
        essay.save(update_fields=["points", "status"])
        return
    if len(done) == 2 and not essay.markings.filter(turn=3).exists():
        taken = list(essay.markings.values_list("marker", flat=True))
        third = Jury(essay.task).least_busy(essay, without=taken)
        if third is not None:
            Marking.objects.create(essay=essay, marker_id=third, turn=3)


def lock_marks(task: EssayTask, *, by: Any) -> EssayTask:
    """Fix the marks: authors are named from now on, only a complaint changes points. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        contest = locked(task.contest)
        if reason := runs_contest(by, contest):
            raise StepRefused(reason)
        row = EssayTask.objects.select_for_update().get(pk=task.pk)
        if row.marked_at is not None:
            raise CampaignError("Điểm tự luận đã khóa trước đó.")
        if not row.over:
            raise CampaignError(f"{row.name} còn nhận bài đến {write.datetime(row.closes_at)}.")
        left = row.essays.filter(status=Essay.Status.FORWARDED, at_unit=contest.owner).count()
        if left:
            raise CampaignError(
                f"Còn {write.number(left)} bài chưa có điểm. Hãy đợi giám khảo chấm xong rồi khóa."
            )
        row.marked_at = timezone.now()
        row.save(update_fields=["marked_at"])
        audit.record("contest.essay.lock", row, by=by, unit=contest.owner, after={"task": row.pk})
    return row
