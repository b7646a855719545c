"""Going back to an earlier text of a draft."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import DocumentVersion
from documents.services import DocumentError
from plans.models import Plan
from plans.services.drafting import save_plan


@transaction.atomic
def restore_version(plan: Plan, *, number: int, base: int, by: Any) -> DocumentVersion:
    """A new version with the text of version `number`, named after it; records follow their blocks as at any save.

    `base` is the newest version the person saw. Raises DocumentError when the number is gone or its text is the current
    one, and what `save_plan` raises: StepRefused, StaleVersion, NotEditable, OutlineError.
    """
    earlier = plan.versions.filter(number=number).first()
    if earlier is None:
        raise DocumentError(_("Không còn lần lưu %(number)d. Hãy tải lại trang.") % {"number": number})
    label = earlier.name or _("lần lưu %(number)d") % {"number": number}
    name = (_("Khôi phục %(label)s") % {"label": label})[:100]
    version = save_plan(plan, content=earlier.content, base=base, by=by, name=_free(plan, name))
    if version.number == base:
        raise DocumentError(_("Nội dung hiện tại đã giống lần lưu %(number)d.") % {"number": number})
    return version


def _free(plan: Plan, name: str) -> str:
    """The name, with a number behind it when it is taken."""
    taken = set(plan.versions.exclude(name="").values_list("name", flat=True))
    if name not in taken:
        return name
    return next(f"{name} ({n})" for n in range(2, len(taken) + 3) if f"{name} ({n})" not in taken)
