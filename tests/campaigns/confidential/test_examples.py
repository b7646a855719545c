"""Good examples: nothing is published without consent, and nothing stays public once it is withdrawn."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.examples.models import Example
from campaigns.examples.queries import records_of
from campaigns.examples.services import take_step, withdraw_consent, write_example
from core.workflow import IllegalStep
from tests.campaigns.uploads import photo, upload

pytestmark = pytest.mark.django_db


def write(desks, **more):
    today = timezone.localdate()
    values = {
        "kind": "viec_tot", "subject": "Chị Hoa, tổ may 3", "title": "Trả lại của rơi", "story": "Nhặt được ví, trả lại.",
        "happened_on": today, "consent_on": today, "consent_by": "van_ban",
    } | more  # fmt: skip
    return write_example(unit=desks.base, by=desks.chair, **values)


def published(desks, **more):
    example = take_step(write(desks, **more), "submit", by=desks.chair)
    return take_step(example, "publish", by=desks.leader)


def test_without_consent_nothing_is_submitted_or_published(place):
    example = write(place, consent_on=None, consent_by="")
    with pytest.raises(IllegalStep, match="đồng ý"):
        take_step(example, "submit", by=place.chair)
    with pytest.raises(IntegrityError), transaction.atomic():
        Example.objects.filter(pk=example.pk).update(status="published")


def test_withdrawing_consent_takes_page_and_photo_away_at_once(client, place):
    client.force_login(place.chair)
    today = f"{timezone.localdate():%d/%m/%Y}"
    given = {
        "unit": place.base.pk, "kind": "viec_tot", "subject": "Chị Hoa", "title": "Trả lại của rơi",
        "story": "Nhặt được ví.", "happened_on": today, "consent_on": today, "consent_by": "van_ban", "new_photo": photo(),
    }  # fmt: skip
    assert client.post(reverse("campaigns:example_new"), given).status_code == 302
    example = Example.objects.get()
    take_step(example, "submit", by=place.chair)
    take_step(example, "publish", by=place.leader)
    client.logout()
    page, picture = (reverse(f"examples:{name}", args=[example.code]) for name in ("public", "public_photo"))
    assert "Nhặt được ví." in client.get(page).content.decode()
    shown = client.get(picture)
    assert shown.status_code == 200 and "no-store" in shown["Cache-Control"]
    client.force_login(place.chair)
    client.post(reverse("campaigns:example_withdraw", args=[example.pk]))
    client.logout()
    assert [client.get(one).status_code for one in (page, picture)] == [404, 404]
    today = timezone.localdate()
    assert [dict(one.amounts) for one in records_of(place.base, today, today)] == [{"guong": 1}]


def test_a_story_comes_back_only_with_a_new_consent(place):
    example = published(place)
    withdraw_consent(example, by=place.leader)
    take_step(example, "revise", by=place.chair)
    with pytest.raises(IllegalStep, match="đồng ý"):
        take_step(example, "submit", by=place.chair)


def test_a_script_named_as_a_photo_is_refused_at_its_field(client, place):
    client.force_login(place.chair)
    given = {"title": "Thử", "new_photo": upload("anh.jpg", b"<script>alert(1)</script>")}
    answer = client.post(reverse("campaigns:example_new"), given)
    assert answer.status_code == 422 and "anh.jpg" in answer.context["form"].errors["new_photo"][0]
    assert not Example.objects.exists()
