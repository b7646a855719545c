"""Certificates on blank forms: letters that fit, numbers and codes of their own, pages made by a job."""

import io

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from campaigns.certificates import jobs
from campaigns.certificates.jobs import job_of
from campaigns.certificates.layout import MM_PER_PT, SMALLEST_SHARE, Spot, fitted
from campaigns.certificates.models import Batch, Blank, Certificate
from campaigns.certificates.pages import sheets_pdf
from campaigns.certificates.services import (
    Recipient,
    create_blank,
    print_again,
    print_for,
    save_fields,
    withdraw_batch,
)
from campaigns.services import CampaignError
from core.workflow import StepRefused
from documents.jobs import run
from tests.campaigns.conftest import world  # noqa: F401
from tests.campaigns.uploads import photo

LONG = "Công đoàn cơ sở Công ty Trách nhiệm hữu hạn Một thành viên Thương mại Dịch vụ Xuất nhập khẩu May mặc Bình Minh"
COMMON = {"place_date": "Mẫu Sơn, ngày 20 tháng 12 năm 2026", "post": "CHỦ TỊCH", "signer": "Trần Thị Chủ"}


@pytest.fixture
def blank(world):  # noqa: F811
    return create_blank(unit=world.province, name="Giấy khen A4", width=297, height=210, by=world.drafter)


def spot(**values):
    start = {
        "key": "recipient",
        "text": "",
        "x": 20,
        "y": 100,
        "width": 200,
        "size": 30,
        "lines": 1,
        "font": "serif",
    }
    return Spot(
        **{**start, "align": "c", "color": "black", "bold": True, "italic": False, "caps": False, **values}
    )


@pytest.mark.parametrize(
    ("text", "lines", "shrunk"), [("Lê Thị Mai", 1, False), (LONG[:55], 1, True), (LONG, 2, True)]
)
def test_long_name_is_set_smaller_then_on_more_lines_and_never_cut(text, lines, shrunk):
    size, found = fitted(text, spot())
    assert len(found) == lines
    assert " ".join(found) == text
    assert (size < 30 * MM_PER_PT) is shrunk
    assert size >= 30 * MM_PER_PT * SMALLEST_SHARE


def test_one_word_wider_than_the_room_is_set_as_small_as_it_takes():
    size, found = fitted("x" * 160, spot(width=40))
    assert found == ["x" * 160]
    assert 0 < size < 30 * MM_PER_PT * SMALLEST_SHARE


def test_batch_gets_numbers_and_codes_and_its_pages_from_a_job(world, blank, monkeypatch):  # noqa: F811
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    first = print_for(
        [Recipient("Lê Thị Mai", world.base.name, {"title": "Bằng khen"})], blank, unit=world.province, name="Đợt 1",
        by=world.drafter, common=COMMON,
    )  # fmt: skip
    people = [Recipient(f"{LONG} {n}") for n in range(3)]
    batch = print_for(people, blank, unit=world.province, name="Đợt 2", by=world.drafter, common=COMMON)
    assert first.certificates.get().number == 1
    assert list(batch.certificates.values_list("number", flat=True)) == list(range(2, 5))
    run(job_of(batch).pk)
    job = job_of(batch)
    assert (job.status, job.total, job.result["pages"]) == ("ready", 3, 3)
    with batch_file(job) as pdf:
        assert len(pdf.pages) == 3
        assert [float(side) / 72 * 25.4 for side in pdf.pages[2].mediabox[2:]] == pytest.approx(
            [297, 210], abs=0.1
        )
    again = print_again(batch, by=world.drafter)
    assert job_of(again).status == "queued"
    assert set(batch.certificates.values_list("code", flat=True)) == set(
        again.certificates.values_list("code", flat=True)
    )


def batch_file(job):
    return pikepdf.open(io.BytesIO(default_storage.open(job.result["file"]).read()))


def test_printing_is_refused_without_role_name_blank_or_room(world, blank):  # noqa: F811
    some = [Recipient("Lê Thị Mai")]
    with pytest.raises(StepRefused):
        print_for(some, blank, unit=world.province, name="Đợt", by=world.chair)
    with pytest.raises(CampaignError, match="chưa có tên"):
        print_for([Recipient(" ")], blank, unit=world.province, name="Đợt", by=world.drafter)
    with pytest.raises(CampaignError, match="Chưa có ai"):
        print_for([], blank, unit=world.province, name="Đợt", by=world.drafter)
    theirs = create_blank(unit=world.base, name="Phôi cơ sở", width=210, height=148, by=world.chair)
    with pytest.raises(CampaignError, match="không dùng cho đơn vị"):
        print_for(some, theirs, unit=world.province, name="Đợt", by=world.drafter)
    assert not Batch.objects.exists()
    # A unit below prints on the blank of the unit above, in its own book.
    batch = print_for(some, blank, unit=world.base, name="Đợt", by=world.chair)
    assert batch.certificates.get().unit == world.base


def test_open_page_says_what_holds_and_what_was_withdrawn(world, blank, client):  # noqa: F811
    batch = print_for(
        [Recipient("Lê Thị Mai")], blank, unit=world.province, name="Đợt", by=world.drafter, common=COMMON
    )
    code = Certificate.objects.get().code
    address = reverse("campaigns:certificate_check", args=[code])
    said = client.get(address).content.decode()
    assert "đang có hiệu lực" in said
    assert "Lê Thị Mai" in said
    with pytest.raises(StepRefused):
        withdraw_batch(batch, note="In sai", by=world.drafter)
    withdraw_batch(batch, note="In sai", by=world.leader)
    assert "đã bị thu hồi" in client.get(address).content.decode()
    wrong = client.get(reverse("campaigns:certificate_check", args=["AAAAAAAAAAA"]))
    assert wrong.status_code == 404
    assert "Không có giấy nào" in wrong.content.decode()


def test_fields_are_moved_on_their_page_and_stay_inside_the_paper(world, blank, client):  # noqa: F811
    client.force_login(world.drafter)
    page = reverse("campaigns:blank_detail", args=[blank.pk])
    shown = client.get(page)
    said = form_of(shown)
    assert (
        client.post(
            page, said | {"truong-0-x": "30,5", "truong-9-key": "text", "truong-9-text": "TẶNG"}
        ).status_code
        == 422
    )
    more = {"truong-9-x": "10", "truong-9-y": "20", "truong-9-width": "50", "truong-9-size": "20"}
    saved = client.post(
        page, said | {"truong-0-x": "30,5", "truong-9-key": "text", "truong-9-text": "TẶNG"} | more
    )
    assert saved.status_code == 302
    fields = list(Blank.objects.get().fields.all())
    assert (float(fields[0].x), fields[9].text) == (30.5, "TẶNG")
    stale = client.post(page, said)
    assert "vừa được lưu ở nơi khác" in stale.content.decode()
    fresh = form_of(client.get(page))
    assert "nằm ngoài phôi" in client.post(page, fresh | {"truong-0-x": "290"}).content.decode()
    assert client.post(page, fresh | {"truong-0-x": "1e9"}).status_code == 422
    client.post(page, fresh | {f"truong-{n}-DELETE": "on" for n in range(1, 10)})
    assert Blank.objects.get().fields.count() == 1
    client.post(reverse("campaigns:blank_background", args=[blank.pk]), {"picture": photo("phoi.jpg")})
    assert Blank.objects.get().background
    assert client.get(reverse("campaigns:blank_test", args=[blank.pk])).content[:5] == b"%PDF-"
    client.force_login(world.chair)
    assert client.get(page).status_code == 200
    assert client.post(page, fresh).status_code == 403


def form_of(answer):
    """What the browser would send of the page as it came."""
    fields = answer.context["fields"]
    said = {f"truong-{name}": value for name, value in fields.management_form.initial.items()}
    for form in fields:
        for name in form.fields:
            value = form[name].value()
            if value not in (None, "", False):
                said[form.add_prefix(name)] = "on" if value is True else str(value)
    return said | {"base": answer.context["blank"].version}


def test_blank_without_fields_says_so_in_its_job(world, blank):  # noqa: F811
    save_fields(blank, [], base=1, by=world.drafter)
    batch = print_for([Recipient("Lê Thị Mai")], blank, unit=world.province, name="Đợt", by=world.drafter)
    run(job_of(batch).pk)
    assert "chưa có trường nào" in job_of(batch).error
    assert sheets_pdf(blank, [], [])[:5] == b"%PDF-"
