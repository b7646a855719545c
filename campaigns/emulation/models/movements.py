"""Phong trào thi đua, its clusters, the units that registered and pledged, and the class of each year."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.emulation.models.criteria import CriteriaSet
from core.moves import Move
from core.vietnamese import fold, search_words
from units.models import Unit
from units.scope import above_paths, below, own, sees_all


class MovementQuerySet(models.QuerySet["Movement"]):
    def visible_to(self, user: Any) -> MovementQuerySet:
        """Movements of own units and of units below, and those of units above once they are launched."""
        if sees_all(user):
            return self
        known = ~Q(status=Movement.Status.PREPARING)
        return self.filter(below(user, "owner__") | Q(owner__path__in=above_paths(user)) & known)

    def search(self, text: str) -> MovementQuerySet:
        """Movements whose name or slogan holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(search_fold__contains=word)
        return found


class Movement(models.Model):
    """Phong trào thi đua from its launch to the final report. Every unit below the owner may register."""

    class Kind(models.TextChoices):
        REGULAR = "thuong_xuyen", _("Thường xuyên")
        DRIVE = "theo_dot", _("Theo đợt, chuyên đề")
        YEARLY = "hang_nam", _("Hằng năm")
        FIVE_YEARS = "nam_nam", _("Năm năm")

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Đang chuẩn bị")
        LAUNCHED = "launched", _("Đã phát động")
        SCORING = "scoring", _("Đang chấm điểm")
        COUNCIL = "council", _("Hội đồng xét")
        DECIDED = "decided", _("Đã công nhận kết quả")
        CLOSED = "closed", _("Đã tổng kết")

    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="movements", verbose_name=_("Đơn vị phát động")
    )
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, null=True, blank=True, related_name="movements",
        verbose_name=_("Chiến dịch"),
    )  # fmt: skip
    plan = models.ForeignKey(
        "plans.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="movements",
        verbose_name=_("Kế hoạch phát động"),
    )  # fmt: skip
    name = models.CharField(_("Tên phong trào"), max_length=250)
    slogan = models.CharField(_("Khẩu hiệu"), max_length=300, blank=True)
    content = models.TextField(_("Nội dung thi đua"), blank=True)
    kind = models.CharField(_("Loại phong trào"), max_length=12, choices=Kind, default=Kind.YEARLY)
    year = models.PositiveSmallIntegerField(_("Năm thi đua"))
    criteria = models.ForeignKey(
        CriteriaSet, on_delete=models.PROTECT, null=True, blank=True, related_name="movements",
        verbose_name=_("Bộ tiêu chí"),
    )  # fmt: skip
    pledge = models.TextField(_("Mẫu giao ước thi đua"), blank=True)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến ngày"))
    register_until = models.DateField(_("Hạn đăng ký"))
    score_until = models.DateField(_("Hạn tự chấm điểm"))
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.PREPARING)
    launched_on = models.DateField(_("Ngày phát động"), null=True, blank=True)
    search_fold = models.CharField(max_length=560, editable=False, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MovementQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("phong trào thi đua")
        indexes = [models.Index(fields=["owner", "launched_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="movement_dates_in_order",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(score_until__gte=F("register_until")),
                name="movement_deadlines_in_order",
                violation_error_message=_("Hạn tự chấm điểm phải từ hạn đăng ký trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.name} {self.slogan}")[:560]
        if {"name", "slogan"} & set(options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "search_fold"}
        super().save(**options)


class MovementMove(Move):
    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="moves")


class Cluster(models.Model):
    """Cụm, khối thi đua: units that compare with each other; the head scores the members, the deputy the head."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="clusters")
    name = models.CharField(_("Tên cụm, khối"), max_length=200)
    head = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cụm trưởng")
    )
    deputy = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cụm phó")
    )

    class Meta:
        ordering = ["movement_id", "name", "pk"]
        verbose_name = _("cụm, khối thi đua")
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "name"],
                name="one_cluster_a_name",
                violation_error_message=_("Phong trào đã có cụm, khối mang tên này."),
            ),
            models.CheckConstraint(
                condition=Q(head__isnull=True) | Q(deputy__isnull=True) | ~Q(head=F("deputy")),
                name="cluster_head_is_not_deputy",
                violation_error_message=_("Cụm phó phải là đơn vị khác cụm trưởng."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmulationRegistrationQuerySet(models.QuerySet["EmulationRegistration"]):
    def visible_to(self, user: Any) -> EmulationRegistrationQuerySet:
        """Those of own units and of units below, and those of the clusters one's unit heads."""
        if sees_all(user):
            return self
        heads = Q(cluster__in=Cluster.objects.filter(own(user, "head") | own(user, "deputy")).values("pk"))
        return self.filter(below(user, "unit__") | heads)

    def search(self, text: str) -> EmulationRegistrationQuerySet:
        """Those whose unit's name or code holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(Q(unit__name_fold__contains=word) | Q(unit__code__icontains=word))
        return found


class EmulationRegistration(models.Model):
    """Đăng ký thi đua of a unit, with what it pledges. Members are those of the day it registered."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="registrations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="emulation_registrations")
    cluster = models.ForeignKey(
        Cluster, on_delete=models.SET_NULL, null=True, blank=True, related_name="registrations",
        verbose_name=_("Cụm, khối thi đua"),
    )  # fmt: skip
    goal = models.CharField(_("Đăng ký đạt hạng, danh hiệu"), max_length=200, blank=True)
    members = models.PositiveIntegerField(_("Số đoàn viên"), default=0)
    people = models.PositiveIntegerField(_("Số cá nhân đăng ký"), default=0)
    women = models.PositiveIntegerField(_("Trong đó nữ"), default=0)
    pledge = models.TextField(_("Giao ước thi đua"), blank=True)
    signed_by = models.CharField(_("Người ký giao ước"), max_length=120, blank=True)
    registered_on = models.DateField(_("Ngày đăng ký"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = EmulationRegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["movement_id", "unit__path"]
        verbose_name = _("đăng ký thi đua")
        indexes = [models.Index(fields=["unit", "registered_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "unit"],
                name="one_registration_a_movement",
                violation_error_message=_("Đơn vị đã đăng ký phong trào này."),
            ),
            models.CheckConstraint(
                condition=Q(women__lte=F("people")),
                name="registered_women_within_people",
                violation_error_message=_("“Trong đó nữ” không thể lớn hơn số cá nhân đăng ký."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}: {self.movement.name}"


class RegisteredPerson(models.Model):
    """Cá nhân đăng ký: a name with post and goal; nothing more is kept of them."""

    registration = models.ForeignKey(
        EmulationRegistration, on_delete=models.CASCADE, related_name="registered_people"
    )
    name = models.CharField(_("Họ và tên"), max_length=80)
    post = models.CharField(_("Chức vụ, công việc"), max_length=120, blank=True)
    goal = models.CharField(_("Đăng ký danh hiệu"), max_length=120, blank=True)
    female = models.BooleanField(_("Nữ"), default=False)

    class Meta:
        ordering = ["registration_id", "pk"]
        verbose_name = _("cá nhân đăng ký")


class YearGrade(models.Model):
    """Hạng of a unit in a year, as the level `owner` decided it; written when a movement is decided, or by hand for
    years before the portal. What asks for years in a row reads this."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="year_grades")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("Năm"))
    order = models.PositiveSmallIntegerField(_("Bậc"))
    name = models.CharField(_("Hạng"), max_length=120)
    movement = models.ForeignKey(
        Movement, on_delete=models.CASCADE, null=True, blank=True, related_name="year_grades"
    )

    class Meta:
        ordering = ["unit_id", "-year"]
        verbose_name = _("hạng của năm")
        indexes = [models.Index(fields=["owner", "year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "owner", "year"],
                name="one_year_grade",
                violation_error_message=_("Đơn vị đã có hạng của năm này ở cấp này."),
            )
        ]
