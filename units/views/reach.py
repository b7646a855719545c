"""Which rows a request may reach: a stranger's unit is not found, an insider without the role is refused."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from core.vietnamese import nfc
from units.models import Seat, Unit, User
from units.scope import administers, administers_person


def visible_unit(request: HttpRequest, code: str) -> Unit:
    """The unit, 404 when the person may not know of it."""
    units = Unit.objects.visible_to(request.user).select_related("kind", "parent")
    return get_object_or_404(units, code=nfc(code))


def administered_unit(request: HttpRequest, code: str) -> Unit:
    """The unit when the person administers it, else 404 or 403."""
    unit = visible_unit(request, code)
    if not administers(request.user, unit):
        raise PermissionDenied(
            f"Chỉ người quản trị của “{unit.name}” hoặc của cấp trên mới được thay đổi đơn vị này."
        )
    return unit


def unit_administered_from_above(request: HttpRequest, code: str) -> Unit:
    """The unit when the person administers the unit above it: moving and ending are decided there."""
    unit = visible_unit(request, code)
    if not administers(request.user, unit.parent):
        raise PermissionDenied(
            f"Chỉ người quản trị của đơn vị cấp trên mới được chuyển hoặc kết thúc “{unit.name}”."
        )
    return unit


def administered_seat(request: HttpRequest, pk: int) -> Seat:
    """The seat when the person administers its unit."""
    seats = Seat.objects.visible_to(request.user).select_related("unit", "user")
    seat = get_object_or_404(seats, pk=pk)
    if not administers(request.user, seat.unit):
        raise PermissionDenied(
            f"Chỉ người quản trị của “{seat.unit.name}” hoặc của cấp trên mới được làm việc này."
        )
    return seat


def administered_person(request: HttpRequest, pk: int) -> User:
    """The person when all seats they hold are at units the asker administers."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if not administers_person(request.user, person):
        raise PermissionDenied(
            f"{person.full_name} còn giữ vai trò ở đơn vị ngoài phạm vi bạn quản trị, hãy nhờ quản trị cấp trên."
        )
    return person


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is a wrong entry, not a page asked for."""
    return request.POST if request.method == "POST" else None
