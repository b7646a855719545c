"""The essay part: what is asked, the rubric, what was written, and what each marker gave."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.contests.models import Contest, Participant
from units.models import Unit
from units.scope import below, sees_all


class EssayTask(models.Model):
    """Đề tự luận: the question, until when essays are taken, how units choose, how far two markers may differ."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="essay_tasks")
    number = models.PositiveSmallIntegerField(_("Thứ tự"))
    name = models.CharField(_("Tên phần thi"), max_length=120)
    text = models.TextField(_("Đề bài"))
    most_words = models.PositiveIntegerField(_("Số chữ tối đa"), default=5000)
    opens_at = models.DateTimeField(_("Nhận bài từ"))
    closes_at = models.DateTimeField(_("Hạn nộp bài"))
    # Empty: every essay handed in goes to the markers, no unit chooses before.
    forward_until = models.DateTimeField(_("Hạn các đơn vị chọn gửi bài"), null=True, blank=True)
    most_forwarded = models.PositiveSmallIntegerField(
        _("Số bài mỗi đơn vị được gửi lên"), null=True, blank=True
    )
    gap = models.DecimalField(_("Chênh lệch điểm phải chấm lần ba"), max_digits=6, decimal_places=2)
    in_total = models.BooleanField(_("Cộng điểm tự luận vào điểm toàn cuộc"), default=True)
    # Names of authors are shown and the ranking stands from here on.
    marked_at = models.DateTimeField(_("Khóa điểm lúc"), null=True, blank=True)

    class Meta:
        ordering = ["contest_id", "number"]
        verbose_name = _("đề tự luận")
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="one_essay_task_a_number"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="essay_times_in_order",
                violation_error_message=_("Hạn nộp bài phải sau giờ bắt đầu nhận bài."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def running(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at

    @property
    def over(self) -> bool:
        return timezone.now() >= self.closes_at


class EssayCriterion(models.Model):
    """A line of the rubric; no marker gives more than its points."""

    task = models.ForeignKey(EssayTask, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField(_("Thứ tự"))
    name = models.CharField(_("Tiêu chí"), max_length=200)
    points = models.PositiveSmallIntegerField(_("Điểm tối đa"))

    class Meta:
        ordering = ["task_id", "number"]
        verbose_name = _("tiêu chí chấm")
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="one_essay_criterion_a_number"),
            models.CheckConstraint(condition=Q(points__gte=1), name="essay_criterion_has_points"),
        ]

    def __str__(self) -> str:
        return self.name


class EssayQuerySet(models.QuerySet["Essay"]):
    def visible_to(self, user: Any) -> EssayQuerySet:
        """Handed-in essays of authors in own units and units below."""
        found = self.filter(submitted_at__isnull=False)
        return found if sees_all(user) else found.filter(below(user, "participant__unit__"))


class Essay(models.Model):
    """Bài tự luận. `code` is all a marker sees of its author; `at_unit` is where it lies, the organiser's desk at last."""

    class Status(models.TextChoices):
        WRITING = "writing", _("Đang viết")
        SUBMITTED = "submitted", _("Đã nộp")
        FORWARDED = "forwarded", _("Được chọn gửi lên")
        RANKED = "ranked", _("Có điểm")

    task = models.ForeignKey(EssayTask, on_delete=models.CASCADE, related_name="essays")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="essays")
    code = models.CharField(_("Số phách"), max_length=12)
    text = models.TextField(_("Bài làm"), blank=True)
    words = models.PositiveIntegerField(_("Số chữ"), default=0)
    # Counts up with each save on the page: an older copy of the page cannot undo a newer one.
    turn = models.PositiveIntegerField(default=0)
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.WRITING)
    at_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đang ở"))
    saved_at = models.DateTimeField(_("Lưu lúc"), default=timezone.now)
    submitted_at = models.DateTimeField(_("Nộp lúc"), null=True, blank=True)
    points = models.DecimalField(_("Điểm"), max_digits=7, decimal_places=2, null=True, blank=True)
    # Points given or taken after a complaint; the change itself stands in ScoreChange.
    adjustment = models.DecimalField(max_digits=7, decimal_places=2, default=0)

    objects = EssayQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("bài tự luận")
        constraints = [
            models.UniqueConstraint(fields=["task", "participant"], name="one_essay_a_task"),
            models.UniqueConstraint(fields=["task", "code"], name="one_essay_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class EssayMarker(models.Model):
    """A member of the jury (giám khảo): essays are dealt out among them."""

    task = models.ForeignKey(EssayTask, on_delete=models.CASCADE, related_name="markers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Giám khảo")
    )

    class Meta:
        ordering = ["task_id", "user__name_fold"]
        verbose_name = _("giám khảo")
        constraints = [models.UniqueConstraint(fields=["task", "user"], name="one_marker_a_person")]


class MarkingQuerySet(models.QuerySet["Marking"]):
    def visible_to(self, user: Any) -> MarkingQuerySet:
        """One's own only: nobody reads another's points before the marks are fixed."""
        return self.filter(marker=getattr(user, "pk", None))


class Marking(models.Model):
    """Lượt chấm: one marker's points for one essay. Turn 1 and 2 are blind to each other, turn 3 settles."""

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="markings")
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="essay_markings",
        verbose_name=_("Giám khảo"),
    )
    turn = models.PositiveSmallIntegerField(_("Lần chấm"))
    points = models.DecimalField(_("Điểm"), max_digits=7, decimal_places=2, null=True, blank=True)
    remark = models.CharField(_("Nhận xét"), max_length=1000, blank=True)
    assigned_at = models.DateTimeField(_("Giao lúc"), default=timezone.now)
    done_at = models.DateTimeField(_("Chấm xong lúc"), null=True, blank=True)

    objects = MarkingQuerySet.as_manager()

    class Meta:
        ordering = ["essay_id", "turn"]
        verbose_name = _("lượt chấm")
        constraints = [
            models.UniqueConstraint(fields=["essay", "turn"], name="one_marking_a_turn"),
            models.UniqueConstraint(fields=["essay", "marker"], name="one_marking_a_marker"),
            models.CheckConstraint(
                condition=Q(turn__gte=1, turn__lte=3), name="essay_marked_three_times_at_most"
            ),
        ]


class Mark(models.Model):
    """Points of one criterion in one marking."""

    marking = models.ForeignKey(Marking, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(EssayCriterion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(_("Điểm"), max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["marking_id", "criterion_id"]
        constraints = [
            models.UniqueConstraint(fields=["marking", "criterion"], name="one_mark_a_criterion"),
            models.CheckConstraint(condition=Q(points__gte=0), name="essay_marks_from_zero"),
        ]
