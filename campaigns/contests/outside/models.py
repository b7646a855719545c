"""Contests that others organise, as one unit tells what its people did there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold, search_words
from units.models import Unit
from units.scope import below, sees_all


class OutsideContestQuerySet(models.QuerySet["OutsideContest"]):
    def visible_to(self, user: Any) -> OutsideContestQuerySet:
        """What own units and units below recorded."""
        return self if sees_all(user) else self.filter(below(user, "unit__"))

    def search(self, text: str) -> OutsideContestQuerySet:
        """Those whose name, organiser or results hold every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(search_fold__contains=word)
        return found


class OutsideContest(models.Model):
    """Cuộc thi ngoài: the Party committee, a newspaper or an upper body organises it; a unit records its own part."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="outside_contests", verbose_name=_("Đơn vị")
    )
    name = models.CharField(_("Tên cuộc thi"), max_length=200)
    organiser = models.CharField(_("Cơ quan tổ chức"), max_length=200)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến ngày"))
    online = models.BooleanField(_("Thi trực tuyến"), default=False)
    participants = models.PositiveIntegerField(_("Lượt người dự thi"))
    female = models.PositiveIntegerField(_("Trong đó nữ"), null=True, blank=True)
    essays = models.PositiveIntegerField(_("Bài dự thi tự luận"), default=0)
    results = models.TextField(_("Kết quả"), blank=True)
    link = models.URLField(_("Đường dẫn minh chứng"), blank=True, max_length=500)
    file = models.FileField(_("Tệp minh chứng"), upload_to="cuoc-thi-ngoai/%Y/%m", blank=True, max_length=200)
    original_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    search_fold = models.CharField(max_length=1000, editable=False, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OutsideContestQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        verbose_name = _("cuộc thi ngoài")
        indexes = [models.Index(fields=["unit", "ends_on"], name="outside_contests_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="outside_contest_days_in_order",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(female__isnull=True) | Q(female__lte=F("participants")),
                name="outside_contest_women_among_all",
                violation_error_message=_("Số nữ không thể lớn hơn lượt người dự thi."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.name} {self.organiser} {self.results}")[:1000]
        super().save(**options)
