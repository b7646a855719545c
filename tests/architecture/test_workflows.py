"""Every state × step × person of the workflows; what is not listed here is refused."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from campaigns.contests.complaints.models import Complaint
from campaigns.contests.complaints.workflow import COMPLAINT_WORKFLOW
from campaigns.contests.essays.models import Essay
from campaigns.contests.essays.workflow import ESSAY_WORKFLOW
from campaigns.contests.models import Contest, Participant
from campaigns.contests.workflow import CONTEST_WORKFLOW
from campaigns.emulation.models import CriteriaSet, EmulationRegistration, Movement, ScoreSheet
from campaigns.emulation.workflow import CRITERIA_WORKFLOW, MOVEMENT_WORKFLOW, SHEET_WORKFLOW
from campaigns.events.models import Event
from campaigns.events.workflow import EVENT_WORKFLOW
from campaigns.models import Campaign
from campaigns.workflow import CAMPAIGN_WORKFLOW
from core.workflow import IllegalStep, NoteMissing, StepRefused, Workflow
from documents.amending.workflow import AFTER_ISSUE, AMENDMENT_WORKFLOW
from documents.models import Amendment, AmendmentStatus, Document, IncomingDocument
from documents.models import Status as D
from documents.registers.models import IncomingStatus as I
from documents.registers.workflow import INCOMING_WORKFLOW
from documents.workflow import DOCUMENT_WORKFLOW
from plans.assignments.models import Assignment, AssignmentStatus
from plans.assignments.workflow import ASSIGNMENT_WORKFLOW
from reporting.corrections.models import Correction, CorrectionStep
from reporting.corrections.models import CorrectionStatus as K
from reporting.corrections.workflow import CORRECTION_WORKFLOW
from reporting.models import PeriodUnit, Submission
from reporting.models import SubmissionStatus as S
from reporting.workflow import SUBMISSION_WORKFLOW
from units.models import Role, Seat, Unit, User

OWN, ABOVE, ELSEWHERE = (
    Unit(pk=1, name="Công đoàn xã Suối Mơ"),
    Unit(pk=2, name="LĐLĐ tỉnh"),
    Unit(pk=3, name="LĐLĐ khác"),
)
# A person is a role at a place: at the unit itself, at the one above it, somewhere else.
PEOPLE = [(role, place) for role in Role.values for place in ("own", "above", "elsewhere")]
PLACES = {"own": OWN, "above": ABOVE, "elsewhere": ELSEWHERE}


def at(place: str, *roles: str) -> set[tuple[str, str]]:
    return {(role, place) for role in roles}


DRAFTER, REVIEWERS = at("own", Role.DRAFTER), at("own", Role.UNIT_HEAD, Role.LEADER, Role.REGISTRY)
PLAN = {
    ("submit", D.DRAFT, D.IN_REVIEW): DRAFTER,
    ("submit", D.RETURNED, D.IN_REVIEW): DRAFTER,
    ("withdraw", D.IN_REVIEW, D.DRAFT): DRAFTER,
    ("return", D.IN_REVIEW, D.RETURNED): REVIEWERS,
    ("return", D.APPROVED, D.RETURNED): REVIEWERS,
    ("return", D.NUMBERED, D.RETURNED): REVIEWERS,
    ("approve", D.IN_REVIEW, D.APPROVED): at("own", Role.LEADER),
    ("number", D.APPROVED, D.NUMBERED): at("own", Role.REGISTRY),
    ("issue", D.APPROVED, D.ISSUED): at("own", Role.REGISTRY),
    ("issue", D.NUMBERED, D.ISSUED): at("own", Role.REGISTRY),
}
COMPILERS = at("own", Role.DRAFTER, Role.UPPER_UNIT)
COMPILED = PLAN | {
    key: COMPILERS for key in PLAN if key[0] in {"submit", "withdraw"}
}  # the officer who follows the units below drafts the compiled report

REPORTERS = at("own", Role.GRASSROOTS, Role.UPPER_UNIT, Role.DRAFTER, Role.LEADER)
RECEIVERS = at("above", Role.UPPER_UNIT, Role.LEADER)
REPORT = {
    ("submit", S.DRAFT, S.SUBMITTED): REPORTERS,
    ("submit", S.RETURNED, S.SUBMITTED): REPORTERS,
    ("receive", S.SUBMITTED, S.RECEIVED): RECEIVERS,
    ("return", S.SUBMITTED, S.RETURNED): RECEIVERS,
    ("return", S.RECEIVED, S.RETURNED): RECEIVERS,
    ("accept", S.SUBMITTED, S.ACCEPTED): RECEIVERS,
    ("accept", S.RECEIVED, S.ACCEPTED): RECEIVERS,
    ("reopen", S.ACCEPTED, S.RETURNED): RECEIVERS,
    ("reopen", S.COMPILED, S.RETURNED): RECEIVERS,
}

ENDING = at("own", Role.LEADER, Role.REGISTRY)
AFTER = {
    ("replace", D.ISSUED, D.REPLACED): ENDING,
    ("correct", D.ISSUED, D.ISSUED): ENDING,
    ("recall", D.ISSUED, D.RECALLED): ENDING,
}
A = AmendmentStatus
AMENDMENT = {
    ("bring_into_force", A.PREPARED, A.IN_FORCE): ENDING,
    ("drop", A.PREPARED, A.DROPPED): at("own", Role.DRAFTER, Role.UNIT_HEAD, Role.REGISTRY, Role.LEADER),
}

C = Campaign.Status
CAMPAIGN = {
    ("open", C.PREPARING, C.OPEN): at("own", Role.LEADER, Role.DRAFTER),
    ("open", C.CLOSED, C.OPEN): at("own", Role.LEADER, Role.DRAFTER),
    ("close", C.OPEN, C.CLOSED): at("own", Role.LEADER, Role.DRAFTER),
}
T = Contest.Status
CONTEST = {
    ("approve", T.PREPARING, T.APPROVED): at("own", Role.LEADER),
    ("revise", T.APPROVED, T.PREPARING): at("own", Role.LEADER, Role.DRAFTER),
    ("open", T.APPROVED, T.OPEN): at("own", Role.LEADER, Role.DRAFTER),
    ("close", T.OPEN, T.CLOSED): at("own", Role.LEADER, Role.DRAFTER),
    ("publish", T.CLOSED, T.PUBLISHED): at("own", Role.LEADER),
}
Q = Complaint.Status
COMPLAINT = {
    (step, Q.RECEIVED, target): at("own", Role.LEADER, Role.DRAFTER)
    for step, target in (("accept", Q.ACCEPTED), ("accept_partly", Q.PARTLY), ("refuse", Q.REFUSED))
}
E = Essay.Status
LOGGING = (Role.GRASSROOTS, Role.DRAFTER, Role.UPPER_UNIT, Role.LEADER)
ESSAY = {
    ("forward", E.SUBMITTED, E.FORWARDED): at("above", *LOGGING),
    ("forward", E.FORWARDED, E.FORWARDED): at("above", *LOGGING),
    ("take_back", E.FORWARDED, E.SUBMITTED): at("own", *LOGGING),
}
H = Event.Status
EVENT = {
    ("open", H.PREPARING, H.OPEN): at("own", *LOGGING),
    ("close", H.OPEN, H.CLOSED): at("own", *LOGGING),
    ("reopen", H.CLOSED, H.OPEN): at("own", *LOGGING),
    ("cancel", H.PREPARING, H.CANCELLED): at("own", *LOGGING),
    ("cancel", H.OPEN, H.CANCELLED): at("own", *LOGGING),
}
M, V, P = Movement.Status, CriteriaSet.Status, ScoreSheet.Status
RUNNERS, LEADER = at("own", Role.LEADER, Role.DRAFTER), at("own", Role.LEADER)
MOVEMENT = {
    ("launch", M.PREPARING, M.LAUNCHED): LEADER,
    ("score", M.LAUNCHED, M.SCORING): RUNNERS,
    ("convene", M.SCORING, M.COUNCIL): RUNNERS,
    ("reopen", M.COUNCIL, M.SCORING): RUNNERS,
    ("decide", M.COUNCIL, M.DECIDED): LEADER,
    ("close", M.DECIDED, M.CLOSED): RUNNERS,
}
CRITERIA = {("issue", V.DRAFT, V.IN_FORCE): LEADER, ("replace", V.IN_FORCE, V.REPLACED): LEADER}
SHEET = {
    ("send", P.DRAFT, P.SENT): at("own", *LOGGING),
    ("send", P.RETURNED, P.SENT): at("own", *LOGGING),
    ("return", P.SENT, P.RETURNED): at("above", *LOGGING),
}


def own_sheet(status: str) -> ScoreSheet:
    registration = EmulationRegistration(unit=Unit(pk=1, parent=ABOVE), movement=Movement(owner=ABOVE))
    return ScoreSheet(registration=registration, level=ScoreSheet.Level.SELF, status=status)


SETTLERS = at("own", Role.REGISTRY, Role.GRASSROOTS, Role.LEADER, Role.UNIT_HEAD)
INCOMING = {
    ("assign", I.REGISTERED, I.ASSIGNED): SETTLERS,
    ("assign", I.ASSIGNED, I.ASSIGNED): SETTLERS,
    ("settle", I.REGISTERED, I.DONE): SETTLERS,
    ("settle", I.ASSIGNED, I.DONE): SETTLERS,
    ("reopen", I.DONE, I.ASSIGNED): SETTLERS,
}  # who was given the paper settles it too: tests/documents/test_incoming.py


A = AssignmentStatus
DOERS = at("own", Role.GRASSROOTS, Role.DRAFTER, Role.UPPER_UNIT, Role.UNIT_HEAD, Role.LEADER)
GIVERS = at("above", Role.GRASSROOTS, Role.DRAFTER, Role.UPPER_UNIT, Role.UNIT_HEAD, Role.LEADER)
WORK = {
    ("accept", A.ASSIGNED, A.DOING): DOERS,
    ("report", A.DOING, A.REPORTED): DOERS,
    ("report", A.RETURNED, A.REPORTED): DOERS,
    ("report", A.HANDED_ON, A.REPORTED): DOERS,
    ("confirm", A.REPORTED, A.CONFIRMED): GIVERS,
    ("return", A.REPORTED, A.RETURNED): GIVERS,
    ("reopen", A.CONFIRMED, A.RETURNED): GIVERS,
    ("hand_on", A.ASSIGNED, A.HANDED_ON): DOERS,
    ("hand_on", A.DOING, A.HANDED_ON): DOERS,
    ("hand_on", A.RETURNED, A.HANDED_ON): DOERS,
    ("withdraw", A.ASSIGNED, A.WITHDRAWN): GIVERS,
    ("withdraw", A.DOING, A.WITHDRAWN): GIVERS,
    ("withdraw", A.RETURNED, A.WITHDRAWN): GIVERS,
    ("withdraw", A.HANDED_ON, A.WITHDRAWN): GIVERS,
}  # a department's and a named person's work: tests/plans/test_assignments.py


ASKERS = at("own", Role.GRASSROOTS, Role.UPPER_UNIT, Role.DRAFTER, Role.LEADER)
ENDS = {
    ("refuse", K.PENDING, K.REFUSED): RECEIVERS,
    ("withdraw", K.PENDING, K.WITHDRAWN): ASKERS,
}  # who asked withdraws too and never agrees: tests/reporting/corrections
CORRECTION = ENDS | {("agree", K.PENDING, K.PENDING): RECEIVERS}
CORRECTION_AT_TOP = ENDS | {("settle", K.PENDING, K.APPROVED): RECEIVERS}


def document(status: str, type: str = "KH") -> Document:
    return Document(type=type, issuer=OWN, status=status)


def report(status: str) -> Any:
    row = Submission(unit=OWN, status=status)
    row._state.fields_cache["period_unit"] = SimpleNamespace(parent=SimpleNamespace(unit=ABOVE))
    return row


def correction(status: str, *, levels: int) -> Correction:
    """Waits at the unit above; with two levels one more has to agree after it."""
    waits_at = PeriodUnit(pk=2, unit=ABOVE) if status == K.PENDING else None
    row = Correction(
        pk=1, status=status, submission=Submission(unit=OWN), waits_at=waits_at, prepared_by_id=2
    )
    steps = [CorrectionStep(order=order, place_id=order + 1) for order in range(1, levels + 1)]
    row._prefetched_objects_cache = {"steps": steps}
    return row


WORKFLOWS = {
    "plan": (DOCUMENT_WORKFLOW, D, PLAN, document),
    "compiled report": (DOCUMENT_WORKFLOW, D, COMPILED, lambda status: document(status, "BC")),
    "issued document": (AFTER_ISSUE, D, AFTER, document),
    "amendment": (
        AMENDMENT_WORKFLOW,
        A,
        AMENDMENT,
        lambda status: Amendment(document=document(D.ISSUED), status=status),
    ),
    "report": (SUBMISSION_WORKFLOW, S, REPORT, report),
    "correction below its last level": (
        CORRECTION_WORKFLOW,
        K,
        CORRECTION,
        lambda status: correction(status, levels=2),
    ),
    "correction at its last level": (
        CORRECTION_WORKFLOW,
        K,
        CORRECTION_AT_TOP,
        lambda status: correction(status, levels=1),
    ),
    "incoming document": (
        INCOMING_WORKFLOW,
        I,
        INCOMING,
        lambda status: IncomingDocument(unit=OWN, status=status),
    ),
    "work given out": (
        ASSIGNMENT_WORKFLOW,
        A,
        WORK,
        lambda status: Assignment(unit=OWN, by_unit=ABOVE, status=status),
    ),
    "campaign": (CAMPAIGN_WORKFLOW, C, CAMPAIGN, lambda status: Campaign(owner=OWN, status=status)),
    "contest": (CONTEST_WORKFLOW, T, CONTEST, lambda status: Contest(owner=OWN, status=status)),
    "event": (EVENT_WORKFLOW, H, EVENT, lambda status: Event(unit=OWN, status=status)),
    "movement": (MOVEMENT_WORKFLOW, M, MOVEMENT, lambda status: Movement(owner=OWN, status=status)),
    "criteria": (CRITERIA_WORKFLOW, V, CRITERIA, lambda status: CriteriaSet(owner=OWN, status=status)),
    "own score sheet": (SHEET_WORKFLOW, P, SHEET, own_sheet),
    "complaint": (
        COMPLAINT_WORKFLOW,
        Q,
        COMPLAINT,
        lambda status: Complaint(contest=Contest(owner=OWN), status=status),
    ),
    "essay": (
        ESSAY_WORKFLOW,
        E,
        ESSAY,
        lambda status: Essay(
            participant=Participant(unit=Unit(pk=1, parent=ABOVE)), at_unit=ABOVE, status=status
        ),
    ),
}
CASES = [
    (name, status)
    for name, (_flow, statuses, _table, _row) in WORKFLOWS.items()
    for status in statuses.values
]


def person(role: str, place: str) -> User:
    user = User(pk=1, username="nguoi", full_name="Nguyễn Văn A")
    user._current_seats = [Seat(user=user, unit=PLACES[place], role=role)]
    return user


def outcome(workflow: Workflow, step: str, user: User, row: Any, note: str = "Vì số liệu chưa khớp") -> str:
    """The status the step leads to, or "refused"."""
    try:
        return workflow.check(step, user, row, note=note).target
    except (StepRefused, IllegalStep):
        return "refused"


@pytest.mark.parametrize("name, status", CASES)
def test_only_the_listed_people_take_the_listed_steps(name, status):
    workflow, _statuses, table, row = WORKFLOWS[name]
    steps = sorted({transition.step for transition in workflow})
    targets = {(step, target) for step, source, target in table if source == status}
    wrong = []
    for step, who in itertools.product(steps, PEOPLE):
        found = outcome(workflow, step, person(*who), row(status))
        listed = [target for other, target in targets if other == step and who in table[step, status, target]]
        if found != (listed[0] if listed else "refused"):
            wrong.append((step, who, found))
    assert wrong == []


@pytest.mark.parametrize("name, status", CASES)
def test_buttons_are_the_steps_that_would_succeed(name, status):
    workflow, _statuses, table, row = WORKFLOWS[name]
    for who in PEOPLE:
        shown = {transition.step for transition in workflow.open_to(person(*who), row(status))}
        assert shown == {
            step for (step, source, _to), people in table.items() if source == status and who in people
        }


@pytest.mark.parametrize("name", WORKFLOWS)
def test_somebody_without_a_seat_takes_no_step(name):
    workflow, statuses, _table, row = WORKFLOWS[name]
    nobody = User(pk=1)
    nobody._current_seats = []
    assert {outcome(workflow, t.step, nobody, row(s)) for t in workflow for s in statuses.values} == {
        "refused"
    }


@pytest.mark.parametrize(
    "name, status, step, role, place",
    [
        ("plan", D.IN_REVIEW, "return", Role.LEADER, "own"),
        ("work given out", A.REPORTED, "return", Role.UPPER_UNIT, "above"),
        ("report", S.SUBMITTED, "return", Role.UPPER_UNIT, "above"),
        ("report", S.ACCEPTED, "reopen", Role.UPPER_UNIT, "above"),
        ("correction at its last level", K.PENDING, "refuse", Role.LEADER, "above"),
        ("correction at its last level", K.PENDING, "withdraw", Role.GRASSROOTS, "own"),
    ],
)
def test_sending_back_asks_for_a_reason(name, status, step, role, place):
    workflow, _statuses, _table, row = WORKFLOWS[name]
    with pytest.raises(NoteMissing):
        workflow.check(step, person(role, place), row(status), note="  ")


@pytest.mark.parametrize("name", WORKFLOWS)
def test_stranger_learns_nothing_of_the_status(name):
    """The person is asked before the status."""
    workflow, statuses, _table, row = WORKFLOWS[name]
    stranger = person(Role.LEADER, "elsewhere")
    for step, status in itertools.product({t.step for t in workflow}, statuses.values):
        with pytest.raises(StepRefused):
            workflow.check(step, stranger, row(status), note="x")
