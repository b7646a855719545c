"""Pages that change a unit: new, facts, rename, move, end."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from units.forms.units import (
    EndForm,
    FactsForm,
    MoveForm,
    RenameForm,
    SecondLineForm,
    UnitNewForm,
    take_error,
)
from units.lines.services import set_second_line
from units.models import Unit
from units.naming import default_body
from units.services import UnitError, change_unit_facts, create_unit, end_unit, move_unit, rename_unit
from units.services.tree import FACTS
from units.succession.services import succeed_unit
from units.views.reach import administered_unit, posted, unit_administered_from_above

_FORM_PAGE = require_http_methods(["GET", "POST"])


def _form_page(
    request: HttpRequest, unit: Unit, form: forms.Form, change: Callable[[], Unit], done: str, **context: Any
) -> HttpResponse:
    """Shows the form, or makes the change and goes to the unit's page; a refusal stands at its field."""
    if request.method == "POST" and form.is_valid():
        try:
            changed = change()
        except UnitError as error:
            take_error(form, error)
        else:
            messages.success(request, done.format(changed.name))
            return redirect("units:unit_detail", changed.code)
    context |= {"unit": unit, "form": form}
    return render(request, "units/unit_form.html", context, status=422 if form.errors else 200)


@_FORM_PAGE
@login_required
def unit_new(request: HttpRequest, code: str) -> HttpResponse:
    """A new unit below the one with the code."""
    parent = administered_unit(request, code)
    form = UnitNewForm(posted(request), parent=parent, initial={"place_name": parent.place_name})
    return _form_page(
        request, parent, form, lambda: create_unit(parent=parent, by=request.user, **form.cleaned_data),
        "Đã thêm “{}”.", heading="Thêm đơn vị trực thuộc", submit="Thêm đơn vị",
    )  # fmt: skip


@_FORM_PAGE
@login_required
def unit_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Facts without a dated history."""
    unit = administered_unit(request, code)
    form = FactsForm(posted(request), initial={key: getattr(unit, key) for key in FACTS})
    return _form_page(
        request, unit, form, lambda: change_unit_facts(unit, by=request.user, **form.cleaned_data),
        "Đã lưu thông tin của “{}”.", heading="Sửa thông tin", submit="Lưu",
    )  # fmt: skip


@_FORM_PAGE
@login_required
def unit_rename(request: HttpRequest, code: str) -> HttpResponse:
    """A new name from a day on."""
    unit = administered_unit(request, code)
    current = unit.names.order_by("-from_on")[0]
    keys = ("name", "short_name", "parent_authority", "issuing_body", "symbol")
    form = RenameForm(posted(request), initial={key: getattr(current, key) for key in keys})

    def change() -> Unit:
        values = dict(form.cleaned_data)
        # An untouched line that came from the old name is derived from the new one.
        if values["issuing_body"] in ("", current.issuing_body):
            values["issuing_body"] = default_body(values["name"]) if _is_derived(current) else None
        return rename_unit(unit, by=request.user, **values)

    return _form_page(
        request, unit, form, change, "Đã đổi tên thành “{}”.", heading="Đổi tên", submit="Đổi tên",
        lede="Tên cũ vẫn được giữ cùng thời gian hiệu lực; văn bản đã ban hành không thay đổi.",
    )  # fmt: skip


def _is_derived(name: Any) -> bool:
    return bool(name.issuing_body == default_body(name.name))


@_FORM_PAGE
@login_required
def unit_move(request: HttpRequest, code: str) -> HttpResponse:
    """Another upper unit; the page says first how many units move along."""
    unit = unit_administered_from_above(request, code)
    form = MoveForm(posted(request), user=request.user)
    below = Unit.objects.visible_to(request.user).below(unit).count() - 1
    return _form_page(
        request, unit, form,
        lambda: move_unit(unit, by=request.user, **form.cleaned_data),
        "Đã chuyển “{}”.", heading="Chuyển đơn vị cấp trên", submit="Chuyển đơn vị", moves_along=below,
    )  # fmt: skip


@_FORM_PAGE
@login_required
def unit_second_line(request: HttpRequest, code: str) -> HttpResponse:
    """The sector or commune a unit belongs to beside the one it reports to."""
    unit = unit_administered_from_above(request, code)
    form = SecondLineForm(posted(request), user=request.user)

    def change() -> Unit:
        set_second_line(unit, by=request.user, **form.cleaned_data)
        return unit

    return _form_page(
        request, unit, form, change, "Đã ghi tuyến thứ hai của “{}”.", heading="Tuyến thứ hai", submit="Ghi tuyến thứ hai",
        lede="Số liệu của đơn vị chỉ được cộng ở tuyến gửi báo cáo; ở tuyến thứ hai số liệu chỉ để tham chiếu.",
    )  # fmt: skip


@_FORM_PAGE
@login_required
def unit_end(request: HttpRequest, code: str) -> HttpResponse:
    """The end of a unit without units below."""
    unit = unit_administered_from_above(request, code)
    form = EndForm(posted(request), user=request.user)

    def change() -> Unit:
        values = dict(form.cleaned_data)
        into = values.pop("into")
        if into is None:
            return end_unit(unit, by=request.user, **values)
        return succeed_unit(unit, into={into: Decimal(1)}, by=request.user, **values)

    return _form_page(
        request, unit, form, change,
        "Đã kết thúc hoạt động của “{}”.", heading="Kết thúc hoạt động", submit="Kết thúc hoạt động", danger=True,
        lede="Đơn vị rời danh sách hiện nay nhưng vẫn xem lại được; vai trò của mọi người ở đây kết thúc cùng ngày.",
    )  # fmt: skip
