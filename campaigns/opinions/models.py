"""What collaborators hear: topic, scope, place, assessment, proposal; whom it reached; what became of it."""

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
from core.moves import Move
from core.vietnamese import search_words
from units.models import Unit


class OpinionTopic(models.Model):
    """Nhóm vấn đề as data; petitions use the same list."""

    code = models.SlugField(_("Mã"), max_length=30, primary_key=True)
    name = models.CharField(_("Nhóm vấn đề"), max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class OpinionQuerySet(models.QuerySet["OpinionReport"]):
    def visible_to(self, user: Any) -> OpinionQuerySet:
        """What the person wrote, and what reached a unit where the person may read it: narrower than the tree."""
        reached = OpinionReach.objects.filter(opinion=OuterRef("pk"), unit__in=kept_units(user))
        return self.filter(Q(reported_by=getattr(user, "pk", None) or 0) | Exists(reached))

    def search(self, text: str) -> OpinionQuerySet:
        """Opinions whose code or unit holds every word of the text: what was said is not searched."""
        found = self
        for word in search_words(text):
            found = found.filter(Q(code__icontains=word) | Q(unit__name_fold__contains=word))
        return found


class OpinionReport(models.Model):
    """Phản ánh dư luận. It names nobody; after the retention time it keeps only what is counted."""

    class Status(models.TextChoices):
        SENT = "sent", _("Đã gửi")
        NOTED = "noted", _("Đã tiếp nhận")
        ANSWERED = "answered", _("Đã xử lý")

    class Scope(models.TextChoices):
        GROUP = "group", _("Một tổ, một bộ phận")
        UNIT = "unit", _("Cả đơn vị")
        SEVERAL = "several", _("Nhiều đơn vị")
        WIDE = "wide", _("Lan rộng trên địa bàn")

    class Mood(models.TextChoices):
        GOOD = "good", _("Tích cực, đồng tình")
        CALM = "calm", _("Bình thường")
        WORRIED = "worried", _("Lo lắng, băn khoăn")
        ANGRY = "angry", _("Bức xúc")
        RISK = "risk", _("Có nguy cơ ngừng việc, khiếu kiện")

    class Heard(models.TextChoices):
        COLLABORATOR = "ctv", _("Cộng tác viên dư luận")
        GROUP = "to_cd", _("Sinh hoạt tổ công đoàn")
        DIALOGUE = "doi_thoai", _("Đối thoại, hội nghị")
        LINE = "duong_day", _("Đường dây nóng")
        NETWORK = "mang_xh", _("Mạng xã hội")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("Đơn vị phản ánh")
    )
    code = models.CharField(
        _("Mã"), max_length=12, unique=True, editable=False, default=partial(receipt_code, "PA")
    )
    topic = models.ForeignKey(OpinionTopic, on_delete=models.PROTECT, verbose_name=_("Nhóm vấn đề"))
    heard_on = models.DateField(_("Ngày nắm được"), default=timezone.localdate)
    heard_from = models.CharField(_("Nguồn"), max_length=10, choices=Heard, default=Heard.COLLABORATOR)
    scope = models.CharField(_("Phạm vi"), max_length=8, choices=Scope, default=Scope.GROUP)
    people = models.PositiveIntegerField(
        _("Khoảng bao nhiêu người"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    place = models.CharField(_("Nơi, khu vực"), max_length=200, blank=True)
    summary = models.TextField(_("Nội dung phản ánh"), max_length=4000)
    mood = models.CharField(_("Đánh giá"), max_length=8, choices=Mood, default=Mood.CALM)
    proposal = models.TextField(_("Đề xuất xử lý"), max_length=2000, blank=True)
    urgent = models.BooleanField(
        _("Đột xuất, khẩn"), default=False, help_text=_("Lên ngay mọi cấp trên, người có trách nhiệm được báo ngay.")
    )  # fmt: skip
    status = models.CharField(_("Trạng thái"), max_length=8, choices=Status, default=Status.SENT)
    answer = models.TextField(_("Kết quả xử lý"), max_length=4000, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(_("Gửi lúc"), default=timezone.now)
    forgotten_at = models.DateTimeField(_("Đã xóa nội dung lúc"), null=True, blank=True, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["-urgent", "-reported_at", "-pk"]
        verbose_name = _("phản ánh dư luận")
        indexes = [models.Index(fields=["unit", "heard_on"]), models.Index(fields=["heard_on", "topic"])]

    def __str__(self) -> str:
        return self.code


class OpinionReach(models.Model):
    """A unit the opinion came to: its own, the one above, and whoever it was passed to."""

    opinion = models.ForeignKey(OpinionReport, on_delete=models.CASCADE, related_name="reaches")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("Lúc"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "unit"], name="opinion_reaches_a_unit_once")
        ]


class OpinionMove(Move):
    opinion = models.ForeignKey(OpinionReport, on_delete=models.CASCADE, related_name="moves")


class UrgentNoticeQuerySet(models.QuerySet["UrgentNotice"]):
    def visible_to(self, user: Any) -> UrgentNoticeQuerySet:
        return self.filter(opinion__in=OpinionReport.objects.visible_to(user).values("pk"))


class UrgentNotice(models.Model):
    """A mail that an urgent opinion waits: one a person, claimed before it is sent, so never sent twice."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Đang chờ gửi")
        SENDING = "sending", _("Đang gửi")
        SENT = "sent", _("Đã gửi")
        UNKNOWN = "unknown", _("Không rõ đã gửi")
        FAILED = "failed", _("Không gửi được")
        NO_ADDRESS = "no_address", _("Không có địa chỉ thư")

    opinion = models.ForeignKey(OpinionReport, on_delete=models.CASCADE, related_name="notices")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.QUEUED)
    at = models.DateTimeField(_("Lúc"), default=timezone.now)

    objects = UrgentNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "recipient"], name="one_urgent_notice_a_person")
        ]
