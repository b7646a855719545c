"""The register from a workbook, cell by cell, and on paper."""

import io

import openpyxl
import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.awards.importing import COLUMNS, template
from campaigns.awards.models import Award
from campaigns.awards.printing import ask_for_book
from campaigns.awards.services import record_award
from documents.jobs import run
from documents.models import Job


def workbook(*lines):
    book = openpyxl.Workbook()
    book.active.append(list(COLUMNS))
    for line in lines:
        book.active.append(line)
    made = io.BytesIO()
    book.save(made)
    return SimpleUploadedFile("so.xlsx", made.getvalue())


@pytest.fixture
def line(world):
    def made(**values):
        start = {
            "Năm": 2025, "Đối tượng": "Cá nhân", "Họ và tên, tập thể": "Lê Thị Mai", "Nữ": "x", "Năm sinh": "",
            "Mã đơn vị": world.base.code, "Danh hiệu, hình thức khen thưởng": "Bằng khen (toàn diện)",
            "Cấp khen thưởng": "Tổng Liên đoàn", "Cơ quan khen thưởng": "Tổng Liên đoàn", "Số quyết định": "9/QĐ-TLĐ",
            "Ngày quyết định": "20/12/2025",
        }  # fmt: skip
        return [{**start, **values}.get(heading, "") for heading in COLUMNS]

    return made


def test_file_is_checked_cell_by_cell_then_written_after_a_confirmation(world, client, line):
    client.force_login(world.drafter)
    address = reverse("campaigns:award_import", args=[world.province.code])
    wrong = workbook(
        line(),
        line(**{"Mã đơn vị": "KHONG-CO", "Ngày quyết định": "31/02/2025"}),
        line(**{"Số quyết định": "10/QĐ-TLĐ"}),
        line(**{"Danh hiệu, hình thức khen thưởng": "Huy hiệu lạ"}),
        line(**{"Cấp khen thưởng": "Công đoàn cơ sở", "Họ và tên, tập thể": "Trần Tư"}),
    )
    said = client.post(address, {"file": wrong}).content.decode()
    for words in (
        "dòng 3, cột “Mã đơn vị”", "dòng 3, cột “Ngày quyết định”", "đã được khen trong năm 2025",
        "Không có trong danh mục danh hiệu", "do cấp sau tặng",
    ):  # fmt: skip
        assert words in said
    assert not Award.objects.exists()
    right = workbook(
        line(), line(**{"Đối tượng": "Tập thể", "Họ và tên, tập thể": world.base.name, "Nữ": ""})
    )
    assert "sẽ ghi thêm" in client.post(address, {"file": right}).content.decode()
    assert not Award.objects.exists()
    confirm = reverse("campaigns:award_import_confirm", args=[world.province.code])
    client.post(confirm)
    assert sorted(Award.objects.values_list("name", "female")) == [("", False), ("Lê Thị Mai", True)]
    client.post(confirm)
    assert Award.objects.count() == 2
    # What was exported is read again: every line stands there already.
    exported = client.get(reverse("campaigns:award_export")).content
    again = client.post(address, {"file": SimpleUploadedFile("so.xlsx", exported)}).content.decode()
    assert again.count("đã được khen trong năm 2025") == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK rubbish", "tệp"), (b"", "tệp"), (None, "Không có đơn vị mang mã này")],
)
def test_file_that_is_no_register_is_refused_in_words(world, client, content, words):
    client.force_login(world.drafter)
    given = SimpleUploadedFile("so.xlsx", template() if content is None else content)
    answer = client.post(reverse("campaigns:award_import", args=[world.province.code]), {"file": given})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_register_is_printed_for_who_asked(world, new, client):
    record_award(new(reason="Hoàn thành xuất sắc nhiệm vụ"), keeper=world.province, by=world.drafter)
    client.force_login(world.drafter)
    client.post(reverse("campaigns:award_print"), {"nam": "2025"})
    job = Job.objects.get(kind="print_awards")
    run(job.pk)
    job.refresh_from_db()
    with pikepdf.open(io.BytesIO(default_storage.open(job.result["file"]).read())) as pdf:
        assert len(pdf.pages) == 1
    book = reverse("campaigns:award_book", args=[job.pk])
    assert client.get(book).status_code == 200
    client.force_login(world.leader)
    assert client.get(book).status_code == 404
    assert ask_for_book({"nam": "2024"}, by=world.drafter, unit=world.province).key != job.key
