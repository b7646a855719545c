"""Templates go out filled, come back changed, and only what a person changed is stored."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.storage import default_storage

from documents import jobs
from reporting.checks.cells import CellInput
from reporting.models import Form, Submission
from reporting.queries.layout import layout_of
from reporting.services import save_figures, take_step
from reporting.workbooks import layout as at
from reporting.workbooks.queries import submissions_for
from reporting.workbooks.services.receiving import marked_workbook
from reporting.workbooks.services.templates import NoTemplates, ask_for_templates
from tests.factories import person, province
from tests.reporting.factories import WHOLE, country, enter, sent
from tests.reporting.workbooks.books import changed, made, row_of, sent_in, stored, typed, uploaded
from units.models import AuditEntry, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


@pytest.fixture
def template(here, report):
    enter(report, here.chair, {**WHOLE, ("TT03", ""): "nil", ("DB12", ""): "25.000,5/300"})
    return made(report, here.chair)


def words(file):
    return [(one["cell"], one["value"], one["rule"]) for one in file.faults]


def figures(report):
    rows = report.figures.values_list("indicator__code", "breakdown", "state", "value")
    return {(code, part): value if state == "value" else state for code, part, state, value in rows}


# --- out


def test_template_holds_ids_lists_locks_and_what_is_stored(template, report):
    book = openpyxl.load_workbook(io.BytesIO(template))
    numbers = book[at.NUMBERS]
    row = row_of(book, "TT03")
    cells = [numbers.cell(row, column + 1) for column in (at.NAME, at.STATE, at.VALUE)]
    assert cells[1].value == "Không phát sinh"
    assert [cell.protection.locked for cell in cells] == [True, False, False]
    assert numbers.protection.sheet
    assert book[at.IDS].sheet_state == "veryHidden"
    assert numbers.cell(row_of(book, "DB12"), at.BASE + 1).value == 300
    lists = [rule.formula1 for rule in numbers.data_validations.dataValidation if rule.type == "list"]
    assert '"Có số,Không phát sinh,Chưa có số liệu,Không áp dụng"' in lists


def test_all_units_below_get_their_templates_in_one_archive(here, report):
    sent(report, here.chair)
    job = ask_for_templates(here.period.places.get(unit=here.top), by=here.admin)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == "ready"
    with zipfile.ZipFile(default_storage.open(job.result["file"])) as archive:
        names = archive.namelist()
        units = {name.partition("__")[2].removesuffix(".xlsx") for name in names}
        assert archive.testzip() is None
    assert units == {unit.code for unit in [*here.uppers, *here.bases[1:]]}


def test_archive_does_not_show_drafts_to_the_level_above(here, template, report):
    job = ask_for_templates(here.period.places.get(unit=here.uppers[0]), by=here.officer)
    jobs.run(job.pk)
    job.refresh_from_db()
    with zipfile.ZipFile(default_storage.open(job.result["file"])) as archive:
        name = next(one for one in archive.namelist() if report.unit.code in one)
        book = openpyxl.load_workbook(io.BytesIO(archive.read(name)))
    assert book[at.NUMBERS].cell(row_of(book, "LD01"), at.VALUE + 1).value is None


def test_nothing_to_report_makes_no_archive(here):
    with pytest.raises(NoTemplates):
        ask_for_templates(here.period.places.get(unit=here.bases[0]), by=here.admin)


# --- in


def test_untouched_template_changes_nothing(here, report, template):
    file = sent_in(report, here.chair, template)
    assert (file.status, file.changes, file.faults) == ("checked", [], [])


def test_good_cells_are_stored_and_the_rest_is_told_by_cell(here, report, template):
    values = {"LD02": 7, "LD03": "12 người", "CL02": "5 triệu", "LD08": "1.234,5", "LD09": 1234}
    file = sent_in(report, here.chair, changed(template, typed(values)))
    told = {value: (cell, rule) for cell, value, rule in words(file)}
    book = openpyxl.load_workbook(io.BytesIO(template))
    assert told["12 người"] == (
        f"F{row_of(book, 'LD03')}", "“12 người” không phải là số. Chỉ nhập chữ số, ví dụ 1.234 hoặc 12,5."
    )  # fmt: skip
    assert "triệu" in told["5 triệu"][1] and "phần lẻ" in told["1.234,5"][1]
    assert {(one["title"][:4], one["old"], one["new"]) for one in file.changes} == {
        ("LD02", "(để trống)", "7"), ("LD09", "(để trống)", "1.234"),
    }  # fmt: skip
    before = figures(report)
    assert ("LD02", "") not in before
    stored(file, here.chair)
    assert figures(report) == before | {("LD02", ""): 7, ("LD09", ""): 1234}
    assert AuditEntry.objects.filter(action="reporting.figures.save").count() == 2


def test_number_beside_a_state_says_which_of_them_to_clear(here, report, template):
    file = sent_in(report, here.chair, changed(template, typed({"TT03": 7})))
    assert "vừa có số vừa chọn" in file.faults[0]["rule"] and "xóa ô “Tình trạng”" in file.faults[0]["fix"]


def test_same_upload_twice_changes_nothing(here, report, template):
    content = changed(template, typed({"LD02": 7, "LD03": ""}))
    stored(sent_in(report, here.chair, content), here.chair)
    report.refresh_from_db()
    again = stored(sent_in(report, here.chair, content), here.chair)
    assert (again.changes, again.faults) == ([], [])
    assert Submission.objects.get(pk=report.pk).version == report.version


def test_blank_cell_is_a_blank_never_a_zero(here, report, template):
    file = stored(sent_in(report, here.chair, changed(template, typed({"TC01": None}))), here.chair)
    assert [(one["old"], one["new"]) for one in file.changes] == [("1", "(để trống)")]
    assert ("TC01", "") not in figures(report)


def test_what_changed_in_the_portal_meanwhile_is_kept_unless_asked(here, report, template):
    enter(report, here.chair, {("TC06", ""): "6", ("LD02", ""): "3", ("TT04", ""): "2"})
    content = changed(template, typed({"TC06": 8, "TT04": 9}))
    file = stored(sent_in(report, here.chair, content), here.chair)
    assert "đã đổi trên cổng" in words(file)[0][2] and "6" in words(file)[0][2]
    assert figures(report)["TC06", ""] == 6
    stored(file, here.chair, overwrite={"TC06"})
    assert [figures(report)[code, ""] for code in ("TC06", "LD02", "TT04")] == [8, 3, 2]
    stored(file, here.chair, overwrite=None)
    assert figures(report)["TT04", ""] == 9 and file.faults == []


def test_choice_counts_only_for_what_the_person_saw_on_the_portal(here, report, template):
    enter(report, here.chair, {("TC06", ""): "6"})
    file = sent_in(report, here.chair, changed(template, typed({"TC06": 8})))
    enter(report, here.chair, {("TC06", ""): "7"})
    stored(file, here.chair, overwrite=None)
    assert figures(report)["TC06", ""] == 7
    assert [(one["portal"], one["value"]) for one in file.faults] == [("7", "8")]


def test_text_changed_on_both_sides_is_taken_when_chosen(here, report, template):
    code = layout_of(report.form).narratives[0].code
    enter(report, here.chair, {}, narratives={code: "Lời trên cổng."})

    def change(book):
        row = at.TEXT_FIRST_ROW + 1
        assert book[at.TEXTS].cell(row, at.TEXT_ID + 1).value == code
        book[at.TEXTS].cell(row, at.TEXT_BODY + 1).value = "Lời trong tệp."

    file = stored(sent_in(report, here.chair, changed(template, change)), here.chair)
    assert report.narratives.get().text == "Lời trên cổng."
    stored(file, here.chair, overwrite=None)
    assert report.narratives.get().text == "Lời trong tệp."


def test_good_cell_the_person_does_not_want_is_left(here, report, template):
    file = sent_in(report, here.chair, changed(template, typed({"LD02": 7, "LD09": 4})))
    stored(file, here.chair, skip={"LD09"})
    assert ("LD09", "") not in figures(report) and figures(report)["LD02", ""] == 7
    assert any("Bỏ qua 1 ô theo lựa chọn" in note for note in file.notes)


def test_what_was_stored_stays_stored_when_a_later_press_is_refused(here, report, template):
    enter(report, here.chair, {("TC06", ""): "6"})
    file = stored(sent_in(report, here.chair, changed(template, typed({"TC06": 8, "LD02": 7}))), here.chair)
    report.refresh_from_db()
    take_step(report, "submit", by=here.chair)
    stored(file, here.chair, overwrite=None)
    assert (file.status, file.stored_cells) == ("stored", 1)
    assert "Đã gửi" in file.faults[0]["rule"] and figures(report)["TC06", ""] == 6


def test_part_above_its_total_is_refused_and_the_rest_is_taken(here, report, template):
    file = stored(
        sent_in(report, here.chair, changed(template, typed({"TT01": 5, "TC05:n.nu": 101}))), here.chair
    )
    assert "lớn hơn tổng số 100" in words(file)[0][2]
    assert figures(report)["TT01", ""] == 5
    assert figures(report)["TC05", "n.nu"] == 70


def test_rule_that_stops_the_sending_is_told_before_it_is_stored(here, report, template):
    file = sent_in(report, here.chair, changed(template, typed({"TT01": 9})))
    assert any("khác tổng số 9" in one["rule"] for one in file.warnings)


def test_marked_workbook_shows_the_fault_and_comes_back_mended(here, report, template):
    file = sent_in(report, here.chair, changed(template, typed({"LD02": 7, "LD03": "12 người"})))
    stored(file, here.chair)
    marked = marked_workbook(file, by=here.chair).getvalue()
    book = openpyxl.load_workbook(io.BytesIO(marked))
    cell = book[at.NUMBERS].cell(row_of(book, "LD03"), at.VALUE + 1)
    assert cell.value == "12 người" and "không phải là số" in cell.comment.text
    mended = sent_in(report, here.chair, changed(marked, typed({"LD03": 12})))
    assert [one["title"][:4] for one in mended.changes] == ["LD03"]


def test_texts_states_and_nil_return_travel_too(here, report, template):
    def change(book):
        typed({"LD02": "chưa có số liệu"}, at.STATE)(book)
        typed({at.NIL_ID: "Có"})(book)
        book[at.TEXTS].cell(at.TEXT_FIRST_ROW + 1, at.TEXT_BODY + 1).value = "Đã tổ chức 3 cuộc."

    stored(sent_in(report, here.chair, changed(template, change)), here.chair)
    report.refresh_from_db()
    assert figures(report)["LD02", ""] == "unknown"
    assert report.nil_return
    assert report.narratives.get().text == "Đã tổ chức 3 cuộc."


# --- who, and which form


def test_officer_above_is_refused_in_words(here, report, template):
    file = sent_in(report, here.officer, changed(template, typed({"LD02": 7})))
    assert file.status == "refused"
    assert "của chính đơn vị" in file.faults[0]["rule"]


def test_stranger_does_not_learn_that_the_report_exists(here, report, template):
    file = sent_in(report, person(Role.UPPER_UNIT, province()), template)
    assert "Không có báo cáo nào" in file.faults[0]["rule"]


def test_report_that_was_sent_takes_no_workbook(here, report, template):
    take_step(report, "submit", by=here.chair)
    file = sent_in(report, here.chair, changed(template, typed({"LD02": 7})))
    assert file.status == "refused" and "Đã gửi" in file.faults[0]["rule"]


def test_older_version_is_mapped_by_code_and_tells_what_is_gone(here, report, template):
    old = report.form
    newer = Form.objects.create(code=old.code, version=old.version + 1, name=old.name)
    for item in old.items.exclude(indicator__code="LD03"):
        parts = list(item.disaggregations.all())
        item.pk, item.form = None, newer
        item.save()
        item.disaggregations.set(parts)
    Submission.objects.filter(pk=report.pk).update(form=newer)
    file = stored(sent_in(report, here.chair, changed(template, typed({"LD02": 7, "LD03": 4}))), here.chair)
    assert "không còn ô LD03" in words(file)[0][2]
    assert any("chuyển sang phiên bản 2 theo mã chỉ tiêu" in note for note in file.notes)
    assert figures(report)["LD02", ""] == 7


def test_other_form_is_refused(here, report, template):
    upper = here.report(here.uppers[0])
    Submission.objects.filter(pk=report.pk).update(form=upper.form)
    assert "1-HĐCĐ" in sent_in(report, here.chair, template).faults[0]["rule"]


def test_archive_of_many_is_judged_file_by_file(here, report, template):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("thư mục/a.xlsx", changed(template, typed({"LD02": 7})))
        archive.writestr("b.xlsx", template)
        archive.writestr("c.xlsx", b"PK hong")
        archive.writestr("__MACOSX/._a.xlsx", b"x")
    upload = uploaded(here.chair, ("nop.zip", buffer.getvalue()))
    assert [(one.name, one.status) for one in upload.files.all()] == [
        ("a.xlsx", "checked"), ("b.xlsx", "refused"), ("c.xlsx", "refused"),
    ]  # fmt: skip


def test_cells_of_a_sent_in_file_never_pass_by_the_entry_service(here, report, template):
    """A value saved by the web form and one saved by a workbook are the same row."""
    stored(sent_in(report, here.chair, changed(template, typed({"LD02": 7}))), here.chair)
    now = submissions_for(here.chair).get(pk=report.pk)
    saved = save_figures(
        now, cells={("LD02", ""): CellInput(value_text="7")}, base=now.version, by=here.chair
    )
    assert saved.version == now.version
