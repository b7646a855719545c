"""Versions, steps, signer and recipients of a document."""

import datetime as dt

import pytest
from django.utils import timezone

from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.models import Delivery, Document, Recipient, RecipientRole, Status
from documents.services import (
    BadRecipient,
    BadSigner,
    DocumentError,
    NotEditable,
    NotReady,
    StaleVersion,
    acknowledge,
    change_heading,
    choose_signer,
    issue_document,
    mark_opened,
    save_version,
    set_recipients,
    take_step,
    void_number,
)
from documents.workflow import DOCUMENT_WORKFLOW
from tests import factories
from tests.documents import samples
from units.audit import verify_chain
from units.models import AuditEntry, Role

pytestmark = pytest.mark.django_db


# --- versions


def test_each_save_is_a_version_with_the_next_number(desk):
    document = factories.make_document(desk.unit)
    save_version(document, content={"a": 1}, base=0, by=desk.drafter)
    second = save_version(document, content={"a": 2}, base=1, by=desk.head)
    assert [v.number for v in document.versions.all()] == [1, 2]
    assert document.current_version == second


def test_same_content_adds_no_version(desk):
    document = factories.make_document(desk.unit)
    first = save_version(document, content={"a": 1, "b": 2}, base=0, by=desk.drafter)
    assert save_version(document, content={"b": 2, "a": 1}, base=0, by=desk.drafter) == first
    assert document.versions.count() == 1


def test_stale_save_is_refused_and_shows_the_current_version(desk):
    document = factories.make_document(desk.unit)
    save_version(document, content={"a": 1}, base=0, by=desk.drafter)
    with pytest.raises(StaleVersion) as refused:
        save_version(document, content={"a": 2}, base=0, by=desk.head)
    assert refused.value.current.content == {"a": 1}
    assert "Lò Thị Mây" in str(refused.value)
    assert document.versions.count() == 1


def test_text_under_review_cannot_be_saved(desk):
    document = samples.draft(desk)
    take_step(document, "submit", by=desk.drafter)
    with pytest.raises(NotEditable, match="Đang trình duyệt"):
        save_version(document, content={"a": 2}, base=1, by=desk.drafter)


def test_text_is_saved_only_by_those_who_draft(desk):
    document = factories.make_document(desk.unit)
    stranger = factories.person(Role.DRAFTER, factories.province("LĐLĐ tỉnh khác"))
    for person in (stranger, desk.registry):
        with pytest.raises(StepRefused):
            save_version(document, content={"a": 1}, base=0, by=person)


def test_character_that_a_database_refuses_is_named(desk):
    with pytest.raises(DocumentError, match="ký tự không hợp lệ"):
        save_version(factories.make_document(desk.unit), content={"a": "x\0y"}, base=0, by=desk.drafter)


def test_heading_is_changed_and_search_follows(desk):
    document = factories.make_document(desk.unit)
    change_heading(document, by=desk.drafter, abstract="Chăm lo Tết Đinh Mùi", urgency="khan")
    assert Document.objects.search("tet dinh mui").get() == document
    assert not Document.objects.search("tuyen truyen").exists()


@pytest.mark.parametrize(
    ("field", "value"), [("abstract", "  "), ("urgency", "gấp"), ("abstract", "x" * 501)]
)
def test_bad_heading_names_its_field(desk, field, value):
    with pytest.raises(DocumentError) as refused:
        change_heading(factories.make_document(desk.unit), by=desk.drafter, **{field: value})
    assert refused.value.field == field


# --- steps

PEOPLE = ("drafter", "head", "leader", "registry")
# Every step that is allowed: (step, from, who). Whatever is not here is refused.
ALLOWED = {
    ("submit", Status.DRAFT, "drafter"),
    ("submit", Status.RETURNED, "drafter"),
    ("withdraw", Status.IN_REVIEW, "drafter"),
    *(
        ("return", s, who)
        for s in (Status.IN_REVIEW, Status.APPROVED, Status.NUMBERED)
        for who in ("head", "leader", "registry")
    ),
    ("approve", Status.IN_REVIEW, "leader"),
    ("number", Status.APPROVED, "registry"),
    ("issue", Status.APPROVED, "registry"),
    ("issue", Status.NUMBERED, "registry"),
}


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("step", [t.step for t in DOCUMENT_WORKFLOW])
def test_only_the_listed_people_take_a_step_from_a_status(desk, step, status):
    document = factories.make_document(desk.unit, status=status, number=1, issued_on=dt.date(2026, 1, 5))
    for who in PEOPLE:
        opened = step in {t.step for t in DOCUMENT_WORKFLOW.open_to(getattr(desk, who), document)}
        assert opened == ((step, status, who) in ALLOWED), who


def test_people_of_another_unit_take_no_step(desk):
    other = samples.office(factories.upper_unit(desk.unit))
    document = samples.draft(desk)
    for who in PEOPLE:
        assert DOCUMENT_WORKFLOW.open_to(getattr(other, who), document) == []
        with pytest.raises(StepRefused):
            take_step(document, "submit", by=getattr(other, who))


def test_report_is_drafted_by_the_officer_who_follows_the_units_below(desk):
    officer = factories.person(Role.UPPER_UNIT, desk.unit)
    report = factories.make_document(desk.unit, type="BC")
    save_version(report, content={"a": 1}, base=0, by=officer)
    assert take_step(report, "submit", by=officer).status == Status.IN_REVIEW
    plan = factories.make_document(desk.unit)
    with pytest.raises(StepRefused):
        save_version(plan, content={"a": 1}, base=0, by=officer)


def test_return_needs_a_reason_and_keeps_it(desk):
    document = samples.draft(desk)
    take_step(document, "submit", by=desk.drafter)
    with pytest.raises(NoteMissing):
        take_step(document, "return", by=desk.head, note=" ")
    take_step(document, "return", by=desk.head, note="Thiếu chỉ tiêu.")
    move = document.moves.last()
    assert (move.from_status, move.to_status, move.note) == ("in_review", "returned", "Thiếu chỉ tiêu.")
    assert move.version == document.current_version


def test_approval_freezes_the_version(desk):
    assert samples.approved(desk).versions.get().frozen


def test_empty_document_is_not_submitted(desk):
    with pytest.raises(NotReady) as refused:
        take_step(factories.make_document(desk.unit), "submit", by=desk.drafter)
    assert refused.value.field == "content"


def test_refused_step_stores_nothing(desk):
    document = samples.approved(desk)
    Document.objects.filter(pk=document.pk).update(signer=None)
    moves, entries = document.moves.count(), AuditEntry.objects.count()
    with pytest.raises(NotReady):
        take_step(document, "issue", by=desk.registry)
    document.refresh_from_db()
    assert (document.status, document.moves.count()) == (Status.APPROVED, moves)
    assert AuditEntry.objects.count() == entries


# --- signer and recipients


def test_signer_sits_at_the_issuer_and_may_sign(desk):
    document = factories.make_document(desk.unit)
    elsewhere = samples.office(factories.upper_unit(desk.unit)).seat
    clerk = desk.registry.seats.get()
    for seat in (elsewhere, clerk):
        with pytest.raises(BadSigner):
            choose_signer(document, seat, by=desk.drafter)
    assert choose_signer(document, desk.seat, by=desk.drafter).signer == desk.seat


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({}, "hãy chọn đơn vị"),
        ({"group": "moi_nguoi"}, "nhóm đơn vị không có"),
        ({"text": "x" * 201}, "dài quá"),
        ({"text": "Tỉnh ủy", "role": "xem"}, "vai trò"),
    ],
)
def test_bad_recipient_names_its_row(desk, row, message):
    document = samples.draft(desk)
    with pytest.raises(BadRecipient, match=message) as refused:
        set_recipients(document, [{"text": "Mặt trận Tổ quốc tỉnh"}, row], by=desk.drafter)
    assert refused.value.row == 2
    assert [r.text for r in document.recipients.all()] == ["Tỉnh ủy"]


def test_recipient_written_twice_is_refused(desk):
    below = factories.upper_unit(desk.unit)
    with pytest.raises(BadRecipient, match="đã có ở dòng 1"):
        set_recipients(samples.draft(desk), [{"unit": below}, {"unit": below}], by=desk.drafter)


def test_recipient_without_text_prints_its_name(desk):
    below = factories.upper_unit(desk.unit, "Công đoàn phường Bình Minh")
    rows = [{"unit": below}, {"group": Recipient.Group.GRASSROOTS}]
    saved = set_recipients(samples.draft(desk), rows, by=desk.drafter)
    assert [r.text for r in saved] == ["Công đoàn phường Bình Minh", "Tất cả công đoàn cơ sở"]


# --- receipts


def test_opening_is_remembered_once(desk):
    below = factories.upper_unit(desk.unit)
    first, second = (factories.person(Role.UPPER_UNIT, below) for _n in range(2))
    delivery = samples.issued(desk, below).deliveries.get()
    opened_at = mark_opened(delivery, by=first).opened_at
    again = mark_opened(delivery, by=second)
    assert (again.opened_at, again.opened_by) == (opened_at, first)


def test_acknowledging_counts_as_opening(desk):
    below = factories.grassroots(desk.unit)
    chair = factories.person(Role.GRASSROOTS, below)
    delivery = acknowledge(samples.issued(desk, below).deliveries.get(), by=chair)
    assert delivery.opened_by == delivery.acknowledged_by == chair
    assert delivery.acknowledged_at >= delivery.opened_at


def test_only_the_receiving_unit_confirms(desk):
    below, beside = factories.upper_unit(desk.unit), factories.upper_unit(desk.unit)
    delivery = samples.issued(desk, below).deliveries.get()
    for person in (
        desk.registry,
        factories.person(Role.UPPER_UNIT, beside),
        factories.person(Role.MEMBER, below),
    ):
        for service in (mark_opened, acknowledge):
            with pytest.raises(StepRefused):
                service(delivery, by=person)
    assert Delivery.objects.get().opened_at is None


# --- everything is on the record


def test_every_change_is_in_the_audit_chain(desk):
    below = factories.upper_unit(desk.unit)
    officer = factories.person(Role.UPPER_UNIT, below)
    document = samples.issued(desk, below)
    acknowledge(document.deliveries.get(), by=officer)
    void_number(document.register_entry, reason="Cấp nhầm", by=desk.registry)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions >= {
        "document.save", "document.signer", "document.recipients", "document.submit", "document.approve",
        "document.issue", "delivery.acknowledge", "number.void",
    }  # fmt: skip
    assert verify_chain() is None


def test_issued_document_moves_no_further(desk):
    document = samples.issued(desk)
    with pytest.raises(IllegalStep):
        issue_document(document, by=desk.registry)
    with pytest.raises(IllegalStep):
        set_recipients(document, [{"text": "Khác", "role": RecipientRole.INFORM}], by=desk.registry)
    assert document.issued_on == timezone.localdate()
