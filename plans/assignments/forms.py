"""Forms of work given out: filters of the lists, who gets it, progress, evidence, more time, reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, NumberField, RowField, VietnameseCharField
from core.vietnamese import fold, parse_id
from documents.evidence import EvidenceError, read_file, read_link
from documents.filters import FilterForm
from documents.models import Recipient
from plans.assignments import queries
from plans.assignments.models import ESCALATE_AFTER, Assignment, PromisedDocument, ReminderSetting
from units.models import Department, Seat, Unit

FILE_HINT = _("PDF, DOCX, XLSX, JPG hoặc PNG, tối đa 20 MB")
LONG = {"rows": 2}


class WorkFilterForm(FilterForm):
    loc = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("Chưa kết thúc")), (queries.LATE, _("Quá hạn")), (queries.WEEK, _("Hạn trong 7 ngày")),
            (queries.NEW, _("Mới giao, chưa nhận")), (queries.WAITING, _("Chờ xác nhận")),
            (queries.WISHES, _("Xin gia hạn")), (queries.CLOSED_ONES, _("Đã kết thúc")), (queries.ALL, _("Tất cả")),
        ],
    )  # fmt: skip
    ke_hoach = forms.ChoiceField(required=False)
    sap = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("Theo hạn")), ("moi", _("Mới giao trước")), ("doi", _("Mới cập nhật")),
            ("don-vi", _("Theo đơn vị")), ("tien-do", _("Tiến độ thấp trước")),
        ],
    )  # fmt: skip
    doan = forms.CharField(required=False, max_length=12)

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((str(plan.pk), f"{plan.doc_code.strip()} – {plan.abstract}"[:90]) for plan in plans)
        self.fields["ke_hoach"].choices = [("", _("Mọi kế hoạch")), *named]


class CodesField(VietnameseCharField):
    """Units by their codes, as a list is pasted; gives the units."""

    rows: Any = None

    def clean(self, value: Any) -> Any:
        codes = {word.strip().upper() for word in super().clean(value).replace(";", ",").split(",")} - {""}
        found = list(self.rows.filter(code__in=codes)) if codes else []
        missing = sorted(codes - {unit.code.upper() for unit in found})
        if missing:
            raise ValidationError(
                _("Không có đơn vị cấp dưới với mã %(codes)s.") % {"codes": ", ".join(missing)}
            )
        return found


class UnitSearch(forms.SelectMultiple):
    """A search box; what it finds comes as boxes to tick, the ticked ones stay while one searches on."""

    unit: Any = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = queries.units_below(self.unit).filter(pk__in=[parse_id(pk) for pk in value or ()])
        context = {
            "name": name, "chosen": queries.with_lines(chosen), "unit": self.unit,
            "attrs": self.build_attrs(self.attrs, attrs),
        }  # fmt: skip
        return render_to_string("plans/assignments/_unit_search.html", context)


class SearchedUnitsField(forms.ModelMultipleChoiceField):
    """Units of any level below, found by name or code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit.objects.none(), widget=UnitSearch, **kwargs)

    def search_below(self, unit: Unit) -> None:
        self.queryset = queries.units_below(unit)
        search: Any = self.widget
        search.unit = unit


class PlaceForm(forms.Form):
    """Units below: a class, some directly below, others by code."""

    group = forms.ChoiceField(
        label=_("Nhóm đơn vị"), required=False, choices=[("", _("Không chọn nhóm")), *Recipient.Group.choices],
        help_text=_("Cả nhóm nhận việc bằng một lần giao; đơn vị mới vào nhóm được giao tiếp khi còn hạn."),
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Đơn vị trực thuộc"), required=False, widget=forms.CheckboxSelectMultiple
    )
    codes = CodesField(
        label=_("Dán danh sách mã đơn vị"), required=False, max_length=2000,
        help_text=_("Mã đơn vị ở mọi cấp dưới, cách nhau bằng dấu phẩy"),
    )  # fmt: skip
    below = SearchedUnitsField(label=_("Tìm đơn vị ở mọi cấp dưới"), required=False)
    deadline_on = DateField(label=_("Thời hạn"), required=False)
    instruction = VietnameseCharField(
        label=_("Ý kiến chỉ đạo"), max_length=500, required=False, widget=forms.Textarea(attrs=LONG)
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children: Any = self.fields["units"]
        children.queryset = Unit.objects.filter(pk__in=queries.children_of(unit).values("pk")).order_by(
            "sort_key"
        )
        if not children.queryset.exists():
            for name in ("group", "units", "below", "codes"):
                del self.fields[name]
        else:
            self.fields["codes"].rows = queries.units_below(unit)
            below: Any = self.fields["below"]
            below.search_below(unit)

    def clean_deadline_on(self) -> Any:
        on = self.cleaned_data["deadline_on"]
        if on and on < timezone.localdate():
            raise ValidationError(_("Thời hạn đã qua. Hãy chọn ngày từ hôm nay."))
        return on

    def clean(self) -> dict[str, Any]:
        """What the service is told of where the work goes."""
        said = super().clean() or self.cleaned_data
        units = {
            unit.pk: unit for unit in [*said.get("units", ()), *said.get("below", ()), *said.get("codes", ())]
        }
        return {
            "group": said.get("group", ""), "units": list(units.values()), "deadline_on": said.get("deadline_on"),
            "instruction": said.get("instruction", ""),
        }  # fmt: skip


class GiveForm(PlaceForm):
    """Also own departments and people."""

    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(), label=_("Ban, phòng của đơn vị"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seats = forms.ModelMultipleChoiceField(
        Seat.objects.none(), label=_("Người của đơn vị"), required=False, widget=forms.CheckboxSelectMultiple
    )
    escalate_after = NumberField(
        label=_("Quá hạn bao nhiêu ngày thì báo cấp trên"), whole=True, min_value=1, max_digits=3,
        initial=ESCALATE_AFTER,
    )  # fmt: skip

    field_order = [
        "group", "units", "below", "codes", "departments", "seats", "deadline_on", "escalate_after", "instruction",
    ]  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        departments: Any = self.fields["departments"]
        departments.queryset = Department.objects.filter(unit=unit)
        seats: Any = self.fields["seats"]
        seats.queryset = queries.colleagues_at(unit)
        seats.label_from_instance = lambda seat: f"{seat.user.full_name} – {seat.post_title}"
        if not departments.queryset.exists():
            del self.fields["departments"]

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return super().clean() | {
            "departments": said.get("departments", ()), "seats": said.get("seats", ()),
            "escalate_after": int(said.get("escalate_after") or ESCALATE_AFTER),
        }  # fmt: skip


class ProgressForm(forms.Form):
    percent = NumberField(label=_("Tiến độ (%)"), whole=True, min_value=0, max_digits=3)
    note = VietnameseCharField(
        label=_("Đã làm được gì"), max_length=1000, widget=forms.Textarea(attrs=LONG),
        help_text=_("Người giao việc đọc dòng này."),
    )  # fmt: skip

    def clean_percent(self) -> int:
        percent = int(self.cleaned_data["percent"])
        if percent > 100:
            raise ValidationError(_("Tiến độ từ 0 đến 100%."))
        return percent


class EvidenceForm(forms.Form):
    """A file or a link; gives the piece ready to be kept."""

    file = forms.FileField(
        label=_("Tệp"), required=False, allow_empty_file=True, help_text=FILE_HINT,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )  # fmt: skip
    url = VietnameseCharField(label=_("hoặc đường dẫn"), required=False, max_length=500)
    caption = VietnameseCharField(label=_("Chú thích"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        upload, url = said.get("file"), said.get("url", "")
        if bool(upload) == bool(url):
            self.add_error("file", _("Hãy chọn một tệp hoặc nhập một đường dẫn."))
            return said
        try:
            read = read_file(upload) if upload else read_link(url)
        except EvidenceError as refused:
            self.add_error("file" if upload else "url", str(refused))
        else:
            said["piece"] = read.described(said.get("caption", ""), False)
        return said


class MoreTimeForm(forms.Form):
    wanted_on = DateField(label=_("Xin đến ngày"))
    reason = VietnameseCharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs=LONG))


class DeadlineForm(forms.Form):
    deadline_on = DateField(label=_("Hạn mới"))
    reason = VietnameseCharField(
        label=_("Lý do đổi hạn"), max_length=500, widget=forms.Textarea(attrs=LONG),
        help_text=_("Nơi làm đọc dòng này ở trang việc và trong thư nhắc việc."),
    )  # fmt: skip
    along = forms.BooleanField(
        label=_("Đổi theo cho các nơi được chuyển tiếp đang cùng hạn cũ"), required=False, initial=True,
        help_text=_("Nơi được chuyển tiếp có hạn sau hạn mới thì luôn được đưa về hạn mới và được báo."),
    )  # fmt: skip

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, initial={"deadline_on": assignment.deadline_on}, **kwargs)
        if not assignment.handed_rounds.exists():
            del self.fields["along"]


class HandOverForm(forms.Form):
    """A colleague or a department of the same unit."""

    seat = RowField(Seat.objects.none(), label=_("Người làm"), required=False, empty_label=_("Không chọn"))
    department = RowField(
        Department.objects.none(), label=_("hoặc ban, phòng"), required=False, empty_label=_("Không chọn")
    )
    note = VietnameseCharField(label=_("Lời nhắn"), max_length=500, required=False)

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats: Any = self.fields["seat"]
        seats.queryset = queries.colleagues_at(assignment.unit)
        seats.label_from_instance = lambda seat: f"{seat.user.full_name} – {seat.post_title}"
        departments: Any = self.fields["department"]
        departments.queryset = Department.objects.filter(unit=assignment.unit)
        if not departments.queryset.exists():
            del self.fields["department"]


HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class ReminderForm(forms.ModelForm):  # type: ignore[type-arg]
    """How one wants to be reminded."""

    quiet_from = forms.TypedChoiceField(label=_("Không gửi thư từ"), choices=HOURS, coerce=int)
    quiet_to = forms.TypedChoiceField(label=_("đến"), choices=HOURS, coerce=int)

    class Meta:
        model = ReminderSetting
        fields = ["daily", "weekends", "quiet_from", "quiet_to"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("quiet_from") == said.get("quiet_to"):
            self.add_error("quiet_to", _("Hai giờ giống nhau thì không còn lúc nào gửi được thư."))
        return said


class PromiseForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is promised, and by when."""

    what = VietnameseCharField(label=_("Văn bản sẽ ban hành"), max_length=300)
    due_on = DateField(label=_("Chậm nhất ngày"), required=False)

    class Meta:
        model = PromisedDocument
        fields = ["what", "due_on"]


class FulfilForm(forms.Form):
    """The document that keeps the promise, by number and symbol; gives the newest issued one of that name."""

    code = VietnameseCharField(
        label=_("Số, ký hiệu văn bản đã ban hành"), max_length=60, help_text=_("Ví dụ: 12/HD-LĐLĐ"),
        widget=forms.TextInput(attrs={"list": "ban-hanh", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = documents

    def clean_code(self) -> Any:
        code = self.cleaned_data["code"]
        number, _slash, symbol = code.partition("/")
        alike = self.documents.filter(number=parse_id(number.strip()))
        found = next((row for row in alike if fold(row.symbol) == fold(symbol)), None)
        if found is None:
            raise ValidationError(
                _("Đơn vị chưa phát hành văn bản số “%(code)s”. Hãy xem lại số ở sổ văn bản đi.")
                % {"code": code}
            )
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        return {"document": said.get("code")}


class SinceForm(forms.Form):
    """Since which day."""

    tu = DateField(label=_("Từ ngày"))
