"""What hangs on an activity: receipt of its sending, quantities, money, evidence."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.scope import below, sees_all


class ActivityReceipt(models.Model):
    """One activity a device sent and the portal took, under the key the device made for it (campaigns.services.receipts)."""

    key = models.UUIDField(unique=True)
    # The answer outlives an activity that was deleted: a late copy of the message must not bring it back.
    activity = models.ForeignKey(
        "campaigns.Activity", on_delete=models.SET_NULL, null=True, related_name="receipts"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.JSONField()
    at = models.DateTimeField(_("Nhận lúc"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("biên nhận hoạt động")


class ActivityTwin(models.Model):
    """The activity tells of something that is a record of its own (a contest, a movement …): figures take that."""

    class Kind(models.TextChoices):
        CONTEST = "contest", _("Cuộc thi")
        OUTSIDE = "outside_contest", _("Cuộc thi ngoài")
        MOVEMENT = "movement", _("Phong trào thi đua")
        VISIT = "visit", _("Cuộc giám sát, kiểm tra")

    activity = models.OneToOneField("campaigns.Activity", on_delete=models.CASCADE, related_name="twin")
    kind = models.CharField(_("Loại hồ sơ"), max_length=20, choices=Kind)
    record_id = models.PositiveBigIntegerField()
    title = models.CharField(_("Tên hồ sơ"), max_length=300)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("hồ sơ trùng với hoạt động")


class ActivityQuantity(models.Model):
    activity = models.ForeignKey("campaigns.Activity", on_delete=models.CASCADE, related_name="quantities")
    kind = models.ForeignKey("campaigns.QuantityKind", on_delete=models.PROTECT, verbose_name=_("Loại"))
    amount = models.PositiveBigIntegerField(_("Số lượng"))

    class Meta:
        ordering = ["activity_id", "kind__order"]
        constraints = [models.UniqueConstraint(fields=["activity", "kind"], name="one_amount_a_quantity")]


class ActivityMoney(models.Model):
    """Money spent on an activity in đồng, by source (phân tổ v)."""

    class Source(models.TextChoices):
        UNION = "tai_chinh_cd", _("Tài chính công đoàn")
        EMPLOYER = "nsdld", _("Người sử dụng lao động")
        SOCIAL = "xa_hoi_hoa", _("Xã hội hóa")

    activity = models.ForeignKey("campaigns.Activity", on_delete=models.CASCADE, related_name="money")
    source = models.CharField(_("Nguồn"), max_length=14, choices=Source)
    amount = models.PositiveBigIntegerField(_("Số tiền (đồng)"))

    class Meta:
        ordering = ["activity_id", "source"]
        constraints = [models.UniqueConstraint(fields=["activity", "source"], name="one_amount_a_source")]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Any) -> EvidenceQuerySet:
        """Evidence of the activities this person may see."""
        return self if sees_all(user) else self.filter(below(user, "activity__unit__"))


class Evidence(models.Model):
    """Minh chứng: a photo (re-encoded, position stripped), a file or a link."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Ảnh")
        FILE = "file", _("Tệp")
        LINK = "link", _("Đường dẫn")

    activity = models.ForeignKey("campaigns.Activity", on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=5, choices=Kind)
    file = models.FileField(upload_to="minh-chung/%Y/%m", blank=True, max_length=200)
    preview = models.FileField(
        upload_to="minh-chung/%Y/%m", blank=True, max_length=200, help_text=_("Ảnh nhỏ cho danh sách")
    )
    url = models.URLField(_("Đường dẫn"), blank=True, max_length=500)
    caption = models.CharField(_("Chú thích"), max_length=200, blank=True)
    original_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    consent = models.BooleanField(
        _("Người trong ảnh đã đồng ý"),
        default=False,
        help_text=_("Luật Bảo vệ dữ liệu cá nhân 2025: ảnh người là dữ liệu cá nhân"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["activity_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="link") & ~Q(url="")) | (~Q(kind="link") & ~Q(file="")),
                name="evidence_has_content",
            )
        ]
