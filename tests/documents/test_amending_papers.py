"""The công văn đính chính and the thông báo thu hồi are drafted in the portal and take effect with their issue."""

import pytest
from django.urls import reverse

from documents.models import Amendment, Document, HolderNotice, Status
from documents.papers import paper_of
from documents.services import take_step
from tests import factories
from tests.documents import samples

pytestmark = pytest.mark.django_db
WORDS = {"reason": "Ghi sai tỷ lệ", "details": "Mục II.1, “25%” sửa thành “20%”.", "soan": "1"}


@pytest.fixture
def holder(desk):
    return factories.upper_unit(desk.unit, "Công đoàn phường Bình Minh")


def drafted(client, desk, document, kind, **said):
    client.force_login(desk.leader)
    answer = client.post(
        reverse("documents:amendment_new", args=[document.pk]), WORDS | {"kind": kind} | said
    )
    assert answer.status_code == 302
    return Amendment.objects.get().paper


def go_all_the_way(desk, draft):
    for step, person in (("submit", desk.drafter), ("approve", desk.leader), ("issue", desk.registry)):
        draft = take_step(draft, step, by=person)
    return draft


@pytest.mark.parametrize(
    "kind, type, after, says",
    [
        ("correct", "CV", Status.ISSUED, "“25%” sửa thành “20%”"),
        ("recall", "TB", Status.RECALLED, "Ghi sai tỷ lệ"),
    ],
)
def test_drafted_paper_is_linked_and_takes_effect_when_it_is_issued(
    client, desk, holder, kind, type, after, says
):
    document = samples.issued(desk, holder)
    draft = drafted(client, desk, document, kind)
    assert (draft.type, draft.status, draft.signer) == (type, Status.DRAFT, document.signer)
    assert document.doc_code in draft.abstract
    printed = paper_of(draft).paper
    assert says in " ".join(line.text for line in printed.lines)
    assert printed.addressees == (("Công đoàn phường Bình Minh",) if type == "CV" else ())
    assert Document.objects.get(pk=document.pk).status == Status.ISSUED
    draft = go_all_the_way(desk, draft)
    amendment = Amendment.objects.get()
    assert (amendment.status, amendment.by_code) == ("in_force", draft.doc_code)
    assert Document.objects.get(pk=document.pk).status == after
    assert HolderNotice.objects.get().unit == holder


def test_drafter_mends_the_words_and_nobody_else_does(client, desk, holder):
    draft = drafted(client, desk, samples.issued(desk, holder), "recall")
    page = reverse("documents:words_edit", args=[draft.pk])
    sent = {"abstract": "Thu hồi kế hoạch", "text": "Một.\n\nHai.", "base": 1}
    assert client.post(page, sent).status_code == 302
    client.force_login(desk.drafter)
    assert client.get(page).status_code == 200
    assert client.post(page, sent | {"text": " "}).status_code == 422
    assert client.post(page, sent).status_code == 302
    draft = Document.objects.get(pk=draft.pk)
    assert (draft.abstract, [line.text for line in paper_of(draft).paper.lines]) == (
        "Thu hồi kế hoạch",
        ["Một.", "Hai."],
    )
    assert client.post(page, sent | {"text": "Ba"}).status_code == 422
    client.force_login(factories.person("upper_unit", holder))
    assert client.get(page).status_code == 404


def test_replacement_and_a_second_recall_are_refused_and_leave_no_draft(client, desk, holder):
    document = samples.issued(desk, holder)
    drafted(client, desk, document, "recall")
    page = reverse("documents:amendment_new", args=[document.pk])
    for kind in ("replace", "recall"):
        assert client.post(page, WORDS | {"kind": kind}).status_code == 422
    assert client.post(page, WORDS | {"kind": "correct", "details": ""}).status_code == 422
    assert Document.objects.count() == 2
