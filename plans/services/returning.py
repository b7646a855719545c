"""Taking a plan back from Word into the draft it came from."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from documents.models import DocumentVersion
from plans.importing import ImportedPlan
from plans.importing.matching import with_known_ids
from plans.models import Plan
from plans.queries import content_of
from plans.services.drafting import save_plan
from plans.services.remarking import keep_remarks


@transaction.atomic
def take_back(plan: Plan, imported: ImportedPlan, *, by: Any) -> DocumentVersion:
    """A new version of the draft from the file; the records stay with their blocks.

    A file that tells from which version it was exported is refused when somebody saved since. Raises what `save_plan`
    raises: StepRefused, OutlineError, StaleVersion, NotEditable, PlanIncomplete.
    """
    before = content_of(plan)
    imported = with_known_ids(imported, before.outline)
    content = imported.content().to_json()
    content["abstract"] = content["abstract"] or before.abstract
    current = plan.current_version.number if plan.current_version else 0
    base = imported.exported_version if imported.exported_from == plan.pk else current
    version = save_plan(plan, content=content, base=base, by=by)
    plan.refresh_from_db(fields=["current_version"])
    keep_remarks(plan, imported, by=by)
    return version
