"""A compiled report on its review sheet: the check of its form, the comparison with what was returned."""

import pytest
from django.urls import reverse

from documents import jobs
from documents.review import services
from documents.review.hooks import missing_of
from documents.review.models import StepKind
from reporting.models import CompiledReport
from reporting.services import compile_report, edit_narrative
from tests import factories
from tests.documents.review.sheets import say, step_now, usual
from tests.reporting.compile_factories import Country, accept, narrate
from units.models import Role

pytestmark = pytest.mark.django_db
SAID = "Tổ chức sinh hoạt dưới cờ về pháp luật lao động."


@pytest.fixture
def desk(django_capture_on_commit_callbacks):
    desk = Country()
    desk.officer = factories.person(Role.UPPER_UNIT, desk.upper, "Lê Thị Hạnh")
    desk.head = factories.person(Role.UNIT_HEAD, desk.upper, "Trần Văn Bình")
    desk.registry = factories.person(Role.REGISTRY, desk.upper, "Vũ Thị Lan")
    desk.leader = factories.person(Role.LEADER, desk.upper, "Phạm Văn Long")
    accept(desk.report(desk.school), {"TC05": 40, "TC06": 4})
    narrate(desk.report(desk.school), "II.2", SAID)
    with django_capture_on_commit_callbacks():
        jobs.run(compile_report(desk.place(desk.upper), by=desk.officer).pk)
    desk.compiled = CompiledReport.objects.get(period_unit=desk.place(desk.upper))
    return desk


def reworded(report, text, by):
    report = CompiledReport.objects.get(pk=report.pk)
    edit_narrative(report, texts={"II.2": text}, base=report.current_version.number, by=by)
    return CompiledReport.objects.get(pk=report.pk)


def sent(desk, report):
    services.submit(report, usual(), by=desk.officer)
    return CompiledReport.objects.get(pk=report.pk)


def test_registry_sees_the_wrong_form_of_a_report_and_the_step_keeps_it(client, desk):
    report = reworded(desk.compiled, "Thực hiện Hướng dẫn số 58/HĐ-TLĐ ngày 5/1/2026.", desk.officer)
    report = sent(desk, report)
    say(report, desk.head)
    step = step_now(report, StepKind.FORMAT)
    client.force_login(desk.registry)
    page = client.get(reverse("documents:review_sheet", args=[step.sheet_id])).content.decode()
    assert "58/HD-TLĐ" in page
    data = {"answer": "agree", "version": report.current_version.number}
    client.post(reverse("documents:review_answer", args=[step.pk]), data)
    step.refresh_from_db()
    assert any(found["fix"] == "58/HD-TLĐ" for found in step.findings)


def test_returned_report_is_compared_with_what_was_returned(client, desk):
    report = sent(desk, reworded(desk.compiled, "Duy trì đối thoại.\n" + SAID, desk.officer))
    say(report, desk.head, "return", text="Viết rõ số buổi.")
    report = reworded(
        report,
        "Mở lớp.\nDuy trì đối thoại.\nTổ chức 12 buổi sinh hoạt dưới cờ về pháp luật lao động.",
        desk.officer,
    )
    report = sent(desk, report)
    client.force_login(desk.head)
    sheet = step_now(report).sheet
    page = client.get(reverse("documents:review_sheet", args=[sheet.pk]))
    page = client.get(page.context["compare"])
    changes = page.context["changes"]
    assert [change.states for change in changes] == [("added",), ("changed",)]
    assert "".join(span.text for span in changes[1].spans if span.kind == "ins").strip() == "12 buổi"


def test_report_without_a_signer_is_not_sent_on_its_way(desk):
    CompiledReport.objects.filter(pk=desk.compiled.pk).update(signer=None)
    report = CompiledReport.objects.get(pk=desk.compiled.pk)
    assert [words for words, _url in missing_of(report)] == ["Hãy chọn người ký."]
