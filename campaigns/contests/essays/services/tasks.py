"""The essay task and its rubric, changed while the contest is in preparation."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from campaigns.contests.essays.models import EssayCriterion, EssayTask
from campaigns.contests.models import Contest
from campaigns.contests.services import in_preparation
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from units import audit

MOST_CRITERIA, MOST_POINTS, MOST_WORDS = 20, 1000, 20_000
FIELDS = (
    "name", "text", "most_words", "opens_at", "closes_at", "forward_until", "most_forwarded", "gap", "in_total",
)  # fmt: skip


def read_rubric(text: str) -> list[tuple[str, int]]:
    """“Đúng chủ đề | 40” a line → (name, points). Raises CampaignError that names the line."""
    rows: list[tuple[str, int]] = []
    for at, raw in enumerate((line for line in nfc(text).splitlines() if line.strip()), 1):
        name, bar, points = raw.rpartition("|")
        points = points.strip()
        if not bar or not (points.isascii() and points.isdigit() and len(points) <= 4):
            raise CampaignError(
                f"Dòng {at} “{raw.strip()[:60]}”: hãy ghi dạng “Tiêu chí | điểm tối đa”.", "rubric"
            )
        if not 1 <= int(points) <= MOST_POINTS:
            raise CampaignError(
                f"Dòng {at}: điểm tối đa phải từ 1 đến {write.number(MOST_POINTS)}.", "rubric"
            )
        rows.append(
            (texts.line(name, field="rubric", label=f"Tên tiêu chí ở dòng {at}", longest=200), int(points))
        )
    if not rows:
        raise CampaignError("Cần ít nhất một tiêu chí, mỗi dòng một tiêu chí: “Đúng chủ đề | 40”.", "rubric")
    if len(rows) > MOST_CRITERIA:
        raise CampaignError(f"Tối đa {MOST_CRITERIA} tiêu chí.", "rubric")
    if len({name.casefold() for name, _points in rows}) < len(rows):
        raise CampaignError("Có hai tiêu chí cùng tên. Hãy sửa hoặc bỏ một dòng.", "rubric")
    return rows


def save_task(
    contest: Contest, task: EssayTask | None, *, rubric: str, by: Any = None, **values: Any
) -> EssayTask:
    """A task (a new one at the end for None) with its rubric. Raises CampaignError, StepRefused."""
    criteria = read_rubric(rubric)
    with transaction.atomic():
        row = in_preparation(contest, by=by)
        last = row.essay_tasks.aggregate(last=Max("number"))["last"] or 0
        saved = task or EssayTask(contest=row, number=last + 1)
        for name in FIELDS:
            setattr(saved, name, values[name])
        _check(saved, sum(points for _name, points in criteria))
        saved.save()
        saved.criteria.all().delete()
        EssayCriterion.objects.bulk_create(
            EssayCriterion(task=saved, number=at, name=name, points=points)
            for at, (name, points) in enumerate(criteria, 1)
        )
        facts = {name: str(getattr(saved, name)) for name in FIELDS} | {"rubric": criteria}
        audit.record("contest.essay_task", row, by=by, unit=row.owner, after=facts)
    return saved


def remove_task(task: EssayTask, *, by: Any = None) -> None:
    """Take the task away while the contest is in preparation. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = in_preparation(task.contest, by=by)
        audit.record("contest.essay_task.remove", row, by=by, unit=row.owner, before={"name": task.name})
        task.delete()


def _check(task: EssayTask, most: int) -> None:
    task.name = texts.line(task.name, field="name", label="Tên phần thi", longest=120)
    task.text = texts.within(nfc(task.text).strip(), field="text", label="Đề bài", longest=5000)
    if not task.text:
        raise CampaignError("Đề bài không được để trống.", "text")
    if not 50 <= task.most_words <= MOST_WORDS:
        raise CampaignError(f"Số chữ tối đa phải từ 50 đến {write.number(MOST_WORDS)}.", "most_words")
    if task.closes_at <= task.opens_at:
        raise CampaignError("Hạn nộp bài phải sau giờ bắt đầu nhận bài.", "closes_at")
    until = task.forward_until
    if until is not None and until - task.closes_at < dt.timedelta(hours=1):
        raise CampaignError("Hạn chọn gửi bài phải sau hạn nộp bài ít nhất một giờ.", "forward_until")
    if task.most_forwarded is not None and task.most_forwarded < 1:
        raise CampaignError("Số bài gửi lên phải từ 1; để trống nếu không giới hạn.", "most_forwarded")
    if task.most_forwarded is not None and until is None:
        raise CampaignError("Đã giới hạn số bài gửi lên thì phải có hạn chọn gửi bài.", "forward_until")
    if not Decimal(0) < task.gap <= most:
        raise CampaignError(
            f"Chênh lệch phải lớn hơn 0 và không quá tổng điểm ({write.number(most)}).", "gap"
        )
