"""Campaigns under plans: messages, channels, and the log of what units did, with evidence."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold, search_words
from plans.models import Plan, Slogan, Task
from units.models import STEP, Unit
from units.scope import above_paths, below, sees_all


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: Any) -> CampaignQuerySet:
        """Campaigns of own units, of units below, and open ones of units above."""
        if sees_all(user):
            return self
        from_above = Q(owner__path__in=above_paths(user)) & ~Q(status=Campaign.Status.PREPARING)
        return self.filter(below(user, "owner__") | from_above)

    def in_force_for(self, *units: Unit) -> CampaignQuerySet:
        """Campaigns of the units themselves and of all units above them that are open or were."""
        paths = {u.path[:i] for u in units for i in range(STEP, len(u.path) + 1, STEP)}
        return self.filter(owner__path__in=paths).exclude(status=Campaign.Status.PREPARING)

    def search(self, text: str) -> CampaignQuerySet:
        """Campaigns whose name or theme holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(search_fold__contains=word)
        return found


class Campaign(models.Model):
    """Chiến dịch: theme, period, units; every unit at or below the owner takes part."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Đang chuẩn bị")
        OPEN = "open", _("Đang diễn ra")
        CLOSED = "closed", _("Đã kết thúc")

    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("Đơn vị chủ trì")
    )
    name = models.CharField(_("Tên chiến dịch"), max_length=200)
    theme = models.CharField(_("Chủ đề"), max_length=300, blank=True)
    summary = models.TextField(_("Giới thiệu"), blank=True)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến ngày"))
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.PREPARING)
    plans = models.ManyToManyField(Plan, related_name="campaigns", blank=True, verbose_name=_("Kế hoạch"))
    public_code = models.CharField(
        max_length=11,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Trong mã QR; có từ khi mở"),
    )
    search_fold = models.CharField(max_length=600, editable=False, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = _("chiến dịch")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="campaign_dates_in_order",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.name} {self.theme}")[:600]
        if {"name", "theme"} & set(options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "search_fold"}
        super().save(**options)


class Channel(models.Model):
    """Kênh tuyên truyền as data; `max_length` 0 means no limit (Zalo: 400)."""

    code = models.SlugField(_("Mã"), max_length=30, primary_key=True)
    name = models.CharField(_("Tên kênh"), max_length=80)
    max_length = models.PositiveIntegerField(_("Số ký tự tối đa"), default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class MessageQuerySet(models.QuerySet["Message"]):
    def holding_on(self, day: dt.date) -> MessageQuerySet:
        """Messages whose days include this one."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def visible_to(self, user: Any) -> MessageQuerySet:
        """Approved messages of the campaigns this person may see, and all messages of campaigns at or below own units."""
        seen = self.filter(campaign__in=Campaign.objects.visible_to(user).values("pk"))
        return (
            seen
            if sees_all(user)
            else seen.filter(Q(approved_at__isnull=False) | below(user, "campaign__owner__"))
        )


class Message(models.Model):
    """Thông điệp of a campaign: text approved before it is used, and used in its days."""

    class Language(models.TextChoices):
        VIETNAMESE = "vi", _("Tiếng Việt")
        HMONG = "hmn", _("Tiếng Mông")
        TAY = "tyz", _("Tiếng Tày")
        THAI = "blt", _("Tiếng Thái")
        KHMER = "km", _("Tiếng Khmer")
        ENGLISH = "en", _("Tiếng Anh")
        CHINESE = "zh", _("Tiếng Trung")
        KOREAN = "ko", _("Tiếng Hàn")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="messages")
    slogan = models.ForeignKey(
        Slogan, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    text = models.CharField(_("Thông điệp"), max_length=300)
    language = models.CharField(_("Ngôn ngữ"), max_length=3, choices=Language, default=Language.VIETNAMESE)
    valid_from = models.DateField(_("Dùng từ ngày"), null=True, blank=True)
    valid_until = models.DateField(_("Dùng đến hết ngày"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("Duyệt lúc"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["campaign_id", "order", "pk"]
        verbose_name = _("thông điệp")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from"))
                | Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True),
                name="message_days_in_order",
                violation_error_message=_("“Dùng đến hết ngày” phải từ “Dùng từ ngày” trở đi."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    def holds_on(self, day: dt.date) -> bool:
        """Whether the day lies in the days the message may be used."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)


class MessageVariant(models.Model):
    """The message as worded for one channel."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="variants")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    text = models.TextField(_("Nội dung theo kênh"))

    class Meta:
        ordering = ["message_id", "channel__order"]
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="one_variant_a_channel")]


class ActivityType(models.Model):
    """Loại hoạt động as data, with the quantities people are asked for (codes of QuantityKind)."""

    code = models.SlugField(_("Mã"), max_length=30, primary_key=True)
    name = models.CharField(_("Tên loại hoạt động"), max_length=120)
    quantities = models.ManyToManyField("QuantityKind", blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class QuantityKind(models.Model):
    """What can be counted in an activity: leaflets, banners, posts, reach, gifts …"""

    code = models.SlugField(_("Mã"), max_length=30, primary_key=True)
    name = models.CharField(_("Tên số lượng"), max_length=120)
    unit_of_measure = models.CharField(_("Đơn vị tính"), max_length=40)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: Any) -> ActivityQuerySet:
        """Activities of own units and of units below."""
        return self if sees_all(user) else self.filter(below(user, "unit__"))

    def search(self, text: str) -> ActivityQuerySet:
        """Activities whose title, place or unit holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(Q(search_fold__contains=word) | Q(unit__name_fold__contains=word))
        return found


class Activity(models.Model):
    """Hoạt động đã làm. `unit` is the one owner, also of a joint event, so that it is counted once (DOMAIN 2.6, 8)."""

    class Form(models.TextChoices):
        FACE_TO_FACE = "truc_tiep", _("Trực tiếp")
        ONLINE = "truc_tuyen", _("Trực tuyến")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="activities", verbose_name=_("Đơn vị tổ chức")
    )
    partners = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("Đơn vị phối hợp"))
    type = models.ForeignKey(ActivityType, on_delete=models.PROTECT, verbose_name=_("Loại hoạt động"))
    title = models.CharField(_("Tên hoạt động"), max_length=200)
    happened_on = models.DateField(_("Ngày"))
    place = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    form = models.CharField(_("Hình thức"), max_length=10, choices=Form, default=Form.FACE_TO_FACE)
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("Chiến dịch"),
    )
    task = models.ForeignKey(
        Task,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("Nhiệm vụ trong kế hoạch"),
    )
    message = models.ForeignKey(
        Message,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("Thông điệp"),
    )
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Kênh")
    )
    sessions = models.PositiveIntegerField(_("Số cuộc"), default=1)
    participations = models.PositiveIntegerField(_("Lượt người dự"), null=True, blank=True)
    female_participations = models.PositiveIntegerField(_("Trong đó nữ"), null=True, blank=True)
    note = models.TextField(_("Kết quả, ghi chú"), blank=True)
    search_fold = models.CharField(max_length=420, editable=False, default="")
    request_key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text=_("Gửi lại cùng khóa không tạo thêm")
    )
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    logged_at = models.DateTimeField(default=timezone.now)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("hoạt động")
        verbose_name_plural = _("hoạt động")
        # The second finds what several units logged of one event.
        indexes = [models.Index(fields=["unit", "happened_on"]), models.Index(fields=["happened_on", "type"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(female_participations__isnull=True)
                | Q(female_participations__lte=models.F("participations")),
                name="activity_female_within_total",
                violation_error_message=_("“Trong đó nữ” không thể lớn hơn số lượt người dự."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.title} {self.place}")[:420]
        if {"title", "place"} & set(options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "search_fold"}
        super().save(**options)


# Their tables belong to this app; they name Campaign and Activity, so they come last.
from campaigns import workspace_models  # noqa: E402, F401
from campaigns.activity_models import (  # noqa: E402
    ActivityMoney,
    ActivityQuantity,
    ActivityReceipt,
    ActivityTwin,
    Evidence,
    EvidenceQuerySet,
)
from campaigns.awards import dossier_models  # noqa: E402, F401
from campaigns.awards import models as award_models  # noqa: E402, F401
from campaigns.certificates import models as certificate_models  # noqa: E402, F401
from campaigns.confidential import models as confidential_models  # noqa: E402, F401
from campaigns.contests import models as contest_models  # noqa: E402, F401
from campaigns.contests.complaints import models as complaint_models  # noqa: E402, F401
from campaigns.contests.essays import models as essay_models  # noqa: E402, F401
from campaigns.contests.outside import models as outside_models  # noqa: E402, F401
from campaigns.contests.prizes import models as prize_models  # noqa: E402, F401
from campaigns.duplicates import models as duplicate_models  # noqa: E402, F401
from campaigns.emulation import models as emulation_models  # noqa: E402, F401
from campaigns.events import models as event_models  # noqa: E402, F401
from campaigns.examples import models as example_models  # noqa: E402, F401
from campaigns.opinions import models as opinion_models  # noqa: E402, F401
from campaigns.petitions import models as petition_models  # noqa: E402, F401
from campaigns.sending import models as sending_models  # noqa: E402, F401
from campaigns.supervision import models as supervision_models  # noqa: E402, F401

__all__ = [
    "Activity",
    "ActivityMoney",
    "ActivityQuantity",
    "ActivityReceipt",
    "ActivityTwin",
    "ActivityType",
    "Campaign",
    "Channel",
    "Evidence",
    "EvidenceQuerySet",
    "Message",
    "MessageVariant",
    "QuantityKind",
]
