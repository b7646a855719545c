"""Compiling: a job from accepted reports to the official report of the unit above them."""

import json

import pytest

from core.workflow import IllegalStep, StepRefused
from documents import jobs
from documents.models import Job, Status
from documents.pages import Line
from documents.services import StaleVersion, issue_document, save_version, take_step
from plans.models import Plan, Target
from reporting.models import CompiledReport, Period, SubmissionMove, Total
from reporting.pages import report_paper
from reporting.report import narrative
from reporting.report.content import build_content
from reporting.report.narrative import Said, collapsed, tagged
from reporting.rollups import freeze_totals
from reporting.services import CompileRefused, compile_report, edit_narrative, take_report_step
from reporting.services.compiling import mark_compiled
from tests import factories
from tests.reporting.compile_factories import Country, accept, freeze_tree, make_period, narrate
from units.models import Role, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = Country()
    country.officer = factories.person(Role.UPPER_UNIT, country.upper, "Lê Thị Hạnh")
    country.leader = factories.person(Role.LEADER, country.upper, "Phạm Văn Long")
    country.clerk = factories.person(Role.REGISTRY, country.upper, "Đỗ Thị Mai")
    accept(country.report(country.school), {"TC05": 40, "TC05|n.nu": 30, "TC06": 4, "LD01": 50, "TT01": 3})
    narrate(
        country.report(country.school),
        "II.2",
        "Tổ chức sinh hoạt dưới cờ về pháp luật lao động cho giáo viên.",
    )
    country.commit = django_capture_on_commit_callbacks
    return country


def compile_now(country, unit=None, by=None):
    """Ask and do the job; its PDF stays asked for."""
    place = country.place(unit or country.upper)
    with country.commit():
        job = compile_report(place, by=by or country.officer)
        jobs.run(job.pk)
    job.refresh_from_db()
    return job


def the_report(country, unit=None):
    return CompiledReport.objects.select_related("current_version").get(
        period_unit=country.place(unit or country.upper)
    )


def section(content, code):
    return next(s for part in content["parts"] for s in part["sections"] if s["code"] == code)


def test_compile_freezes_totals_and_drafts_the_report(country):
    job = compile_now(country)
    assert job.status == Job.Status.READY, job.error
    report = the_report(country)
    assert report.abstract.startswith("Kết quả hoạt động công đoàn 6 tháng đầu năm 2026 và phương hướng")
    assert (report.type, report.symbol, report.status) == ("BC", "BC-CĐX", Status.DRAFT)
    assert (
        Total.objects.get(
            period_unit=country.place(country.upper), indicator__code="TC06", breakdown=""
        ).value
        == 4
    )
    content = report.current_version.content
    coverage = content["coverage"]
    assert (coverage["counted"], coverage["expected"], coverage["members_percent"]) == (1, 3, "")
    assert "Kết nạp mới 4 đoàn viên." in section(content, "II.4")["figures"]
    assert section(content, "II.2")["gathered"][0]["units"] == ["CĐCS Trường THCS Suối Mơ"]
    assert [row[1] for row in content["annexes"]["missing"]["rows"]] == [
        "Công đoàn xã Suối Mơ",
        "CĐCS Công ty May Bình Minh",
    ]


def test_members_are_counted_where_they_belong_and_not_once_more_above(country):
    for unit, members in ((country.school, 60), (country.factory, 40), (country.upper, 100)):
        Unit.objects.filter(pk=unit.pk).update(member_count=members)
    country.period.places.freeze_members()
    compile_now(country)
    assert the_report(country).current_version.content["coverage"]["members_percent"] == "60%"


def test_report_gets_recipients_and_signer(country):
    compile_now(country)
    report = the_report(country)
    assert [line.text for line in report.recipients.all()] == [
        "Liên đoàn Lao động tỉnh Mẫu Sơn",
        "Các đơn vị trực thuộc",
    ]
    assert report.signer.user == country.leader


def test_pdf_is_made_after_the_compile(country):
    with country.commit(execute=True):
        compile_report(country.place(country.upper), by=country.officer)
    report = the_report(country)
    assert report.pdf_pages >= 3
    assert report.pdf.read()[:5] == b"%PDF-"


def test_same_inputs_give_the_same_job_and_one_version(country):
    first = compile_now(country)
    again = compile_now(country)
    assert (first.pk, again.status) == (again.pk, Job.Status.READY)
    assert the_report(country).versions.count() == 1
    assert Job.objects.filter(kind="compile_report").count() == 1


def test_one_more_accepted_report_makes_a_new_version(country):
    compile_now(country)
    accept(country.report(country.factory), {"TC06": 6})
    compile_now(country)
    report = the_report(country)
    assert report.versions.count() == 2
    assert report.current_version.content["totals"]["TC06"][""] == ["10", ""]


def test_content_of_the_same_inputs_is_the_same(country):
    compile_now(country)
    place = country.place(country.upper)
    assert build_content(place) == build_content(place) == the_report(country).current_version.content


def test_words_of_returned_and_draft_reports_stay_out(country):
    for status, unit in (("returned", country.factory), ("draft", country.upper)):
        narrate(country.report(unit), "II.2", f"Nội dung chưa duyệt {status}.")
        accept(country.report(unit), {}, status=status)
    compile_now(country)
    assert "chưa duyệt" not in json.dumps(the_report(country).current_version.content, ensure_ascii=False)


def test_edited_words_survive_a_new_compile_and_say_that_sources_changed(country):
    compile_now(country)
    report = the_report(country)
    edit_narrative(report, texts={"II.2": "Đã biên tập."}, base=1, by=country.officer)
    accept(country.report(country.factory), {"TT01": 9})
    compile_now(country)
    edited = section(the_report(country).current_version.content, "II.2")
    assert (edited["text"], edited["edited"], edited["changed"]) == ("Đã biên tập.", True, True)
    assert "Tổ chức 12 cuộc tuyên truyền, phổ biến." in edited["figures"]


def test_edit_of_an_old_version_is_refused(country):
    compile_now(country)
    report = the_report(country)
    edit_narrative(report, texts={"II.2": "Một."}, base=1, by=country.officer)
    with pytest.raises(StaleVersion):
        edit_narrative(report, texts={"II.2": "Hai."}, base=1, by=country.officer)


def test_edit_back_to_the_gathered_words_is_no_edit(country):
    compile_now(country)
    report = the_report(country)
    text = section(report.current_version.content, "II.2")["text"]
    edit_narrative(report, texts={"II.2": "Khác."}, base=1, by=country.officer)
    edit_narrative(report, texts={"II.2": text}, base=2, by=country.officer)
    assert section(report.current_version.content, "II.2")["edited"] is False


def test_stranger_and_neighbour_may_not_compile(country):
    neighbour = factories.person(Role.UPPER_UNIT, country.other_upper)
    with pytest.raises(StepRefused):
        compile_report(country.place(country.upper), by=neighbour)
    assert not Job.objects.exists()


def test_unit_without_units_below_and_period_without_reports_are_refused(country):
    grassroots = factories.person(Role.LEADER, country.school)
    with pytest.raises(CompileRefused, match="không có đơn vị trực thuộc"):
        compile_report(country.place(country.school), by=grassroots)
    other = factories.person(Role.UPPER_UNIT, country.other_upper)
    with pytest.raises(CompileRefused, match="Chưa có báo cáo nào được duyệt"):
        compile_report(country.place(country.other_upper), by=other)


def approve(country, report):
    take_step(report, "submit", by=country.officer)
    take_step(report, "approve", by=country.leader)
    return report


def test_approved_report_is_not_compiled_again(country):
    compile_now(country)
    approve(country, the_report(country))
    accept(country.report(country.factory), {"TC06": 6})
    with pytest.raises(CompileRefused, match="Đã duyệt"):
        compile_report(country.place(country.upper), by=country.officer)


def test_job_that_meets_an_approved_report_fails_with_words(country):
    compile_now(country)
    accept(country.report(country.factory), {"TC06": 6})
    with country.commit() as sent:
        job = compile_report(country.place(country.upper), by=country.officer)
    approve(country, the_report(country))
    for send in sent:
        send()
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert "không sửa được" in job.error
    assert the_report(country).versions.count() == 1


def test_issuing_marks_the_reports_compiled_and_they_still_count(country):
    compile_now(country)
    report = approve(country, the_report(country))
    with country.commit():
        take_report_step(report, "issue", by=country.clerk)
    submission = country.report(country.school)
    submission.refresh_from_db()
    assert (report.number, submission.status) == (1, "compiled")
    move = SubmissionMove.objects.get(submission=submission)
    assert (move.step, move.note) == ("compile", "Báo cáo tổng hợp 01/BC-CĐX")
    officer = factories.person(Role.UPPER_UNIT, country.province)
    compile_now(country, country.province, officer)
    assert the_report(country, country.province).current_version.content["totals"]["TC06"][""] == ["4", ""]


def test_issued_elsewhere_is_caught_up_by_the_next_compile_above(country):
    compile_now(country)
    issue_document(approve(country, the_report(country)), by=country.clerk)
    officer = factories.person(Role.UPPER_UNIT, country.province)
    compile_now(country, country.province, officer)
    submission = country.report(country.school)
    submission.refresh_from_db()
    assert submission.status == "compiled"


def test_draft_report_marks_nothing(country):
    compile_now(country)
    with pytest.raises(IllegalStep):
        mark_compiled(the_report(country), by=country.clerk)


def test_two_workers_with_one_job_draft_one_version(country):
    with country.commit():
        job = compile_report(country.place(country.upper), by=country.officer)
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert the_report(country).versions.count() == 1


def test_province_hears_an_issued_report_instead_of_the_units_below_it(country):
    compile_now(country)
    report = the_report(country)
    edit_narrative(
        report, texts={"II.2": "Xã đã tổ chức học tập cho toàn bộ giáo viên."}, base=1, by=country.officer
    )
    with country.commit():
        take_report_step(approve(country, report), "issue", by=country.clerk)
    officer = factories.person(Role.UPPER_UNIT, country.province)
    compile_now(country, country.province, officer)
    gathered = section(the_report(country, country.province).current_version.content, "II.2")["gathered"]
    assert gathered == [
        {
            "text": "Xã đã tổ chức học tập cho toàn bộ giáo viên.",
            "units": ["Công đoàn xã Suối Mơ"],
            "reports": [],
        }
    ]


def make_target(
    country,
    issuer,
    value,
    *,
    code="TC06",
    allocation="sum",
    comparator="gte",
    measure="người",
    status="issued",
):
    plan = Plan.objects.create(
        type="KH", issuer=issuer, status="draft", abstract="Phát triển đoàn viên", place_name="Mẫu Sơn",
        symbol="KH-LĐLĐ", starts_on="2026-01-01", ends_on="2026-12-31",
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(status=status, number=7, issued_on="2026-01-05")
    return Target.objects.create(
        plan=plan, block_id="b1", text="…", name="Kết nạp đoàn viên mới", value=value, comparator=comparator,
        indicator_code=code, allocation=allocation, unit_of_measure=measure,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "rate", "verdict"),
    [(3, "133,3%", "vượt"), (4, "100%", "đạt"), ("4.4", "90,9%", "gần đạt"), (10, "40%", "đang thực hiện")],
)
def test_target_says_how_far_it_is(country, value, rate, verdict):
    make_target(country, country.upper, value)
    compile_now(country)
    (row,) = the_report(country).current_version.content["targets"]
    assert (row["achieved"], row["rate"], row["verdict"]) == ("4", rate, verdict)
    assert "1 chỉ tiêu " + verdict in the_report(country).current_version.content["targets_summary"]


def test_targets_of_draft_plans_and_sums_of_the_upper_plan_are_not_judged(country):
    make_target(country, country.upper, 3, status="approved")
    make_target(country, country.province, 3)
    make_target(country, country.province, 90, code="TC22", allocation="each", measure="%")
    compile_now(country)
    (row,) = the_report(country).current_version.content["targets"]
    assert (row["code"], row["planned"], row["verdict"]) == ("TC22", "từ 90% trở lên", "chưa có số liệu")


def test_comparison_with_the_same_period_last_year(country):
    before = make_period(country.province, code="6t-2025", year=2025)
    accept(freeze_tree(before)[country.school.pk], {"TC06": 5, "LD01": 40, "LD09": 20})
    accept(country.report(country.factory), {"LD01": 50, "LD09": 30})
    freeze_totals(before.places.get(unit=country.province))
    Period.objects.filter(pk=country.period.pk).update(previous=before)
    compile_now(country)
    content = the_report(country).current_version.content
    assert (
        "Kết nạp mới 4 đoàn viên; giảm 1 người so với cùng kỳ năm trước."
        in section(content, "II.4")["figures"]
    )


def test_thousands_of_paragraphs_are_compared_with_few_others(monkeypatch):
    compared_pairs = []
    alike = narrative._alike
    monkeypatch.setattr(narrative, "_alike", lambda *pair: compared_pairs.append(1) or alike(*pair))
    said = [
        Said(f"Công đoàn cơ sở tổ chức nghiệp vụ truyền thông số {n} đợt k{n}", [f"Đơn vị {n}"])
        for n in range(2000)
    ]
    assert len(collapsed(said)) == 2000
    assert len(compared_pairs) < 10 * len(said)


def test_near_duplicates_stand_once_with_all_their_units():
    said = collapsed([
        Said("Tổ chức Tháng Công nhân với nhiều hoạt động thiết thực cho người lao động.", ["CĐCS A"]),
        Said("Đề nghị hỗ trợ kinh phí tập huấn.", ["CĐCS B"]),
        Said("tổ chức Tháng công nhân với nhiều hoạt động thiết thực cho người lao động", ["CĐCS C"]),
        Said("Tổ chức tháng Công nhân, với nhiều hoạt động thiết thực cho người lao động.", ["CĐCS D"]),
    ])  # fmt: skip
    assert [one.units for one in said] == [["CĐCS A", "CĐCS C", "CĐCS D"], ["CĐCS B"]]
    assert tagged(said[0].text, said[0].units).endswith("cho người lao động (CĐCS A và 2 đơn vị khác).")


def test_saving_other_content_through_documents_keeps_the_workflow(country):
    compile_now(country)
    report = the_report(country)
    assert isinstance(report_paper(report).paper.lines[0], Line)
    with pytest.raises(StepRefused):
        save_version(report, content={"x": 1}, base=1, by=factories.make_user())
