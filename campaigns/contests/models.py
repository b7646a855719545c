"""Contests with rounds and questions, who takes part without a portal account, and every answer with its time."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold, search_words
from units.models import Unit
from units.scope import above_paths, below, sees_all

# No letters that look alike on a poster.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_code() -> str:
    """Eight letters of a contest's public address."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


class ContestQuerySet(models.QuerySet["Contest"]):
    def visible_to(self, user: Any) -> ContestQuerySet:
        """Contests of own units and of units below, and those of units above once they are open."""
        if sees_all(user):
            return self
        known = Q(status__in=Contest.PUBLIC)
        return self.filter(below(user, "owner__") | Q(owner__path__in=above_paths(user)) & known)

    def open_to_all(self) -> ContestQuerySet:
        """Contests whose public page may be opened by anybody."""
        return self.filter(status__in=Contest.PUBLIC)

    def search(self, text: str) -> ContestQuerySet:
        """Contests whose name or topic holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(search_fold__contains=word)
        return found


class Contest(models.Model):
    """Cuộc thi: what its thể lệ says, approved before it opens. Everybody at or below the owner may take part."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Đang chuẩn bị")
        APPROVED = "approved", _("Đã duyệt")
        OPEN = "open", _("Đang diễn ra")
        CLOSED = "closed", _("Đã kết thúc")
        PUBLISHED = "published", _("Đã công bố kết quả")

    PUBLIC = (Status.OPEN, Status.CLOSED, Status.PUBLISHED)

    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="contests", verbose_name=_("Đơn vị tổ chức")
    )
    campaign = models.ForeignKey(
        "campaigns.Campaign",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contests",
        verbose_name=_("Chiến dịch"),
    )
    name = models.CharField(_("Tên cuộc thi"), max_length=200)
    topic = models.CharField(_("Chủ đề, nội dung"), max_length=1000)
    audience = models.CharField(_("Đối tượng dự thi"), max_length=500)
    prizes = models.TextField(_("Cơ cấu giải"), blank=True)
    complaint_days = models.PositiveSmallIntegerField(_("Số ngày nhận khiếu nại"), default=5)
    more_rules = models.TextField(_("Quy định khác"), blank=True)
    rules = models.JSONField(default=list, help_text=_("Thể lệ như đã được duyệt"))
    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.PREPARING)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("Duyệt lúc"), null=True, blank=True)
    published_at = models.DateTimeField(_("Công bố lúc"), null=True, blank=True)
    search_fold = models.CharField(max_length=1300, editable=False, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("cuộc thi")

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.name} {self.topic}")[:1300]
        if {"name", "topic"} & set(options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "search_fold"}
        super().save(**options)


class ContestRound(models.Model):
    """Vòng thi: a day, a week or the whole contest. `seed` decides every draw; its hash is told before, itself after."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("Thứ tự"))
    name = models.CharField(_("Tên vòng thi"), max_length=120)
    opens_at = models.DateTimeField(_("Mở lúc"))
    closes_at = models.DateTimeField(_("Đóng lúc"))
    minutes = models.PositiveSmallIntegerField(_("Số phút làm bài"))
    questions_each = models.PositiveSmallIntegerField(_("Số câu mỗi bài thi"))
    seed = models.CharField(max_length=64, editable=False, default="")

    class Meta:
        ordering = ["contest_id", "number"]
        verbose_name = _("vòng thi")
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="one_round_a_number"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")),
                name="contest_round_times_in_order",
                violation_error_message=_("Giờ đóng phải sau giờ mở."),
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


class Question(models.Model):
    """A question of the bank. `options` stand in the right order for ordering; `answer` holds places or accepted texts."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("Một đáp án")
        MULTIPLE = "multiple", _("Nhiều đáp án")
        ORDERING = "ordering", _("Sắp xếp")
        SHORT = "short", _("Trả lời ngắn")
        PREDICTION = "prediction", _("Dự đoán")

    class Difficulty(models.TextChoices):
        EASY = "easy", _("Dễ")
        MEDIUM = "medium", _("Trung bình")
        HARD = "hard", _("Khó")

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="questions")
    round = models.ForeignKey(
        ContestRound,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("Chỉ dùng cho vòng"),
    )
    kind = models.CharField(_("Loại câu hỏi"), max_length=10, choices=Kind, default=Kind.SINGLE)
    difficulty = models.CharField(_("Độ khó"), max_length=6, choices=Difficulty, default=Difficulty.MEDIUM)
    text = models.TextField(_("Câu hỏi"))
    options = models.JSONField(default=list)
    answer = models.JSONField(default=list)
    points = models.PositiveSmallIntegerField(_("Điểm"), default=1)
    source = models.CharField(_("Nguồn (điều luật, văn bản)"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("câu hỏi")

    def __str__(self) -> str:
        return self.text


class Participant(models.Model):
    """Người dự thi: a light account of one contest. No identity papers; the phone number tells people apart."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(_("Họ và tên"), max_length=80)
    name_fold = models.CharField(max_length=80, editable=False, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    birth_year = models.PositiveSmallIntegerField(_("Năm sinh"))
    phone = models.CharField(_("Số điện thoại"), max_length=12)
    device = models.PositiveIntegerField(
        default=1, help_text=_("Thiết bị vào sau cùng; thiết bị trước không trả lời được nữa")
    )
    consent_at = models.DateTimeField(_("Đồng ý lúc"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("người dự thi")
        constraints = [models.UniqueConstraint(fields=["contest", "phone"], name="one_participant_a_phone")]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the name it is made of."""
        self.name_fold = fold(self.name)[:80]
        super().save(**options)


class Entry(models.Model):
    """Bài thi of one person in one round. The clock is the server's: `ends_at` is set when the paper is handed out."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="entries")
    round = models.ForeignKey(ContestRound, on_delete=models.CASCADE, related_name="entries")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    by_bell = models.BooleanField(default=False)
    score = models.PositiveIntegerField(_("Điểm"), default=0)
    # Points given or taken after a complaint; `score` holds them already, and a rescoring keeps them.
    adjustment = models.IntegerField(default=0)
    prediction = models.PositiveIntegerField(_("Dự đoán"), null=True, blank=True)
    # Whether every scored question of the paper is right: what the prediction guesses.
    all_right = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("bài thi")
        constraints = [models.UniqueConstraint(fields=["participant", "round"], name="one_entry_a_round")]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(finished_at__isnull=True), name="entries_still_running"
            )
        ]

    @property
    def over(self) -> bool:
        return self.finished_at is not None or timezone.now() >= self.ends_at

    @property
    def seconds_left(self) -> int:
        return max(0, int((self.ends_at - timezone.now()).total_seconds()))


class Answer(models.Model):
    """A question on somebody's paper and what was answered; it stands here empty from the draw on."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    place = models.PositiveSmallIntegerField()
    option_order = models.JSONField(default=list)
    value = models.JSONField(null=True)
    # Counts up on the device: what comes late again does not undo what was said after it.
    turn = models.PositiveIntegerField(default=0)
    points = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["entry_id", "place"]
        constraints = [models.UniqueConstraint(fields=["entry", "question"], name="one_answer_a_question")]
