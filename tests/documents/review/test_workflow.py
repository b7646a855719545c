"""Every kind × answer × person of a review step; what is not listed here is refused."""

from __future__ import annotations

import itertools

import pytest

from core.workflow import IllegalStep, StepRefused
from documents.models import Document
from documents.review.models import LIVE, ReviewSheet, ReviewStep, StepKind, StepStatus
from documents.review.workflow import REVIEW_WORKFLOW
from units.models import Department, Role, Seat, Unit, User

OWN, ABOVE, ELSEWHERE = Unit(pk=1, name="LĐLĐ tỉnh"), Unit(pk=2, name="TLĐ"), Unit(pk=3, name="LĐLĐ khác")
PLACES = (OWN, ABOVE, ELSEWHERE)
ASKED = {
    StepKind.OPINION: set(Role.values) - {Role.ADMIN},
    StepKind.COMMENT: set(Role.values) - {Role.ADMIN},
    StepKind.CONTENT: {Role.UNIT_HEAD, Role.LEADER},
    StepKind.FORMAT: {Role.REGISTRY},
    StepKind.APPROVAL: {Role.LEADER},
}
SKIPPERS = {Role.DRAFTER, Role.LEADER}


def step(kind, status=StepStatus.OPEN, **to):
    return ReviewStep(
        pk=1, sheet=ReviewSheet(document=Document(type="KH", issuer=OWN)), kind=kind, status=status, **to
    )


def holder(role, unit, pk=7, department=None):
    user = User(pk=1)
    user._current_seats = [Seat(pk=pk, user=user, unit=unit, role=role, department=department)]
    user._stood_in_for = []
    return user


def allowed(answer, role, kind):
    if answer in {"skip", "pass_on"}:
        return role in SKIPPERS
    if answer == "return" and kind in {StepKind.OPINION, StepKind.COMMENT}:
        return False
    return role in ASKED[kind] and (answer != "object" or kind == StepKind.OPINION)


@pytest.mark.parametrize("kind, status", list(itertools.product(StepKind, StepStatus)))
def test_only_the_listed_people_give_the_listed_answers(kind, status):
    wrong = []
    for transition, role, unit in itertools.product(REVIEW_WORKFLOW, Role.values, PLACES):
        try:
            REVIEW_WORKFLOW.check(transition.step, holder(role, unit), step(kind, status), note="Vì chưa rõ")
            found = True
        except (StepRefused, IllegalStep):
            found = False
        live = LIVE if transition.step == "pass_on" else (StepStatus.OPEN,)
        listed = unit == OWN and status in live and allowed(transition.step, role, kind)
        if found != listed:
            wrong.append((transition.step, role, unit.name, found))
    assert wrong == []


def test_step_of_a_person_is_nobody_else_s():
    named = step(
        StepKind.APPROVAL, seat=Seat(pk=7, user=User(full_name="Trần Ngọc Ánh"), post_title="Chủ tịch")
    )
    assert {t.step for t in REVIEW_WORKFLOW.open_to(holder(Role.LEADER, OWN, pk=7), named)} >= {
        "agree",
        "return",
    }
    assert {t.step for t in REVIEW_WORKFLOW.open_to(holder(Role.LEADER, OWN, pk=8), named)} == {
        "skip",
        "pass_on",
    }


def test_step_of_a_department_is_for_those_who_work_there():
    here, there = Department(pk=1, name="Ban Nữ công"), Department(pk=2, name="Ban Pháp luật")
    asked = step(StepKind.OPINION, department=here)
    answers = {
        d.name: bool(REVIEW_WORKFLOW.open_to(holder(Role.MEMBER, OWN, department=d), asked))
        for d in (here, there)
    }
    assert answers == {"Ban Nữ công": True, "Ban Pháp luật": False}
