"""Pages of reports on their way up: the desk, accepting together, reasons, paper reports."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from reporting.models import PaperReport, Submission, Waiver
from reporting.receiving.services.waiving import ask_waivers
from reporting.services import take_step
from tests.factories import person
from tests.reporting.factories import WHOLE, country, enter, sent
from units.models import Role

pytestmark = pytest.mark.django_db

PARTY = {("TC15", ""): "1", ("TC16", ""): "2"}
TC16 = ("above_its_bound", ("TC16", ""))
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


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


def page(answer):
    return " ".join(answer.content.decode().split())


def test_desk_lists_what_waits_behind_the_filter(here, report, browse):
    other, its_chair = here.report(here.bases[1]), person(Role.GRASSROOTS, here.bases[1])
    sent(report, here.chair)
    sent(other, its_chair, PARTY)
    client = browse(here.officer)
    assert "<strong>2</strong> kết quả" in page(client.get(url("review_desk")))
    assert "<strong>1</strong> kết quả" in page(client.get(url("review_desk"), {"loc": "open"}))
    assert client.get(url("review_desk_export")).status_code == 200


def test_desk_costs_the_same_for_one_and_for_many(here, report, browse, django_assert_max_num_queries):
    sent(report, here.chair)
    sent(here.report(here.bases[1]), person(Role.GRASSROOTS, here.bases[1]))
    client = browse(here.officer)
    with django_assert_max_num_queries(12):
        client.get(url("review_desk"))


def test_nothing_chosen_is_told(here, report, browse):
    sent(report, here.chair)
    said = page(browse(here.officer).post(url("accept_together"), {"report": ["0"]}, follow=True))
    assert "Chưa chọn báo cáo nào" in said
    assert browse(here.chair).post(url("accept_together"), {"every": "1"}).status_code == 403


def test_unit_gives_a_reason_on_the_page_and_the_officer_refuses_it(here, report, browse):
    enter(report, here.chair, {**WHOLE, **PARTY})
    client = browse(here.chair)
    shown = page(client.get(url("submission_checks", report.pk)))
    assert "ly-do:above_its_bound:TC16" in shown and "B. " in shown
    client.post(
        url("submission_checks", report.pk), {"ly-do:above_its_bound:TC16": "Giới thiệu từ năm trước"}
    )
    take_step(report, "submit", by=here.chair)
    waiver = Waiver.objects.get()
    client = browse(here.officer)
    assert "Giới thiệu từ năm trước" in page(client.get(url("submission_detail", report.pk)))
    client.post(
        url("waiver_decision", report.pk), {"waiver": waiver.pk, "decision": "refuse", "note": "Chưa rõ"}
    )
    waiver.refresh_from_db()
    assert (waiver.status, waiver.decision_note) == ("refused", "Chưa rõ")
    assert browse(here.officer).get(url("submission_checks", report.pk)).status_code == 403


def test_officer_reads_changes_and_answers_to_the_notes(here, report, browse):
    sent(report, here.chair)
    client = browse(here.officer)
    client.post(
        url("submission_step", report.pk),
        {"step": "return", "note": "Xem lại", "note:TT01": "Thiếu", "note:TC07": "Giảm ai?", "note:text-II.1": "Rõ hơn"},
    )  # fmt: skip
    enter(report, here.chair, {("TT01", ""): "4", ("TT01", "h.truc_tiep"): "3"})
    take_step(report, "submit", by=here.chair)
    shown = page(client.get(url("submission_detail", report.pk)))
    assert "3 → 4" in shown and shown.count("Đơn vị chưa thay đổi gì") == 2
    assert "Thay đổi từ lần gửi trước" in shown and str(here.chair) in shown


def test_paper_report_is_entered_with_its_scan_and_marked(here, report, browse):
    client = browse(here.officer)
    scan = SimpleUploadedFile("bao cao.pdf", PDF, "application/pdf")
    typed = {"reason": "Mất mạng", "received_on": timezone.localdate().strftime("%d/%m/%Y"), "scan": scan}
    answer = client.post(url("paper_report", report.pk), typed)
    assert answer.status_code == 302 and answer["Location"] == url("submission_edit", report.pk)
    assert client.get(answer["Location"]).status_code == 200
    sent(report, here.officer)
    shown = page(browse(here.chair).get(url("submission_detail", report.pk)))
    assert "Nhập thay" in shown and "Mất mạng" in shown
    paper = PaperReport.objects.get()
    assert browse(here.chair).get(url("paper_scan", paper.pk)).status_code == 200
    assert browse(person(Role.LEADER, here.uppers[1])).get(url("paper_scan", paper.pk)).status_code == 404


def test_paper_report_of_a_day_ahead_is_refused_at_the_field(here, report, browse):
    typed = {"reason": "Mất mạng", "received_on": "31/12/2099"}
    answer = browse(here.officer).post(url("paper_report", report.pk), typed)
    assert answer.status_code == 422 and "Ngày này chưa đến" in page(answer)


def test_receiver_is_told_how_many_below_are_not_accepted(here, browse):
    upper = here.report(here.uppers[0])
    Submission.objects.filter(pk=upper.pk).update(status="submitted")
    assert "Còn 2 trên 2 báo cáo bên dưới" in page(browse(here.admin).get(url("submission_detail", upper.pk)))


def test_waiver_cannot_be_given_through_a_report_of_somebody_else(here, report, browse):
    enter(report, here.chair, PARTY)
    ask_waivers(report, {TC16: "Vì"}, by=here.chair)
    stranger = person(Role.GRASSROOTS, here.bases[2])
    answer = browse(stranger).post(url("waiver_decision", report.pk), {"waiver": Waiver.objects.get().pk})
    assert answer.status_code == 404
