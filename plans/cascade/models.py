"""What the issuer of a plan asks of the units below it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models import Plan


class CascadeOrder(models.Model):
    """Yêu cầu cụ thể hóa: by when, and whether grassroots unions have to write a plan of their own too."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="cascade_order")
    due_on = models.DateField(_("Hạn ban hành kế hoạch cụ thể hóa"), null=True, blank=True)
    grassroots = models.BooleanField(_("Công đoàn cơ sở cũng phải xây dựng kế hoạch riêng"), default=False)

    class Meta:
        verbose_name = _("yêu cầu cụ thể hóa")
