"""Tries to sign in: too many failures of one name lock it for a while.

From one address five within five minutes lock the pair of name and address for as long; from all addresses together
twenty within a quarter of an hour lock the name, so that changing the address does not help.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from units import audit
from units.models import SignInFailure, User

TRIES = 5
WINDOW = dt.timedelta(minutes=5)
TRIES_ANYWHERE = 20
WINDOW_ANYWHERE = dt.timedelta(minutes=15)
_KEPT = dt.timedelta(days=1)


def _recent(username: str, address: str) -> list[dt.datetime]:
    since = timezone.now() - WINDOW
    tries = SignInFailure.objects.filter(username=_key(username), address=address, at__gt=since)
    return list(tries.order_by("-at").values_list("at", flat=True)[:TRIES])


def _recent_anywhere(username: str) -> list[dt.datetime]:
    since = timezone.now() - WINDOW_ANYWHERE
    tries = SignInFailure.objects.filter(username=_key(username), at__gt=since)
    return list(tries.order_by("-at").values_list("at", flat=True)[:TRIES_ANYWHERE])


def _key(username: str) -> str:
    return username.strip().casefold()[:60]


def locked_until(username: str, address: str) -> dt.datetime | None:
    """The time this name may try again from this address, None when it may now. A correct password does not help."""
    recent, anywhere = _recent(username, address), _recent_anywhere(username)
    ends = [recent[0] + WINDOW] if len(recent) >= TRIES else []
    ends += [anywhere[0] + WINDOW_ANYWHERE] if len(anywhere) >= TRIES_ANYWHERE else []
    return max(ends, default=None)


@transaction.atomic
def record_failure(username: str, address: str) -> int:
    """Note one failed try and drop those of yesterday; gives how many tries are left."""
    now = timezone.now()
    SignInFailure.objects.filter(at__lt=now - _KEPT).delete()
    SignInFailure.objects.create(username=_key(username), address=address, at=now)
    left = min(TRIES - len(_recent(username, address)), TRIES_ANYWHERE - len(_recent_anywhere(username)))
    person = User.objects.filter(username__iexact=username.strip()).first()
    if left == 0 and person:
        audit.record("person.locked_out", person, after={"address": address})
    return left


def forget_failures(username: str, address: str) -> None:
    """After a right password the count of this address starts anew."""
    SignInFailure.objects.filter(username=_key(username), address=address).delete()


def unlock(person: User) -> None:
    """The person may try at once from everywhere: an administrator has just given a new password."""
    SignInFailure.objects.filter(username=_key(person.username)).delete()
