"""Bộ tiêu chí: what is scored, with which most points, what bars a class, how classes are made; by year and place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold, search_words
from units.models import STEP, Unit
from units.scope import above_paths, below, sees_all


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    def visible_to(self, user: Any) -> CriteriaSetQuerySet:
        """Sets of own units and of units below, and those of units above once they are in force."""
        if sees_all(user):
            return self
        known = ~Q(status=CriteriaSet.Status.DRAFT)
        return self.filter(below(user, "owner__") | Q(owner__path__in=above_paths(user)) & known)

    def in_force_for(self, unit: Unit) -> CriteriaSetQuerySet:
        """Sets a movement of the unit may use: its own and those of the units above it, in force."""
        paths = [unit.path[:i] for i in range(STEP, len(unit.path) + 1, STEP)]
        return self.filter(owner__path__in=paths, status=CriteriaSet.Status.IN_FORCE)

    def search(self, text: str) -> CriteriaSetQuerySet:
        """Sets whose name holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(name_fold__contains=word)
        return found


class CriteriaSet(models.Model):
    """Bộ tiêu chí of one unit for one year. In force it never changes: what changes is a new version."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        IN_FORCE = "in_force", _("Đang áp dụng")
        REPLACED = "replaced", _("Đã thay thế")

    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="criteria_sets", verbose_name=_("Đơn vị ban hành")
    )
    name = models.CharField(_("Tên bộ tiêu chí"), max_length=200)
    name_fold = models.CharField(max_length=200, editable=False, default="")
    year = models.PositiveSmallIntegerField(_("Năm"))
    version = models.PositiveSmallIntegerField(_("Bản"), default=1)
    basis = models.CharField(_("Căn cứ"), max_length=500, blank=True)
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.DRAFT)
    made_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    tie_breaks = models.JSONField(_("Thứ tự xét khi bằng điểm"), default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "owner_id", "name_fold", "-version"]
        verbose_name = _("bộ tiêu chí")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "year", "name", "version"],
                name="one_criteria_set_a_version",
                violation_error_message=_("Đơn vị đã có bản này của bộ tiêu chí trong năm."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year}, bản {self.version})"

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the name it is made of."""
        self.name_fold = fold(self.name)[:200]
        if "name" in set(options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "name_fold"}
        super().save(**options)


class CriteriaGroup(models.Model):
    """Nhóm tiêu chí; the points of its criteria count up to `max_points`, also those of a group of bonuses."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField(_("Thứ tự"))
    name = models.CharField(_("Tên nhóm"), max_length=200)
    max_points = models.DecimalField(_("Điểm tối đa"), max_digits=6, decimal_places=2)
    bonus = models.BooleanField(_("Điểm thưởng"), default=False)

    class Meta:
        ordering = ["criteria_set_id", "number"]
        verbose_name = _("nhóm tiêu chí")
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "number"],
                name="one_criteria_group_a_number",
                violation_error_message=_("Bộ tiêu chí đã có nhóm mang số thứ tự này."),
            ),
            models.CheckConstraint(condition=Q(max_points__gt=0), name="criteria_group_has_points"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class EmulationGrade(models.Model):
    """Hạng: from how many points, for how many of a cluster at most, and what must have been before. 1 is the best."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="grades")
    order = models.PositiveSmallIntegerField(_("Bậc"))
    name = models.CharField(_("Tên hạng"), max_length=120)
    least_points = models.DecimalField(_("Từ số điểm"), max_digits=6, decimal_places=2)
    most_units_percent = models.PositiveSmallIntegerField(_("Tối đa % số đơn vị"), null=True, blank=True)
    most_members_percent = models.PositiveSmallIntegerField(_("Tối đa % số đoàn viên"), null=True, blank=True)
    years_in_row = models.PositiveSmallIntegerField(_("Số năm liền trước đã đạt hạng này"), default=0)
    # Code of the award catalogue: what units of this class are proposed for, and what they must hold already.
    award = models.CharField(_("Khen thưởng kèm theo"), max_length=40, blank=True)
    prior_award = models.CharField(_("Phải có khen thưởng trước đó"), max_length=40, blank=True)
    prior_years = models.PositiveSmallIntegerField(_("Trong bao nhiêu năm trước"), default=0)

    class Meta:
        ordering = ["criteria_set_id", "order"]
        verbose_name = _("hạng")
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "order"],
                name="one_grade_an_order",
                violation_error_message=_("Bộ tiêu chí đã có hạng ở bậc này."),
            ),
            models.CheckConstraint(
                condition=Q(most_units_percent__isnull=True) | Q(most_units_percent__lte=100),
                name="grade_units_percent_within_100",
            ),
            models.CheckConstraint(
                condition=Q(most_members_percent__isnull=True) | Q(most_members_percent__lte=100),
                name="grade_members_percent_within_100",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmulationCriterion(models.Model):
    """Tiêu chí: most points, whether evidence is asked for, and below which points (điểm liệt) the class falls."""

    group = models.ForeignKey(CriteriaGroup, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField(_("Thứ tự"))
    text = models.CharField(_("Nội dung"), max_length=1000)
    max_points = models.DecimalField(_("Điểm tối đa"), max_digits=6, decimal_places=2)
    evidence_needed = models.BooleanField(_("Phải có minh chứng"), default=False)
    least_points = models.DecimalField(
        _("Điểm liệt: dưới số điểm"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    fallback = models.ForeignKey(
        EmulationGrade, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("Bị điểm liệt thì cao nhất là hạng"),
    )  # fmt: skip

    class Meta:
        ordering = ["group__number", "number"]
        verbose_name = _("tiêu chí")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"],
                name="one_criterion_a_number",
                violation_error_message=_("Nhóm đã có tiêu chí mang số thứ tự này."),
            ),
            models.CheckConstraint(condition=Q(max_points__gt=0), name="criterion_has_points"),
            models.CheckConstraint(
                condition=Q(least_points__isnull=True) | Q(least_points__lte=models.F("max_points")),
                name="criterion_least_within_most",
                violation_error_message=_("Điểm liệt không thể lớn hơn điểm tối đa."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class GradingCondition(models.Model):
    """What happened or not: a veto holds the class down to `fallback` (the lowest when empty), or there is no class."""

    class Kind(models.TextChoices):
        VETO = "veto", _("Hạ hạng")
        NOT_RATEABLE = "not_rateable", _("Không xếp hạng")

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="conditions")
    number = models.PositiveSmallIntegerField(_("Thứ tự"))
    kind = models.CharField(_("Hệ quả"), max_length=12, choices=Kind, default=Kind.VETO)
    text = models.CharField(_("Nội dung"), max_length=500)
    fallback = models.ForeignKey(
        EmulationGrade, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("Cao nhất là hạng"),
    )  # fmt: skip

    class Meta:
        ordering = ["criteria_set_id", "number"]
        verbose_name = _("điều kiện")
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "number"],
                name="one_condition_a_number",
                violation_error_message=_("Bộ tiêu chí đã có điều kiện mang số thứ tự này."),
            )
        ]

    def __str__(self) -> str:
        return self.text
