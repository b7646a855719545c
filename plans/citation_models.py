"""Where a plan cites a paper by its number, kept beside the text at every save."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.references.models import LegalReference


class CitationQuerySet(models.QuerySet["Citation"]):
    def of(self, reference: LegalReference) -> CitationQuerySet:
        """Mentions of this paper: its number, with its date or with none; of a unit's own paper only at or below it."""
        same_day = Q(cited_on__isnull=True) | Q(cited_on=reference.issued_on)
        found = self.filter(same_day, number_key=reference.number_key)
        if reference.owner is None:
            return found
        path = reference.owner.path
        return found.filter(plan__issuer__path__gte=path, plan__issuer__path__lt=path + "~")


class Citation(models.Model):
    """One mention, by number and date and not by the register's row: a paper registered later finds issued plans too."""

    plan: Any = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="citations")
    number_key = models.CharField(max_length=60, db_index=True)
    cited_on = models.DateField(_("Ngày của văn bản, khi câu có ghi"), null=True, blank=True)
    field = models.CharField(max_length=10)
    line = models.PositiveSmallIntegerField(default=0)
    block_id = models.CharField(_("Đoạn"), max_length=12, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(_("Ghi trong kế hoạch"), max_length=80)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "pk"]
        verbose_name = _("chỗ viện dẫn")

    def __str__(self) -> str:
        return self.text
