"""Pages of campaigns, messages, activities and evidence."""

from campaigns.views.activities import (
    activity_detail,
    activity_edit,
    activity_export,
    activity_list,
    activity_new,
    activity_remove,
    activity_send,
)
from campaigns.views.campaigns import (
    campaign_detail,
    campaign_edit,
    campaign_list,
    campaign_new,
    campaign_step,
)
from campaigns.views.evidence import evidence, evidence_remove
from campaigns.views.messages import (
    message_approve,
    message_edit,
    message_move,
    message_new,
    message_remove,
    publications,
    slogans_take,
)
from campaigns.views.pieces import campaign_leaflet, message_piece, piece_file, public

__all__ = [
    "activity_detail",
    "activity_edit",
    "activity_export",
    "activity_list",
    "activity_new",
    "activity_remove",
    "activity_send",
    "campaign_detail",
    "campaign_edit",
    "campaign_leaflet",
    "campaign_list",
    "campaign_new",
    "campaign_step",
    "evidence",
    "evidence_remove",
    "message_approve",
    "message_edit",
    "message_move",
    "message_new",
    "message_piece",
    "message_remove",
    "piece_file",
    "public",
    "publications",
    "slogans_take",
]
