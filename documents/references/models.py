"""The register of cited papers: each directive once, with what became of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold, search_words
from documents.references.numbers import key_of
from units.models import Unit
from units.scope import above_paths, below, sees_all

# NĐ 30/2020, Phụ lục I, II.6.b: of a law only type and name are said.
LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
TYPES = (
    "Chỉ thị", "Nghị quyết", "Kết luận", "Quy định", "Quyết định", "Quy chế", "Hướng dẫn", "Kế hoạch", "Chương trình",
    "Thông báo", "Công văn", *LAWS, "Nghị định", "Thông tư", "Thông tư liên tịch", "Điều lệ",
)  # fmt: skip


class ReferenceStatus(models.TextChoices):
    IN_FORCE = "in_force", _("Còn hiệu lực")
    REPLACED = "replaced", _("Đã được thay thế")
    EXPIRED = "expired", _("Hết hiệu lực")


class LegalReferenceQuerySet(models.QuerySet["LegalReference"]):
    def visible_to(self, user: Any) -> LegalReferenceQuerySet:
        """The common ones, those of own units, of the line above and of units below."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if sees_all(user):
            return self
        near = below(user, "owner__") | Q(owner__path__in=above_paths(user))
        return self.filter(Q(owner__isnull=True) | near)

    def known_to(self, unit: Unit) -> LegalReferenceQuerySet:
        """What the unit may cite from: the common ones, its own and those of units above it."""
        line = [unit.path[:end] for end in range(5, len(unit.path) + 1, 5)]
        return self.filter(Q(owner__isnull=True) | Q(owner__path__in=line))

    def search(self, text: str) -> LegalReferenceQuerySet:
        """Those whose type, number, issuer or title holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(search_fold__contains=word)
        return found


class LegalReference(models.Model):
    """Văn bản viện dẫn. The same number may return in another year, so number and date together name the paper."""

    owner = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="legal_references",
        verbose_name=_("Đơn vị ghi"),
        help_text=_("Để trống là dùng chung"),
    )
    type = models.CharField(_("Tên loại"), max_length=40, choices=[(name, name) for name in TYPES])
    number = models.CharField(_("Số, ký hiệu"), max_length=60)
    number_key = models.CharField(max_length=60, editable=False, db_index=True)
    issued_on = models.DateField(_("Ngày ban hành"))
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200)
    title = models.CharField(_("Trích yếu"), max_length=500, blank=True)
    status = models.CharField(
        _("Hiệu lực"), max_length=10, choices=ReferenceStatus, default=ReferenceStatus.IN_FORCE
    )
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("Thay thế bởi"),
    )
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    search_fold = models.CharField(max_length=900, editable=False, default="")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = LegalReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "number_key", "pk"]
        verbose_name = _("văn bản viện dẫn")
        constraints = [
            models.UniqueConstraint(
                fields=["number_key", "issued_on"],
                condition=Q(owner__isnull=True),
                name="common_reference_once",
                violation_error_message=_("Văn bản có số và ngày này đã có trong sổ dùng chung."),
            ),
            models.UniqueConstraint(
                fields=["owner", "number_key", "issued_on"],
                name="reference_once_a_unit",
                violation_error_message=_("Văn bản có số và ngày này đã có trong sổ của đơn vị."),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(status=ReferenceStatus.REPLACED),
                name="only_replaced_has_successor",
                violation_error_message=_("Có văn bản thay thế thì tình trạng phải là “Đã được thay thế”."),
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=models.F("id")),
                name="reference_not_its_own_successor",
                violation_error_message=_("Văn bản không thể thay thế chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.number}"

    def derive(self) -> None:
        """Fill the columns made of others; services call it before every save."""
        self.number_key = key_of(self.number)
        self.search_fold = fold(f"{self.type} {self.number} {self.issuer} {self.title}")[:900]

    @property
    def symbol(self) -> str:
        """Type and issuer behind the number: "CT/TW", "NĐ-CP"."""
        rest = self.number.lstrip("0123456789 ")
        return rest.lstrip("/-0123456789 ")
