"""The upload of a plan: a new one, or one that comes back from Word."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import RowField
from plans.importing import Changes, Encoding, Reading
from units.models import Role, Unit
from units.scope import units_of

FILE_TYPES = (".docx", ".txt", ".doc", ".odt", ".pdf")


class PlanFileForm(forms.Form):
    """The file, and how it is to be read where that is a question."""

    file = forms.FileField(
        label=_("Tệp kế hoạch"),
        help_text=_("Word (.docx, .doc), LibreOffice (.odt), văn bản (.txt) hoặc PDF có chữ, tối đa 20 MB"),
    )
    changes = forms.ChoiceField(
        label=_("Nếu tệp Word còn theo dõi thay đổi (Track Changes)"),
        choices=[
            (Changes.SUGGEST, _("Giữ thành đề xuất để nhận hoặc bỏ từng chỗ")),
            (Changes.ACCEPT, _("Nhận mọi chỗ sửa (Accept All)")),
            (Changes.LIST, _("Nhận mọi chỗ sửa, chữ đã xóa được liệt kê để xem lại")),
            (Changes.REJECT, _("Bỏ mọi chỗ sửa, lấy lại chữ cũ (Reject All)")),
        ],
        initial=Changes.SUGGEST,
        required=False,
    )
    legacy = forms.BooleanField(
        label=_("Chữ gõ bằng bảng mã cũ (VNI, TCVN3/ABC): chuyển sang Unicode"), required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["file"].widget.attrs["accept"] = ",".join(FILE_TYPES)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if Path(upload.name).suffix.lower() not in FILE_TYPES:
            raise forms.ValidationError(
                _("Chỉ nhận tệp .docx, .doc, .odt, .txt hoặc .pdf. Hãy lưu tệp sang một trong các dạng này.")
            )
        if upload.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(
                _("Tệp lớn hơn %(most)d MB. Hãy bỏ bớt ảnh rồi tải lại.") % {"most": most}
            )
        return upload

    def reading(self) -> Reading:
        """How the file is to be read."""
        return Reading(
            changes=Changes(self.cleaned_data["changes"] or Changes.SUGGEST),
            encoding=Encoding.FOUND if self.cleaned_data["legacy"] else Encoding.REFUSE,
        )

    @contextmanager
    def temporary_file(self) -> Iterator[Path]:
        """The upload as a file on disk that is gone afterwards."""
        upload = self.cleaned_data["file"]
        with tempfile.NamedTemporaryFile(suffix=Path(upload.name).suffix.lower()) as file:
            for chunk in upload.chunks():
                file.write(chunk)
            file.flush()
            yield Path(file.name)


class PlanImportForm(PlanFileForm):
    """A file that becomes a new plan of a unit."""

    issuer = RowField(Unit.objects.none(), label=_("Đơn vị ban hành"))
    field_order = ["issuer", "file", "changes", "legacy"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        units = units_of(user, Role.DRAFTER)
        issuer = self.fields["issuer"]
        assert isinstance(issuer, forms.ModelChoiceField)
        issuer.queryset = Unit.objects.visible_to(user).filter(pk__in=[u.pk for u in units])
        issuer.initial = units[0] if units else None


class PlanReturnForm(PlanFileForm):
    """A file that comes back to the plan it left; its text is Unicode, for it was ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["legacy"]

    def clean(self) -> dict[str, Any]:
        return (super().clean() or {}) | {"legacy": False}
