"""Who may change which form, and how it is said that a change is not possible."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError

from reporting.designing.queries import may_design
from reporting.models import Form
from reporting.models.catalogue import DESIGNER_ROLES
from units.models import Unit, User
from units.scope import holds_any, sees_all


class DesignError(ValidationError):
    """The form cannot be changed so; str() is the Vietnamese message, `field` the box it belongs to."""

    def __init__(self, message: str, field: str = "") -> None:
        self.words, self.field = message, field
        super().__init__({field: [message]} if field else message)

    def __str__(self) -> str:
        return self.words


def must_design(unit: Unit | None, by: User) -> None:
    allowed = unit is not None and (sees_all(by) or holds_any(by, *DESIGNER_ROLES, at=unit))
    if not allowed:
        raise PermissionDenied(
            "Chỉ quản trị hoặc cán bộ tổng hợp của đơn vị ban hành mới được soạn biểu mẫu."
        )


def lock_draft(form: Form, by: User) -> Form:
    """The form's row, locked. Raises PermissionDenied, DesignError (already published)."""
    now = Form.objects.select_for_update(of=("self",)).select_related("owner").get(pk=form.pk)
    if not may_design(by, now):
        must_design(now.owner, by)
    if now.status != Form.Status.DRAFT:
        raise DesignError(
            f"{now} đã ban hành nên không sửa được. Hãy bấm “Lập phiên bản mới” rồi sửa ở phiên bản đó."
        )
    return now
