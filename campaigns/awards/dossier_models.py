"""Papers of an award dossier as documents of the portal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Document


class DossierPaper(Document):
    """Tờ trình, biên bản, báo cáo thành tích, danh sách: drawn up from results, then goes the way of every document."""

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("Tờ trình")
        MINUTES = "minutes", _("Biên bản họp hội đồng")
        ACHIEVEMENT = "achievement", _("Báo cáo thành tích")
        RESULTS = "results", _("Thông báo kết quả")
        DECISION = "decision", _("Quyết định khen thưởng")
        SUMMARY = "summary", _("Báo cáo tổng kết phong trào")
        INVITATION = "invitation", _("Giấy mời")

    kind = models.CharField(_("Loại hồ sơ"), max_length=12, choices=Kind)
    source_name = models.CharField(_("Lập từ"), max_length=200, blank=True)
    source_url = models.CharField(max_length=200, blank=True)
    # What the paper is about: "movement:12"; papers of one thing are found by it.
    source_key = models.CharField(max_length=60, blank=True, db_index=True)

    class Meta:
        verbose_name = _("văn bản hồ sơ khen thưởng")
        ordering = ["-created_at", "-pk"]
