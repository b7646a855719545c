"""Changes to plans: drafting, binding sentences to records, deriving a lower plan."""

from plans.services.binding import (
    bind_activity,
    bind_obligation,
    bind_slogan,
    bind_target,
    bind_task,
    set_task_state,
    unbind,
)
from plans.services.derivation import DerivationRefused, derive_plan
from plans.services.drafting import (
    PlanIncomplete,
    change_plan,
    create_plan,
    create_plan_from_import,
    delete_draft,
    save_plan,
    take_plan_step,
)
from plans.services.ignoring import heed_finding, ignore_finding
from plans.services.returning import take_back

__all__ = [
    "DerivationRefused",
    "PlanIncomplete",
    "bind_activity",
    "bind_obligation",
    "bind_slogan",
    "bind_target",
    "bind_task",
    "change_plan",
    "create_plan",
    "create_plan_from_import",
    "delete_draft",
    "derive_plan",
    "heed_finding",
    "ignore_finding",
    "save_plan",
    "set_task_state",
    "take_back",
    "take_plan_step",
    "unbind",
]
