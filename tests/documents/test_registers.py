"""The outgoing register: found, kept for paper, cancelled, rolled over at New Year, printed and exported."""

import datetime as dt
import io
from unittest import mock
from zoneinfo import ZoneInfo

import openpyxl
import pikepdf
import pytest
from django.utils import timezone

from core.workflow import StepRefused
from documents import jobs
from documents.models import Document, Job, NumberSeries, RegisterEntry, SeriesSetting
from documents.services import (
    DocumentError,
    NotReady,
    change_entry,
    issue_document,
    numbering,
    reserve_number,
    take_step,
    void_number,
)
from tests import factories
from tests.documents import samples
from tests.documents.browsing import get, post, text_of, url
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def kept(desk, **change):
    facts = {"type": "KH", "abstract": "Tổ chức hội thao", "reserved_for": "Ban Nữ công", "by": desk.registry}
    return reserve_number(desk.unit, **facts | change)


def shown(client, person, **query):
    return [entry.doc_code for entry, *_rest in get(client, person, "register", **query).context["lines"]]


def at(monkeypatch, *moment):
    """The clock of Vietnam stands at this moment."""
    now = dt.datetime(*moment, tzinfo=VIETNAM)
    monkeypatch.setattr(timezone, "now", lambda: now)


# --- numbers


def test_paper_and_portal_documents_share_one_series(desk):
    samples.issued(desk)
    entry = kept(desk)
    assert (entry.doc_code, entry.title, entry.is_open) == ("02/KH-LĐLĐ", "Kế hoạch Tổ chức hội thao", True)
    assert samples.issued(desk).number == 3
    change_entry(entry, by=desk.registry, signed_by="Trần Ngọc Ánh", sent_to="Tỉnh ủy", copies=3)
    assert not RegisterEntry.objects.get(pk=entry.pk).is_open


@pytest.mark.parametrize(
    ("change", "field"),
    [({"abstract": " "}, "abstract"), ({"reserved_for": ""}, "reserved_for"), ({"type": "XX"}, "type")],
)
def test_reservation_without_its_facts_takes_no_number(desk, change, field):
    with pytest.raises(DocumentError) as refused:
        kept(desk, **change)
    assert refused.value.field == field
    assert not NumberSeries.objects.exists()


def test_only_the_clerk_keeps_numbers_and_writes_lines(desk):
    entry = kept(desk)
    with pytest.raises(StepRefused):
        kept(desk, by=desk.leader)
    with pytest.raises(StepRefused):
        change_entry(entry, by=desk.drafter, remark="x")


def test_line_of_a_portal_document_keeps_what_the_document_says(desk):
    entry = samples.issued(desk).register_entry
    with pytest.raises(TypeError):
        change_entry(entry, by=desk.registry, title="Khác")
    change_entry(entry, by=desk.registry, received_mark="Nguyễn Văn Nhận")
    assert RegisterEntry.objects.get(pk=entry.pk).received_mark == "Nguyễn Văn Nhận"


def test_void_line_takes_no_more_words(desk):
    entry = kept(desk)
    void_number(entry, reason="Không ban hành", by=desk.registry)
    with pytest.raises(DocumentError, match="đã hủy"):
        change_entry(entry, by=desk.registry, remark="x")


@pytest.mark.parametrize("days", [-1, 1])
def test_paper_is_sent_between_its_date_and_today(client, desk, days):
    entry = kept(desk)
    day = timezone.localdate() + dt.timedelta(days=days)
    facts = {"title": "Kế hoạch", "signed_by": "Trần Ngọc Ánh", "copies": "1", "sent_on": f"{day:%d/%m/%Y}"}
    answer = post(client, desk.registry, "entry_edit", entry.pk, **facts)
    assert answer.status_code == 422
    assert "Ngày chuyển phải từ ngày văn bản" in answer.context["form"].errors["sent_on"][0]
    assert RegisterEntry.objects.get().sent_on is None


def test_number_of_a_mistyped_year_is_not_kept(desk):
    with pytest.raises(NotReady, match="Năm 1926 không đúng"):
        kept(desk, on=dt.date(1926, 11, 21))
    assert not NumberSeries.objects.exists()


def test_number_is_not_voided_under_a_document_that_is_still_to_go_out(desk):
    document = take_step(samples.approved(desk), "number", by=desk.registry)
    with pytest.raises(DocumentError, match="Hãy trả lại văn bản"):
        void_number(document.register_entry, reason="Cấp nhầm", by=desk.registry)
    assert RegisterEntry.objects.get().void_reason == ""


def test_numbers_below_ten_carry_a_zero_and_longer_ones_do_not(desk):
    codes = [kept(desk).doc_code for _n in range(10)]
    assert (codes[0], codes[8], codes[9]) == ("01/KH-LĐLĐ", "09/KH-LĐLĐ", "10/KH-LĐLĐ")


# --- New Year in Vietnam


def test_last_minute_of_the_year_and_the_first_of_the_next(desk, monkeypatch):
    first, second = samples.approved(desk), samples.approved(desk)
    at(monkeypatch, 2025, 12, 31, 23, 59)
    old = issue_document(first, by=desk.registry)
    at(monkeypatch, 2026, 1, 1, 0, 0)
    new = issue_document(second, by=desk.registry)
    assert (old.number, old.issued_on) == (1, dt.date(2025, 12, 31))
    assert (new.number, new.issued_on) == (1, dt.date(2026, 1, 1))


def test_who_waits_over_midnight_gets_the_new_year(desk, monkeypatch):
    """The clock strikes twelve while another clerk holds the old year's series."""
    document = samples.approved(desk)
    at(monkeypatch, 2025, 12, 31, 23, 59, 59)
    locked = numbering._locked_series

    def waits(issuer, type, year):
        series = locked(issuer, type, year)
        at(monkeypatch, 2026, 1, 1, 0, 0, 1)
        return series

    with mock.patch.object(numbering, "_locked_series", waits):
        issue_document(document, by=desk.registry)
    assert (document.number, document.issued_on) == (1, dt.date(2026, 1, 1))
    assert RegisterEntry.objects.get().series.year == 2026


def test_day_in_utc_is_not_the_day_in_vietnam(desk, monkeypatch):
    document = samples.approved(desk)
    now = dt.datetime(2025, 12, 31, 17, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert issue_document(document, by=desk.registry).issued_on == dt.date(2026, 1, 1)


def test_reserved_day_before_the_last_number_is_refused(desk, monkeypatch):
    at(monkeypatch, 2026, 5, 10, 9, 0)
    kept(desk)
    with pytest.raises(NotReady, match="không được sớm hơn"):
        kept(desk, on=dt.date(2026, 5, 9))


# --- finding


@pytest.fixture
def book(desk):
    samples.issued(desk, abstract="Tháng Công nhân")
    samples.issued(desk, abstract="Chăm lo Tết", type="BC", symbol="BC-LĐLĐ")
    kept(desk, abstract="Đại hội thể thao", reserved_for="Ban Nữ công")
    void_number(kept(desk, abstract="Việc bỏ dở"), reason="Không ban hành", by=desk.registry)
    return desk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "thang cong nhan"}, ["01/KH-LĐLĐ"]),
        ({"q": "dai hoi the thao"}, ["02/KH-LĐLĐ"]),
        ({"q": "nu cong"}, ["02/KH-LĐLĐ", "03/KH-LĐLĐ"]),
        ({"q": "tran ngoc anh 01/bc"}, ["01/BC-LĐLĐ"]),
        ({"loai": "BC"}, ["01/BC-LĐLĐ"]),
        ({"so": "KH"}, ["01/KH-LĐLĐ", "02/KH-LĐLĐ", "03/KH-LĐLĐ"]),
        ({"tinh_trang": "giu-cho"}, ["02/KH-LĐLĐ"]),
        ({"tinh_trang": "da-huy"}, ["03/KH-LĐLĐ"]),
        ({"den": "31/12/2020"}, []),
        ({"tu": "không phải ngày", "loai": "BC"}, ["01/BC-LĐLĐ"]),
    ],
)
def test_register_is_searched_without_accents_and_filtered(client, book, query, found):
    assert shown(client, book.registry, **query) == found


def test_types_of_a_common_series_are_told_apart(client, desk):
    SeriesSetting.objects.update_or_create(issuer=desk.unit, defaults={"per_type": False})
    samples.issued(desk)
    samples.issued(desk, type="BC", symbol="BC-LĐLĐ")
    assert shown(client, desk.registry, loai="BC") == ["02/BC-LĐLĐ"]


def test_line_leads_to_its_document(client, desk):
    document = samples.issued(desk)
    page = get(client, desk.registry, "register").content.decode()
    assert f'href="{url("document_preview", document.pk)}"' in page


def test_stranger_finds_nothing_in_the_register(client, book, stranger):
    assert shown(client, stranger) == []


# --- pages, file, print


def test_clerk_reserves_and_writes_in_on_pages(client, desk):
    said = {"unit": desk.unit.pk, "type": "CV", "abstract": "mời họp", "reserved_for": "Văn phòng",
            "on": f"{timezone.localdate():%d/%m/%Y}"}  # fmt: skip
    page = text_of(post(client, desk.registry, "number_reserve", **said))
    assert "Đã giữ số 01/LĐLĐ" in page
    assert "Giữ số cho Văn phòng." in page
    entry = RegisterEntry.objects.get()
    post(
        client, desk.registry, "entry_edit", entry.pk, title=entry.title, signed_by="Trần Ngọc Ánh", copies="2",
        sent_to="Sở Nội vụ",
    )  # fmt: skip
    assert "Trần Ngọc Ánh" in text_of(get(client, desk.registry, "register"))
    assert post(client, desk.leader, "number_reserve", **said).status_code == 403


def test_export_holds_the_chosen_lines_and_is_not_kept_in_memory(client, book):
    answer = get(client, book.registry, "register_export", loai="BC")
    assert answer.streaming
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=5)] == ["01/BC-LĐLĐ"]


def test_register_is_printed_as_pdf_for_who_asked(client, book, django_capture_on_commit_callbacks):
    answer = post(client, book.registry, "register_print", so="KH")
    job = Job.objects.get(kind="print_register")
    assert answer.redirect_chain[-1][0] == url("job_status", job.pk)
    jobs.run(job.pk)
    file = get(client, book.registry, "register_file", job.pk)
    with pikepdf.open(io.BytesIO(b"".join(file.streaming_content))) as pdf:
        assert len(pdf.pages) == 1
    assert get(client, book.leader, "register_file", job.pk).status_code == 404


def test_print_holds_the_columns_of_the_decree_and_the_chosen_lines(book):
    from documents.registers.printing import OUTGOING, REGISTERS, register_html

    rows = REGISTERS[OUTGOING].found(book.registry, {"so": "KH"})
    page = register_html(REGISTERS[OUTGOING].book(rows, year="2026"), book.registry)
    assert page.count("<th>") == 10
    assert all(
        words in page for words in ("SỔ ĐĂNG KÝ VĂN BẢN ĐI NĂM 2026", "Hủy số: Không ban hành", "(10)")
    )
    assert "Chăm lo Tết" not in page


def test_register_of_another_unit_is_not_written(client, desk, below):
    entry = samples.issued(samples.office(below)).register_entry
    assert get(client, desk.registry, "entry_edit", entry.pk).status_code == 404
    member = factories.person(Role.MEMBER, desk.unit)
    own = samples.issued(desk).register_entry
    assert get(client, member, "entry_edit", own.pk).status_code == 403
    assert Document.objects.count() == 2
