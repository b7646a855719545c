"""Writing down the classes that `grading` gives, and taking them back."""

from __future__ import annotations

from django.db import transaction

from campaigns.emulation.grading import Graded, Standing, grade
from campaigns.emulation.models import Movement, Rating, Vote
from campaigns.emulation.standing import rules_of, standings_of
from campaigns.services.errors import CampaignError


def store_ratings(movement: Movement) -> int:
    """Class every unit with a sent sheet anew; inside the caller's transaction. Returns how many."""
    criteria = movement.criteria
    if criteria is None:
        raise CampaignError("Phong trào chưa có bộ tiêu chí. Hãy chọn bộ tiêu chí rồi xếp hạng.")
    rules = rules_of(criteria, movement.year)
    standings = standings_of(movement, rules)
    grades = {rule.order: rule.pk for rule in rules.grades}
    with transaction.atomic():
        Rating.objects.filter(registration__movement=movement).delete()
        Rating.objects.bulk_create(
            (_row(one, standing, grades) for one, standing in zip(grade(rules, standings), standings, strict=True)),
            batch_size=1000,
        )  # fmt: skip
    return len(standings)


def forget_ratings(movement: Movement) -> None:
    """Take the classes back before scoring goes on. Raises CampaignError once the council has begun to vote."""
    if Vote.objects.filter(council__movement=movement, status=Vote.Status.OPEN).exists():
        raise CampaignError("Hội đồng đang bỏ phiếu nên chưa chấm lại được. Hãy kiểm phiếu trước.")
    Rating.objects.filter(registration__movement=movement).delete()


def _row(one: Graded, standing: Standing, grades: dict[int, int]) -> Rating:
    return Rating(
        registration_id=one.pk, level=standing.level, points=one.points, place=one.place,
        earned_id=grades.get(one.earned), grade_id=grades.get(one.order), reasons=list(one.reasons),
    )  # fmt: skip
