"""The ledger of mails: to whom, about which paper, what became of each."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.scope import own


class MailKind(models.TextChoices):
    ISSUE = "issue", _("Gửi văn bản")
    REMINDER = "reminder", _("Nhắc mở, xác nhận")
    AMENDED = "amended", _("Thay thế, đính chính, thu hồi")


class MailStatus(models.TextChoices):
    QUEUED = "queued", _("Đang chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    UNKNOWN = "unknown", _("Không rõ đã gửi")
    FAILED = "failed", _("Không gửi được")
    BOUNCED = "bounced", _("Bị trả lại")
    DROPPED = "dropped", _("Không gửi nữa")


# A person has to look at these.
TROUBLED = (MailStatus.UNKNOWN, MailStatus.FAILED, MailStatus.BOUNCED)


def new_token() -> str:
    return secrets.token_hex(12)


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: Any) -> MailQuerySet:
        """Mails about own units' papers."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(own(user, "document__issuer"))

    def troubled(self) -> MailQuerySet:
        return self.filter(status__in=TROUBLED)


class Mail(models.Model):
    """One mail to one address. A worker claims the row before it sends: killed in between, the row says "unknown"."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="mails")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị nhận"))
    kind = models.CharField(_("Loại thư"), max_length=8, choices=MailKind)
    occasion = models.CharField(
        max_length=20, blank=True, help_text=_("Ngày nhắc, hoặc lần thay thế, đính chính, thu hồi")
    )
    address = models.EmailField(_("Địa chỉ"))
    addressee = models.CharField(_("Người nhận"), max_length=200)
    status = models.CharField(_("Tình trạng"), max_length=8, choices=MailStatus, default=MailStatus.QUEUED)
    reason = models.CharField(_("Lý do"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Số lần gửi"), default=0)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=timezone.now, help_text=_("Lần gửi sau không sớm hơn"))
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("Gửi lúc"), null=True, blank=True)
    token = models.CharField(
        max_length=24,
        unique=True,
        default=new_token,
        help_text=_("Trong Message-ID, để nhận ra thư bị trả lại"),
    )

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["document_id", "pk"]
        verbose_name = _("thư điện tử")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "occasion", "address"],
                name="mailed_once_an_address",
                violation_error_message=_("Địa chỉ này đã có thư về văn bản này."),
            )
        ]
        indexes = [models.Index(fields=["status", "due_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.address}"
