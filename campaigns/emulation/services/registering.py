"""A unit registers and pledges; clusters are made and units put into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.emulation.models import (
    Cluster,
    EmulationRegistration,
    Movement,
    RegisteredPerson,
)
from campaigns.emulation.services.movements import locked
from campaigns.emulation.workflow import registers_for, runs_movement
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused
from units import audit
from units.models import Unit

MOST_PEOPLE = 2_000


@dataclass(frozen=True)
class NewPerson:
    name: str
    post: str = ""
    goal: str = ""
    female: bool = False


def register(
    movement: Movement, unit: Unit, *, goal: str = "", pledge: str = "", signed_by: str = "", people: int = 0,
    women: int = 0, named: Sequence[NewPerson] = (), by: Any = None,
) -> EmulationRegistration:  # fmt: skip
    """Register the unit, or change what it registered until the day. Raises CampaignError, StepRefused."""
    _allow(registers_for(by, unit) if by is not None else "")
    with transaction.atomic():
        row = locked(movement)
        _check_open(row, unit)
        made = EmulationRegistration.objects.filter(movement=row, unit=unit).first()
        fresh = made is None
        saved = made or EmulationRegistration(
            movement=row, unit=unit, members=unit.member_count, registered_on=timezone.localdate()
        )
        saved.goal = texts.line(
            goal, field="goal", label="Đăng ký đạt hạng, danh hiệu", longest=200, required=False
        )
        saved.signed_by = texts.line(
            signed_by, field="signed_by", label="Người ký giao ước", longest=120, required=False
        )
        saved.pledge, saved.registered_by = nfc(pledge).strip() or row.pledge, by
        _count_people(saved, people, women, named)
        saved.save()
        _keep_people(saved, named)
        audit.record(
            "emulation.register" if fresh else "emulation.register.change", saved, by=by, unit=unit,
            after={"movement": row.pk, "goal": saved.goal, "people": saved.people, "women": saved.women,
                   "signed_by": saved.signed_by},
        )  # fmt: skip
    return saved


def withdraw(registration: EmulationRegistration, *, by: Any = None) -> None:
    """Take the registration back while registering is open. Raises CampaignError, StepRefused."""
    _allow(registers_for(by, registration.unit) if by is not None else "")
    with transaction.atomic():
        row = locked(registration.movement)
        if row.status != Movement.Status.LAUNCHED:
            raise CampaignError("Đã mở chấm điểm nên không rút đăng ký được. Hãy báo đơn vị phát động.")
        audit.record(
            "emulation.register.withdraw",
            registration,
            by=by,
            unit=registration.unit,
            before={"movement": row.pk},
        )
        registration.delete()


def save_cluster(
    movement: Movement,
    cluster: Cluster | None,
    *,
    name: str,
    head: Unit | None,
    deputy: Unit | None,
    by: Any = None,
) -> Cluster:
    """A cluster with the units that score it. Raises CampaignError, StepRefused."""
    words = texts.line(name, field="name", label="Tên cụm, khối", longest=200)
    with transaction.atomic():
        row = _to_run(movement, by)
        saved = cluster or Cluster(movement=row)
        saved.name, saved.head, saved.deputy = words, head, deputy
        for field, unit in (("head", head), ("deputy", deputy)):
            if unit is not None and not unit.is_under(row.owner):
                raise CampaignError(f"“{unit.name}” không thuộc đơn vị phát động.", field)
        try:
            saved.full_clean()
        except ValidationError as refused:
            raise CampaignError(" ".join(refused.messages), "name") from refused
        saved.save()
        audit.record(
            "emulation.cluster", row, by=by, unit=row.owner,
            after={"name": words, "head": head and head.code, "deputy": deputy and deputy.code},
        )  # fmt: skip
    return saved


def split_by_upper_unit(movement: Movement, *, by: Any = None) -> int:
    """Put every unit without a cluster into one named after its upper unit; returns how many were placed."""
    with transaction.atomic():
        row = _to_run(movement, by)
        waiting = (
            row.registrations.filter(cluster__isnull=True)
            .select_related("unit__parent")
            .order_by("unit__path")
        )
        clusters = {cluster.name: cluster for cluster in row.clusters.all()}
        placed = []
        for one in waiting:
            name = f"Cụm {(one.unit.parent or row.owner).name}"[:200]
            if name not in clusters:
                clusters[name] = Cluster.objects.create(movement=row, name=name)
            cluster = clusters[name]
            _offer_judges(cluster, one.unit)
            one.cluster = cluster
            placed.append(one)
        Cluster.objects.bulk_update(clusters.values(), ["head", "deputy"])
        EmulationRegistration.objects.bulk_update(placed, ["cluster"], batch_size=500)
        audit.record("emulation.cluster.split", row, by=by, unit=row.owner, after={"placed": len(placed)})
    return len(placed)


def place_in_cluster(registration: EmulationRegistration, cluster: Cluster | None, *, by: Any = None) -> None:
    """Move one unit into a cluster of the movement, or out of any. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = _to_run(registration.movement, by)
        if cluster is not None and cluster.movement_id != row.pk:
            raise CampaignError("Cụm, khối này thuộc phong trào khác.", "cluster")
        registration.cluster = cluster
        registration.save(update_fields=["cluster"])
        audit.record(
            "emulation.cluster.place", registration, by=by, unit=registration.unit,
            after={"cluster": cluster and cluster.name},
        )  # fmt: skip


def _offer_judges(cluster: Cluster, unit: Unit) -> None:
    """The first two units of a new cluster score it, until somebody names others."""
    if cluster.head is None:
        cluster.head = unit
    elif cluster.deputy is None and cluster.head_id != unit.pk:
        cluster.deputy = unit


def _to_run(movement: Movement, by: Any) -> Movement:
    row = locked(movement)
    _allow(runs_movement(by, row) if by is not None else "")
    if row.status not in (Movement.Status.LAUNCHED, Movement.Status.SCORING):
        raise CampaignError("Chỉ chia cụm, khối từ khi phát động đến hết chấm điểm.")
    return row


def _check_open(movement: Movement, unit: Unit) -> None:
    if movement.status != Movement.Status.LAUNCHED:
        raise CampaignError(
            f"Phong trào ở trạng thái “{movement.get_status_display()}” nên không nhận đăng ký nữa."
        )
    if timezone.localdate() > movement.register_until:
        raise CampaignError(f"Hạn đăng ký là {write.date(movement.register_until)}, nay đã qua.")
    if not unit.is_under(movement.owner):
        raise CampaignError(f"“{unit.name}” không thuộc đơn vị phát động phong trào.", "unit")


def _count_people(saved: EmulationRegistration, people: int, women: int, named: Sequence[NewPerson]) -> None:
    """The counts, never less than the people named."""
    saved.people = texts.count(people, field="people", label="Số cá nhân đăng ký", most=1_000_000)
    saved.women = texts.count(women, field="women", label="Trong đó nữ", most=1_000_000)
    if len(named) > MOST_PEOPLE:
        raise CampaignError(f"Mỗi đơn vị ghi tên tối đa {write.number(MOST_PEOPLE)} cá nhân.", "named")
    if saved.people < len(named):
        saved.people = len(named)
    saved.women = max(saved.women, sum(person.female for person in named))
    if saved.women > saved.people:
        raise CampaignError("“Trong đó nữ” không thể lớn hơn số cá nhân đăng ký.", "women")


def _keep_people(saved: EmulationRegistration, named: Sequence[NewPerson]) -> None:
    saved.registered_people.all().delete()
    RegisteredPerson.objects.bulk_create(
        RegisteredPerson(
            registration=saved,
            name=texts.line(person.name, field="named", label="Họ và tên", longest=80),
            post=texts.line(person.post, field="named", label="Chức vụ", longest=120, required=False),
            goal=texts.line(person.goal, field="named", label="Danh hiệu", longest=120, required=False),
            female=person.female,
        )
        for person in named
    )


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)
