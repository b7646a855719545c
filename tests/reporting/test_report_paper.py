"""The compiled report as paper: form, outline, numbers, annexes."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from itertools import takewhile

import pytest

from documents import jobs
from documents.html import paper_html
from documents.pdf import render_pdf
from reporting.models import CompiledReport, PeriodUnit
from reporting.pages import LEFT_OUT, figures_table, report_paper
from reporting.report.annexes import FIGURE_HEADINGS, chart, figure_rows
from reporting.report.figures import figures_of
from reporting.rollups import Branch, Coverage, Parts, TotalsBelow, freeze_totals
from reporting.services import compile_report, edit_narrative
from tests import factories
from tests.reporting.compile_factories import Country, accept, narrate
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = Country()
    country.commit = django_capture_on_commit_callbacks
    country.officer = factories.person(Role.UPPER_UNIT, country.upper)
    factories.person(Role.LEADER, country.upper, "Phạm Văn Long", title="Phó Chủ tịch")
    accept(country.report(country.school), {"TC05": 40, "TC06": 4, "TC06|n.nu": 3, "CL02": 15_000_000})
    accept(country.report(country.factory), {"TC05": 500, "TC06": 1230, "TC06|n.nu": 900, "LD16": "nil"})
    for unit in (country.school, country.factory):
        narrate(country.report(unit), "II.2", "Sinh hoạt pháp luật lao động hằng tuần.\nKhông có")
    return country


@pytest.fixture
def report(country):
    with country.commit():
        jobs.run(compile_report(country.place(country.upper), by=country.officer).pk)
    return CompiledReport.objects.select_related("current_version").get()


def texts(paper):
    return [f"{line.number} {line.text}".strip() for line in paper.lines]


def test_heading_addressee_signature_and_recipients(report):
    paper = report_paper(report).paper
    assert paper.document_type == "BÁO CÁO"
    assert paper.addressees == ("Liên đoàn Lao động tỉnh Mẫu Sơn",)
    assert paper.signature.authority_lines == ("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH")
    assert paper.signature.name == "Phạm Văn Long"
    assert next(line.text for line in paper.recipients) == "Liên đoàn Lao động tỉnh Mẫu Sơn"
    assert "Số liệu tổng hợp từ 2/3 đơn vị" in paper.opening[0]


def test_province_reports_to_the_general_confederation(country):
    officer = factories.person(Role.UPPER_UNIT, country.province)
    with country.commit():
        jobs.run(compile_report(country.place(country.province), by=officer).pk)
    report = CompiledReport.objects.get(period_unit=country.place(country.province))
    assert report_paper(report).paper.addressees == ("Tổng Liên đoàn Lao động Việt Nam",)


def test_outline_has_the_five_parts_in_order(report):
    parts = [line.number for line in report_paper(report).paper.lines if line.level == "part"]
    assert parts == ["I.", "II.", "III.", "IV.", "V."]


def test_figures_are_woven_into_sentences_and_units_named(report):
    lines = texts(report_paper(report).paper)
    assert "Kết nạp mới 1.234 đoàn viên, trong đó nữ 903 người." in lines
    assert "- Sinh hoạt pháp luật lao động hằng tuần (CĐCS Trường THCS Suối Mơ và 1 đơn vị khác)." in lines
    assert not any(line == "Không có" for line in lines)


def test_sections_without_words_are_left_out_and_numbers_run_on(report):
    sections = [line for line in report_paper(report).paper.lines if line.level == "section"]
    assert next(line.number for line in sections if line.block_id.startswith("s-II")) == "1."
    assert not any(line.block_id == "s-II.8" for line in sections)


def test_annexes_carry_n_of_n_and_the_totals(report):
    paper = report_paper(report).paper
    assert [appendix.number for appendix in paper.appendices] == ["I", "II", "III"]
    assert all("2/3\u00a0đơn\u00a0vị" in appendix.title for appendix in paper.appendices)
    notes = [line.text for line in paper.appendices[0].lines[:-1]]
    assert notes[0] == LEFT_OUT and notes[1].endswith(f"/bao-cao/tong-hop/{report.pk}/.")
    rows = {row[0]: row for row in paper.appendices[0].lines[-1].rows}
    assert rows["TC06"][3:9] == ("1.234", "903", "4", "", "", "1.230")
    assert rows["LD16"][3] == "0"
    assert "LD15" not in rows
    total = paper.appendices[1].lines[0].rows[-1]
    assert (total[1], total[2]) == ("Cộng", "2/3")
    assert "1.234" in total


def test_missing_units_and_data_code_stand_in_the_last_annex(country, report):
    lines = report_paper(report).paper.appendices[2].lines
    rows = next(line.rows for line in lines if line.block_id == "a3-missing-t")
    due = country.place(country.upper).due_on
    assert rows == (
        ("TT", "Đơn vị", "Tình trạng", "Hạn gửi"),
        ("Liên đoàn Lao động tỉnh Mẫu Sơn (1 đơn vị)",),
        ("1", "Công đoàn xã Suối Mơ", "Chưa gửi", f"{due:%d/%m/%Y}"),
    )
    assert lines[0].text.startswith("Mã dữ liệu: ")


def test_chart_is_a_drawing_of_new_members_by_unit(report):
    (figure,) = [line for line in report_paper(report).paper.lines if line.level == "figure"]
    assert figure.svg.startswith("<svg") and "1.230" in figure.svg


def test_data_inside_the_pdf_are_totals_and_every_units_figures(report):
    source = report_paper(report)
    data = json.loads(source.data)
    assert data["totals"]["TC06"][""] == ["1234", ""]
    assert sum(int(unit["figures"]["TC06"][0]) for unit in data["units"] if "TC06" in unit["figures"]) == 1234
    assert data["coverage"]["counted"] == 2


def test_edited_words_are_printed_instead_of_the_gathered(country, report):
    edit_narrative(report, texts={"II.2": "- Việc một.\nViệc hai."}, base=1, by=country.officer)
    lines = texts(report_paper(report).paper)
    assert "- Việc một." in lines and "Việc hai." in lines
    assert not any("Sinh hoạt pháp luật" in line for line in lines)


def test_same_report_gives_the_same_bytes(report):
    at = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
    one, two = (
        render_pdf(
            source.paper,
            attachment=source.data,
            attachment_name=source.data_name,
            created_at=at,
            tagged=source.tagged,
        )
        for source in (report_paper(report), report_paper(CompiledReport.objects.get(pk=report.pk)))
    )
    assert one.sha256 == two.sha256


def test_sheet_escapes_what_units_wrote(country):
    narrate(country.report(country.school), "V.1", "<script>alert(1)</script> & kiến nghị")
    with country.commit():
        jobs.run(compile_report(country.place(country.upper), by=country.officer).pk)
    html = paper_html(report_paper(CompiledReport.objects.get()).paper)
    assert "<script>" not in html
    assert "&amp; kiến nghị" in html


def test_long_annexes_go_without_tags(report):
    content = report.current_version.content
    assert report_paper(report).tagged is True
    content["annexes"]["figures"]["rows"] *= 100
    assert report_paper(report).tagged is False


def compiled(country, unit, person):
    with country.commit():
        jobs.run(compile_report(country.place(unit), by=person).pk)
    return CompiledReport.objects.select_related("current_version").get(period_unit=country.place(unit))


def test_self_ratings_are_counted_by_grade_and_never_added_up(country):
    accept(country.report(country.upper), {"QT06": 3})
    accept(country.report(country.mill), {"QT06": 4})
    accept(country.report(country.direct), {"QT06": 3})
    report = compiled(country, country.province, factories.person(Role.UPPER_UNIT, country.province))
    told = "Qua tự đánh giá, có 1 đơn vị hoàn thành xuất sắc nhiệm vụ và 2 đơn vị hoàn thành tốt nhiệm vụ."
    assert told in texts(report_paper(report).paper)
    rows = report.current_version.content["annexes"]["figures"]["rows"]
    at = next(at for at, row in enumerate(rows) if row[0] == "QT06")
    assert [row[1:4] for row in rows[at : at + 3]] == [
        ["Tự đánh giá mức độ hoàn thành", "đơn vị", "3"],
        ["– Hoàn thành tốt nhiệm vụ", "đơn vị", "2"],
        ["– Hoàn thành xuất sắc nhiệm vụ", "đơn vị", "1"],
    ]


def test_units_apart_stand_under_their_upper_unit_with_state_and_due_day(country):
    for unit, status in ((country.upper, "returned"), (country.mill, "submitted")):
        accept(country.report(unit), {}, status=status)
    for unit in (country.mill, country.school):
        type(country.report(unit)).objects.filter(pk=country.report(unit).pk).update(late=True)
    report = compiled(country, country.province, factories.person(Role.UPPER_UNIT, country.province))
    lines = {line.block_id: line for line in report_paper(report).paper.appendices[2].lines}
    missing = lines["a3-missing-t"]
    assert [row[0] if len(row) == 1 else row[1:3] for row in missing.rows[1:]] == [
        ("Liên đoàn Lao động tỉnh Mẫu Sơn", "Chưa gửi"),
        "Liên đoàn Lao động tỉnh Mẫu Sơn (3 đơn vị)",
        ("Công đoàn xã Suối Mơ", "Bị trả lại, chưa gửi lại"),
        ("Công đoàn xã Đồi Chè", "Chưa gửi"),
        ("CĐCS Công ty Điện lực Mẫu Sơn", "Chưa gửi"),
        "Công đoàn xã Đồi Chè (1 đơn vị)",
        ("CĐCS Nhà máy Chè Đồi Xanh", "Đã gửi, chờ tiếp nhận, gửi muộn"),
    ]
    assert "3 đơn vị chưa gửi" in lines["a3-missing-s"].text
    assert [row[1] for row in lines["a3-late-t"].rows[2:]] == ["CĐCS Trường THCS Suối Mơ"]
    assert missing.strong_rows == (1, 5)


def test_annex_of_units_names_them_short_and_sums_in_bold(report):
    units = report_paper(report).paper.appendices[1].lines[0]
    assert units.rows[0][3:6] == ("Tổng số lao động LD01", "Tổng số đoàn viên TC05", "Kết nạp mới TC06")
    assert sum(units.column_widths) == 100 and units.column_widths[1] >= 24
    assert len(units.column_widths) == len(units.rows[0])
    assert units.strong_rows == (len(units.rows) - 2,)


def test_groups_of_the_annex_run_across_the_table(report):
    figures = report_paper(report).paper.appendices[0].lines[-1]
    assert ("B. Tổ chức, đoàn viên",) in [figures.rows[at + 1] for at in figures.strong_rows]
    assert sum(figures.column_widths) == 100


def test_breakdowns_of_an_indicator_stand_in_one_row_below_it(country):
    accept(country.report(country.school), {"TT01": 9, "TT01|h.truc_tiep": 3, "TT01|h.truc_tuyen": 6})
    place = country.place(country.upper)
    freeze_totals(place)
    found = figures_table({"headings": FIGURE_HEADINGS, "rows": figure_rows(figures_of(place))})
    at = next(at for at, row in enumerate(found.rows) if row[0] == "TT01")
    (told,) = found.rows[at + 1]
    assert told.replace("\u00a0", " ") == "Trong đó: cấp cơ sở 9; trực tiếp 3; trực tuyến 6"
    assert at in found.across_rows and not any(row[0] == "" for row in found.rows)


def bars_of(rates):
    """Branches as the live totals give them, one for each (accepted, obliged)."""
    return TotalsBelow(
        place=PeriodUnit(name="Tỉnh"),
        branches=tuple(
            Branch(PeriodUnit(name=f"Xã {number}"), False, {("TC06", ""): Parts(Decimal(number))}, Coverage(*rate))
            for number, rate in enumerate(rates)
        ),
        total={}, coverage=Coverage(), indicators=(),
    )  # fmt: skip


def test_chart_of_many_units_shows_those_that_lag_and_says_so():
    drawn = chart(bars_of([(number, 100) for number in range(40)]))
    assert [bar["value"] for bar in drawn["bars"]] == list(range(12))
    assert drawn["title"].endswith("(12 đơn vị có tỷ lệ thấp nhất)")
    assert (drawn["axis"], drawn["whole"]) == ("Tỷ lệ báo cáo đã duyệt (%)", 100)


def test_chart_of_many_grassroots_shows_the_most_new_members_and_no_nought():
    drawn = chart(bars_of([(1, 1)] * 40))
    assert [bar["value"] for bar in drawn["bars"]] == list(range(39, 27, -1))
    assert drawn["title"].endswith("(12 đơn vị kết nạp nhiều nhất)")
    assert [bar["value"] for bar in chart(bars_of([(1, 1)] * 3))["bars"]] == [2, 1]


def test_breakdown_without_anything_is_not_printed_and_the_rule_is(country):
    accept(country.report(country.school), {"TT01": 3, "TT01|h.truc_tiep": 3, "TT01|h.truc_tuyen": 0})
    place = country.place(country.upper)
    freeze_totals(place)
    rows = figure_rows(figures_of(place))
    at = next(n for n, row in enumerate(rows) if row[0] == "TT01")
    assert rows[at][3] == "3"
    parts = [row[1] for row in takewhile(lambda row: not row[0], rows[at + 1 :])]
    assert parts == ["– Cấp cơ sở", "– Trực tiếp"]
    assert figures_of(place).value("TT01", "h.truc_tuyen") == 0
