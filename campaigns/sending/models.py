"""The ledger: which message went to whom, by which way, and what became of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.scope import below, sees_all


class Way(models.TextChoices):
    PORTAL = "portal", _("Thông báo trên cổng")
    EMAIL = "email", _("Thư điện tử")
    ZALO = "zalo", _("Zalo")
    SMS = "sms", _("Tin nhắn SMS")


class Audience(models.TextChoices):
    EVERY = "every", _("Mọi đơn vị tham gia")
    UPPER = "upper", _("Công đoàn cấp trên trực tiếp cơ sở")
    BASE = "base", _("Công đoàn cơ sở")
    SILENT = "silent", _("Đơn vị chưa ghi hoạt động nào của chiến dịch")


class Outcome(models.TextChoices):
    QUEUED = "queued", _("Đang chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    UNKNOWN = "unknown", _("Không rõ đã gửi")
    FAILED = "failed", _("Không gửi được")
    DROPPED = "dropped", _("Đã dừng, không gửi")


# These people certainly have not got it: a later sending of the message may reach them.
NOT_REACHED = (Outcome.FAILED, Outcome.DROPPED)


class BroadcastQuerySet(models.QuerySet["Broadcast"]):
    def visible_to(self, user: Any) -> BroadcastQuerySet:
        """What campaigns at or below own units sent."""
        return self if sees_all(user) else self.filter(below(user, "message__campaign__owner__"))


class Broadcast(models.Model):
    """Lượt gửi tin: one press of “Gửi”. `texts` are the words of each way as they were approved then."""

    message = models.ForeignKey("campaigns.Message", on_delete=models.PROTECT, related_name="broadcasts")
    audience = models.CharField(_("Gửi tới"), max_length=6, choices=Audience)
    ways = models.JSONField(_("Cách gửi"), default=list)
    texts = models.JSONField(default=dict)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Người gửi")
    )
    asked_at = models.DateTimeField(_("Gửi lúc"), default=timezone.now)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stopped_at = models.DateTimeField(_("Dừng lúc"), null=True, blank=True)

    objects = BroadcastQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("lượt gửi tin")


class SendingQuerySet(models.QuerySet["Sending"]):
    def visible_to(self, user: Any) -> SendingQuerySet:
        """One's own, whoever one is."""
        return self.filter(recipient=user.pk) if getattr(user, "is_authenticated", False) else self.none()

    def notices(self) -> SendingQuerySet:
        """What stands on the page of notices."""
        return self.filter(way=Way.PORTAL, status=Outcome.SENT)


class Sending(models.Model):
    """One message to one person by one way. A worker claims the row before it sends: killed in between it says "unknown"."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.PROTECT, related_name="sendings")
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey("campaigns.Message", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Người nhận")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    way = models.CharField(_("Cách gửi"), max_length=6, choices=Way)
    address = models.CharField(_("Địa chỉ"), max_length=254, blank=True)
    status = models.CharField(_("Tình trạng"), max_length=8, choices=Outcome, default=Outcome.QUEUED)
    reason = models.CharField(_("Lý do"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("Gửi lúc"), null=True, blank=True)
    read_at = models.DateTimeField(_("Đọc lúc"), null=True, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("tin đã gửi")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "message", "recipient", "way"],
                name="message_once_a_person_and_way",
                violation_error_message=_("Người này đã có thông điệp này theo cách gửi này."),
            ),
            models.CheckConstraint(
                condition=Q(way=Way.PORTAL) | ~Q(address=""), name="sending_has_an_address"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_at"]),
            models.Index(fields=["recipient", "way", "status"]),
        ]


class RecordedMessage(models.Model):
    """What an adapter that only records would have sent, for ways that have no provider yet."""

    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, related_name="recorded")
    address = models.CharField(_("Số nhận"), max_length=254)
    text = models.TextField(_("Nội dung"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("tin được ghi lại")
