"""Every change of campaigns, messages, activities and evidence; each locks, checks, records, saves."""

from campaigns.services.activities import change_activity, log_activity, remove_activity
from campaigns.services.campaigns import (
    change_campaign,
    close_campaign,
    create_campaign,
    open_campaign,
    take_step,
)
from campaigns.services.errors import CampaignError
from campaigns.services.evidence import add_file, add_link, add_photo, remove_evidence, set_consent
from campaigns.services.messages import (
    add_message,
    approve_message,
    change_message,
    move_message,
    remove_message,
    save_message,
    set_terms,
    set_variant,
    take_slogans,
)
from campaigns.services.receipts import receipt_of, take_activity
from documents.evidence import EvidenceError

__all__ = [
    "CampaignError",
    "EvidenceError",
    "add_file",
    "add_link",
    "add_message",
    "add_photo",
    "approve_message",
    "change_activity",
    "change_campaign",
    "change_message",
    "close_campaign",
    "create_campaign",
    "log_activity",
    "move_message",
    "open_campaign",
    "receipt_of",
    "remove_activity",
    "remove_evidence",
    "remove_message",
    "save_message",
    "set_consent",
    "set_terms",
    "set_variant",
    "take_activity",
    "take_slogans",
    "take_step",
]
