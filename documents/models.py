"""The official paper: documents, their versions, numbers, recipients, deliveries, and the jobs that print them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.moves import Move
from core.vietnamese import fold, search_words
from documents import codes
from documents.attached.models import AttachedFile  # noqa: F401 -- Django looks for tables in this module
from documents.official import document_types
from documents.reach import concerning
from documents.references.models import LegalReference  # noqa: F401 -- Django looks for tables in this module
from documents.signing.models import (  # noqa: F401 -- the same
    Signature,
    SignedFile,
    SigningCertificate,
)
from units.models import Delegation, Seat, Unit
from units.scope import below, own, sees_all


class Status(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    IN_REVIEW = "in_review", _("Đang trình duyệt")
    RETURNED = "returned", _("Bị trả lại")
    APPROVED = "approved", _("Đã duyệt")
    NUMBERED = "numbered", _("Đã cấp số, chờ ký")
    ISSUED = "issued", _("Đã phát hành")
    REPLACED = "replaced", _("Đã bị thay thế")
    RECALLED = "recalled", _("Đã thu hồi")


class Urgency(models.TextChoices):
    NONE = "", _("Thường")
    URGENT = "khan", _("Khẩn")
    VERY_URGENT = "thuong_khan", _("Thượng khẩn")
    FLASH = "hoa_toc", _("Hỏa tốc")


def new_verification_code() -> str:
    return codes.new_code()


# Others have it, whether it still holds or not.
SENT = (Status.ISSUED, Status.REPLACED, Status.RECALLED)
# Others have it, and it holds no more.
ENDED = (Status.REPLACED, Status.RECALLED)
# The paper shows number, date and code, and no longer changes.
FINAL = (Status.NUMBERED, *SENT)


class DocumentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> DocumentQuerySet:
        """Own units' papers in every status; of those sent: by units below, to own units, what own units work for."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if sees_all(user):
            return self
        delivered = Delivery.objects.filter(own(user, "unit")).values("document_id")
        sent = Q(status__in=SENT) & (below(user, "issuer__") | Q(pk__in=delivered) | concerning(user))
        return self.filter(own(user, "issuer") | sent)

    def search(self, text: str) -> DocumentQuerySet:
        """Documents whose number, symbol or abstract holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(search_fold__contains=word)
        return found


class Document(models.Model):
    """One official document. Plans and compiled reports are documents (multi-table inheritance)."""

    type = models.CharField(
        _("Loại văn bản"), max_length=6, help_text=_("Viết tắt theo NĐ 30/2020, Phụ lục III")
    )
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="documents", verbose_name=_("Đơn vị ban hành")
    )
    status = models.CharField(_("Trạng thái"), max_length=12, choices=Status, default=Status.DRAFT)
    abstract = models.CharField(_("Trích yếu"), max_length=500)
    urgency = models.CharField(_("Độ khẩn"), max_length=12, choices=Urgency, blank=True, default="")
    place_name = models.CharField(_("Địa danh"), max_length=80)
    number = models.PositiveIntegerField(_("Số"), null=True, blank=True, editable=False)
    symbol = models.CharField(_("Ký hiệu"), max_length=30)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True, editable=False)
    signer = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Người ký")
    )
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Ký theo"),
    )
    archive_line = models.CharField(_("Lưu"), max_length=120, default="Lưu: VT.")
    profile = models.CharField(_("Thể thức"), max_length=12, default="nd30")
    current_version = models.ForeignKey(
        "DocumentVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    approved_sha256 = models.CharField(
        max_length=64, blank=True, editable=False, help_text=_("SHA-256 của nội dung lúc được duyệt")
    )
    pdf = models.FileField(upload_to="van-ban/%Y/%m", blank=True, max_length=200, editable=False)
    pdf_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pdf_pages = models.PositiveIntegerField(default=0, editable=False)
    search_fold = models.CharField(max_length=600, editable=False, default="")
    verification_code = models.CharField(
        max_length=12, unique=True, default=new_verification_code, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-number", "-pk"]
        verbose_name = _("văn bản")
        indexes = [models.Index(fields=["issuer", "status"]), models.Index(fields=["status", "-issued_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="document_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=FINAL) | Q(number__isnull=False, issued_on__isnull=False),
                name="issued_document_has_number",
                violation_error_message=_("Văn bản đã phát hành phải có số và ngày."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doc_code} {self.abstract}"

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.doc_code} {self.abstract}")[:600]
        fields = options.get("update_fields")
        if fields is not None and {"number", "symbol", "abstract"} & set(fields):
            options["update_fields"] = {*fields, "search_fold"}
        super().save(**options)

    @property
    def doc_code(self) -> str:
        """ "05/KH-LĐLĐ"; a draft shows a blank number (NĐ 30/2020, Phụ lục I, II.3)."""
        shown = "     " if self.number is None else f"{self.number:02d}"
        return f"{shown}/{self.symbol}"

    @property
    def code_or_type(self) -> str:
        """ "05/KH-LĐLĐ"; "Kế hoạch (chưa có số)" while it has no number."""
        if self.number is not None:
            return self.doc_code
        return f"{document_types().get(self.type, self.type)} (chưa có số)"

    @property
    def is_editable(self) -> bool:
        """Only a draft or a returned document may change its text."""
        return self.status in {Status.DRAFT, Status.RETURNED}

    @property
    def is_sent(self) -> bool:
        """Whether others have it, still in force or not."""
        return self.status in SENT


class DocumentVersion(models.Model):
    """One saved state of the text; `frozen` marks the approved one.

    Never changed, but for one case: an autosave takes up the next autosave of the same editing session and then bears
    its number (docs/decisions/0005). A row with a name, frozen or in a move stays as it is.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("Lần lưu"))
    content = models.JSONField(_("Nội dung"))
    digest = models.CharField(max_length=64)
    based_on = models.PositiveIntegerField(default=0, help_text=_("Lần lưu mà người soạn đã mở"))
    name = models.CharField(_("Tên phiên bản"), max_length=120, blank=True)
    frozen = models.BooleanField(default=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(default=timezone.now, help_text=_("Lần lưu tự động đầu tiên được gộp"))
    session = models.CharField(
        max_length=32, blank=True, help_text=_("Phiên soạn của lần lưu tự động; trống: lưu có chủ ý")
    )

    class Meta:
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="one_version_number_a_document",
                violation_error_message=_("Văn bản vừa được lưu ở nơi khác."),
            )
        ]


class DocumentMove(Move):
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="moves")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, null=True, related_name="+")


class RecipientRole(models.TextChoices):
    """Why a recipient gets the document; each role carries its obligations (DESIGN 3)."""

    REPORT_TO = "bao_cao", _("Để báo cáo")
    DIRECT = "chi_dao", _("Chỉ đạo")
    CARRY_OUT = "thuc_hien", _("Thực hiện")
    COORDINATE = "phoi_hop", _("Phối hợp")
    WEBSITE = "website", _("Đăng website")
    INFORM = "de_biet", _("Để biết")


class Recipient(models.Model):
    """A line of "Nơi nhận": one unit, a class of units below the issuer, or free text."""

    class Group(models.TextChoices):
        CHILDREN = "truc_thuoc", _("Các đơn vị trực thuộc")
        UPPER_UNITS = "cap_tren_co_so", _("Các công đoàn cấp trên trực tiếp cơ sở")
        SECTORS = "cong_doan_nganh", _("Các công đoàn ngành")
        COMMUNES = "cong_doan_xa", _("Các công đoàn xã, phường, đặc khu")
        GRASSROOTS = "co_so", _("Tất cả công đoàn cơ sở")
        EVERY = "cac_cap", _("Công đoàn các cấp trực thuộc")

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="recipients")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Đơn vị")
    )
    group = models.CharField(_("Nhóm đơn vị"), max_length=20, choices=Group, blank=True)
    text = models.CharField(_("Ghi trên văn bản"), max_length=200)
    role = models.CharField(_("Vai trò"), max_length=12, choices=RecipientRole, default=RecipientRole.INFORM)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["document_id", "order", "pk"]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: Any) -> DeliveryQuerySet:
        """What own units received, and what own units sent."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(own(user, "unit") | own(user, "document__issuer"))

    def received_by(self, user: Any) -> DeliveryQuerySet:
        """The in-box of the person's own units."""
        return self.visible_to(user).filter(own(user, "unit"))

    def unread(self) -> DeliveryQuerySet:
        return self.filter(opened_at__isnull=True)


class Delivery(models.Model):
    """The document in a unit's in-box: sent, opened, acknowledged."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="deliveries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deliveries")
    role = models.CharField(_("Vai trò"), max_length=12, choices=RecipientRole)
    sent_at = models.DateTimeField(_("Gửi lúc"), default=timezone.now)
    opened_at = models.DateTimeField(_("Mở lúc"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(_("Xác nhận lúc"), null=True, blank=True)
    reminded_on = models.DateField(_("Nhắc gần nhất"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "pk"]
        verbose_name = _("lượt gửi")
        constraints = [models.UniqueConstraint(fields=["document", "unit"], name="delivered_once_a_unit")]
        indexes = [models.Index(fields=["unit", "-sent_at"])]


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> JobQuerySet:
        """Jobs of own units and of units below."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self if sees_all(user) else self.filter(below(user, "unit__"))


class Job(models.Model):
    """Slow work as a row: the row is the truth, the broker only carries its id (LIBRARIES 2.10)."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Đang chờ")
        RUNNING = "running", _("Đang chạy")
        READY = "ready", _("Hoàn thành")
        FAILED = "failed", _("Lỗi")
        CANCELLED = "cancelled", _("Đã hủy")

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True, help_text=_("Cùng khóa là cùng một việc"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    step = models.CharField(_("Bước"), max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(fields=["status", "heartbeat_at"])]

    @property
    def percent(self) -> int:
        return (
            100 if self.status == self.Status.READY else (self.done * 100 // self.total if self.total else 0)
        )


# Their tables belong to this app; they name Document and Delivery, so they come last.
from documents.amending.models import (  # noqa: E402, F401
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    HolderAnswer,
    HolderNotice,
)
from documents.joining.models import KeptPart  # noqa: E402, F401
from documents.mailing.models import Mail, MailKind, MailStatus  # noqa: E402, F401
from documents.registers.models import (  # noqa: E402, F401
    IncomingDocument,
    IncomingSeries,
    NumberSeries,
    RegisterEntry,
    SeriesSetting,
)
from documents.review.models import ReviewSheet, ReviewStep  # noqa: E402, F401
