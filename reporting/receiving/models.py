"""What stands beside a report on its way up: waivers of checks, each version that was sent, notes, paper reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Job
from reporting.models.catalogue import Indicator
from reporting.models.submissions import Submission, SubmissionMove, SubmissionQuerySet
from units.scope import sees_all

RUN_SHOWN_FOR = dt.timedelta(days=3)


def _of_visible(rows: Any, user: Any) -> Any:
    reports = SubmissionQuerySet(Submission).visible_to(user)
    return rows if sees_all(user) else rows.filter(submission__in=reports.values("pk"))


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def visible_to(self, user: Any) -> WaiverQuerySet:
        """Waivers of the reports this person may see."""
        found: WaiverQuerySet = _of_visible(self, user)
        return found


class Waiver(models.Model):
    """Giải trình: why a finding stands although the report is right. It lasts as long as the figures it rests on."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Chờ cấp trên xem")
        APPROVED = "approved", _("Được chấp nhận")
        REFUSED = "refused", _("Không được chấp nhận")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="waivers")
    rule = models.CharField(_("Quy tắc"), max_length=40)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    breakdown = models.CharField(_("Phân tổ"), max_length=32, blank=True, default="")
    message = models.CharField(_("Kết quả kiểm tra"), max_length=600)
    stands_on = models.TextField(_("Dựa trên các số"))
    reason = models.CharField(_("Lý do"), max_length=500)
    status = models.CharField(_("Trạng thái"), max_length=8, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("Giải trình lúc"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("Quyết định lúc"), null=True)
    decision_note = models.CharField(_("Ý kiến cấp trên"), max_length=300, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["submission_id", "pk"]
        verbose_name = _("giải trình")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "rule", "indicator", "breakdown"], name="one_waiver_a_finding"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
            models.CheckConstraint(
                condition=Q(status="asked") | Q(decided_by__isnull=False), name="waiver_decided_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class SentVersion(models.Model):
    """Báo cáo như đã gửi: every box and heading at one sending, and what the checks said then.

    `cells`: {"TT02:n.nu": [state, value, base, note]}; `narratives`: {"I.1": text}; `changes` counts boxes and headings that
    differ from the version before.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="sent_versions")
    move = models.OneToOneField(SubmissionMove, on_delete=models.CASCADE, related_name="sent_version")
    number = models.PositiveSmallIntegerField(_("Lần gửi"))
    current = models.BooleanField(default=True)
    at = models.DateTimeField(_("Gửi lúc"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cells = models.JSONField(default=dict)
    narratives = models.JSONField(default=dict)
    nil_return = models.BooleanField(default=False)
    errors = models.PositiveSmallIntegerField(_("Lỗi có giải trình"), default=0)
    warnings = models.PositiveSmallIntegerField(_("Cảnh báo"), default=0)
    explained = models.PositiveSmallIntegerField(_("Đã giải trình"), default=0)
    changes = models.PositiveSmallIntegerField(_("Thay đổi từ lần gửi trước"), default=0)

    class Meta:
        ordering = ["submission_id", "number"]
        verbose_name = _("lần gửi báo cáo")
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_sent_version_a_number"),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(current=True), name="one_current_sent_version"
            ),
        ]


class ReturnNote(models.Model):
    """A note the receiver wrote at a box (TT02:n.nu) or a heading (text-I.1) when giving the report back."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="return_notes")
    move = models.ForeignKey(SubmissionMove, on_delete=models.CASCADE, related_name="notes")
    place = models.CharField(_("Ô"), max_length=45)
    text = models.CharField(_("Đề nghị"), max_length=300)

    class Meta:
        ordering = ["move_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["move", "place"], name="one_return_note_a_box")]


class PaperReportQuerySet(models.QuerySet["PaperReport"]):
    def visible_to(self, user: Any) -> PaperReportQuerySet:
        """Paper reports of the reports this person may see."""
        found: PaperReportQuerySet = _of_visible(self, user)
        return found


class PaperReport(models.Model):
    """Báo cáo giấy: the level above enters and sends the report for a unit, with the reason and the scan."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="paper_reports")
    reason = models.CharField(_("Lý do nhập thay"), max_length=500)
    received_on = models.DateField(_("Ngày nhận báo cáo giấy"))
    scan = models.FileField(_("Bản chụp"), upload_to="bao-cao-giay/%Y/%m", blank=True, max_length=200)
    original_name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Nhận lúc"), default=timezone.now)

    objects = PaperReportQuerySet.as_manager()

    class Meta:
        ordering = ["submission_id", "-at", "-pk"]
        verbose_name = _("báo cáo giấy")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="paper_report_has_a_reason")]


class AcceptRunQuerySet(models.QuerySet["AcceptRun"]):
    def visible_to(self, user: Any) -> AcceptRunQuerySet:
        """What the person asked for."""
        return self if sees_all(user) else self.filter(by=user)

    def under_way(self) -> AcceptRunQuerySet:
        """Runs of the last days with reports that had no turn yet."""
        since = timezone.now() - RUN_SHOWN_FOR
        return self.filter(asked_at__gte=since).filter(
            Exists(AcceptItem.objects.filter(run=OuterRef("pk"), accepted=None))
        )


class AcceptRun(models.Model):
    """Duyệt nhiều báo cáo: one press, the reports it was about and what became of each."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    once = models.UUIDField(unique=True, help_text=_("Một lần bấm; bấm đúp không lập lượt thứ hai"))
    scope = models.CharField(_("Được duyệt mà không mở đọc"), max_length=10)
    over_open = models.BooleanField(_("Kể cả khi bên dưới còn báo cáo chưa duyệt"), default=False)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    objects = AcceptRunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("lượt duyệt nhiều báo cáo")


class AcceptItem(models.Model):
    """One report of the press; `accepted` is empty until it was its turn."""

    run = models.ForeignKey(AcceptRun, on_delete=models.CASCADE, related_name="items")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    accepted = models.BooleanField(null=True)
    words = models.CharField(_("Kết quả"), max_length=600, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "submission"], name="report_once_a_press")]
        indexes = [models.Index(fields=["run", "accepted"])]
