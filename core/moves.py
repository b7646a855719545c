"""The record of a step taken: who, when, from which status to which, with which note."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Move(models.Model):
    """Append-only; concrete moves add the row they belong to."""

    step = models.CharField(_("Bước"), max_length=30)
    from_status = models.CharField(_("Từ trạng thái"), max_length=20)
    to_status = models.CharField(_("Sang trạng thái"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người thực hiện"),
    )
    note = models.TextField(_("Ghi chú"), blank=True)
    at = models.DateTimeField(_("Lúc"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
