"""The phone-sized form on which a unit writes down what it did."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns import queries
from campaigns.forms.fields import CountField, EvidenceField, ManyFilesInput, grouped_choices
from campaigns.forms.partners import PartnersMixin
from campaigns.models import Activity, ActivityMoney, ActivityType, Campaign, Channel, Message, QuantityKind
from campaigns.services import CampaignError
from core.forms import DateField, RowField, VietnameseCharField
from documents.evidence import EvidenceError, NewEvidence, read_file, read_link, read_photo
from plans.models import Task
from units.models import Unit

PHOTOS = "image/jpeg,image/png"
FILES = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"
# A refused form comes back around the files that were chosen (htmx).
KEPT = {"hx-preserve": "true"}


class ActivityForm(PartnersMixin, forms.Form):
    """`activity` is the row being changed; `units` the units the person may log for."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    unit = RowField(Unit.objects.none(), label=_("Đơn vị tổ chức"), empty_label=None)
    type = RowField(
        ActivityType.objects.none(), label=_("Loại hoạt động"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Hãy chọn một loại hoạt động.")},
    )  # fmt: skip
    title = VietnameseCharField(
        label=_("Tên hoạt động"), max_length=200, error_messages={"required": _("Hãy nhập tên hoạt động.")}
    )
    happened_on = DateField(label=_("Ngày"))
    place = VietnameseCharField(label=_("Địa điểm"), max_length=200, required=False)
    form = forms.ChoiceField(
        label=_("Hình thức"),
        choices=Activity.Form.choices,
        widget=forms.RadioSelect,
        initial=Activity.Form.FACE_TO_FACE,
    )
    sessions = CountField(label=_("Số cuộc"), required=True, min_value=1, initial=1)
    participations = CountField(label=_("Lượt người dự"))
    female_participations = CountField(label=_("Trong đó nữ"))
    campaign = RowField(
        Campaign.objects.none(),
        label=_("Chiến dịch"),
        required=False,
        empty_label=_("Không thuộc chiến dịch"),
    )
    message = RowField(Message.objects.none(), label=_("Thông điệp đã dùng"), required=False)
    channel = RowField(
        Channel.objects.none(), label=_("Kênh đã dùng"), required=False, empty_label=_("Không ghi kênh")
    )
    task = RowField(Task.objects.none(), label=_("Nhiệm vụ trong kế hoạch"), required=False)
    note = VietnameseCharField(
        label=_("Kết quả, ghi chú"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    camera = EvidenceField(
        read=read_photo,
        label=_("Chụp ảnh"),
        widget=ManyFilesInput(attrs={"accept": PHOTOS, "capture": "environment"} | KEPT),
    )
    photos = EvidenceField(
        read=read_photo, label=_("Chọn ảnh có sẵn"), widget=ManyFilesInput(attrs={"accept": PHOTOS} | KEPT)
    )
    photo_caption = VietnameseCharField(label=_("Chú thích ảnh"), max_length=200, required=False)
    consent = forms.BooleanField(label=_("Người trong ảnh đã đồng ý cho dùng ảnh"), required=False)
    papers = EvidenceField(
        read=read_file, label=_("Tệp minh chứng"), widget=ManyFilesInput(attrs={"accept": FILES} | KEPT)
    )
    link = VietnameseCharField(
        label=_("Đường dẫn bài viết"), max_length=500, required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, user: Any, units: list[Unit], activity: Activity | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**self._start(activity), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.activity, self.units = activity, units
        self.kinds = list(QuantityKind.objects.all())
        self.types = list(queries.activity_types())
        self._offer_units(user)
        self._offer_types()
        self._offer_links(user)
        self.offer_partners([activity.unit] if activity else units, activity)
        self._ask_amounts()

    def add_prefix(self, field_name: str) -> str:
        """An input called "form" would hide the form from scripts (htmx reads input.form)."""
        return super().add_prefix("hinh_thuc" if field_name == "form" else field_name)

    @staticmethod
    def _start(activity: Activity | None) -> dict[str, Any]:
        if activity is None:
            return {"happened_on": timezone.localdate(), "request_key": uuid.uuid4()}
        names = ("type_id", "campaign_id", "task_id", "message_id", "channel_id", "title", "happened_on", "place", "form",
                 "sessions", "participations", "female_participations", "note")  # fmt: skip
        start = {name.removesuffix("_id"): getattr(activity, name) for name in names}
        start |= {f"quantity_{quantity.kind_id}": quantity.amount for quantity in activity.quantities.all()}
        return start | {f"money_{entry.source}": entry.amount for entry in activity.money.all()}

    def _offer_units(self, user: Any) -> None:
        if self.activity:
            del self.fields["unit"], self.fields["request_key"]
            return
        self.fields["unit"].queryset = Unit.objects.visible_to(user).filter(pk__in=[u.pk for u in self.units])
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = self.units[0].pk

    def _offer_types(self) -> None:
        field = self.fields["type"]
        field.queryset = ActivityType.objects.all()
        field.choices = [(kind.pk, kind.name) for kind in self.types]

    def _offer_links(self, user: Any) -> None:
        """What is in force for the units, and what the activity already names."""
        now, units = self.activity, [self.activity.unit] if self.activity else self.units
        campaigns = queries.campaigns_to_log(user, units)
        messages, tasks = queries.messages_to_log(user, units), queries.tasks_to_log(user, units)
        if now:
            campaigns = campaigns | Campaign.objects.visible_to(user).filter(pk=now.campaign_id)
            messages = messages | Message.objects.visible_to(user).filter(pk=now.message_id).select_related(
                "campaign"
            )
            tasks = tasks | Task.objects.visible_to(user).filter(pk=now.task_id).select_related("plan")
        self.fields["campaign"].queryset = campaigns
        self.fields["channel"].queryset = Channel.objects.all()
        self.fields["message"].queryset, self.fields["task"].queryset = messages, tasks
        self.fields["message"].choices = grouped_choices(
            messages, lambda row: row.campaign.name, lambda row: row.text, "Không dùng thông điệp"
        )
        self.fields["task"].choices = grouped_choices(
            tasks, lambda row: row.plan, lambda row: row.text, "Không gắn nhiệm vụ"
        )

    def _ask_amounts(self) -> None:
        for kind in self.kinds:
            self.fields[f"quantity_{kind.pk}"] = CountField(
                label=f"{kind.name} ({kind.unit_of_measure})", digits=12
            )
        for source, label in ActivityMoney.Source.choices:
            self.fields[f"money_{source}"] = CountField(label=label, digits=15)

    # --- what the template prints

    def type_options(self) -> list[dict[str, Any]]:
        """The types as large buttons, each with the codes of the quantities it asks for."""
        chosen = str(self["type"].value() or "")
        return [
            {"value": kind.pk, "label": kind.name, "checked": kind.pk == chosen,
             "asks": " ".join(quantity.pk for quantity in kind.quantities.all())}
            for kind in self.types
        ]  # fmt: skip

    def quantity_fields(self) -> list[Any]:
        return [(kind.pk, self[f"quantity_{kind.pk}"]) for kind in self.kinds]

    def money_fields(self) -> list[Any]:
        return [self[f"money_{source}"] for source in ActivityMoney.Source.values]

    def money_open(self) -> bool:
        """The money section stands open when something is in it, or wrong in it."""
        return any(field.value() not in (None, "") or field.errors for field in self.money_fields())

    def more_open(self) -> bool:
        fields = [self[name] for name in ("task", "message", "channel", "note")]
        return any(field.value() not in (None, "") or field.errors for field in fields)

    def files_lost(self) -> bool:
        """A browser sends files only once: they must be chosen again when the form comes back."""
        return self.is_bound and bool(self.errors) and bool(self.files)

    # --- checks

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError(
                _("Ngày hoạt động không thể ở tương lai. Hãy ghi sau khi hoạt động đã diễn ra.")
            )
        return day

    def clean_link(self) -> NewEvidence | None:
        address = self.cleaned_data["link"]
        try:
            return read_link(address) if address else None
        except EvidenceError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        total, female = cleaned.get("participations"), cleaned.get("female_participations")
        if female is not None and total is None and "participations" not in self.errors:
            self.add_error("participations", _("Hãy nhập lượt người dự trước khi nhập số nữ."))
        if female is not None and total is not None and female > total:
            self.add_error(
                "female_participations", _("Số nữ không thể lớn hơn lượt người dự. Hãy sửa một trong hai số.")
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Arguments of log_activity and change_activity."""
        cleaned = self.cleaned_data
        plain = ("type", "title", "happened_on", "place", "form", "sessions", "participations", "female_participations",
                 "campaign", "message", "channel", "task", "note")  # fmt: skip
        return {
            **{name: cleaned[name] for name in plain},
            "partners": self.joined(), "evidence": self._evidence(),
            "quantities": self._amounts("quantity_"), "money": self._amounts("money_"),
        }  # fmt: skip

    def _amounts(self, prefix: str) -> dict[str, int]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value is not None
        }

    def _evidence(self) -> list[NewEvidence]:
        cleaned = self.cleaned_data
        photos = [*cleaned["camera"], *cleaned["photos"]]
        described = [photo.described(cleaned["photo_caption"], cleaned["consent"]) for photo in photos]
        return [*described, *cleaned["papers"], *([cleaned["link"]] if cleaned["link"] else [])]

    def show_refusal(self, error: CampaignError | EvidenceError) -> None:
        """Put a refusal of the service at its field."""
        field = getattr(error, "field", "")
        self.add_error(field if field in self.fields else None, str(error))
