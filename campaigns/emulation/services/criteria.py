"""Writing a set of criteria, putting it in force, making the next version or another unit's from it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model, ProtectedError, Sum

from campaigns.emulation.grading import FEWER_BONUS, GROUP, MEMBERS, TOTAL
from campaigns.emulation.models import (
    CriteriaGroup,
    CriteriaSet,
    EmulationCriterion,
    EmulationGrade,
    GradingCondition,
)
from campaigns.emulation.services.parts import as_parts, fill
from campaigns.emulation.starting import starting_set
from campaigns.emulation.workflow import CRITERIA_WORKFLOW, changes_criteria, runs_emulation_at
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.workflow import StepRefused
from units import audit
from units.models import Unit

MOST_PARTS = 200
CRITERION = "tieu-chi"
MODELS: dict[str, type[Model]] = {
    "nhom": CriteriaGroup, CRITERION: EmulationCriterion, "hang": EmulationGrade, "dieu-kien": GradingCondition,
}  # fmt: skip


def create_criteria(
    *, owner: Unit, name: str, year: int, basis: str = "", start: bool = True, by: Any = None
) -> CriteriaSet:
    """A set in draft; `start` fills it with the delivered 100-point shape. Raises CampaignError, StepRefused."""
    _allow(runs_emulation_at(by, owner) if by is not None else "")
    made = CriteriaSet(owner=owner, created_by=by, tie_breaks=[TOTAL, GROUP + "1", MEMBERS])
    _head(made, name, year, basis)
    with transaction.atomic():
        made.version = _next_version(owner, made.name, year)
        made.save(force_insert=True)
        if start:
            fill(made, starting_set())
        audit.record("criteria.create", made, by=by, unit=owner, after={"name": made.name, "year": year})
    return made


def change_criteria(
    criteria: CriteriaSet, *, name: str, year: int, basis: str, tie_breaks: list[str], by: Any = None
) -> CriteriaSet:
    """Name, year, basis and the order of breaking ties, while it is a draft. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = in_draft(criteria, by=by)
        before = {"name": row.name, "year": row.year, "tie_breaks": row.tie_breaks}
        moved = (row.name, row.year) != (" ".join(name.split()), year)
        _head(row, name, year, basis)
        if moved:
            row.version = _next_version(row.owner, row.name, year)
        row.tie_breaks = _tie_breaks(row, tie_breaks)
        row.save(update_fields=["name", "year", "version", "basis", "tie_breaks"])
        after = {"name": row.name, "year": row.year, "tie_breaks": row.tie_breaks}
        audit.record("criteria.change", row, by=by, unit=row.owner, before=before, after=after)
    return row


def copy_criteria(criteria: CriteriaSet, *, owner: Unit, year: int, by: Any = None) -> CriteriaSet:
    """A new draft like this one for a year and a place: the next version when both are the same. Raises StepRefused."""
    _allow(runs_emulation_at(by, owner) if by is not None else "")
    made = CriteriaSet(owner=owner, created_by=by, made_from=criteria, tie_breaks=criteria.tie_breaks)
    _head(made, criteria.name, year, criteria.basis)
    with transaction.atomic():
        made.version = _next_version(owner, made.name, year)
        made.save(force_insert=True)
        fill(made, as_parts(criteria))
        audit.record("criteria.copy", made, by=by, unit=owner, after={"from": criteria.pk, "year": year})
    return made


def save_part(criteria: CriteriaSet, kind: str, part: Any, *, by: Any = None, **values: Any) -> Any:
    """Write a group, criterion, class or condition (a new one for None) of a draft. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = in_draft(criteria, by=by)
        saved = part or MODELS[kind](**({} if kind == CRITERION else {"criteria_set": row}))
        for name, value in values.items():
            setattr(saved, name, value)
        if part is None and _count(row) >= MOST_PARTS:
            raise CampaignError(f"Mỗi bộ tiêu chí có tối đa {MOST_PARTS} nhóm, tiêu chí, hạng, điều kiện.")
        try:
            saved.full_clean()
        except ValidationError as refused:
            raise _said(refused) from refused
        saved.save()
        audit.record(
            "criteria.part", row, by=by, unit=row.owner,
            after={"kind": kind, "pk": saved.pk, **{name: str(value) for name, value in values.items()}},
        )  # fmt: skip
    return saved


def remove_part(criteria: CriteriaSet, part: Any, *, by: Any = None) -> None:
    """Take a part out of a draft. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = in_draft(criteria, by=by)
        audit.record("criteria.part.remove", row, by=by, unit=row.owner, before={"part": str(part)})
        try:
            part.delete()
        except ProtectedError as error:
            raise CampaignError("Phần này đang được dùng để chấm điểm nên không xóa được.") from error


def take_criteria_step(criteria: CriteriaSet, step: str, *, by: Any) -> CriteriaSet:
    """Move the set along CRITERIA_WORKFLOW. Raises IllegalStep, StepRefused, CampaignError when something is missing."""
    with transaction.atomic():
        row = _locked(criteria)
        transition = CRITERIA_WORKFLOW.check(step, by, row)
        if step == "issue":
            _check_complete(row)
            same = CriteriaSet.objects.filter(owner=row.owner, name=row.name, year=row.year)
            same.filter(status=CriteriaSet.Status.IN_FORCE).update(status=CriteriaSet.Status.REPLACED)
        before, row.status = row.status, transition.target
        row.save(update_fields=["status"])
        audit.record(
            f"criteria.{step}", row, by=by, unit=row.owner,
            before={"status": before}, after={"status": row.status},
        )  # fmt: skip
    return row


def in_draft(criteria: CriteriaSet, *, by: Any) -> CriteriaSet:
    """The locked set when the person may change it and it is not in force. Raises CampaignError, StepRefused."""
    row = _locked(criteria)
    _allow(changes_criteria(by, row) if by is not None else "")
    if row.status != CriteriaSet.Status.DRAFT:
        raise CampaignError("Bộ tiêu chí đã áp dụng nên không sửa được. Hãy lập bản mới từ bộ này rồi sửa.")
    return row


def _locked(criteria: CriteriaSet) -> CriteriaSet:
    return CriteriaSet.objects.select_for_update(of=("self",)).select_related("owner").get(pk=criteria.pk)


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)


def _head(row: CriteriaSet, name: str, year: int, basis: str) -> None:
    row.name = texts.line(name, field="name", label="Tên bộ tiêu chí", longest=200)
    row.basis = texts.line(basis, field="basis", label="Căn cứ", longest=500, required=False)
    if not 2000 <= year <= 2100:
        raise CampaignError("Năm phải từ 2000 đến 2100.", "year")
    row.year = year


def _next_version(owner: Unit, name: str, year: int) -> int:
    same = CriteriaSet.objects.filter(owner=owner, name=name, year=year)
    return (same.aggregate(last=Max("version"))["last"] or 0) + 1


def _tie_breaks(row: CriteriaSet, wanted: list[str]) -> list[str]:
    known = {TOTAL, MEMBERS, FEWER_BONUS} | {f"{GROUP}{g.number}" for g in row.groups.all()}
    kept = [name for name in dict.fromkeys(wanted) if name in known]
    return kept or [TOTAL]


def _count(row: CriteriaSet) -> int:
    criteria = EmulationCriterion.objects.filter(group__criteria_set=row).count()
    return row.groups.count() + row.grades.count() + row.conditions.count() + criteria


def _said(refused: ValidationError) -> CampaignError:
    for name, errors in refused.message_dict.items():
        return CampaignError(" ".join(errors), "" if name == "__all__" else name)
    return CampaignError("Chưa lưu được.")


def _check_complete(row: CriteriaSet) -> None:
    """Raises CampaignError that names everything missing at once."""
    groups = list(row.groups.annotate(points=Sum("criteria__max_points")))
    faults = [] if groups else ["chưa có nhóm tiêu chí nào"]
    for group in groups:
        if group.points is None:
            faults.append(f"nhóm “{group.name}” chưa có tiêu chí nào")
        elif group.points < group.max_points:
            faults.append(
                f"nhóm “{group.name}” tối đa {write.number(group.max_points)} điểm nhưng các tiêu chí cộng lại chỉ "
                f"{write.number(group.points)} điểm"
            )
    faults += _faults_of_grades(list(row.grades.all()))
    if faults:
        raise CampaignError(f"Chưa áp dụng được: {'; '.join(faults)}.")


def _faults_of_grades(grades: list[EmulationGrade]) -> list[str]:
    if len(grades) < 2:
        return ["cần ít nhất hai hạng"]
    faults = [
        f"hạng “{upper.name}” phải từ số điểm cao hơn hạng “{lower.name}”"
        for upper, lower in pairwise(grades)
        if upper.least_points <= lower.least_points
    ]
    if grades[-1].least_points:
        faults.append(f"hạng thấp nhất “{grades[-1].name}” phải từ 0 điểm")
    return faults
