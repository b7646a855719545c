"""Every change of a contest and of what people answer in it."""

from campaigns.contests.services.contests import (
    change_contest,
    create_contest,
    in_preparation,
    locked,
    note_export,
    remove_round,
    save_round,
    take_step,
)
from campaigns.contests.services.questions import (
    NewQuestion,
    add_questions,
    checked,
    remove_question,
    save_question,
    withdraw_question,
)
from campaigns.contests.services.sets import add_rounds, share_questions
from campaigns.contests.services.taking import (
    OtherDevice,
    TooLate,
    finish,
    give_answer,
    is_registered,
    register,
    ring_bell,
    start,
)

__all__ = [
    "NewQuestion", "OtherDevice", "TooLate", "add_questions", "add_rounds", "change_contest", "checked", "create_contest",
    "finish", "give_answer", "in_preparation", "is_registered", "locked", "note_export", "register", "remove_question",
    "remove_round", "ring_bell", "save_question", "save_round", "share_questions", "start", "take_step", "withdraw_question",
]  # fmt: skip
