"""An issued paper is replaced, corrected or recalled: by which paper, who knows, what it is then."""

import pytest
from django.urls import reverse

from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.amending import holders
from documents.models import Amendment, Document, HolderNotice, RegisterEntry, Status
from documents.services import DocumentError, reserve_number
from documents.services.amending import (
    acknowledge_notice,
    amend_by_entry,
    drop_amendment,
    prepare_amendment,
)
from documents.services.numbering import change_entry
from documents.standing import standing_of
from tests import factories
from tests.documents import samples
from units.models import Role

pytestmark = pytest.mark.django_db
WRONG = "Chỉ tiêu ghi sai"


def by_hand(desk, type="TB"):
    """A paper written by hand that stands in the register."""
    entry = reserve_number(
        desk.unit,
        by=desk.registry,
        type=type,
        abstract="Về việc văn bản đã phát hành",
        reserved_for="Văn phòng",
    )
    return change_entry(entry, by=desk.registry, signed_by="Trần Ngọc Ánh")


def fresh(document):
    return Document.objects.get(pk=document.pk)


def standing(document):
    return standing_of(fresh(document))


def test_issue_of_the_new_paper_replaces_the_old_one(desk, below):
    old = samples.issued(desk, below)
    new = samples.approved(desk)
    amendment = prepare_amendment(old, "replace", reason=WRONG, paper=new, by=desk.drafter)
    assert (fresh(old).status, amendment.status) == (Status.ISSUED, "prepared")
    samples.take_step(new, "issue", by=desk.registry)
    assert (fresh(old).status, fresh(new).status) == (Status.REPLACED, Status.ISSUED)
    found = standing(old)
    assert (found.word, found.holds) == ("replaced", False)
    assert found.note.startswith("Thay thế bằng văn bản số 02/KH-LĐLĐ ngày ")
    assert standing(new).word == "in_force"
    assert [notice.unit for notice in HolderNotice.objects.all()] == [below]
    assert RegisterEntry.objects.get(document=old).remark == "Thay thế bằng 02/KH-LĐLĐ"


def test_corrected_paper_stays_in_force_and_says_where(desk, below):
    document = samples.issued(desk, below)
    amend_by_entry(
        document,
        "correct",
        entry=by_hand(desk, "CV"),
        reason=WRONG,
        details="25% đọc là 20%",
        by=desk.registry,
    )
    found = standing(document)
    assert (fresh(document).status, found.word, found.holds) == (Status.ISSUED, "corrected", True)
    assert "Đính chính tại văn bản số 01/LĐLĐ" in found.note


def test_recalled_paper_is_frozen_and_each_holder_says_what_it_did(desk, below, officer):
    document = samples.issued(desk, below)
    amend_by_entry(document, "recall", entry=by_hand(desk), reason=WRONG, by=desk.leader)
    assert (fresh(document).status, standing(document).word) == (Status.RECALLED, "recalled")
    notice = HolderNotice.objects.get(unit=below)
    with pytest.raises(DocumentError, match="đã làm gì"):
        acknowledge_notice(notice, by=officer)
    with pytest.raises(StepRefused):
        acknowledge_notice(notice, by=desk.registry, answer="destroyed")
    assert acknowledge_notice(notice, by=officer, answer="destroyed").acknowledged_by == officer
    assert Document.objects.visible_to(officer).filter(pk=document.pk).exists()


def test_unit_dissolved_after_receiving_is_not_told(desk, below):
    document = samples.issued(desk, below, factories.upper_unit(desk.unit))
    below.ended_on = document.issued_on
    below.save()
    amend_by_entry(document, "recall", entry=by_hand(desk), reason=WRONG, by=desk.leader)
    assert HolderNotice.objects.count() == 1
    assert not HolderNotice.objects.filter(unit=below).exists()


def test_paper_ends_once(desk):
    document, entry = samples.issued(desk), by_hand(desk)
    amend_by_entry(document, "recall", entry=entry, reason=WRONG, by=desk.leader)
    for kind in ("recall", "correct"):
        with pytest.raises(IllegalStep):
            amend_by_entry(document, kind, entry=entry, reason=WRONG, details="x", by=desk.leader)


def test_paper_prepared_for_a_document_ended_otherwise_is_not_issued(desk):
    old, new = samples.issued(desk), samples.approved(desk)
    prepared = prepare_amendment(old, "replace", reason=WRONG, paper=new, by=desk.drafter)
    with pytest.raises(DocumentError, match="thay thế"):
        amend_by_entry(old, "recall", entry=by_hand(desk), reason=WRONG, by=desk.leader)
    drop_amendment(prepared, by=desk.drafter, note="Thu hồi hẳn")
    amend_by_entry(old, "recall", entry=by_hand(desk), reason=WRONG, by=desk.leader)
    assert fresh(old).status == Status.RECALLED


def test_replacement_is_of_equal_form_and_of_the_same_issuer(desk, below):
    old = samples.issued(desk)
    with pytest.raises(DocumentError, match="cùng tên loại"):
        prepare_amendment(old, "replace", reason=WRONG, paper=samples.draft(desk, type="TB"), by=desk.drafter)
    with pytest.raises(DocumentError, match="cùng đơn vị"):
        prepare_amendment(old, "replace", reason=WRONG, paper=factories.make_document(below), by=desk.drafter)
    with pytest.raises(DocumentError, match="cùng tên loại"):
        amend_by_entry(old, "replace", entry=by_hand(desk), reason=WRONG, by=desk.registry)


def test_draft_is_not_recalled_nor_anything_without_a_reason_or_by_a_stranger(desk, stranger):
    with pytest.raises(IllegalStep):
        prepare_amendment(samples.draft(desk), "recall", reason=WRONG, by=desk.drafter)
    document, entry = samples.issued(desk), by_hand(desk)
    with pytest.raises(NoteMissing):
        amend_by_entry(document, "recall", entry=entry, reason="  ", by=desk.leader)
    with pytest.raises(StepRefused):
        amend_by_entry(document, "recall", entry=entry, reason=WRONG, by=stranger)
    with pytest.raises(StepRefused):
        amend_by_entry(document, "recall", entry=entry, reason=WRONG, by=desk.drafter)
    assert not Amendment.objects.exists()


def test_deciding_is_for_leader_and_registry(desk):
    drafter = factories.person(Role.GRASSROOTS, desk.unit)
    with pytest.raises(StepRefused):
        prepare_amendment(samples.issued(desk), "recall", reason=WRONG, by=drafter)


def test_clerk_recalls_on_one_page_and_the_holder_answers_on_the_paper(client, desk, below, officer):
    document = samples.issued(desk, below)
    client.force_login(desk.registry)
    address = reverse("documents:amendment_new", args=[document.pk])
    asked = {"kind": "recall", "reason": WRONG, "type": "TB"}
    refused = client.post(address, asked)
    assert (refused.status_code, fresh(document).status) == (422, Status.ISSUED)
    page = client.post(address, asked | {"signed_by": "Trần Ngọc Ánh"}, follow=True).content.decode()
    assert "Văn bản đã bị thu hồi" in page
    assert "Công đoàn phường Bình Minh" in page
    entry = RegisterEntry.objects.get(document=None)
    assert (entry.doc_code, entry.signed_by) == ("01/TB-LĐLĐ", "Trần Ngọc Ánh")
    assert entry.title.startswith("Thông báo Thu hồi Kế hoạch số 01/KH-LĐLĐ ngày ")
    public = client.get(reverse("documents:verify", args=[document.verification_code])).content.decode()
    assert "Đã thu hồi" in public
    assert WRONG not in public
    client.force_login(officer)
    received = reverse("documents:delivery_detail", args=[document.deliveries.get().pk])
    assert "Xác nhận thu hồi" in client.get(received).content.decode()
    notice = HolderNotice.objects.get()
    client.post(reverse("documents:notice_acknowledge", args=[notice.pk]), {"answer": "returned"})
    assert "Đã gửi trả bản giấy" in client.get(received).content.decode()


def test_unit_that_only_builds_on_the_paper_is_told_and_answers(client, desk, below, officer):
    document = samples.issued(desk)
    holders.register_building(building := lambda found: [below.pk] if found.pk == document.pk else [])
    try:
        amend_by_entry(document, "recall", entry=by_hand(desk), reason=WRONG, by=desk.leader)
    finally:
        holders._building.remove(building)
    notice = HolderNotice.objects.get(unit=below)
    client.force_login(officer)
    assert document.doc_code in client.get(reverse("documents:inbox")).content.decode()
    page = reverse("documents:notice_detail", args=[notice.pk])
    assert "xây dựng từ văn bản này" in client.get(page).content.decode()
    done = client.post(reverse("documents:notice_acknowledge", args=[notice.pk]), {"answer": "nothing"})
    assert (done.status_code, done.url) == (302, page)
    notice.refresh_from_db()
    assert notice.answer == "nothing"
    client.force_login(desk.leader)
    assert client.get(page).status_code == 404
