"""Which activities were merged into which, with all that is needed to take them apart; and pairs that only look alike."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.scope import below, sees_all


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, user: Any) -> MergeQuerySet:
        """Merges into the activities this person may see."""
        return self if sees_all(user) else self.filter(below(user, "kept__unit__"))


class Merge(models.Model):
    """Gộp hoạt động trùng: the row that went away is kept here whole, so that the merge can be undone."""

    kept = models.ForeignKey("campaigns.Activity", on_delete=models.CASCADE, related_name="merges")
    gone_id = models.BigIntegerField()
    gone_title = models.CharField(_("Hoạt động đã gộp"), max_length=200)
    gone_unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    # Fields, amounts and partners of the one that went, and of the kept one before.
    gone = models.JSONField(encoder=DjangoJSONEncoder)
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    # "app.model.field" → ids of the rows that pointed at the one that went.
    moved = models.JSONField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Người gộp")
    )
    merged_at = models.DateTimeField(_("Gộp lúc"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("Hoàn tác lúc"), null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("lần gộp hoạt động")
        constraints = [
            models.UniqueConstraint(
                fields=["gone_id"], condition=Q(undone_at__isnull=True), name="merged_once_at_a_time"
            )
        ]


class DifferentPair(models.Model):
    """Two activities somebody has looked at and said: these are two."""

    first = models.ForeignKey("campaigns.Activity", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("campaigns.Activity", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("cặp hoạt động khác nhau")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_verdict_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]
