"""A paper after its issue: which other paper replaces, corrects or recalls it, and who knows of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.scope import own

REASON = 500


class AmendmentKind(models.TextChoices):
    """The three ways of NĐ 30/2020, Điều 17 and 18."""

    REPLACE = "replace", _("Thay thế")
    CORRECT = "correct", _("Đính chính")
    RECALL = "recall", _("Thu hồi")


class AmendmentStatus(models.TextChoices):
    PREPARED = "prepared", _("Đang chuẩn bị")
    IN_FORCE = "in_force", _("Có hiệu lực")
    DROPPED = "dropped", _("Đã bỏ")


IN_WORDS = {
    AmendmentKind.REPLACE: _("Văn bản đã được thay thế"),
    AmendmentKind.CORRECT: _("Văn bản đã được đính chính"),
    AmendmentKind.RECALL: _("Văn bản đã bị thu hồi"),
}
PREPARED_WORDS = {
    AmendmentKind.REPLACE: _("Đang chuẩn bị thay thế"),
    AmendmentKind.CORRECT: _("Đang chuẩn bị đính chính"),
    AmendmentKind.RECALL: _("Đang chuẩn bị thu hồi"),
}
# After one of these the paper holds no more.
ENDING = (AmendmentKind.REPLACE, AmendmentKind.RECALL)


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, user: Any) -> AmendmentQuerySet:
        """Of own papers in every status; those in force also of papers own units received."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        told = HolderNotice.objects.filter(own(user, "unit")).values("amendment_id")
        return self.filter(own(user, "document__issuer") | Q(status=AmendmentStatus.IN_FORCE, pk__in=told))

    def in_force(self) -> AmendmentQuerySet:
        return self.filter(status=AmendmentStatus.IN_FORCE)

    def prepared(self) -> AmendmentQuerySet:
        return self.filter(status=AmendmentStatus.PREPARED)


class Amendment(models.Model):
    """One paper replaced, corrected or recalled, by another paper of the same issuer.

    The other paper is a document of the portal (`paper`: in force when that is issued) or one written by hand
    (`entry`: its line of the outgoing register).
    """

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(_("Cách xử lý"), max_length=8, choices=AmendmentKind)
    status = models.CharField(
        _("Tình trạng"), max_length=8, choices=AmendmentStatus, default=AmendmentStatus.PREPARED
    )
    paper = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, null=True, blank=True, related_name="amends",
        help_text=_("Văn bản trên cổng thay thế, đính chính hoặc thu hồi"),
    )  # fmt: skip
    entry = models.ForeignKey(
        "documents.RegisterEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="amends",
        help_text=_("Dòng sổ của văn bản giấy thay thế, đính chính hoặc thu hồi"),
    )  # fmt: skip
    reason = models.CharField(_("Lý do"), max_length=REASON)
    details = models.TextField(_("Nội dung đính chính"), blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    prepared_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    in_force_at = models.DateTimeField(_("Có hiệu lực từ"), null=True, blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["document_id", "pk"]
        verbose_name = _("lần thay thế, đính chính, thu hồi")
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(kind__in=ENDING) & ~Q(status=AmendmentStatus.DROPPED),
                name="document_ends_once",
                violation_error_message=_("Văn bản này đã có văn bản thay thế hoặc thu hồi."),
            ),
            models.CheckConstraint(
                condition=~Q(status=AmendmentStatus.IN_FORCE) | Q(in_force_at__isnull=False),
                name="amendment_in_force_since",
            ),
            models.CheckConstraint(
                condition=Q(paper__isnull=True) | Q(entry__isnull=True), name="amended_by_one_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_id}"

    @property
    def said(self) -> str:
        """What became of the paper, in words."""
        return str(
            IN_WORDS[AmendmentKind(self.kind)]
            if self.in_force_at
            else PREPARED_WORDS[AmendmentKind(self.kind)]
        )

    @property
    def does(self) -> str:
        return str(self.get_kind_display()).lower()

    @property
    def tone(self) -> str:
        """How loud a page says it."""
        if not self.in_force_at:
            return "info"
        return "danger" if self.kind == AmendmentKind.RECALL else "warning"

    @property
    def by_code(self) -> str:
        """Number and symbol of the paper that does it, "" while it has none."""
        if self.paper is not None and self.paper.number is not None:
            return self.paper.doc_code
        return self.entry.doc_code if self.entry is not None else ""

    @property
    def by_date(self) -> Any:
        """Date of that paper."""
        source = self.entry or self.paper
        return source.issued_on if source is not None else None


class HolderAnswer(models.TextChoices):
    """What a holder did with a recalled paper (NĐ 30/2020, Điều 18.3)."""

    RETURNED = "returned", _("Đã gửi trả bản giấy")
    DESTROYED = "destroyed", _("Đã hủy bản điện tử, không dùng nữa")
    NOTHING = "nothing", _("Không còn giữ bản nào")


class HolderNoticeQuerySet(models.QuerySet["HolderNotice"]):
    def visible_to(self, user: Any) -> HolderNoticeQuerySet:
        """What own units were told, and whom own units told."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(own(user, "unit") | own(user, "amendment__document__issuer"))

    def told_to(self, user: Any) -> HolderNoticeQuerySet:
        """What own units were told."""
        return self.visible_to(user).filter(own(user, "unit"))

    def silent(self) -> HolderNoticeQuerySet:
        return self.filter(acknowledged_at__isnull=True)


class HolderNotice(models.Model):
    """A unit that holds the paper was told what became of it, and confirmed."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="notices")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("Đã làm"), max_length=10, choices=HolderAnswer, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HolderNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "pk"]
        verbose_name = _("thông báo cho đơn vị đang giữ văn bản")
        constraints = [models.UniqueConstraint(fields=["amendment", "unit"], name="told_once_a_unit")]
        indexes = [models.Index(fields=["unit", "-sent_at"])]
