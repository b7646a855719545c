"""Every change of criteria, movements, registrations, scores, councils and their votes."""

from campaigns.emulation.services.council import (
    add_member,
    cast,
    close_vote,
    open_vote,
    remove_member,
    set_up_council,
)
from campaigns.emulation.services.criteria import (
    change_criteria,
    copy_criteria,
    create_criteria,
    remove_part,
    save_part,
    take_criteria_step,
)
from campaigns.emulation.services.deciding import note_year_grades, record_in_register
from campaigns.emulation.services.dossiers import draw_paper
from campaigns.emulation.services.evidence import add_evidence, remove_evidence
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
    "NewPerson",
    "ScoreErrors",
    "add_evidence",
    "add_member",
    "cast",
    "change_criteria",
    "change_movement",
    "close_vote",
    "copy_criteria",
    "create_criteria",
    "create_movement",
    "draw_paper",
    "note_year_grades",
    "open_vote",
    "place_in_cluster",
    "record_in_register",
    "register",
    "remove_evidence",
    "remove_member",
    "remove_part",
    "save_cluster",
    "save_part",
    "save_scores",
    "set_up_council",
    "split_by_upper_unit",
    "start_from_below",
    "take_criteria_step",
    "take_sheet_step",
    "take_step",
    "withdraw",
]
