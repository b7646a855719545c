"""A read file waits for its check, is corrected, and becomes a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.import_models import ImportDraft
from plans.importing import ImportedPlan
from plans.importing.correcting import Correction, corrected
from plans.importing.stored import from_stored, to_stored
from plans.models import Plan
from plans.services.drafting import create_plan_from_import, require_drafter
from units.models import Unit

KEPT_FOR = dt.timedelta(days=7)


@transaction.atomic
def keep_import(imported: ImportedPlan, *, unit: Unit, sha256: str, by: Any) -> ImportDraft:
    """Store the reading of a file until somebody has looked at it; those older than a week go.

    Raises StepRefused, and OutlineError for a file that no plan can hold.
    """
    require_drafter(by, unit)
    imported.content()
    ImportDraft.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    draft: ImportDraft = ImportDraft.objects.create(
        unit=unit, by=by, file_name=imported.file_name[:200], sha256=sha256, proposal=to_stored(imported)
    )
    return draft


@transaction.atomic
def correct_import(draft: ImportDraft, corrections: Mapping[str, Correction], *, by: Any) -> ImportDraft:
    """Write a person's corrections, by block id, into the reading. Raises StepRefused, ImportDraft.DoesNotExist."""
    require_drafter(by, draft.unit)
    locked: ImportDraft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    locked.proposal = to_stored(corrected(from_stored(locked.proposal), corrections))
    locked.save(update_fields=["proposal"])
    return locked


@transaction.atomic
def accept_import(draft: ImportDraft, corrections: Mapping[str, Correction], *, by: Any) -> Plan:
    """A draft plan from the corrected reading, which goes. A second click finds nothing: one plan.

    Raises StepRefused, OutlineError, ValidationError, ImportDraft.DoesNotExist (taken already).
    """
    locked = correct_import(draft, corrections, by=by)
    plan = create_plan_from_import(from_stored(locked.proposal), unit=locked.unit, by=by)
    locked.delete()
    return plan


def discard_import(draft: ImportDraft, *, by: Any) -> None:
    """Throw the reading away. Raises StepRefused."""
    require_drafter(by, draft.unit)
    draft.delete()
