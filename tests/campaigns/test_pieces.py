"""Printed pieces in the unit's name, the share card, and the public page behind the QR code."""

import datetime as dt
import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from campaigns import pieces
from campaigns.models import Campaign
from campaigns.pieces import FORMATS, fitting
from campaigns.printing import NOT_IN_USE, ask_for_piece
from campaigns.services import add_message, approve_message, close_campaign, set_terms
from documents.jobs import run
from documents.models import Job

DAY = dt.timedelta(days=1)
SLOGAN = "Hiểu luật để làm đúng, làm đúng để bền lâu"


def printed(client, name, *args):
    """What the button leads to when its job has run: the file, or the page of the job that failed."""
    answer = client.post(reverse(f"campaigns:{name}", args=args))
    job = Job.objects.order_by("-queued_at", "-pk").first()
    run(job.pk)
    job.refresh_from_db()
    page = job.result["url"] if job.status == Job.Status.READY else answer.url
    return client.get(page)


def body(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def message(campaign, world):
    return approve_message(add_message(campaign, text=SLOGAN, by=world.drafter), by=world.leader)


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
def test_slogan_stands_in_its_box(format):
    width, height = format.width * format.box[0], format.height * format.box[1]
    for text in (SLOGAN, "An toàn!", "Một câu rất dài, " * 18):
        size, lines = fitting(text, width, height, largest=format.largest)
        assert " ".join(lines) == " ".join(text.split())
        assert len(lines) * size * pieces.LINE_HEIGHT <= height
        assert all(pieces._width(line) * size <= width for line in lines)


def test_short_text_is_as_large_as_it_may_be_and_lines_are_alike():
    assert fitting("An toàn!", 300, 100, largest=40)[0] == 40
    _size, lines = fitting("một hai ba bốn năm sáu bảy tám", 100, 50, largest=14)
    assert abs(len(lines[0]) - len(lines[-1])) <= 4


def test_every_letter_of_vietnamese_has_its_width():
    letters = "ăâđêôơưĂÂĐÊÔƠƯ" + "ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựýỳỷỹỵ"
    assert [char for char in letters if ord(char) not in pieces._widths()] == []


def test_poster_is_a_vector_page_in_the_units_name(client, world, message):
    client.force_login(world.chair)
    answer = printed(client, "message_piece", message.pk, "ap-phich-a3")
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(body(answer))) as pdf:
        width, height = (round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:])
        assert (len(pdf.pages), width, height) == (1, 297, 420)
        fonts = [str(font.BaseFont) for font in pdf.pages[0].resources.Font.values()]
        assert len(fonts) == len({name.split("+")[1] for name in fonts})
        assert not pdf.pages[0].get_images()


def test_pieces_say_the_unit_and_the_address(monkeypatch, client, world, message):
    seen = []
    monkeypatch.setattr(pieces, "piece_pdf", lambda html, sizes: seen.append((html, sizes)) or b"%PDF-1.4")
    client.force_login(world.chair)
    for kind in ("bang-ron-4x1", "ap-phich-a4"):
        printed(client, "message_piece", message.pk, kind)
    printed(client, "campaign_leaflet", message.campaign_id)
    banner, poster, leaflet = (html for html, _sizes in seen)
    for html in (banner, poster, leaflet):
        assert world.base.name in html
    assert "size: 400mm 100mm" in seen[0][1]
    assert pieces.public_address(Campaign.objects.get()) in poster
    assert "<svg" in poster
    assert SLOGAN in leaflet


def test_card_is_a_picture_of_the_size_networks_ask_for(client, world, message):
    client.force_login(world.chair)
    answer = printed(client, "message_piece", message.pk, "the-chia-se")
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(body(answer))).size == (1200, 630)


def test_only_approved_messages_on_their_days_are_printed(client, world, campaign, message):
    client.force_login(world.leader)
    waiting = add_message(campaign, text="Câu còn chờ", by=world.drafter)
    for row in (waiting, message):
        if row is message:
            set_terms(
                row, language="vi", valid_from=timezone.localdate() + DAY, valid_until=None, by=world.leader
            )
        answer = client.post(reverse("campaigns:message_piece", args=[row.pk, "ap-phich-a4"]), follow=True)
        assert "Chỉ in thông điệp đã duyệt" in answer.content.decode()
    assert client.post(reverse("campaigns:message_piece", args=[message.pk, "khac"])).status_code == 404


def test_same_piece_is_laid_out_once_and_another_word_makes_another(client, world, message, monkeypatch):
    made = []
    monkeypatch.setattr(pieces, "piece_pdf", lambda html, sizes: made.append(html) or b"%PDF-1.4")
    client.force_login(world.chair)
    first = printed(client, "campaign_leaflet", message.campaign_id)
    assert body(first) == b"%PDF-1.4" and 'filename="to-roi-a4-' in first["Content-Disposition"]
    again = client.post(reverse("campaigns:campaign_leaflet", args=[message.campaign_id]))
    assert again.url == reverse("campaigns:piece_file", args=[Job.objects.get().pk]) and len(made) == 1
    Campaign.objects.update(theme="Chủ đề khác")
    printed(client, "campaign_leaflet", message.campaign_id)
    assert ["Chủ đề khác" in html for html in made] == [False, True]
    message.approved_at = None
    message.save(update_fields=["approved_at"])
    job = Job.objects.get(
        pk=ask_for_piece(message.campaign, world.base, kind="ap-phich-a4", message=message, by=None).pk
    )
    run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.FAILED, NOT_IN_USE)


def test_public_page_shows_approved_words_only(client, world, campaign, message):
    add_message(campaign, text="Câu còn chờ", by=world.drafter)
    address = reverse("campaigns:public", args=[Campaign.objects.get().public_code])
    page = client.get(address).content.decode()
    assert SLOGAN in page
    assert campaign.theme in page
    assert "Câu còn chờ" not in page
    assert world.drafter.full_name not in page
    close_campaign(campaign, by=world.leader)
    closed = client.get(address).content.decode()
    assert "Chiến dịch đã kết thúc" in closed
    assert SLOGAN not in closed


def test_campaign_has_no_public_page_before_it_opens(client, world, campaign):
    assert client.get(reverse("campaigns:public", args=["22222222222"])).status_code == 404
    code = Campaign.objects.get().public_code
    Campaign.objects.update(status="preparing")
    assert client.get(reverse("campaigns:public", args=[code])).status_code == 404


def test_public_page_is_not_for_trying_codes(client, campaign, monkeypatch):
    monkeypatch.setattr("campaigns.views.pieces.A_MINUTE", 2)
    answers = [client.get(reverse("campaigns:public", args=["22222222222"])).status_code for _try in range(3)]
    assert answers == [404, 404, 429]
