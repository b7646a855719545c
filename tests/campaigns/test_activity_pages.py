import datetime as dt
import io
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.models import Activity, Evidence
from campaigns.services import add_file, add_link, add_message, add_photo, approve_message, log_activity
from tests import factories
from tests.campaigns.uploads import PDF, photo, upload, zipped
from units.models import Role

TODAY = timezone.localdate
NEW = reverse("campaigns:activity_new")
LIST = reverse("campaigns:activity_list")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def chair(client, world):
    client.force_login(world.chair)
    return client


def _filled(world, **changes):
    values = {
        "request_key": str(uuid.uuid4()), "unit": world.base.pk, "type": "tuyen_truyen_mieng",
        "title": "Nói chuyện về hợp đồng lao động", "happened_on": f"{TODAY():%d/%m/%Y}", "place": "Hội trường công ty",
        "hinh_thuc": "truc_tiep", "sessions": "1", "participations": "1.200", "female_participations": "800",
        "quantity_to_roi": "300", "money_tai_chinh_cd": "5.000.000", "link": "https://congdoan.example.vn/bai",
    }  # fmt: skip
    return {**values, **changes}


def _error(response, field):
    assert response.status_code == 422
    return " ".join(response.context["form"].errors.get(field, []))


def test_form_is_filled_for_today_and_the_own_unit(chair, world):
    page = chair.get(NEW).content.decode()
    assert f'value="{TODAY():%d/%m/%Y}"' in page
    assert 'type="date"' not in page and "Bấm để chụp ảnh" in page
    assert f'name="unit" value="{world.base.pk}"' in page
    assert 'capture="environment"' in page
    assert not Activity.objects.exists()


def test_activity_is_logged_with_numbers_photo_and_link(chair, world):
    response = chair.post(
        NEW, {**_filled(world), "photos": [photo("a.jpg"), photo("b.jpg")], "consent": "on"}
    )
    activity = Activity.objects.get()
    assert response.url == reverse("campaigns:activity_detail", args=[activity.pk])
    assert (activity.participations, activity.female_participations, activity.logged_by) == (
        1200,
        800,
        world.chair,
    )
    assert activity.quantities.get().amount == 300
    assert activity.money.get().amount == 5_000_000
    kinds = sorted(activity.evidence.values_list("kind", "consent"))
    assert kinds == [("link", False), ("photo", True), ("photo", True)]
    page = chair.get(response.url).content.decode()
    assert "được gợi ý khi báo cáo của kỳ có ngày này" in page
    for words in ("1.200", "300 tờ", "5.000.000", "Hội trường công ty", "congdoan.example.vn", "nho=1"):
        assert words in page


def test_double_send_stores_once(chair, world):
    sent = _filled(world)
    first = chair.post(NEW, {**sent, "photos": photo("a.jpg")})
    second = chair.post(NEW, {**sent, "photos": photo("a.jpg")})
    assert first.url == second.url
    assert (Activity.objects.count(), Evidence.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"participations": "nhiều"}, "participations", "không phải là số"),
        ({"participations": "1,234,567"}, "participations", "viết chưa rõ"),
        ({"participations": "1.23"}, "participations", "viết chưa rõ"),
        ({"participations": "12,5", "female_participations": ""}, "participations", "số nguyên"),
        ({"participations": "-3", "female_participations": ""}, "participations", "từ 0 trở lên"),
        ({"participations": "12345678901"}, "participations", "quá lớn"),
        (
            {"participations": "10", "female_participations": "11"},
            "female_participations",
            "không thể lớn hơn",
        ),
        ({"participations": "", "female_participations": "1"}, "participations", "trước khi nhập số nữ"),
        ({"quantity_to_roi": "ba trăm"}, "quantity_to_roi", "không phải là số"),
        ({"money_nsdld": "-1"}, "money_nsdld", "từ 0 trở lên"),
        ({"sessions": "0"}, "sessions", "từ 1 trở lên"),
        ({"sessions": ""}, "sessions", ""),
        ({"title": " "}, "title", ""),
        ({"type": "khong_co"}, "type", ""),
        ({"type": ""}, "type", "Hãy chọn một loại"),
        ({"happened_on": (TODAY() + dt.timedelta(days=2)).isoformat()}, "happened_on", "tương lai"),
        ({"happened_on": "31/02/2026"}, "happened_on", "Ngày chưa đúng"),
        ({"link": "javascript:alert(1)"}, "link", "Đường dẫn chưa đúng"),
        ({"unit": "khong"}, "unit", ""),
    ],
)
def test_bad_input_is_said_at_its_field_and_what_was_typed_stays(chair, world, changes, field, words):
    response = chair.post(NEW, _filled(world, **changes))
    error = _error(response, field)
    assert error
    assert words in error
    assert not Activity.objects.exists()
    page = response.content.decode()
    assert "Nói chuyện về hợp đồng lao động" in page or field == "title"
    assert "Hội trường công ty" in page
    assert "Có 1 chỗ cần sửa" in page


def test_key_survives_an_error_so_that_a_corrected_form_is_the_same_form(chair, world):
    sent = _filled(world, participations="sai", female_participations="")
    page = chair.post(NEW, sent).content.decode()
    assert sent["request_key"] in page


@pytest.mark.parametrize("field", ["photos", "camera"])
def test_file_that_is_no_photo_is_refused_at_the_field(chair, world, field):
    response = chair.post(NEW, {**_filled(world), field: [photo("a.jpg"), upload("b.jpg", b"<html>")]})
    assert "“b.jpg” không phải ảnh" in _error(response, field)
    assert "Hãy chọn lại trước khi lưu" in response.content.decode()
    assert not Activity.objects.exists()


def test_50_mb_photo_is_refused_with_both_sizes(chair, world):
    response = chair.post(NEW, {**_filled(world), "photos": upload("to.jpg", b"\0" * 50 * 1024 * 1024)})
    assert "nặng 50 MB, tối đa 20 MB" in _error(response, "photos")


def test_renamed_zip_is_refused_at_the_field(chair, world):
    response = chair.post(NEW, {**_filled(world), "papers": upload("bien-ban.docx", zipped(readme="x"))})
    assert "tệp nén (zip)" in _error(response, "papers")
    assert not Activity.objects.exists()


def test_foreign_unit_in_the_form_is_refused(chair, world):
    response = chair.post(NEW, _filled(world, unit=world.foreign.pk))
    assert _error(response, "unit")
    assert not Activity.objects.exists()


def test_foreign_campaign_task_and_message_are_refused(chair, world, campaign, task):
    message = add_message(campaign, text="Chưa duyệt", by=world.drafter)
    for field, value in (("campaign", 999_999), ("task", 999_999), ("message", message.pk)):
        assert _error(chair.post(NEW, _filled(world, **{field: value})), field)
    assert not Activity.objects.exists()


def test_campaign_and_message_in_the_address_are_chosen(chair, world, campaign):
    message = approve_message(add_message(campaign, text="Hiểu luật", by=world.drafter), by=world.leader)
    page = chair.get(f"{NEW}?chien-dich={campaign.pk}&thong-diep={message.pk}").content.decode()
    assert f'<option value="{campaign.pk}" selected>' in page
    assert f'<option value="{message.pk}" selected>' in page
    assert chair.get(f"{NEW}?chien-dich=la").status_code == 200


def test_task_of_a_delivered_plan_can_be_chosen(chair, world, task):
    from documents.models import Delivery

    Delivery.objects.create(document=task.plan, unit=world.base)
    chair.post(NEW, _filled(world, task=task.pk))
    assert Activity.objects.get().task == task


def test_person_of_two_units_chooses_one(client, world):
    factories.make_seat(world.chair, Role.DRAFTER, world.upper)
    client.force_login(world.chair)
    client.post(NEW, _filled(world, unit=world.upper.pk))
    assert Activity.objects.get().unit == world.upper


def test_day_outside_the_campaign_is_said_at_the_campaign(chair, world, campaign):
    early = campaign.starts_on - dt.timedelta(days=1)
    response = chair.post(NEW, _filled(world, campaign=campaign.pk, happened_on=early.isoformat()))
    assert "nằm ngoài thời gian đó" in _error(response, "campaign")


def test_edit_shows_what_is_there_and_keeps_it(chair, world, logging):
    activity = log_activity(
        **logging, participations=1234, quantities={"to_roi": 0}, money={"nsdld": 1_500_000}
    )
    address = reverse("campaigns:activity_edit", args=[activity.pk])
    page = chair.get(address).content.decode()
    assert 'value="1.234"' in page
    assert 'value="1.500.000"' in page
    changed = _filled(world, title="Tên đã sửa", quantity_to_roi="0", participations="1.234")
    assert chair.post(address, changed).url == reverse("campaigns:activity_detail", args=[activity.pk])
    activity.refresh_from_db()
    assert (activity.title, activity.quantities.get().amount, activity.unit) == ("Tên đã sửa", 0, world.base)


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("sister_chair", 404), ("upper_officer", 403), ("member", 403)]
)
@pytest.mark.parametrize("page", ["activity_edit", "activity_remove", "evidence_remove"])
def test_stranger_finds_nothing_and_insider_without_the_role_may_not(
    client, world, logging, who, status, page
):
    activity = log_activity(**logging)
    piece = add_photo(activity, photo(), by=world.chair)
    client.force_login(getattr(world, who))
    address = reverse(f"campaigns:{page}", args=[piece.pk if page.startswith("evidence") else activity.pk])
    assert client.post(address, {}).status_code == status
    assert Activity.objects.count() == Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("sister_chair", 404), ("upper_officer", 200), ("leader", 200)]
)
def test_activity_and_its_evidence_are_seen_from_above_and_not_from_beside(
    client, world, logging, who, status
):
    activity = log_activity(**logging)
    piece = add_photo(activity, photo(), by=world.chair)
    client.force_login(getattr(world, who))
    for page, key in (("activity_detail", activity.pk), ("evidence", piece.pk)):
        assert client.get(reverse(f"campaigns:{page}", args=[key])).status_code == status


def test_pages_ask_for_a_sign_in(client, world, logging):
    activity = log_activity(**logging)
    piece = add_file(activity, upload("a.pdf", PDF), by=world.chair)
    for address in (NEW, LIST, activity_url(activity), reverse("campaigns:evidence", args=[piece.pk])):
        assert client.get(address).status_code == 302


def activity_url(activity):
    return reverse("campaigns:activity_detail", args=[activity.pk])


def test_person_without_a_logging_role_may_not_log(client, world):
    client.force_login(world.member)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, _filled(world)).status_code == 403


def test_evidence_is_a_download_that_no_browser_guesses(chair, world, logging):
    activity = log_activity(**logging)
    piece = add_file(activity, upload("Biên bản họp.pdf", PDF), by=world.chair)
    answer = chair.get(reverse("campaigns:evidence", args=[piece.pk]))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content) == PDF
    link = add_link(activity, "https://congdoan.example.vn/", by=world.chair)
    assert chair.get(reverse("campaigns:evidence", args=[link.pk])).status_code == 404


def test_photo_is_sent_as_jpeg_and_small_on_demand(chair, world, logging):
    piece = add_photo(log_activity(**logging), photo("anh.png", (1000, 1000), form="PNG"), by=world.chair)
    address = reverse("campaigns:evidence", args=[piece.pk])
    full, small = chair.get(address), chair.get(f"{address}?nho=1")
    assert full["Content-Disposition"] == 'attachment; filename="anh.jpg"'
    assert len(b"".join(small.streaming_content)) < len(b"".join(full.streaming_content))


def test_lost_file_is_not_found(chair, world, logging):
    piece = add_photo(log_activity(**logging), photo(), by=world.chair)
    piece.file.storage.delete(piece.file.name)
    assert chair.get(reverse("campaigns:evidence", args=[piece.pk])).status_code == 404


def test_get_deletes_nothing(chair, world, logging):
    activity = log_activity(**logging)
    assert chair.get(reverse("campaigns:activity_remove", args=[activity.pk])).status_code == 405
    chair.post(reverse("campaigns:activity_remove", args=[activity.pk]))
    assert not Activity.objects.exists()


# --- list


def _titles(response):
    return [activity.title for activity in response.context["page_obj"]]


def test_list_finds_without_accents_and_filters(chair, world, logging, campaign):
    log_activity(**logging, place="Xưởng may số 2", participations=30, female_participations=20)
    old = {**logging, "type": "hoi_thi", "title": "Hội thi an toàn", "happened_on": dt.date(2026, 1, 5)}
    log_activity(**old, participations=10)
    log_activity(**{**logging, "title": "Đã gắn chiến dịch"}, campaign=campaign)
    assert _titles(chair.get(LIST, {"q": "xuong MAY"})) == ["Nói chuyện về hợp đồng lao động"]
    assert _titles(chair.get(LIST, {"loai": "hoi_thi"})) == ["Hội thi an toàn"]
    assert _titles(chair.get(LIST, {"chien-dich": campaign.pk})) == ["Đã gắn chiến dịch"]
    assert _titles(chair.get(LIST, {"den": "31/01/2026"})) == ["Hội thi an toàn"]
    assert len(_titles(chair.get(LIST, {"tu": "2026-02-01"}))) == 2
    totals = chair.get(LIST).context["totals"]
    assert (totals.activities, totals.participations, totals.female) == (3, 40, 20)
    assert "Không có hoạt động nào phù hợp" in chair.get(LIST, {"q": "zzz"}).content.decode()


def test_wrong_filter_is_named(chair, world):
    page = chair.get(LIST, {"tu": "hôm qua"}).content.decode()
    assert "Ngày chưa đúng" in page


def test_list_holds_own_units_and_those_below_by_unit(client, world, logging):
    log_activity(**logging)
    log_activity(**{**logging, "unit": world.foreign, "by": world.stranger, "title": "Của xã khác"})
    client.force_login(world.upper_officer)
    assert _titles(client.get(LIST)) == [logging["title"]]
    client.force_login(world.leader)
    assert len(_titles(client.get(LIST))) == 2
    assert _titles(client.get(LIST, {"don-vi": world.other_upper.code})) == ["Của xã khác"]
    assert _titles(client.get(LIST, {"don-vi": "gach phu"})) == ["Của xã khác"]


def test_unit_filter_does_not_reach_beyond_what_is_seen(client, world, logging):
    log_activity(**logging)
    client.force_login(world.stranger)
    assert _titles(client.get(LIST, {"don-vi": world.province.code})) == []


def test_workbook_holds_the_filtered_rows_and_their_sums(chair, world, logging):
    log_activity(
        **{**logging, "title": "=1+1"}, participations=30, quantities={"to_roi": 7}, money={"nsdld": 9}
    )
    log_activity(**{**logging, "type": "hoi_thi", "title": "Hội thi"}, participations=12)
    answer = chair.get(reverse("campaigns:activity_export"), {"q": ""})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    at = {heading: column for column, heading in enumerate(rows[0])}
    by_title = {row[at["Tên hoạt động"]]: row for row in rows[1:-1]}
    leaflets = at["Tờ rơi, tờ gấp phát ra (tờ)"]
    assert by_title["=1+1"][leaflets] == 7
    assert by_title["Hội thi"][leaflets] is None
    assert rows[-1][0] == "Tổng cộng"
    assert (rows[-1][at["Lượt người dự"]], rows[-1][leaflets]) == (42, 7)
    narrowed = chair.get(reverse("campaigns:activity_export"), {"loai": "hoi_thi"})
    assert load_workbook(io.BytesIO(narrowed.content)).active.max_row == 3


@pytest.mark.parametrize("page", [LIST, NEW])
def test_pages_cost_the_same_for_1_and_30_rows(
    client, world, logging, campaign, task, django_assert_num_queries, page
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(world.chair)
    log_activity(**logging, campaign=campaign, quantities={"to_roi": 1}, money={"nsdld": 1})
    client.get(page)
    with CaptureQueriesContext(connection) as first:
        client.get(page)
    for number in range(20):
        log_activity(
            **{**logging, "title": f"Hoạt động {number}"}, campaign=campaign, quantities={"to_roi": 1}
        )
        approve_message(add_message(campaign, text=f"Câu {number}", by=world.drafter), by=world.leader)
    with django_assert_num_queries(len(first)):
        client.get(page)
