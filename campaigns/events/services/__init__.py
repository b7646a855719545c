"""Every change of events; each locks, checks, records, saves."""

from campaigns.events.services.checking import NotInvited, check_in, take_back, walk_in
from campaigns.events.services.events import (
    change_event,
    create_event,
    remove_sitting,
    save_sitting,
    take_step,
    tell_change,
)
from campaigns.events.services.inviting import (
    NewInvitee,
    add_people,
    answer_invitation,
    invite_officers,
    remove_invitee,
)

__all__ = [
    "NewInvitee",
    "NotInvited",
    "add_people",
    "answer_invitation",
    "change_event",
    "check_in",
    "create_event",
    "invite_officers",
    "remove_invitee",
    "remove_sitting",
    "save_sitting",
    "take_back",
    "take_step",
    "tell_change",
    "walk_in",
]
