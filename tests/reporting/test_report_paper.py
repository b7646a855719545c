"""The compiled report as paper: form, outline, numbers, annexes."""

import json
from datetime import UTC, datetime

import pytest

from documents import jobs
from documents.html import paper_html
from documents.pdf import render_pdf
from reporting.models import CompiledReport
from reporting.pages import report_paper
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
    assert all("2/3 đơn vị" in appendix.title for appendix in paper.appendices)
    rows = {row[0]: row for row in paper.appendices[0].lines[0].rows}
    assert rows["TC06"][3:9] == ("1.234", "903", "4", "", "", "1.230")
    assert rows["LD16"][3] == "0"
    assert "LD15" not in rows
    total = paper.appendices[1].lines[0].rows[-1]
    assert (total[1], total[2]) == ("Cộng", "2/3")
    assert "1.234" in total


def test_missing_units_and_data_code_stand_in_the_last_annex(report):
    lines = report_paper(report).paper.appendices[2].lines
    rows = next(line.rows for line in lines if line.block_id == "a3-missing-t")
    assert [row[1] for row in rows[1:]] == ["Công đoàn xã Suối Mơ"]
    assert lines[-1].text.startswith("Mã dữ liệu: ")


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
