"""What a campaign plans beside its messages: peak phases and money by source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.activity_models import ActivityMoney


class ServedBlock(models.Model):
    """A passage of a plan the campaign carries out; the plan's tasks and targets bound to it are what it is held against."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="served_blocks")
    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="+")
    block_id = models.CharField(_("Đoạn"), max_length=12)
    words = models.CharField(_("Nội dung"), max_length=300, help_text=_("Như khi chọn"))

    class Meta:
        ordering = ["plan_id", "pk"]
        verbose_name = _("đoạn kế hoạch được thực hiện")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "plan", "block_id"], name="one_row_a_served_block")
        ]


class PeakPhase(models.Model):
    """Đợt cao điểm within the days of its campaign."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(_("Tên đợt cao điểm"), max_length=120)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến ngày"))

    class Meta:
        ordering = ["campaign_id", "starts_on", "pk"]
        verbose_name = _("đợt cao điểm")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="peak_phase_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CampaignBudget(models.Model):
    """Kinh phí dự kiến in đồng by source, against which the activities' money is read."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="budget")
    source = models.CharField(_("Nguồn"), max_length=14, choices=ActivityMoney.Source)
    amount = models.PositiveBigIntegerField(_("Số tiền dự kiến (đồng)"))

    class Meta:
        ordering = ["campaign_id", "source"]
        constraints = [models.UniqueConstraint(fields=["campaign", "source"], name="one_budget_a_source")]
