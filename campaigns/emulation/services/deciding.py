"""What a decided movement leaves: who is proposed for an award, the class of the year, lines in the register of awards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from campaigns.awards.models import LEVEL_OF_TIER, AwardTitle
from campaigns.awards.queries import prior_awards
from campaigns.awards.services import NewAward, record_awards
from campaigns.emulation.models import Movement, Rating, Vote, YearGrade
from campaigns.emulation.workflow import runs_emulation_at
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.workflow import StepRefused
from units import audit
from units.models import Unit


def check_vote_over(movement: Movement) -> None:
    """Raises CampaignError while a council is set up and has not counted its slips."""
    council = getattr(movement, "council", None)
    if council is None or not council.members.exists():
        return
    votes = Vote.objects.filter(council=council)
    if votes.filter(status=Vote.Status.OPEN).exists():
        raise CampaignError("Hội đồng đang bỏ phiếu. Hãy kiểm phiếu rồi công nhận kết quả.")
    classed = movement.moves.filter(step="convene").order_by("-at").values_list("at", flat=True).first()
    # A vote about classes that were taken back says nothing about the new ones.
    if not votes.filter(opened_at__gte=classed or movement.created_at).exists():
        raise CampaignError("Hội đồng chưa bỏ phiếu. Hãy mở bỏ phiếu ở trang Hội đồng rồi công nhận kết quả.")


def record_results(movement: Movement, *, by: Any) -> None:
    """Propose the awards and write the classes of the year; inside the caller's transaction. Raises CampaignError."""
    rated = Rating.objects.filter(registration__movement=movement, grade__isnull=False)
    if not rated.exists():
        raise CampaignError("Chưa có đơn vị nào được xếp hạng nên chưa công nhận được.")
    _propose(movement)
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


def record_in_register(
    movement: Movement, *, decision_number: str, decided_on: dt.date, by: Any = None
) -> int:
    """Write the proposed awards into the owner's register by the decision; all or none.

    Raises CampaignError, StepRefused.
    """
    reason = runs_emulation_at(by, movement.owner) if by is not None else ""
    if reason:
        raise StepRefused(reason)
    with transaction.atomic():
        row = (
            Movement.objects.select_for_update(of=("self",)).select_related("owner__kind").get(pk=movement.pk)
        )
        if row.status not in (Movement.Status.DECIDED, Movement.Status.CLOSED):
            raise CampaignError("Chỉ ghi sổ khen thưởng sau khi kết quả được công nhận.")
        rated = list(
            proposed(row).select_related("registration__unit", "grade").order_by("registration__unit__path")
        )
        if not rated:
            raise CampaignError("Không có đơn vị nào được đề nghị khen thưởng, hoặc đã ghi sổ cả.")
        titles = AwardTitle.objects.in_bulk([rating.grade.award for rating in rated if rating.grade])
        news = [
            NewAward(
                unit=rating.registration.unit, title=titles[rating.grade.award], year=row.year, issuer=row.owner,
                decision_number=decision_number, decided_on=decided_on, campaign=row.campaign, origin=row.name[:200],
                reason=f"{rating.grade.name}, {row.name}"[:500],
            )
            for rating in rated
            if rating.grade and rating.grade.award in titles
        ]  # fmt: skip
        made = record_awards(news, keeper=row.owner, by=by)
        Rating.objects.filter(pk__in=[rating.pk for rating in rated]).update(proposed=False, awarded=True)
        audit.record(
            "movement.awards", row, by=by, unit=row.owner, after={"awards": len(made), "by": decision_number}
        )
    return len(made)


def note_year_grades(owner: Unit, year: int, lines: list[tuple[str, int, str]], *, by: Any = None) -> int:
    """Classes of a year before the portal: (code of the unit, order, name). All or none.

    Raises CampaignError, StepRefused.
    """
    reason = runs_emulation_at(by, owner) if by is not None else ""
    if reason:
        raise StepRefused(reason)
    if not lines:
        raise CampaignError("Chưa có dòng nào. Mỗi dòng ghi: mã đơn vị; bậc; tên hạng.", "lines")
    units = {
        unit.code: unit
        for unit in Unit.objects.below(owner).filter(code__in=[code for code, _o, _n in lines])
    }
    unknown = [code for code, _order, _name in lines if code not in units]
    if unknown:
        shown = ", ".join(unknown[:5])
        raise CampaignError(
            f"Không có đơn vị mang mã {shown} trực thuộc “{owner.name}”. Hãy sửa các mã này.", "lines"
        )
    decided = YearGrade.objects.filter(
        owner=owner, year=year, movement__isnull=False, unit__in=units.values()
    )
    if decided.exists():
        raise CampaignError("Năm này đã có kết quả từ phong trào trên cổng nên không nhập tay được.", "year")
    with transaction.atomic():
        YearGrade.objects.bulk_create(
            [
                YearGrade(
                    unit=units[code], owner=owner, year=year, order=order,
                    name=texts.line(name, field="lines", label="Tên hạng", longest=120),
                )
                for code, order, name in {line[0]: line for line in lines}.values()
            ],
            update_conflicts=True, unique_fields=["unit", "owner", "year"], update_fields=["order", "name"],
        )  # fmt: skip
        audit.record(
            "emulation.year_grades", owner, by=by, unit=owner, after={"year": year, "units": len(lines)}
        )
    return len(lines)


def proposed(movement: Movement) -> Any:
    return Rating.objects.filter(registration__movement=movement, proposed=True)


def _propose(movement: Movement) -> None:
    """Everybody in a class with an award, but nobody who already holds one of this year and level. Two queries and one."""
    rows = list(
        Rating.objects.filter(registration__movement=movement, grade__isnull=False)
        .exclude(grade__award="")
        .select_related("grade", "registration")
    )
    level = LEVEL_OF_TIER.get(movement.owner.kind.tier, "")
    titles = AwardTitle.objects.in_bulk({row.grade.award for row in rows if row.grade})
    units = Unit.objects.filter(pk__in=movement.registrations.order_by().values("unit"))
    held = prior_awards(units, [movement.year], str(level))
    for row in rows:
        title = titles.get(row.grade.award) if row.grade else None
        double = title is not None and any(
            award.excludes and award.excludes == title.excludes
            for award in held.get(row.registration.unit_id, ())
        )
        row.proposed = title is not None and not double
        if double:
            row.reasons = [
                *row.reasons,
                f"Không đề nghị khen thưởng: năm {movement.year} đã được khen cùng cấp",
            ]
    Rating.objects.bulk_update(rows, ["proposed", "reasons"], batch_size=500)
