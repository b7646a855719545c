"""Giải thưởng: what is given on which board, and who wins it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.contests.essays.models import EssayTask
from campaigns.contests.models import Contest, ContestRound, Participant
from units.models import Unit


class ContestPrize(models.Model):
    """Giải: so many places of one board, in the order of `number`. No round and no essay task means the whole contest."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Cá nhân")
        UNIT = "unit", _("Tập thể")

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="prize_rows")
    number = models.PositiveSmallIntegerField(_("Thứ tự"))
    name = models.CharField(_("Tên giải"), max_length=120)
    kind = models.CharField(_("Trao cho"), max_length=6, choices=Kind, default=Kind.PERSON)
    places = models.PositiveSmallIntegerField(_("Số giải"), default=1)
    worth = models.PositiveIntegerField(_("Trị giá mỗi giải (đồng)"), null=True, blank=True)
    round = models.ForeignKey(
        ContestRound,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Vòng thi"),
    )
    essay_task = models.ForeignKey(
        EssayTask,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Phần tự luận"),
    )
    unit_kind = models.ForeignKey(
        "units.UnitKind",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Loại đơn vị"),
    )
    cluster = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cụm")
    )

    class Meta:
        ordering = ["contest_id", "number", "pk"]
        verbose_name = _("giải thưởng")
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="contest_prize_has_places"),
            models.CheckConstraint(
                condition=Q(round__isnull=True) | Q(essay_task__isnull=True),
                name="contest_prize_of_one_board",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Winner(models.Model):
    """Người hoặc đơn vị đạt giải, as the leader published it."""

    prize = models.ForeignKey(ContestPrize, on_delete=models.CASCADE, related_name="winners")
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="wins"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField(_("Hạng"))
    score = models.DecimalField(_("Điểm"), max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["prize_id", "rank", "pk"]
        verbose_name = _("đạt giải")
        constraints = [
            models.UniqueConstraint(
                fields=["prize", "participant"],
                condition=Q(participant__isnull=False),
                name="one_win_a_person",
            ),
            models.UniqueConstraint(
                fields=["prize", "unit"], condition=Q(participant__isnull=True), name="one_win_a_unit"
            ),
        ]
