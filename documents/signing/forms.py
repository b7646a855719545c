"""Forms of signing: the password again, a file signed elsewhere, the answer of a device, a file to be verified."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField
from documents.signing.models import Route
from units.addresses import client_address
from units.services.sign_in import forget_failures, locked_until, record_failure

PDF = forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"})


class PasswordForm(forms.Form):
    """Who signs types the password again; wrong ones count like wrong sign-ins."""

    password = forms.CharField(
        label=_("Mật khẩu của bạn"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Hãy nhập mật khẩu để ký.")},
    )  # fmt: skip

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        given, user = self.cleaned_data["password"], self.request.user
        address = client_address(self.request.META)
        if locked_until(user.username, address):
            raise ValidationError("Bạn đã nhập sai nhiều lần. Hãy đợi ít phút rồi thử lại.")
        if not user.check_password(given):
            record_failure(user.username, address)
            raise ValidationError("Mật khẩu chưa đúng, văn bản chưa được ký.")
        forget_failures(user.username, address)
        return given


def _read(field: Any) -> bytes:
    if field.size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(f"Tệp lớn quá {settings.UPLOAD_MAX_BYTES // (1024 * 1024)} MB.")
    return bytes(field.read())


class BringForm(forms.Form):
    """A PDF signed elsewhere, or the scan of the signed paper."""

    route = forms.ChoiceField(
        label=_("Tệp này là"), widget=forms.RadioSelect, initial=Route.UPLOAD,
        choices=[
            (Route.UPLOAD, _("PDF đã ký số bằng chương trình khác")),
            (Route.SCAN, _("Bản quét giấy đã ký tay, đóng dấu")),
        ],
    )  # fmt: skip
    file = forms.FileField(
        label=_("Tệp PDF"), widget=PDF, help_text=_("PDF, tối đa 20 MB. Bản quét: đủ trang, màu, từ 200 dpi."),
        error_messages={"required": _("Hãy chọn tệp PDF."), "empty": _("Tệp trống.")},
    )  # fmt: skip

    signed_on = DateField(
        label=_("Ngày ký trên giấy"), required=False, initial=timezone.localdate,
        help_text=_("Chỉ khi tải bản quét. Từ ngày duyệt đến hôm nay; hiện trên trang kiểm tra văn bản."),
    )  # fmt: skip

    def clean_file(self) -> bytes:
        return _read(self.cleaned_data["file"])

    def said(self) -> dict[str, Any]:
        """The arguments of services.receive beside the file."""
        given = self.cleaned_data
        on = (given["signed_on"] or timezone.localdate()) if given["route"] == Route.SCAN else None
        return {"route": given["route"], "signed_on": on}


class AnswerForm(forms.Form):
    """What the device made: the signature value as base64 or hex."""

    value = forms.CharField(
        label=_("Chữ ký nhận từ thiết bị (base64 hoặc hex)"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Hãy dán chữ ký nhận được từ thiết bị.")},
    )  # fmt: skip

    def clean_value(self) -> bytes:
        typed = re.sub(r"\s", "", self.cleaned_data["value"])
        try:
            if re.fullmatch(r"(?:[0-9a-fA-F]{2})+", typed):
                return bytes.fromhex(typed)
            return base64.b64decode(typed, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError("Chữ ký phải là chuỗi base64 hoặc hex. Hãy chép lại toàn bộ.") from error


class VerifyFileForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp PDF cần kiểm tra"), widget=PDF, help_text=_("PDF, tối đa 20 MB. Tệp không được lưu lại."),
        error_messages={"required": _("Hãy chọn tệp PDF cần kiểm tra."), "empty": _("Tệp trống.")},
    )  # fmt: skip

    def clean_file(self) -> bytes:
        content = _read(self.cleaned_data["file"])
        if not content.startswith(b"%PDF-"):
            raise ValidationError("Tệp không phải PDF. Hãy chọn tệp PDF.")
        return content
