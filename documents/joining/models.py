"""Parts of long papers that are drawn already."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KeptPart(models.Model):
    """The file of a part; may be thrown away at any time, then the part is drawn again."""

    digest = models.CharField(_("Mã nội dung"), max_length=64, unique=True)
    file = models.CharField(_("Tệp"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveIntegerField(_("Số trang"))
    made_at = models.DateTimeField(_("Dựng lúc"), default=timezone.now)
    used_at = models.DateTimeField(_("Dùng lần cuối"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Phần phụ lục đã dựng")
        verbose_name_plural = _("Phần phụ lục đã dựng")

    def __str__(self) -> str:
        return f"{self.digest[:12]} ({self.pages})"
