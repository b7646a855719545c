"""What an activity must be before it is stored, whoever calls; the forms say the same at the fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from campaigns.models import Activity, ActivityMoney, ActivityType, Campaign, Message, QuantityKind
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from plans.models import Task
from units.models import Unit

LINKS = ("type", "campaign", "task", "message", "channel")
FIELDS = (
    *LINKS, "title", "happened_on", "place", "form", "sessions", "participations", "female_participations", "note",
)  # fmt: skip


def checked(unit: Unit, activity: Activity | None, **values: Any) -> dict[str, Any]:
    """The fields of an activity as they are stored. `activity` is the row being changed. Raises CampaignError."""
    message, campaign = values["message"], values["campaign"]
    if message is not None and campaign is None:
        campaign = message.campaign
    _check_campaign(campaign, values["happened_on"], unit, activity)
    _check_message(message, campaign, activity, values["happened_on"])
    _check_task(values["task"], unit, activity)
    return {
        "type": _type_of(values["type"]),
        "title": texts.line(values["title"], field="title", label="Tên hoạt động", longest=200),
        "happened_on": _past_day(values["happened_on"]),
        "place": texts.line(values["place"], field="place", label="Địa điểm", longest=200, required=False),
        "form": _form_of(values["form"]),
        "campaign": campaign,
        "task": values["task"],
        "message": message,
        "channel": values["channel"],
        "note": texts.within(nfc(values["note"]).strip(), field="note", label="Ghi chú", longest=4000),
        **_people(values["sessions"], values["participations"], values["female_participations"]),
    }


def quantities(given: Mapping[str, int]) -> dict[str, int]:
    """Code → number, both known to be right. Raises CampaignError with the field "quantity_<code>"."""
    names = dict(QuantityKind.objects.filter(pk__in=given).values_list("pk", "name")) if given else {}
    for code, amount in given.items():
        field = f"quantity_{code}"
        if code not in names:
            raise CampaignError(f"Không có loại số lượng “{code}”.", field)
        texts.count(amount, field=field, label=names[code], most=texts.MOST_AMOUNT)
    return dict(given)


def money(given: Mapping[str, int]) -> dict[str, int]:
    """Source → đồng, both known to be right. Raises CampaignError with the field "money_<source>"."""
    for source, amount in given.items():
        field = f"money_{source}"
        if source not in ActivityMoney.Source.values:
            raise CampaignError(f"Không có nguồn kinh phí “{source}”.", field)
        texts.count(
            amount, field=field, label=str(ActivityMoney.Source(source).label), most=texts.MOST_AMOUNT
        )
    return dict(given)


def day_fits(campaign: Campaign, day: dt.date) -> bool:
    """Whether an activity of the day can belong to the campaign: not before it starts, and once closed within its days."""
    if day < campaign.starts_on:
        return False
    return campaign.status == Campaign.Status.OPEN or day <= campaign.ends_on


def _past_day(day: dt.date) -> dt.date:
    if day > timezone.localdate():
        raise CampaignError(
            "Ngày hoạt động không thể ở tương lai. Hãy ghi sau khi hoạt động đã diễn ra.", "happened_on"
        )
    if day.year < 2000:
        raise CampaignError("Ngày hoạt động quá xa. Hãy kiểm tra lại năm.", "happened_on")
    return day


def _form_of(form: str) -> str:
    if form not in Activity.Form.values:
        raise CampaignError("Hãy chọn hình thức trực tiếp hoặc trực tuyến.", "form")
    return form


def _type_of(given: ActivityType | str) -> ActivityType:
    if isinstance(given, ActivityType):
        return given
    found = ActivityType.objects.filter(pk=given).first()
    if found is None:
        raise CampaignError(f"Không có loại hoạt động “{given}”.", "type")
    return found


def _people(sessions: Any, total: Any, female: Any) -> dict[str, int | None]:
    texts.count(sessions, field="sessions", label="Số cuộc")
    if sessions < 1:
        raise CampaignError("Số cuộc phải từ 1 trở lên.", "sessions")
    if total is not None:
        texts.count(total, field="participations", label="Lượt người dự")
    if female is not None:
        texts.count(female, field="female_participations", label="Trong đó nữ")
        if total is None:
            raise CampaignError("Hãy nhập lượt người dự trước khi nhập số nữ.", "participations")
        if female > total:
            raise CampaignError(
                f"Số nữ ({write.number(female)}) lớn hơn lượt người dự ({write.number(total)}). Hãy sửa một trong hai số.",
                "female_participations",
            )
    return {"sessions": sessions, "participations": total, "female_participations": female}


def _kept(activity: Activity | None, name: str, row: Any) -> bool:
    return activity is not None and getattr(activity, f"{name}_id") == row.pk


def _check_campaign(campaign: Campaign | None, day: dt.date, unit: Unit, activity: Activity | None) -> None:
    if campaign is None:
        return
    if (
        not _kept(activity, "campaign", campaign)
        and not Campaign.objects.in_force_for(unit).filter(pk=campaign.pk).exists()
    ):
        raise CampaignError("Đơn vị không tham gia chiến dịch này, hoặc chiến dịch chưa mở.", "campaign")
    if not day_fits(campaign, day):
        raise CampaignError(
            f"Chiến dịch “{campaign.name}” diễn ra từ {write.date(campaign.starts_on)} đến "
            f"{write.date(campaign.ends_on)}, ngày hoạt động nằm ngoài thời gian đó.",
            "campaign",
        )


def _check_message(
    message: Message | None, campaign: Campaign | None, activity: Activity | None, day: dt.date
) -> None:
    if message is None:
        return
    if campaign is None or message.campaign_id != campaign.pk:
        raise CampaignError("Thông điệp này không thuộc chiến dịch đã chọn.", "message")
    if message.approved_at is None and not _kept(activity, "message", message):
        raise CampaignError("Thông điệp này chưa được duyệt nên chưa dùng được.", "message")
    if not message.holds_on(day) and not _kept(activity, "message", message):
        raise CampaignError(
            f"Thông điệp này chỉ dùng {days_of(message)}, ngày hoạt động nằm ngoài thời gian đó.", "message"
        )


def days_of(message: Message) -> str:
    """The days a message may be used, in words: "từ 1/5/2026 đến hết 31/5/2026"."""
    since = f"từ {write.date(message.valid_from)}" if message.valid_from else ""
    until = f"đến hết {write.date(message.valid_until)}" if message.valid_until else ""
    return " ".join(part for part in (since, until) if part)


def _check_task(task: Task | None, unit: Unit, activity: Activity | None) -> None:
    if task is None or _kept(activity, "task", task):
        return
    if not Task.objects.in_force_for(unit).filter(pk=task.pk).exists():
        raise CampaignError(
            "Nhiệm vụ này không nằm trong kế hoạch đã phát hành của đơn vị hoặc của cấp trên.", "task"
        )
