"""Changes to templates of plans: kept from a plan, renamed, put out of use, removed; plans made from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.workflow import IllegalStep, StepRefused
from plans import fixed_words
from plans.models import Plan
from plans.outline import PlanContent
from plans.queries import content_of
from plans.services.drafting import create_plan
from plans.template_models import PlanTemplate
from units import audit
from units.models import Role, Unit
from units.scope import holds_any, sees_all

KEEPERS = (Role.DRAFTER, Role.ADMIN)


def may_keep(user: Any, owner: Unit | None) -> bool:
    """Whether the person changes templates of the unit; those of the system follow their files."""
    return owner is not None and (sees_all(user) or holds_any(user, *KEEPERS, at=owner))


def _require_keeper(by: Any, owner: Unit | None) -> None:
    if not may_keep(by, owner):
        raise StepRefused(_("Chỉ cán bộ tham mưu, quản trị của đơn vị có mẫu được sửa mẫu này."))


@transaction.atomic
def create_plan_from_template(
    template: PlanTemplate,
    *,
    issuer: Unit,
    abstract: str,
    by: Any,
    kind: str,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    words: Mapping[str, str] | None = None,
) -> Plan:
    """A draft with the skeleton's text, its fixed words those of the issuer or said by hand in `words`.

    Raises IllegalStep (not offered to the unit), and what create_plan raises.
    """
    if not PlanTemplate.objects.offered_to(issuer).filter(pk=template.pk).exists():
        raise IllegalStep(_("Mẫu này không còn dùng cho đơn vị."))
    content = filled(template, issuer, words or {}, starts_on=starts_on)
    return create_plan(
        issuer=issuer,
        abstract=abstract,
        by=by,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        content=replace(content, abstract=abstract.strip()),
    )


def filled(
    template: PlanTemplate, issuer: Unit, words: Mapping[str, str], *, starts_on: dt.date | None = None
) -> PlanContent:
    """The skeleton's text as the unit's plan would begin."""
    year = (starts_on or timezone.localdate()).year
    chosen = fixed_words.chosen_words(issuer, year=year, said=words)
    return fixed_words.fill(PlanContent.from_json(template.content), chosen)


@transaction.atomic
def save_as_template(
    plan: Plan, *, name: str, description: str, by: Any, instead_of: PlanTemplate | None = None
) -> PlanTemplate:
    """Keep the plan's text as a template of its issuer, or in place of the text of one of its templates.

    Raises StepRefused, ValidationError (no name, a name twice).
    """
    _require_keeper(by, plan.issuer)
    row = PlanTemplate(owner=plan.issuer)
    if instead_of is not None:
        row = PlanTemplate.objects.select_for_update(of=("self",)).get(pk=instead_of.pk, owner=plan.issuer)
        row.version += 1
    row.kind, row.name, row.description = plan.kind, name, description
    row.content = fixed_words.unfill(content_of(plan), plan.issuer).to_json()
    after = {"plan": plan.pk, "name": name, "version": row.version}
    return _keep(row, by, "template.save", after)


@transaction.atomic
def change_template(template: PlanTemplate, *, by: Any, **fields: Any) -> PlanTemplate:
    """Change name, description, kind, or whether it is offered. Raises StepRefused, ValidationError."""
    _require_keeper(by, template.owner)
    row = PlanTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    for field, value in fields.items():
        setattr(row, field, value)
    return _keep(row, by, "template.change", {field: str(value) for field, value in fields.items()})


def _keep(row: PlanTemplate, by: Any, action: str, after: dict[str, Any]) -> PlanTemplate:
    row.updated_by = by
    row.full_clean(exclude=["updated_by"])
    row.save()
    audit.record(action, row, by=by, unit=row.owner, after=after)
    return row


@transaction.atomic
def delete_template(template: PlanTemplate, *, by: Any) -> None:
    """Remove a template; plans made from it keep their text. Raises StepRefused."""
    _require_keeper(by, template.owner)
    row = PlanTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    audit.record("template.delete", row, by=by, unit=row.owner, before={"name": row.name})
    row.delete()


@transaction.atomic
def keep_system_template(
    *, code: str, kind: str, name: str, description: str, content: PlanContent
) -> PlanTemplate:
    """Bring the system's template of that code to what its file says; nothing is written when it says so already."""
    row = PlanTemplate.objects.select_for_update(of=("self",)).filter(code=code).first()
    wanted = {"kind": kind, "name": name, "description": description, "content": content.to_json()}
    if row and all(getattr(row, field) == value for field, value in wanted.items()):
        return row
    row = row or PlanTemplate(code=code, version=0)
    for field, value in wanted.items():
        setattr(row, field, value)
    row.version += 1
    row.full_clean(exclude=["owner", "updated_by"])
    row.save()
    return row
