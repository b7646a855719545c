"""The import of a unit list in the browser and the export beside it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.units.test_pages import _text, _url
from units.importing.reading import read_table
from units.models import Role, Unit
from units.services import end_unit

pytestmark = pytest.mark.django_db
HEAD = "ma,ten,loai,cap_tren\n"


def _upload(client, text: str | bytes, name: str = "don_vi.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(_url("unit_import"), {"file": SimpleUploadedFile(name, content)})


def test_import_is_checked_shown_and_written_on_confirmation(as_admin, union):
    page = _text(_upload(as_admin, HEAD + "X1,CĐCS Một,grassroots_union,BAC\n"))
    assert "sẽ thêm <strong>1</strong> đơn vị" in page
    assert not Unit.objects.filter(code="X1").exists()
    assert as_admin.post(_url("unit_import_confirm")).url == _url("unit_list")
    assert Unit.objects.get(code="X1").parent == union.north
    assert as_admin.post(_url("unit_import_confirm")).url == _url("unit_import")
    assert Unit.objects.filter(code="X1").count() == 1


def test_import_shows_the_faults_in_a_table_and_cannot_be_confirmed(as_admin, union):
    page = _text(_upload(as_admin, HEAD + "X1,CĐCS Một,grassroots_union,BAC\nX1,,nothing,QQ\n"))
    assert "có 4 lỗi" in page
    assert "dòng 3, cột “Cấp trên”" in page
    as_admin.post(_url("unit_import_confirm"))
    assert Unit.objects.count() == 8


def test_import_outside_ones_own_branch_or_as_a_root_is_refused(as_admin, union):
    page = _text(
        _upload(
            as_admin, HEAD + "X1,LĐLĐ tỉnh khác,provincial_federation,TLD\nX2,Gốc,provincial_federation,\n"
        )
    )
    assert "Bạn không quản trị “Tổng Liên đoàn" in page
    assert "Thiếu mã đơn vị cấp trên" in page


def test_import_checks_again_what_changed_meanwhile(as_admin, union):
    _upload(as_admin, HEAD + "X1,CĐCS Một,grassroots_union,BAC-1\n")
    end_unit(union.north_1, on=dt.date(2025, 1, 1))
    answer = as_admin.post(_url("unit_import_confirm"))
    assert answer.status_code == 409
    assert "đã kết thúc" in _text(answer)
    assert not Unit.objects.filter(code="X1").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.pdf", b"%PDF", "không phải là tệp"), ("a.csv", b"", "Tệp trống"), ("a.xlsx", b"PK\x03\x04", "hỏng")],
)
def test_upload_of_something_else_is_explained(as_admin, union, name, content, words):
    assert words in _text(_upload(as_admin, content, name))


def test_upload_above_the_limit_is_refused_at_the_field(as_admin, union, settings):
    settings.UPLOAD_MAX_BYTES = 10
    answer = _upload(as_admin, HEAD)
    assert "lớn hơn" in " ".join(answer.context["form"].errors["file"])
    assert "Hãy chọn tệp" in " ".join(as_admin.post(_url("unit_import")).context["form"].errors["file"])


def test_export_holds_the_visible_units_only(client, union):
    client.force_login(union.person(Role.LEADER, union.north, "bac"))
    codes = {line.cells["ma"] for line in read_table(client.get(_url("unit_export")).content, "a.xlsx").lines}
    assert codes == {"TLD", "MS", "BAC", "BAC-1", "BAC-2"}
    assert client.get(_url("unit_export") + "?don_vi=NAM").status_code == 404
