"""Forms of the registers: filters, a number kept for paper, a line written in, a paper that came, who settles it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, NumberField, RowField, VietnameseCharField
from documents.filters import FilterForm
from documents.models import IncomingDocument, RegisterEntry
from documents.official import document_types
from documents.registers.models import IncomingStatus
from documents.registers.queries import LATE, OPEN, VOID
from documents.registers.scans import BadScan, read_scan
from units.models import Department, Seat, Unit


class BookFilterForm(FilterForm):
    """Dates as typed; what is no day is left out."""

    nam = forms.ChoiceField(label=_("Năm"), required=False)
    tu = DateField(label=_("Từ ngày"), required=False)
    den = DateField(label=_("Đến ngày"), required=False)
    tinh_trang = forms.ChoiceField(label=_("Tình trạng"), required=False)

    def offer_years(self, years: list[int]) -> None:
        self.fields["nam"].choices = [("", _("Mọi năm")), *((str(y), str(y)) for y in years)]


class OutgoingFilterForm(BookFilterForm):
    so = forms.ChoiceField(label=_("Dãy số"), required=False)
    loai = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    field_order = ["so", "nam", "loai", "tinh_trang"]

    def __init__(
        self, *args: Any, series: list[str], types: list[str], years: list[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = document_types()
        self.offer_years(years)
        self.fields["so"].choices = [("", _("Mọi dãy số")), *((s, names.get(s, s)) for s in series)]
        self.fields["loai"].choices = [("", _("Mọi loại")), *((t, names.get(t, t)) for t in types)]
        self.fields["tinh_trang"].choices = [
            ("", _("Mọi tình trạng")), (OPEN, _("Giữ số, chưa ghi đủ")), (VOID, _("Đã hủy số")),
        ]  # fmt: skip


class IncomingFilterForm(BookFilterForm):
    cua_toi = forms.ChoiceField(
        label=_("Người xử lý"), required=False, choices=[("", _("Mọi người")), ("1", _("Giao cho tôi"))]
    )
    field_order = ["tinh_trang", "cua_toi", "nam"]

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_years(years)
        self.fields["tinh_trang"].choices = [
            ("", _("Mọi tình trạng")), (LATE, _("Quá hạn")), *IncomingStatus.choices,
        ]  # fmt: skip


class UnitForm(forms.Form):
    """A form for one of several own units; with one unit nothing is asked."""

    unit = RowField(Unit.objects.none(), label=_("Đơn vị"), empty_label=None)

    def __init__(self, *args: Any, units: list[Unit], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.visible_to(user).filter(pk__in=[unit.pk for unit in units])
        field.initial = units[0] if units else None
        if len(units) == 1:
            field.widget = forms.HiddenInput()


class ReserveForm(UnitForm):
    """A number for a document made and signed on paper."""

    type = forms.ChoiceField(label=_("Loại văn bản"), choices=list(document_types().items()))
    abstract = VietnameseCharField(
        label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Phần sau tên loại, ví dụ: Tổ chức hội thao năm 2026"),
    )  # fmt: skip
    reserved_for = VietnameseCharField(
        label=_("Giữ số cho"), max_length=120, help_text=_("Người hoặc ban soạn văn bản giấy")
    )
    on = DateField(label=_("Ngày văn bản"), initial=timezone.localdate)


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the clerk writes into a line; a portal document's own columns are not asked."""

    title = VietnameseCharField(label=_("Tên loại và trích yếu"), max_length=600)
    signed_by = VietnameseCharField(label=_("Người ký"), max_length=120)
    sent_to = VietnameseCharField(
        label=_("Nơi nhận"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    archived_by = VietnameseCharField(label=_("Đơn vị, người nhận bản lưu"), max_length=120, required=False)
    copies = NumberField(label=_("Số lượng bản"), min_value=1, whole=True, max_digits=4)
    sent_on = DateField(label=_("Ngày chuyển"), required=False)
    received_mark = VietnameseCharField(label=_("Ký nhận"), max_length=120, required=False)
    remark = VietnameseCharField(label=_("Ghi chú"), max_length=200, required=False)

    class Meta:
        model = RegisterEntry
        fields = [
            "title", "signed_by", "sent_to", "archived_by", "copies", "sent_on", "received_mark", "remark",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.document_id:
            for name in ("title", "signed_by", "sent_to"):
                del self.fields[name]

    def _post_clean(self) -> None:
        """The service writes the row; the form only reads the fields."""


class ScanField(forms.FileField):
    """A scanned paper, judged by its content; gives a Scan or None."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return read_scan(upload)
        except BadScan as error:
            raise ValidationError(str(error)) from error


class IncomingForm(UnitForm):
    """A paper that came by post or by another system."""

    arrived_on = DateField(label=_("Ngày đến"), initial=timezone.localdate)
    issuer_name = VietnameseCharField(
        label=_("Tác giả"), max_length=200, help_text=_("Cơ quan, tổ chức ban hành văn bản")
    )
    code = VietnameseCharField(label=_("Số, ký hiệu"), max_length=60, help_text=_("Ví dụ: 125/KH-UBND"))
    dated_on = DateField(label=_("Ngày văn bản"), required=False)
    abstract = VietnameseCharField(
        label=_("Tên loại và trích yếu"), max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    scan = ScanField(
        label=_("Bản chụp"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )  # fmt: skip
    remark = VietnameseCharField(label=_("Ghi chú"), max_length=200, required=False)
    even_if_known = forms.BooleanField(
        required=False, label=_("Vẫn vào sổ: đây là bản khác hoặc bản gửi lại"), widget=forms.HiddenInput()
    )

    field_order = ["unit", "arrived_on", "issuer_name", "code", "dated_on", "abstract", "scan", "remark"]

    def ask_again(self) -> None:
        """The paper is known: show the box that takes it all the same."""
        box: Any = self.fields["even_if_known"]
        box.widget = forms.CheckboxInput()


class IncomingEditForm(forms.ModelForm):  # type: ignore[type-arg]
    """Corrects a line; number and day of arrival stay."""

    issuer_name = VietnameseCharField(label=_("Tác giả"), max_length=200)
    code = VietnameseCharField(label=_("Số, ký hiệu"), max_length=60)
    dated_on = DateField(label=_("Ngày văn bản"), required=False)
    abstract = VietnameseCharField(
        label=_("Tên loại và trích yếu"), max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    scan = ScanField(
        label=_("Bản chụp"), required=False, allow_empty_file=True, help_text=_("Chọn tệp để thêm hoặc thay bản chụp."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )  # fmt: skip
    sent_on = DateField(label=_("Ngày chuyển"), required=False)
    received_mark = VietnameseCharField(label=_("Ký nhận"), max_length=120, required=False)
    remark = VietnameseCharField(label=_("Ghi chú"), max_length=200, required=False)

    class Meta:
        model = IncomingDocument
        fields = ["issuer_name", "code", "dated_on", "abstract", "sent_on", "received_mark", "remark"]

    def _post_clean(self) -> None:
        """The service writes the row; the form only reads the fields."""


class AssignForm(forms.Form):
    """Who settles the paper, by when, with the leader's words (bút phê)."""

    department = RowField(
        Department.objects.none(), label=_("Ban, phòng"), required=False, empty_label=_("Không chọn")
    )
    assignee = RowField(
        Seat.objects.none(), label=_("Người xử lý"), required=False, empty_label=_("Không chọn")
    )
    due_on = DateField(label=_("Hạn giải quyết"), required=False)
    instruction = VietnameseCharField(
        label=_("Ý kiến chỉ đạo"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, incoming: IncomingDocument, user: Any, **kwargs: Any) -> None:
        kept = ("department", "assignee", "due_on", "instruction")
        kwargs["initial"] = {name: getattr(incoming, name) for name in kept}
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(
            unit=incoming.unit, unit__in=Unit.objects.visible_to(user)
        )
        seats: Any = self.fields["assignee"]
        seats.queryset = (
            Seat.objects.visible_to(user).current().filter(unit=incoming.unit, user__is_active=True)
            .select_related("user")
        )  # fmt: skip
        seats.label_from_instance = lambda seat: f"{seat.user.full_name} – {seat.post_title}"
