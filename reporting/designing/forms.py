"""Boxes of the designer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RowField, VietnameseCharField
from reporting.designing.adding_up import RULES, WITH_BASE
from reporting.designing.formulas import code_of
from reporting.designing.queries import asked_disaggregations, indicators_for
from reporting.models import (
    Disaggregation,
    Form,
    FormItem,
    Indicator,
    IndicatorKind,
    NarrativeSection,
)
from reporting.models.catalogue import DESIGNER_ROLES
from units.models import Unit, UnitKind
from units.scope import sees_all, units_of

ALL, NONE, SOME = "all", "none", "some"


class FormStartForm(forms.Form):
    """A new form: blank, a copy of another one, or from a file."""

    owner = RowField(label=_("Đơn vị ban hành"), queryset=Unit.objects.none())
    code = VietnameseCharField(
        label=_("Mã biểu"), max_length=30, help_text=_("Ví dụ 1-HĐCĐ-VC. In trên phiếu và tệp Excel.")
    )
    name = VietnameseCharField(label=_("Tên biểu"), max_length=200)
    like = RowField(
        label=_("Chép từ biểu"), queryset=Form.objects.none(), required=False,
        help_text=_("Để “Chưa chọn” nếu soạn từ đầu hoặc lấy từ tệp."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Hoặc từ tệp Excel, JSON"),
        required=False,
        help_text=_("Tệp xuất từ trang của một biểu, đã sửa hoặc chưa."),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = (
            Unit.objects.active()
            if sees_all(user)
            else Unit.objects.filter(pk__in=[u.pk for u in units_of(user, *DESIGNER_ROLES)])
        )
        self.fields["owner"].queryset = owners.filter(kind__tier__lt=3).order_by("path")  # type: ignore[attr-defined]
        self.fields["like"].queryset = Form.objects.visible_to(user).order_by("code", "-version")  # type: ignore[attr-defined]
        first = owners.order_by("path").first()
        self.initial.setdefault("owner", first and first.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("like") and cleaned.get("file"):
            raise ValidationError({"file": _("Chọn một trong hai: chép từ biểu có sẵn, hoặc lấy từ tệp.")})
        return cleaned


class IndicatorChoice(VietnameseCharField):
    """“TT01 – Số cuộc tuyên truyền” or just the code; gives the Indicator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices_of: Any = Indicator.objects.none()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        code = code_of(text.split("–")[0].split(" - ")[0])
        found = self.choices_of.filter(code=code).first()
        if found is None:
            raise ValidationError(
                _("Không có chỉ tiêu “%(text)s”. Gõ mã hoặc vài chữ trong tên rồi chọn trong danh sách.")
                % {"text": text[:60]}
            )
        return found


class MustForm(forms.Form):
    """Whether something must be answered, by everybody or by some kinds of units."""

    must = forms.ChoiceField(
        label=_("Bắt buộc"), widget=forms.RadioSelect, initial=NONE,
        choices=[(NONE, _("Không bắt buộc")), (ALL, _("Mọi đơn vị")), (SOME, _("Một số loại đơn vị"))],
    )  # fmt: skip
    required_for = forms.MultipleChoiceField(
        label=_("Loại đơn vị phải trả lời"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["required_for"].choices = kind_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("must") == SOME and not cleaned.get("required_for"):
            raise ValidationError({"required_for": _("Hãy chọn ít nhất một loại đơn vị.")})
        return self._as_stored(cleaned)

    def _as_stored(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """required and required_for in the place of the answers that say them."""
        must, kinds = cleaned.pop("must", NONE), cleaned.get("required_for", [])
        return cleaned | {"required": must == ALL, "required_for": kinds if must == SOME else []}


class RowForm(MustForm):
    """One row: which breakdowns, whether it must be answered and by whom, what helps, or how it is computed."""

    section = VietnameseCharField(label=_("Mục"), max_length=110)
    disaggregations = forms.ModelMultipleChoiceField(
        label=_("Phân tổ cần hỏi"), queryset=Disaggregation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    help_text = VietnameseCharField(
        label=_("Hướng dẫn"),
        max_length=300,
        required=False,
        help_text=_("Để trống: dùng hướng dẫn của danh mục."),
    )
    formula = VietnameseCharField(
        label=_("Dòng tự tính"), max_length=200, required=False,
        help_text=_("Mã các dòng khác nối bằng + và −, ví dụ TC05+TC06-TC07. Để trống: đơn vị tự nhập."),
    )  # fmt: skip

    def __init__(self, *args: Any, of: Form, row: FormItem | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = row_values(row)
        super().__init__(*args, **kwargs)
        own = row.indicator.disaggregations.values("pk") if row else None
        asked = asked_disaggregations()
        self.fields["disaggregations"].queryset = asked if own is None else asked.filter(pk__in=own)  # type: ignore[attr-defined]


class NewRowForm(forms.Form):
    """A row is added by its indicator and section; everything else is changed in place afterwards."""

    indicator = IndicatorChoice(label=_("Chỉ tiêu"))
    section = VietnameseCharField(
        label=_("Mục"), max_length=110, help_text=_("Chọn mục có sẵn hoặc gõ tên mục mới.")
    )

    def __init__(self, *args: Any, of: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices_of = indicators_for(of.owner)  # type: ignore[attr-defined]
        for name, listed in (("indicator", "designer-indicators"), ("section", "designer-sections")):
            self.fields[name].widget.attrs |= {"data-combobox": listed, "autocomplete": "off"}


class TextForm(MustForm):
    """A heading of the text with its prompt."""

    part = VietnameseCharField(
        label=_("Phần"), max_length=120, help_text=_("Ví dụ: II. Kết quả hoạt động công đoàn")
    )
    title = VietnameseCharField(label=_("Đề mục"), max_length=200)
    prompt = VietnameseCharField(label=_("Gợi ý viết gì"), max_length=300, required=False)
    field_order = ("part", "title", "prompt", "must", "required_for")

    def __init__(self, *args: Any, text: NarrativeSection | None = None, **kwargs: Any) -> None:
        if text is not None:
            kwargs["initial"] = {
                "part": text.part,
                "title": text.title,
                "prompt": text.prompt,
                **must_of(text),
            }
        super().__init__(*args, **kwargs)


class IndicatorForm(forms.Form):
    """An indicator of one's own. How it adds up follows from its kind."""

    name = VietnameseCharField(label=_("Tên chỉ tiêu"), max_length=200)
    unit_of_measure = VietnameseCharField(
        label=_("Đơn vị tính"), max_length=40, help_text=_("Ví dụ: cuộc, người, đồng")
    )
    kind = forms.ChoiceField(
        label=_("Cách tính"),
        choices=[
            (IndicatorKind.FLOW, _("Phát sinh trong kỳ (cả năm = cộng hai kỳ)")),
            (IndicatorKind.STOCK, _("Tại thời điểm chốt (cả năm = kỳ cuối)")),
            (IndicatorKind.RATIO, _("Tỷ lệ (nhập tử số và mẫu số)")),
            (IndicatorKind.AVERAGE, _("Bình quân (nhập kèm quyền số)")),
        ],
    )
    denominator_name = VietnameseCharField(
        label=_("Tên mẫu số hoặc quyền số"),
        max_length=200,
        required=False,
        help_text=_("Chỉ với tỷ lệ và bình quân."),
    )
    disaggregations = forms.ModelMultipleChoiceField(
        label=_("Phân tổ"),
        queryset=Disaggregation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    help_text = VietnameseCharField(label=_("Hướng dẫn"), max_length=300, required=False)
    section = VietnameseCharField(label=_("Đưa vào mục"), max_length=110)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["disaggregations"].queryset = asked_disaggregations()  # type: ignore[attr-defined]
        self.fields["section"].widget.attrs |= {"data-combobox": "designer-sections", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs = cleaned.get("kind") in WITH_BASE
        if needs and not cleaned.get("denominator_name"):
            raise ValidationError(
                {"denominator_name": _("Hãy nói mẫu số (hoặc quyền số) là gì để đơn vị nhập đúng.")}
            )
        if "kind" in cleaned:
            cleaned["over_units"], cleaned["over_periods"] = RULES[IndicatorKind(cleaned["kind"])]
        return cleaned


class PublishForm(forms.Form):
    effective_from = DateField(
        label=_("Dùng cho kỳ chốt số liệu từ ngày"),
        help_text=_("Kỳ có ngày chốt từ ngày này trở đi dùng phiên bản này; kỳ đã mở không đổi."),
    )


def kind_choices() -> list[tuple[str, str]]:
    return [
        (kind.code, kind.name)
        for kind in UnitKind.objects.filter(tier__gte=1).order_by("tier", "order", "code")
    ]


def must_of(asked: FormItem | NarrativeSection) -> dict[str, Any]:
    """What MustForm shows of a row or heading."""
    return {
        "must": ALL if asked.required else SOME if asked.required_for else NONE, "required_for": asked.required_for,
    }  # fmt: skip


def row_values(row: FormItem) -> dict[str, Any]:
    return {
        "section": row.section, "disaggregations": [d.pk for d in row.disaggregations.all()],
        "help_text": row.help_text, "formula": row.formula, **must_of(row),
    }  # fmt: skip


def names_of(indicators: Iterable[Indicator]) -> list[str]:
    """What the combobox lists: “TT01 – Số cuộc tuyên truyền (cuộc)”."""
    return [f"{one.code} – {one.name} ({one.unit_of_measure})" for one in indicators]
