"""Units that also belong to another upper unit than the one they report to, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit


class SecondLine(models.Model):
    """A reference, never a place in the tree: figures are added once, where the unit reports to."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="second_lines")
    upper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="second_line_units")
    from_on = models.DateField(_("Từ ngày"))
    to_on = models.DateField(_("Đến ngày"), null=True, blank=True)
    decision = models.CharField(_("Quyết định"), max_length=200, blank=True)

    class Meta:
        ordering = ["unit_id", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "upper"], condition=Q(to_on__isnull=True), name="one_open_second_line",
                violation_error_message=_("Đơn vị đã thuộc tuyến này."),
            ),
            models.CheckConstraint(condition=~Q(unit=F("upper")), name="no_second_line_to_itself"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="second_line_dates_in_order"
            ),
        ]  # fmt: skip
