"""Petitions, where they went, what was answered."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.confidential.models import kept_units, receipt_code
from campaigns.opinions.models import OpinionTopic
from core.moves import Move
from core.vietnamese import fold, search_words
from units.models import Unit


class PetitionQuerySet(models.QuerySet["Petition"]):
    def visible_to(self, user: Any) -> PetitionQuerySet:
        """What own units received or were sent, for those who keep such records there, and what the person recorded."""
        kept = kept_units(user)
        sent = PetitionTransfer.objects.filter(petition=OuterRef("pk"), to_unit__in=kept)
        return self.filter(Q(unit__in=kept) | Q(recorded_by=getattr(user, "pk", None) or 0) | Exists(sent))

    def search(self, text: str) -> PetitionQuerySet:
        """Petitions whose code, summary or unit holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(Q(search_fold__contains=word) | Q(unit__name_fold__contains=word))
        return found


class Petition(models.Model):
    """Kiến nghị. `holder` has it now; with an outside body the unit that sent it there keeps it."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Đã tiếp nhận")
        ROUTED = "routed", _("Đã chuyển")
        ANSWERED = "answered", _("Đã trả lời")
        TOLD = "told", _("Đã báo người kiến nghị")
        DECLINED = "declined", _("Không thụ lý")

    class Via(models.TextChoices):
        DIALOGUE = "doi_thoai", _("Đối thoại, hội nghị người lao động")
        MEETING = "tiep_xuc", _("Tiếp đoàn viên, tiếp xúc")
        LETTER = "don_thu", _("Đơn, thư")
        LINE = "duong_day", _("Đường dây nóng")
        GROUP = "to_cd", _("Tổ công đoàn")

    class Sender(models.TextChoices):
        MEMBER = "doan_vien", _("Đoàn viên")
        WORKER = "nguoi_ld", _("Người lao động")
        GROUP = "tap_the", _("Tập thể")

    class Body(models.TextChoices):
        UPPER = "cd_cap_tren", _("Công đoàn cấp trên")
        LOWER = "cd_cap_duoi", _("Công đoàn cấp dưới")
        AUTHORITY = "dang_chinh_quyen", _("Đảng, chính quyền")
        EMPLOYER = "nsdld", _("Người sử dụng lao động")
        OWN = "don_vi", _("Đơn vị tiếp nhận tự trả lời")

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Chấp nhận")
        PARTLY = "partial", _("Chấp nhận một phần")
        REFUSED = "refused", _("Không chấp nhận")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="petitions", verbose_name=_("Đơn vị tiếp nhận")
    )
    code = models.CharField(
        _("Mã biên nhận"), max_length=12, unique=True, editable=False, default=partial(receipt_code, "KN")
    )
    received_on = models.DateField(_("Ngày tiếp nhận"), default=timezone.localdate)
    via = models.CharField(_("Tiếp nhận qua"), max_length=10, choices=Via, default=Via.DIALOGUE)
    sender_kind = models.CharField(_("Người kiến nghị"), max_length=10, choices=Sender, default=Sender.MEMBER)
    sender_name = models.CharField(
        _("Họ tên người kiến nghị"), max_length=120, blank=True,
        help_text=_("Chỉ ghi khi người kiến nghị đồng ý; chỉ người được giao đọc thấy, xóa khi hết hạn lưu."),
    )  # fmt: skip
    sender_contact = models.CharField(_("Cách liên hệ"), max_length=120, blank=True)
    people = models.PositiveIntegerField(
        _("Số người cùng kiến nghị"), default=1, validators=[MinValueValidator(1)]
    )
    topic = models.ForeignKey(OpinionTopic, on_delete=models.PROTECT, verbose_name=_("Nhóm vấn đề"))
    subject = models.CharField(
        _("Tóm tắt"), max_length=200, help_text=_("In trong sổ theo dõi: không ghi tên người, số điện thoại.")
    )  # fmt: skip
    text = models.TextField(_("Nội dung kiến nghị"), max_length=6000, blank=True)
    status = models.CharField(_("Trạng thái"), max_length=8, choices=Status, default=Status.RECEIVED)
    holder = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đang ở đơn vị")
    )
    body = models.CharField(_("Nơi phải trả lời"), max_length=18, choices=Body, blank=True)
    outside_body = models.CharField(_("Cơ quan, người trả lời"), max_length=200, blank=True)
    due_on = models.DateField(_("Hạn"), null=True, blank=True)
    outcome = models.CharField(_("Kết quả"), max_length=8, choices=Outcome, blank=True)
    answer = models.TextField(_("Nội dung trả lời, lý do"), max_length=6000, blank=True)
    answered_on = models.DateField(_("Ngày trả lời"), null=True, blank=True)
    told_on = models.DateField(_("Ngày báo người kiến nghị"), null=True, blank=True)
    search_fold = models.CharField(max_length=420, editable=False, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("Ghi lúc"), default=timezone.now)
    forgotten_at = models.DateTimeField(_("Đã xóa nội dung lúc"), null=True, blank=True, editable=False)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("kiến nghị")
        indexes = [models.Index(fields=["unit", "received_on"]), models.Index(fields=["holder", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(answer="") | Q(forgotten_at__isnull=False),
                name="petition_answer_has_reason",
                violation_error_message=_("Trả lời kiến nghị phải có nội dung, lý do."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=models.F("received_on")),
                name="petition_answered_after_receipt",
                violation_error_message=_("Ngày trả lời không thể trước ngày tiếp nhận."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.code} {self.subject}")[:420]
        if {"subject"} & set(options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "search_fold"}
        super().save(**options)

    @property
    def is_late(self) -> bool:
        """Whether its due day has passed without an answer."""
        open_still = self.status in (self.Status.RECEIVED, self.Status.ROUTED)
        return open_still and self.due_on is not None and self.due_on < timezone.localdate()


class PetitionTransfer(models.Model):
    """From which unit to which unit or outside body, with the due day given. Append-only."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="transfers")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.CharField(max_length=18, choices=Petition.Body)
    outside_body = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(_("Hạn"))
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Lúc"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_unit__isnull=False) | ~Q(outside_body="") | Q(body="don_vi"),
                name="petition_transfer_has_target",
            )
        ]


class PetitionMove(Move):
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="moves")
