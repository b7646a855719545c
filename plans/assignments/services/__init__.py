"""Changes to work given out."""

from plans.assignments.services.feeds import end_feed, keep_reminders, new_feed, token_digest
from plans.assignments.services.giving import fill_round, give, hand_on
from plans.assignments.services.more_time import answer_more_time, ask_more_time
from plans.assignments.services.steps import (
    add_evidence,
    hand_over,
    remove_evidence,
    report_progress,
    take_step,
    take_step_for_many,
)

__all__ = [
    "add_evidence",
    "answer_more_time",
    "ask_more_time",
    "end_feed",
    "fill_round",
    "give",
    "hand_on",
    "hand_over",
    "keep_reminders",
    "new_feed",
    "remove_evidence",
    "report_progress",
    "take_step",
    "take_step_for_many",
    "token_digest",
]
