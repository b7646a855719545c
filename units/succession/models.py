"""The lineage of units: who succeeds whom, from when, with which share, by which decision."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.formats import write
from units.models import Unit


class Succession(models.Model):
    """One line of a merger or split. A unit that ended without any is dissolved.

    Figures of the time before are carried on by share: 1 for a merger, the parts of a split add up to 1. Where the old
    unit goes on (tách), the parts that left it on one day add up to less than 1, and the rest stays with it.
    """

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    share = models.DecimalField(_("Phần kế thừa"), max_digits=5, decimal_places=4, default=1)
    main = models.BooleanField(
        _("Kế thừa chính"), default=True, help_text=_("Nơi đơn vị cũ được đếm là một đơn vị")
    )
    goes_on = models.BooleanField(
        _("Đơn vị cũ tiếp tục hoạt động"), default=False, help_text=_("Tách: chỉ một phần rời đi.")
    )
    effective_on = models.DateField(_("Từ ngày"))
    decision = models.CharField(_("Quyết định"), max_length=200, blank=True)

    class Meta:
        ordering = ["old_id", "-share", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "effective_on"], name="successor_once"),
            models.UniqueConstraint(
                fields=["old"], condition=Q(main=True), name="one_main_successor",
                violation_error_message=_("Một đơn vị chỉ có một đơn vị kế thừa chính."),
            ),
            models.CheckConstraint(condition=~Q(old=F("new")), name="no_own_successor"),
            models.CheckConstraint(condition=~Q(main=True, goes_on=True), name="who_goes_on_is_its_own_main"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="share_of_a_whole"),
        ]  # fmt: skip

    @property
    def percent(self) -> str:
        return write.percent(self.share * 100, 2)
