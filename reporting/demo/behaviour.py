"""How each grassroots union behaves in the reporting round: most in time, some late, returned, with nothing, not at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reporting.demo.names import dice
from reporting.demo.people import Cast


class Course(StrEnum):
    """What becomes of a unit's report."""

    ACCEPTED = "accepted"
    FIXED = "fixed"  # returned once, sent again, accepted
    WAITING = "waiting"  # sent, not yet looked at
    RECEIVED = "received"
    RETURNED = "returned"  # not yet sent again
    DRAFT = "draft"
    MISSING = "missing"


@dataclass(frozen=True)
class Behaviour:
    course: Course
    late: bool = False
    nil: bool = False
    """Nothing happened in the period."""

    @property
    def logs(self) -> bool:
        """Whether the unit writes down what it does."""
        return not self.nil and self.course != Course.MISSING

    @property
    def sends(self) -> bool:
        return self.course not in {Course.MISSING, Course.DRAFT}

    @property
    def overdue(self) -> bool:
        """Whether the unit was asked to report earlier than the others, and did not."""
        return self.late or self.course == Course.MISSING


# Behaviour → how many of 166; the rest is accepted in time.
SHARES = (
    (Behaviour(Course.MISSING), 8),
    (Behaviour(Course.DRAFT), 5),
    (Behaviour(Course.RETURNED), 4),
    (Behaviour(Course.WAITING), 3),
    (Behaviour(Course.RECEIVED), 2),
    (Behaviour(Course.FIXED), 13),
    (Behaviour(Course.ACCEPTED, late=True), 11),
    (Behaviour(Course.ACCEPTED, nil=True), 5),
)
OUT_OF = 166


def behaviours(cast: Cast) -> dict[str, Behaviour]:
    """Unit code → behaviour of every grassroots union; every behaviour occurs while there are units left."""
    codes = [unit.code for unit in cast.bases]
    dice("behaviour", len(codes)).shuffle(codes)
    found: dict[str, Behaviour] = {}
    for behaviour, share in SHARES:
        for _n in range(min(len(codes), max(1, round(share * len(codes) / OUT_OF)))):
            found[codes.pop()] = behaviour
    return found | {code: Behaviour(Course.ACCEPTED) for code in codes}
