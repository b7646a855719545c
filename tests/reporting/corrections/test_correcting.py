"""A correction of one cell of an accepted report: asked for, agreed along its path, carried through every total."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection

from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.models import Status
from documents.services.amending import drop_amendment, prepare_amendment
from reporting.checks.cells import CellInput
from reporting.corrections.effects import effects_of
from reporting.corrections.services import CorrectionError, take_step
from reporting.models import (
    CompiledReport,
    Correction,
    Figure,
    FigureVersion,
    RestatedTotal,
    Submission,
    Total,
)
from reporting.rollups import totals_below
from tests.reporting.compile_factories import accept, narrate
from tests.reporting.corrections.corrected import asked, compiled, settled, staffed_country
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = staffed_country()
    country.commit = django_capture_on_commit_callbacks
    return country


def value_of(country, code="TC06"):
    return Figure.objects.get(
        submission=country.report(country.school), indicator__code=code, breakdown=""
    ).value


def live(country, unit, code="TC06"):
    return totals_below(country.place(unit), codes=[code]).total[code, ""].value


def frozen(model, country, unit, code="TC06"):
    return model.objects.get(period_unit=country.place(unit), indicator__code=code, breakdown="").value


def test_nothing_changes_until_the_level_above_agrees(country):
    correction = asked(country)
    assert (value_of(country), live(country, country.province)) == (4, 14)
    settled(country, correction)
    assert (value_of(country), live(country, country.upper), live(country, country.province)) == (6, 16, 16)
    assert Submission.objects.get(pk=country.report(country.school).pk).status == "accepted"


def test_preview_says_every_total_of_the_path_before_and_after(country):
    effects = effects_of(asked(country))
    told = [(one.place.name, one.before, one.after) for one in effects.totals if one.indicator.code == "TC06"]
    assert told == [
        ("CĐCS Trường THCS Suối Mơ", 4, 6), ("Công đoàn xã Suối Mơ", 14, 16), (country.province.name, 14, 16),
    ]  # fmt: skip
    assert round(effects.totals[1].percent, 1) == Decimal("14.3")
    assert value_of(country) == 4


def test_path_ends_at_the_top_level_that_compiled_the_report(country):
    assert [step.place.unit for step in asked(country).steps.all()] == [country.upper]
    Correction.objects.all().delete()
    compiled(country, country.commit, top=True, issue=False)
    correction = asked(country)
    assert [step.place.unit for step in correction.steps.order_by("order")] == [
        country.upper,
        country.province,
    ]
    with pytest.raises(StepRefused, match="Còn cấp trên"):
        take_step(correction, "settle", by=country.officer)
    correction = take_step(correction, "agree", by=country.officer)
    assert value_of(country) == 4
    with pytest.raises(StepRefused):
        take_step(correction, "settle", by=country.officer)
    take_step(correction, "settle", by=country.top_leader)
    assert value_of(country) == 6


def test_level_that_compiled_meanwhile_has_to_agree_too(country):
    correction = asked(country)
    compiled(country, country.commit, top=True, issue=False)
    correction = take_step(correction, "settle", by=country.officer)
    assert (correction.status, correction.waits_at.unit, value_of(country)) == (
        "pending",
        country.province,
        4,
    )


def test_issued_totals_stay_as_reported_and_restated_ones_stand_beside(country):
    report = compiled(country, country.commit)
    settled(country, asked(country))
    assert (frozen(Total, country, country.upper), frozen(RestatedTotal, country, country.upper)) == (14, 16)
    # A report compiled above later takes the corrected figure and leaves what was issued.
    compiled(country, country.commit, top=True, issue=False)
    assert (frozen(Total, country, country.province), frozen(Total, country, country.upper)) == (16, 14)
    report.refresh_from_db()
    assert report.current_version.content["totals"]["TC06"][""][0] == "14"


def test_material_correction_drafts_the_report_that_replaces_the_issued_one(country):
    report = compiled(country, country.commit)
    settled(country, asked(country))
    amendment = report.amendments.get()
    draft = CompiledReport.objects.get(replaces=report)
    assert (amendment.kind, amendment.status, amendment.paper_id) == ("replace", "prepared", draft.pk)
    assert "CĐCS Trường THCS Suối Mơ, TC06 Đoàn viên kết nạp mới: 4 sửa thành 6" in amendment.reason
    content = draft.current_version.content
    assert (draft.status, content["totals"]["TC06"][""][0]) == (Status.DRAFT, "16")
    assert next(row for row in content["annexes"]["figures"]["rows"] if row[0] == "TC06")[3] == "16"
    assert content["annexes"]["units"]["rows"][-1][5] == "16"
    assert content["included"] == report.current_version.content["included"]
    second = asked(country, "45", cell=("TC05", ""))
    settled(country, second)
    content = CompiledReport.objects.get(replaces=report).current_version.content
    assert [content["totals"][code][""][0] for code in ("TC05", "TC06")] == ["145", "16"]
    assert len(content["corrections"]) == 2


def test_correction_of_words_drafts_the_cong_van_dinh_chinh(country):
    narrate(country.report(country.school), "II.2", "Tổ chức sinh hoạt dứơi cờ.")
    report = compiled(country, country.commit)
    settled(country, asked(country, section="II.2", text="Tổ chức sinh hoạt dưới cờ.", reason="chinh-ta"))
    amendment = report.amendments.get()
    assert (amendment.kind, amendment.status) == ("correct", "prepared")
    assert "“Tổ chức sinh hoạt dứơi cờ.” sửa thành “Tổ chức sinh hoạt dưới cờ.”" in amendment.details
    letter = amendment.paper
    assert (letter.type, letter.status, letter.signer_id) == ("CV", Status.DRAFT, report.signer_id)
    assert amendment.details in letter.current_version.content["paragraphs"]


def test_chain_of_versions_keeps_what_was_reported(country):
    settled(country, asked(country))
    settled(country, asked(country, "7"))
    versions = FigureVersion.objects.filter(indicator__code="TC06").order_by("number")
    first, second, third = versions
    assert [one.value for one in versions] == [4, 6, 7]
    assert (first.previous, first.next, second.next, third.previous) == (None, second, third, second)


def test_recalled_report_gets_no_paper(country):
    report = compiled(country, country.commit)
    correction = asked(country)
    CompiledReport.objects.filter(pk=report.pk).update(status=Status.RECALLED)
    settled(country, correction)
    assert not report.amendments.exists()


def test_report_that_is_being_recalled_gets_no_other_paper(country):
    report = compiled(country, country.commit)
    prepare_amendment(report, "recall", reason="Ban hành nhầm", by=country.leader)
    settled(country, asked(country))
    assert [one.kind for one in report.amendments.all()] == ["recall"]
    assert value_of(country) == 6


def test_replacement_that_was_dropped_is_taken_up_by_the_next_correction(country):
    report = compiled(country, country.commit)
    settled(country, asked(country))
    drop_amendment(report.amendments.get(), by=country.leader, note="Chờ thêm")
    settled(country, asked(country, "45", cell=("TC05", "")))
    draft = CompiledReport.objects.get(replaces=report)
    prepared = report.amendments.get(status="prepared")
    assert (prepared.paper_id, draft.current_version.content["totals"]["TC05"][""][0]) == (draft.pk, "145")


def test_average_is_corrected_with_its_weight_and_by_its_weight(country):
    accept(country.report(country.school), {"LD04": 9_000_000, "LD05": 50, "DB12": (25_000, 40)})
    with pytest.raises(CorrectionError, match="quyền số"):
        asked(country, "26000", cell=("DB12", ""))
    settled(country, asked(country, cell=("DB12", ""), typed=CellInput(value_text="26000", base_text="45")))
    correction = asked(country, "40", cell=("LD05", ""))
    assert {effect.indicator.code for effect in effects_of(correction).totals} == {"LD05"}
    settled(country, correction)
    total = totals_below(country.place(country.upper), codes=["DB12", "LD04"]).total
    assert (total["DB12", ""].value, total["DB12", ""].base) == (26_000 * 45, 45)
    assert (total["LD04", ""].value, total["LD04", ""].base) == (9_000_000 * 40, 40)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"value": "4"}, "bằng giá trị đã báo cáo"),
        ({"value": ""}, "Hãy nhập số mới"),
        ({"value": "-3"}, "số âm"),
        ({"cell": ("TC05", ""), "value": "20"}, "quy tắc kiểm tra"),
        ({"explanation": " "}, "giải trình"),
        ({"asked_on": dt.date(2999, 1, 1)}, "tương lai"),
        ({"reason": "chinh-ta"}, "chỉ dùng cho phần lời"),
        ({"cell": ("XX99", "")}, "không có ô"),
        ({"cell": ("TC08", "")}, "tự tính"),
        ({"section": "II.2", "text": " ", "reason": "dien-dat"}, "để trống"),
        ({"seen": "3"}, "vừa được thay đổi"),
    ],
)  # fmt: skip
def test_bad_request_is_refused_with_words(country, words, message):
    with pytest.raises(CorrectionError, match=message):
        asked(country, **words)
    assert not Correction.objects.exists()


def test_second_correction_of_a_cell_waits_for_the_first(country):
    correction = asked(country)
    with pytest.raises(IllegalStep, match="chưa xong"):
        asked(country, "9")
    take_step(correction, "withdraw", by=country.chair, note="Nhầm")
    assert asked(country, "9").is_pending


def test_draft_report_is_edited_not_corrected(country):
    Submission.objects.filter(pk=country.report(country.school).pk).update(status="returned")
    with pytest.raises(IllegalStep, match="sửa thẳng"):
        asked(country)


def test_reopened_report_ends_the_correction_without_change(country):
    correction = asked(country)
    Submission.objects.filter(pk=country.report(country.school).pk).update(status="returned")
    with pytest.raises(IllegalStep, match="mở lại"):
        take_step(correction, "settle", by=country.officer)
    take_step(correction, "refuse", by=country.officer, note="Đã mở lại")
    assert value_of(country) == 4


def test_who_asked_does_not_approve(country):
    correction = asked(country, by=country.officer, asked_by="upper")
    with pytest.raises(StepRefused, match="không tự duyệt"):
        take_step(correction, "settle", by=country.officer)
    take_step(correction, "settle", by=country.leader)
    assert value_of(country) == 6


def test_stranger_neither_asks_nor_approves(country):
    with pytest.raises(StepRefused):
        asked(country, by=country.clerk)
    with pytest.raises(StepRefused):
        take_step(asked(country), "settle", by=country.chair)


def test_refusal_needs_its_reason(country):
    correction = asked(country)
    with pytest.raises(NoteMissing):
        take_step(correction, "refuse", by=country.officer)
    correction = take_step(correction, "refuse", by=country.officer, note="Chưa có hồ sơ")
    assert (correction.status, correction.moves.last().note, value_of(country)) == (
        "refused",
        "Chưa có hồ sơ",
        4,
    )


def test_unit_above_that_was_merged_is_acted_for_by_the_one_above_it(country):
    correction = asked(country)
    Unit.objects.filter(pk=country.upper.pk).update(ended_on=dt.date(2026, 7, 1))
    take_step(correction, "settle", by=country.top_officer)
    assert value_of(country) == 6


def test_closed_period_is_corrected_all_the_same(country):
    country.period.status = "closed"
    country.period.save()
    settled(country, asked(country))
    assert value_of(country) == 6


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_correct_one_cell_at_once_make_one_correction():
    country = staffed_country()
    answers: list[str] = []

    def ask(value: str) -> None:
        try:
            asked(country, value)
            answers.append("asked")
        except IllegalStep:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[value]) for value in ("6", "7", "8", "9")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["asked", "refused", "refused", "refused"]
    assert Correction.objects.count() == 1
