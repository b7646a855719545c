"""Who was given the right to read what is confidential at a unit, and who opened what."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.codes import ALPHABET
from units.models import Role, Seat, Unit
from units.scope import seats_of

# Who answers for what is confidential at a unit: its leaders; the chair of a grassroots union.
RESPONSIBLE = (Role.LEADER, Role.GRASSROOTS)


def receipt_code(prefix: str) -> str:
    """A code nobody can guess: the prefix and ten letters."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(10))


def responsible_units(user: Any) -> set[int]:
    """Ids of units the person answers for. A superuser keeps the portal running and reads nothing here."""
    return {seat.unit_id for seat in seats_of(user) if seat.role in RESPONSIBLE}


def kept_units(user: Any) -> set[int]:
    """Ids of units whose confidential records the person may read: responsible, or named by who is. One query."""
    seats = [seat.pk for seat in seats_of(user)]
    named = Keeper.objects.filter(seat__in=seats).values_list("seat__unit_id", flat=True)
    return responsible_units(user) | set(named)


class KeeperQuerySet(models.QuerySet["Keeper"]):
    def visible_to(self, user: Any) -> KeeperQuerySet:
        """Those named at units the person answers for."""
        return self.filter(seat__unit__in=responsible_units(user))


class Keeper(models.Model):
    """Người được giao theo dõi: ends with the seat, or when the leader takes it back."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="keeper")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("Giao lúc"), default=timezone.now)

    objects = KeeperQuerySet.as_manager()

    class Meta:
        ordering = ["seat__unit_id", "pk"]
        verbose_name = _("người được giao theo dõi")


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, user: Any) -> OpeningQuerySet:
        """Openings of what came from units the person answers for."""
        return self.filter(unit__in=responsible_units(user))


class Opening(models.Model):
    """Lần mở nội dung: who read which record, when. Append-only."""

    opinion = models.ForeignKey(
        "campaigns.OpinionReport", on_delete=models.PROTECT, null=True, related_name="openings"
    )
    petition = models.ForeignKey(
        "campaigns.Petition", on_delete=models.PROTECT, null=True, related_name="openings"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Người mở")
    )
    at = models.DateTimeField(_("Lúc"), default=timezone.now)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("lần mở nội dung")
        indexes = [models.Index(fields=["unit", "-at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion__isnull=False, petition__isnull=True)
                | Q(opinion__isnull=True, petition__isnull=False),
                name="opening_of_one_record",
            )
        ]
