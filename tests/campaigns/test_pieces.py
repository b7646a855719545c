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
from campaigns.services import add_message, approve_message, close_campaign, set_terms

DAY = dt.timedelta(days=1)
SLOGAN = "Hiểu luật để làm đúng, làm đúng để bền lâu"


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
    answer = client.get(reverse("campaigns:message_piece", args=[message.pk, "ap-phich-a3"]))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
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
        client.get(reverse("campaigns:message_piece", args=[message.pk, kind]))
    client.get(reverse("campaigns:campaign_leaflet", args=[message.campaign_id]))
    banner, poster, leaflet = (html for html, _sizes in seen)
    for html in (banner, poster, leaflet):
        assert world.base.name in html
    assert "size: 400mm 100mm" in seen[0][1]
    assert pieces.public_address(Campaign.objects.get()) in poster
    assert "<svg" in poster
    assert SLOGAN in leaflet


def test_card_is_a_picture_of_the_size_networks_ask_for(client, world, message):
    client.force_login(world.chair)
    answer = client.get(reverse("campaigns:message_piece", args=[message.pk, "the-chia-se"]))
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


def test_only_approved_messages_on_their_days_are_printed(client, world, campaign, message):
    client.force_login(world.leader)
    waiting = add_message(campaign, text="Câu còn chờ", by=world.drafter)
    for row in (waiting, message):
        if row is message:
            set_terms(
                row, language="vi", valid_from=timezone.localdate() + DAY, valid_until=None, by=world.leader
            )
        answer = client.get(reverse("campaigns:message_piece", args=[row.pk, "ap-phich-a4"]), follow=True)
        assert "Chỉ in thông điệp đã duyệt" in answer.content.decode()
    assert client.get(reverse("campaigns:message_piece", args=[message.pk, "khac"])).status_code == 404


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
