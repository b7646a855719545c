"""The review sheet of a draft: its rounds of steps, who has to answer each by when, and what they said."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models import Department, Role, Seat
from units.scope import own


class SheetStatus(models.TextChoices):
    OPEN = "open", _("Đang trình")
    RETURNED = "returned", _("Bị trả lại")
    WITHDRAWN = "withdrawn", _("Đã rút")
    APPROVED = "approved", _("Đã duyệt")


class StepKind(models.TextChoices):
    """What is asked of the person (NĐ 30/2020, Điều 10-13)."""

    OPINION = "opinion", _("Góp ý")
    COMMENT = "comment", _("Biết, có ý kiến nếu cần")
    CONTENT = "content", _("Kiểm tra nội dung")
    FORMAT = "format", _("Kiểm tra thể thức")
    APPROVAL = "approval", _("Duyệt")


# The next round waits for these; a comment never holds anything up.
REQUIRED = (StepKind.OPINION, StepKind.CONTENT, StepKind.FORMAT, StepKind.APPROVAL)
# Who checks or approves may send the draft back; who is only asked may not.
STOPPING = (StepKind.CONTENT, StepKind.FORMAT, StepKind.APPROVAL)


class StepStatus(models.TextChoices):
    WAITING = "waiting", _("Chưa đến lượt")
    OPEN = "open", _("Đang chờ ý kiến")
    DONE = "done", _("Đã có ý kiến")
    RETURNED = "returned", _("Đã trả lại")
    SKIPPED = "skipped", _("Bỏ qua")
    PASSED = "passed", _("Đã chuyển người khác")
    DROPPED = "dropped", _("Không cần nữa")


# A step that has come or may still come to somebody.
LIVE = (StepStatus.WAITING, StepStatus.OPEN)


class Answer(models.TextChoices):
    AGREE = "agree", _("Đồng ý")
    REMARK = "remark", _("Đồng ý, có ý kiến")
    OBJECT = "object", _("Không đồng ý")
    RETURN = "return", _("Trả lại")


class ReviewSheetQuerySet(models.QuerySet["ReviewSheet"]):
    def visible_to(self, user: Any) -> ReviewSheetQuerySet:
        """Sheets of own units' documents: what is said on the way to approval stays in the house."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(own(user, "document__issuer"))


class ReviewSheet(models.Model):
    """One submission of a document, from "Trình duyệt" to its approval, return or withdrawal."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="review_sheets")
    number = models.PositiveSmallIntegerField(_("Lần trình"))
    status = models.CharField(_("Trạng thái"), max_length=10, choices=SheetStatus, default=SheetStatus.OPEN)
    version = models.ForeignKey(
        "documents.DocumentVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Lần lưu"),
    )  # fmt: skip
    message = models.TextField(_("Nội dung trình"), blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("Trình lúc"), default=timezone.now)
    closed_at = models.DateTimeField(_("Kết thúc lúc"), null=True, blank=True)

    objects = ReviewSheetQuerySet.as_manager()

    class Meta:
        ordering = ["document_id", "number"]
        verbose_name = _("phiếu trình")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=SheetStatus.values), name="review_sheet_status_known"),
            models.UniqueConstraint(fields=["document", "number"], name="one_review_sheet_a_number"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(status="open"), name="one_open_review_sheet",
                violation_error_message=_("Văn bản đang có một phiếu trình khác."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Phiếu trình lần {self.number}"


class ReviewStepQuerySet(models.QuerySet["ReviewStep"]):
    def visible_to(self, user: Any) -> ReviewStepQuerySet:
        """Steps of sheets of own units' documents."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(own(user, "sheet__document__issuer"))


class ReviewStep(models.Model):
    """One person or department asked once. Steps of one round run side by side; an answered one is never changed.

    Sent back to an earlier round, the rounds from there on are asked anew: new rows with the next `turn`.
    """

    sheet = models.ForeignKey(ReviewSheet, on_delete=models.CASCADE, related_name="steps")
    round = models.PositiveSmallIntegerField(_("Vòng"))
    turn = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("Việc"), max_length=10, choices=StepKind)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Ban, phòng"),
    )  # fmt: skip
    due_on = models.DateField(_("Hạn"))
    status = models.CharField(_("Trạng thái"), max_length=10, choices=StepStatus, default=StepStatus.WAITING)
    answer = models.CharField(_("Trả lời"), max_length=10, choices=Answer, blank=True)
    text = models.TextField(_("Ý kiến"), blank=True)
    drawing = models.FileField(_("Ý kiến viết tay"), upload_to="y-kien/%Y/%m", max_length=200, blank=True)
    findings = models.JSONField(_("Kết quả kiểm tra lúc đó"), null=True, blank=True)
    sent_back_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("Đến lượt lúc"), null=True, blank=True)
    answered_at = models.DateTimeField(_("Trả lời lúc"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    missing = ""  # why the one asked will not answer; presence.tell_missing sets it

    objects = ReviewStepQuerySet.as_manager()

    class Meta:
        ordering = ["sheet_id", "turn", "round", "pk"]
        verbose_name = _("bước trình")
        indexes = [models.Index(fields=["status", "due_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=StepStatus.values), name="review_step_status_known"),
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="review_step_kind_known"),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | ~Q(role="") | Q(department__isnull=False),
                name="review_step_is_for_somebody",
                violation_error_message=_("Hãy chọn ban, chức danh hoặc người của bước này."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.addressee}"

    @property
    def addressee(self) -> str:
        """ "Trần Ngọc Ánh, Chủ tịch"; "Trưởng ban – Ban Tuyên giáo"; "Văn thư"."""
        if self.seat:
            return f"{self.seat.user}, {self.seat.post_title}"
        role = str(Role(self.role).label) if self.role else ""
        return " – ".join(part for part in (role, self.department.name if self.department else "") if part)

    @property
    def is_late(self) -> bool:
        return self.status == StepStatus.OPEN and self.due_on < timezone.localdate()

    @property
    def tone(self) -> str:
        """Colour of its badge while nobody has answered."""
        return "danger" if self.is_late else ("info" if self.status == StepStatus.OPEN else "muted")

    @property
    def stops(self) -> bool:
        """Whether who answers may send the draft back."""
        return self.kind in STOPPING
