"""Forms for people and seats of a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RowField, VietnameseCharField
from units.forms.account import PASSWORD_HELP
from units.forms.picker import PickedField
from units.models import Department, Role, Unit, User
from units.services import UnitError
from units.services.people import check_password, check_username


class SeatForm(forms.Form):
    """Role, post and department at the unit."""

    role = forms.ChoiceField(
        label=_("Vai trò"), choices=Role.choices, help_text=_("Quyết định người này được làm gì.")
    )
    post_title = VietnameseCharField(
        label=_("Chức vụ"), max_length=80, help_text=_("Ghi như khi ký văn bản, ví dụ: Phó Chủ tịch.")
    )
    second_post = VietnameseCharField(
        label=_("Chức vụ khác"), max_length=120, required=False,
        help_text=_("In cùng họ tên khi ký, ví dụ trong hội đồng: Chủ tịch Liên đoàn Lao động tỉnh."),
    )  # fmt: skip
    department = RowField(label=_("Ban, phòng"), queryset=Department.objects.none(), required=False)
    from_on = DateField(label=_("Từ ngày"), initial=timezone.localdate)

    def __init__(self, *args: Any, unit: Unit, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(
            unit=unit, unit__in=Unit.objects.visible_to(user)
        )


class SeatGrantForm(SeatForm):
    """A seat for somebody who already has an account."""

    person = PickedField(
        label=_("Người giữ"), queryset=User.objects.none(), options_url="units:person_options",
        placeholder=_("Gõ họ tên hoặc tên đăng nhập"),
    )  # fmt: skip

    field_order = ["person", "role", "post_title", "second_post", "department", "from_on"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["person"].narrow(User.objects.visible_to(user).filter(is_active=True))


class PersonNewForm(SeatForm):
    """A new account together with its first seat."""

    full_name = VietnameseCharField(label=_("Họ và tên"), max_length=120)
    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, help_text=_("Chữ không dấu, số và các dấu . @ _ -"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Mật khẩu ban đầu"), strip=False, help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = VietnameseCharField(label=_("Điện thoại"), max_length=20, required=False)

    field_order = [
        "full_name", "username", "password", "email", "phone", "role", "post_title", "second_post", "department",
        "from_on",
    ]  # fmt: skip

    def clean_username(self) -> str:
        """Refused here already, so that it stands beside whatever else is wrong."""
        username: str = self.cleaned_data["username"]
        try:
            check_username(username)
        except UnitError as error:
            raise ValidationError(str(error)) from error
        return username

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person = User(**{name: cleaned.get(name, "") for name in ("username", "full_name", "email")})
        try:
            check_password(cleaned.get("password"), person)
        except UnitError as error:
            self.add_error("password", str(error))
        return cleaned


class NewPasswordForm(forms.Form):
    """A password given by an administrator."""

    password = forms.CharField(
        label=_("Mật khẩu mới"), strip=False, help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


class DepartmentForm(forms.Form):
    """A department (ban, phòng) of the unit."""

    name = VietnameseCharField(label=_("Tên ban, phòng"), max_length=120)
    short_name = VietnameseCharField(label=_("Viết tắt"), max_length=20, required=False)
