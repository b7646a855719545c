"""The whole way of a sector union's report: compiled, approved, numbered, sent up; the report above is made of it."""

import pytest
from django.urls import reverse

from documents import jobs
from documents.models import Delivery, Job
from reporting.models import CompiledReport, Figure
from reporting.pages import report_paper
from reporting.services import compile_report, take_report_step
from tests import factories
from tests.reporting.compile_factories import Country, accept
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = Country()
    country.commit = django_capture_on_commit_callbacks
    country.officer = factories.person(Role.UPPER_UNIT, country.upper)
    country.leader = factories.person(Role.LEADER, country.upper, "Phạm Văn Long")
    country.clerk = factories.person(Role.REGISTRY, country.upper)
    country.above = factories.person(Role.UPPER_UNIT, country.province)
    accept(country.report(country.school), {"TC05": 40, "TC06": 4})
    return country


def compiled(country, unit, by):
    with country.commit():
        jobs.run(compile_report(country.place(unit), by=by).pk)
    return CompiledReport.objects.select_related("current_version").get(issuer=unit)


def sent_up(country):
    report = compiled(country, country.upper, country.officer)
    with country.commit():
        for step, by in (("submit", country.officer), ("approve", country.leader), ("issue", country.clerk)):
            take_report_step(report, step, by=by)
            report.refresh_from_db()
    return report


def test_report_sent_up_is_delivered_and_gives_the_row_of_its_unit(country):
    below = sent_up(country)
    assert Delivery.objects.filter(document=below, unit=country.province).exists()
    report = compiled(country, country.province, country.above)
    content = report.current_version.content
    [row] = [row for row in content["units"] if row["code"] == country.upper.code]
    assert row["figures"]["TC06"] == below.current_version.content["totals"]["TC06"][""]
    [told] = content["received"]
    assert (told["doc_code"], told["changed"]) == (below.doc_code, [])
    words = " ".join(line.text for line in report_paper(report).paper.appendices[1].lines)
    assert f"theo Báo cáo số {below.doc_code} ngày" in words


def test_what_changed_after_the_report_below_was_issued_is_told(client, country):
    sent_up(country)
    Figure.objects.filter(submission=country.report(country.school), indicator__code="TC06").update(value=6)
    report = compiled(country, country.province, country.above)
    [told] = report.current_version.content["received"]
    assert told["changed"] == [["TC06", "Đoàn viên kết nạp mới", "4", "6"]]
    client.force_login(country.above)
    page = client.get(reverse("reporting:compiled_detail", args=[report.pk])).content.decode()
    assert "Đoàn viên kết nạp mới (TC06): 4 → 6" in page


def test_two_people_who_ask_at_once_get_one_job_and_one_report(country):
    other = factories.person(Role.DRAFTER, country.upper)
    with country.commit():
        one = compile_report(country.place(country.upper), by=country.officer)
        two = compile_report(country.place(country.upper), by=other)
    assert one.pk == two.pk and Job.objects.filter(kind="compile_report").count() == 1
    jobs.run(one.pk)
    assert CompiledReport.objects.get().versions.count() == 1


def test_full_disk_fails_the_print_with_words_and_the_next_try_prints(country, monkeypatch):
    from documents import rendering

    def full(*_given):
        raise OSError(28, "No space left on device")

    report = compiled(country, country.upper, country.officer)
    job = Job.objects.get(kind="render_pdf")
    with monkeypatch.context() as patch:
        patch.setattr(rendering.default_storage, "save", full)
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, "ổ đĩa" in job.error) == (Job.Status.FAILED, True)
    with country.commit():
        again = rendering.ask_for_pdf(report, by=country.officer)
    jobs.run(again.pk)
    report.refresh_from_db()
    assert report.pdf_pages > 0
