"""Who may sign with which certificate, the signatures of a document, and the signed files: never changed, only added."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models import Seat, Unit
from units.scope import own


class Device(models.TextChoices):
    """Where the private key is."""

    SERVER = "server", _("Khóa giữ trên máy chủ của cổng")
    TOKEN = "token", _("Thiết bị PKCS#11 gắn với máy chủ")
    REMOTE = "remote", _("Thiết bị hoặc dịch vụ ký ở ngoài cổng")


class SigningCertificate(models.Model):
    """The certificate of a person's seat, or of an organisation (its signature is the seal)."""

    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("Người ký")
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("Cơ quan")
    )  # fmt: skip
    device = models.CharField(_("Nơi giữ khóa"), max_length=8, choices=Device)
    pem = models.TextField(_("Chứng thư"))
    holder = models.CharField(_("Tên trong chứng thư"), max_length=200)
    serial = models.CharField(_("Số hiệu chứng thư"), max_length=64)
    valid_from = models.DateTimeField(_("Có hiệu lực từ"))
    valid_to = models.DateTimeField(_("Có hiệu lực đến"))
    key_name = models.CharField(_("Tên khóa"), max_length=120, blank=True)
    picture = models.FileField(
        _("Ảnh chữ ký hoặc con dấu"), upload_to="chu-ky/hinh", max_length=200, blank=True
    )
    active = models.BooleanField(_("Đang dùng"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("chứng thư số")
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=False, unit__isnull=True) | Q(seat__isnull=True, unit__isnull=False),
                name="certificate_of_a_person_or_a_unit",
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(active=True), name="one_active_certificate_a_seat",
                violation_error_message=_("Người này đang dùng một chứng thư khác. Hãy ngừng chứng thư cũ trước."),
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(active=True), name="one_active_certificate_a_unit",
                violation_error_message=_("Cơ quan đang dùng một chứng thư khác. Hãy ngừng chứng thư cũ trước."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.holder} ({self.serial})"


class SignatureKind(models.TextChoices):
    PERSON = "person", _("Chữ ký của người ký")
    ORGANISATION = "organisation", _("Chữ ký số của cơ quan (con dấu)")


class Route(models.TextChoices):
    PORTAL = "portal", _("Ký số trên cổng")
    UPLOAD = "upload", _("Tải lên tệp đã ký số ở nơi khác")
    SCAN = "scan", _("Ký tay, tải lên bản quét")


class SignatureStatus(models.TextChoices):
    PREPARED = "prepared", _("Chờ chữ ký từ thiết bị")
    CHECKING = "checking", _("Đang kiểm tra")
    REFUSED = "refused", _("Không được chấp nhận")
    UNSTAMPED = "unstamped", _("Đã ký, chờ dấu thời gian")
    SIGNED = "signed", _("Đã ký")


# The signature counts; or it may still come to count.
GIVEN = (SignatureStatus.UNSTAMPED, SignatureStatus.SIGNED)
BEGUN = (SignatureStatus.PREPARED, SignatureStatus.CHECKING)


def new_hand_off() -> str:
    """What a signing device or service names the waiting signature by: nobody guesses it."""
    return secrets.token_urlsafe(24)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def visible_to(self, user: Any) -> SignatureQuerySet:
        """Signatures on documents of own units."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(own(user, "document__issuer"))

    def given(self) -> SignatureQuerySet:
        return self.filter(status__in=GIVEN)


class Signature(models.Model):
    """One signature on a document, from the moment it is begun; `status` tells whether it counts."""

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="signatures")
    kind = models.CharField(
        _("Loại chữ ký"), max_length=12, choices=SignatureKind, default=SignatureKind.PERSON
    )
    route = models.CharField(_("Cách ký"), max_length=8, choices=Route)
    status = models.CharField(_("Trạng thái"), max_length=10, choices=SignatureStatus)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    certificate = models.ForeignKey(
        SigningCertificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hand_off = models.CharField(max_length=40, unique=True, default=new_hand_off, editable=False)
    base_sha256 = models.CharField(max_length=64, help_text=_("SHA-256 của tệp được ký"))
    received = models.FileField(
        upload_to="chu-ky/nhan/%Y/%m", max_length=200, blank=True, help_text=_("Tệp chờ chữ ký, hoặc tệp được tải lên")
    )  # fmt: skip
    prepared = models.JSONField(default=dict, blank=True)
    refusal = models.TextField(_("Lý do không chấp nhận"), blank=True)
    holder = models.CharField(_("Tên trong chứng thư"), max_length=200, blank=True)
    serial = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(_("Thời gian ký"), null=True, blank=True)
    stamped_at = models.DateTimeField(_("Dấu thời gian"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("chữ ký")
        indexes = [models.Index(fields=["status"])]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=SignatureStatus.values), name="signature_status_known"),
            models.UniqueConstraint(
                fields=["document", "kind"], condition=Q(status__in=GIVEN), name="signed_once_a_kind",
                violation_error_message=_("Văn bản đã có chữ ký này."),
            ),
        ]  # fmt: skip

    @property
    def moment_format(self) -> str:
        """How exactly `signed_at` is known: of a hand's signature only the day, as the one who scanned it said."""
        return "d/m/Y" if self.route == Route.SCAN else "H:i:s d/m/Y"

    @property
    def counts(self) -> bool:
        return self.status in GIVEN


class SignedFile(models.Model):
    """The document's file after a signature or a time stamp. Rows and files are added, never changed."""

    class Reason(models.TextChoices):
        SIGNATURE = "signature", _("Chữ ký số")
        TIMESTAMP = "timestamp", _("Dấu thời gian")
        SCAN = "scan", _("Bản quét chữ ký tay")

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="signed_files")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=10, choices=Reason)
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, null=True, related_name="files")
    file = models.FileField(upload_to="van-ban-da-ky/%Y/%m", max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["document_id", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="signed_files_in_a_row")]

    def save(self, **options: Any) -> None:
        """Raises TypeError for a row that is there already."""
        if self.pk is not None:
            raise TypeError("a signed file is never changed")
        super().save(**options)
