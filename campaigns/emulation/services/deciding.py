"""What a decided movement leaves: the class of the year of every unit, and the awards proposed."""

from __future__ import annotations

from typing import Any

from campaigns.emulation.models import Movement, Rating, Vote, YearGrade
from campaigns.services.errors import CampaignError


def check_vote_over(movement: Movement) -> None:
    """Raises CampaignError while a council is set up and has not counted its slips."""
    council = getattr(movement, "council", None)
    if council is None or not council.members.exists():
        return
    votes = Vote.objects.filter(council=council)
    if votes.filter(status=Vote.Status.OPEN).exists():
        raise CampaignError("Hội đồng đang bỏ phiếu. Hãy kiểm phiếu rồi công nhận kết quả.")
    if not votes.exists():
        raise CampaignError("Hội đồng chưa bỏ phiếu. Hãy mở bỏ phiếu ở trang Hội đồng rồi công nhận kết quả.")


def record_results(movement: Movement, *, by: Any) -> None:
    """Write every unit's class into the classes of the year; inside the caller's transaction."""
    rated = Rating.objects.filter(registration__movement=movement, grade__isnull=False)
    if not rated.exists():
        raise CampaignError("Chưa có đơn vị nào được xếp hạng nên chưa công nhận được.")
    YearGrade.objects.bulk_create(
        [
            YearGrade(
                unit_id=unit, owner_id=movement.owner_id, year=movement.year, order=order, name=name, movement=movement
            )
            for unit, order, name in rated.values_list("registration__unit", "grade__order", "grade__name")
        ],
        batch_size=1000, update_conflicts=True, unique_fields=["unit", "owner", "year"],
        update_fields=["order", "name", "movement"],
    )  # fmt: skip
