"""Every state × step × person of opinions, petitions, supervision visits and good examples."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns.examples.models import Example
from campaigns.examples.workflow import EXAMPLE_WORKFLOW
from campaigns.opinions.models import OpinionReach, OpinionReport
from campaigns.opinions.workflow import OPINION_WORKFLOW
from campaigns.petitions.models import Petition
from campaigns.petitions.workflow import PETITION_WORKFLOW
from campaigns.supervision.models import Recommendation, Visit
from campaigns.supervision.workflow import RECOMMENDATION_WORKFLOW, VISIT_WORKFLOW
from tests.architecture.test_workflows import ABOVE, ELSEWHERE, PEOPLE, at, outcome, person
from units.models import Role, Unit

OWN = Unit(pk=1, name="Công đoàn xã Suối Mơ", parent=ABOVE)
# Who answers for what is confidential: the tree and every other role open nothing.
KEEPERS = (Role.LEADER, Role.GRASSROOTS)
LOGGING = (Role.GRASSROOTS, Role.DRAFTER, Role.UPPER_UNIT, Role.LEADER)
SUPERVISING = (Role.LEADER, Role.UNIT_HEAD, Role.DRAFTER)

S, P, V, R, E = OpinionReport.Status, Petition.Status, Visit.Status, Recommendation.Status, Example.Status
OPINION = {
    ("note", S.SENT, S.NOTED): at("above", *KEEPERS),
    ("answer", S.SENT, S.ANSWERED): at("above", *KEEPERS),
    ("answer", S.NOTED, S.ANSWERED): at("above", *KEEPERS),
    ("reopen", S.ANSWERED, S.NOTED): at("above", *KEEPERS),
}
PETITION = {
    ("route", P.RECEIVED, P.ROUTED): at("above", *KEEPERS),
    ("route", P.ROUTED, P.ROUTED): at("above", *KEEPERS),
    ("answer", P.RECEIVED, P.ANSWERED): at("above", *KEEPERS),
    ("answer", P.ROUTED, P.ANSWERED): at("above", *KEEPERS),
    ("tell", P.ANSWERED, P.TOLD): at("own", *KEEPERS),
    ("decline", P.RECEIVED, P.DECLINED): at("own", *KEEPERS),
}  # received by the own unit, held by the one above
VISIT = {
    ("announce", V.PREPARED, V.PLANNED): at("own", Role.LEADER),
    ("conclude", V.PLANNED, V.HELD): at("own", *SUPERVISING),
    ("close", V.HELD, V.CLOSED): at("own", Role.LEADER),
    ("cancel", V.PREPARED, V.CANCELLED): at("own", Role.LEADER),
    ("cancel", V.PLANNED, V.CANCELLED): at("own", Role.LEADER),
}
RECOMMENDATION = {
    ("report", R.OPEN, R.REPORTED): at("own", *LOGGING),
    ("confirm", R.REPORTED, R.DONE): at("above", *SUPERVISING),
    ("return", R.REPORTED, R.OPEN): at("above", *SUPERVISING),
}  # the unit above supervises the own one
APPROVING = at("own", Role.LEADER) | at("above", Role.LEADER)
EXAMPLE = {
    ("submit", E.DRAFT, E.SUBMITTED): at("own", *LOGGING),
    ("submit", E.RETURNED, E.SUBMITTED): at("own", *LOGGING),
    ("return", E.SUBMITTED, E.RETURNED): APPROVING,
    ("publish", E.SUBMITTED, E.PUBLISHED): APPROVING,
    ("withdraw", E.PUBLISHED, E.WITHDRAWN): APPROVING | at("own", *LOGGING),
    ("revise", E.SUBMITTED, E.DRAFT): at("own", *LOGGING),
    ("revise", E.WITHDRAWN, E.DRAFT): at("own", *LOGGING),
}


def opinion(status: str) -> OpinionReport:
    row = OpinionReport(pk=1, unit=OWN, status=status)
    row._prefetched_objects_cache = {"reaches": [OpinionReach(unit=OWN), OpinionReach(unit=ABOVE)]}
    return row


WORKFLOWS: dict[str, Any] = {
    "opinion": (OPINION_WORKFLOW, S, OPINION, opinion),
    "petition": (PETITION_WORKFLOW, P, PETITION, lambda status: Petition(unit=OWN, holder=ABOVE, status=status)),
    "visit": (VISIT_WORKFLOW, V, VISIT, lambda status: Visit(unit=OWN, visited=ELSEWHERE, status=status)),
    "recommendation": (
        RECOMMENDATION_WORKFLOW, R, RECOMMENDATION,
        lambda status: Recommendation(visit=Visit(unit=ABOVE, visited=OWN), status=status),
    ),
    "example": (EXAMPLE_WORKFLOW, E, EXAMPLE, lambda status: Example(unit=OWN, status=status)),
}  # fmt: skip
CASES = [(name, status) for name, (_f, statuses, _t, _r) in WORKFLOWS.items() for status in statuses.values]


@pytest.mark.parametrize("name, status", CASES)
def test_only_the_listed_people_take_the_listed_steps(name, status):
    workflow, _statuses, table, row = WORKFLOWS[name]
    found = {
        (step, status, reached, who)
        for step in workflow.steps
        for who in PEOPLE
        if (reached := outcome(workflow, step, person(*who), row(status))) != "refused"
    }
    listed = {(step, source, to, who) for (step, source, to), people in table.items() for who in people}
    assert found == {one for one in listed if one[1] == status}
