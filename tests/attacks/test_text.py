"""Text nobody can see or search nobody types: left out before it is stored, bounded before it is compared."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from core.forms import DateField
from core.vietnamese import UNPRINTED, nfc, parse_id, search_words
from documents.models import DocumentMove, RegisterEntry
from reporting.models import Figure, Narrative
from tests.attacks.forms import forms_of

pytestmark = pytest.mark.django_db

UNSEEN = "a\0b\x01c\u202ed\u2066e\x0bf"
PLAIN = "abcde\nf"


def signed_in(world, who: str) -> Client:
    client = Client()
    client.force_login(world[who])
    return client


def test_what_is_not_printed_is_left_out():
    assert nfc(UNSEEN) == PLAIN
    assert nfc("a\ud800\ufeffb\u00a0c\x85d") == "ab c\nd"
    assert nfc("👩‍🏭 công nhân") == "👩‍🏭 công nhân"
    assert not UNPRINTED & set("\n\r\t")


@pytest.mark.parametrize("text", ["²", "٣", "1\n", "-1", "", None, "9" * 19, "1.0", "x"])
def test_only_a_plain_whole_number_is_an_id(text):
    assert parse_id(text) == 0


@pytest.mark.parametrize("text", ["01/01/0001", "20/11/0026", "31/12/9999", "2101-01-01"])
def test_year_no_document_has_is_an_error_at_the_day(world, text):
    with pytest.raises(ValidationError, match="kiểm tra lại năm"):
        DateField().clean(text)
    given = {"issuer": world.province.pk, "kind": "thematic", "abstract": "Thử", "starts_on": text}
    answer = signed_in(world, "office").post("/ke-hoach/moi/", given)
    assert answer.status_code == 422
    assert "kiểm tra lại năm" in answer.context["form"].errors["starts_on"][0]


def test_search_compares_few_words():
    assert search_words("Công  đoàn") == ["cong", "doan"]
    assert len(search_words(" ".join(map(str, range(5_000))))) == 12


def test_note_of_a_step_is_stored_without_them(world):
    url = "/ke-hoach/{pk}/buoc/return/".format(**world.objects["plan in review"])
    assert signed_in(world, "head").post(url, {"note": UNSEEN}).status_code == 302
    assert DocumentMove.objects.latest("pk").note == PLAIN


def test_reason_of_a_void_number_is_stored_without_them(world):
    pk = world.objects["register line"]["pk"]
    assert (
        signed_in(world, "office").post(f"/van-ban/so-dang-ky/{pk}/huy/", {"note": UNSEEN}).status_code == 302
    )
    assert RegisterEntry.objects.get(pk=pk).void_reason == PLAIN.replace("\n", " ")


def test_words_of_a_report_are_stored_without_them(world):
    pk = world.objects["report being entered"]["pk"]
    url = f"/bao-cao/phieu/{pk}/nhap/"
    client = signed_in(world, "reporter")
    form = next(f for f in forms_of(client.get(url).content.decode(), url) if f.action == url)
    kept = {name: value for name, value in form.fields.items() if name not in {"take", "action"}}
    text = next(name for name in kept if name.startswith("text-"))
    sent = {**kept, text: UNSEEN, "TT01": "3", "TT01~n": UNSEEN}
    assert client.post(url, sent).status_code == 302
    assert Narrative.objects.get(submission=pk, section__code=text.removeprefix("text-")).text == PLAIN
    assert Figure.objects.get(submission=pk, indicator__code="TT01", breakdown="").note == " ".join(
        PLAIN.split()
    )


def test_heading_of_a_plan_is_stored_without_them(world):
    url = "/ke-hoach/{pk}/thong-tin/".format(**world.objects["draft plan"])
    client = signed_in(world, "office")
    form = next(f for f in forms_of(client.get(url).content.decode(), url) if "place_name" in f.fields)
    assert client.post(url, {**form.fields, "place_name": "Mẫu\u202e Sơn\x01"}).status_code == 302
    assert 'value="Mẫu Sơn"' in client.get(url).content.decode()


def test_page_that_is_too_old_to_send_says_so():
    answer = Client(enforce_csrf_checks=True).post("/dang-nhap/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "Chưa lưu gì" in answer.content.decode()
