"""Somebody who is asked leaves the seat or is away: it is seen, passed on with a reason, or answered by the substitute."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.workflow import NoteMissing, StepRefused
from documents.models import Status
from documents.queries import moves_of
from documents.review import services
from documents.review.models import ReviewStep, StepKind
from documents.review.proposing import proposed
from documents.review.queries import waiting_rows
from documents.services import NotReady
from documents.services.review import Asked
from tests import factories
from tests.documents.review.sheets import day, on_its_way, say, states, step_now
from units.models import Absence, Delegation, Role, Seat, User

pytestmark = pytest.mark.django_db


def again(person):
    """The person as the next request knows them."""
    return User.objects.get(pk=person.pk)


@pytest.fixture
def deputy(desk):
    deputy = factories.make_user("Nguyễn Hoàng Minh Quân")
    return factories.make_seat(deputy, Role.LEADER, desk.unit, "Phó Chủ tịch")


def asked_of_leader(desk):
    return on_its_way(desk, [Asked(StepKind.APPROVAL, day(), 1, seat=desk.seat)])


def away(seat, days=3):
    today = timezone.localdate()
    return Absence.objects.create(seat=seat, from_on=today, to_on=today + dt.timedelta(days=days))


def test_step_of_one_who_left_is_passed_on_and_the_sheet_says_so(client, desk, deputy):
    document = asked_of_leader(desk)
    step = step_now(document)
    Seat.objects.filter(pk=desk.seat.pk).update(to_on=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(desk.drafter)
    sheet = reverse("documents:review_sheet", args=[step.sheet_id])
    assert "không còn giữ chức danh" in client.get(sheet).content.decode()
    page = reverse("documents:review_pass", args=[step.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"seat": deputy.pk, "reason": ""}).status_code == 422
    client.post(page, {"seat": deputy.pk, "reason": "Đã nghỉ hưu."})
    assert states(document) == [("approval", "passed"), ("approval", "open")]
    label, move = moves_of(document, desk.drafter)[-1]
    assert label == "Chuyển người khác" and "Đã nghỉ hưu." in move.note and "Minh Quân" in move.note
    say(document, again(deputy.user))
    document.refresh_from_db()
    assert document.status == Status.APPROVED


def test_step_of_one_who_is_there_stays_where_it_is(desk, deputy):
    step = step_now(asked_of_leader(desk))
    with pytest.raises(NotReady, match="đang làm việc"):
        services.pass_on(step, to=deputy, reason="Cho nhanh", by=desk.drafter)


def test_only_the_drafter_or_a_leader_passes_on_and_only_to_who_may_answer(desk, deputy):
    away(desk.seat)
    step = step_now(asked_of_leader(desk))
    registry = desk.registry.seats.get()
    with pytest.raises(StepRefused):
        services.pass_on(step, to=deputy, reason="Vắng", by=desk.registry)
    with pytest.raises(NotReady, match="không nhận được"):
        services.pass_on(step, to=registry, reason="Vắng", by=desk.drafter)
    with pytest.raises(NoteMissing):
        services.pass_on(step, to=deputy, reason=" ", by=desk.drafter)


def test_substitute_sees_the_step_of_the_absent_on_the_desk_and_answers(desk, deputy):
    away(desk.seat)
    document = asked_of_leader(desk)
    assert not waiting_rows(again(deputy.user))
    given = Delegation.objects.create(
        unit=desk.unit, kind="KT", giver=desk.seat, receiver=deputy, for_post="Chủ tịch", types="KH",
        decision="Thông báo 12/TB-LĐLĐ", from_on=timezone.localdate(),
    )  # fmt: skip
    assert [row.pk for row in waiting_rows(again(deputy.user))] == [step_now(document).pk]
    Delegation.objects.filter(pk=given.pk).update(types="BC")
    assert not waiting_rows(again(deputy.user))
    with pytest.raises(StepRefused):
        say(document, again(deputy.user))
    Delegation.objects.filter(pk=given.pk).update(types="")
    say(document, again(deputy.user))
    document.refresh_from_db()
    assert document.status == Status.APPROVED


def test_delegation_of_one_who_is_there_brings_no_step(desk, deputy):
    asked_of_leader(desk)
    Delegation.objects.create(
        unit=desk.unit, kind="KT", giver=desk.seat, receiver=deputy, for_post="Chủ tịch",
        decision="Thông báo 12/TB-LĐLĐ", from_on=timezone.localdate(),
    )  # fmt: skip
    assert not waiting_rows(again(deputy.user))


def test_returned_after_a_pass_asks_the_new_one_only(desk, deputy):
    document = asked_of_leader(desk)
    away(desk.seat)
    services.pass_on(step_now(document), to=deputy, reason="Đi công tác", by=desk.drafter)
    say(document, again(deputy.user), "return", text="Chưa rõ.")
    document.refresh_from_db()
    assert [one.seat for one in proposed(document, by=desk.drafter)] == [deputy]
    assert not ReviewStep.objects.filter(status="open").exists()


# --- a post nobody is there to answer for


def asked_of_post(desk, kind, role, department=None):
    return on_its_way(
        desk,
        [
            Asked(kind, day(), 1, role=role, department=department),
            Asked(StepKind.APPROVAL, day(), 2, seat=desk.seat),
        ],
    )


@pytest.mark.parametrize("gone", ["away", "left"])
def test_leader_checks_the_form_while_the_registry_is_empty_or_away(client, desk, gone):
    document = asked_of_post(desk, StepKind.FORMAT, Role.REGISTRY)
    step = step_now(document)
    assert step.pk not in [row.pk for row in waiting_rows(again(desk.leader))]
    with pytest.raises(StepRefused):
        say(document, again(desk.leader))
    seat = desk.registry.seats.get()
    if gone == "away":
        away(seat)
    else:
        Seat.objects.filter(pk=seat.pk).update(to_on=timezone.localdate() - dt.timedelta(days=1))
    assert step.pk in [row.pk for row in waiting_rows(again(desk.leader))]
    client.force_login(desk.drafter)
    page = client.get(reverse("documents:review_sheet", args=[step.sheet_id])).content.decode()
    assert "Trưởng ban, lãnh đạo đơn vị kiểm tra thay được." in page
    with pytest.raises(StepRefused):
        say(document, again(desk.drafter))
    say(document, again(desk.leader))
    step.refresh_from_db()
    assert (step.status, step.answered_by) == ("done", desk.leader)


def test_somebody_else_at_the_post_keeps_the_step(desk):
    """One of two clerks is away: the other one is asked, nobody takes over."""
    document = asked_of_post(desk, StepKind.FORMAT, Role.REGISTRY)
    other = factories.make_user("Đặng Thị Thu")
    factories.make_seat(other, Role.REGISTRY, desk.unit, "Văn thư")
    away(desk.registry.seats.get())
    assert not waiting_rows(again(desk.leader)).filter(pk=step_now(document).pk).exists()
    assert [row.pk for row in waiting_rows(again(other))] == [step_now(document).pk]


def test_approval_of_an_absent_post_goes_by_delegation_only(desk, deputy):
    """The deputy holds the post too; a head of department does not approve, let in or not."""
    document = on_its_way(desk, [Asked(StepKind.APPROVAL, day(), 1, role=Role.LEADER)])
    away(desk.seat)
    away(deputy)
    with pytest.raises(StepRefused):
        say(document, again(desk.head))
    assert not waiting_rows(again(desk.head))


def test_opinion_asked_of_an_absent_post_is_given_by_who_stands_in(desk, deputy):
    document = asked_of_post(desk, StepKind.OPINION, Role.UNIT_HEAD)
    seat = desk.head.seats.get()
    away(seat)
    assert not waiting_rows(again(deputy.user))
    Delegation.objects.create(
        unit=desk.unit, kind="TL", giver=seat, receiver=deputy, for_post="Trưởng ban",
        decision="Thông báo 15/TB-LĐLĐ", from_on=timezone.localdate(),
    )  # fmt: skip
    (step,) = ReviewStep.objects.filter(sheet__document=document, kind=StepKind.OPINION)
    assert step.pk in [row.pk for row in waiting_rows(again(deputy.user))]
    say(document, again(deputy.user))
    step.refresh_from_db()
    assert step.status == "done"
