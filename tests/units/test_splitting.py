"""A unit is split into several: shares by members, units below moved, the page shows it first."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.models import Period, PeriodUnit
from reporting.rollups.recount.rearranged import differences_rearranged
from reporting.rollups.rules import rules
from reporting.rollups.trees import bridge, on_own_tree, on_present_tree
from tests import factories
from tests.reporting.compile_factories import Country, accept, freeze_tree, make_period
from units.models import Role, Unit
from units.services import UnitError, end_unit
from units.succession.models import Succession
from units.succession.services import succeed_unit
from units.succession.splitting import Part, PartError, shares_of, split_unit

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


@pytest.fixture
def country():
    return Country()


def new(code, members=1):
    return Part(members=members, code=code, name=f"Công đoàn xã {code}")


@pytest.mark.parametrize(
    "members, shares",
    [([60, 40], ["0.6", "0.4"]), ([1, 1, 1], ["0.3334", "0.3333", "0.3333"]), ([2, 5], ["0.2857", "0.7143"])],
)
def test_shares_follow_the_members_and_add_up_to_one(members, shares):
    assert shares_of(members) == [D(one) for one in shares]


@pytest.mark.parametrize("members", [[10, 0], [1, 99_999]])
def test_part_without_members_is_refused(members):
    with pytest.raises(UnitError):
        shares_of(members)


def test_units_below_go_where_they_are_told_and_the_old_one_ends(country):
    c = country
    split = split_unit(
        c.upper,
        parts=[new("SM1", 60), new("SM2", 40)],
        below={c.school.pk: 0, c.factory.pk: 1},
        on=DAY,
        decision="QĐ 9",
    )
    first, second = (one.unit for one in split.carriers)
    for unit, parent in ((c.school, first), (c.factory, second)):
        unit.refresh_from_db()
        assert unit.parent == parent
        assert unit.is_under(parent)
    old = Unit.objects.get(pk=c.upper.pk)
    assert (old.ended_on, first.parent, first.started_on) == (dt.date(2026, 2, 28), c.province, DAY)
    rows = Succession.objects.filter(old=old).values_list("new__code", "share", "main", "decision")
    assert list(rows) == [("SM1", D("0.6"), True, "QĐ 9"), ("SM2", D("0.4"), False, "QĐ 9")]


def test_existing_unit_takes_over_a_part_with_its_members(country):
    Unit.objects.filter(pk=country.mill.pk).update(member_count=30)
    mill = Unit.objects.get(pk=country.mill.pk)
    split_unit(country.school, parts=[Part(members=10, unit=mill), new("TH2", 30)], below={}, on=DAY)
    assert Unit.objects.get(pk=mill.pk).member_count == 40


@pytest.mark.parametrize(
    "case", ["one part", "code taken", "twice", "itself", "below left out", "too late", "ended"]
)
def test_refused_split_leaves_everything_as_it_was(country, case):
    c = country
    words = {"parts": [new("A1"), new("A2")], "below": {c.school.pk: 0, c.factory.pk: 1}, "on": DAY}
    if case == "one part":
        words["parts"] = [new("A1")]
    elif case == "code taken":
        words["parts"] = [new("A1"), new(c.mill.code)]
    elif case == "twice":
        words["parts"] = [Part(members=1, unit=c.mill)] * 2
    elif case == "itself":
        words["parts"] = [new("A1"), Part(members=1, unit=c.upper)]
    elif case == "below left out":
        words["below"] = {c.school.pk: 0}
    elif case == "too late":
        words["on"] = dt.date(2126, 1, 1)
    elif case == "ended":
        end_unit(c.mill, on=DAY)
        words["parts"] = [new("A1"), Part(members=1, unit=Unit.objects.get(pk=c.mill.pk))]
    before = list(Unit.objects.order_by("pk").values())
    with pytest.raises(UnitError) as refused:
        split_unit(c.upper, **words)
    if case in {"code taken", "twice", "itself", "ended"}:
        assert isinstance(refused.value, PartError)
    assert list(Unit.objects.order_by("pk").values()) == before
    assert not Succession.objects.exists()


def test_totals_of_the_time_before_stand_on_either_tree_with_a_bridge(country):
    c = country
    before = make_period(c.province, code="truoc", year=2025)
    reports = freeze_tree(before)
    accept(reports[c.school.pk], {"TC05": 100})
    accept(reports[c.mill.pk], {"TC05": 7})
    split_unit(
        c.school,
        parts=[new("TH1", 60), Part(members=40, unit=Unit.objects.get(pk=c.mill.pk))],
        below={},
        on=DAY,
    )
    now = make_period(c.province, code="nay", year=2026)
    freeze_tree(now)
    place = {
        u.pk: PeriodUnit.objects.select_related("period").get(period=now, unit=u)
        for u in (c.upper, c.other_upper)
    }
    for unit, was, as_is in ((c.upper, 100, 60), (c.other_upper, 7, 47)):
        at = place[unit.pk]
        own, present = (
            f(at, before.pk, codes=["TC05"]).total["TC05", ""].value for f in (on_own_tree, on_present_tree)
        )
        told = bridge(at, before.pk, "TC05")
        assert (own, present, told.was.value, told.as_is.value) == (was, as_is, was, as_is)
    went = bridge(place[c.upper.pk], before.pk, "TC05").steps
    assert [(s.kind, s.place, s.parts.value) for s in went] == [
        ("stayed", "", 60), ("out", "Công đoàn xã Đồi Chè", 40),
    ]  # fmt: skip


def test_unit_that_goes_on_gives_its_earlier_figures_to_the_parts_that_left(country):
    c = country
    Unit.objects.filter(pk=c.school.pk).update(member_count=100)
    before = make_period(c.province, code="truoc", year=2025)
    reports = freeze_tree(before)
    accept(reports[c.school.pk], {"TC05": 200, "TT01": 10, "TC01": 1})
    accept(reports[c.mill.pk], {"TC05": 7, "TC01": 1})
    mill = Unit.objects.get(pk=c.mill.pk)
    split = split_unit(
        c.school,
        parts=[new("TH2", 30), Part(members=10, unit=mill)],
        below={},
        on=DAY,
        decision="QĐ 9",
        goes_on=True,
    )
    first = split.carriers[0].unit
    school = Unit.objects.get(pk=c.school.pk)
    assert (school.ended_on, school.member_count, split.percent_left) == (None, 60, "60%")
    # Half of what is left leaves later, and then the rest joins the mill.
    split_unit(school, parts=[new("TH3", 30)], below={}, on=DAY + dt.timedelta(days=9), goes_on=True)
    succeed_unit(Unit.objects.get(pk=school.pk), into={mill: D(1)}, on=DAY + dt.timedelta(days=20))
    now = make_period(c.province, code="nay", year=2027)
    freeze_tree(now)
    Period.objects.filter(pk=now.pk).update(previous=before)
    at = PeriodUnit.objects.select_related("period", "unit").get(period=now, unit=c.province)
    below = PeriodUnit.objects.select_related("period", "unit").get(period=now, unit=c.upper)
    shown = on_present_tree(below, before.pk, codes=["TC05", "TT01"])
    third = Unit.objects.get(code="TH3")
    assert {unit: cells["TC05", ""].value for unit, cells in shown.branches.items()} == {
        first.pk: 60,
        third.pk: 60,
    }
    whole = on_present_tree(at, before.pk, codes=["TC05", "TC01"])
    assert (whole.total["TC05", ""].value, whole.branches[c.other_upper.pk]["TC05", ""].value) == (207, 87)
    # Counted as one unit still, where its main line went.
    assert whole.coverage.counted == 2 and whole.branches[c.other_upper.pk]["TC05", ""].units_with_value == 2
    now.refresh_from_db()
    assert [str(one) for one in differences_rearranged(now, rules())] == []


@pytest.mark.parametrize("members", [[60, 40], [0], [100]])
def test_nothing_may_stay_behind_only_where_the_unit_ends(country, members):
    Unit.objects.filter(pk=country.school.pk).update(member_count=100)
    parts = [new(f"TH{at}", size) for at, size in enumerate(members)]
    with pytest.raises(UnitError):
        split_unit(country.school, parts=parts, below={}, on=DAY, goes_on=True)
    assert not Succession.objects.exists()


def test_parts_of_a_period_after_they_left_stand_as_they_are(country):
    c = country
    Unit.objects.filter(pk=c.school.pk).update(member_count=100)
    split_unit(c.school, parts=[new("TH2", 50)], below={}, on=dt.date(2024, 3, 1), goes_on=True)
    before = make_period(c.province, code="truoc", year=2025)
    accept(freeze_tree(before)[c.school.pk], {"TC05": 200})
    now = make_period(c.province, code="nay", year=2026)
    freeze_tree(now)
    below = PeriodUnit.objects.select_related("period").get(period=now, unit=c.upper)
    assert on_present_tree(below, before.pk, codes=["TC05"]).branches[c.school.pk]["TC05", ""].value == 200


# --- the page


def typed(country, **more):
    return {
        "way": "chia", "on": "01/03/2026", "decision": "QĐ 9/QĐ-LĐLĐ", "so_phan": "2",
        "phan-0-name": "Công đoàn xã Suối Mơ A",
        "phan-0-code": "SMA", "phan-0-members": "60", "phan-1-name": "Công đoàn xã Suối Mơ B", "phan-1-code": "SMB",
        "phan-1-members": "40", f"con-{country.school.pk}": "0", f"con-{country.factory.pk}": "1",
    } | more  # fmt: skip


@pytest.fixture
def page(client, country):
    client.force_login(factories.person(Role.ADMIN, country.province, "Vũ Quản Trị"))
    url = reverse("units:unit_split", args=[country.upper.code])

    def post(**more):
        return client.post(url, typed(country, **more))

    return post


def test_preview_shows_shares_and_moves_and_writes_nothing(country, page):
    answer = page(action="preview").content.decode()
    for words in ("60%", "40%", "CĐCS Trường THCS Suối Mơ", "lập mới", "kết thúc hoạt động ngày 28/02/2026"):
        assert words in answer
    assert not Succession.objects.exists()
    assert not Unit.objects.filter(code="SMA").exists()


def test_page_splits_and_both_units_tell_the_lineage(client, country, page):
    assert page(action="save").status_code == 302
    assert Unit.objects.get(pk=country.school.pk).parent.code == "SMA"
    for code, words in (
        (country.upper.code, "Công đoàn xã Suối Mơ A kế thừa 60%"),
        ("SMB", "Kế thừa 40% từ Công đoàn xã"),
    ):
        assert words in client.get(reverse("units:unit_detail", args=[code])).content.decode()


def test_page_lets_a_part_leave_and_the_unit_go_on(country, page):
    Unit.objects.filter(pk=country.upper.pk).update(member_count=200)
    one = {"way": "tach", f"con-{country.factory.pk}": ""} | dict.fromkeys(
        ("phan-1-name", "phan-1-code", "phan-1-members"), ""
    )
    shown = page(action="preview", **one).content.decode()
    assert "tiếp tục hoạt động với 140 đoàn viên (70% số liệu các kỳ trước)" in shown
    refused = page(action="save", **(one | {"phan-0-members": "200"}))
    assert (refused.status_code, "đơn vị cũ phải còn đoàn viên" in refused.content.decode()) == (422, True)
    assert page(action="save", **one).status_code == 302
    (line,) = Succession.objects.all()
    assert (line.new.code, line.share, line.goes_on) == ("SMA", D("0.3"), True)
    parents = Unit.objects.filter(pk__in=[country.school.pk, country.factory.pk]).values_list(
        "pk", "parent__code"
    )
    assert dict(parents) == {country.school.pk: "SMA", country.factory.pk: country.upper.code}


def test_one_more_part_keeps_what_was_typed(page):
    answer = page(action="more", **{"phan-1-code": ""}).content.decode()
    assert 'value="Công đoàn xã Suối Mơ A"' in answer
    assert 'name="phan-2-members"' in answer
    assert "is-invalid" not in answer


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"phan-1-code": ""}, "Hãy ghi cho đơn vị mới"),
        ({"phan-1-code": "SMA"}, "đã được dùng cho một đơn vị khác"),
        ({"phan-1-members": "0"}, "phan-1-members"),
        ({"on": "tomorrow"}, "không được sau ngày hôm nay"),
    ],
)
def test_wrong_entry_stands_at_its_box(page, wrong, words):
    if wrong.get("on"):
        wrong = {"on": f"{timezone.localdate() + dt.timedelta(days=1):%d/%m/%Y}"}
    answer = page(action="save", **wrong)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not Succession.objects.exists()
