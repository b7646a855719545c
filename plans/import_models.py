"""A file that was read and waits for a person to look at the reading, before it becomes a plan."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models import Role, Unit
from units.scope import units_of


class ImportDraftQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ImportDraftQuerySet:
        """Readings of the units the person drafts for; nobody else has anything to do with them."""
        return self.filter(unit_id__in=[unit.pk for unit in units_of(user, Role.DRAFTER)])


class ImportDraft(models.Model):
    """What was found in a file (`proposal`, written by plans.importing.stored), kept until it is taken or a week old.

    The file itself is not kept; `sha256` tells which one it was.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="+", verbose_name=_("Đơn vị ban hành")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("Người nhập"),
    )
    file_name = models.CharField(_("Tên tệp"), max_length=200)
    sha256 = models.CharField(max_length=64)
    proposal = models.JSONField(_("Kết quả đọc"))
    created_at = models.DateTimeField(_("Lúc"), default=timezone.now, db_index=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("tệp chờ nhận thành dự thảo")

    def __str__(self) -> str:
        return self.file_name
