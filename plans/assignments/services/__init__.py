"""Changes to work given out."""

from plans.assignments.services.feeds import end_feed, keep_reminders, new_feed, token_digest
from plans.assignments.services.giving import fill_round, give, hand_on
from plans.assignments.services.more_time import answer_more_time, ask_more_time, move_deadline
from plans.assignments.services.promising import drop_promise, fulfil_promise, note_promise
from plans.assignments.services.reminding import escalate, fill_rounds, is_quiet, queue_digests
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
    "drop_promise",
    "end_feed",
    "escalate",
    "fill_round",
    "fill_rounds",
    "fulfil_promise",
    "give",
    "hand_on",
    "hand_over",
    "is_quiet",
    "keep_reminders",
    "move_deadline",
    "new_feed",
    "note_promise",
    "queue_digests",
    "remove_evidence",
    "report_progress",
    "take_step",
    "take_step_for_many",
    "token_digest",
]
