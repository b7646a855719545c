"""What a compile froze: totals of every place of the tree, and the official report made from them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Document, DocumentQuerySet, Job
from reporting.models.catalogue import Indicator
from reporting.models.periods import Period, PeriodUnit


class CompiledReportQuerySet(DocumentQuerySet):
    def newest_at(self, place: PeriodUnit) -> CompiledReport | None:
        """The unit's report of the period; the one that is to replace it while that is being made."""
        return self.filter(period_unit=place).order_by("-pk").first()


class CompiledReport(Document):
    """Báo cáo tổng hợp of a unit for a period; its version's content holds narrative, totals, missing units."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="compiled_reports")
    period_unit = models.ForeignKey(PeriodUnit, on_delete=models.PROTECT, related_name="compiled_reports")
    # Drafted when a correction changes what an issued report says: one after the other, never two.
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="next_report",
        verbose_name=_("Thay thế báo cáo"),
    )  # fmt: skip
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    compiled_at = models.DateTimeField(_("Tổng hợp lúc"), null=True)

    objects = CompiledReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo tổng hợp")
        constraints = [
            models.UniqueConstraint(
                fields=["period_unit"], condition=models.Q(replaces__isnull=True), name="one_first_report_a_place"
            )
        ]  # fmt: skip


class Total(models.Model):
    """One frozen total: the value of a place for an indicator and breakdown, with n of N (DOMAIN 2.6, 12)."""

    period_unit = models.ForeignKey(PeriodUnit, on_delete=models.CASCADE, related_name="totals")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    breakdown = models.CharField(max_length=32, blank=True, default="")
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    base = models.DecimalField(
        max_digits=24, decimal_places=4, null=True, help_text=_("Tổng mẫu số hoặc quyền số")
    )
    units_with_value = models.PositiveIntegerField(default=0)
    units_counted = models.PositiveIntegerField(_("n"), default=0)
    units_expected = models.PositiveIntegerField(_("N"), default=0)
    members_with_value = models.PositiveIntegerField(
        default=0, help_text=_("Đoàn viên của các đơn vị có số liệu")
    )
    members_counted = models.PositiveIntegerField(_("n (đoàn viên)"), default=0)
    members_expected = models.PositiveIntegerField(_("N (đoàn viên)"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period_unit", "indicator", "breakdown"], name="one_total_a_cell")
        ]
