"""Forms of the register of awards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.awards.dossier_models import DossierPaper
from campaigns.awards.models import Award, AwardTitle, Level, Receiver
from campaigns.awards.services import NewAward
from campaigns.contests.models import Contest
from campaigns.models import Campaign
from core.forms import UNCHOSEN, DateField, NumberField, RowField, VietnameseCharField
from documents.models import SENT, Document
from units.forms.picker import PickedField
from units.models import Unit


class AwardForm(forms.Form):
    """One line. `keeper`: the unit whose register it is; `award`: the line being changed."""

    receiver = forms.ChoiceField(
        label=_("Khen ai"), choices=Receiver.choices, initial=Receiver.COLLECTIVE, widget=forms.RadioSelect
    )
    unit = PickedField(
        queryset=Unit.objects.none(), label=_("Đơn vị được khen, hoặc đơn vị của cá nhân, tập thể nhỏ"),
        options_url="campaigns:award_units", placeholder=_("Gõ tên hoặc mã đơn vị"),
    )  # fmt: skip
    name = VietnameseCharField(
        label=_("Họ và tên cá nhân, hoặc tên tập thể nhỏ"), max_length=160, required=False,
        help_text=_("Để trống khi cả đơn vị được khen. Ví dụ tập thể nhỏ: Tổ công đoàn Phân xưởng 2."),
    )  # fmt: skip
    female = forms.BooleanField(label=_("Cá nhân là nữ"), required=False)
    birth_year = NumberField(
        label=_("Năm sinh"), required=False, whole=True, min_value=1900, max_digits=4,
        help_text=_("Chỉ cần khi đơn vị có hai người trùng tên."),
    )  # fmt: skip
    title = RowField(AwardTitle.objects.none(), label=_("Danh hiệu, hình thức khen thưởng"))
    level = forms.ChoiceField(label=_("Cấp khen thưởng"), choices=[("", UNCHOSEN), *Level.choices])
    issuer_name = VietnameseCharField(
        label=_("Cơ quan khen thưởng"), max_length=200, required=False,
        help_text=_("Ví dụ: Liên đoàn Lao động tỉnh. Để trống khi chọn quyết định có trên cổng."),
    )  # fmt: skip
    document = RowField(
        Document.objects.none(), label=_("Quyết định đã phát hành trên cổng"), required=False,
        empty_label=_("Không có trên cổng, ghi số và ngày bên dưới"),
    )  # fmt: skip
    decision_number = VietnameseCharField(
        label=_("Số quyết định"), max_length=60, required=False, help_text=_("Ví dụ: 125/QĐ-LĐLĐ.")
    )
    decided_on = DateField(label=_("Ngày quyết định"), required=False)
    year = NumberField(label=_("Năm thi đua"), whole=True, min_value=1945, max_digits=4)
    campaign = RowField(
        Campaign.objects.none(),
        label=_("Từ chiến dịch"),
        required=False,
        empty_label=_("Không thuộc chiến dịch"),
    )
    contest = RowField(
        Contest.objects.none(), label=_("Từ cuộc thi"), required=False, empty_label=_("Không thuộc cuộc thi")
    )
    origin = VietnameseCharField(label=_("Từ phong trào, hội thi khác"), max_length=200, required=False)
    reason = VietnameseCharField(
        label=_("Thành tích"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, user: Any, keeper: Unit, award: Award | None = None, **kwargs: Any
    ) -> None:
        if award:
            kwargs["initial"] = {
                name: getattr(award, f"{name}_id" if name in _ROWS else name) for name in self.base_fields
            }
            # A year is shown as it is, not in thousands.
            kwargs["initial"] |= {"year": str(award.year), "birth_year": str(award.birth_year or "")}
        super().__init__(*args, **kwargs)
        self.award = award
        self.fields["unit"].narrow(Unit.objects.visible_to(user).below(keeper))
        if not award:
            self.fields["unit"].initial = keeper.pk
        self.fields["title"].queryset = AwardTitle.objects.all()
        decisions = Document.objects.visible_to(user).filter(type="QĐ", status__in=SENT)
        self.fields["document"].queryset = decisions.order_by("-issued_on", "-pk")
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user)
        self.fields["contest"].queryset = Contest.objects.visible_to(user)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("document") is None:
            for name, words in _WITHOUT_DOCUMENT.items():
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return values

    def given(self) -> NewAward:
        """What was written, for the service to judge."""
        values = dict(self.cleaned_data)
        person = values["receiver"] == Receiver.PERSON
        values["birth_year"] = int(values["birth_year"]) if values["birth_year"] and person else None
        values["female"] = values["female"] and person
        values["year"] = int(values["year"])
        # What changes nothing of the giver keeps the giver's unit.
        same = self.award is not None and self.award.issuer_name == values["issuer_name"]
        return NewAward(**values, issuer=self.award.issuer if same and self.award else None)


_ROWS = frozenset({"unit", "title", "document", "campaign", "contest"})
_WITHOUT_DOCUMENT = {
    "issuer_name": _("Hãy nhập cơ quan khen thưởng, hoặc chọn quyết định có trên cổng."),
    "decision_number": _("Hãy nhập số quyết định, hoặc chọn quyết định có trên cổng."),
    "decided_on": _("Hãy nhập ngày quyết định, hoặc chọn quyết định có trên cổng."),
}


class RegisterFileForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp sổ khen thưởng"), widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Hãy chọn tệp Excel (.xlsx) của sổ khen thưởng.")},
    )  # fmt: skip


class DossierNewForm(forms.Form):
    """Which paper is drawn up from the lines the register shows with its filters."""

    kind = forms.ChoiceField(
        label=_("Lập văn bản"),
        choices=[(one.value, one.label) for one in DossierPaper.Kind if one != DossierPaper.Kind.SUMMARY],
    )
    abstract = VietnameseCharField(
        label=_("Trích yếu"),
        max_length=500,
        initial=_("Về việc khen thưởng tập thể, cá nhân có thành tích xuất sắc"),
    )


class DossierWordsForm(forms.Form):
    """The words of a paper, and the version they were opened at."""

    abstract = VietnameseCharField(label=_("Trích yếu"), max_length=500)
    addressees = VietnameseCharField(
        label=_("Kính gửi"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mỗi dòng một nơi."),
    )  # fmt: skip
    bases = VietnameseCharField(
        label=_("Căn cứ"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một căn cứ, ví dụ: Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022."),
    )  # fmt: skip
    text = VietnameseCharField(
        label=_("Nội dung"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "Mỗi dòng một đoạn; “# ” đầu dòng là đề mục, “- ” là gạch đầu dòng, [Bảng 1] là chỗ của bảng. Danh sách kèm "
            "theo, phần đầu, nơi nhận và chữ ký do cổng in."
        ),
    )  # fmt: skip
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
