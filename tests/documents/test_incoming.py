"""The incoming register: arrival numbers, second copies, scans, who settles a paper and by when."""

import datetime as dt
import io
import resource
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.models import IncomingDocument, IncomingSeries
from documents.registers.scans import BadScan, read_scan
from documents.services import DocumentError
from documents.services.incoming import (
    SecondCopy,
    assign_incoming,
    change_incoming,
    register_delivery,
    register_incoming,
    take_incoming_step,
)
from tests import factories
from tests.documents import samples
from tests.documents.browsing import get, post, text_of
from tests.documents.test_issuing import at_once
from units.models import Department, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]
TODAY = timezone.localdate()


def came(desk, **change):
    facts = {
        "issuer_name": "Ủy ban nhân dân tỉnh", "code": "125/KH-UBND", "abstract": "Kế hoạch Tuần lễ học tập",
        "by": desk.registry,
    }  # fmt: skip
    return register_incoming(desk.unit, **facts | change)


def pdf_bytes(pages=1):
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        for _n in range(pages):
            pdf.add_blank_page()
        pdf.save(file)
    return file.getvalue()


def uploaded(name, content):
    return SimpleUploadedFile(name, content)


# --- arrival


def test_arrivals_run_within_the_year_and_the_body(desk, below):
    other = samples.office(below)
    assert [came(desk).arrival, came(desk, code="126/KH-UBND").arrival, came(other).arrival] == [
        "01",
        "02",
        "01",
    ]
    last_year = IncomingSeries.objects.create(unit=desk.unit, year=TODAY.year - 1, last_number=7)
    old = came(desk, code="9/CV", arrived_on=dt.date(last_year.year, 12, 31))
    assert (old.number, old.year) == (8, last_year.year)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"arrived_on": TODAY + dt.timedelta(days=1)}, "arrived_on"),
        ({"dated_on": TODAY + dt.timedelta(days=1)}, "dated_on"),
    ],
)
def test_days_out_of_order_are_refused_and_take_no_number(desk, change, field):
    with pytest.raises(DocumentError) as refused:
        came(desk, **change)
    assert refused.value.field == field
    assert not IncomingSeries.objects.exists()


def test_arrival_before_the_last_one_is_refused(desk):
    came(desk)
    if TODAY.day > 1:
        with pytest.raises(DocumentError, match="không được sớm hơn"):
            came(desk, code="2/CV", arrived_on=TODAY - dt.timedelta(days=1))


def test_only_the_clerk_registers(desk):
    with pytest.raises(StepRefused):
        came(desk, by=desk.drafter)


def test_chair_of_a_grassroots_union_is_its_clerk(desk):
    base = factories.grassroots(desk.unit)
    chair = factories.person(Role.GRASSROOTS, base)
    assert (
        register_incoming(base, issuer_name="Tỉnh ủy", code="1/CV", abstract="Mời họp", by=chair).number == 1
    )


@pytest.mark.django_db(transaction=True)
def test_clerks_at_once_get_consecutive_arrivals(desk):
    found = at_once(12, lambda n: came(desk, code=f"{n}/CV"))
    assert sorted(row.number for row in found) == list(range(1, 13)), found


# --- second copies


def test_same_number_symbol_and_issuer_are_warned_of_and_taken_when_meant(desk):
    came(desk)
    with pytest.raises(SecondCopy, match="số đến 01") as known:
        came(desk, code="125 / kh-ubnd", issuer_name="UỶ BAN NHÂN DÂN TỈNH")
    assert [one.number for one in known.value.known] == [1]
    assert IncomingSeries.objects.get().last_number == 1
    assert came(desk, even_if_known=True).number == 2
    assert came(desk, issuer_name="Ủy ban nhân dân xã").number == 3


def test_page_warns_once_and_then_obeys(client, desk):
    came(desk)
    said = {"unit": desk.unit.pk, "arrived_on": f"{TODAY:%d/%m/%Y}", "issuer_name": "Ủy ban nhân dân tỉnh",
            "code": "125/KH-UBND", "abstract": "Kế hoạch"}  # fmt: skip
    warned = post(client, desk.registry, "incoming_new", **said)
    assert warned.status_code == 422
    assert "Văn bản này đã vào sổ: số đến 01" in text_of(warned)
    assert 'type="checkbox" name="even_if_known"' in warned.content.decode()
    page = text_of(post(client, desk.registry, "incoming_new", **said, even_if_known="on"))
    assert "số đến 02" in page
    assert "Cùng số, ký hiệu và tác giả" in page


# --- from the portal


def test_document_sent_in_the_portal_needs_no_typing(client, desk, below, officer):
    clerk = factories.person(Role.REGISTRY, below)
    delivery = samples.issued(desk, below).deliveries.get()
    assert "Vào sổ văn bản đến" in text_of(get(client, clerk, "delivery_detail", delivery.pk))
    post(client, clerk, "incoming_take", delivery.pk)
    row = IncomingDocument.objects.get()
    assert (row.unit, row.code, row.issuer_name) == (below, "01/KH-LĐLĐ", desk.unit.name)
    assert row.abstract == "Kế hoạch Tuyên truyền pháp luật lao động năm 2026"
    assert register_delivery(delivery, by=clerk) == row
    assert "Số đến 01" in text_of(get(client, officer, "delivery_detail", delivery.pk))


def test_all_waiting_documents_are_taken_at_once_and_only_once(client, desk, below):
    clerk = factories.person(Role.REGISTRY, below)
    for _n in range(3):
        samples.issued(desk, below)
    assert "3 văn bản nhận trong hệ thống chưa có trong sổ" in text_of(get(client, clerk, "incoming_list"))
    for _n in range(2):
        post(client, clerk, "incoming_take_all")
    assert list(IncomingDocument.objects.order_by("number").values_list("code", flat=True)) == [
        "01/KH-LĐLĐ", "02/KH-LĐLĐ", "03/KH-LĐLĐ",
    ]  # fmt: skip


# --- scans


def test_scan_is_kept_under_a_name_nobody_chose_and_comes_back_as_a_file(client, desk):
    content = pdf_bytes()
    row = came(desk, scan=read_scan(uploaded("../../Công văn.pdf", content)))
    assert (row.scan_name, row.scan_sha256) == ("Công văn.pdf", read_scan(uploaded("a", content)).sha256)
    assert "Công" not in row.scan.name
    answer = get(client, desk.leader, "incoming_scan", row.pk)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == content


def test_picture_is_drawn_anew(desk):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "PNG")
    scan = read_scan(uploaded("anh.png", file.getvalue()))
    assert scan.extension == "jpg"
    assert Image.open(io.BytesIO(scan.data)).size == (40, 30)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"<html><script>x</script></html>", "không phải bản quét"),
        ("a.pdf", b"", "không phải bản quét"),
        ("a.pdf", pdf_bytes()[:200], "bị hỏng"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40, "bị hỏng"),
    ],
)
def test_what_is_no_scan_is_refused(name, content, words):
    with pytest.raises(BadScan, match=words):
        read_scan(uploaded(name, content))


def acting_pdf(what):
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_bytes())) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        if what == "at opening":
            pdf.Root.OpenAction = script
        elif what == "by name":
            pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", script]))
        elif what == "page":
            pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        elif what == "launch":
            start = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
            link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=start)
            pdf.pages[0].obj.Annots = [pdf.make_indirect(link)]
        elif what == "link":
            go = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://congdoan.vn")
            link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=go)
            pdf.pages[0].obj.Annots = [pdf.make_indirect(link)]
            pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
            pdf.attachments["ke-hoach.json"] = b"{}"
        pdf.save(file)
    return file.getvalue()


@pytest.mark.parametrize("what", ["at opening", "by name", "page", "launch"])
def test_scan_that_would_run_something_is_refused(what):
    with pytest.raises(BadScan, match="chương trình hoặc lệnh tự chạy"):
        read_scan(uploaded("a.pdf", acting_pdf(what)))


def test_scan_with_links_first_view_and_attached_data_is_taken():
    assert read_scan(uploaded("a.pdf", acting_pdf("link"))).extension == "pdf"


def test_file_that_unpacks_to_a_thousand_times_its_size_is_not_unpacked():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    check = ((700_000_000 % 65521) << 16 | 1).to_bytes(4)
    zeros = zlib.compress(b"\x78\x01" + megabyte * 700 + b"\x03\x00" + check)
    head = (
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    table = (
        b"4 0 obj<</Type/XRef/Size 9/W[1 2 1]/Root 1 0 R/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n"
    )
    bomb = head + table % len(zeros) + zeros + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(head)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadScan):
        read_scan(uploaded("a.pdf", bomb))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


# --- settling


def test_paper_is_given_out_with_a_day_and_settled_with_its_result(desk):
    ward = Department.objects.create(unit=desk.unit, name="Ban Nữ công")
    due = TODAY + dt.timedelta(days=5)
    mine = desk.drafter.seats.get()
    row = assign_incoming(
        came(desk),
        department=ward,
        assignee=mine,
        due_on=due,
        instruction="Tham mưu kế hoạch",
        by=desk.leader,
    )
    assert (row.status, row.recipient, row.sent_on) == ("assigned", "Lò Thị Mây, Ban Nữ công", TODAY)
    with pytest.raises(NoteMissing):
        take_incoming_step(row, "settle", by=desk.drafter)
    row = take_incoming_step(row, "settle", note="Đã có kế hoạch 05", by=desk.drafter)
    assert (row.status, row.result) == ("done", "Đã có kế hoạch 05")
    with pytest.raises(IllegalStep):
        assign_incoming(row, assignee=mine, by=desk.leader)


def test_assignment_needs_somebody_of_the_unit_and_a_day_after_the_arrival(desk, officer):
    row = came(desk)
    wrong = [
        ({}, "assignee"),
        ({"assignee": officer.seats.get()}, "assignee"),
        ({"assignee": desk.drafter.seats.get(), "due_on": TODAY - dt.timedelta(days=1)}, "due_on"),
    ]
    for facts, field in wrong:
        with pytest.raises(DocumentError) as refused:
            assign_incoming(row, by=desk.leader, **facts)
        assert refused.value.field == field


def test_drafter_settles_only_what_was_given_to_them(desk):
    row = came(desk)
    with pytest.raises(StepRefused):
        take_incoming_step(row, "settle", note="x", by=desk.drafter)
    with pytest.raises(StepRefused):
        assign_incoming(row, assignee=desk.drafter.seats.get(), by=desk.drafter)


def test_late_papers_and_mine_are_found(client, desk):
    late = came(desk)
    assign_incoming(late, assignee=desk.drafter.seats.get(), due_on=TODAY, by=desk.leader)
    IncomingDocument.objects.filter(pk=late.pk).update(due_on=TODAY - dt.timedelta(days=1), arrived_on=TODAY)
    came(desk, code="2/CV", abstract="Mời họp giao ban")

    def found(person, **query):
        return [row.number for row in get(client, person, "incoming_list", **query).context["page_obj"]]

    assert found(desk.registry, tinh_trang="qua-han") == [1]
    assert found(desk.drafter, cua_toi="1") == [1]
    assert found(desk.registry, q="moi hop") == [2]


@pytest.mark.parametrize("days", [-1, 1])
def test_paper_goes_on_between_its_arrival_and_today(desk, days):
    row = came(desk)
    with pytest.raises(DocumentError, match="Ngày chuyển phải từ ngày đến"):
        change_incoming(row, by=desk.registry, sent_on=TODAY + dt.timedelta(days=days))
    row.refresh_from_db()
    assert row.sent_on is None


def test_year_of_no_open_register_is_a_slip_of_the_keyboard(desk):
    with pytest.raises(DocumentError, match="Năm 1926 không đúng"):
        came(desk, arrived_on=dt.date(1926, 11, 21))
    assert not IncomingSeries.objects.exists()


def test_correction_keeps_number_and_day_of_arrival(desk):
    row = change_incoming(
        came(desk), abstract="Công văn mời họp", received_mark="Nguyễn Văn Nhận", by=desk.registry
    )
    assert (row.number, row.abstract, row.received_mark) == (1, "Công văn mời họp", "Nguyễn Văn Nhận")
    with pytest.raises(TypeError):
        change_incoming(row, number=9, by=desk.registry)


def test_clerk_corrects_a_line_and_adds_the_scan_on_a_page(client, desk):
    row = came(desk)
    said = {"issuer_name": row.issuer_name, "code": row.code, "abstract": "Kế hoạch Tuần lễ đọc sách"}
    post(client, desk.registry, "incoming_edit", row.pk, **said, scan=uploaded("quet.pdf", pdf_bytes()))
    row.refresh_from_db()
    assert (row.abstract, row.scan_name, row.number) == ("Kế hoạch Tuần lễ đọc sách", "quet.pdf", 1)
    wrong = post(client, desk.registry, "incoming_edit", row.pk, **said, scan=uploaded("a.pdf", b"MZ"))
    assert wrong.status_code == 422
    assert "không phải bản quét" in text_of(wrong)


def test_database_refuses_a_second_arrival_number_and_a_paper_from_the_future(desk):
    came(desk)
    second = came(desk, code="2/CV")
    for wrong in ({"number": 1}, {"dated_on": TODAY + dt.timedelta(days=9)}, {"status": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            IncomingDocument.objects.filter(pk=second.pk).update(**wrong)


def test_assignment_page_answers_at_the_field(client, desk):
    row = came(desk)
    answer = post(client, desk.leader, "incoming_assign", row.pk)
    assert answer.status_code == 422
    assert "Hãy chọn ban, phòng hoặc người xử lý" in text_of(answer)
    assert post(client, desk.drafter, "incoming_assign", row.pk).status_code == 403
    post(client, desk.leader, "incoming_assign", row.pk, assignee=desk.drafter.seats.get().pk)
    assert "Đã giao xử lý" in text_of(get(client, desk.registry, "incoming_detail", row.pk))
