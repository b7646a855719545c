"""A file that goes with a document: as it was brought, and as the issuer sealed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile


class AttachedFileQuerySet(models.QuerySet["AttachedFile"]):
    def visible_to(self, user: Any) -> AttachedFileQuerySet:
        """Whoever sees the document sees what goes with it."""
        documents: Any = self.model._meta.get_field("document").related_model
        return self.filter(document__in=documents.objects.visible_to(user).values("pk"))

    def known(self, sha256: str) -> AttachedFileQuerySet:
        return self.filter(Q(sha256=sha256) | Q(sealed_sha256=sha256))


class AttachedFile(models.Model):
    """An appendix in a file of its own; never changed once the document is submitted."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="attached")
    number = models.PositiveSmallIntegerField(_("Thứ tự"))
    title = models.CharField(_("Tên tệp kèm theo"), max_length=200)
    brought = models.FileField(upload_to="van-ban-kem-theo/%Y/%m", max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveIntegerField(_("Số trang"))
    sealed = models.FileField(upload_to="van-ban-da-ky/%Y/%m", max_length=200, blank=True)
    sealed_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    sealed_at = models.DateTimeField(_("Ký số lúc"), null=True, blank=True)
    fault = models.CharField(_("Vì sao chưa ký số"), max_length=500, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = AttachedFileQuerySet.as_manager()

    class Meta:
        ordering = ["document_id", "number"]
        verbose_name = _("tệp kèm theo")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="one_attached_number_a_document",
                violation_error_message=_("Một tệp khác vừa được thêm. Hãy thử lại."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def newest(self) -> tuple[FieldFile, str]:
        """The file that people get, and its SHA-256."""
        return (self.sealed, self.sealed_sha256) if self.sealed else (self.brought, self.sha256)
