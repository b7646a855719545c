"""What a device was answered, so that the same message sent twice is taken once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.models.submissions import Submission


class EntryReceipt(models.Model):
    """One message of a device that was taken, under the key the device made for it."""

    key = models.UUIDField(unique=True)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="receipts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # As reporting.entry.services answers.
    answer = models.JSONField()
    at = models.DateTimeField(_("Nhận lúc"), auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("biên nhận nhập liệu")
