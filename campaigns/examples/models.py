"""Stories of good people and good deeds, with the consent of whom they tell."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.confidential.models import receipt_code
from core.moves import Move
from core.vietnamese import fold, search_words
from units.models import Unit
from units.scope import below, sees_all


class ExampleQuerySet(models.QuerySet["Example"]):
    def visible_to(self, user: Any) -> ExampleQuerySet:
        """Stories of own units and of units below."""
        return self if sees_all(user) else self.filter(below(user, "unit__"))

    def published(self) -> ExampleQuerySet:
        """What anybody may read: approved, and whom it tells of still agrees."""
        return self.filter(
            status=Example.Status.PUBLISHED, consent_on__isnull=False, withdrawn_on__isnull=True
        )

    def search(self, text: str) -> ExampleQuerySet:
        found = self
        for word in search_words(text):
            found = found.filter(Q(search_fold__contains=word) | Q(unit__name_fold__contains=word))
        return found


class Example(models.Model):
    """Gương điển hình: the public page stands only while consent stands."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        SUBMITTED = "submitted", _("Chờ duyệt")
        RETURNED = "returned", _("Bị trả lại")
        PUBLISHED = "published", _("Đã công bố")
        WITHDRAWN = "withdrawn", _("Đã gỡ")

    class Kind(models.TextChoices):
        MODEL = "dien_hinh", _("Điển hình tiên tiến")
        DEED = "viec_tot", _("Người tốt, việc tốt")
        GROUP = "tap_the", _("Tập thể điển hình")

    class ConsentBy(models.TextChoices):
        WRITTEN = "van_ban", _("Bằng văn bản")
        MESSAGE = "tin_nhan", _("Bằng tin nhắn, thư điện tử")
        SPOKEN = "loi_noi", _("Bằng lời, có người chứng kiến")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="examples", verbose_name=_("Đơn vị giới thiệu")
    )
    code = models.CharField(max_length=12, unique=True, editable=False, default=partial(receipt_code, "GU"))
    kind = models.CharField(_("Loại"), max_length=10, choices=Kind, default=Kind.DEED)
    subject = models.CharField(
        _("Họ tên hoặc tên tập thể"), max_length=160, help_text=_("Như người được nêu gương muốn được gọi.")
    )
    title = models.CharField(_("Tiêu đề"), max_length=200)
    story = models.TextField(_("Câu chuyện"), max_length=10_000)
    happened_on = models.DateField(_("Ngày, hoặc ngày gần nhất của việc"))
    photo = models.FileField(upload_to="guong/%Y/%m", blank=True, max_length=200)
    small_photo = models.FileField(upload_to="guong/%Y/%m", blank=True, max_length=200)
    photo_words = models.CharField(_("Chú thích ảnh"), max_length=200, blank=True)
    consent_on = models.DateField(_("Người được nêu gương đồng ý ngày"), null=True, blank=True)
    consent_by = models.CharField(_("Đồng ý bằng"), max_length=10, choices=ConsentBy, blank=True)
    consent_note = models.CharField(_("Nơi lưu, người chứng kiến"), max_length=200, blank=True)
    withdrawn_on = models.DateField(_("Rút đồng ý ngày"), null=True, blank=True)
    status = models.CharField(_("Trạng thái"), max_length=9, choices=Status, default=Status.DRAFT)
    published_on = models.DateField(_("Ngày công bố"), null=True, blank=True)
    search_fold = models.CharField(max_length=380, editable=False, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ExampleQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("gương điển hình")
        indexes = [models.Index(fields=["unit", "published_on"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(consent_on__isnull=False, withdrawn_on__isnull=True),
                name="published_example_has_consent",
                violation_error_message=_("Chưa có đồng ý của người được nêu gương nên chưa công bố được."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.title} {self.subject}")[:380]
        if {"title", "subject"} & set(options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "search_fold"}
        super().save(**options)

    @property
    def is_public(self) -> bool:
        agreed = self.consent_on is not None and self.withdrawn_on is None
        return self.status == self.Status.PUBLISHED and agreed

    @property
    def consent_stands(self) -> bool:
        return self.consent_on is not None and self.withdrawn_on is None


class ExampleMove(Move):
    example = models.ForeignKey(Example, on_delete=models.CASCADE, related_name="moves")
