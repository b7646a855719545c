"""Filled workbooks that came back: kept until the person says what to do with them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Job
from reporting.models.submissions import Submission
from units.scope import sees_all


class WorkbookUploadQuerySet(models.QuerySet["WorkbookUpload"]):
    def visible_to(self, user: Any) -> WorkbookUploadQuerySet:
        """What the person uploaded: a file may hold drafts that nobody else sees."""
        return self if sees_all(user) else self.filter(by=user.pk)


class WorkbookUpload(models.Model):
    """One upload: one workbook, several, or archives of them."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Nộp lúc"), auto_now_add=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = WorkbookUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("lần nộp tệp Excel")


class UploadedWorkbook(models.Model):
    """One file of an upload: whose report it is, what it would change, what is wrong in it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Chưa đọc")
        REFUSED = "refused", _("Không nhận")
        CHECKED = "checked", _("Chờ xác nhận")
        STORED = "stored", _("Đã lưu")

    upload = models.ForeignKey(WorkbookUpload, on_delete=models.CASCADE, related_name="files")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("Tên tệp"), max_length=200)
    path = models.CharField(
        max_length=200, help_text=_("Chỗ của tệp trong kho; trống khi tệp không được giữ"), blank=True
    )
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.WAITING)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="+")
    # Lists of dictionaries, as reporting.workbooks.judging writes them.
    changes = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    stored_cells = models.PositiveIntegerField(_("Số ô đã lưu"), default=0)

    class Meta:
        ordering = ["upload_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "order"], name="one_file_a_place_in_an_upload"),
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "refused", "checked", "stored"]),
                name="uploaded_workbook_status_known",
            ),
        ]
