"""Reading targets and deadlines out of a sentence of a plan. Proposals only: a person confirms each."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

MAX_NAME = 300
MAX_POPULATION = 200
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_UNITS = (
    "%|lượt người|lượt đoàn viên|lượt|người|đoàn viên|cán bộ|công đoàn cơ sở|CĐCS|doanh nghiệp|đơn vị|cơ quan|"
    "hội nghị|hội thi|hội diễn|hội thao|hội thảo|cuộc|lớp|buổi|đợt|giải|tủ sách|mô hình|câu lạc bộ|tổ tự quản|"
    "bài viết|tin, bài|tin bài|bài|tin|video|phóng sự|tờ rơi|tờ gấp|băng rôn|pa nô|áp phích|bản tin|số báo|"
    "nhà|suất quà|suất|phần quà|sáng kiến|đề tài|công trình|hộ gia đình|gia đình|chuyến|lần|"
    "nghìn đồng|triệu đồng|tỷ đồng|đồng"
)
_LEAST = r"≥|>=|ít nhất|tối thiểu|không dưới|không thấp hơn|từ|trên"
_MOST = r"≤|<=|không quá|không vượt quá|tối đa|nhiều nhất|dưới"
_MEASURE = re.compile(
    rf"(?:(?P<least>{_LEAST})\s*)?(?:(?P<most>{_MOST})\s*)?(?:(?P<change>tăng|giảm)\s+(?:ít nhất|tối thiểu|thêm)?\s*)?"
    rf"(?<![\d./,\-])(?P<number>\b(?:{_NUMBER})|\b(?:{'|'.join(_WORDS)}))(?![\d./]\d|/)\s*"
    rf"(?P<unit>{_UNITS})(?![^\W\d_])(?P<after>\s*trở (?:lên|xuống|lại))?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|\d)|;\s*|\n")
_PREDICATE = re.compile(
    r"\b(?:được|tham gia|đạt|đăng ký|thực hiện|hoàn thành|cam kết|tiếp cận|sử dụng|ký|xây dựng|thành lập|bố trí|"
    r"hưởng ứng|nộp|đọc|học tập|biết|nắm|gia nhập|tổ chức (?!công đoàn|đảng|của))\b",
    re.IGNORECASE,
)
_HAS = re.compile(r"\bcó\b", re.IGNORECASE)
_PART = re.compile(r"\btrong đó\b", re.IGNORECASE)
_BASE_YEAR = re.compile(r"so với (?:cùng kỳ )?năm (\d{4})", re.IGNORECASE)
_BASES = (
    ("year", re.compile(r"\b(?:hằng|hàng|mỗi|từng) năm\b|/năm\b", re.IGNORECASE)),
    ("term", re.compile(r"\b(?:(?:trong|cả|toàn) (?:nhiệm kỳ|giai đoạn)|toàn khóa)\b", re.IGNORECASE)),
    (
        "by_date",
        re.compile(
            r"\b(?:đến|trước)(?: hết| cuối)?(?: ngày| tháng)?[\s\d/]* ?(?:năm )?\d{4}\b", re.IGNORECASE
        ),
    ),
    (
        "period",
        re.compile(
            r"\b(?:(?:trong|mỗi|hằng|hàng) (?:kỳ|quý|tháng)|(?:6|sáu) tháng|/quý|/tháng)\b", re.IGNORECASE
        ),
    ),
)
_DAY = re.compile(
    r"(?:ngày\s*)?\b(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<month>\d{1,2})(?:(?:\s*[/.-]\s*|\s+năm\s+)(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_MONTH = re.compile(r"\btháng\s*(?P<month>\d{1,2})(?:\s*/\s*|\s+năm\s+)(?P<year>\d{4})", re.IGNORECASE)
_QUARTER = re.compile(
    r"\bquý\s*(?P<quarter>IV|I{1,3}|[1-4])(?:\s*/\s*|\s+năm\s+|\s+)(?P<year>\d{4})", re.IGNORECASE
)
_YEAR = re.compile(r"\bnăm\s+(?P<year>\d{4})\b", re.IGNORECASE)
_DUE = re.compile(
    r"\b(?:trước|chậm nhất|muộn nhất|hạn cuối|thời hạn|hoàn thành (?:trước|trong|vào|xong)|xong (?:trước|trong)|"
    r"đến hết|đến ngày|đến cuối|đến năm|hết ngày|trong (?:tháng|quý)|vào cuối)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:[,\s]*\b(?:và|có|trong đó|phấn đấu|hằng năm|hàng năm|với)\b)+[\s,]*$", re.IGNORECASE)
_AND = re.compile(r"\bvà\s*$", re.IGNORECASE)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_REACH = 45


@dataclass(frozen=True)
class TargetProposal:
    """A target read from a sentence. `part_of`: place in the list of the target it is a "trong đó" of.

    comparator: gte, lte or eq (a bare figure is taken literally). basis: year, term, by_date, period, "" when unsaid.
    """

    name: str
    comparator: str
    value: Decimal
    unit_of_measure: str
    population: str = ""
    basis: str = ""
    due_on: date | None = None
    part_of: int | None = None
    change: str = ""
    base_year: int | None = None
    text: str = ""


@dataclass(frozen=True)
class DeadlineProposal:
    """The phrase that sets a deadline and its day; on is None when the year is not said."""

    text: str
    on: date | None
    day: int
    month: int


@dataclass(frozen=True)
class _Clause:
    text: str
    ends_sentence: bool


def propose_target(text: str) -> list[TargetProposal]:
    """Every measured target of the text, in order; an empty list when nothing is counted."""
    found: list[TargetProposal] = []
    basis: tuple[str, date | None] = ("", None)
    whole: int | None = None
    for clause in _clauses(text):
        matches = list(_MEASURE.finditer(clause.text))
        for place, match in enumerate(matches):
            end = matches[place + 1].start() if place + 1 < len(matches) else len(clause.text)
            lead_from = matches[place - 1].end() if place else 0
            basis = _basis(clause.text[lead_from : match.start()], clause.text[match.end() : end]) or basis
            is_part = bool(_PART.search(clause.text[: match.start()])) and whole is not None
            proposal = _proposal(match, clause.text[match.end() : end], basis)
            if place and _shares_comparator(found[-1], proposal, clause.text[lead_from : match.start()]):
                proposal = replace(proposal, comparator=found[-1].comparator)
            found.append(replace(proposal, part_of=whole if is_part else None, text=clause.text.strip()))
            whole = whole if is_part else len(found) - 1
        if not matches:
            basis = _basis(clause.text, "") or basis
        whole = None if clause.ends_sentence else whole
    return _with_shared_predicates(found)


def _shares_comparator(before: TargetProposal, proposal: TargetProposal, between: str) -> bool:
    """ "ít nhất 01 hội diễn và 01 giải": the second is at least one as well."""
    bare = proposal.comparator == "eq" and proposal.unit_of_measure != "%" and before.unit_of_measure != "%"
    return bare and before.comparator != "eq" and bool(_AND.search(between))


def _clauses(text: str) -> Iterator[_Clause]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield _Clause(text[start : end.start()], not end[0].startswith(";"))
        start = end.end()
    yield _Clause(text[start:], True)


def _proposal(match: re.Match[str], rest: str, basis: tuple[str, date | None]) -> TargetProposal:
    value = _value(match["number"])
    unit = match["unit"] if match["unit"].isupper() else match["unit"].lower()
    rest = _PART.split(rest)[0]
    base_year = _BASE_YEAR.search(rest)
    population, name = _population(rest) if unit == "%" else ("", f"{unit} {_trim(rest)}")
    change = (match["change"] or "").lower()
    return TargetProposal(
        name=_cut(_capital(f"{change} {name}".strip()), MAX_NAME),
        comparator=_comparator(match),
        value=value,
        unit_of_measure=unit,
        population=_cut(population, MAX_POPULATION),
        basis=basis[0],
        due_on=basis[1],
        change={"tăng": "increase", "giảm": "decrease"}.get(change, ""),
        base_year=int(base_year[1]) if base_year else None,
    )


def _value(number: str) -> Decimal:
    if number.lower() in _WORDS:
        return Decimal(_WORDS[number.lower()])
    return Decimal(number.replace(".", "").replace(",", "."))


def _comparator(match: re.Match[str]) -> str:
    after = (match["after"] or "").split()
    if match["most"] or after[-1:] in (["xuống"], ["lại"]):
        return "lte"
    return "gte" if match["least"] or after else "eq"


def _population(rest: str) -> tuple[str, str]:
    """(population, name): the words before the predicate, and both together."""
    whole = _trim(rest)
    predicate = _PREDICATE.search(whole) or _HAS.search(whole)
    population = whole[: predicate.start()] if predicate else whole
    return _trim(population), whole


def _trim(text: str) -> str:
    text = _TAIL.sub("", text)
    return " ".join(text.split()).strip(" ,.;:/")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _with_shared_predicates(found: list[TargetProposal]) -> list[TargetProposal]:
    """ "100% A, 90% B được học": the first has no verb of its own and borrows the next one's."""
    shared = list(found)
    for place in range(len(found) - 2, -1, -1):
        own, after = shared[place], shared[place + 1]
        lends = own.text == after.text and own.unit_of_measure == after.unit_of_measure == "%"
        lent = after.name[len(after.population) :].strip()
        if lends and lent and own.name.lower() == own.population.lower() and after.part_of is None:
            shared[place] = replace(own, name=_cut(f"{own.name} {lent}", MAX_NAME))
    return shared


def _basis(before: str, after: str) -> tuple[str, date | None] | None:
    """The basis said last before the figure, else the one said after it."""
    for text, pick in ((before, -1), (after, 0)):
        hits = sorted(
            (hit.start(), name, hit[0]) for name, pattern in _BASES for hit in pattern.finditer(text)
        )
        if hits:
            _start, name, phrase = hits[pick]
            return name, _last_day(phrase, None)[0] if name == "by_date" else None
    return None


def propose_deadline(text: str, *, year: int | None = None) -> DeadlineProposal | None:
    """The first deadline of the text ("trước ngày 25/11/2026", "trong quý III/2026"); None when there is none.

    A day without a year takes `year`, when given. Months, quarters and years end on their last day.
    """
    for due in _DUE.finditer(text):
        phrase = text[due.start() : due.end() + _REACH]
        on, end, day, month = _last_day_with_end(phrase, year)
        if day:
            return DeadlineProposal(phrase[:end].strip(), on, day, month)
    return None


def _last_day(phrase: str, year: int | None) -> tuple[date | None, int]:
    on, end, _day, _month = _last_day_with_end(phrase, year)
    return on, end


def _last_day_with_end(phrase: str, year: int | None) -> tuple[date | None, int, int, int]:
    """(day, where the phrase ends, day of month, month) of the earliest date in the phrase; zeros for none."""
    hits = [hit for hit in (pattern.search(phrase) for pattern in (_DAY, _MONTH, _QUARTER, _YEAR)) if hit]
    for hit in sorted(hits, key=lambda hit: (hit.start(), -hit.end())):
        said = hit.groupdict()
        year_said = int(said["year"]) if said["year"] else year
        month = _month_of(said)
        day = int(said.get("day") or 0) or (
            monthrange(year_said, month)[1] if year_said and 1 <= month <= 12 else 0
        )
        if 1 <= month <= 12 and 1 <= day <= monthrange(year_said or 2024, month)[1]:
            return (date(year_said, month, day) if year_said else None), hit.end(), day, month
    return None, 0, 0, 0


def _month_of(said: dict[str, str | None]) -> int:
    if said.get("quarter"):
        return 3 * _QUARTERS[str(said["quarter"]).upper()]
    return int(said.get("month") or 12)
