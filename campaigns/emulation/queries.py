"""Reads of movements, criteria and registrations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.emulation.models import (
    Cluster,
    CriteriaSet,
    EmulationEvidence,
    EmulationRegistration,
    EmulationScore,
    Movement,
    Rating,
    ScoreSheet,
)
from campaigns.records import ReportRecord
from core.vietnamese import parse_id
from units.models import Unit
from units.scope import below

Level = ScoreSheet.Level
STATES = (
    ("0", _("Chưa tự chấm")),
    ("1", _("Đã tự chấm")),
    ("2", _("Cụm, khối đã chấm")),
    ("3", _("Cấp trên đã chấm")),
)
SORTS = (("", _("Theo cấp trên trực tiếp")), ("diem", _("Điểm cao trước")), ("ten", _("Theo tên đơn vị")))
_ORDERS = {"diem": ["-upper_points", "-peer_points", "-self_points", "pk"], "ten": ["unit__sort_key", "pk"]}


def movement_rows(user: Any, *, text: str = "", status: str = "", year: int = 0) -> QuerySet[Movement]:
    """Visible movements, newest first, with `registered`: registrations the person may see."""
    found = Movement.objects.visible_to(user).search(text).select_related("owner", "campaign")
    if status in Movement.Status.values:
        found = found.filter(status=status)
    if year:
        found = found.filter(year=year)
    mine = EmulationRegistration.objects.visible_to(user).filter(movement=OuterRef("pk")).order_by()
    count = mine.values("movement").annotate(n=Count("pk")).values("n")
    return found.annotate(registered=Coalesce(Subquery(count), 0)).order_by("-year", "-pk")


def movement_years(user: Any) -> list[int]:
    """Years that have a movement the person may see, newest first."""
    years = Movement.objects.visible_to(user).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


@dataclass(frozen=True)
class Progress:
    """How far a movement has come, of what the person may see."""

    units: int
    registered: int
    people: int
    women: int
    self_scored: int
    peer_scored: int
    upper_scored: int


def progress_of(user: Any, movement: Movement) -> Progress:
    """Three queries, whatever the number of units."""
    rows = EmulationRegistration.objects.visible_to(user).filter(movement=movement)
    sums = rows.aggregate(n=Count("pk"), people=Sum("people"), women=Sum("women"))
    sent = ScoreSheet.objects.filter(
        registration__in=rows.order_by().values("pk"), status=ScoreSheet.Status.SENT
    )
    levels = dict(sent.order_by().values_list("level").annotate(n=Count("pk")))
    units = (
        Unit.objects.filter(below(user)).active().below(movement.owner).exclude(pk=movement.owner_id).count()
    )
    return Progress(
        units, sums["n"], sums["people"] or 0, sums["women"] or 0, levels.get(Level.SELF, 0), levels.get(Level.PEER, 0),
        levels.get(Level.UPPER, 0),
    )  # fmt: skip


def progress_whole(movement: Movement) -> Progress:
    """How far the whole movement has come, for its papers."""
    sums = movement.registrations.aggregate(n=Count("pk"), people=Sum("people"), women=Sum("women"))
    sent = ScoreSheet.objects.filter(registration__movement=movement, status=ScoreSheet.Status.SENT)
    levels = dict(sent.order_by().values_list("level").annotate(n=Count("pk")))
    units = Unit.objects.active().below(movement.owner).exclude(pk=movement.owner_id).count()
    return Progress(
        units, sums["n"], sums["people"] or 0, sums["women"] or 0, levels.get(Level.SELF, 0), levels.get(Level.PEER, 0),
        levels.get(Level.UPPER, 0),
    )  # fmt: skip


@dataclass(frozen=True)
class ClassCount:
    order: int  # 0: no class
    name: str
    units: int
    members: int


def class_counts(movement: Movement) -> list[ClassCount]:
    """Units and members of every class, best first, those without a class last. Two queries."""
    rows = Rating.objects.filter(registration__movement=movement).order_by().values_list("grade")
    found = {
        pk: (units, members or 0)
        for pk, units, members in rows.annotate(units=Count("pk"), members=Sum("registration__members"))
    }
    grades = movement.criteria.grades.all() if movement.criteria else ()
    counts = [ClassCount(grade.order, grade.name, *found.get(grade.pk, (0, 0))) for grade in grades]
    if None in found:
        counts.append(ClassCount(0, "Không xếp hạng", *found[None]))
    return counts


def rating_rows(
    user: Any, movement: Movement, *, text: str = "", cluster: int = 0, order: str = ""
) -> QuerySet[Rating]:
    """Classes of the units the person may see, best first. `order`: of the class, "0" for none."""
    seen = EmulationRegistration.objects.visible_to(user).filter(movement=movement).search(text)
    found = Rating.objects.filter(registration__in=seen.order_by().values("pk")).select_related(
        "registration__unit", "registration__cluster", "grade", "earned"
    )
    if cluster:
        found = found.filter(registration__cluster=cluster)
    if order == "0":
        found = found.filter(grade__isnull=True)
    elif order.isdecimal():
        found = found.filter(grade__order=parse_id(order))
    return found.order_by(F("grade__order").asc(nulls_last=True), "-points", "registration__unit__path", "pk")


def _points_of(level: int) -> Any:
    """The whole of a level's sent sheet, without the caps of groups."""
    sums = EmulationScore.objects.filter(
        sheet__registration=OuterRef("pk"), sheet__level=level, sheet__status=ScoreSheet.Status.SENT
    )
    return Subquery(
        sums.order_by().values("sheet__registration").annotate(points=Sum("points")).values("points")
    )


def registration_rows(
    user: Any, movement: Movement, *, text: str = "", cluster: int = 0, state: str = "", sort: str = ""
) -> QuerySet[Any]:
    """Registrations the person may see with `self_points`, `peer_points`, `upper_points` side by side and `scored`."""
    sent = ScoreSheet.objects.filter(registration=OuterRef("pk"), status=ScoreSheet.Status.SENT).order_by()
    highest = sent.values("registration").annotate(top=Max("level")).values("top")
    found = (
        EmulationRegistration.objects.visible_to(user)
        .filter(movement=movement)
        .search(text)
        .select_related("unit", "cluster", "rating__grade")
        .annotate(
            scored=Coalesce(Subquery(highest, output_field=IntegerField()), 0), self_points=_points_of(Level.SELF),
            peer_points=_points_of(Level.PEER), upper_points=_points_of(Level.UPPER),
        )
    )  # fmt: skip
    if cluster:
        found = found.filter(cluster=cluster)
    if state in dict(STATES):
        found = found.filter(scored=int(state))
    return found.order_by(*_ORDERS.get(sort, ["unit__path", "pk"]))


def cluster_rows(movement: Movement) -> QuerySet[Any]:
    """Clusters with `units`, how many they hold, and `scored`, how many their head has scored."""
    done = Q(registrations__sheets__level=Level.PEER, registrations__sheets__status=ScoreSheet.Status.SENT)
    return (
        Cluster.objects.filter(movement=movement)
        .select_related("head", "deputy")
        .annotate(
            units=Count("registrations", distinct=True),
            scored=Count("registrations", filter=done, distinct=True),
        )
        .order_by("name", "pk")
    )


@dataclass(frozen=True)
class Line:
    """One criterion of a scoring page, with the points of every level and the evidence."""

    criterion: Any
    points: dict[int, Any]
    notes: dict[int, str]
    evidence: list[EmulationEvidence]

    @property
    def side_by_side(self) -> list[Any]:
        """Points of every level in order, None where a level has not scored."""
        return [self.points.get(level) for level in Level.values]


@dataclass(frozen=True)
class Block:
    group: Any
    lines: list[Line]
    sums: dict[int, Any]  # capped, by level

    @property
    def side_by_side(self) -> list[Any]:
        return [self.sums.get(level) for level in Level.values]


def score_blocks(registration: EmulationRegistration) -> list[Block]:
    """All groups with their criteria and the points of all levels side by side. Four queries."""
    points: dict[int, dict[int, Any]] = {}
    notes: dict[int, dict[int, str]] = {}
    for score in EmulationScore.objects.filter(sheet__registration=registration).select_related("sheet"):
        points.setdefault(score.criterion_id, {})[score.sheet.level] = score.points
        notes.setdefault(score.criterion_id, {})[score.sheet.level] = score.note
    shown: dict[int, list[EmulationEvidence]] = {}
    for piece in registration.evidence.select_related("activity"):
        shown.setdefault(piece.criterion_id, []).append(piece)
    blocks = []
    criteria = registration.movement.criteria
    for group in criteria.groups.prefetch_related("criteria__fallback") if criteria else ():
        lines = [
            Line(c, points.get(c.pk, {}), notes.get(c.pk, {}), shown.get(c.pk, []))
            for c in group.criteria.all()
        ]
        sums = {
            level: min(sum(line.points[level] for line in lines if level in line.points), group.max_points)
            for level in Level.values
            if any(level in line.points for line in lines)
        }
        blocks.append(Block(group, lines, sums))
    return blocks


def criteria_rows(user: Any, *, text: str = "", status: str = "") -> QuerySet[CriteriaSet]:
    """Visible sets of criteria, newest year first."""
    found = CriteriaSet.objects.visible_to(user).search(text).select_related("owner")
    if status in CriteriaSet.Status.values:
        found = found.filter(status=status)
    return found.order_by("-year", "name_fold", "-version", "pk")


def records_of(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    """Movements the unit launched and registrations it made in these days. Two queries."""
    launched = Movement.objects.filter(owner=unit, launched_on__range=(first_day, last_day)).order_by(
        "launched_on", "pk"
    )
    made = (
        EmulationRegistration.objects.filter(unit=unit, registered_on__range=(first_day, last_day))
        .select_related("movement")
        .order_by("registered_on", "pk")
    )
    return [
        ReportRecord(
            "movement", movement.pk, movement.name, movement.launched_on or first_day,
            reverse("campaigns:movement_detail", args=[movement.pk]), {"phong_trao": 1},
        )
        for movement in launched
    ] + [
        # The unit itself counts as one beside its people (TD02: tập thể, cá nhân).
        ReportRecord(
            "registration", one.pk, f"Đăng ký thi đua: {one.movement.name}", one.registered_on,
            reverse("campaigns:emulation_registration", args=[one.pk]),
            {"dang_ky": 1 + one.people, "dang_ky:n.nu": one.women},
        )
        for one in made
    ]  # fmt: skip
