"""The register of awards: what it refuses, what it answers to grading and to the report."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.awards.models import Award
from campaigns.awards.queries import prior_awards, records_of
from campaigns.awards.services import (
    AwardsRefused,
    change_award,
    faults_of,
    record_award,
    record_awards,
    revoke_award,
)
from core.workflow import StepRefused

YEAR = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def test_second_award_of_a_year_and_level_is_refused_in_words(world, new):
    first = record_award(new(), keeper=world.province, by=world.drafter)
    with pytest.raises(AwardsRefused, match=r"đã được khen trong năm 2025.*125/QĐ-LĐLĐ ngày 20/12/2025"):
        record_award(
            new("bang_khen_chuyen_de", decision_number="130/QĐ-LĐLĐ"), keeper=world.base, by=world.chair
        )
    # Another level, another year, a sudden one: each may stand beside it.
    for title, values in (
        ("giay_khen", {"issuer": world.upper}),
        ("bang_khen", {"year": 2024, "decision_number": "8/QĐ-LĐLĐ"}),
        ("bang_khen_dot_xuat", {"decision_number": "9/QĐ-LĐLĐ"}),
    ):
        record_award(new(title, **values), keeper=world.province, by=world.drafter)
    # What the services do not see the database refuses by itself.
    twin = Award.objects.get(pk=first.pk)
    twin.pk, twin.decision_number = None, "777/QĐ-LĐLĐ"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_cancelled_line_makes_room_and_counts_no_more(world, new):
    first = record_award(new(), keeper=world.province, by=world.drafter)
    assert [one.amounts["bang_khen"] for one in records_of(world.base, *YEAR)] == [1]
    revoke_award(first, note="Ghi nhầm đơn vị", by=world.drafter)
    assert records_of(world.base, *YEAR) == []
    record_award(new("bang_khen_chuyen_de"), keeper=world.province, by=world.drafter)


def test_two_people_of_one_name_are_told_apart_and_a_memorial_medal_is_given_once(world, new):
    person = {
        "receiver": "person",
        "name": "Nguyễn Thị Hoa",
        "issuer": None,
        "issuer_name": "Tổng Liên đoàn",
        "level": "confederation",
    }
    record_award(new("ky_niem_chuong", **person, birth_year=1970), keeper=world.base, by=world.chair)
    record_award(new("ky_niem_chuong", **person, birth_year=1985), keeper=world.base, by=world.chair)
    with pytest.raises(AwardsRefused, match="chỉ tặng một lần"):
        again = new("ky_niem_chuong", **person | {"name": "NGUYỄN THỊ HOA"}, birth_year=1970, year=2024)
        record_award(again, keeper=world.base, by=world.chair)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"level": "grassroots"}, "level"),
        ({"title": "cstd_co_so", "level": "upper"}, "receiver"),
        ({"receiver": "person"}, "name"),
        ({"decided_on": dt.date(2024, 5, 1)}, "year"),
        ({"decided_on": dt.date(2999, 5, 1)}, "decided_on"),
        ({"decision_number": " "}, "decision_number"),
        ({"name": "x" * 161}, "name"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused_at_its_field(world, new, values, field):
    assert [fault.field for fault in faults_of([new(**values)], keeper=world.province)] == [field]


def test_all_lines_or_none_and_each_fault_names_its_line(world, new, django_assert_num_queries):
    lines = [new(unit=unit) for unit in (world.base, world.sister, world.foreign)]
    with pytest.raises(AwardsRefused) as refused:
        record_awards(
            [*lines, new(), new(unit=world.upper, level="local")], keeper=world.upper, by=world.upper_officer
        )
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [
        (2, "unit"),
        (3, "title"),
        (4, "level"),
    ]
    assert not Award.objects.exists()
    few, many = lines[:1], [new(unit=world.base, receiver="person", name=f"Người {n}") for n in range(60)]
    with django_assert_num_queries(1):
        faults_of(few, keeper=world.province)
    with django_assert_num_queries(1):
        faults_of(many, keeper=world.province)


def test_only_people_of_the_register_write_in_it(world, new):
    with pytest.raises(StepRefused, match="Chỉ ghi được sổ"):
        record_award(new(), keeper=world.province, by=world.chair)
    mine = record_award(new(), keeper=world.province, by=world.drafter)
    with pytest.raises(StepRefused):
        change_award(mine, new(reason="Khác"), by=world.chair)
    assert Award.objects.visible_to(world.chair).count() == 1
    assert not Award.objects.visible_to(world.stranger).exists()


def test_grading_asks_for_prior_awards_of_units_only_and_in_one_question(
    world, new, django_assert_num_queries
):
    record_awards(
        [
            new("co_thi_dua_tinh"),
            new("co_thi_dua_tinh", year=2024, decision_number="8/QĐ-LĐLĐ"),
            new("bang_khen", unit=world.sister),
            new("bang_khen", receiver="person", name="Trần Văn Tư"),
            new("giay_khen", name="Tổ công đoàn 1", issuer=world.upper),
        ],
        keeper=world.province, by=world.drafter,
    )  # fmt: skip
    with django_assert_num_queries(1):
        found = prior_awards([world.base.pk, world.sister.pk, world.foreign.pk], [2024, 2025], "province")
    assert {unit: [(one.title, one.year) for one in got] for unit, got in found.items()} == {
        world.base.pk: [("co_thi_dua_tinh", 2025), ("co_thi_dua_tinh", 2024)],
        world.sister.pk: [("bang_khen", 2025)],
    }


def test_report_counts_people_women_and_flags_and_opens_to_the_line(world, new):
    woman = {"receiver": "person", "name": "Lê Thị Mai", "female": True}
    man = {"receiver": "person", "name": "Lê Văn Minh"}
    made = record_awards(
        [
            new("cstd_co_so", **woman, issuer=world.upper),
            new("lao_dong_tien_tien", **man, issuer=world.upper),
            new("gioi_viec_nuoc", **woman, issuer=world.province),
            new("gioi_viec_nuoc", **man, issuer=world.province),
            new("bang_khen", **woman),
            new("tap_the_tien_tien", issuer=world.upper),
            new("bang_khen", decided_on=dt.date(2026, 1, 5)),
        ],
        keeper=world.province, by=world.drafter,
    )  # fmt: skip
    found = records_of(world.base, *YEAR)
    total = {}
    for record in found:
        for measure, amount in record.amounts.items():
            total[measure] = total.get(measure, 0) + amount
    assert total == {
        "danh_hieu": 2, "danh_hieu:n.nu": 1, "gioi_viec_nuoc": 1, "bang_khen": 1, "bang_khen:ttcn.tap_the": 0,
        "bang_khen:ttcn.ca_nhan": 1, "bang_khen:issuer.tld": 0, "bang_khen:issuer.ldld": 1, "bang_khen:issuer.khac": 0,
    }  # fmt: skip
    assert found[0].url == reverse("campaigns:award_detail", args=[made[0].pk])


def test_pages_write_search_change_cancel_and_export(world, client):
    client.force_login(world.drafter)
    address = reverse("campaigns:award_new", args=[world.province.code])
    said = {
        "receiver": "person", "unit": world.base.pk, "name": "Lê Thị Mai", "female": "on", "title": "bang_khen",
        "level": "province", "issuer_name": "Liên đoàn Lao động tỉnh", "decision_number": "12/QĐ-LĐLĐ",
        "decided_on": "20/12/2025", "year": "2025",
    }  # fmt: skip
    assert "Hãy nhập số quyết định" in client.post(address, said | {"decision_number": ""}).content.decode()
    made = client.post(address, said, follow=True)
    award = Award.objects.get()
    assert "TD08" in made.content.decode()
    twice = client.post(address, said | {"decision_number": "13/QĐ-LĐLĐ"})
    assert twice.status_code == 422
    assert "đã được khen trong năm 2025" in twice.content.decode()
    listed = client.get(
        reverse("campaigns:award_list"), {"q": "le thi mai", "danh-hieu": "bang_khen", "nam": "2025"}
    )
    assert listed.context["page_obj"].paginator.count == 1
    client.post(reverse("campaigns:award_edit", args=[award.pk]), said | {"reason": "Giỏi cả hai việc"})
    assert client.get(reverse("campaigns:award_export")).content[:2] == b"PK"
    client.post(reverse("campaigns:award_step", args=[award.pk, "revoke"]), {"note": "Ghi nhầm"})
    award.refresh_from_db()
    assert (award.reason, award.status, award.revoked_why) == ("Giỏi cả hai việc", "revoked", "Ghi nhầm")
    client.force_login(world.stranger)
    assert client.get(reverse("campaigns:award_detail", args=[award.pk])).status_code == 404
