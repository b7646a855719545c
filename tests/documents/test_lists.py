"""Lists of documents, the in-box, the register, the public check: who sees what, and what a list costs."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.models import Delivery, Document, RegisterEntry
from documents.rendering import render_document
from documents.services import mark_opened, void_number
from tests import factories
from tests.documents import samples
from tests.documents.browsing import get, post, text_of, url
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


# --- lists


def test_list_shows_own_documents_of_every_status_and_no_others(client, desk, stranger):
    samples.draft(desk, abstract="Chăm lo Tết")
    samples.issued(desk, abstract="Tháng Công nhân")
    text = text_of(get(client, desk.registry, "document_list"))
    assert "Chăm lo Tết" in text
    assert "01/KH-LĐLĐ" in text
    assert "Chăm lo Tết" not in text_of(get(client, stranger, "document_list"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "thang cong nhan"}, {"Tháng Công nhân"}),
        ({"q": "01/kh"}, {"Tháng Công nhân"}),
        ({"trang_thai": "draft"}, {"Chăm lo Tết", "Báo cáo năm"}),
        ({"loai": "BC"}, {"Báo cáo năm"}),
        ({"nam": "1999"}, {"Tháng Công nhân", "Chăm lo Tết", "Báo cáo năm"}),
        ({"q": "không có chữ này"}, set()),
    ],
)
def test_list_is_searched_without_accents_and_filtered(client, desk, query, found):
    samples.issued(desk, abstract="Tháng Công nhân")
    samples.draft(desk, abstract="Chăm lo Tết")
    samples.draft(desk, abstract="Báo cáo năm", type="BC")
    shown = {
        document.abstract
        for document, *_rest in get(client, desk.registry, "document_list", **query).context["rows"]
    }
    assert shown == found


def test_list_is_exported_as_filtered(client, desk):
    samples.issued(desk, abstract="=1+1 Tháng Công nhân")
    samples.draft(desk, abstract="Chăm lo Tết")
    answer = get(client, desk.registry, "document_export", q="thang")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[:4] for row in rows] == [["01/KH-LĐLĐ", rows[0][1], "Kế hoạch", "=1+1 Tháng Công nhân"]]
    assert sheet["D4"].data_type == "s"


LISTS = ("document_list", "inbox", "register", "receipts")


@pytest.mark.parametrize("name", LISTS)
def test_list_costs_the_same_for_few_and_many_rows(client, desk, below, officer, name):
    reader = officer if name == "inbox" else desk.registry

    def queries():
        args = [Document.objects.first().pk] if name == "receipts" else []
        client.force_login(reader)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url(name, *args)).status_code == 200
        return len(seen)

    document = samples.issued(desk, below)
    few = queries()
    for _n in range(9):
        Delivery.objects.create(document=document, unit=factories.grassroots(below), role="de_biet")
        samples.issued(desk, below)
    assert queries() == few


@pytest.mark.parametrize(
    "name", ["document_list", "inbox", "register", "incoming_list", "delegation_list", "verify_form"]
)
def test_page_opens_for_somebody_without_any_document(client, name):
    assert get(client, factories.person(Role.MEMBER, factories.province()), name).status_code == 200


@pytest.mark.parametrize("name", ["document_list", "inbox", "register", "document_export", "register_export"])
def test_list_asks_to_sign_in(client, name):
    answer = client.get(url(name))
    assert answer.status_code == 302
    assert reverse("units:sign_in") in answer.url


# --- in-box


def test_reading_the_page_writes_nothing_and_the_page_itself_tells_that_it_was_opened(
    client, desk, below, officer
):
    delivery = samples.issued(desk, below).deliveries.get()
    answer = get(client, officer, "delivery_detail", delivery.pk)
    delivery.refresh_from_db()
    assert delivery.opened_at is None
    assert f'hx-post="{url("delivery_open", delivery.pk)}"' in answer.content.decode()
    assert "Nội dung thử nghiệm" in text_of(answer)
    piece = client.post(url("delivery_open", delivery.pk))
    delivery.refresh_from_db()
    assert delivery.opened_by == officer
    assert "Hà Văn Núi" in text_of(piece)
    assert "hx-post" not in piece.content.decode()


def test_unread_documents_are_counted_until_opened(client, desk, below, officer):
    first, _second = samples.issued(desk, below), samples.issued(desk, below)
    assert get(client, officer, "inbox").context["unread"] == 2
    mark_opened(first.deliveries.get(), by=officer)
    answer = get(client, officer, "inbox", tinh_trang="chua-mo")
    assert answer.context["unread"] == len(answer.context["lines"]) == 1


def test_acknowledging_is_one_click(client, desk, below, officer):
    delivery = samples.issued(desk, below).deliveries.get()
    answer = post(client, officer, "delivery_acknowledge", delivery.pk)
    delivery.refresh_from_db()
    assert delivery.acknowledged_by == officer
    assert "Đã xác nhận nhận văn bản số 01/KH-LĐLĐ" in text_of(answer)
    assert "Xác nhận đã nhận" not in text_of(get(client, officer, "delivery_detail", delivery.pk))


def test_delivery_of_another_unit_does_not_exist_for_strangers(client, desk, below, stranger):
    delivery = samples.issued(desk, below).deliveries.get()
    for person in (stranger, desk.registry):
        assert get(client, person, "delivery_detail", delivery.pk).status_code == 404
        assert post(client, person, "delivery_open", delivery.pk).status_code == 404
        assert post(client, person, "delivery_acknowledge", delivery.pk).status_code == 404


def test_member_of_the_receiving_unit_reads_but_does_not_confirm(client, desk, below):
    member = factories.person(Role.MEMBER, below)
    delivery = samples.issued(desk, below).deliveries.get()
    assert (
        "hx-post"
        not in get(client, member, "delivery_detail", delivery.pk).content.decode().split("<main", 1)[1]
    )
    assert post(client, member, "delivery_acknowledge", delivery.pk).status_code == 403


def test_issuer_sees_who_is_silent(client, desk, below, officer):
    beside = factories.upper_unit(desk.unit, "Công đoàn xã Suối Mơ")
    document = samples.issued(desk, below, beside)
    mark_opened(document.deliveries.get(unit=below), by=officer)
    text = text_of(get(client, desk.registry, "receipts", document.pk, tinh_trang="chua-mo"))
    assert "Công đoàn xã Suối Mơ" in text
    assert "Công đoàn phường Bình Minh" not in text.split("Tình trạng tiếp nhận", 1)[1]
    assert get(client, officer, "receipts", document.pk).status_code == 404


# --- register


def test_register_shows_ten_columns_and_void_numbers(client, desk):
    void_number(samples.issued(desk).register_entry, reason="Cấp nhầm", by=desk.registry)
    samples.issued(desk, abstract="Tháng Công nhân")
    answer = get(client, desk.registry, "register")
    text = text_of(answer)
    assert "Hủy số: Cấp nhầm" in text
    assert len(answer.context["columns"]) == 10
    assert [entry.number for entry, *_rest in answer.context["lines"]] == [1, 2]
    found = get(client, desk.registry, "register", q="thang cong nhan").context["lines"]
    assert [entry.number for entry, *_rest in found] == [2]


def test_register_is_exported_in_the_columns_of_the_decree(client, desk):
    samples.issued(desk)
    answer = get(client, desk.registry, "register_export", nam=str(timezone.localdate().year))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    head, numbers, line = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=5))
    assert (head[0], head[9], numbers[9]) == ("Số, ký hiệu văn bản", "Ghi chú", "(10)")
    assert line[:4] == [
        "01/KH-LĐLĐ", dt.datetime.combine(timezone.localdate(), dt.time()),
        "Kế hoạch Tuyên truyền pháp luật lao động năm 2026", "Trần Ngọc Ánh",
    ]  # fmt: skip


def test_number_is_voided_by_the_registry_alone(client, desk, stranger):
    entry = samples.issued(desk).register_entry
    assert post(client, stranger, "number_void", entry.pk, note="x").status_code == 404
    assert post(client, desk.leader, "number_void", entry.pk, note="x").status_code == 403
    assert "Hãy ghi lý do hủy số" in text_of(post(client, desk.registry, "number_void", entry.pk, note=" "))
    assert "Đã hủy số 01/KH-LĐLĐ" in text_of(
        post(client, desk.registry, "number_void", entry.pk, note="Cấp nhầm")
    )
    assert RegisterEntry.objects.get().void_reason == "Cấp nhầm"


# --- verification


def test_anybody_verifies_an_issued_document_without_seeing_its_text(client, desk):
    document = samples.issued(desk, abstract="Việc kín của đơn vị")
    made = render_document(document)
    code = document.verification_code
    text = text_of(client.get(url("verify", f"{code[:5].lower()}-{code[5:]}")))
    for fact in ("01/KH-LĐLĐ", "Trần Ngọc Ánh", desk.unit.name, "Còn hiệu lực", made.sha256):
        assert fact in text
    assert "Việc kín" not in text
    assert "Nội dung thử nghiệm" not in text


def test_unknown_code_and_draft_say_clearly_that_nothing_is_known(client, desk):
    for code in ("ABCDEFGHJK", samples.draft(desk).verification_code):
        answer = client.get(url("verify", code))
        assert answer.status_code == 404
        assert "Không có văn bản nào mang mã này" in text_of(answer)


def test_typed_code_leads_to_its_page_and_a_bad_one_says_what_is_wrong(client, desk):
    code = samples.issued(desk).verification_code
    answer = client.get(url("verify_form"), {"ma": f" {code[:4]} {code[4:].lower()} "})
    assert answer.url == url("verify", code)
    bad = client.get(url("verify_form"), {"ma": "123"})
    assert (bad.status_code, "gồm 11 chữ cái" in text_of(bad)) == (422, True)


def test_void_number_is_told_to_whoever_verifies(client, desk):
    document = samples.issued(desk)
    void_number(document.register_entry, reason="Cấp nhầm", by=desk.registry)
    text = text_of(client.get(url("verify", document.verification_code)))
    assert "Số của văn bản này đã bị hủy" in text
    assert "Cấp nhầm" in text
