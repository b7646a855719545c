"""What people type about targets: how far one is, with its evidence; the name of a review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Activity, ActivityType
from core.formats import write
from core.forms import DateField, NumberField, VietnameseCharField
from documents.evidence import EvidenceError, read_file, read_link
from plans.targets.measures import refusal
from reporting.models import ReviewKind
from units.models import Unit


class EntryForm(forms.Form):
    """One number with its evidence: a file, a link, or an activity the unit logged."""

    value = NumberField(label=_("Đã đạt, cộng dồn đến nay"))
    as_of = DateField(label=_("Tính đến ngày"))
    note = VietnameseCharField(label=_("Diễn giải"), max_length=500, required=False)
    activity = forms.ModelChoiceField(
        Activity.objects.none(),
        label=_("Hoạt động đã ghi"),
        required=False,
        empty_label=_("Không chọn"),
    )
    file = forms.FileField(label=_("hoặc tệp minh chứng"), required=False)
    url = VietnameseCharField(label=_("hoặc đường dẫn"), max_length=500, required=False)

    def __init__(self, *args: Any, unit: Unit, user: Any, measure: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        mine = Activity.objects.visible_to(user).filter(unit=unit).order_by("-happened_on", "-pk")
        choice: Any = self.fields["activity"]
        choice.queryset = mine
        named = [(row.pk, f"{row.title} ({write.date(row.happened_on)})") for row in mine[:50]]
        choice.choices = [("", choice.empty_label), *named]

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        if why := refusal(value, self.measure):
            raise forms.ValidationError(why)
        return value

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày này chưa đến. Hãy ghi số đã đạt được."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        upload, url = said.pop("file", None), said.pop("url", "")
        said["piece"] = None
        if not (upload or url or said.get("activity")) and not self.errors:
            self.add_error("activity", _("Hãy kèm minh chứng: tệp, đường dẫn hoặc hoạt động đã ghi."))
        try:
            if upload or url:
                said["piece"] = read_file(upload) if upload else read_link(url)
        except EvidenceError as refused:
            self.add_error("file" if upload else "url", str(refused))
        return said


class TallyForm(forms.Form):
    """Which activities count for the target, and what of them is added up; nothing chosen ends it."""

    type = forms.ModelChoiceField(
        ActivityType.objects.all(), label=_("Loại hoạt động"), required=False, empty_label=_("Mọi loại hoạt động")
    )  # fmt: skip
    counts = forms.ChoiceField(
        label=_("Cộng số nào"), required=False,
        help_text=_("Cộng mọi hoạt động đã ghi cho nhiệm vụ của kế hoạch này và các kế hoạch triển khai nó."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counts: Any = self.fields["counts"]
        counts.choices = [("", _("Không cộng từ hoạt động")), *choices]


class BaseForm(forms.Form):
    base_value = NumberField(label=_("Số của năm gốc"))

    def __init__(self, *args: Any, measure: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure

    def clean_base_value(self) -> Any:
        value = self.cleaned_data["base_value"]
        # The base of a change told in per cent is a count.
        if why := refusal(value, "" if self.measure.strip() == "%" else self.measure):
            raise forms.ValidationError(why)
        return value


class ReviewForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại"), choices=ReviewKind)
    name = VietnameseCharField(
        label=_("Tên đợt"), max_length=200, help_text=_("Ví dụ: Sơ kết giữa nhiệm kỳ 2023–2026.")
    )
