"""Changes to plans: drafting, binding sentences to records, deriving a lower plan."""

from plans.services.answering import answer_upper_change, may_answer
from plans.services.binding import (
    bind_activity,
    bind_obligation,
    bind_responsibility,
    bind_slogan,
    bind_target,
    bind_task,
    set_task_state,
    unbind,
)
from plans.services.comments import (
    accept_suggestion,
    add_comment,
    reject_suggestion,
    reopen_comment,
    reply,
    resolve_comment,
    suggest,
)
from plans.services.derivation import DerivationRefused, derive_plan
from plans.services.drafting import (
    PlanIncomplete,
    change_plan,
    create_plan,
    create_plan_from_import,
    delete_draft,
    missing_for_review,
    save_plan,
    take_plan_step,
)
from plans.services.ignoring import heed_finding, ignore_finding
from plans.services.replacing import replace_plan
from plans.services.returning import take_back
from plans.services.reviewing import adopt_rest

__all__ = [
    "DerivationRefused",
    "PlanIncomplete",
    "accept_suggestion",
    "add_comment",
    "adopt_rest",
    "answer_upper_change",
    "bind_activity",
    "bind_obligation",
    "bind_responsibility",
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
    "may_answer",
    "missing_for_review",
    "reject_suggestion",
    "reopen_comment",
    "replace_plan",
    "reply",
    "resolve_comment",
    "save_plan",
    "set_task_state",
    "suggest",
    "take_back",
    "take_plan_step",
    "unbind",
]
