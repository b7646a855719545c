"""Making a plan, saving its text with a version check, taking it through the workflow."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.workflow import IllegalStep, StepRefused
from documents.models import Document, DocumentVersion, RecipientRole
from documents.official import symbol_for
from documents.queries import signers_of
from documents.services import (
    change_heading,
    choose_signer,
    digest_of,
    issue_document,
    save_version,
    set_recipients,
    take_step,
)
from plans.adopting import words_of
from plans.importing import ImportedPlan
from plans.models import Plan, PlanKind
from plans.outline import Block, Outline, PlanContent
from plans.queries import content_of
from plans.records import NOT_REVIEWED
from plans.services.citing import cited_in, keep_citations
from plans.services.keeping import bind_text
from plans.services.remarking import keep_remarks
from plans.services.rows import locked_plan
from units import audit
from units.models import Role, Unit
from units.queries import heading_of
from units.scope import holds

TYPE = "KH"


class PlanIncomplete(ValidationError):
    """What a plan still lacks before it may be submitted; messages in Vietnamese by field."""


def require_drafter(user: Any, unit: Unit) -> None:
    """Raises StepRefused unless the person drafts at the unit; None is the system itself (import, demo)."""
    if user is not None and not holds(user, Role.DRAFTER, at=unit):
        raise StepRefused(_("Chỉ cán bộ tham mưu của %(unit)s được soạn kế hoạch này.") % {"unit": unit})


@transaction.atomic
def create_plan(
    *,
    issuer: Unit,
    abstract: str,
    by: Any,
    kind: str = PlanKind.THEMATIC,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    content: PlanContent | None = None,
    derived_from: Plan | None = None,
) -> Plan:
    """A draft plan of the unit with its first version.

    Raises StepRefused (not a drafter there), ValidationError (dates, abstract), OutlineError (text).
    """
    require_drafter(by, issuer)
    heading = heading_of(issuer, on=timezone.localdate())
    plan = Plan(
        type=TYPE,
        issuer=issuer,
        abstract=abstract.strip(),
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        derived_from=derived_from,
        place_name=issuer.place_name,
        symbol=symbol_for(TYPE, heading.symbol),
        created_by=by,
    )
    plan.full_clean(
        exclude=["current_version", "created_by", "pdf", "issuer", "derived_from", "document_ptr"]
    )
    plan.save()
    text = content or PlanContent(abstract=plan.abstract)
    save_version(plan, content=text.to_json(), base=0, by=by)
    bind_text(plan, text.outline, by=by)
    keep_citations(plan, cited_in(plan, text))
    audit.record("plan.create", plan, by=by, unit=issuer, after={"abstract": plan.abstract})
    return plan


def save_plan(
    plan: Plan, *, content: dict[str, Any], base: int, by: Any, session: str = "", name: str = ""
) -> DocumentVersion:
    """Save the text as a new version and bring the bound records in line with it.

    `base` is the number of the version the writer started from; `session` and `name` as in `save_version`. Raises
    StepRefused, OutlineError, documents.services.StaleVersion (somebody saved in between), NotEditable (no longer a
    draft).
    """
    require_drafter(by, plan.issuer)
    earlier = plan.current_version.content if plan.current_version else {}
    text = PlanContent.from_json(content, stored=earlier)
    if not text.abstract:
        raise PlanIncomplete({"abstract": _("Hãy ghi trích yếu của kế hoạch.")})
    text = _mark_adapted(plan, text, earlier)
    # Before the transaction: on SQLite every other save waits for it.
    ready = text.to_json()
    digest, cited = digest_of(ready), cited_in(plan, text)
    with transaction.atomic():
        version: DocumentVersion = save_version(
            plan, content=ready, base=base, by=by, session=session, name=name, digest=digest
        )
        if plan.abstract != text.abstract:
            _retitle(plan, text.abstract)
        bind_text(plan, text.outline, by=by)
        keep_citations(plan, cited)
    return version


def _retitle(plan: Plan, abstract: str) -> None:
    plan.abstract = abstract
    plan.full_clean(
        exclude=["current_version", "created_by", "pdf", "issuer", "derived_from", "document_ptr"]
    )
    plan.save(update_fields=["abstract", "updated_at"])


def _mark_adapted(plan: Plan, text: PlanContent, earlier: dict[str, Any]) -> PlanContent:
    """A block taken over from above that no longer reads as there is adapted, whatever the draft still calls it.

    One not reviewed yet is adapted once its words change. Those that are as in the `earlier` version were looked at
    when it was saved.
    """
    if plan.derived_from is None:
        return text
    kept = {block["id"]: block for block in earlier.get("blocks", ())}
    touched = [b for b in text.outline if b.adoption == "adopted" and kept.get(b.id) != b.to_json()]
    upper = {b.id: words_of(b) for b in content_of(plan.derived_from).outline.blocks} if touched else {}
    adapted = {b.id for b in touched if upper.get(b.origin, words_of(b)) != words_of(b)}
    open_ = [
        b for b in text.outline if b.adoption == NOT_REVIEWED and kept.get(b.id, b.to_json()) != b.to_json()
    ]
    adapted |= {b.id for b in open_ if words_of(Block.from_json(kept[b.id])) != words_of(b)}
    if not adapted:
        return text
    blocks = (replace(b, adoption="adapted") if b.id in adapted else b for b in text.outline.blocks)
    return replace(text, outline=Outline(tuple(blocks)))


@transaction.atomic
def change_plan(plan: Plan, *, by: Any, **fields: Any) -> Plan:
    """Change kind, dates, urgency, place name of a draft. Raises StepRefused, IllegalStep, ValidationError."""
    require_drafter(by, plan.issuer)
    locked = locked_plan(plan)
    if not locked.is_editable:
        raise IllegalStep(
            _("Kế hoạch đang “%(status)s”, không sửa được.") % {"status": locked.get_status_display()}
        )
    before = {name: str(getattr(locked, name)) for name in fields}
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.full_clean(
        exclude=["current_version", "created_by", "pdf", "issuer", "derived_from", "document_ptr"]
    )
    locked.save(update_fields=[*fields, "updated_at"])
    after = {name: str(value) for name, value in fields.items()}
    audit.record("plan.change", locked, by=by, unit=locked.issuer, before=before, after=after)
    return locked


def take_plan_step(plan: Plan, step: str, *, by: Any, note: str = "", version: int | None = None) -> Document:
    """Submit, withdraw, return, approve or issue the plan; `version` is the one the person looked at.

    Raises PlanIncomplete before a submit, else what documents.services raises.
    """
    if step == "submit":
        require_complete(plan)
    if step == "issue":
        return issue_document(plan, by=by)
    return take_step(plan, step, by=by, note=note, version=version)


def require_complete(plan: Plan) -> None:
    """Raises PlanIncomplete with everything that is still missing, by field."""
    if missing := missing_for_review(plan):
        raise PlanIncomplete(missing)


def missing_for_review(plan: Plan) -> dict[str, str]:
    """What the plan lacks before it may be submitted, in words, by field; empty when nothing."""
    content = content_of(plan)
    missing: dict[str, str] = {}
    if not content.outline.blocks:
        missing["blocks"] = _("Kế hoạch chưa có nội dung. Hãy soạn ít nhất một mục.")
    if not plan.signer_id:
        missing["signer"] = _("Hãy chọn người ký.")
    if not plan.recipients.exists():
        missing["recipients"] = _("Hãy chọn ít nhất một nơi nhận.")
    unmeasured = [t.name for t in plan.targets.filter(value__isnull=True).exclude(comparator="qual")]
    if unmeasured:
        missing["targets"] = _("Chỉ tiêu chưa có giá trị: %(names)s.") % {"names": "; ".join(unmeasured)}
    return missing


@transaction.atomic
def delete_draft(plan: Plan, *, by: Any) -> None:
    """Throw away a draft that never went to review. Raises StepRefused, IllegalStep."""
    require_drafter(by, plan.issuer)
    locked = locked_plan(plan)
    if locked.status != "draft" or locked.moves.exists():
        raise IllegalStep(_("Chỉ xóa được bản dự thảo chưa từng trình duyệt."))
    audit.record("plan.delete", locked, by=by, unit=locked.issuer, before={"abstract": locked.abstract})
    Document.objects.filter(pk=locked.pk).update(current_version=None)
    locked.delete()


@transaction.atomic
def create_plan_from_import(imported: ImportedPlan, *, unit: Unit, by: Any) -> Plan:
    """A draft made from a read file, with its recipients as text and its signer when a leader of the unit has the name.

    Number and date of the file stay behind: the portal gives its own on issue.
    """
    content = imported.content()
    abstract = content.abstract or str(_("Kế hoạch nhập từ tệp"))
    content = replace(content, abstract=abstract[:500])
    plan = create_plan(issuer=unit, abstract=content.abstract, by=by, content=content)
    lines = {r.text.strip(" ;."): r.purpose for r in imported.recipients if r.text.strip(" ;.")}
    rows = [{"text": text[:200], "role": role or RecipientRole.INFORM} for text, role in lines.items()]
    set_recipients(plan, rows, by=by)
    archive_line = imported.heading.get("archive_line")
    if archive_line:
        change_heading(plan, by=by, archive_line=str(archive_line)[:120])
    signer = (
        signers_of(unit).filter(user__full_name=imported.signature.name).first()
        if imported.signature
        else None
    )
    if signer:
        choose_signer(plan, signer, by=by)
    keep_remarks(plan, imported, by=by)
    return plan
