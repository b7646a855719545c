"""Changes to the register of cited papers: one by one, or a whole list at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.workflow import StepRefused
from documents.references.models import LegalReference, ReferenceStatus
from documents.references.numbers import is_number, key_of
from documents.references.reading import COLUMNS, ReadList, Row, read_list
from units import audit
from units.importing.faults import Fault
from units.models import Role, Unit
from units.scope import holds_any, sees_all

KEEPERS = (Role.REGISTRY, Role.ADMIN, Role.DRAFTER)
_FIELDS = ("type", "number", "issued_on", "issuer", "title", "status", "note")


def may_keep(user: Any, owner: Unit | None) -> bool:
    """Whether the person writes in the register of the unit; the common one is kept by the system's administrator."""
    return sees_all(user) or (owner is not None and holds_any(user, *KEEPERS, at=owner))


@transaction.atomic
def add_reference(*, owner: Unit | None, by: Any, replaced_by: str = "", **fields: Any) -> LegalReference:
    """Write a paper into the register of the unit (None: the common one). `replaced_by` is a number.

    Raises StepRefused, ValidationError by field (unreadable number, twice the same, unknown newer paper).
    """
    _require_keeper(by, owner)
    row = LegalReference(owner=owner)
    return _write(row, fields, replaced_by, by, action="reference.add")


@transaction.atomic
def change_reference(
    reference: LegalReference, *, by: Any, replaced_by: str = "", **fields: Any
) -> LegalReference:
    """Change what is known of a paper. Raises as add_reference."""
    _require_keeper(by, reference.owner)
    row = LegalReference.objects.select_for_update(of=("self",)).get(pk=reference.pk)
    return _write(row, fields, replaced_by, by, action="reference.change")


def _require_keeper(by: Any, owner: Unit | None) -> None:
    """None is the system itself (the command, the starting data)."""
    if by is not None and not may_keep(by, owner):
        raise StepRefused(
            _("Chỉ văn thư, quản trị, cán bộ tham mưu của đơn vị được ghi sổ văn bản viện dẫn.")
        )


def _write(
    row: LegalReference, fields: dict[str, Any], newer: str, by: Any, *, action: str
) -> LegalReference:
    before = {name: str(getattr(row, name)) for name in _FIELDS} if row.pk else {}
    for name in _FIELDS:
        if name in fields:
            setattr(row, name, fields[name])
    if not is_number(row.number):
        raise ValidationError({"number": _("Ghi như 23-CT/TW, 30/2020/NĐ-CP hoặc 50/2024/QH15.")})
    row.replaced_by = _newer(row, newer) if newer else None
    if row.replaced_by and row.status != ReferenceStatus.REPLACED:
        raise ValidationError({"status": _("Có văn bản thay thế thì tình trạng phải là “Đã được thay thế”.")})
    row.changed_by = by
    row.derive()
    row.full_clean(exclude=["changed_by", "replaced_by"])
    row.save()
    after = {name: str(getattr(row, name)) for name in _FIELDS}
    audit.record(action, row, by=by, unit=row.owner, before=before, after=after)
    return row


def _newer(row: LegalReference, number: str) -> LegalReference:
    known = (
        LegalReference.objects.known_to(row.owner) if row.owner else LegalReference.objects.filter(owner=None)
    )
    found = known.filter(number_key=key_of(number)).exclude(pk=row.pk).order_by("-issued_on").first()
    if found is None:
        raise ValidationError(
            {
                "replaced_by": _("Sổ chưa có văn bản “%(number)s”. Hãy ghi văn bản đó trước.")
                % {"number": number}
            }
        )
    return found


def check_list(content: bytes, *, owner: Unit | None) -> ReadList:
    """Read and check a CSV list without writing. Raises units.importing.faults.UnreadableFile."""
    read = read_list(content)
    _check_newer(read, owner)
    return read


def _check_newer(read: ReadList, owner: Unit | None) -> None:
    """Every newer paper must stand in the file or in the register; one query."""
    here = {key_of(row.number) for row in read.rows}
    asked = {key_of(row.replaced_by) for row in read.rows if row.replaced_by} - here
    there = set(_known(owner).filter(number_key__in=asked).values_list("number_key", flat=True))
    for row in read.rows:
        if row.replaced_by and key_of(row.replaced_by) == key_of(row.number):
            reason, fix = "Văn bản không thể thay thế chính nó", "Ghi số của văn bản mới."
        elif row.replaced_by and key_of(row.replaced_by) not in here | there:
            reason, fix = "Không có văn bản này trong tệp và trong sổ", "Thêm một dòng cho văn bản thay thế."
        else:
            continue
        column = COLUMNS["replaced_by"]
        read.faults.append(Fault(reason, fix, row=row.line, column=column, value=row.replaced_by))


def _known(owner: Unit | None) -> Any:
    if owner is None:
        return LegalReference.objects.filter(owner__isnull=True)
    return LegalReference.objects.known_to(owner)


@transaction.atomic
def import_list(
    content: bytes, *, owner: Unit | None, by: Any, overwrite: bool = True
) -> tuple[ReadList, int, int]:
    """Write a CSV list, all rows or none: (what was read, added, changed). With faults nothing is written.

    `overwrite` False leaves what the register already has as it is. Raises UnreadableFile, StepRefused.
    """
    _require_keeper(by, owner)
    read = check_list(content, owner=owner)
    if read.faults:
        return read, 0, 0
    present = {
        (row.number_key, row.issued_on): row
        for row in LegalReference.objects.select_for_update(of=("self",)).filter(
            owner=owner, number_key__in={key_of(row.number) for row in read.rows}
        )
    }
    fresh = [_filled(LegalReference(owner=owner), row, by) for row in read.rows if row.key not in present]
    old = [
        _filled(present[row.key], row, by) for row in read.rows if row.key in present and _differs(present[row.key], row)
    ] if overwrite else []  # fmt: skip
    LegalReference.objects.bulk_create(fresh, batch_size=500)
    LegalReference.objects.bulk_update(
        old, [*_FIELDS, "number_key", "search_fold", "changed_by"], batch_size=500
    )
    _link(read.rows, {(row.number_key, row.issued_on): row for row in [*fresh, *old]}, owner)
    for row in [*fresh, *old][:1]:
        counts = {"added": len(fresh), "changed": len(old)}
        audit.record("reference.import", row, by=by, unit=owner, after=counts)
    return read, len(fresh), len(old)


def _filled(reference: LegalReference, row: Row, by: Any) -> LegalReference:
    for name in _FIELDS:
        setattr(reference, name, getattr(row, name))
    if reference.status != ReferenceStatus.REPLACED:
        reference.replaced_by = None
    reference.changed_by = by
    reference.derive()
    return reference


def _differs(reference: LegalReference, row: Row) -> bool:
    return any(getattr(reference, name) != getattr(row, name) for name in _FIELDS)


def _link(rows: list[Row], written: dict[Any, LegalReference], owner: Unit | None) -> None:
    """Point the written papers at the newer ones, which have their ids only now."""
    asked = {key_of(row.replaced_by) for row in rows if row.replaced_by}
    newer = {
        found.number_key: found for found in _known(owner).filter(number_key__in=asked).order_by("issued_on")
    }
    changed = []
    for row in rows:
        reference = written.get(row.key)
        if reference is None:
            continue
        reference.replaced_by = newer[key_of(row.replaced_by)] if row.replaced_by else None
        changed.append(reference)
    LegalReference.objects.bulk_update(changed, ["replaced_by"], batch_size=500)
