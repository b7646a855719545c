"""Powers to sign that one seat gives another, when people are away, how a unit's signature blocks look."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.scope import administered, own

SEPARATOR = ","


class DelegationKind(models.TextChoices):
    """Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I, II.7."""

    FOR_HEAD = "KT", _("KT. – ký thay người đứng đầu")
    BY_ORDER = "TL", _("TL. – ký thừa lệnh")
    BY_MANDATE = "TUQ", _("TUQ. – ký thừa ủy quyền")
    ACTING = "Q", _("Q. – quyền người đứng đầu")


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user: Any) -> DelegationQuerySet:
        """Of own units and of units the person administers."""
        return self.filter(own(user) | administered(user, "unit__"))

    def in_force(self, on: dt.date | None = None) -> DelegationQuerySet:
        """In force on the day (today by default)."""
        day = on or timezone.localdate()
        not_over = Q(to_on__isnull=True) | Q(to_on__gte=day)
        return self.filter(not_over, Q(ended_on__isnull=True) | Q(ended_on__gt=day), from_on__lte=day)

    def for_pages(self) -> DelegationQuerySet:
        return self.select_related("unit", "giver__user", "receiver__user", "receiver__unit", "recorded_by")


class Delegation(models.Model):
    """The written power of one seat to sign for another; never passed on (NĐ 30/2020, Điều 13)."""

    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="delegations", verbose_name=_("Đơn vị")
    )
    kind = models.CharField(_("Hình thức"), max_length=3, choices=DelegationKind)
    giver = models.ForeignKey(
        "units.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="delegations_given",
        verbose_name=_("Người giao"),
    )  # fmt: skip
    receiver = models.ForeignKey(
        "units.Seat", on_delete=models.PROTECT, related_name="delegations", verbose_name=_("Người được giao")
    )
    for_post = models.CharField(_("Chức vụ của người giao"), max_length=80)
    types = models.CharField(
        max_length=160, blank=True, help_text=_("Viết tắt các loại văn bản, cách nhau dấu phẩy; trống: mọi loại")
    )  # fmt: skip
    field = models.CharField(_("Lĩnh vực"), max_length=200, blank=True)
    decision = models.CharField(_("Văn bản giao"), max_length=200)
    from_on = models.DateField(_("Từ ngày"))
    to_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    ended_on = models.DateField(_("Thu hồi từ ngày"), null=True, blank=True)
    end_reason = models.CharField(_("Lý do thu hồi"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "-from_on", "-pk"]
        verbose_name = _("ủy quyền ký")
        indexes = [models.Index(fields=["receiver", "from_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DelegationKind.values), name="delegation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="delegation_dates_in_order",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="TUQ") | (Q(to_on__isnull=False) & (~Q(types="") | ~Q(field=""))),
                name="mandate_has_end_and_scope",
                violation_error_message=_("Thừa ủy quyền phải có thời hạn và phạm vi."),
            ),
            models.CheckConstraint(
                condition=Q(giver__isnull=True, kind="Q") | Q(giver__isnull=False) & ~Q(giver=F("receiver")),
                name="delegation_between_two_seats",
                violation_error_message=_("Người giao và người được giao phải là hai chức danh khác nhau."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="") & ~Q(for_post=""),
                name="delegation_in_writing",
                violation_error_message=_("Việc giao ký phải có văn bản."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind}. {self.for_post} ({self.decision})"

    @property
    def type_list(self) -> list[str]:
        """Abbreviations of the types it covers; empty: all."""
        return [one for one in self.types.split(SEPARATOR) if one]

    @property
    def last_day(self) -> dt.date | None:
        """The last day in force as far as known."""
        before = self.ended_on - dt.timedelta(days=1) if self.ended_on else None
        return min((day for day in (self.to_on, before) if day), default=None)

    def is_in_force(self, on: dt.date) -> bool:
        return self.from_on <= on and (self.last_day is None or on <= self.last_day)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: Any) -> AbsenceQuerySet:
        """Of own units and of units the person administers."""
        return self.filter(own(user, "seat__unit") | administered(user, "seat__unit__"))

    def on(self, day: dt.date) -> AbsenceQuerySet:
        return self.filter(from_on__lte=day, to_on__gte=day)


class Absence(models.Model):
    """Days on which somebody does not sign: the calendar that says when a delegation is needed."""

    seat = models.ForeignKey(
        "units.Seat", on_delete=models.CASCADE, related_name="absences", verbose_name=_("Người vắng")
    )
    from_on = models.DateField(_("Từ ngày"))
    to_on = models.DateField(_("Đến hết ngày"))
    reason = models.CharField(_("Lý do"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "pk"]
        verbose_name = _("ngày vắng mặt")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="absence_dates_in_order",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.UniqueConstraint(fields=["seat", "from_on"], name="one_absence_a_first_day"),
        ]


class SignatureSetting(models.Model):
    """How the unit's signature blocks are written where several ways are right (DOMAIN 1.9)."""

    unit = models.OneToOneField("units.Unit", on_delete=models.CASCADE, related_name="signature_setting")
    three_lines = models.BooleanField(
        _("Cấp phó ký ba dòng"), default=False,
        help_text=_("Có dòng “KT. CHỦ TỊCH” giữa “TM. BAN THƯỜNG VỤ” và “PHÓ CHỦ TỊCH”."),
    )  # fmt: skip
    post_above_name = models.BooleanField(
        _("Ghi chức vụ khác phía trên họ tên"), default=False,
        help_text=_("Không chọn: chức vụ khác ghi dưới họ tên."),
    )  # fmt: skip
