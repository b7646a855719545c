"""Writing a story, approving it, and taking it away the moment consent is withdrawn."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from campaigns.examples.models import Example, ExampleMove
from campaigns.examples.workflow import EDITABLE, EXAMPLE_WORKFLOW, takes_down, writes_for
from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused
from documents.evidence import NewEvidence
from units import audit
from units.models import Unit

FIELDS = (
    "kind", "subject", "title", "story", "happened_on", "photo_words", "consent_on", "consent_by", "consent_note",
)  # fmt: skip


def write_example(*, unit: Unit, by: Any, photo: NewEvidence | None = None, **values: Any) -> Example:
    """A story of the unit being written; `values`: FIELDS. Raises ValidationError, StepRefused."""
    _allow(writes_for(by, unit))
    row = Example(unit=unit, created_by=by)
    _fill(row, values)
    with transaction.atomic():
        _keep_photo(row, photo)
        row.save(force_insert=True)
        audit.record("example.write", row, by=by, unit=unit, after=_facts(row))
    return row


def change_example(
    example: Example, *, by: Any, photo: NewEvidence | None = None, drop_photo: bool = False, **values: Any
) -> Example:
    """Set the named fields while it is being written. Raises ValidationError, StepRefused, IllegalStep."""
    with transaction.atomic():
        row = _locked(example)
        _allow(writes_for(by, row.unit))
        if row.status not in EDITABLE:
            raise IllegalStep(
                f"Gương điển hình {str(row.get_status_display()).lower()} nên không sửa được. Hãy bấm “Sửa lại” trước."
            )
        before = _facts(row)
        _fill(row, values)
        if row.consent_on and row.withdrawn_on and row.consent_on >= row.withdrawn_on:
            row.withdrawn_on = None
        if photo is not None or drop_photo:
            _forget_photo(row)
        _keep_photo(row, photo)
        row.save()
        audit.record("example.change", row, by=by, unit=row.unit, before=before, after=_facts(row))
    return row


def take_step(example: Example, step: str, *, by: Any, note: str = "") -> Example:
    """Move the story along EXAMPLE_WORKFLOW. Raises as Workflow.check; IllegalStep without consent."""
    said = nfc(note).strip()
    with transaction.atomic():
        row = _locked(example)
        transition = EXAMPLE_WORKFLOW.check(step, by, row, note=said)
        if step in ("submit", "publish") and not row.consent_stands:
            raise IllegalStep(
                "Chưa ghi sự đồng ý của người được nêu gương. Hãy hỏi và ghi ngày, cách đồng ý trước."
            )
        if step == "publish":
            row.published_on = timezone.localdate()
        _move(row, step, transition.target, by=by, note=said)
    return row


def withdraw_consent(example: Example, *, by: Any, note: str = "") -> Example:
    """The person no longer agrees: a published story leaves the public page at once. Raises StepRefused, IllegalStep."""
    with transaction.atomic():
        row = _locked(example)
        _allow(takes_down(by, row))
        if not row.consent_stands:
            raise IllegalStep("Chưa có sự đồng ý nào để rút.")
        row.withdrawn_on = timezone.localdate()
        public = row.status == Example.Status.PUBLISHED
        _move(
            row,
            "withdraw_consent",
            Example.Status.WITHDRAWN if public else row.status,
            by=by,
            note=nfc(note).strip(),
        )
    return row


def _move(row: Example, step: str, target: str, *, by: Any, note: str) -> None:
    before, row.status = row.status, target
    row.save(update_fields=["status", "published_on", "withdrawn_on"])
    ExampleMove.objects.create(example=row, step=step, from_status=before, to_status=target, by=by, note=note)
    audit.record(
        f"example.{step}", row, by=by, unit=row.unit, before={"status": before}, after={"status": target}
    )


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)


def _locked(example: Example) -> Example:
    rows = Example.objects.select_for_update(of=("self",)).select_related("unit__parent")
    return rows.get(pk=example.pk)


def _fill(row: Example, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is no field of an example that can be changed")
        setattr(row, name, nfc(value).strip() if isinstance(value, str) else value)
    today = timezone.localdate()
    if row.happened_on > today:
        raise ValidationError({"happened_on": "Ngày của việc không thể ở tương lai."})
    if row.consent_on and row.consent_on > today:
        raise ValidationError({"consent_on": "Ngày đồng ý không thể ở tương lai."})
    if bool(row.consent_on) != bool(row.consent_by):
        missing = "consent_by" if row.consent_on else "consent_on"
        raise ValidationError({missing: "Hãy ghi cả ngày và cách người được nêu gương đồng ý."})
    row.full_clean(exclude=["unit", "created_by"])


def _keep_photo(row: Example, photo: NewEvidence | None) -> None:
    if photo is None:
        return
    name = uuid.uuid4().hex  # nobody can guess an address, and no name a person chose reaches the disk
    row.photo.save(f"{name}.{photo.extension}", ContentFile(photo.data), save=False)
    row.small_photo.save(f"{name}-nho.{photo.extension}", ContentFile(photo.preview), save=False)


def _forget_photo(row: Example) -> None:
    """The files go once the change is certain."""
    files = [(file.storage, str(file.name)) for file in (row.photo, row.small_photo) if file]
    row.photo = row.small_photo = ""
    transaction.on_commit(partial(_delete, files))


def _delete(files: list[tuple[Storage, str]]) -> None:
    for storage, name in files:
        storage.delete(name)


def _facts(row: Example) -> dict[str, Any]:
    return {"kind": row.kind, "title": row.title, "consent_on": row.consent_on, "consent_by": row.consent_by}
