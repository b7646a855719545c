"""What units tell of targets that no indicator measures, and reviews that freeze how far every target was reached."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Activity, ActivityType
from documents.models import Status
from plans.models import Plan, Target
from units.models import Unit
from units.scope import below, own, sees_all


class TargetEntryQuerySet(models.QuerySet["TargetEntry"]):
    def visible_to(self, user: Any) -> TargetEntryQuerySet:
        """What own units and units below told, and what was told of own plans."""
        if sees_all(user):
            return self
        return self.filter(below(user, "unit__") | own(user, "target__plan__issuer"))


class TargetEntry(models.Model):
    """Số tự theo dõi: how much of a target a unit had reached on a day, with its evidence. The latest day counts.

    `value` is cumulative, in the target's unit of measure; per cent done for a qualitative target.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(_("Đã đạt (lũy kế)"), max_digits=20, decimal_places=4)
    as_of = models.DateField(_("Tính đến ngày"))
    note = models.CharField(_("Diễn giải"), max_length=500, blank=True)
    url = models.URLField(_("Đường dẫn minh chứng"), max_length=500, blank=True)
    file = models.FileField(upload_to="minh-chung-chi-tieu/%Y/%m", blank=True, max_length=200)
    original_name = models.CharField(max_length=200, blank=True)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Hoạt động")
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Of the unit's entries the one that counts, so that sums need not look for it.
    is_last = models.BooleanField(default=True, editable=False)

    objects = TargetEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("số tự theo dõi")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "unit"], condition=Q(is_last=True), name="one_last_entry_of_a_unit"
            ),
            models.CheckConstraint(
                condition=~Q(url="", file="", activity=None),
                name="target_entry_has_evidence",
                violation_error_message=_("Hãy kèm minh chứng: tệp, đường dẫn hoặc hoạt động đã ghi."),
            ),
        ]


class TargetTally(models.Model):
    """Cộng từ hoạt động: which logged activities of the plan count for a target, and what of them is added up.

    `counts` is "sessions", "participations" or the code of a QuantityKind; without a type every activity counts.
    """

    target = models.OneToOneField(Target, on_delete=models.CASCADE, related_name="tally")
    type = models.ForeignKey(
        ActivityType, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Loại hoạt động"),
    )  # fmt: skip
    counts = models.CharField(_("Cộng số nào"), max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("cách cộng từ hoạt động")


class TargetStandingQuerySet(models.QuerySet["TargetStanding"]):
    def visible_to(self, user: Any) -> TargetStandingQuerySet:
        """Of plans of own units."""
        return self if sees_all(user) else self.filter(own(user, "target__plan__issuer"))

    def in_force(self) -> TargetStandingQuerySet:
        """Of issued plans that have not run out."""
        lasting = Q(target__plan__ends_on=None) | Q(target__plan__ends_on__gte=timezone.localdate())
        return self.filter(lasting, target__plan__status=Status.ISSUED)


class TargetStanding(models.Model):
    """How far the issuer is with a target, worked out by the clock and at every number told: pages that count read this."""

    target = models.OneToOneField(Target, on_delete=models.CASCADE, related_name="standing")
    state = models.CharField(_("Tình trạng"), max_length=20, db_index=True)
    at = models.DateTimeField(_("Tính lúc"))

    objects = TargetStandingQuerySet.as_manager()

    class Meta:
        ordering = ["target_id"]
        verbose_name = _("tình trạng chỉ tiêu")


class ReviewKind(models.TextChoices):
    INTERIM = "interim", _("Sơ kết")
    FINAL = "final", _("Tổng kết")


class TargetReviewQuerySet(models.QuerySet["TargetReview"]):
    def visible_to(self, user: Any) -> TargetReviewQuerySet:
        """Reviews of plans of own units and of units below."""
        if sees_all(user):
            return self
        return self.filter(below(user, "plan__issuer__"))


class TargetReview(models.Model):
    """Sơ kết, tổng kết: every value of a plan's targets as it was that day. Never changed afterwards."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="target_reviews")
    kind = models.CharField(_("Loại"), max_length=8, choices=ReviewKind)
    name = models.CharField(_("Tên"), max_length=200)
    on = models.DateField(_("Ngày chốt"))
    period_name = models.CharField(_("Số liệu của kỳ"), max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("Lập lúc"), default=timezone.now)

    objects = TargetReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("đợt sơ kết, tổng kết")

    def __str__(self) -> str:
        return self.name


class ReviewLine(models.Model):
    """One target of one unit as frozen; names are copied, so that later renaming changes nothing."""

    review = models.ForeignKey(TargetReview, on_delete=models.CASCADE, related_name="lines")
    target = models.ForeignKey(Target, on_delete=models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()
    block_id = models.CharField(max_length=12)
    target_name = models.CharField(max_length=300)
    unit_name = models.CharField(max_length=200)
    unit_of_measure = models.CharField(max_length=40, blank=True)
    aim = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    achieved = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    state = models.CharField(max_length=20)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["review_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "order", "unit"], name="reviewed_once_a_unit")
        ]
