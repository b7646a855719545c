"""People and seats of a unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units.forms.people import DepartmentForm, NewPasswordForm, PersonNewForm, SeatGrantForm
from units.forms.units import take_error
from units.models import Role, Unit
from units.queries import former_seats, seats_to_show
from units.scope import administers, seats_of
from units.services import (
    UnitError,
    create_department,
    create_person,
    end_seat,
    grant_seat,
    set_password,
)
from units.spreadsheets import seats_workbook
from units.views.reach import administered_person, administered_seat, administered_unit, posted, visible_unit

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SEAT = ("role", "post_title", "second_post", "department", "from_on")


@require_safe
@login_required
def seat_list(request: HttpRequest, code: str) -> HttpResponse:
    """Who holds which seat at the unit, and who held one.

    The context must not carry `seat` or `seats`: these are one's own, for the menu of the page.
    """
    unit = visible_unit(request, code)
    text, may = request.GET.get("q", ""), administers(request.user, unit)
    seats = seats_to_show(request.user, unit, text)
    held, former = seats.current().order_by("role", "pk"), former_seats(request.user, unit, text)
    context = {
        "unit": unit, "text": text.strip(), "administers": may and not unit.ended_on,
        "held": Paginator(held, PAGE).get_page(request.GET.get("trang")),
        "page": Paginator(former, PAGE).get_page(request.GET.get("page")),
        "departments": unit.departments.all(),
        # Nobody ends their own administration, so no button offers it.
        "own_admin": [one.pk for one in seats_of(request.user) if one.role == Role.ADMIN],
    }  # fmt: skip
    return render(request, "units/seat_list.html", context)


@require_safe
@login_required
def seat_export(request: HttpRequest, code: str) -> HttpResponse:
    """The people of the page (and of its search) as XLSX; former ones too for who administers the unit."""
    unit = visible_unit(request, code)
    text, may = request.GET.get("q", ""), administers(request.user, unit)
    held = seats_to_show(request.user, unit, text).current().order_by("role", "pk")
    former = former_seats(request.user, unit, text)
    answer = HttpResponse(seats_workbook([*held, *former], with_names=may), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="nhan-su-{unit.code}.xlsx"'
    return answer


def _people_form(request: HttpRequest, unit: Unit, form: Any, **context: Any) -> HttpResponse:
    context |= {"unit": unit, "form": form}
    return render(request, "units/person_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def seat_new(request: HttpRequest, code: str) -> HttpResponse:
    """A seat for somebody who already signs in."""
    unit = administered_unit(request, code)
    form = SeatGrantForm(posted(request), unit=unit, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            seat = grant_seat(user=values.pop("person"), unit=unit, by=request.user, **values)
        except UnitError as error:
            take_error(form, error)
        else:
            messages.success(request, f"Đã giao vai trò {seat.get_role_display()} cho {seat.user.full_name}.")
            return redirect("units:seat_list", unit.code)
    return _people_form(request, unit, form, heading="Giao vai trò", submit="Giao vai trò")


@require_http_methods(["GET", "POST"])
@login_required
def person_new(request: HttpRequest, code: str) -> HttpResponse:
    """An account and its first seat: both or neither."""
    unit = administered_unit(request, code)
    form = PersonNewForm(posted(request), unit=unit, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            person = _create_with_seat(unit, request.user, form.cleaned_data)
        except UnitError as error:
            take_error(form, error)
        else:
            messages.success(request, f"Đã tạo tài khoản “{person.username}” cho {person.full_name}.")
            return redirect("units:seat_list", unit.code)
    return _people_form(request, unit, form, heading="Thêm người mới", submit="Tạo tài khoản")


@transaction.atomic
def _create_with_seat(unit: Unit, by: Any, values: dict[str, Any]) -> Any:
    person = create_person(unit=unit, by=by, **{key: values[key] for key in values if key not in _SEAT})
    grant_seat(user=person, unit=unit, by=by, **{key: values[key] for key in _SEAT})
    return person


@require_POST
@login_required
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The seat is no longer held from today on."""
    seat = administered_seat(request, pk)
    try:
        end_seat(seat, by=request.user)
    except UnitError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{seat.user.full_name} không còn giữ vai trò {seat.get_role_display()}.")
    return redirect("units:seat_list", seat.unit.code)


@require_http_methods(["GET", "POST"])
@login_required
def person_password(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A new password for somebody who forgot theirs."""
    unit = administered_unit(request, code)
    person = administered_person(request, pk)
    form = NewPasswordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            set_password(person, password=form.cleaned_data["password"], by=request.user)
        except UnitError as error:
            take_error(form, error)
        else:
            messages.success(request, f"Đã cấp mật khẩu mới cho {person.full_name}.")
            return redirect("units:seat_list", unit.code)
    heading = f"Cấp lại mật khẩu cho {person.full_name}"
    return _people_form(request, unit, form, heading=heading, submit="Cấp mật khẩu mới")


@require_http_methods(["GET", "POST"])
@login_required
def department_new(request: HttpRequest, code: str) -> HttpResponse:
    """A department of the unit."""
    unit = administered_unit(request, code)
    form = DepartmentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            department = create_department(unit=unit, by=request.user, **form.cleaned_data)
        except UnitError as error:
            take_error(form, error)
        else:
            messages.success(request, f"Đã thêm “{department.name}”.")
            return redirect("units:seat_list", unit.code)
    return _people_form(request, unit, form, heading="Thêm ban, phòng", submit="Thêm ban, phòng")
