"""Signing in and one's own account."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import VietnameseCharField, vietnamese_field
from units.addresses import client_address
from units.models import User
from units.services.sign_in import forget_failures, locked_until, record_failure


class SignInForm(AuthenticationForm):
    """Django's own check of name and password, with a lock after too many failures."""

    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu chưa đúng."),
        "inactive": _("Tài khoản này đã bị khóa. Hãy liên hệ người quản trị của đơn vị."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["username"].widget.attrs.update(
            autocapitalize="none", autocomplete="username", spellcheck="false"
        )
        self.fields["password"].label = _("Mật khẩu")

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username", "")
        if not username or not self.cleaned_data.get("password"):
            return self.cleaned_data
        address = client_address(self.request.META) if self.request else ""
        self._refuse_locked(username, address)
        try:
            cleaned = super().clean()
        except ValidationError as error:
            left = record_failure(username, address)
            if left <= 0:
                self._refuse_locked(username, address)
            elif left <= 2:
                raise ValidationError(
                    f"{' '.join(error.messages)} Còn {left} lần thử.", code="few_left"
                ) from error
            raise
        forget_failures(username, address)
        return cleaned

    def _refuse_locked(self, username: str, address: str) -> None:
        until = locked_until(username, address)
        if until:
            minutes = math.ceil((until - timezone.now()).total_seconds() / 60)
            raise ValidationError(
                f"Đã nhập sai quá nhiều lần. Hãy thử lại sau {minutes} phút, "
                "hoặc nhờ người quản trị của đơn vị cấp lại mật khẩu.",
                code="locked",
            )


class ProfileForm(forms.ModelForm):
    """What a person may change about themselves."""

    full_name = VietnameseCharField(label=_("Họ và tên"), max_length=120)

    class Meta:
        model = User
        formfield_callback = vietnamese_field
        fields = ["full_name", "email", "phone"]


class OwnPasswordForm(PasswordChangeForm):
    """Old password once, new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Mật khẩu hiện tại")
        self.fields["new_password1"].label = _("Mật khẩu mới")
        self.fields["new_password2"].label = _("Nhập lại mật khẩu mới")
        self.fields["new_password1"].help_text = PASSWORD_HELP


PASSWORD_HELP = _("Ít nhất 10 ký tự, không chỉ gồm chữ số, không giống tên đăng nhập và không quá phổ biến.")
