"""Skeletons of plans: what a drafter starts from instead of an empty page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.kinds import PlanKind
from units.models import Unit
from units.scope import above_paths, sees_all


class PlanTemplateQuerySet(models.QuerySet["PlanTemplate"]):
    def visible_to(self, user: Any) -> PlanTemplateQuerySet:
        """Those of the system, of own units and of the line above."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if sees_all(user):
            return self
        return self.filter(Q(owner__isnull=True) | Q(owner__path__in=above_paths(user)))

    def offered_to(self, unit: Unit) -> PlanTemplateQuerySet:
        """Active ones of the system, of the unit and of units above it; the nearest owner first."""
        line = [unit.path[:end] for end in range(5, len(unit.path) + 1, 5)]
        found = self.filter(Q(owner__isnull=True) | Q(owner__path__in=line), active=True)
        return found.order_by(models.F("owner__depth").desc(nulls_last=True), "name", "pk")


class PlanTemplate(models.Model):
    """Mẫu kế hoạch. Words in braces ({don_vi}, {nam}…) are filled when a plan is made (plans.fixed_words)."""

    owner = models.ForeignKey(
        Unit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="plan_templates",
        verbose_name=_("Đơn vị có mẫu"),
        help_text=_("Để trống là mẫu của hệ thống"),
    )
    code = models.SlugField(max_length=40, blank=True, editable=False, help_text=_("Mã của mẫu hệ thống"))
    kind = models.CharField(_("Loại kế hoạch"), max_length=12, choices=PlanKind, default=PlanKind.THEMATIC)
    name = models.CharField(_("Tên mẫu"), max_length=120)
    description = models.CharField(_("Dùng khi nào"), max_length=300, blank=True)
    content = models.JSONField(_("Nội dung"), editable=False)
    active = models.BooleanField(_("Đang dùng"), default=True)
    version = models.PositiveIntegerField(_("Lần sửa"), default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "pk"]
        verbose_name = _("mẫu kế hoạch")
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_plan_template_a_code"),
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="one_plan_template_name_a_unit",
                violation_error_message=_("Đơn vị đã có mẫu mang tên này."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
