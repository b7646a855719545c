"""Supervision visits: plan, minutes, recommendations followed until they are done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns.supervision.models import Visit
from campaigns.supervision.pages import minutes_paper
from campaigns.supervision.queries import records_of
from campaigns.supervision.services import follow, plan_visit, recommend, take_step
from core.workflow import IllegalStep, StepRefused

pytestmark = pytest.mark.django_db


def plan(desks, **more):
    values = {
        "visited": desks.base, "kind": "giam_sat", "subject": "Thực hiện chế độ bữa ăn ca", "findings": "Làm đúng.",
        "planned_on": timezone.localdate(), "members": "Lê Văn Dẫn, Chủ tịch, Trưởng đoàn\nVũ Thị Theo, Chuyên viên",
    } | more  # fmt: skip
    return plan_visit(unit=desks.upper, by=desks.leader, **values)


def test_a_visit_is_announced_concluded_followed_and_closed(place):
    visit = plan(place)
    assert not Visit.objects.visible_to(place.chair).exists()
    take_step(visit, "announce", by=place.leader)
    assert Visit.objects.visible_to(place.chair).exists()
    wanted = recommend(visit, by=place.leader, text="Công khai thực đơn.", due_on=timezone.localdate())
    with pytest.raises(IllegalStep, match="chốt kết quả"):
        follow(wanted, "report", by=place.chair, note="Đã làm")
    take_step(visit, "conclude", by=place.leader)
    with pytest.raises(IllegalStep, match="1 kiến nghị"):
        take_step(visit, "close", by=place.leader)
    with pytest.raises(StepRefused):
        follow(wanted, "report", by=place.leader, note="Đã làm")
    follow(wanted, "report", by=place.chair, note="Đã dán ở nhà ăn")
    follow(wanted, "return", by=place.leader, note="Chưa có ảnh")
    follow(wanted, "report", by=place.chair, note="Đã dán, có ảnh")
    assert follow(wanted, "confirm", by=place.leader).result == "Đã dán, có ảnh"
    assert take_step(visit, "close", by=place.leader).status == "closed"
    today = timezone.localdate()
    [record] = records_of(place.upper, today, today)
    assert dict(record.amounts) == {"giam_sat": 1} and records_of(place.base, today, today) == []


def test_only_units_below_are_supervised_and_a_result_needs_findings_and_its_day(place):
    with pytest.raises(ValidationError) as refused:
        plan(place, visited=place.province)
    assert "visited" in refused.value.message_dict
    empty = take_step(plan(place, findings=""), "announce", by=place.leader)
    with pytest.raises(IllegalStep, match="Chưa ghi kết quả"):
        take_step(empty, "conclude", by=place.leader)
    later = take_step(
        plan(place, planned_on=timezone.localdate() + dt.timedelta(days=3)), "announce", by=place.leader
    )
    with pytest.raises(IllegalStep, match="chưa đến"):
        take_step(later, "conclude", by=place.leader)


def test_pages_take_a_visit_from_plan_to_minutes(client, place):
    client.force_login(place.leader)
    given = {
        "unit": place.upper.pk, "visited": place.base.pk, "kind": "kiem_tra", "subject": "Thu, nộp kinh phí công đoàn",
        "planned_on": f"{timezone.localdate():%d/%m/%Y}", "members": "Lê Văn Dẫn, Chủ tịch", "findings": "Nộp đủ 2%.",
    }  # fmt: skip
    assert client.post(reverse("campaigns:visit_new"), given).status_code == 302
    visit = Visit.objects.get()
    client.post(reverse("campaigns:visit_step", args=[visit.pk, "announce"]))
    asked = {"text": "Nộp trước ngày 10 hằng tháng.", "due_on": "32/13/2026"}
    refused = client.post(reverse("campaigns:visit_recommend", args=[visit.pk]), asked)
    assert refused.status_code == 422 and "due_on" in refused.context["form"].errors
    asked["due_on"] = f"{timezone.localdate():%d/%m/%Y}"
    assert client.post(reverse("campaigns:visit_recommend", args=[visit.pk]), asked).status_code == 302
    paper = client.get(reverse("campaigns:visit_minutes", args=[visit.pk]))
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF-")
    minutes = minutes_paper(visit)
    words = [line.text for line in minutes.lines]
    assert "Nộp đủ 2%." in words and f"Nộp trước ngày 10 hằng tháng. Hạn: {asked['due_on']}." in words
    assert (minutes.document_type, minutes.signature.name) == ("BIÊN BẢN", "Lê Văn Dẫn")
