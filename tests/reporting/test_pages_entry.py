"""Pages of periods and reports: who sees what, what a plain POST does, messages at the boxes."""

import re

import pytest
from django.urls import reverse

from campaigns.models import Activity
from core.formats import write
from reporting.models import Submission
from reporting.models import SubmissionStatus as S
from reporting.queries.layout import layout_of
from reporting.services import take_step
from tests.factories import person
from tests.reporting.factories import WHOLE, YEAR, accepted, country, day, enter, opened, sent
from units.models import AuditEntry, Role

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


def posted(values, base=0, **more):
    """A posted form: boxes by their names."""
    cells = {f"{code}:{part}" if part else code: text for (code, part), text in values.items()}
    return {"base": str(base), **cells, **more}


# --- entering


def test_form_shows_every_box_of_the_form(here, report, browse):
    page = browse(here.chair).get(url("submission_edit", report.pk)).content.decode()
    for name in ("LD01", "TT02:n.nu", "TT01:h.truc_tuyen", "CL02:v.nsdld", "QT06", "DB12~b"):
        assert f'name="{name}"' in page
    assert 'inputmode="decimal"' in page
    assert "TC09" not in page


def test_last_periods_stand_beside_the_box(here, report, browse):
    regime = here.period.regime
    for year, sum_of_money in ((YEAR - 1, "12.500.000"), (YEAR - 2, "9.000.000")):
        period = opened(here.top, year, of=regime)
        accepted(
            Submission.objects.get(period=period, unit=here.bases[0]),
            here.chair,
            here.officer,
            {("CL02", ""): sum_of_money},
        )
    here.period.previous = regime.periods.get(year=YEAR - 1)
    here.period.save()
    page = browse(here.chair).get(url("submission_edit", report.pk)).content.decode()
    assert "Cùng kỳ năm trước: <strong>12.500.000</strong>" in page
    assert f"Báo cáo 6 tháng đầu năm {YEAR - 2}: <strong>9.000.000</strong>" in page
    assert 'data-usual="12500000" data-money' in page


def test_plain_post_saves_a_draft_and_shows_it_again(here, report, browse):
    client = browse(here.chair)
    answer = client.post(url("submission_edit", report.pk), posted({("TT03", ""): "1234"}, action="save"))
    assert answer.status_code == 302
    page = client.get(url("submission_edit", report.pk)).content.decode()
    assert 'name="TT03" value="1.234"' in page
    assert 'name="base" value="1"' in page


def test_state_and_note_travel_with_the_box(here, report, browse):
    client = browse(here.chair)
    client.post(
        url("submission_edit", report.pk),
        posted({("TT03", ""): ""}, **{"TT03~s": "nil", "TT03~n": "Không in"}),
    )
    figure = report.figures.get()
    assert (figure.state, figure.note) == ("nil", "Không in")


def test_wrong_box_keeps_all_that_was_typed_and_stores_nothing(here, report, browse):
    answer = browse(here.chair).post(
        url("submission_edit", report.pk),
        posted({("TT03", ""): "12 tờ", ("TT01", ""): "7"}, **{"text-I.1": "Ổn định"}),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "không phải là số" in page
    assert 'href="#o-TT03"' in page and 'id="o-TT03"' in page
    assert 'name="TT03" value="12 tờ"' in page and 'name="TT01" value="7"' in page and "Ổn định" in page
    assert not report.figures.exists()


def test_second_tab_sees_what_differs_and_may_save_again(here, report, browse):
    client = browse(here.chair)
    client.post(url("submission_edit", report.pk), posted({("TT03", ""): "5"}))
    answer = client.post(url("submission_edit", report.pk), posted({("TT03", ""): "6"}))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert (
        "Nơi khác đã lưu số 5" in page and 'name="TT03" value="6"' in page and 'name="base" value="1"' in page
    )
    assert (
        client.post(url("submission_edit", report.pk), posted({("TT03", ""): "6"}, base=1)).status_code == 302
    )
    assert report.figures.get().value == 6


def test_sending_needs_the_required_boxes(here, report, browse):
    answer = browse(here.chair).post(
        url("submission_edit", report.pk), posted({("TT03", ""): "6"}, action="submit")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#o-TC05"' in page and "Ô bắt buộc chưa trả lời" in page
    assert report.figures.count() == 1


def test_sending_shows_errors_of_the_checks_at_their_boxes(here, report, browse):
    answer = browse(here.chair).post(
        url("submission_edit", report.pk), posted({**WHOLE, ("TT01", "h.truc_tiep"): "3"}, action="submit")
    )
    assert answer.status_code == 422
    assert "khác tổng số" in answer.content.decode()
    report.refresh_from_db()
    assert report.status == S.DRAFT


def test_whole_report_is_sent_and_then_only_read(here, report, browse):
    client = browse(here.chair)
    answer = client.post(url("submission_edit", report.pk), posted(WHOLE, action="submit"))
    assert answer.url == url("submission_detail", report.pk)
    again = client.post(
        url("submission_edit", report.pk), posted(WHOLE, base=1, action="submit"), follow=True
    )
    assert "Đã gửi" in again.content.decode()
    assert client.get(url("submission_edit", report.pk)).status_code == 302
    report.refresh_from_db()
    assert report.status == S.SUBMITTED and report.moves.filter(step="submit").count() == 1


def test_blank_rows_are_told_after_sending(here, report, browse):
    answer = browse(here.chair).post(
        url("submission_edit", report.pk), posted(WHOLE, action="submit"), follow=True
    )
    layout = layout_of(report.form)
    asked = len(layout.rows)
    blank = asked - len({code for code, _part in WHOLE})
    assert f"còn {blank} trên {asked} chỉ tiêu chưa trả lời" in answer.content.decode()


def test_nil_return_owes_no_rows(here, report, browse):
    answer = browse(here.chair).post(
        url("submission_edit", report.pk), posted({}, action="submit", nil_return="1"), follow=True
    )
    page = answer.content.decode()
    assert "Đã gửi báo cáo" in page and "chỉ tiêu chưa trả lời" not in page


def test_suggestion_is_taken_by_its_button_without_script(here, report, browse):
    Activity.objects.create(
        unit=here.bases[0],
        type_id="tuyen_truyen_mieng",
        title="Nói chuyện",
        happened_on=day("3/3/2026"),
        sessions=4,
    )
    client = browse(here.chair)
    page = client.get(url("submission_edit", report.pk)).content.decode()
    assert 'name="take" value="TT01"' in page
    client.post(url("submission_edit", report.pk), posted({("TT03", ""): "8"}, take="TT01"))
    assert {f.indicator.code: f.value for f in report.figures.select_related("indicator")} == {
        "TT01": 4,
        "TT03": 8,
    }
    client.post(
        url("submission_edit", report.pk), posted({("TT03", ""): "8", ("TC05", ""): ""}, base=1, take="*")
    )
    assert report.figures.get(indicator__code="TC05").value == 100


def test_taking_all_leaves_answered_boxes_alone(here, report, browse):
    browse(here.chair).post(url("submission_edit", report.pk), posted({("TC05", ""): "90"}, take="*"))
    assert report.figures.get(indicator__code="TC05", breakdown="").value == 90
    assert report.figures.get(indicator__code="TC01").value == 1


def test_number_opens_to_its_activities(here, report, browse):
    Activity.objects.create(
        unit=here.bases[0],
        type_id="tuyen_truyen_mieng",
        title="Nói chuyện Luật Công đoàn",
        happened_on=day("3/3/2026"),
    )
    page = browse(here.chair).get(url("figure_sources", report.pk, "TT01")).content.decode()
    assert "Nói chuyện Luật Công đoàn" in page
    assert browse(here.officer).get(url("figure_sources", report.pk, "TT01")).status_code == 404
    sent(report, here.chair)
    reading = browse(here.officer).get(url("submission_detail", report.pk)).content.decode()
    assert f'href="{url("figure_sources", report.pk, "TT01")}"' in reading


def test_previous_year_stands_beside_the_box(here, report, browse):
    accepted(report, here.chair, here.officer, {("TT03", ""): "4.321"})
    later = Submission.objects.get(period=opened(here.top, 2027, of=here.period.regime), unit=here.bases[0])
    assert "4.321" in browse(here.chair).get(url("submission_edit", later.pk)).content.decode()


def test_return_notes_stand_at_their_boxes(here, report, browse):
    sent(report, here.chair)
    browse(here.officer).post(
        url("submission_step", report.pk),
        {"step": "return", "note": "Xem lại", "note:TT01": "Thiếu cuộc tháng 3"},
    )
    page = browse(here.chair).get(url("submission_edit", report.pk)).content.decode()
    assert "Xem lại" in page
    assert re.search(r'<li><a href="#o-TT01">TT01 [^<]+</a>: Thiếu cuộc tháng 3</li>', page)


def test_upper_unit_reads_when_by_whom_and_why_it_returned(here, report, browse):
    sent(report, here.chair, {("TT03", ""): "98.765"})
    take_step(report, "return", by=here.officer, note="Xem lại", cell_notes={("TT01", ""): "Thiếu tháng 3"})
    move = report.moves.get(step="return")
    client = browse(here.officer)
    page = client.get(url("submission_detail", report.pk)).content.decode()
    assert "Số liệu chưa được gửi" not in page and "98.765" not in page
    assert f"Trả lại lúc {write.datetime(move.at)}, người trả lại: {here.officer}." in page
    told = page[page.index("Trả lại lúc") : page.index("Đơn vị đang sửa số liệu")]
    assert "Xem lại" in told and "Thiếu tháng 3" in told
    take_step(report, "submit", by=here.chair)
    assert "Trả lại lúc" not in client.get(url("submission_detail", report.pk)).content.decode()


# --- who may


def test_officer_sees_the_status_of_a_draft_but_not_its_figures(here, report, browse):
    enter(report, here.chair, {("TT03", ""): "98.765"})
    page = browse(here.officer).get(url("submission_detail", report.pk)).content.decode()
    assert "Đang nhập" in page and "98.765" not in page
    assert "98.765" in browse(here.chair).get(url("submission_detail", report.pk)).content.decode()


def test_officer_reads_figures_findings_and_moves_of_a_sent_report(here, report, browse):
    sent(report, here.chair, {("TC15", ""): "1", ("TC16", ""): "2"})
    page = browse(here.officer).get(url("submission_detail", report.pk)).content.decode()
    for words in (
        "Kết quả kiểm tra",
        "kết nạp Đảng thường đi sau",
        "Gửi báo cáo",
        "Tiếp nhận",
        "Trả lại",
        "Duyệt",
        "note:TT01",
    ):
        assert words in page


def test_officer_cannot_type(here, report, browse):
    assert browse(here.officer).get(url("submission_edit", report.pk)).status_code == 403
    assert (
        browse(here.officer).post(url("submission_edit", report.pk), posted({("TT03", ""): "1"})).status_code
        == 403
    )
    assert not report.figures.exists()


@pytest.mark.parametrize("name", ["submission_detail", "submission_edit"])
def test_report_of_a_foreign_unit_is_not_there(here, report, browse, name):
    stranger = person(Role.GRASSROOTS, here.bases[2])
    assert browse(stranger).get(url(name, report.pk)).status_code == 404
    assert browse(stranger).post(url("submission_step", report.pk), {"step": "accept"}).status_code == 404


def test_unit_cannot_accept_itself_by_a_posted_step(here, report, browse):
    sent(report, here.chair)
    assert browse(here.chair).post(url("submission_step", report.pk), {"step": "accept"}).status_code == 403
    report.refresh_from_db()
    assert report.status == S.SUBMITTED


def test_wrong_status_and_missing_reason_are_told(here, report, browse):
    client = browse(here.officer)
    said = client.post(url("submission_step", report.pk), {"step": "accept"}, follow=True).content.decode()
    assert "Không thể “duyệt”" in said
    sent(report, here.chair)
    said = client.post(
        url("submission_step", report.pk), {"step": "return", "note": ""}, follow=True
    ).content.decode()
    assert "Hãy ghi lý do" in said
    report.refresh_from_db()
    assert report.status == S.SUBMITTED


def test_unknown_step_is_told(here, report, browse):
    sent(report, here.chair)
    said = browse(here.officer).post(url("submission_step", report.pk), {"step": "delete"}, follow=True)
    assert "Không có thao tác này" in said.content.decode()


def test_anonymous_is_asked_to_sign_in(here, report, client):
    for address in (
        url("period_list"),
        url("submission_edit", report.pk),
        url("period_detail", here.period.pk),
    ):
        assert client.get(address).status_code == 302


def test_reading_writes_nothing(here, report, browse):
    sent(report, here.chair)
    before = AuditEntry.objects.count()
    for name in ("submission_detail", "submission_edit"):
        browse(here.chair).get(url(name, report.pk))
    report.refresh_from_db()
    assert (AuditEntry.objects.count(), report.status) == (before, S.SUBMITTED)


def test_officer_accepts_from_the_page(here, report, browse):
    sent(report, here.chair)
    client = browse(here.officer)
    client.post(url("submission_step", report.pk), {"step": "receive"})
    client.post(url("submission_step", report.pk), {"step": "accept"})
    report.refresh_from_db()
    assert report.status == S.ACCEPTED
    assert "Mở lại" in client.get(url("submission_detail", report.pk)).content.decode()
    with pytest.raises(Exception, match="Hãy ghi lý do"):
        take_step(report, "reopen", by=here.officer)
