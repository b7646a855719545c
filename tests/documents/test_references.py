"""The register of cited papers: numbers, wording, keeping, the list from a file, its pages."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core.workflow import StepRefused
from documents import catalogue
from documents.references.models import LegalReference, ReferenceStatus
from documents.references.numbers import is_number, key_of, mentions
from documents.references.wording import citation_text, standing
from documents.services.references import add_reference, change_reference, import_list
from tests.factories import grassroots, make_user, person, province
from units.models import AuditEntry, Role

DAY = dt.date(2023, 5, 25)
HEADER = 'Tên loại,"Số, ký hiệu",Ngày ban hành,Cơ quan ban hành,Trích yếu,Hiệu lực,Thay thế bởi,Ghi chú\n'


@pytest.fixture
def place(db):
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def clerk(place):
    return person(Role.REGISTRY, place, "Phạm Văn Thư")


def paper(owner, by=None, **fields):
    values = {
        "type": "Chỉ thị", "number": "23-CT/TW", "issued_on": DAY, "issuer": "Ban Bí thư", "title": "an toàn giao thông",
    }  # fmt: skip
    return add_reference(owner=owner, by=by, **values | fields)


# --- numbers


@pytest.mark.parametrize(
    "number",
    ["23-CT/TW", "37-HD/BTGDVTW", "05-NQ/TU", "30/2020/NĐ-CP", "50/2024/QH15", "933/QĐ-TLĐ", "01/CT-TTg", "14 /KH- CĐVC"],
)  # fmt: skip
def test_number_is_recognised_as_it_stands(number):
    assert [m.text for m in mentions(f"Căn cứ văn bản số {number} của cấp trên")] == [number]
    assert is_number(number)


@pytest.mark.parametrize(
    "text",
    ["ngày 25/5/2023", "24/7", "2021-2025", "K/T", "90% trở lên", "3/4 số đơn vị", "http://x.vn/12/AB-c"],
)
def test_other_figures_are_no_number(text):
    assert list(mentions(text)) == []


@pytest.mark.parametrize("written", ["05/KH-LĐLĐ", "5/KH-LĐLĐ", "05 /KH- LĐLĐ", "05/kh-lđlđ"])
def test_one_key_for_every_way_to_write_a_number(written):
    assert key_of(written) == "5/kh-lđlđ"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("23-CT/TW ngày 25/5/2023 của", DAY),
        ("23-CT/TW, ngày 25 tháng 5 năm 2023", DAY),
        ("23-CT/TW (25/05/2023)", DAY),
        ("23-CT/TW của Ban Bí thư", None),
        ("23-CT/TW ngày 31/02/2023", None),
    ],
)
def test_date_behind_a_number_is_read(text, day):
    assert next(mentions(text)).dated == day


# --- wording


def test_first_mention_is_full_and_later_ones_short(db):
    row = paper(None, title="tăng cường bảo đảm an toàn giao thông")
    full = "Chỉ thị số 23-CT/TW ngày 25/5/2023 của Ban Bí thư về tăng cường bảo đảm an toàn giao thông"
    assert citation_text(row) == full
    assert citation_text(row, first=False) == "Chỉ thị số 23-CT/TW"


@pytest.mark.parametrize(
    ("title", "end"),
    [("", "của Chính phủ"), ("Về công tác văn thư", "về công tác văn thư"), ("Quy định chi tiết", "quy định chi tiết")],
)  # fmt: skip
def test_title_is_joined_as_people_write(db, title, end):
    row = paper(
        None,
        type="Nghị định",
        number="30/2020/NĐ-CP",
        issued_on=dt.date(2020, 3, 5),
        issuer="Chính phủ",
        title=title,
    )
    assert citation_text(row).startswith("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ")
    assert citation_text(row).endswith(end)


def test_law_is_cited_by_its_name(db):
    row = paper(None, type="Luật", number="50/2024/QH15", issuer="Quốc hội", title="Công đoàn")
    assert citation_text(row) == "Luật Công đoàn số 50/2024/QH15"
    assert citation_text(row, first=False) == "Luật Công đoàn"


# --- keeping


@pytest.mark.parametrize("role", [Role.REGISTRY, Role.ADMIN, Role.DRAFTER])
def test_staff_of_a_unit_keep_its_register(place, role):
    row = paper(place, by=person(role, place))
    assert (row.number_key, row.symbol, row.status) == ("23-ct/tw", "CT/TW", ReferenceStatus.IN_FORCE)
    assert AuditEntry.objects.filter(action="reference.add", target_id=str(row.pk)).exists()


@pytest.mark.parametrize("role", [Role.LEADER, Role.GRASSROOTS])
def test_others_do_not_write_in_the_register(place, role):
    with pytest.raises(StepRefused):
        paper(place, by=person(role, place))


def test_common_register_is_closed_to_units(place, clerk):
    row = paper(None)
    with pytest.raises(StepRefused):
        change_reference(row, by=clerk, note="x")
    with pytest.raises(StepRefused):
        paper(None, by=clerk, number="24-CT/TW")


def test_same_number_of_another_day_is_another_paper(place):
    paper(place)
    paper(place, issued_on=dt.date(2013, 5, 25))
    with pytest.raises(ValidationError, match="đã có trong sổ"):
        paper(place, number="23 -CT/TW")
    assert LegalReference.objects.count() == 2


def test_database_refuses_a_common_paper_twice(db):
    row = paper(None)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_newer_paper_must_be_known_and_the_state_fit(place, clerk):
    old = paper(place)
    with pytest.raises(ValidationError) as unknown:
        change_reference(old, by=clerk, status="replaced", replaced_by="99-CT/TW")
    assert "replaced_by" in unknown.value.message_dict
    new = paper(place, number="40-CT/TW", issued_on=dt.date(2025, 1, 10))
    with pytest.raises(ValidationError) as state:
        change_reference(old, by=clerk, replaced_by="40-CT/TW")
    assert "status" in state.value.message_dict
    changed = change_reference(old, by=clerk, status="replaced", replaced_by="40-CT/TW")
    assert changed.replaced_by == new
    assert standing(changed) == "đã được thay thế bằng Chỉ thị 40-CT/TW ngày 10/01/2025"


@pytest.mark.parametrize("words", ["chi thi giao thong", "23-ct", "BAN BÍ THƯ", "an toàn"])
def test_search_needs_no_accents(db, words):
    row = paper(None)
    paper(None, number="9/QĐ-TLĐ", type="Quyết định", issuer="Tổng Liên đoàn", title="khen thưởng")
    assert list(LegalReference.objects.search(words)) == [row]


def test_papers_of_another_province_stay_unseen(place, clerk):
    other = province("Liên đoàn Lao động tỉnh Hạ Đông")
    common, own = paper(None), paper(place, number="1/KH-LĐLĐ")
    paper(other, number="2/KH-LĐLĐ")
    base = grassroots(place)
    assert set(LegalReference.objects.visible_to(clerk)) == {common, own}
    assert set(LegalReference.objects.visible_to(person(Role.GRASSROOTS, base))) == {common, own}
    assert set(LegalReference.objects.known_to(base)) == {common, own}
    assert set(LegalReference.objects.visible_to(person(Role.DRAFTER, other))) != {common, own}


# --- from a file


def test_starting_data_loads_and_loads_again(db):
    added = catalogue.load()
    assert added == LegalReference.objects.count() > 10
    LegalReference.objects.filter(number="23-CT/TW").update(note="ghi thêm")
    assert catalogue.load() == 0
    assert LegalReference.objects.get(number="23-CT/TW").note == "ghi thêm"
    assert LegalReference.objects.get(number="1013/QĐ-TLĐ").replaced_by.number == "933/QĐ-TLĐ"


FAULTY = (
    HEADER
    + "Chỉ thị,23-CT/TW,25/5/2023,Ban Bí thư,,,,\n"
    + "Sớ,24-CT/TW,25/5/2023,Ban Bí thư,,,,\n"
    + "Chỉ thị,hai mươi lăm,31/02/2023,Ban Bí thư,,,,\n"
    + "Chỉ thị,23 -CT/TW,25.5.2023,Ban Bí thư,,,,\n"
    + "Chỉ thị,26-CT/TW,25/5/2023,,,,,\n"
    + "Chỉ thị,27-CT/TW,25/5/2023,Ban Bí thư,,Đã được thay thế,99-CT/TW,\n"
    + "Chỉ thị,28-CT/TW,25/5/2023,Ban Bí thư\n"
)


def test_every_bad_row_is_named_and_nothing_is_written(tmp_path, db):
    file = tmp_path / "so.csv"
    file.write_text(FAULTY, encoding="utf-8")
    said = io.StringIO()
    with pytest.raises(CommandError, match="Có 7 lỗi, chưa ghi"):
        call_command("import_references", file, stderr=said)
    lines = said.getvalue().splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "dòng 3, cột “Tên loại”", "dòng 4, cột “Ngày ban hành”", "dòng 4, cột “Số, ký hiệu”", "dòng 5, cột “Số, ký hiệu”",
        "dòng 6, cột “Cơ quan ban hành”", "dòng 7, cột “Thay thế bởi”", "dòng 8",
    ]  # fmt: skip
    assert "(đang ghi “hai mươi lăm”)" in lines[2]
    assert LegalReference.objects.count() == 0


def test_dry_run_writes_nothing_and_the_second_run_changes_nothing(tmp_path, db):
    file = tmp_path / "so.csv"
    file.write_text("\ufeff" + HEADER + "Chỉ thị,23-CT/TW,25/5/2023,Ban Bí thư,,,,\n", encoding="utf-8")
    said = io.StringIO()
    call_command("import_references", file, "--dry-run", stdout=said)
    assert (said.getvalue().strip(), LegalReference.objects.count()) == ("Tệp hợp lệ: 1 văn bản.", 0)
    for expected in ("Đã thêm 1, cập nhật 0", "Đã thêm 0, cập nhật 0"):
        said = io.StringIO()
        call_command("import_references", file, stdout=said)
        assert expected in said.getvalue()


def test_import_changes_what_the_register_had(place):
    paper(place)
    line = "Chỉ thị,23-CT/TW,25/5/2023,Ban Bí thư,,Hết hiệu lực,,\n"
    _read, added, changed = import_list((HEADER + line).encode(), owner=place, by=None)
    assert (added, changed, LegalReference.objects.get().status) == (0, 1, "expired")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Tên,Số\na,b\n".encode(), "Thiếu cột"),
        (HEADER.encode(), "không có văn bản nào"),
        ("Chỉ thị số 5".encode("utf-16"), "UTF-8"),
        ((HEADER + 'Chỉ thị,"23-CT/TW,25/5/2023\n').encode(), "ngoặc kép"),
        (b"", "không có văn bản nào"),
    ],
)
def test_file_that_is_no_list_is_refused_with_words(tmp_path, db, content, message):
    file = tmp_path / "so.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("import_references", file)


def test_import_of_many_rows_costs_few_queries(django_assert_max_num_queries, db):
    lines = "".join(f"Quyết định,{n}/QĐ-TLĐ,14/5/2024,Tổng Liên đoàn,,,,\n" for n in range(1, 301))
    with django_assert_max_num_queries(14):
        import_list((HEADER + lines).encode(), owner=None, by=None)
    assert LegalReference.objects.count() == 300


# --- pages


@pytest.fixture
def browser(client, clerk):
    client.force_login(clerk)
    return client


def test_list_is_found_filtered_and_exported(browser, place):
    paper(place)
    paper(None, number="9/QĐ-TLĐ", type="Quyết định", status="expired")
    url = reverse("documents:reference_list")
    assert [r.number for r in browser.get(url, {"q": "chi thi"}).context["page_obj"]] == ["23-CT/TW"]
    assert [r.number for r in browser.get(url, {"hieu_luc": "expired"}).context["page_obj"]] == ["9/QĐ-TLĐ"]
    assert [r.number for r in browser.get(url, {"loai": "Quyết định"}).context["page_obj"]] == ["9/QĐ-TLĐ"]
    answer = browser.get(reverse("documents:reference_export"), {"q": "chi thi"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in sheet if row[0] == "Chỉ thị"] == ["23-CT/TW"]


def test_paper_is_written_and_changed_on_its_pages(browser, place):
    new = {"owner": place.pk, "type": "Chỉ thị", "number": "23-CT/TW", "issued_on": "25/5/2023", "issuer": "Ban Bí thư",
           "status": "in_force"}  # fmt: skip
    answer = browser.post(reverse("documents:reference_new"), new)
    row = LegalReference.objects.get()
    assert answer["Location"] == reverse("documents:reference_detail", args=[row.pk])
    edit = reverse("documents:reference_edit", args=[row.pk])
    assert browser.post(edit, new | {"status": "expired"}).status_code == 302
    assert LegalReference.objects.get().status == "expired"


@pytest.mark.parametrize(
    ("field", "value", "at"),
    [
        ("number", "hai ba", "number"),
        ("issued_on", "31/02/2023", "issued_on"),
        ("newer", "99-CT/TW", "newer"),
        ("type", "Sớ", "type"),
    ],
)  # fmt: skip
def test_bad_input_speaks_at_its_field(browser, place, field, value, at):
    new = {"owner": place.pk, "type": "Chỉ thị", "number": "23-CT/TW", "issued_on": "25/5/2023", "issuer": "Ban Bí thư",
           "status": "replaced", field: value}  # fmt: skip
    answer = browser.post(reverse("documents:reference_new"), new)
    assert answer.status_code == 422
    assert at in answer.context["form"].errors
    assert not LegalReference.objects.exists()


def test_system_administrator_keeps_the_common_register(client, db):
    boss = make_user(is_superuser=True)
    client.force_login(boss)
    new = {"owner": "", "type": "Chỉ thị", "number": "23-CT/TW", "issued_on": "25/5/2023", "issuer": "Ban Bí thư",
           "status": "in_force"}  # fmt: skip
    assert client.post(reverse("documents:reference_new"), new).status_code == 302
    assert LegalReference.objects.get().owner is None


def test_every_paper_of_the_starting_data_has_a_title(db):
    catalogue.load()
    assert not LegalReference.objects.filter(title="").exists()


def test_a_title_that_was_delivered_blank_is_filled_unless_somebody_changed_the_paper(db):
    catalogue.load()
    LegalReference.objects.update(title="")
    touched = LegalReference.objects.get(number="38/HD-TLĐ")
    LegalReference.objects.filter(pk=touched.pk).update(changed_by=make_user())
    assert catalogue.load() == 0
    assert list(LegalReference.objects.filter(title="")) == [touched]
    older = LegalReference.objects.get(number="1013/QĐ-TLĐ")
    assert older.title and older.replaced_by.number == "933/QĐ-TLĐ"
