"""Events and courses with their sittings, who is invited, who came, and the mails that invited them."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.activity_models import ActivityMoney
from campaigns.sending.models import Outcome
from core.vietnamese import fold, search_words
from plans.models import PlannedActivity, Task
from units.models import Unit
from units.scope import below, sees_all

# No letters that look alike on paper.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_code() -> str:
    """Ten letters that stand for one invited person."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: Any) -> EventQuerySet:
        """Events of own units and of units below."""
        return self if sees_all(user) else self.filter(below(user, "unit__"))

    def search(self, text: str) -> EventQuerySet:
        """Events whose title, place or unit holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(Q(search_fold__contains=word) | Q(unit__name_fold__contains=word))
        return found


class Event(models.Model):
    """Sự kiện, lớp học: time, participants, form, content, place, lead; closed into one Activity, so it counts once."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Đang chuẩn bị")
        OPEN = "open", _("Đã mời")
        CLOSED = "closed", _("Đã tổ chức")
        CANCELLED = "cancelled", _("Đã hủy")

    class Form(models.TextChoices):
        FACE_TO_FACE = "truc_tiep", _("Trực tiếp")
        ONLINE = "truc_tuyen", _("Trực tuyến")

    class Kind(models.TextChoices):
        EVENT = "event", _("Sự kiện, hội nghị")
        COURSE = "course", _("Lớp tập huấn, bồi dưỡng")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="events", verbose_name=_("Đơn vị tổ chức")
    )
    kind = models.CharField(_("Loại"), max_length=6, choices=Kind, default=Kind.EVENT)
    type = models.ForeignKey(
        "campaigns.ActivityType", on_delete=models.PROTECT, related_name="+", verbose_name=_("Ghi thành loại hoạt động")
    )  # fmt: skip
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, null=True, blank=True, related_name="events",
        verbose_name=_("Chiến dịch"),
    )  # fmt: skip
    planned = models.ForeignKey(
        PlannedActivity, on_delete=models.SET_NULL, null=True, blank=True, related_name="events",
        verbose_name=_("Hoạt động trong kế hoạch"),
    )  # fmt: skip
    task = models.ForeignKey(
        Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="events",
        verbose_name=_("Nhiệm vụ trong kế hoạch"),
    )  # fmt: skip
    title = models.CharField(_("Tên sự kiện"), max_length=200)
    audience = models.CharField(_("Thành phần"), max_length=1000)
    form = models.CharField(_("Hình thức"), max_length=10, choices=Form, default=Form.FACE_TO_FACE)
    content = models.TextField(_("Nội dung"))
    place = models.CharField(_("Địa điểm"), max_length=200)
    lead = models.CharField(_("Chủ trì"), max_length=200, blank=True)
    least_sittings = models.PositiveSmallIntegerField(
        _("Số buổi phải dự để được cấp giấy chứng nhận"), default=1
    )
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.PREPARING)
    cancelled_why = models.CharField(_("Lý do hủy"), max_length=500, blank=True)
    activity = models.ForeignKey(
        "campaigns.Activity", on_delete=models.SET_NULL, null=True, blank=True, related_name="events",
        verbose_name=_("Hoạt động đã ghi"),
    )  # fmt: skip
    search_fold = models.CharField(max_length=420, editable=False, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sự kiện")
        verbose_name_plural = _("sự kiện")

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.search_fold = fold(f"{self.title} {self.place}")[:420]
        if {"title", "place"} & set(options.get("update_fields") or ()):
            options["update_fields"] = {*options["update_fields"], "search_fold"}
        super().save(**options)


class Sitting(models.Model):
    """Buổi: one time people come together; a conference has one, a course several."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sittings")
    starts_at = models.DateTimeField(_("Bắt đầu lúc"))
    ends_at = models.DateTimeField(_("Kết thúc lúc"))

    class Meta:
        ordering = ["event_id", "starts_at", "pk"]
        verbose_name = _("buổi")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "starts_at"],
                name="one_sitting_a_time",
                violation_error_message=_("Sự kiện đã có một buổi bắt đầu lúc này."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="sitting_times_in_order",
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            ),
        ]


class InviteeQuerySet(models.QuerySet["Invitee"]):
    def visible_to(self, user: Any) -> InviteeQuerySet:
        """Who is invited to visible events, and one's own invitations."""
        if sees_all(user):
            return self
        return self.filter(below(user, "event__unit__") | Q(user=getattr(user, "pk", None)))

    def search(self, text: str) -> InviteeQuerySet:
        """People whose name or place of work holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(name_fold__contains=word)
        return found


class Invitee(models.Model):
    """Người được mời, or who came without an invitation. No more is kept of a person than the door needs."""

    class Answer(models.TextChoices):
        NONE = "none", _("Chưa trả lời")
        COMING = "coming", _("Sẽ dự")
        DECLINED = "declined", _("Không dự được")

    class Sex(models.TextChoices):
        FEMALE = "nu", _("Nữ")
        MALE = "nam", _("Nam")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitees")
    name = models.CharField(_("Họ và tên"), max_length=80)
    post = models.CharField(_("Chức vụ"), max_length=120, blank=True)
    workplace = models.CharField(_("Đơn vị"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sex = models.CharField(_("Giới tính"), max_length=3, choices=Sex, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    answer = models.CharField(_("Trả lời"), max_length=8, choices=Answer, default=Answer.NONE)
    answer_note = models.CharField(_("Lý do, người đi thay"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("Trả lời lúc"), null=True, blank=True)
    walk_in = models.BooleanField(_("Đến không có giấy mời"), default=False)
    name_fold = models.CharField(max_length=300, editable=False, default="")

    objects = InviteeQuerySet.as_manager()

    class Meta:
        ordering = ["event_id", "pk"]
        verbose_name = _("người được mời")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"],
                condition=Q(user__isnull=False),
                name="one_invitation_a_user",
                violation_error_message=_("Người này đã có trong danh sách mời."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keeps the search column beside the fields it is made of."""
        self.fill_search()
        super().save(**options)

    def fill_search(self) -> None:
        """Rows made in bulk ask for it themselves."""
        self.name_fold = fold(f"{self.name} {self.workplace}")[:300]


class CheckIn(models.Model):
    """One person at one sitting: a second scan finds the row of the first."""

    invitee = models.ForeignKey(Invitee, on_delete=models.CASCADE, related_name="check_ins")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField(_("Có mặt lúc"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sitting_id", "at", "pk"]
        verbose_name = _("điểm danh")
        constraints = [models.UniqueConstraint(fields=["invitee", "sitting"], name="once_a_sitting")]


class EventMoney(models.Model):
    """Kinh phí in đồng by source; it goes into the activity when the event closes."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="money")
    source = models.CharField(_("Nguồn"), max_length=14, choices=ActivityMoney.Source)
    amount = models.PositiveBigIntegerField(_("Số tiền (đồng)"))

    class Meta:
        ordering = ["event_id", "source"]
        constraints = [models.UniqueConstraint(fields=["event", "source"], name="one_amount_an_event_source")]


class InvitationMail(models.Model):
    """One letter to one invited person about one occasion, claimed before it is sent: never twice."""

    class Occasion(models.TextChoices):
        INVITED = "invited", _("Giấy mời")
        CHANGED = "changed", _("Đổi giờ, địa điểm")
        CANCELLED = "cancelled", _("Hủy")

    invitee = models.ForeignKey(Invitee, on_delete=models.CASCADE, related_name="mails")
    occasion = models.CharField(max_length=9, choices=Occasion)
    # Of one occasion only "changed" may come again: each change has a number.
    turn = models.PositiveSmallIntegerField(default=1)
    address = models.EmailField(_("Địa chỉ"))
    status = models.CharField(_("Tình trạng"), max_length=8, choices=Outcome, default=Outcome.QUEUED)
    reason = models.CharField(_("Lý do"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("Gửi lúc"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("thư mời")
        constraints = [
            models.UniqueConstraint(fields=["invitee", "occasion", "turn"], name="one_mail_an_occasion")
        ]
        indexes = [models.Index(fields=["status", "due_at"])]
