"""Starting, changing and moving a movement on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.emulation.models import CriteriaSet, Movement, MovementMove, ScoreSheet
from campaigns.emulation.services.classing import forget_ratings, store_ratings
from campaigns.emulation.services.deciding import check_vote_over, record_results
from campaigns.emulation.workflow import MOVEMENT_WORKFLOW, runs_emulation_at, runs_movement
from campaigns.models import Campaign
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused
from documents.models import Status as DocumentStatus
from units import audit
from units.models import Unit

FIELDS = (
    "name", "slogan", "content", "kind", "year", "campaign", "plan", "criteria", "pledge", "starts_on", "ends_on",
    "register_until", "score_until",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2000, 2100


def create_movement(*, owner: Unit, by: Any = None, **values: Any) -> Movement:
    """A movement of `owner` in preparation. `values`: FIELDS. Raises CampaignError, StepRefused."""
    _allow(runs_emulation_at(by, owner) if by is not None else "")
    movement = Movement(owner=owner, created_by=by)
    _fill(movement, values)
    with transaction.atomic():
        movement.save(force_insert=True)
        audit.record("movement.create", movement, by=by, unit=owner, after=_facts(movement))
    return movement


def change_movement(movement: Movement, *, by: Any, **values: Any) -> Movement:
    """Set the named fields; once it is launched only words and later deadlines. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = locked(movement)
        _allow(runs_movement(by, row))
        _check_changeable(row, values)
        before = _facts(row)
        _fill(row, values)
        row.save(update_fields=[*FIELDS])
        audit.record("movement.change", row, by=by, unit=row.owner, before=before, after=_facts(row))
    return row


def take_step(movement: Movement, step: str, *, by: Any, note: str = "") -> Movement:
    """Move the movement along MOVEMENT_WORKFLOW. Raises IllegalStep, NoteMissing, StepRefused, CampaignError."""
    with transaction.atomic(), audit.together():
        row = locked(movement)
        words = nfc(note).strip()
        transition = MOVEMENT_WORKFLOW.check(step, by, row, note=words)
        if work := _WORK.get(step):
            work(row, by)
        before, row.status = row.status, transition.target
        row.save(update_fields=["status", "launched_on"])
        MovementMove.objects.create(
            movement=row, step=step, from_status=before, to_status=row.status, by=by, note=words
        )
        audit.record(
            f"movement.{step}", row, by=by, unit=row.owner,
            before={"status": before}, after={"status": row.status, "note": words},
        )  # fmt: skip
    return row


def locked(movement: Movement) -> Movement:
    """The row as it is now, kept from others until the transaction ends."""
    rows = Movement.objects.select_for_update(of=("self",)).select_related("owner", "criteria")
    return rows.get(pk=movement.pk)


def _launch(movement: Movement, by: Any) -> None:
    if movement.criteria is None or movement.criteria.status != CriteriaSet.Status.IN_FORCE:
        raise CampaignError(
            "Phong trào chưa có bộ tiêu chí đang áp dụng. Hãy chọn bộ tiêu chí ở “Sửa phong trào” rồi phát động."
        )
    if movement.register_until < timezone.localdate():
        raise CampaignError(
            f"Hạn đăng ký {write.date(movement.register_until)} đã qua. Hãy sửa hạn rồi phát động."
        )
    movement.launched_on = timezone.localdate()


def _open_scoring(movement: Movement, by: Any) -> None:
    if not movement.registrations.exists():
        raise CampaignError("Chưa có đơn vị nào đăng ký nên chưa mở chấm điểm được.")


def _convene(movement: Movement, by: Any) -> None:
    sent = ScoreSheet.objects.filter(registration__movement=movement, status=ScoreSheet.Status.SENT)
    if not sent.exists():
        raise CampaignError("Chưa có phiếu điểm nào được gửi nên chưa xếp hạng được.")
    store_ratings(movement)


def _reopen(movement: Movement, by: Any) -> None:
    forget_ratings(movement)


def _decide(movement: Movement, by: Any) -> None:
    check_vote_over(movement)
    record_results(movement, by=by)


_WORK: dict[str, Callable[[Movement, Any], None]] = {
    "launch": _launch,
    "score": _open_scoring,
    "convene": _convene,
    "reopen": _reopen,
    "decide": _decide,
}


def _check_changeable(row: Movement, values: dict[str, Any]) -> None:
    if row.status == Movement.Status.PREPARING:
        return
    if row.status not in (Movement.Status.LAUNCHED, Movement.Status.SCORING):
        raise CampaignError(f"Phong trào ở trạng thái “{row.get_status_display()}” nên không sửa được nữa.")
    for name in ("criteria", "year", "kind"):
        if name in values and values[name] != getattr(row, name):
            raise CampaignError(
                "Đã phát động nên không đổi được loại, năm và bộ tiêu chí của phong trào.", name
            )


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)


def _fill(movement: Movement, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is no field of a movement that can be changed")
        setattr(movement, name, value)
    movement.name = texts.line(movement.name, field="name", label="Tên phong trào", longest=250)
    movement.slogan = texts.line(
        movement.slogan, field="slogan", label="Khẩu hiệu", longest=300, required=False
    )
    movement.content, movement.pledge = nfc(movement.content).strip(), nfc(movement.pledge).strip()
    if not FIRST_YEAR <= movement.year <= LAST_YEAR:
        raise CampaignError(f"Năm thi đua phải từ {FIRST_YEAR} đến {LAST_YEAR}.", "year")
    if movement.ends_on < movement.starts_on:
        raise CampaignError("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "ends_on")
    if movement.score_until < movement.register_until:
        raise CampaignError("Hạn tự chấm điểm phải từ hạn đăng ký trở đi.", "score_until")
    _check_links(movement)


def _check_links(movement: Movement) -> None:
    owner, campaign, plan, criteria = movement.owner, movement.campaign, movement.plan, movement.criteria
    foreign = campaign is not None and campaign.owner_id != owner.pk
    if foreign and not Campaign.objects.in_force_for(owner).filter(pk=movement.campaign_id or 0).exists():
        raise CampaignError("Đơn vị không tham gia chiến dịch này, hoặc chiến dịch chưa mở.", "campaign")
    if (
        plan is not None
        and plan.issuer_id != owner.pk
        and not (plan.status == DocumentStatus.ISSUED and owner.is_under(plan.issuer))
    ):
        raise CampaignError("Kế hoạch không phải của đơn vị hoặc chưa được cấp trên phát hành.", "plan")
    if criteria is None or movement.status != Movement.Status.PREPARING:
        return
    if not CriteriaSet.objects.in_force_for(owner).filter(pk=criteria.pk).exists():
        raise CampaignError(
            "Bộ tiêu chí chưa được cho áp dụng, hoặc không phải của đơn vị hay cấp trên.", "criteria"
        )


def _facts(movement: Movement) -> dict[str, Any]:
    return {name: str(getattr(movement, name)) for name in FIELDS}
