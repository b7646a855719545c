"""A compiled report whose numbers were corrected before it was issued goes no further until they are right."""

import pytest
from django.urls import reverse

from core.workflow import IllegalStep
from documents import jobs
from documents.models import Status
from documents.services import NotReady
from documents.signing import queries as signatures
from reporting.corrections.outdated import outdated_words
from reporting.corrections.services import take_step
from reporting.models import CompiledReport
from reporting.services import compile_report, take_report_step
from reporting.services.steps import take_step as report_step
from tests.reporting.compile_factories import accept
from tests.reporting.corrections.corrected import asked, compiled, settled, staffed_country

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = staffed_country()
    country.commit = django_capture_on_commit_callbacks
    return country


def at(country, status):
    """The report of the commune union, taken to the status."""
    report = compiled(country, country.commit, issue=False)
    for step, by, reached in (
        ("submit", country.officer, Status.IN_REVIEW), ("approve", country.leader, Status.APPROVED),
        ("number", country.clerk, Status.NUMBERED),
    ):  # fmt: skip
        if report.status == status:
            break
        take_report_step(report, step, by=by)
        assert report.status == reached
    return report


@pytest.mark.parametrize(
    "status, step, by",
    [
        (Status.DRAFT, "submit", "officer"),
        (Status.IN_REVIEW, "approve", "leader"),
        (Status.APPROVED, "number", "clerk"),
        (Status.APPROVED, "issue", "clerk"),
    ],
)
def test_report_with_a_corrected_number_goes_no_further(country, status, step, by):
    report = at(country, status)
    settled(country, asked(country))
    report.refresh_from_db()
    with pytest.raises(
        NotReady, match=r"CĐCS Trường THCS Suối Mơ đã được đính chính hoặc mở lại.*Tổng hợp lại"
    ):
        take_report_step(report, step, by=getattr(country, by))
    report.refresh_from_db()
    assert (report.status, report.number) == (status, None)


def test_returned_and_compiled_anew_it_is_approved_and_issued_with_the_new_number(country):
    report = at(country, Status.IN_REVIEW)
    settled(country, asked(country))
    take_report_step(report, "return", by=country.leader, note="Tổng hợp lại theo đính chính.")
    with country.commit():
        jobs.run(compile_report(country.place(country.upper), by=country.officer).pk)
    report = CompiledReport.objects.get(pk=report.pk)
    for step, by in (("submit", country.officer), ("approve", country.leader), ("issue", country.clerk)):
        take_report_step(report, step, by=by)
    report.refresh_from_db()
    assert report.status == Status.ISSUED
    assert report.current_version.content["totals"]["TC06"][""][0] == "16"


def test_report_opened_again_below_stops_it_and_one_accepted_later_does_not(country):
    report = at(country, Status.IN_REVIEW)
    accept(country.report(country.mill), {"TC06": 1})
    accept(country.report(country.upper), {"TC06": 1})
    assert outdated_words(report) == ""
    school = country.report(country.school)
    school.refresh_from_db()
    report_step(school, "reopen", by=country.officer, note="Số đoàn viên chưa khớp.")
    assert "CĐCS Trường THCS Suối Mơ" in outdated_words(report)


def test_page_of_the_report_says_why_and_offers_what_to_do(client, country):
    report = at(country, Status.IN_REVIEW)
    settled(country, asked(country))
    client.force_login(country.leader)
    address = reverse("reporting:compiled_detail", args=[report.pk])
    assert "Số liệu không còn đúng" in client.get(address).content.decode()
    answer = client.post(reverse("reporting:compiled_step", args=[report.pk, "approve"]), follow=True)
    assert "Hãy trả lại (nếu đang trình)" in answer.content.decode()
    take_report_step(report, "return", by=country.leader, note="Tổng hợp lại.")
    client.force_login(country.officer)
    assert "Tổng hợp lại" in client.get(address).content.decode()


def test_signed_report_is_issued_before_its_number_is_corrected(country, monkeypatch):
    report = at(country, Status.NUMBERED)
    correction = asked(country)
    monkeypatch.setattr(signatures, "given", lambda document, kind="": object())
    with pytest.raises(IllegalStep, match="đã ký, đang chờ phát hành"):
        take_step(correction, "settle", by=country.officer)
    monkeypatch.undo()
    assert take_step(correction, "settle", by=country.officer).status == "approved"
    assert outdated_words(report)


def test_replacement_under_review_takes_up_a_later_correction_when_it_is_returned(client, country):
    compiled(country, country.commit)
    settled(country, asked(country))
    draft = CompiledReport.objects.exclude(replaces=None).get()
    take_report_step(draft, "submit", by=country.officer)
    settled(country, asked(country, "52", cell=("LD01", "")))
    draft = CompiledReport.objects.get(pk=draft.pk)
    assert draft.current_version.content["totals"]["LD01"][""][0] == "170"
    with pytest.raises(NotReady, match="Đưa đính chính vào dự thảo"):
        take_report_step(draft, "approve", by=country.leader)
    take_report_step(draft, "return", by=country.leader, note="Đưa đính chính mới vào.")
    client.force_login(country.officer)
    client.post(reverse("reporting:compile", args=[draft.period_unit_id]))
    draft = CompiledReport.objects.get(pk=draft.pk)
    assert draft.current_version.content["totals"]["LD01"][""][0] == "172"
    assert [one["title"][:4] for one in draft.current_version.content["corrections"]] == ["TC06", "LD01"]
    for step, by in (("submit", country.officer), ("approve", country.leader)):
        take_report_step(draft, step, by=by)
    assert draft.status == Status.APPROVED
