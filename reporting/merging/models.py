"""Which sentence of which unit a sentence of a compiled report comes from."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.models.submissions import Submission
from reporting.models.totals import CompiledReport


class SentenceSource(models.Model):
    """Kept for a sentence by its words, so it stands through later versions and edits of other sentences."""

    report = models.ForeignKey(CompiledReport, on_delete=models.CASCADE, related_name="sentence_sources")
    section_code = models.CharField(_("Mục"), max_length=16)
    sentence_key = models.CharField(max_length=32)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    # As it stood in the unit's report of that version; names of persons are never kept.
    source_key = models.CharField(max_length=32)
    source = models.TextField(_("Câu của đơn vị"))
    version = models.PositiveIntegerField(_("Lần lưu của báo cáo đơn vị"))
    reworded = models.BooleanField(_("Đã sửa lời"), default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Nguồn của câu")
        verbose_name_plural = _("Nguồn của câu")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section_code", "sentence_key", "submission", "source_key"],
                name="one_source_a_sentence",
            )
        ]
