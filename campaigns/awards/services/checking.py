"""Whether awards may stand in a register: each line for itself, against each other, against what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.awards.models import LEVEL_OF_TIER, Award, AwardTitle, Level, Receiver
from campaigns.contests.models import Contest
from campaigns.models import Campaign
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from documents.models import Document
from units.models import Unit

FIRST_YEAR = 1945
# Names a database takes in one question.
AT_ONCE = 500
# Field → longest text, label.
TEXTS = {
    "name": (160, "Họ tên, tên tập thể"),
    "issuer_name": (200, "Cơ quan khen thưởng"),
    "decision_number": (60, "Số quyết định"),
    "origin": (200, "Phong trào, hội thi"),
    "reason": (500, "Thành tích"),
}
MUST = frozenset({"issuer_name", "decision_number"})


@dataclass(frozen=True)
class NewAward:
    """What a line of the register shall say. `unit`: that of the recipient; `name` empty: the unit itself got it.

    `level` and `issuer_name` may stay empty when `issuer` (one of our units) is named; a `document` gives the number,
    the day and the issuer of the decision.
    """

    unit: Unit
    title: AwardTitle
    year: int
    receiver: str = Receiver.COLLECTIVE
    name: str = ""
    female: bool = False
    birth_year: int | None = None
    level: str = ""
    issuer: Unit | None = None
    issuer_name: str = ""
    decision_number: str = ""
    decided_on: dt.date | None = None
    document: Document | None = None
    campaign: Campaign | None = None
    contest: Contest | None = None
    origin: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Fault:
    """`row`: place in the list from 0; `field`: of NewAward, "" for the whole line; `text`: what to say."""

    row: int
    field: str
    text: str


class AwardsRefused(CampaignError):
    """Nothing was written; `faults` names every line that stands against it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        more = f" (và {write.number(len(faults) - 1)} lỗi khác)" if len(faults) > 1 else ""
        super().__init__(f"{first.text}{more}", first.field)
        self.faults = list(faults)


def rows_of(
    news: Sequence[NewAward], *, keeper: Unit, by: Any, instead_of: Award | None = None
) -> tuple[list[Award], list[Fault]]:
    """The rows ready to be saved, and what stands against them. Queries do not grow with the lines but in thousands."""
    faults: list[Fault] = []
    rows: list[tuple[int, Award]] = []
    for at, new in enumerate(news):
        try:
            rows.append((at, _row(new, keeper=keeper, by=by)))
        except CampaignError as error:
            faults.append(Fault(at, error.field, str(error)))
        except ValidationError as error:
            faults += [Fault(at, name, " ".join(words)) for name, words in error.message_dict.items()]
    faults += _double(rows, instead_of=instead_of)
    return [row for _at, row in rows], sorted(faults, key=lambda fault: fault.row)


def faults_of(news: Sequence[NewAward], *, keeper: Unit, by: Any = None) -> list[Fault]:
    """What `record_awards` would refuse; nothing is written."""
    return rows_of(news, keeper=keeper, by=by)[1]


def _row(new: NewAward, *, keeper: Unit, by: Any) -> Award:
    """One line by itself. Raises CampaignError, ValidationError."""
    issuer, number, day = new.issuer, new.decision_number, new.decided_on
    if new.document is not None:
        issuer = new.document.issuer
        number, day = new.document.doc_code.strip(), new.document.issued_on
        if not new.document.is_sent or day is None:
            raise CampaignError("Quyết định chưa phát hành. Hãy phát hành văn bản rồi ghi sổ.", "document")
    level = new.level or (LEVEL_OF_TIER.get(issuer.kind.tier, "") if issuer else "")
    if level not in Level.values:
        raise CampaignError("Hãy chọn cấp khen thưởng.", "level")
    said = {
        "name": new.name, "issuer_name": new.issuer_name or (issuer.name if issuer else ""),
        "decision_number": number, "origin": new.origin, "reason": new.reason,
    }  # fmt: skip
    words = {
        field: texts.line(value, field=field, label=TEXTS[field][1], longest=TEXTS[field][0], required=field in MUST)
        for field, value in said.items()
    }  # fmt: skip
    day = _checked_day(day, new.year)
    _check_recipient(new, keeper)
    row = Award(
        keeper=keeper, unit=new.unit, title=new.title, year=new.year, receiver=new.receiver, female=new.female,
        birth_year=new.birth_year, level=level, issuer=issuer, decided_on=day, document=new.document,
        campaign=new.campaign, contest=new.contest, created_by=by, **words,
    )  # fmt: skip
    row.clean()
    row.keys()
    return row


def _checked_day(day: dt.date | None, year: int) -> dt.date:
    today = timezone.localdate()
    if day is None:
        raise CampaignError("Hãy nhập ngày quyết định, ví dụ 28/07/2026.", "decided_on")
    if day > today:
        raise CampaignError(f"Ngày quyết định {write.date(day)} ở sau hôm nay.", "decided_on")
    if not FIRST_YEAR <= year <= today.year:
        raise CampaignError(f"Năm thi đua phải từ {FIRST_YEAR} đến {today.year}.", "year")
    if day.year < year:
        raise CampaignError(
            f"Quyết định ngày {write.date(day)} có trước năm thi đua {year}. Hãy sửa năm hoặc ngày.", "year"
        )
    return day


def _check_recipient(new: NewAward, keeper: Unit) -> None:
    if not new.unit.is_under(keeper):
        raise CampaignError(
            f"“{new.unit.name}” không thuộc “{keeper.name}” nên không ghi được vào sổ này.", "unit"
        )
    if new.receiver not in Receiver.values:
        raise CampaignError("Hãy chọn tập thể hoặc cá nhân.", "receiver")
    person = new.receiver == Receiver.PERSON
    if person and not new.name.strip():
        raise CampaignError("Hãy nhập họ và tên người được khen.", "name")
    if not person and (new.female or new.birth_year):
        raise CampaignError(
            "Tập thể không có giới tính, năm sinh. Hãy chọn “Cá nhân” hoặc bỏ trống.", "receiver"
        )
    if new.birth_year is not None and not 1900 <= new.birth_year <= timezone.localdate().year - 14:
        raise CampaignError("Năm sinh không đúng. Hãy kiểm tra lại.", "birth_year")


def _double(rows: Sequence[tuple[int, Award]], *, instead_of: Award | None) -> Iterable[Fault]:
    """Second awards of the same year and level, and lines that are there already or twice in the list."""
    once, same = _standing([row for _at, row in rows], instead_of)
    for at, row in rows:
        limit, decision = (row.recipient_key, row.once_key), _decision(row)
        if row.once_key and limit in once:
            yield Fault(at, "title", _said(row, once[limit]))
        elif decision in same:
            yield Fault(
                at, "decision_number",
                f"{row.recipient} đã được ghi {row.title.name} theo quyết định {row.decision_number} rồi.",
            )  # fmt: skip
        once.setdefault(limit, row)
        same.setdefault(decision, row)


def _decision(row: Award) -> tuple[Any, ...]:
    return (row.recipient_key, row.title_id, row.decision_number, row.decided_on)


def _standing(rows: Sequence[Award], instead_of: Award | None) -> tuple[dict[Any, Award], dict[Any, Award]]:
    once: dict[Any, Award] = {}
    same: dict[Any, Award] = {}
    keys = sorted({row.recipient_key for row in rows})
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        found = Award.objects.in_force().filter(recipient_key__in=some).select_related("title", "unit")
        for row in found.exclude(pk=instead_of.pk if instead_of else 0).iterator(chunk_size=2000):
            once[row.recipient_key, row.once_key] = row
            same[_decision(row)] = row
    return once, same


def _said(row: Award, earlier: Award) -> str:
    """Why the second award is refused, with the first one named."""
    first = f"{earlier.title.name} theo quyết định {earlier.decision_number} ngày {write.date(earlier.decided_on)}"
    if row.title.once == AwardTitle.Once.LIFE:
        return f"{row.recipient} đã được tặng {first}; {row.title.name} chỉ tặng một lần."
    level = str(row.get_level_display())
    return (
        f"{row.recipient} đã được khen trong năm {row.year} ở cấp “{level}”: {first}. Mỗi năm, mỗi cấp chỉ khen một lần, "
        "toàn diện hoặc chuyên đề. Hãy kiểm tra lại, hoặc hủy dòng trước nếu ghi nhầm."
    )
