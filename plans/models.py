"""Plans: a document whose text is a list of blocks, and the records bound to those blocks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.formats import write
from documents.models import Document, DocumentQuerySet
from plans.actors import ActorClass
from plans.kinds import PlanKind
from units.models import Department, Unit
from units.paths import path_of


class PlanQuerySet(DocumentQuerySet):
    pass


class Plan(Document):
    """Kế hoạch. The text lives in its versions (plans.outline.PlanContent), derived rows below are bound to block ids."""

    kind = models.CharField(_("Loại kế hoạch"), max_length=12, choices=PlanKind, default=PlanKind.THEMATIC)
    starts_on = models.DateField(_("Thực hiện từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("Đến ngày"), null=True, blank=True)
    derived_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="derived",
        verbose_name=_("Cụ thể hóa từ"),
    )
    lineage = models.CharField(
        max_length=120,
        db_index=True,
        editable=False,
        default="",
        help_text=_("Đường dẫn từ kế hoạch gốc xuống kế hoạch này, mỗi cấp năm ký tự như đường dẫn đơn vị"),
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế hoạch")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="plan_dates_in_order",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(derived_from=models.F("document_ptr")),
                name="plan_not_derived_from_itself",
                violation_error_message=_("Kế hoạch không thể cụ thể hóa từ chính nó."),
            ),
        ]

    def save(self, **options: Any) -> None:
        """A new plan's lineage follows from the plan it derives from."""
        super().save(**options)
        if not self.lineage:
            self.lineage = path_of(self.derived_from.lineage if self.derived_from else "", self.pk)
            Plan.objects.filter(pk=self.pk).update(lineage=self.lineage)


class BoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> BoundQuerySet:
        """Records of the plans this person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user).values("pk"))

    def in_force_for(self, unit: Unit) -> BoundQuerySet:
        """Records of issued plans of the unit itself and of all units above it."""
        paths = [unit.path[:i] for i in range(5, len(unit.path) + 1, 5)]
        return self.filter(plan__status="issued", plan__issuer__path__in=paths)


class Bound(models.Model):
    """A record bound to a block: the sentence and its record cannot drift apart unseen (DESIGN 4)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="%(class)ss")
    block_id = models.CharField(_("Đoạn"), max_length=12)
    text = models.TextField(_("Câu trong kế hoạch"))
    order = models.PositiveSmallIntegerField(default=0)

    objects = BoundQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["plan_id", "order", "pk"]

    def __str__(self) -> str:
        return self.text[:120]


class Comparator(models.TextChoices):
    AT_LEAST = "gte", _("từ … trở lên")
    AT_MOST = "lte", _("không quá")
    EQUAL = "eq", _("bằng")
    QUALITATIVE = "qual", _("định tính")


class Basis(models.TextChoices):
    PERIOD = "period", _("trong kỳ báo cáo")
    YEAR = "year", _("hằng năm")
    TERM = "term", _("cả thời gian kế hoạch")
    BY_DATE = "by_date", _("đến một ngày")


class Allocation(models.TextChoices):
    SUM = "sum", _("cộng các đơn vị")
    EACH = "each", _("từng đơn vị đều đạt")
    OWN = "own", _("riêng đơn vị ban hành")


class Change(models.TextChoices):
    INCREASE = "increase", _("tăng")
    DECREASE = "decrease", _("giảm")


MONEY_SCALES = {"nghìn đồng": 1_000, "triệu đồng": 1_000_000, "tỷ đồng": 1_000_000_000}


class Target(Bound):
    """Chỉ tiêu. Measured by an indicator of the catalogue, so progress comes from accepted figures."""

    name = models.CharField(_("Tên chỉ tiêu"), max_length=300)
    comparator = models.CharField(_("So sánh"), max_length=4, choices=Comparator, default=Comparator.AT_LEAST)
    value = models.DecimalField(_("Giá trị"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit_of_measure = models.CharField(_("Đơn vị tính"), max_length=40, blank=True)
    change = models.CharField(_("So với năm gốc"), max_length=8, choices=Change, blank=True)
    base_year = models.PositiveSmallIntegerField(_("Năm gốc"), null=True, blank=True)
    base_value = models.DecimalField(
        _("Số của năm gốc"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    population = models.CharField(_("Trên tổng số"), max_length=200, blank=True)
    basis = models.CharField(_("Tính theo"), max_length=8, choices=Basis, default=Basis.YEAR)
    due_on = models.DateField(_("Đến ngày"), null=True, blank=True)
    indicator_code = models.CharField(_("Mã chỉ tiêu thống kê"), max_length=8, blank=True)
    allocation = models.CharField(_("Phân bổ"), max_length=4, choices=Allocation, default=Allocation.SUM)
    within = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("Trong đó của"),
    )
    upper_target = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="lower_targets",
        verbose_name=_("Chỉ tiêu cấp trên"),
    )

    class Meta(Bound.Meta):
        verbose_name = _("chỉ tiêu")
        constraints = [
            models.CheckConstraint(
                condition=Q(comparator="qual") | Q(value__isnull=False),
                name="target_has_value",
                violation_error_message=_("Chỉ tiêu định lượng phải có giá trị."),
            ),
            models.CheckConstraint(
                condition=Q(change="", base_year__isnull=True, base_value__isnull=True)
                | (~Q(change="") & Q(base_year__isnull=False)),
                name="target_change_has_base_year",
                violation_error_message=_(
                    "Chỉ tiêu tăng, giảm phải ghi năm gốc; chỉ tiêu khác thì để trống."
                ),
            ),
        ]

    def aim(self, base: Decimal | None = None) -> Decimal | None:
        """The figure to reach, in the unit figures are kept in: 5 tỷ đồng is 5.000.000.000.

        `base`: the base year's figure when the target names none. None for a qualitative target and for a change
        against a year whose figure nobody knows.
        """
        scale = MONEY_SCALES.get(self.unit_of_measure.strip().lower(), 1)
        if self.value is None or not self.change:
            return None if self.value is None else self.value * scale
        base = base if self.base_value is None else self.base_value * scale
        if base is None:
            return None
        step = base * self.value / 100 if self.unit_of_measure == "%" else self.value * scale
        return base - step if self.change == Change.DECREASE else base + step

    @property
    def is_ceiling(self) -> bool:
        """Whether the figure has to stay at or below the aim: "không quá 5 vụ", "giảm ít nhất 5%"."""
        return (self.comparator == Comparator.AT_MOST) != (self.change == Change.DECREASE)

    @property
    def goal(self) -> str:
        """What is to be reached, in words: "từ 90% trở lên", "không quá 5 vụ", "giảm ít nhất 5% so với năm 2025"."""
        if self.comparator == Comparator.QUALITATIVE or self.value is None:
            return str(_("định tính"))
        gap = "" if self.unit_of_measure == "%" else " "
        amount = f"{write.number(self.value)}{gap}{self.unit_of_measure}".strip()
        least = _("ít nhất %s") if self.change else _("từ %s trở lên")
        wording = {Comparator.AT_LEAST: least, Comparator.AT_MOST: _("không quá %s")}
        level = str(wording.get(Comparator(self.comparator), "%s")) % amount
        return f"{Change(self.change).label} {level} {self._base_words()}" if self.change else level

    def _base_words(self) -> str:
        known = "" if self.base_value is None else f" ({write.number(self.base_value)})"
        return str(_("so với năm %(year)s")) % {"year": self.base_year} + known


class TaskState(models.TextChoices):
    OPEN = "open", _("Chưa thực hiện")
    DOING = "doing", _("Đang thực hiện")
    DONE = "done", _("Hoàn thành")


class Task(Bound):
    """Nhiệm vụ: content, lead, partners, deadline, deliverable, state."""

    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Chủ trì")
    )
    lead_class = models.CharField(_("Nhóm đơn vị chủ trì"), max_length=10, choices=ActorClass, blank=True)
    lead_text = models.CharField(_("Chủ trì (ghi trên văn bản)"), max_length=200, blank=True)
    partner_text = models.CharField(_("Phối hợp"), max_length=300, blank=True)
    deadline_on = models.DateField(_("Thời hạn"), null=True, blank=True)
    deliverable = models.CharField(_("Kết quả phải có"), max_length=300, blank=True)
    state = models.CharField(_("Tình trạng"), max_length=8, choices=TaskState, default=TaskState.OPEN)
    upper_task = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="lower_tasks",
        verbose_name=_("Nhiệm vụ cấp trên"),
    )

    class Meta(Bound.Meta):
        verbose_name = _("nhiệm vụ")
        constraints = [
            models.CheckConstraint(
                condition=Q(lead_unit__isnull=True) | Q(lead_class=""),
                name="task_has_one_lead",
                violation_error_message=_("Chỉ chọn một: đơn vị chủ trì hoặc nhóm đơn vị."),
            )
        ]

    @property
    def lead(self) -> str:
        """Who leads, in words; "" when nobody is stated."""
        unit = self.lead_unit
        return self.lead_text or (
            unit.short_name or unit.name if unit else str(self.get_lead_class_display())
        )

    @property
    def done(self) -> bool:
        return self.state == TaskState.DONE


class PlannedActivity(Bound):
    """Hoạt động nêu trong kế hoạch: what is to be held, when, how often."""

    starts_on = models.DateField(_("Từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("Đến ngày"), null=True, blank=True)
    place = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    times = models.PositiveSmallIntegerField(_("Số cuộc"), default=1)

    class Meta(Bound.Meta):
        verbose_name = _("hoạt động trong kế hoạch")


class Slogan(Bound):
    """Thông điệp nêu trong kế hoạch; campaigns take it into their message library."""

    class Meta(Bound.Meta):
        verbose_name = _("thông điệp trong kế hoạch")


class Obligation(Bound):
    """Nghĩa vụ báo cáo: who reports to whom, through which department, in which period or by which date."""

    who = models.CharField(_("Ai báo cáo"), max_length=200)
    reports_to = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Báo cáo về")
    )
    through = models.CharField(_("Qua ban, phòng"), max_length=120, blank=True)
    in_periodic_report = models.BooleanField(_("Trong báo cáo định kỳ"), default=True)
    due_on = models.DateField(_("Hạn riêng"), null=True, blank=True)
    indicator_codes = models.JSONField(_("Chỉ tiêu phải báo cáo"), default=list, blank=True)

    class Meta(Bound.Meta):
        verbose_name = _("nghĩa vụ báo cáo")


class Responsibility(Bound):
    """Phân công thực hiện: who (a unit, a department, a class of units, or only words) takes care of what.

    `actor_text` is the actor as the paper prints it, often in the heading above the sentence.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="responsibilities")
    actor_text = models.CharField(_("Ai thực hiện (ghi trên văn bản)"), max_length=200, blank=True)
    actor_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Đơn vị")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Ban, phòng"),
    )
    actor_class = models.CharField(_("Nhóm đơn vị"), max_length=10, choices=ActorClass, blank=True)
    duty = models.CharField(_("Lo việc gì"), max_length=500, blank=True)

    class Meta(Bound.Meta):
        verbose_name = _("phân công trong kế hoạch")
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_unit__isnull=True, department__isnull=True)
                | Q(actor_unit__isnull=True, actor_class="")
                | Q(department__isnull=True, actor_class=""),
                name="responsibility_has_one_actor",
                violation_error_message=_("Chỉ chọn một: đơn vị, ban phòng, hoặc nhóm đơn vị."),
            )
        ]

    @property
    def actor(self) -> str:
        """Who it is, in words."""
        chosen = self.department or self.actor_unit
        named = self.get_actor_class_display() if self.actor_class else ""
        return self.actor_text or (str(chosen.name) if chosen else named)


# Django looks for tables in this module.
from plans.assignments.models import (  # noqa: E402, F401
    Assignment,
    AssignmentMove,
    AssignmentRound,
    CalendarFeed,
    Digest,
    MoreTime,
    PromisedDocument,
    ReminderSetting,
    WorkEvidence,
)
from plans.cascade.models import BlockAnswer, CascadeOrder  # noqa: E402, F401
from plans.change_models import ChangeDecision, UpperChangeAnswer  # noqa: E402, F401
from plans.citation_models import Citation  # noqa: E402, F401
from plans.comment_models import Comment, Suggestion, SuggestionState  # noqa: E402, F401
from plans.finding_models import IgnoredFinding  # noqa: E402, F401
from plans.import_models import ImportDraft  # noqa: E402, F401
from plans.targets.models import (  # noqa: E402, F401
    Allotment,
    AllotmentDecision,
    AllotmentMove,
    AllotmentSheet,
    AllottedValue,
)
from plans.template_models import PlanTemplate  # noqa: E402, F401
