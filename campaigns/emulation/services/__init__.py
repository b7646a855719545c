"""Every change of criteria, movements, registrations, scores, councils and their votes."""

from campaigns.emulation.services.criteria import (
    change_criteria,
    copy_criteria,
    create_criteria,
    remove_part,
    save_part,
    take_criteria_step,
)
from campaigns.emulation.services.movements import change_movement, create_movement, take_step
from campaigns.emulation.services.registering import (
    NewPerson,
    place_in_cluster,
    register,
    save_cluster,
    split_by_upper_unit,
    withdraw,
)
from campaigns.emulation.services.scoring import ScoreErrors, save_scores, start_from_below, take_sheet_step

__all__ = [
    "NewPerson", "ScoreErrors", "change_criteria", "change_movement", "copy_criteria", "create_criteria",
    "create_movement", "place_in_cluster", "register", "remove_part", "save_cluster", "save_part", "save_scores",
    "split_by_upper_unit", "start_from_below", "take_criteria_step", "take_sheet_step", "take_step", "withdraw",
]  # fmt: skip
