"""Signing in and out, the seat one acts from, one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from core.vietnamese import parse_id
from units.forms.account import OwnPasswordForm, ProfileForm, SignInForm
from units.models import Seat
from units.services import UnitError, change_person, set_password
from units.views.reach import posted

sign_in = LoginView.as_view(
    template_name="units/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)
sign_out = LogoutView.as_view()


@require_POST
@login_required
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Act from another of one's own seats."""
    pk = parse_id(request.POST.get("seat"))
    seats = Seat.objects.visible_to(request.user).current().filter(user=request.user)
    seat = get_object_or_404(seats.select_related("unit"), pk=pk)
    request.session["seat_id"] = seat.pk
    messages.success(request, f"Bạn đang làm việc với tư cách {seat.post_title}, {seat.unit.name}.")
    back = request.POST.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if safe else "/")


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, mail, phone and seats."""
    form = ProfileForm(posted(request), initial={}, instance=request.user)
    if request.method == "POST" and form.is_valid():
        change_person(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã lưu thông tin của bạn.")
        return redirect("units:profile")
    request.user.refresh_from_db()
    seats = (
        Seat.objects.visible_to(request.user).filter(user=request.user).select_related("unit", "department")
    )
    context = {"form": form, "own_seats": seats.order_by("to_on", "pk")}
    return render(request, "units/profile.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def password_change(request: HttpRequest) -> HttpResponse:
    """One's own new password; other sessions end."""
    form = OwnPasswordForm(request.user, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = set_password(request.user, password=form.cleaned_data["new_password1"], by=request.user)
        except UnitError as error:
            form.add_error("new_password1", str(error))
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "Đã đổi mật khẩu.")
            return redirect("units:profile")
    return render(request, "units/password_change.html", {"form": form}, status=422 if form.errors else 200)
