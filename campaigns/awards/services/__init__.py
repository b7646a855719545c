"""Every change of the register of awards."""

from campaigns.awards.services.checking import AwardsRefused, Fault, NewAward, faults_of
from campaigns.awards.services.recording import change_award, record_award, record_awards, revoke_award

__all__ = [
    "AwardsRefused", "Fault", "NewAward", "change_award", "faults_of", "record_award", "record_awards", "revoke_award",
]  # fmt: skip
