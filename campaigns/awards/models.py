"""The register of awards: titles as data, and who got which from whom by which decision."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.vietnamese import fold, nfc, search_words
from documents.models import Document
from units.models import Unit
from units.scope import below, sees_all


class Level(models.TextChoices):
    """Who gives awards, from the top down."""

    STATE = "state", _("Nhà nước, Chính phủ")
    AUTHORITY = "authority", _("Bộ, ngành, tỉnh")
    CONFEDERATION = "confederation", _("Tổng Liên đoàn")
    PROVINCE = "province", _("Liên đoàn Lao động cấp tỉnh, công đoàn ngành trung ương")
    UPPER = "upper", _("Công đoàn cấp trên trực tiếp cơ sở")
    GRASSROOTS = "grassroots", _("Công đoàn cơ sở")
    LOCAL = "local", _("Chính quyền xã, chuyên môn cùng cấp")


# The tier of a kind of unit → the level of the awards it gives.
LEVEL_OF_TIER = {0: Level.CONFEDERATION, 1: Level.PROVINCE, 2: Level.UPPER, 3: Level.GRASSROOTS}


class Receiver(models.TextChoices):
    COLLECTIVE = "collective", _("Tập thể")
    PERSON = "person", _("Cá nhân")


class AwardTitle(models.Model):
    """Danh hiệu thi đua, hình thức khen thưởng as data: a new one needs no release (DOMAIN 4.2)."""

    class Recipients(models.TextChoices):
        COLLECTIVE = "collective", _("Tập thể")
        PERSON = "person", _("Cá nhân")
        BOTH = "both", _("Tập thể và cá nhân")

    class Scope(models.TextChoices):
        OVERALL = "overall", _("Toàn diện")
        THEMATIC = "thematic", _("Chuyên đề")
        SUDDEN = "sudden", _("Đột xuất")

    class Once(models.TextChoices):
        YEAR = "year", _("Một lần một năm ở một cấp")
        LIFE = "life", _("Một lần")

    code = models.SlugField(_("Mã"), max_length=40, primary_key=True)
    name = models.CharField(_("Danh hiệu, hình thức khen thưởng"), max_length=160)
    recipients = models.CharField(_("Tặng cho"), max_length=10, choices=Recipients)
    scope = models.CharField(_("Phạm vi"), max_length=8, choices=Scope, blank=True)
    levels = models.CharField(_("Cấp khen thưởng"), max_length=120)
    indicator = models.CharField(_("Chỉ tiêu thống kê"), max_length=10, blank=True)
    once = models.CharField(_("Giới hạn"), max_length=4, choices=Once, blank=True)
    excludes = models.CharField(
        _("Nhóm loại trừ nhau"), max_length=40, blank=True,
        help_text=_("Danh hiệu cùng nhóm không trao hai lần cho một đối tượng trong giới hạn"),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("danh hiệu, hình thức khen thưởng")

    def __str__(self) -> str:
        return self.name

    @property
    def level_list(self) -> list[str]:
        return self.levels.split()

    def once_key(self, year: int, level: str) -> str:
        """What a recipient may have only once; "" where nothing stands against a second one."""
        if not self.once:
            return ""
        return self.excludes if self.once == self.Once.LIFE else f"{self.excludes}:{year}:{level}"


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, user: Any) -> AwardQuerySet:
        """Awards of own units and of units below, those own units keep in their register, those they gave."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if sees_all(user):
            return self
        return self.filter(below(user, "unit__") | below(user, "keeper__") | below(user, "issuer__"))

    def in_force(self) -> AwardQuerySet:
        """Without those taken back."""
        return self.filter(status=Award.Status.RECORDED)

    def search(self, text: str) -> AwardQuerySet:
        """Awards whose recipient, title, decision or reason holds every word of the text, accents or not."""
        found = self
        for word in search_words(text):
            found = found.filter(search_fold__contains=word)
        return found


class Award(models.Model):
    """A line of the sổ khen thưởng. `unit`: the unit that got it, or the one the person or group belongs to."""

    class Status(models.TextChoices):
        RECORDED = "recorded", _("Đã ghi sổ")
        REVOKED = "revoked", _("Đã hủy")

    keeper = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị ghi sổ")
    )
    receiver = models.CharField(_("Đối tượng"), max_length=10, choices=Receiver)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="awards", verbose_name=_("Đơn vị"))
    name = models.CharField(
        _("Họ tên cá nhân, tên tập thể nhỏ"), max_length=160, blank=True,
        help_text=_("Để trống khi chính đơn vị được khen"),
    )  # fmt: skip
    female = models.BooleanField(_("Nữ"), default=False)
    birth_year = models.PositiveSmallIntegerField(_("Năm sinh"), null=True, blank=True)
    title = models.ForeignKey(
        AwardTitle, on_delete=models.PROTECT, related_name="awards", verbose_name=_("Danh hiệu, hình thức")
    )
    level = models.CharField(_("Cấp khen thưởng"), max_length=14, choices=Level)
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="awards_given",
        verbose_name=_("Công đoàn ký quyết định"),
    )  # fmt: skip
    issuer_name = models.CharField(_("Cơ quan khen thưởng"), max_length=200)
    decision_number = models.CharField(_("Số quyết định"), max_length=60)
    decided_on = models.DateField(_("Ngày quyết định"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Văn bản")
    )
    year = models.PositiveSmallIntegerField(_("Năm thi đua"))
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, null=True, blank=True, related_name="awards",
        verbose_name=_("Chiến dịch"),
    )  # fmt: skip
    contest = models.ForeignKey(
        "campaigns.Contest", on_delete=models.PROTECT, null=True, blank=True, related_name="awards",
        verbose_name=_("Cuộc thi"),
    )  # fmt: skip
    origin = models.CharField(_("Từ phong trào, hội thi"), max_length=200, blank=True)
    reason = models.CharField(_("Thành tích"), max_length=500, blank=True)
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.RECORDED)
    revoked_why = models.CharField(_("Lý do hủy"), max_length=500, blank=True)
    recipient_key = models.CharField(max_length=220, editable=False)
    once_key = models.CharField(max_length=80, editable=False, blank=True)
    search_fold = models.CharField(max_length=1200, editable=False, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("khen thưởng")
        indexes = [
            models.Index(fields=["unit", "decided_on"], name="awards_of_a_unit"),
            models.Index(fields=["-decided_on", "-id"], name="awards_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient_key", "once_key"],
                condition=Q(status="recorded") & ~Q(once_key=""),
                name="no_double_award",
                violation_error_message=_(
                    "Đối tượng đã được khen cùng cấp trong năm này (mỗi năm, mỗi cấp chỉ một lần, toàn diện hoặc chuyên đề)."
                ),
            ),
            models.UniqueConstraint(
                fields=["recipient_key", "title", "decision_number", "decided_on"],
                condition=Q(status="recorded"),
                name="one_award_a_decision",
                violation_error_message=_("Quyết định này đã ghi danh hiệu đó cho đối tượng rồi."),
            ),
            models.CheckConstraint(
                condition=Q(receiver="collective", female=False, birth_year=None)
                | Q(receiver="person") & ~Q(name=""),
                name="award_receiver_told",
                violation_error_message=_("Cá nhân phải có họ tên; tập thể không có giới tính, năm sinh."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} {self.recipient_key}"

    def keys(self) -> None:
        """Fill the columns that are made of others; services call it before every save."""
        self.recipient_key = recipient_key(self.receiver, self.unit_id, self.name, self.birth_year)
        self.once_key = self.title.once_key(self.year, self.level)
        words = (
            self.name, self.unit.name, self.title.name, self.issuer_name, self.decision_number, self.origin, self.reason,
        )  # fmt: skip
        self.search_fold = fold(" ".join(words))[:1200]

    @property
    def recipient(self) -> str:
        """Who got it, in words."""
        return self.name or self.unit.name

    def clean(self) -> None:
        """Raises ValidationError at the field that does not go with the title."""
        if self.level not in self.title.level_list:
            known = "; ".join(str(Level(one).label) for one in self.title.level_list)
            raise ValidationError({"level": f"{self.title.name} do cấp sau tặng: {known}."})
        if self.title.recipients not in (self.receiver, AwardTitle.Recipients.BOTH):
            only = str(self.title.get_recipients_display()).lower()
            raise ValidationError({"receiver": f"{self.title.name} chỉ tặng cho {only}."})


def recipient_key(receiver: str, unit: int, name: str, birth_year: int | None = None) -> str:
    """One text for one recipient: the unit, a group inside it, or a person of it."""
    return f"{receiver[0]}:{unit}:{fold(nfc(name))[:180]}:{birth_year or ''}"
