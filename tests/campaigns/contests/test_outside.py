"""Contests of others: recorded by the unit whose people took part, and what a report takes from all kinds of contests."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.contests.outside.models import OutsideContest
from campaigns.contests.outside.services import record_contest
from campaigns.contests.queries import records_of
from campaigns.contests.services import finish, register, start
from core.workflow import StepRefused

pytestmark = pytest.mark.django_db


def written(**change):
    return {
        "name": "Tìm hiểu Đảng bộ tỉnh", "organiser": "Ban Tuyên giáo Tỉnh ủy", "starts_on": "01/03/2026",
        "ends_on": "20/03/2026", "participants": "40", "female": "25", "essays": "3", "results": "Một giải Ba", "link": "",
    } | change  # fmt: skip


def test_unit_records_finds_changes_and_takes_away(client, place):
    client.force_login(place.chair)
    client.post(reverse("campaigns:outside_new"), written(unit=place.base.pk))
    row = OutsideContest.objects.get()
    assert (row.unit, row.participants, row.female, row.essays) == (place.base, 40, 25, 3)
    page = client.get(reverse("campaigns:outside_list"), {"q": "dang bo", "nam": "2026"}).content.decode()
    assert row.name in page and "40 lượt người dự thi" in page
    client.post(reverse("campaigns:outside_edit", args=[row.pk]), written(participants="41"))
    row.refresh_from_db()
    assert row.participants == 41
    assert client.get(reverse("campaigns:outside_export")).content[:2] == b"PK"
    client.post(reverse("campaigns:outside_remove", args=[row.pk]))
    assert not OutsideContest.objects.exists()
    with pytest.raises(StepRefused):
        record_contest(unit=place.base, by=place.drafter, name="Thi")


@pytest.mark.parametrize(
    "change, field",
    [
        ({"female": "41"}, "female"),
        ({"essays": "41"}, "essays"),
        ({"ends_on": "28/02/2026"}, "ends_on"),
        ({"starts_on": "01/03/2099", "ends_on": "02/03/2099"}, "starts_on"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"participants": ""}, "participants"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client, place, change, field):
    client.force_login(place.chair)
    answer = client.post(reverse("campaigns:outside_new"), written(unit=place.base.pk, **change))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not OutsideContest.objects.exists()


def test_report_takes_each_contest_once_with_its_own_page(place, running, round_, django_assert_num_queries):
    today = timezone.localdate()
    for n in range(2):
        who = register(
            running,
            name=f"Nguyễn Hoa {'ab'[n]}",
            unit=place.base,
            birth_year=1990,
            phone=f"091234567{n}",
            consent=True,
        )
        finish(start(who, round_), device=who.device)
    outside = record_contest(
        unit=place.base, by=place.chair, name="Thi báo", organiser="Báo", starts_on=today, ends_on=today, participants=5,
        female=0, essays=2,
    )  # fmt: skip
    first, last = today - dt.timedelta(days=1), today + dt.timedelta(days=1)
    with django_assert_num_queries(4):
        found = {record.kind: record for record in records_of(place.base, first, last)}
    assert set(found) == {"contest_part", "outside_contest"}
    assert found["contest_part"].amounts == {"du_thi": 2, "co_nguoi_du_thi": 1, "du_thi:h.truc_tuyen": 2}
    assert found["outside_contest"].amounts == {
        "du_thi": 5, "du_thi:h.truc_tiep": 5, "du_thi:n.nu": 0, "co_nguoi_du_thi": 1, "bai_tu_luan": 2,
    }  # fmt: skip
    assert found["outside_contest"].url == reverse("campaigns:outside_detail", args=[outside.pk])
    organised = records_of(place.province, first, last)
    assert [(one.kind, one.pk, one.amounts) for one in organised] == [
        ("contest", running.pk, {"to_chuc": 1, "to_chuc:h.truc_tuyen": 1})
    ]
    assert records_of(place.base, first - dt.timedelta(days=400), first - dt.timedelta(days=300)) == []
