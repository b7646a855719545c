"""Reading the parts of a task, an activity or a report duty out of its sentence. Proposals only: a person confirms each.

What a sentence does not say is left out: an empty box is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from plans.grammar_dates import last_day, propose_deadline

MAX_PLACE = 200
MAX_DUTY = 500
_END = r"(?=,| trước ngày| trước \d| chậm nhất| hoàn thành| xong | trong (?:tháng|quý|năm)|[;.:]|$)"
_LEAD = re.compile(
    r"(?:^|[;:.] )(?:giao |phân công )?([^;:.,]{3,120}?) (?:chủ trì|(?:làm|là) đầu mối|chịu trách nhiệm)\b",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"^(?:giao|phân công) ((?:cho )?[^;:.,]{3,120}?)"
    r"(?:,| (?-i:là|tham mưu|xây dựng|tổ chức|thực hiện|hướng dẫn|theo dõi|phối hợp)\b)",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"^((?:các |mỗi |từng |100% )?"
    r"(?:CĐCS|công đoàn (?:cơ sở|cấp trên|các|trực thuộc|ngành)[^;:.,]{0,80}?|đơn vị trực thuộc))"
    r" (?:tổ chức|xây dựng|triển khai|chủ động|căn cứ|phối hợp|tuyên truyền|vận động|thực hiện|rà soát)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"^(?:đề nghị |yêu cầu )?([^;:.]{3,120}?)\s*:\s*\S", re.IGNORECASE)
_TOWARDS = re.compile(r"^(?:đối với|trách nhiệm của|giao|về phía)\s+", re.IGNORECASE)
_ACTOR = re.compile(
    r"(?:các |mỗi |từng |toàn thể )?(?:(?:công đoàn|liên đoàn|tổng liên đoàn|nghiệp đoàn|ban(?! hành)|"
    r"phòng(?! chống|,| ngừa)|văn phòng|tổ(?! chức)|đơn vị|ủy ban|cơ quan|cơ sở(?! vật chất)|sở|trường|"
    r"hội(?! nghị| thi| thảo| thao| diễn)|đoàn(?! kết)|cấp|đảng ủy|trung tâm|bộ phận|đồng chí|cán bộ|chủ tịch|"
    r"doanh nghiệp|đoàn viên)\b|LĐLĐ|CĐ)",
    re.IGNORECASE,
)
_PARTNER = re.compile(rf"phối hợp(?: chặt chẽ)?(?: với| cùng)? ([^;:.]{{3,200}}?){_END}", re.IGNORECASE)
_PURPOSE = re.compile(
    r" (?:để |nhằm |tổ chức|tham mưu|triển khai|xây dựng|hướng dẫn|tuyên truyền|thực hiện|rà soát).*$"
)
_DELIVERABLE = re.compile(r"\b(?:kết quả|sản phẩm|yêu cầu sản phẩm)\s*:\s*([^;.]{3,280})", re.IGNORECASE)
_THROUGH = re.compile(
    r"\((?:qua|thông qua) ([^()]{3,110})\)|\b(?:qua|thông qua) ((?:ban|phòng|văn phòng|bộ phận|tổ)\b[^;:.,(]{0,100}?)"
    r"(?=,| trước| để| chậm nhất|[;.(]|$)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:^|[;.] )(?:đề nghị |yêu cầu |giao )?"
    r"((?:các|mỗi|từng|công đoàn|CĐCS|LĐLĐ|liên đoàn|nghiệp đoàn|đơn vị|ban|văn phòng|tổ|ủy ban)\b"
    r"[^;:.,]{0,150}?) (?:gửi|nộp|có trách nhiệm (?:gửi|báo cáo)|báo cáo|tổng hợp,? báo cáo|định kỳ báo cáo)\b",
    re.IGNORECASE,
)
# "… xây dựng kế hoạch trước ngày 15/12/2026, báo cáo kết quả … trước ngày 10/02/2027": only the second day is the report's.
_REPORTS = re.compile(
    r"[,;] (?:và |rồi )?(?:gửi|nộp|tổng hợp,? báo cáo|định kỳ báo cáo|báo cáo)\b", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"^(?:trước|chậm nhất|đến|vào)\b", re.IGNORECASE)
_PERIODIC = re.compile(
    r"\b(?:lồng ghép|báo cáo định kỳ|định kỳ|(?:trong|vào) báo cáo|báo cáo (?:6 tháng|quý|năm|tháng))\b|"
    r"\b(?:hằng|hàng) (?:quý|tháng|năm)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\btại ((?:nhà|hội trường|trung tâm|khu|sân|quảng trường|trụ sở|"
    r"trường|công viên|thư viện|công ty|xã|phường|tỉnh|thành phố|điểm|chợ|bến)\b"
    r"[^;:.,]{2,150}?)(?=,| trong | vào | từ ngày| ngày \d| dịp|[;.]|$)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(\d{1,3}|một|hai|ba|bốn|năm|sáu) "
    r"(?:cuộc|buổi|lớp|đợt|hội nghị|hội thi|hội thao|hội diễn|tọa đàm|diễn đàn|chương trình|giải|chuyến)\b",
    re.IGNORECASE,
)
_COUNTED = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6}
_D = r"\d{1,2}(?:\s*/\s*\d{1,2})?(?:\s*/\s*\d{4})?"
_SPAN = re.compile(
    rf"\btừ (?:ngày )?({_D}) đến(?: hết)? (?:ngày )?(\d{{1,2}}\s*/\s*\d{{1,2}}(?:\s*/\s*\d{{4}})?)",
    re.IGNORECASE,
)
_ON = re.compile(r"\b(?:vào |diễn ra )?(ngày \d{1,2}\s*/\s*\d{1,2}(?:\s*/\s*\d{4})?)", re.IGNORECASE)
_MONTH = re.compile(r"\btrong tháng (\d{1,2})\s*(?:/|năm)\s*(\d{4})", re.IGNORECASE)
# A paper's own day: "Nghị quyết số 02-NQ/TW ngày 12/6/2021".
_CITED = re.compile(r"\b(?:số )?\S+[-/]\S+,?\s+ngày \d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}", re.IGNORECASE)


def task_parts(text: str, *, year: int | None = None) -> dict[str, Any]:
    """lead_text, partner_text, deadline_on, deliverable: those the sentence says."""
    lead = _LEAD.search(text) or _ASSIGNED.search(text) or _EVERY.search(text)
    partner, deliverable = _PARTNER.search(text), _DELIVERABLE.search(text)
    return _said(
        lead_text=_clean(lead[1].removeprefix("cho ")) if lead else "",
        partner_text=_clean(_PURPOSE.sub("", partner[1])) if partner else "",
        deadline_on=_deadline(text, year),
        deliverable=_clean(deliverable[1]) if deliverable else "",
    )


def responsibility_parts(text: str, *, above: Iterable[str] = ()) -> dict[str, Any]:
    """actor_text, duty. `above`: the headings over the sentence, nearest first; they name the actor where it does not."""
    patterns = (_ADDRESSED, _LEAD, _ASSIGNED, _EVERY)
    for found in filter(None, (pattern.search(text) for pattern in patterns)):
        if actor := named_actor(found[1].removeprefix("cho ")):
            return _said(actor_text=actor, duty=_clean(text[found.end(1) :])[:MAX_DUTY])
    actor = next(filter(None, map(named_actor, above)), "")
    return _said(actor_text=actor, duty=_clean(text)[:MAX_DUTY])


def named_actor(title: str) -> str:
    """ "Đối với Ban Tuyên giáo:" is "Ban Tuyên giáo"; "" for words that name nobody."""
    words = _clean(_TOWARDS.sub("", title))
    return words[:MAX_PLACE] if _ACTOR.match(words) else ""


def obligation_parts(text: str, *, year: int | None = None) -> dict[str, Any]:
    """who, through, due_on, in_periodic_report: those the sentence says."""
    clause, through = _REPORTS.search(text), _THROUGH.search(text)
    who = _WHO.search(text) or (_EVERY.search(text) if clause else None)
    due_on = _deadline(text[clause.start() :], year) if clause else None
    if due_on is None and (clause is None or _DAY_FIRST.match(text)):
        due_on = _deadline(text, year)
    periodic = bool(_PERIODIC.search(text))
    said = _said(
        who=_clean(who[1]) if who else "",
        through=_clean(through[1] or through[2]) if through else "",
        due_on=due_on if not periodic else None,
    )
    if periodic or due_on:
        said["in_periodic_report"] = periodic
    return said


def activity_parts(text: str, *, year: int | None = None) -> dict[str, Any]:
    """starts_on, ends_on, place, times: those the sentence says."""
    plain = _CITED.sub("", text)
    starts_on, ends_on = _days(plain, year)
    place, times = _PLACE.search(plain), _TIMES.search(plain)
    return _said(
        starts_on=starts_on,
        ends_on=ends_on,
        place=_clean(place[1])[:MAX_PLACE] if place else "",
        times=_count(times[1]) if times else 0,
    )


def _said(**parts: Any) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;:–-")


def _deadline(text: str, year: int | None) -> date | None:
    found = propose_deadline(_CITED.sub("", text), year=year)
    return found.on if found else None


def _days(text: str, year: int | None) -> tuple[date | None, date | None]:
    span, month, on = _SPAN.search(text), _MONTH.search(text), _ON.search(text)
    if span:
        ends_on = last_day(span[2], year)
        return _first_of(span[1], ends_on), ends_on
    if month:
        ends_on = last_day(month[0])
        return ends_on.replace(day=1) if ends_on else None, ends_on
    day = last_day(on[1], year) if on else None
    return day, day


def _first_of(day: str, ends_on: date | None) -> date | None:
    """The first day of a span whose month and year may be said only at its end."""
    if ends_on is None:
        return None
    said = [int(part) for part in re.findall(r"\d+", day)]
    try:
        return date(
            said[2] if len(said) > 2 else ends_on.year, said[1] if len(said) > 1 else ends_on.month, said[0]
        )
    except ValueError:
        return None


def _count(word: str) -> int:
    return _COUNTED.get(word.lower()) or (int(word) if word.isdigit() else 0)
