"""Which record a kind of block is tracked by."""

from __future__ import annotations

from plans.models import Bound, Obligation, PlannedActivity, Responsibility, Slogan, Target, Task

RECORD_OF_KIND: dict[str, type[Bound]] = {
    "target": Target,
    "task": Task,
    "activity": PlannedActivity,
    "message": Slogan,
    "responsibility": Responsibility,
    "obligation": Obligation,
}
# The adoption of an upper block that a derived plan leaves out: not printed, not tracked.
NOT_TAKEN = "not_applicable"
# What a derived block is until the lower unit has looked at it.
NOT_REVIEWED = "pending"
