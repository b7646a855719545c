"""Tables of work given out. A row keeps plan and block id, not the bound record: drafting may write that one anew."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.moves import Move
from core.vietnamese import fold, search_words
from documents.models import Document, Recipient
from plans.models import Plan
from units.models import Department, Role, Seat, Unit
from units.scope import below, own, seats_of, sees_all, units_of

# Whoever works for a unit may do the unit's work; those who plan and lead may give work out.
DOERS = (Role.GRASSROOTS, Role.DRAFTER, Role.UPPER_UNIT, Role.UNIT_HEAD, Role.LEADER)
ESCALATE_AFTER = 7  # days
DEADLINE_MOVED = "move_deadline"  # a step that keeps the status


class WorkKind(models.TextChoices):
    TASK = "task", _("Nhiệm vụ")
    OBLIGATION = "obligation", _("Nghĩa vụ báo cáo")


class AssignmentStatus(models.TextChoices):
    ASSIGNED = "assigned", _("Mới giao")
    DOING = "doing", _("Đang thực hiện")
    HANDED_ON = "handed_on", _("Đã chuyển tiếp")
    REPORTED = "reported", _("Chờ xác nhận")
    RETURNED = "returned", _("Bị trả lại")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")


# Nobody waits for these any more.
CLOSED = (AssignmentStatus.CONFIRMED, AssignmentStatus.WITHDRAWN)
# The one who has the work has something left to do.
UNFINISHED = (
    AssignmentStatus.ASSIGNED,
    AssignmentStatus.DOING,
    AssignmentStatus.HANDED_ON,
    AssignmentStatus.RETURNED,
)


class AssignmentRound(models.Model):
    """Lượt giao việc: one block of a plan given to some units, or to a whole class of them, at one time."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="assignment_rounds")
    block_id = models.CharField(_("Đoạn"), max_length=12)
    kind = models.CharField(_("Loại việc"), max_length=12, choices=WorkKind)
    text = models.TextField(_("Nội dung việc"))
    text_fold = models.TextField(editable=False, default="")
    by_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị giao")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("Giao lúc"), default=timezone.now)
    group = models.CharField(
        _("Nhóm đơn vị"),
        max_length=20,
        choices=Recipient.Group,
        blank=True,
        help_text=_("Một dòng cho cả nhóm"),
    )
    deadline_on = models.DateField(_("Thời hạn"), null=True, blank=True)
    instruction = models.CharField(_("Ý kiến chỉ đạo"), max_length=500, blank=True)
    escalate_after = models.PositiveSmallIntegerField(
        _("Báo cấp trên sau số ngày quá hạn"), default=ESCALATE_AFTER
    )
    parent = models.ForeignKey(
        "Assignment", on_delete=models.PROTECT, null=True, blank=True, related_name="handed_rounds"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("lượt giao việc")
        indexes = [models.Index(fields=["plan", "block_id"])]

    def __str__(self) -> str:
        return self.text[:120]

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.text_fold = fold(f"{self.text} {self.plan.doc_code} {self.plan.abstract}")
        super().save(**options)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: Any) -> AssignmentQuerySet:
        """What own units and units below have, and what own units gave."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if sees_all(user):
            return self
        return self.filter(own(user, "unit") | below(user, "unit__") | own(user, "by_unit"))

    def of_person(self, user: Any) -> AssignmentQuerySet:
        """What the person answers for: by name, through the department, as somebody who works for the unit."""
        seats = seats_of(user)
        departments = [seat.department_id for seat in seats if seat.department_id]
        units = [unit.pk for unit in units_of(user, *DOERS)]
        return self.filter(
            Q(seat__in=[seat.pk for seat in seats])
            | Q(seat=None, department__in=departments)
            | Q(seat=None, department=None, unit__in=units)
        )

    def unfinished(self) -> AssignmentQuerySet:
        return self.filter(status__in=UNFINISHED)

    def overdue(self) -> AssignmentQuerySet:
        return self.unfinished().filter(deadline_on__lt=timezone.localdate())

    def search(self, text: str) -> AssignmentQuerySet:
        """Rows whose work, plan or unit holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(Q(round__text_fold__contains=word) | Q(unit__name_fold__contains=word))
        return found


class Assignment(models.Model):
    """Việc được giao: one round's work at one unit, department or seat."""

    round = models.ForeignKey(AssignmentRound, on_delete=models.CASCADE, related_name="assignments")
    # The same as in the round: lists and counts read one table.
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="assignments")
    block_id = models.CharField(max_length=12)
    by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("Đơn vị thực hiện")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Ban, phòng"),
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Người làm")
    )
    given_to = models.CharField(max_length=20, help_text=_("“u”, “d<id>” hoặc “s<id>” khi giao"))
    status = models.CharField(
        _("Tình trạng"), max_length=10, choices=AssignmentStatus, default=AssignmentStatus.ASSIGNED
    )
    progress = models.PositiveSmallIntegerField(_("Tiến độ (%)"), default=0)
    deadline_on = models.DateField(_("Thời hạn"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("Xác nhận lúc"), null=True, blank=True)
    escalated_on = models.DateField(_("Báo cấp trên ngày"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["deadline_on", "pk"]
        verbose_name = _("việc được giao")
        indexes = [
            models.Index(fields=["unit", "status", "deadline_on"]),
            models.Index(fields=["by_unit", "status", "deadline_on"]),
            models.Index(fields=["plan", "block_id", "status"]),
            models.Index(fields=["status", "deadline_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["by_unit", "plan", "block_id", "unit", "given_to"],
                condition=~Q(status="withdrawn"),
                name="work_given_once",
                violation_error_message=_("Việc này đã giao cho nơi đó rồi."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="assignment_progress_is_percent",
                violation_error_message=_("Tiến độ từ 0 đến 100%."),
            ),
        ]

    @property
    def assignee(self) -> str:
        """Who has the work, as a page names it."""
        if self.seat:
            return f"{self.seat.user.full_name} – {self.seat.post_title}"
        return f"{self.department}, {self.unit}" if self.department else str(self.unit)

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def is_late(self) -> bool:
        on = self.deadline_on
        return self.is_unfinished and on is not None and on < timezone.localdate()


class AssignmentMove(Move):
    """Also records progress and a change of hands: those keep the status and tell the percent."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="moves")
    progress = models.PositiveSmallIntegerField(_("Tiến độ (%)"), null=True, blank=True)

    class Meta(Move.Meta):
        indexes = [models.Index(fields=["at"])]


class MoreTimeState(models.TextChoices):
    ASKED = "asked", _("Đang xin gia hạn")
    GRANTED = "granted", _("Đã gia hạn")
    REFUSED = "refused", _("Không gia hạn")


class MoreTime(models.Model):
    """Xin gia hạn: the deadline before, the one asked for, the answer. Together they are the deadline's history."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="more_time")
    deadline_before = models.DateField(_("Hạn cũ"), null=True)
    wanted_on = models.DateField(_("Xin đến ngày"))
    reason = models.CharField(_("Lý do"), max_length=500)
    state = models.CharField(_("Trả lời"), max_length=8, choices=MoreTimeState, default=MoreTimeState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("Lý do trả lời"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("lần xin gia hạn")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state="asked"),
                name="one_open_wish_for_time",
                violation_error_message=_("Đang có một lần xin gia hạn chờ trả lời."),
            )
        ]


class WorkEvidenceQuerySet(models.QuerySet["WorkEvidence"]):
    def visible_to(self, user: Any) -> WorkEvidenceQuerySet:
        """Evidence of the work this person may see."""
        return self.filter(assignment__in=Assignment.objects.visible_to(user).values("pk"))


class WorkEvidence(models.Model):
    """Minh chứng of work done: a file read by `documents.evidence`, or a link."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="evidence")
    file = models.FileField(upload_to="minh-chung-viec/%Y/%m", blank=True, max_length=200)
    url = models.URLField(_("Đường dẫn"), blank=True, max_length=500)
    caption = models.CharField(_("Chú thích"), max_length=200, blank=True)
    original_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = WorkEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["assignment_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(url="", file=""), name="work_evidence_has_content")
        ]

    @property
    def name(self) -> str:
        return self.caption or self.original_name or self.url


class PromisedDocument(models.Model):
    """Văn bản sẽ ban hành: what a sentence promises ("sẽ có hướng dẫn riêng"), until a document is named for it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="promised_documents")
    block_id = models.CharField(_("Đoạn"), max_length=12)
    text = models.TextField(_("Câu trong kế hoạch"))
    what = models.CharField(_("Văn bản"), max_length=300)
    due_on = models.DateField(_("Chậm nhất ngày"), null=True, blank=True)
    fulfilled_by = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Đã ban hành"),
    )
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["plan_id", "due_on", "pk"]
        verbose_name = _("văn bản sẽ ban hành")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "block_id"],
                name="promise_noted_once",
                violation_error_message=_("Câu này đã được theo dõi."),
            )
        ]

    @property
    def is_late(self) -> bool:
        return self.fulfilled_by_id is None and self.due_on is not None and self.due_on < timezone.localdate()


class ReminderSetting(models.Model):
    """How a person wants to be reminded; without a row everything is as the defaults say."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_setting"
    )
    daily = models.BooleanField(_("Gửi thư nhắc việc mỗi ngày"), default=True)
    weekends = models.BooleanField(_("Gửi cả thứ bảy, chủ nhật"), default=False)
    quiet_from = models.PositiveSmallIntegerField(_("Không gửi từ giờ"), default=20)
    quiet_to = models.PositiveSmallIntegerField(_("đến giờ"), default=7)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__lte=23, quiet_to__lte=23), name="quiet_hours_are_hours"
            )
        ]


class DigestState(models.TextChoices):
    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    EMPTY = "empty", _("Không có gì để nhắc")
    UNKNOWN = "unknown", _("Không rõ đã gửi")
    FAILED = "failed", _("Không gửi được")


class Digest(models.Model):
    """Thư nhắc việc: one a person and day. Claimed before it is written, marked before it is handed over.

    A worker killed while writing leaves a claim that ends; one killed after the mark leaves "unknown", never sent twice.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField(_("Ngày"))
    state = models.CharField(max_length=8, choices=DigestState, default=DigestState.QUEUED)
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="one_digest_a_person_and_day")]
        indexes = [models.Index(fields=["state", "on"])]


class CalendarFeed(models.Model):
    """The secret address of a person's calendar; only its digest is kept, so it is shown once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
