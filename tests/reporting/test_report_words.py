"""The compiled report in Word and back: words come home, numbers do not change, strange files are refused."""

import io
import re
import shutil
import subprocess
import zipfile

import docx
import pytest
from django.urls import reverse

from documents import jobs
from documents.services import StaleVersion
from reporting.models import CompiledReport
from reporting.report.word_back import WordsRefused
from reporting.report.word_out import report_docx
from reporting.services import compile_report, edit_narrative
from reporting.services.words import take_words
from tests import factories
from tests.reporting.compile_factories import Country, accept, narrate
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = Country()
    country.commit = django_capture_on_commit_callbacks
    country.officer = factories.person(Role.UPPER_UNIT, country.upper)
    accept(country.report(country.school), {"TC05": 40, "TC06": 4, "CL02": 15_000_000})
    accept(country.report(country.factory), {"TC05": 500, "TC06": 1230})
    narrate(
        country.report(country.school),
        "II.2",
        "Sinh hoạt pháp luật lao động hằng tuần.\nPhát thanh nội bộ đầu ca.",
    )
    narrate(country.report(country.factory), "V.1", "Đề nghị cấp thêm tài liệu.")
    return country


def compiled(country, unit):
    with country.commit():
        person = country.officer if unit == country.upper else factories.person(Role.UPPER_UNIT, unit)
        jobs.run(compile_report(country.place(unit), by=person).pk)
    return CompiledReport.objects.select_related("current_version").get(issuer=unit)


@pytest.fixture
def report(country):
    return compiled(country, country.upper)


def edited(content, change):
    """The file after `change(document)`."""
    document = docx.Document(io.BytesIO(content))
    change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def replaced(old, new):
    def change(document):
        found = [p for p in document.paragraphs if old in p.text]
        assert found, old
        for run in found[0].runs:
            run.text = run.text.replace(old, new)

    return change


def section(report, code):
    report = CompiledReport.objects.select_related("current_version").get(pk=report.pk)
    content = report.current_version.content
    return next(s for part in content["parts"] for s in part["sections"] if s["code"] == code)


def test_untouched_file_changes_nothing(country, report):
    back = take_words(report, report_docx(report), by=country.officer)
    assert (back.texts, back.refused) == ({}, [])
    assert report.versions.count() == 1


def test_changed_added_and_removed_paragraphs_come_home_as_words(country, report):
    def change(document):
        replaced("Sinh hoạt pháp luật", "Tổ chức sinh hoạt pháp luật")(document)
        at = next(p for p in document.paragraphs if "Tổ chức sinh hoạt" in p.text)
        at.insert_paragraph_before("Đoạn thêm bằng tay trong Word.")
        gone = next(p for p in document.paragraphs if "Phát thanh nội bộ" in p.text)
        gone._element.getparent().remove(gone._element)

    back = take_words(report, edited(report_docx(report), change), by=country.officer)
    assert back.refused == [] and list(back.texts) == ["II.2"]
    kept = section(report, "II.2")
    lines = kept["text"].splitlines()
    assert "Đoạn thêm bằng tay trong Word." in lines
    assert any(line.startswith("- Tổ chức sinh hoạt pháp luật") for line in lines)
    assert "Phát thanh" not in kept["text"] and kept["edited"] is True
    source = report.sentence_sources.get(reworded=True)
    assert source.submission == country.report(country.school)
    assert source.source == "Sinh hoạt pháp luật lao động hằng tuần."


def test_words_of_the_last_section_end_before_the_recipients(country, report):
    def change(document):
        at = next(p for p in document.paragraphs if "Đề nghị cấp thêm" in p.text)
        at.runs[-1].text += ""
        replaced("cấp thêm tài liệu", "cấp đủ tài liệu")(document)

    back = take_words(report, edited(report_docx(report), change), by=country.officer)
    assert list(back.texts) == ["V.1"]
    assert "Nơi nhận" not in back.texts["V.1"] and "đủ tài liệu" in back.texts["V.1"]


def test_numbers_in_sentences_and_tables_are_refused_by_place_and_nothing_is_saved(country, report):
    def change(document):
        replaced("1.234", "1.300")(document)
        cell = next(c for t in document.tables for row in t.rows for c in row.cells if c.text == "540")
        cell.paragraphs[0].runs[0].text = "541"
        replaced("Sinh hoạt pháp luật", "Tổ chức sinh hoạt pháp luật")(document)

    file = edited(report_docx(report), change)
    back = take_words(report, file, by=country.officer)
    assert report.versions.count() == 1
    places = {each.place: (each.was, each.now) for each in back.refused}
    table = next(place for place in places if place.startswith("Phụ lục"))
    assert re.search(r"dòng \d+ \(.+\), cột “", table) and places[table] == ("540", "541")
    assert any("câu có số liệu" in place for place in places)
    take_words(report, file, by=country.officer, words_only=True)
    assert "Tổ chức sinh hoạt" in section(report, "II.2")["text"]


def test_a_deleted_table_is_told(country, report):
    def change(document):
        table = document.tables[-1]._element
        table.getparent().remove(table)

    back = take_words(report, edited(report_docx(report), change), by=country.officer)
    assert any(each.now == "(đã xóa)" for each in back.refused)


def test_file_of_another_report_or_of_no_report_is_refused(country, report):
    other = compiled(country, country.province)
    with pytest.raises(WordsRefused, match=r"báo cáo khác.*Mẫu Sơn"):
        take_words(report, report_docx(other), by=country.officer)
    plain = io.BytesIO()
    docx.Document().save(plain)
    for content in (
        plain.getvalue(),
        b"PK\x03\x04 not word",
        edited(report_docx(report), lambda d: d.element.body.clear()),
    ):
        with pytest.raises(WordsRefused):
            take_words(report, content, by=country.officer)


def test_file_of_an_earlier_version_is_refused(country, report):
    file = report_docx(report)
    edit_narrative(report, texts={"II.2": "Lời mới trên cổng."}, base=1, by=country.officer)
    report = CompiledReport.objects.select_related("current_version").get(pk=report.pk)
    with pytest.raises(StaleVersion):
        take_words(report, file, by=country.officer)


@pytest.mark.deep
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_file_saved_again_by_libreoffice_comes_home(country, report, tmp_path):
    (tmp_path / "a.docx").write_bytes(
        edited(report_docx(report), replaced("Sinh hoạt pháp luật", "Tổ chức sinh hoạt"))
    )
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", "docx",
               "--outdir", str(tmp_path / "out"), str(tmp_path / "a.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    back = take_words(report, (tmp_path / "out/a.docx").read_bytes(), by=country.officer)
    assert (back.refused, list(back.texts)) == ([], ["II.2"])


def test_pages_give_the_file_and_take_it_back(client, country, report):
    client.force_login(country.officer)
    answer = client.get(reverse("reporting:compiled_docx", args=[report.pk]))
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    url = reverse("reporting:compiled_words", args=[report.pk])
    assert client.post(url, {}).status_code == 422
    for words, status in ((("1.234", "9.999"), 422), (("Phát thanh", "Phát thanh, phát tờ rơi"), 302)):
        file = io.BytesIO(edited(answer.content, replaced(*words)))
        file.name = "sua.docx"
        sent = client.post(url, {"file": file})
        assert sent.status_code == status
        if status == 422:
            assert "câu có số liệu" in sent.content.decode()
    assert "phát tờ rơi" in section(report, "II.2")["text"]
