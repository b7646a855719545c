"""Following a plan: the time line, what changed since a day, promised documents."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow import IllegalStep, StepRefused
from documents.models import Document
from plans.assignments.changes import DEADLINES, GIVEN, TASKS, WORK, changes_since
from plans.assignments.gantt import gantt_of
from plans.assignments.models import Assignment
from plans.assignments.promises import proposed_in
from plans.assignments.queries import standing_by_block
from plans.assignments.services import (
    answer_more_time,
    ask_more_time,
    fulfil_promise,
    note_promise,
    take_step,
)
from plans.grammar_promises import propose_promise
from plans.models import Plan, Task
from plans.services import set_task_state
from tests.plans.test_assignments import TODAY, WEEK, Place

PROMISES = {
    "Tổng Liên đoàn sẽ có hướng dẫn sau.": ("Hướng dẫn", None),
    "Giao Ban Tuyên giáo ban hành hướng dẫn riêng trước ngày 15/3/2026.": ("Hướng dẫn", dt.date(2026, 3, 15)),
    "LĐLĐ tỉnh sẽ ban hành Kế hoạch tổ chức hội thi riêng.": ("Kế hoạch tổ chức hội thi", None),
    "Tổ chức hội thi (sẽ có thể lệ riêng).": ("Thể lệ", None),
    "Hồ sơ đề nghị khen thưởng (nếu có) gửi về Văn phòng (sẽ có hướng dẫn chi tiết sau).": ("Hướng dẫn chi tiết", None),
    "Giao Văn phòng tham mưu ban hành quyết định khen thưởng chậm nhất ngày 20/11/2026.": (
        "Quyết định khen thưởng", dt.date(2026, 11, 20),
    ),
}  # fmt: skip
NO_PROMISES = [
    "Các đơn vị xây dựng kế hoạch triển khai thực hiện.",
    "Thực hiện theo hướng dẫn riêng đã ban hành.",
    "Các cấp công đoàn căn cứ kế hoạch này xây dựng kế hoạch riêng phù hợp.",
]


@pytest.mark.parametrize("text", PROMISES)
def test_a_promised_document_is_read_from_its_sentence(text):
    found = propose_promise(text)
    assert (found.what, found.due_on) == PROMISES[text]


@pytest.mark.parametrize("text", NO_PROMISES)
def test_other_sentences_promise_nothing(text):
    assert propose_promise(text) is None


@pytest.fixture
def place(db) -> Place:
    return Place()


def test_a_promise_is_followed_only_when_a_person_says_so_until_a_document_is_named(place):
    version = place.plan.current_version
    version.content["blocks"][1]["text"] = "Tổ chức đối thoại (sẽ có hướng dẫn riêng)."
    version.save()
    plan = Plan.objects.select_related("current_version", "issuer").get(pk=place.plan.pk)
    assert [one.promise.what for one in proposed_in(plan)] == ["Hướng dẫn"]
    assert not plan.promised_documents.exists()
    with pytest.raises(StepRefused):
        note_promise(plan, "bbbbbb", what="Hướng dẫn", due_on=None, by=place.officer)
    row = note_promise(
        plan, "bbbbbb", what="Hướng dẫn", due_on=TODAY - dt.timedelta(days=1), by=place.drafter
    )
    assert (row.is_late, proposed_in(plan)) == (True, [])
    with pytest.raises(ValidationError):
        fulfil_promise(row, document=Document.objects.get(pk=plan.pk), by=place.drafter)
    client = Client()
    client.force_login(place.drafter)
    Document.objects.create(
        issuer=place.top, type="HD", symbol="HD-LĐLĐ", number=12, status="issued", issued_on=TODAY, abstract="Đối thoại",
        place_name="Mẫu Sơn",
    )  # fmt: skip
    address = reverse("plans:promise_fulfil", args=[row.pk])
    assert client.post(address, {"code": "99/HD-LĐLĐ"}).status_code == 422
    assert client.post(address, {"code": "12/hd-lđlđ"}).status_code == 302
    row.refresh_from_db()
    assert (row.fulfilled_by.number, row.is_late) == (12, False)
    with pytest.raises(IllegalStep):
        fulfil_promise(row, document=row.fulfilled_by, by=place.drafter)


def test_changes_since_a_day_come_from_the_records_of_steps(place):
    place.give(group="co_so")
    since = timezone.now()
    rows = [Assignment.objects.get(unit=base) for base in place.bases]
    for row, chair in zip(rows, place.chairs, strict=True):
        take_step(row, "accept", by=chair)
    wish = ask_more_time(rows[0], wanted_on=WEEK + dt.timedelta(days=9), reason="Bận", by=place.chairs[0])
    answer_more_time(wish, granted=True, by=place.drafter)
    set_task_state(Task.objects.get(plan=place.plan), "doing", by=place.drafter)
    found = changes_since(place.plan, since, place.drafter)
    told = {change.kind: change.text for change in found}
    assert GIVEN not in told
    assert told[WORK] == "2 nơi nhận việc"
    assert told[TASKS] == "Chưa thực hiện → Đang thực hiện"
    assert f"{WEEK:%d/%m/%Y} → " in told[DEADLINES]
    chair = changes_since(place.plan, since, place.chairs[1])
    assert {change.text for change in chair if change.kind in {WORK, DEADLINES}} == {"1 nơi nhận việc"}


def test_gantt_spans_the_plan_and_fills_what_is_confirmed(place):
    Task.objects.update(deadline_on=TODAY + dt.timedelta(days=60))
    place.give(group="co_so")
    row = Assignment.objects.get(unit=place.bases[0])
    for step, who in (("accept", place.chairs[0]), ("report", place.chairs[0]), ("confirm", place.drafter)):
        take_step(row, step, by=who)
    chart = gantt_of(place.plan, standing_by_block(place.plan))
    assert [(bar.share, bar.late) for bar in chart.bars] == [(50, False)]
    assert float(chart.drawn[0].filled) == pytest.approx(float(chart.drawn[0].width) / 2, abs=0.1)
    client = Client()
    client.force_login(place.drafter)
    for name in ("plan_gantt", "plan_changes", "plan_promises"):
        assert client.get(reverse(f"plans:{name}", args=[place.plan.pk])).status_code == 200
    assert (
        client.get(reverse("plans:plan_changes", args=[place.plan.pk]), {"tu": "hôm qua"}).status_code == 422
    )
