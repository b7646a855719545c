"""Blank forms (phôi) with the places of their fields, and what was printed on them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold, search_words
from documents.models import new_verification_code
from units.models import Unit
from units.scope import above_paths, below, sees_all

SMALLEST, LARGEST = 50, 600  # mm of a side


class BlankQuerySet(models.QuerySet["Blank"]):
    def visible_to(self, user: Any) -> BlankQuerySet:
        """Blanks of own units, of units below, and those of units above, which may be printed on too."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if sees_all(user):
            return self
        return self.filter(below(user, "unit__") | Q(unit__path__in=above_paths(user)))

    def usable(self) -> BlankQuerySet:
        return self.filter(archived=False)


class Blank(models.Model):
    """Mẫu phôi: a page in mm; its scan is for the screen, in print only when the paper is white."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    name = models.CharField(_("Tên mẫu phôi"), max_length=120)
    width = models.PositiveSmallIntegerField(
        _("Rộng (mm)"), validators=[MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)]
    )
    height = models.PositiveSmallIntegerField(
        _("Cao (mm)"), validators=[MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)]
    )
    background = models.FileField(upload_to="phoi/%Y/%m", blank=True, max_length=200, editable=False)
    background_printed = models.BooleanField(_("In cả ảnh nền (giấy trắng)"), default=False)
    version = models.PositiveIntegerField(
        default=1, help_text=_("Tăng mỗi lần lưu; trang mở từ bản cũ bị từ chối")
    )
    archived = models.BooleanField(_("Thôi dùng"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BlankQuerySet.as_manager()

    class Meta:
        ordering = ["archived", "name", "pk"]
        verbose_name = _("mẫu phôi")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    width__gte=SMALLEST, width__lte=LARGEST, height__gte=SMALLEST, height__lte=LARGEST
                ),
                name="blank_size_of_a_page",
                violation_error_message=_("Mỗi cạnh của phôi phải từ 50 đến 600 mm."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class BlankField(models.Model):
    """Where a text stands: left end and baseline in mm from the upper left corner, and the room it has."""

    class Key(models.TextChoices):
        RECIPIENT = "recipient", _("Họ tên, tên tập thể")
        UNIT = "unit", _("Đơn vị")
        TITLE = "title", _("Danh hiệu, giải")
        REASON = "reason", _("Thành tích")
        EVENT = "event", _("Phong trào, cuộc thi, lớp")
        DECISION = "decision", _("Quyết định số, ngày")
        YEAR = "year", _("Năm")
        PLACE_DATE = "place_date", _("Địa danh, ngày tháng năm")
        POST = "post", _("Chức vụ người ký")
        SIGNER = "signer", _("Họ tên người ký")
        NUMBER = "number", _("Số vào sổ")
        CODE = "code", _("Mã kiểm tra")
        QR = "qr", _("Mã QR kiểm tra")
        TEXT = "text", _("Chữ cố định")

    class Font(models.TextChoices):
        SERIF = "serif", _("Có chân (Times)")
        SANS = "sans", _("Không chân")

    class Align(models.TextChoices):
        LEFT = "l", _("Trái")
        CENTER = "c", _("Giữa")
        RIGHT = "r", _("Phải")

    class Color(models.TextChoices):
        BLACK = "black", _("Đen")
        RED = "red", _("Đỏ")
        BLUE = "blue", _("Xanh")

    blank = models.ForeignKey(Blank, on_delete=models.CASCADE, related_name="fields")
    key = models.CharField(_("Trường"), max_length=10, choices=Key)
    text = models.CharField(_("Chữ cố định"), max_length=200, blank=True)
    x = models.DecimalField(_("Cách trái (mm)"), max_digits=5, decimal_places=1)
    y = models.DecimalField(_("Cách trên (mm)"), max_digits=5, decimal_places=1)
    width = models.DecimalField(_("Rộng (mm)"), max_digits=5, decimal_places=1)
    size = models.DecimalField(_("Cỡ chữ (pt)"), max_digits=4, decimal_places=1, default=14)
    lines = models.PositiveSmallIntegerField(_("Số dòng"), default=1)
    font = models.CharField(_("Kiểu chữ"), max_length=5, choices=Font, default=Font.SERIF)
    align = models.CharField(_("Căn"), max_length=1, choices=Align, default=Align.CENTER)
    color = models.CharField(_("Màu"), max_length=5, choices=Color, default=Color.BLACK)
    bold = models.BooleanField(_("Đậm"), default=False)
    italic = models.BooleanField(_("Nghiêng"), default=False)
    caps = models.BooleanField(_("Chữ hoa"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["blank_id", "order", "pk"]
        verbose_name = _("trường của phôi")


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: Any) -> BatchQuerySet:
        """Batches of own units and of units below."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self if sees_all(user) else self.filter(below(user, "unit__"))

    def search(self, text: str) -> BatchQuerySet:
        found = self
        for word in search_words(text):
            found = found.filter(search_fold__contains=word)
        return found


class Batch(models.Model):
    """Đợt in: certificates of one unit on one blank, printed together by a job."""

    class Status(models.TextChoices):
        ISSUED = "issued", _("Đang có hiệu lực")
        WITHDRAWN = "withdrawn", _("Đã thu hồi")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị cấp"))
    blank = models.ForeignKey(
        Blank, on_delete=models.PROTECT, related_name="batches", verbose_name=_("Mẫu phôi")
    )
    name = models.CharField(_("Tên đợt in"), max_length=200)
    source_url = models.CharField(max_length=200, blank=True)
    # What every certificate of the batch says alike: place, date, post, signer.
    common = models.JSONField(default=dict)
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.ISSUED)
    withdrawn_why = models.CharField(_("Lý do thu hồi"), max_length=500, blank=True)
    count = models.PositiveIntegerField(_("Số giấy"), default=0)
    prints = models.PositiveIntegerField(default=1, help_text=_("Lần in; in lại sau khi sửa phôi là lần mới"))
    search_fold = models.CharField(max_length=220, editable=False, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("đợt in giấy")

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the name it is made of."""
        self.search_fold = fold(self.name)[:220]
        super().save(**options)


class Certificate(models.Model):
    """One printed paper: its number in the unit's book of the year, its code, and what it says."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="certificates")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(_("Số vào sổ"))
    code = models.CharField(
        _("Mã kiểm tra"), max_length=12, unique=True, default=new_verification_code, editable=False
    )
    # Key of BlankField → text.
    values = models.JSONField(default=dict)
    award = models.ForeignKey(
        "campaigns.Award", on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )

    class Meta:
        ordering = ["batch_id", "number"]
        verbose_name = _("giấy đã in")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="one_certificate_a_number")
        ]
