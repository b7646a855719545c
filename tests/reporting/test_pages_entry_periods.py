"""Pages of periods: the list, completeness with its filters, preparing and opening."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from python_calamine import load_workbook

from reporting.models import Period, Submission
from reporting.queries.periods import children_of, completeness
from reporting.services import create_period, take_step
from tests.factories import grassroots, person
from tests.reporting.factories import country, opened, sent
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


@pytest.fixture
def browse(client):
    def as_person(user):
        client.force_login(user)
        return client

    return as_person


def url(name, *args):
    return reverse(f"reporting:{name}", args=args)


def test_period_list_leads_to_the_own_report(here, report, browse):
    page = browse(here.chair).get(url("period_list")).content.decode()
    assert here.period.name in page and url("submission_edit", report.pk) in page


def test_prepared_period_is_seen_by_its_owner_only(here, browse):
    later = create_period(here.period.regime, year=2027, by=None)
    assert later.name in browse(here.admin).get(url("period_list")).content.decode()
    assert later.name not in browse(here.chair).get(url("period_list")).content.decode()
    assert browse(here.chair).get(url("period_detail", later.pk)).status_code == 404


def test_completeness_counts_one_level_below_and_drills_down(here, report, browse):
    sent(report, here.chair)
    client = browse(here.admin)
    page = strip_tags(client.get(url("period_detail", here.period.pk)).content.decode())
    assert "1 trên 5 đơn vị đã gửi" in page
    place = here.report(here.uppers[0]).period_unit
    below = client.get(url("period_detail", here.period.pk), {"noi": place.pk}).content.decode()
    assert here.bases[0].name in below and here.bases[2].name not in below


def test_returned_report_stays_sent_and_is_told_apart(here, report, browse):
    """As QT02 and QT03 count it: never more on time than sent."""
    chair = person(Role.GRASSROOTS, here.bases[1])
    late = sent(here.report(here.bases[1]), chair)
    take_step(sent(report, here.chair), "return", by=here.officer, note="Thiếu số nữ")
    Submission.objects.filter(period=here.period).update(late=False)
    Submission.objects.filter(pk=late.pk).update(late=True)
    client = browse(here.admin)
    page = strip_tags(client.get(url("period_detail", here.period.pk)).content.decode())
    assert "2 trên 5 đơn vị đã gửi: đúng hạn 1, gửi muộn 1." in page
    assert "1 báo cáo bị trả lại, chưa gửi lại" in page
    counts = completeness(here.report(here.top).period_unit)
    assert (counts.sent, counts.on_time, counts.late, counts.returned) == (2, 1, 1, 1)
    assert counts.sent + counts.missing == counts.obliged
    said = client.get(url("period_list")).content.decode()
    assert "2 trên 5 đơn vị đã gửi (trong đó 0 đã duyệt, 1 bị trả lại, chưa gửi lại), 3 chưa gửi." in said
    take_step(report, "submit", by=here.chair)
    page = strip_tags(client.get(url("period_detail", here.period.pk)).content.decode())
    assert "bị trả lại, chưa gửi lại." not in page


def test_what_waits_and_what_was_returned_stand_first(here, report, browse):
    more = [grassroots(here.uppers[0], name) for name in ("A", "B", "C")]
    wide = opened(here.top, 2027, of=here.period.regime)
    reports = {r.unit_id: r for r in Submission.objects.filter(period=wide).select_related("period_unit")}
    Submission.objects.filter(pk=reports[more[2].pk].pk).update(status="submitted")
    Submission.objects.filter(pk=reports[more[1].pk].pk).update(status="returned")
    place = reports[here.uppers[0].pk].period_unit
    assert [c.unit for c in children_of(place)][:3] == [more[2], more[1], more[0]]
    page = browse(here.officer).get(url("period_detail", wide.pk)).content.decode()
    assert "Bên dưới đã gửi" not in page
    assert "Bên dưới đã gửi" in browse(here.admin).get(url("period_detail", wide.pk)).content.decode()


def test_filter_lists_the_units_behind_a_count(here, report, browse):
    sent(report, here.chair)
    client = browse(here.admin)
    waiting = client.get(url("period_detail", here.period.pk), {"tt": "waiting"}).content.decode()
    missing = client.get(url("period_detail", here.period.pk), {"tt": "missing"}).content.decode()
    assert here.bases[0].name in waiting and here.bases[0].name not in missing
    assert here.bases[1].name in missing


def test_sent_and_on_time_open_to_their_units(here, report, browse):
    sent(report, here.chair)
    page = url("period_detail", here.period.pk) + f"?noi={report.period_unit.parent_id}"
    client = browse(here.officer)
    for state in ("sent", "on_time" if not here.report(here.bases[0]).late else "late"):
        assert f'href="{page}&amp;tt={state}"' in client.get(page).content.decode()
        assert [one.unit for one in client.get(f"{page}&tt={state}").context["page"]] == [here.bases[0]]


def test_search_finds_without_accents(here, browse):
    grown = browse(here.admin).get(url("period_detail", here.period.pk), {"q": "suoi mo"}).content.decode()
    assert here.uppers[0].name in grown and here.bases[0].code not in grown


def test_place_outside_the_scope_is_not_there(here, browse):
    other = here.report(here.uppers[1]).period_unit
    client = browse(here.officer)
    assert client.get(url("period_detail", here.period.pk), {"noi": other.pk}).status_code == 404
    assert client.get(url("period_export", here.period.pk), {"noi": other.pk}).status_code == 404
    assert client.get(url("period_detail", here.period.pk), {"noi": "x"}).status_code == 404


def test_export_holds_one_line_per_unit(here, report, browse):
    sent(report, here.chair)
    answer = browse(here.admin).get(url("period_export", here.period.pk))
    rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 6
    line = next(row for row in rows if row[0] == here.bases[0].code)
    assert (line[1], line[4]) == (here.bases[0].name, "Đã gửi")


def test_page_costs_the_same_for_few_and_many_units(here, browse):
    client = browse(here.admin)
    pages = [
        url("period_list"),
        url("period_detail", here.period.pk),
        url("period_detail", here.period.pk) + "?tt=missing",
    ]
    client.get(pages[0])

    def queries(pages):
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as context:
                assert client.get(page).status_code == 200
            counts.append(len(context))
        return counts

    few = queries(pages)
    for _n in range(20):
        grassroots(here.uppers[0])
    wide = opened(here.top, 2027, of=here.period.regime)
    more = [url("period_list"), url("period_detail", wide.pk), url("period_detail", wide.pk) + "?tt=missing"]
    assert queries(more) == few


def test_preparing_and_opening_on_the_page(here, browse):
    client = browse(here.admin)
    form = client.get(url("period_new")).content.decode()
    assert "Chế độ báo cáo" in form
    data = {"regime": here.period.regime_id, "year": "2027", "starts_on": "1/12/2026", "ends_on": "31/5/2027"}
    client.post(url("period_new"), data)
    period = Period.objects.get(year=2027)
    assert period.status == "preparing"
    client.post(url("period_open", period.pk))
    assert Submission.objects.filter(period=period).count() == 6


def test_dates_the_wrong_way_round_are_told_at_the_field(here, browse):
    data = {"regime": here.period.regime_id, "year": "2027", "starts_on": "31/5/2027", "ends_on": "1/12/2026"}
    answer = browse(here.admin).post(url("period_new"), data)
    assert answer.status_code == 422 and "phải sau ngày bắt đầu" in answer.content.decode()


def test_regime_of_a_foreign_unit_cannot_be_chosen(here, browse):
    officer = browse(here.officer)
    data = {"regime": here.period.regime_id, "year": "2027"}
    assert officer.post(url("period_new"), data).status_code == 422
    assert not Period.objects.filter(year=2027).exists()


def test_who_may_not_prepare_or_open(here, browse):
    later = create_period(here.period.regime, year=2027, by=None)
    assert browse(here.chair).get(url("period_new")).status_code == 403
    assert browse(here.chair).post(url("period_open", later.pk)).status_code == 404
    assert browse(here.officer).post(url("period_close", here.period.pk)).status_code == 403


def test_unit_sets_up_its_own_regime_on_the_page(here, browse):
    client = browse(here.officer)
    client.post(url("regime_new"), {"pattern": "union_half"})
    assert here.uppers[0].regimes.count() == 1
    again = client.post(url("regime_new"), {"pattern": "union_half"}, follow=True)
    assert "đã có chế độ" in again.content.decode()
