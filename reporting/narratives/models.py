"""What was worked out of a unit's text, and which texts of a heading say nearly the same; known by hash, so either may be
thrown away or be old: then it is worked out again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.models.periods import PeriodUnit
from reporting.models.submissions import Narrative


class TextReading(models.Model):
    narrative = models.OneToOneField(Narrative, on_delete=models.CASCADE, related_name="reading")
    digest = models.CharField(_("Mã nội dung"), max_length=64)
    facts = models.JSONField(_("Các đoạn đã đọc"))

    class Meta:
        verbose_name = _("Lời văn đã đọc")
        verbose_name_plural = _("Lời văn đã đọc")


class KeptGroups(models.Model):
    place = models.ForeignKey(PeriodUnit, on_delete=models.CASCADE, related_name="+")
    section_code = models.CharField(_("Mục"), max_length=16)
    digest = models.CharField(_("Mã nội dung"), max_length=64)
    # Positions of paragraphs, group by group.
    groups = models.JSONField(_("Các nhóm gần giống"))

    class Meta:
        verbose_name = _("Nhóm lời văn gần giống")
        verbose_name_plural = _("Nhóm lời văn gần giống")
        constraints = [
            models.UniqueConstraint(fields=["place", "section_code"], name="one_grouping_a_heading_a_place")
        ]
