"""An activity a device sends from its outbox: once, whatever happens between two sends."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Activity, ActivityReceipt
from campaigns.services import remove_activity
from units.devices import device_owner

pytestmark = pytest.mark.django_db

URL = "/chien-dich/hoat-dong/gui/"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def content(world, **changed):
    return {
        "request_key": str(uuid.uuid4()), "unit": world.base.pk, "type": "tuyen_truyen_mieng", "title": "Nói chuyện đầu ca",
        "happened_on": f"{timezone.localdate():%Y-%m-%d}", "hinh_thuc": "truc_tiep", "sessions": "1", **changed,
    }  # fmt: skip


def test_same_key_twice_gives_the_first_answer_and_changes_nothing(world):
    client, sent = client_of(world.chair), content(world)
    first = client.post(URL, sent)
    again = client.post(URL, {**sent, "title": "Tên khác"})
    assert (first.status_code, again.json()) == (200, first.json())
    assert Activity.objects.get().title == "Nói chuyện đầu ca"


def test_late_copy_does_not_bring_back_a_deleted_activity(world):
    client, sent = client_of(world.chair), content(world)
    client.post(URL, sent)
    remove_activity(Activity.objects.get(), by=world.chair)
    assert client.post(URL, sent).status_code == 200
    assert not Activity.objects.exists()
    assert ActivityReceipt.objects.get().activity is None


def test_key_of_another_person_is_refused(world):
    sent = content(world)
    client_of(world.chair).post(URL, sent)
    answer = client_of(world.sister_chair).post(URL, {**sent, "unit": world.sister.pk})
    assert answer.status_code == 422
    assert Activity.objects.count() == 1


def test_refused_activity_names_the_field_and_keeps_its_key_free(world):
    client, sent = client_of(world.chair), content(world, female_participations="5")
    answer = client.post(URL, sent)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["participations"]
    assert "Lượt người dự: " in answer.json()["message"]
    assert client.post(URL, {**sent, "participations": "9"}).status_code == 200


def test_message_without_a_key_is_refused(world):
    assert client_of(world.chair).post(URL, content(world, request_key="")).status_code == 422


def test_device_hears_whose_session_it_is_and_keeps_only_pages_that_say_so(world):
    client = client_of(world.chair)
    owner = device_owner(world.chair)
    assert client.get("/thiet-bi/").json()["owner"] == owner != device_owner(world.sister_chair)
    assert Client().get("/thiet-bi/").json()["owner"] == ""
    assert client.get("/chien-dich/hoat-dong/moi/").headers["X-Keep-Offline"] == owner
    assert "X-Keep-Offline" not in client.get("/chien-dich/hoat-dong/").headers


def test_worker_is_served_from_the_root_and_never_from_a_cache(client):
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert client.get("/ung-dung.webmanifest").json()["display"] == "standalone"
