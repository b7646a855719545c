"""A numbered paper is issued once it is signed: the button says so before somebody presses it."""

import pytest
from django.urls import reverse

from core.workflow import IllegalStep
from documents.services import take_step
from tests.documents import samples

pytestmark = pytest.mark.django_db


def test_issue_is_shut_with_the_reason_until_the_signature_is_there(client, desk):
    document = take_step(samples.approved(desk), "number", by=desk.registry)
    client.force_login(desk.registry)
    page = client.get(reverse("documents:document_preview", args=[document.pk])).content.decode()
    assert "chưa có chữ ký của Trần Ngọc Ánh" in page
    assert reverse("documents:step", args=[document.pk, "issue"]) not in page


def test_recall_asked_of_the_wrong_place_says_where_it_is_done(desk):
    document = samples.issued(desk)
    with pytest.raises(IllegalStep, match="mục “Thay thế, đính chính, thu hồi”"):
        take_step(document, "recall", by=desk.leader)
    with pytest.raises(IllegalStep, match="Trạng thái hiện nay: “Đã phát hành”"):
        take_step(document, "xyz", by=desk.leader)
