"""Tries to sign in: five failures of one name from one address within five minutes lock the pair for as long."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from units import audit
from units.models import SignInFailure, User

TRIES = 5
WINDOW = dt.timedelta(minutes=5)
_KEPT = dt.timedelta(days=1)


def _recent(username: str, address: str) -> list[dt.datetime]:
    tries = SignInFailure.objects.filter(
        username=_key(username), address=address, at__gt=timezone.now() - WINDOW
    )
    return list(tries.order_by("-at").values_list("at", flat=True)[:TRIES])


def _key(username: str) -> str:
    return username.strip().casefold()[:60]


def locked_until(username: str, address: str) -> dt.datetime | None:
    """The time the pair may try again, None when it may now. A correct password does not help before."""
    recent = _recent(username, address)
    return recent[0] + WINDOW if len(recent) >= TRIES else None


@transaction.atomic
def record_failure(username: str, address: str) -> int:
    """Note one failed try and drop those of yesterday; gives how many tries are left."""
    now = timezone.now()
    SignInFailure.objects.filter(at__lt=now - _KEPT).delete()
    SignInFailure.objects.create(username=_key(username), address=address, at=now)
    left = TRIES - len(_recent(username, address))
    person = User.objects.filter(username__iexact=username.strip()).first()
    if left == 0 and person:
        audit.record("person.locked_out", person, after={"address": address})
    return left


def forget_failures(username: str, address: str) -> None:
    """After a right password the count starts anew."""
    SignInFailure.objects.filter(username=_key(username), address=address).delete()
