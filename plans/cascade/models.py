"""What the issuer of a plan asks of the units below it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.models import Plan


class CascadeOrder(models.Model):
    """Yêu cầu cụ thể hóa: by when, and whether grassroots unions have to write a plan of their own too."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="cascade_order")
    due_on = models.DateField(_("Hạn ban hành kế hoạch cụ thể hóa"), null=True, blank=True)
    grassroots = models.BooleanField(_("Công đoàn cơ sở cũng phải xây dựng kế hoạch riêng"), default=False)

    class Meta:
        verbose_name = _("yêu cầu cụ thể hóa")


class BlockAnswer(models.Model):
    """What the drafter did about one block that the new upper plan words otherwise, leaves out or adds."""

    class Decision(models.TextChoices):
        TAKEN = "taken", _("Đã tiếp thu")
        KEPT = "kept", _("Giữ như cũ")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="block_answers")
    upper = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("Đoạn của cấp trên"), max_length=12)
    decision = models.CharField(max_length=5, choices=Decision)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "upper", "key"], name="block_answered_once_a_change")
        ]
