"""Tables of emulation: criteria, movements with their units, scores of each level, the council and its secret slips."""

from campaigns.emulation.models.council import Council, CouncilMember, Slip, Vote, VoteCandidate, VoteTurn
from campaigns.emulation.models.criteria import (
    CriteriaGroup,
    CriteriaSet,
    EmulationCriterion,
    EmulationGrade,
    GradingCondition,
)
from campaigns.emulation.models.movements import (
    Cluster,
    EmulationRegistration,
    Movement,
    MovementMove,
    RegisteredPerson,
    YearGrade,
)
from campaigns.emulation.models.scoring import (
    ConditionFinding,
    EmulationEvidence,
    EmulationScore,
    Rating,
    ScoreSheet,
)

__all__ = [
    "Cluster", "ConditionFinding", "Council", "CouncilMember", "CriteriaGroup", "CriteriaSet", "EmulationCriterion",
    "EmulationEvidence", "EmulationGrade", "EmulationRegistration", "EmulationScore", "GradingCondition", "Movement",
    "MovementMove", "Rating", "RegisteredPerson", "ScoreSheet", "Slip", "Vote", "VoteCandidate", "VoteTurn", "YearGrade",
]  # fmt: skip
