"""Every form that takes a file refuses one that is too large, or that is not what its name says, at the file's field."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Evidence
from plans.models import Plan
from tests.campaigns.uploads import upload, zipped
from units.models import Unit

pytestmark = pytest.mark.django_db

TOO_LARGE = 50 * 1024 * 1024
ACTIVITY = {
    "type": "tuyen_truyen_mieng", "title": "Thử", "happened_on": f"{timezone.localdate():%d/%m/%Y}", "form": "truc_tiep",
    "sessions": "1",
}  # fmt: skip
# Form → who sends it, its address, the field, a name it takes.
FORMS = {
    "plan": ("office", "/ke-hoach/nhap-tu-tep/", "file", "ke-hoach.docx"),
    "scan of an incoming paper": ("office", "/van-ban/so-den/moi/", "scan", "cong-van.pdf"),
    "units": ("office", "/nhap-don-vi/", "file", "don-vi.xlsx"),
    "photo": ("reporter", "/chien-dich/hoat-dong/moi/", "photos", "anh.jpg"),
    "paper": ("reporter", "/chien-dich/hoat-dong/moi/", "papers", "danh-sach.docx"),
}


def send(world: Any, form: str, content: bytes) -> tuple[Any, str]:
    """The answer, and the words at the file's field or in the list of faults."""
    who, address, field, name = FORMS[form]
    client = Client()
    client.force_login(world[who])
    rest = ACTIVITY if who == "reporter" else {"issuer": world.province.pk}
    answer = client.post(address, {**rest, field: upload(name, content)})
    faults = answer.context.get("faults") or []
    return answer, " ".join([*answer.context["form"].errors.get(field, []), *map(str, faults)])


def stored() -> tuple[int, int, int]:
    return Plan.objects.count(), Unit.objects.count(), Evidence.objects.count()


@pytest.mark.parametrize("form", FORMS)
def test_file_of_50_mb_is_refused_with_its_limit(world, form):
    before = stored()
    answer, words = send(world, form, b"\0" * TOO_LARGE)
    assert answer.status_code in {200, 422}
    assert "20 MB" in words
    assert stored() == before


@pytest.mark.parametrize("form", FORMS)
def test_renamed_archive_is_refused(world, form):
    before = stored()
    answer, words = send(world, form, zipped(**{"ghi-chu.txt": "không phải tệp Word"}))
    assert answer.status_code in {200, 422}
    assert words
    assert stored() == before
