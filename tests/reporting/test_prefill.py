"""Suggestions from the activity log: the right measure of the right activities, with their sources."""

import io

import openpyxl
import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.contests.outside.models import OutsideContest
from campaigns.models import Activity, ActivityMoney, ActivityQuantity
from reporting.models import Indicator
from reporting.prefill import prefill_of, rules
from reporting.prefill.pages import sources_of
from reporting.queries.layout import layout_of
from reporting.workbooks.reading import read_workbook
from tests.reporting.factories import country, day, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


def logged(unit, type_code, on="10/3/2026", quantities=None, money=None, **fields):
    said = {"title": "Hoạt động thử", **fields}
    activity = Activity.objects.create(unit=unit, type_id=type_code, happened_on=day(on), **said)
    for kind, amount in (quantities or {}).items():
        ActivityQuantity.objects.create(activity=activity, kind_id=kind, amount=amount)
    for source, amount in (money or {}).items():
        ActivityMoney.objects.create(activity=activity, source=source, amount=amount)
    return activity


def test_sessions_and_participations_add_up_with_their_activities(here, report):
    one = logged(here.bases[0], "tuyen_truyen_mieng", sessions=2, participations=80)
    two = logged(here.bases[0], "tuyen_truyen_mang", sessions=1, participations=40, form="truc_tuyen")
    found = prefill_of(report)
    assert (found["TT01", ""].value, {line.record.pk for line in found["TT01", ""].lines}) == (
        3,
        {one.pk, two.pk},
    )
    assert found["TT02", ""].value == 120
    assert (found["TT01", "h.truc_tiep"].value, found["TT01", "h.truc_tuyen"].value) == (2, 1)


def test_first_and_last_day_of_the_period_count(here, report):
    for on in ("30/11/2025", "1/12/2025", "31/5/2026", "1/6/2026"):
        logged(here.bases[0], "tuyen_truyen_mieng", on=on)
    assert prefill_of(report)["TT01", ""].value == 2


def test_activity_of_another_unit_is_not_counted(here, report):
    logged(here.bases[1], "tuyen_truyen_mieng")
    logged(here.uppers[0], "tuyen_truyen_mieng").partners.add(here.bases[0])
    assert ("TT01", "") not in prefill_of(report)


def test_what_nobody_logged_is_not_suggested_as_zero(here, report):
    logged(here.bases[0], "tuyen_truyen_mieng", participations=None)
    found = prefill_of(report)
    assert ("TT02", "") not in found and ("TT03", "") not in found


def test_women_are_suggested_only_when_counted_everywhere(here, report):
    logged(here.bases[0], "hoi_thi", participations=50, female_participations=30)
    assert prefill_of(report)["TT21", "n.nu"].value == 30
    logged(here.bases[0], "hoi_thi", participations=20)
    assert ("TT21", "n.nu") not in prefill_of(report)


def test_quantities_count_in_every_type(here, report):
    logged(here.bases[0], "truc_quan", quantities={"bang_ron": 4})
    logged(here.bases[0], "thang_cong_nhan", quantities={"bang_ron": 1})
    assert prefill_of(report)["TT08", ""].value == 5


def test_money_whole_and_by_source(here, report):
    logged(here.bases[0], "tham_hoi_tro_cap", money={"tai_chinh_cd": 2_000_000, "nsdld": 500_000})
    found = prefill_of(report)
    assert found["CL02", ""].value == 2_500_000
    assert found["CL02", "v.nsdld"].value == 500_000
    assert ("CL02", "v.xa_hoi_hoa") not in found


def test_distinct_units_are_one_however_many_activities(here, report):
    for _n in range(3):
        logged(here.bases[0], "thang_cong_nhan")
    assert prefill_of(report)["CL11", ""].value == 1


def test_members_come_from_the_unit(here, report):
    found = prefill_of(report)
    assert (found["TC05", ""].value, found["TC05", ""].lines) == (100, ())
    assert found["TC01", ""].value == 1


def test_suggestion_is_kept_beside_the_figure(here, report):
    logged(here.bases[0], "tuyen_truyen_mieng", sessions=2)
    enter(report, here.chair, {("TT01", ""): "5", ("TT03", ""): "7"})
    assert report.figures.get(indicator__code="TT01").prefilled == 2
    assert report.figures.get(indicator__code="TT03").prefilled is None


def test_same_queries_for_one_and_many_records_and_few_for_few_boxes(here, report, django_assert_num_queries):
    logged(here.bases[0], "truc_quan", quantities={"bang_ron": 1})
    with CaptureQueriesContext(connection) as one:
        prefill_of(report)
    with django_assert_num_queries(3):
        prefill_of(report, [("TT08", ""), ("TC05", "")])
    for _n in range(10):
        logged(here.bases[0], "truc_quan", quantities={"bang_ron": 1})
    with django_assert_num_queries(len(one)):
        prefill_of(report)


def test_rules_name_what_the_catalogues_hold(here):
    from campaigns.models import ActivityType, Channel, QuantityKind
    from reporting.models import Category
    from reporting.prefill.sources import KIND_NAMES, SOURCES

    codes = set(Indicator.objects.values_list("code", flat=True))
    known = {
        "quantity": set(QuantityKind.objects.values_list("code", flat=True)),
        "types": set(ActivityType.objects.values_list("code", flat=True)) | {"*"},
        "channels": set(Channel.objects.values_list("code", flat=True)),
        "parts": {f"{c.disaggregation_id}.{c.code}" for c in Category.objects.all()} | {""},
    }
    of_activities = {"sessions", "participations", "participations:n.nu", "posts", "money"}
    assert {kind for source in SOURCES for kind in source.kinds} == set(KIND_NAMES)
    for rule in rules():
        assert rule.indicator_code in codes
        assert rule.kind in {*KIND_NAMES, "unit"}, rule
        assert rule.types <= known["types"] and rule.channels <= known["channels"], rule
        assert rule.breakdown in known["parts"], rule
        assert rule.over in {"", "one", "most"}, rule
        name, _, code = rule.measure.partition(":")
        if name == "quantity":
            assert code in known["quantity"], rule
        elif rule.kind == "activity":
            assert rule.measure in of_activities or code in known["parts"], rule


def test_contests_on_the_portal_count_beside_logged_ones_and_open_to_themselves(here, report):
    unit = here.bases[0]
    logged(unit, "hoi_thi", participations=50)
    outside = OutsideContest.objects.create(
        unit=unit, name="Hội thi của ngành", organiser="Sở Y tế", starts_on=day("1/4/2026"), ends_on=day("3/4/2026"),
        participants=7, essays=2, online=False,
    )  # fmt: skip
    found = prefill_of(report)
    assert (found["TT21", ""].value, found["TT22", ""].value, found["TT23", ""].value) == (57, 1, 2)
    (line,) = [line for line in found["TT21", ""].lines if line.record.kind == "outside_contest"]
    assert (line.record.pk, line.amount, line.record.url) == (
        outside.pk, 7, reverse("campaigns:outside_detail", args=[outside.pk]),
    )  # fmt: skip


def test_activity_that_is_another_record_counts_once_and_is_said(client, here, report):
    unit = here.bases[0]
    activity = logged(unit, "hoi_thi", participations=7, title="Hội thi tay nghề ngành may")
    contest = OutsideContest.objects.create(
        unit=unit, name="Hội thi tay nghề ngành may", organiser="Hội Dệt may", starts_on=day("10/3/2026"),
        ends_on=day("10/3/2026"), participants=7,
    )  # fmt: skip
    client.force_login(here.chair)
    page = reverse("reporting:figure_sources", args=[report.pk, "TT21"])
    assert prefill_of(report)["TT21", ""].value == 14
    assert "Có thể tính hai lần" in client.get(page).content.decode()
    tie = reverse("campaigns:activity_twin", args=[activity.pk])
    client.post(tie, {"ho-so": f"outside_contest:{contest.pk}"})
    found = prefill_of(report)["TT21", ""]
    assert (found.value, [record.pk for record in found.left_out]) == (7, [activity.pk])
    assert "Không cộng" in client.get(page).content.decode()
    assert "không cộng hoạt động này" in client.get(found.left_out[0].url).content.decode()
    client.post(tie, {"ho-so": ""})
    assert prefill_of(report)["TT21", ""].value == 14
    refused = client.post(tie, {"ho-so": "contest:999999"}, follow=True)
    assert "không còn ở gần ngày" in refused.content.decode()


def test_sources_of_the_whole_report_on_the_page_in_the_workbooks_and_in_print(client, here, report):
    logged(here.bases[0], "tuyen_truyen_mieng", sessions=2, title="Nói chuyện về an toàn lao động")
    enter(report, here.chair, {("TT01", ""): "5"})
    client.force_login(here.chair)
    page = client.get(reverse("reporting:submission_sources", args=[report.pk])).content.decode()
    assert "Nói chuyện về an toàn lao động" in page and "khác nhau" in page
    own = client.get(reverse("reporting:sources_export", args=[report.pk])).content
    form = b"".join(client.get(reverse("reporting:workbook_template", args=[report.pk])))
    for content in (own, form):
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Nguồn số liệu"]
        assert "Nói chuyện về an toàn lao động" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert not [note for note in read_workbook(form, "phieu.xlsx").notes if "Bỏ qua" in note]
    printed = render_to_string(
        "reporting/sources_paper.html",
        {"submission": report, "boxes": sources_of(report, layout_of(report.form)), "today": day("1/6/2026")},
    )
    assert "Nói chuyện về an toàn lao động" in printed and "(báo cáo: 5)" in printed
