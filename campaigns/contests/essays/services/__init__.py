"""Every change of the essay part of a contest."""

from campaigns.contests.essays.services.choosing import move_essay
from campaigns.contests.essays.services.jury import add_marker, deal_out, remove_marker
from campaigns.contests.essays.services.marking import give_marks, lock_marks
from campaigns.contests.essays.services.tasks import read_rubric, remove_task, save_task
from campaigns.contests.essays.services.writing import (
    EssayChanged,
    hand_in,
    hand_in_late,
    save_text,
    submit_essay,
)

__all__ = [
    "EssayChanged", "add_marker", "deal_out", "give_marks", "hand_in", "hand_in_late", "lock_marks", "move_essay",
    "read_rubric", "remove_marker", "remove_task", "save_task", "save_text", "submit_essay",
]  # fmt: skip
