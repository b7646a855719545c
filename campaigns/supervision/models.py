"""Supervision visits and the recommendations they left."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.moves import Move
from core.vietnamese import fold, search_words
from units.models import Unit
from units.scope import below, own, sees_all


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: Any) -> VisitQuerySet:
        """Visits of own units and of units below; those to own units once they are announced."""
        if sees_all(user):
            return self
        announced = own(user, "visited") & ~Q(status=Visit.Status.PREPARED)
        return self.filter(below(user, "unit__") | announced)

    def search(self, text: str) -> VisitQuerySet:
        found = self
        for word in search_words(text):
            found = found.filter(Q(search_fold__contains=word) | Q(visited__name_fold__contains=word))
        return found


class Visit(models.Model):
    """Cuộc giám sát: who goes where, when and why; what was found."""

    class Status(models.TextChoices):
        PREPARED = "prepared", _("Đang chuẩn bị")
        PLANNED = "planned", _("Đã thông báo")
        HELD = "open", _("Đang theo dõi kiến nghị")
        CLOSED = "closed", _("Đã kết thúc")
        CANCELLED = "cancelled", _("Đã hủy")

    class Kind(models.TextChoices):
        SUPERVISION = "giam_sat", _("Giám sát")
        CRITIQUE = "phan_bien", _("Phản biện xã hội")
        INSPECTION = "kiem_tra", _("Kiểm tra công đoàn cấp dưới")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="visits", verbose_name=_("Đơn vị chủ trì")
    )
    visited = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="visits_received", verbose_name=_("Đơn vị được giám sát")
    )
    kind = models.CharField(_("Loại"), max_length=10, choices=Kind, default=Kind.SUPERVISION)
    subject = models.CharField(_("Nội dung giám sát"), max_length=300)
    basis = models.CharField(
        _("Căn cứ"), max_length=300, blank=True, help_text=_("Ví dụ: Kế hoạch số 12/KH-LĐLĐ.")
    )
    planned_on = models.DateField(_("Ngày giám sát"))
    members = models.TextField(
        _("Thành viên đoàn"), max_length=2000, help_text=_("Mỗi dòng một người: họ tên, chức vụ, vai trò trong đoàn.")
    )  # fmt: skip
    present = models.TextField(
        _("Đại diện đơn vị được giám sát"), max_length=2000, blank=True, help_text=_("Mỗi dòng một người.")
    )
    findings = models.TextField(_("Kết quả giám sát"), max_length=8000, blank=True)
    strengths = models.TextField(_("Ưu điểm"), max_length=4000, blank=True)
    faults = models.TextField(_("Hạn chế, nguyên nhân"), max_length=4000, blank=True)
    status = models.CharField(_("Trạng thái"), max_length=9, choices=Status, default=Status.PREPARED)
    search_fold = models.CharField(max_length=620, editable=False, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-pk"]
        verbose_name = _("cuộc giám sát")
        indexes = [models.Index(fields=["unit", "planned_on"])]

    def __str__(self) -> str:
        return self.subject

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.subject} {self.basis}")[:620]
        if {"subject", "basis"} & set(options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "search_fold"}
        super().save(**options)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: Any) -> RecommendationQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(user).values("pk"))


class Recommendation(models.Model):
    """Kiến nghị sau giám sát: the visited unit says what it did, the supervising one whether that is enough."""

    class Status(models.TextChoices):
        OPEN = "open", _("Chưa thực hiện")
        REPORTED = "reported", _("Đã báo cáo thực hiện")
        DONE = "done", _("Đã thực hiện")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="recommendations")
    text = models.CharField(_("Kiến nghị"), max_length=1000)
    due_on = models.DateField(_("Hạn thực hiện"))
    status = models.CharField(_("Trạng thái"), max_length=8, choices=Status, default=Status.OPEN)
    result = models.TextField(_("Kết quả thực hiện"), max_length=4000, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["visit_id", "due_on", "pk"]
        verbose_name = _("kiến nghị sau giám sát")


class VisitMove(Move):
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="moves")


class RecommendationMove(Move):
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="moves")
