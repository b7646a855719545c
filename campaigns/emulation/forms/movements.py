"""Forms of those who run a movement, and of a unit that registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.emulation.models import Cluster, CriteriaSet, EmulationRegistration, Movement
from campaigns.emulation.services import NewPerson
from campaigns.forms.fields import CountField
from campaigns.models import Campaign
from core.forms import DateField, RowField, VietnameseCharField
from documents.models import Status as DocumentStatus
from plans.models import Plan
from units.models import Unit

PLEDGE = (
    "1. Thực hiện tốt các nội dung của phong trào; hoàn thành các tiêu chí đã đăng ký.\n"
    "2. Vận động đoàn viên, người lao động tích cực tham gia, phát huy sáng kiến.\n"
    "3. Tự chấm điểm trung thực, có minh chứng, gửi đúng hạn."
)


class YearField(CountField):
    """A year as four digits, never with a thousands' dot."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, digits=4, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value


class MovementForm(forms.Form):
    """`owners`: units the person may run movements of; `movement`: the row being changed."""

    owner = RowField(Unit.objects.none(), label=_("Đơn vị phát động"), empty_label=None)
    name = VietnameseCharField(label=_("Tên phong trào"), max_length=250)
    slogan = VietnameseCharField(label=_("Khẩu hiệu"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=_("Loại phong trào"), choices=Movement.Kind.choices, initial=Movement.Kind.YEARLY
    )
    year = YearField(label=_("Năm thi đua"))
    content = VietnameseCharField(
        label=_("Nội dung thi đua"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    campaign = RowField(
        Campaign.objects.none(),
        label=_("Thuộc chiến dịch"),
        required=False,
        empty_label=_("Không thuộc chiến dịch"),
    )
    plan = RowField(
        Plan.objects.none(), label=_("Kế hoạch phát động"), required=False, empty_label=_("Chưa có kế hoạch")
    )
    criteria = RowField(
        CriteriaSet.objects.none(), label=_("Bộ tiêu chí"), required=False, empty_label=_("Chưa chọn bộ tiêu chí"),
        help_text=_("Bộ tiêu chí đang áp dụng của đơn vị hoặc của cấp trên."),
    )  # fmt: skip
    pledge = VietnameseCharField(
        label=_("Mẫu giao ước thi đua"), required=False, max_length=4000, initial=PLEDGE,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Đơn vị đăng ký thấy mẫu này và sửa được cho mình."),
    )  # fmt: skip
    starts_on = DateField(label=_("Từ ngày"))
    ends_on = DateField(label=_("Đến ngày"))
    register_until = DateField(label=_("Hạn đăng ký"))
    score_until = DateField(label=_("Hạn tự chấm điểm"))

    def __init__(
        self, *args: Any, user: Any, owners: list[Unit], movement: Movement | None = None, **kwargs: Any
    ) -> None:
        if movement:
            names = [name for name in self.base_fields if name != "owner"]
            start = {name: getattr(movement, name) for name in names}
            kwargs["initial"] = start | {
                name: getattr(movement, f"{name}_id") for name in ("campaign", "plan", "criteria")
            }
        else:
            kwargs["initial"] = {"year": timezone.localdate().year} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._offer(user, owners, movement)
        if movement:
            del self.fields["owner"]
        elif len(owners) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = owners[0].pk

    def _offer(self, user: Any, owners: list[Unit], movement: Movement | None) -> None:
        ids = [owner.pk for owner in owners]
        mine = Campaign.objects.filter(owner__in=ids) | Campaign.objects.in_force_for(*owners)
        self.fields["owner"].queryset = Unit.objects.visible_to(user).filter(pk__in=ids)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).filter(
            pk__in=mine.order_by().values("pk")
        )
        above = [path for owner in owners for path in _line(owner)]
        plans = Plan.objects.visible_to(user).filter(issuer__path__in=above)
        self.fields["plan"].queryset = plans.filter(status=DocumentStatus.ISSUED) | plans.filter(
            issuer__in=ids
        )
        kept = [movement.criteria_id] if movement and movement.criteria_id else []
        usable = CriteriaSet.objects.visible_to(user).filter(owner__path__in=above)
        self.fields["criteria"].queryset = usable.filter(status=CriteriaSet.Status.IN_FORCE) | usable.filter(
            pk__in=kept
        )


def _line(unit: Unit) -> list[str]:
    from units.models import STEP

    return [unit.path[:i] for i in range(STEP, len(unit.path) + 1, STEP)]


class RegistrationForm(forms.Form):
    """What a unit registers and pledges; people one a line: name; post; goal; nữ."""

    unit = RowField(Unit.objects.none(), label=_("Đơn vị đăng ký"), empty_label=None)
    goal = VietnameseCharField(
        label=_("Đăng ký đạt hạng, danh hiệu"), max_length=200, required=False,
        help_text=_("Ví dụ: Hoàn thành xuất sắc nhiệm vụ."),
    )  # fmt: skip
    people = CountField(label=_("Số cá nhân đăng ký"), required=False, digits=6)
    women = CountField(label=_("Trong đó nữ"), required=False, digits=6)
    named = VietnameseCharField(
        label=_("Danh sách cá nhân"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Không bắt buộc. Mỗi dòng một người: Họ tên; chức vụ; danh hiệu đăng ký; nữ."),
    )  # fmt: skip
    pledge = VietnameseCharField(
        label=_("Giao ước thi đua"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    signed_by = VietnameseCharField(
        label=_("Người ký giao ước"), max_length=120, required=False,
        help_text=_("Họ tên và chức vụ người thay mặt đơn vị ký."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, user: Any, units: list[Unit], movement: Movement,
        registration: EmulationRegistration | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        start: dict[str, Any] = {"pledge": movement.pledge}
        if registration:
            start = {
                name: getattr(registration, name)
                for name in ("goal", "people", "women", "pledge", "signed_by")
            }
            start |= {"unit": registration.unit_id, "named": _lines(registration)}
        kwargs["initial"] = start | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        ids = [unit.pk for unit in units]
        self.fields["unit"].queryset = Unit.objects.visible_to(user).filter(pk__in=ids)
        if len(ids) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = ids[0]

    def clean_named(self) -> list[NewPerson]:
        return [_person(line) for line in self.cleaned_data["named"].splitlines() if line.strip()]

    def given(self) -> dict[str, Any]:
        """What the service takes; empty counts are none."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        return values | {"people": values["people"] or 0, "women": values["women"] or 0}


def _person(line: str) -> NewPerson:
    parts = [part.strip() for part in line.split(";")] + [""] * 3
    if len(parts[0]) > 80:
        raise forms.ValidationError(
            _("“%(start)s…” dài quá 80 ký tự. Hãy cách các phần bằng dấu chấm phẩy.")
            % {"start": parts[0][:30]}
        )
    return NewPerson(parts[0], parts[1], parts[2], parts[3].lower() in ("nữ", "nu", "x"))


def _lines(registration: EmulationRegistration) -> str:
    people = registration.registered_people.all()
    return "\n".join(
        "; ".join([p.name, p.post, p.goal, "nữ" if p.female else ""]).rstrip("; ") for p in people
    )


class ClusterForm(forms.Form):
    """Name and the two units that score; choices are units that registered."""

    name = VietnameseCharField(label=_("Tên cụm, khối"), max_length=200)
    head = RowField(
        Unit.objects.none(),
        label=_("Cụm trưởng"),
        required=False,
        help_text=_("Chấm các đơn vị khác trong cụm."),
    )
    deputy = RowField(
        Unit.objects.none(), label=_("Cụm phó"), required=False, help_text=_("Chấm đơn vị cụm trưởng.")
    )

    def __init__(
        self, *args: Any, user: Any, movement: Movement, cluster: Cluster | None = None, **kwargs: Any
    ) -> None:
        if cluster:
            kwargs["initial"] = {"name": cluster.name, "head": cluster.head_id, "deputy": cluster.deputy_id}
        super().__init__(*args, **kwargs)
        registered = movement.registrations.all()
        if cluster:
            registered = registered.filter(cluster=cluster)
        units = Unit.objects.visible_to(user).filter(pk__in=registered.order_by().values("unit"))
        self.fields["head"].queryset = self.fields["deputy"].queryset = units.order_by("sort_key", "pk")


class PlaceForm(forms.Form):
    """Which cluster a unit belongs to."""

    cluster = RowField(Cluster.objects.none(), label=_("Cụm, khối thi đua"), required=False)

    def __init__(self, *args: Any, registration: EmulationRegistration, **kwargs: Any) -> None:
        kwargs["initial"] = {"cluster": registration.cluster_id}
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = registration.movement.clusters.all()
