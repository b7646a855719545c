"""Papers on their way stand on the first page of whoever is asked, with the due date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from documents.review.models import ReviewStep
from tests.documents import samples
from tests.documents.browsing import text_of
from tests.documents.review.sheets import on_its_way, say
from tests.factories import province

pytestmark = pytest.mark.django_db
ABSTRACT = "Tổ chức hội thi thợ giỏi toàn tỉnh"


def page(client, person):
    """What stands there beside the news."""
    client.force_login(person)
    return text_of(client.get("/")).split("Có gì mới")[0]


def test_step_waits_on_the_page_of_whose_turn_it_is_until_it_is_answered(client):
    desk = samples.office(province())
    document = on_its_way(desk, abstract=ABSTRACT)
    assert "Kiểm tra nội dung" in page(client, desk.head)
    assert ABSTRACT not in page(client, desk.leader)
    say(document, desk.head)
    assert ABSTRACT not in page(client, desk.head)
    assert "Kiểm tra thể thức" in page(client, desk.registry)


def test_overdue_step_stands_among_what_is_late(client):
    desk = samples.office(province())
    on_its_way(desk, abstract=ABSTRACT)
    ReviewStep.objects.update(due_on=timezone.localdate() - dt.timedelta(days=2))
    assert "Quá hạn cho ý kiến, duyệt" in page(client, desk.head)
