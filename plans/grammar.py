"""Reading targets out of a sentence of a plan. Proposals only: a person confirms each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from plans.grammar_dates import last_day

MAX_NAME = 300
MAX_POPULATION = 200
MAX_LEAD = 12
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000}
_UNITS = (
    "%|lượt người|lượt|người|đoàn viên|cán bộ|đại biểu|cá nhân|tập thể|điển hình|gương|"
    "công đoàn cơ sở|CĐCS|doanh nghiệp|đơn vị|cơ quan|tổ chức cơ sở|nghiệp đoàn|đại hội|"
    "hội nghị|hội thi|hội diễn|hội thao|hội thảo|tọa đàm|diễn đàn|cuộc thi|cuộc|lớp|buổi|đợt|giải|hoạt động|"
    "chương trình|chuyên đề|phong trào|tủ sách|mô hình|câu lạc bộ|tổ tự quản|"
    "bài viết|tin, bài|tin bài|bài|tin|video clip|video|phóng sự|tờ rơi|tờ gấp|băng rôn|pa nô|áp phích|bản tin|"
    "số báo|sản phẩm|nhà|suất quà|suất|phần quà|vé|học bổng|gian hàng|sáng kiến|đề tài|công trình|hộ gia đình|"
    "gia đình|chuyến|kiến nghị|thỏa ước lao động tập thể|thỏa ước|TƯLĐTT|vụ|lần|"
    "nghìn đồng|triệu đồng|tỷ đồng|đồng"
)
_PER = r"(?:/(?:suất|người|đoàn viên|lao động)(?:/(?:tháng|ngày|năm))?)?"
_LEAST = r"≥|>=|đạt và vượt|ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|từ|trên|hơn"
_MOST = r"≤|<=|không quá|không vượt quá|không vượt|không nhiều hơn|tối đa|nhiều nhất|dưới"
_MEASURE = re.compile(
    rf"(?:(?P<change>tăng|giảm)\s+(?:thêm\s+)?)?(?:(?P<least>{_LEAST})\s*)?(?:(?P<most>{_MOST})\s*)?"
    rf"(?:(?P<about>khoảng|gần)\s+)?(?:(?<![\d./,\-])\b(?P<low>{_NUMBER})\s*%?\s*(?:-|–|đến)\s*)?"
    rf"(?<![\d./,\-])(?P<number>\b(?:{_NUMBER})|\b(?:{'|'.join(_WORDS)}))(?![\d./]\d|/)\s*"
    rf"(?:(?P<scale>nghìn|ngàn|triệu|tỷ)\s+(?!đồng))?"
    rf"(?P<unit>(?:{_UNITS}){_PER})(?![^\W\d_])(?P<after>\s*trở (?:lên|xuống|lại))?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|\d)|;\s*|\n")
_PREDICATE = re.compile(
    r"\b(?:được|tham gia|đạt|đăng ký|thực hiện|hoàn thành|cam kết|tiếp cận|sử dụng|ký|xây dựng|thành lập|bố trí|"
    r"hưởng ứng|nộp|đọc|học|học tập|biết|nắm|gia nhập|ban hành|triển khai|xếp loại|gửi|trả lời|giải quyết|duy trì|"
    r"cập nhật|cài đặt|chấp hành|vi phạm|hài lòng|phát động|nâng|ký kết|tổ chức (?!công đoàn|đảng|của|cơ sở))\b",
    re.IGNORECASE,
)
_HAS = re.compile(r"\b(?:có|là|về)\b", re.IGNORECASE)
_PART = re.compile(r"\btrong đó\b", re.IGNORECASE)
_BASE_YEAR = re.compile(r"so với (?:cùng kỳ )?năm (\d{4})", re.IGNORECASE)
_BASES = (
    (
        "year",
        re.compile(
            r"\b(?:(?:hằng|hàng|mỗi|từng) năm|trong (?:một )?năm(?!\s+\d))\b|/năm\b|(?<=\d lần trong) năm\b",
            re.IGNORECASE,
        ),
    ),
    (
        "term",
        re.compile(
            r"\b(?:(?:trong|cả|toàn) (?:nhiệm kỳ|giai đoạn)(?: \d{4}\s*[-–]\s*\d{4})?|toàn khóa|"
            r"giai đoạn \d{4}\s*[-–]\s*\d{4})\b",
            re.IGNORECASE,
        ),
    ),
    (
        "by_date",
        re.compile(
            r"\b(?:đến|trước|trong(?= (?:năm|tháng|quý) [\dIV]))(?: hết| cuối)?(?: ngày| tháng| quý)?"
            r"[\s\d/IV]* ?(?:năm )?\d{4}\b"
            r"|^năm \d{4}(?=,)",
            re.IGNORECASE,
        ),
    ),
    (
        "period",
        re.compile(
            r"\b(?:(?:trong|mỗi|hằng|hàng) (?:kỳ|quý|tháng)(?!\s*[\dIV])|(?<!báo cáo )(?:trong )?(?:6|sáu) tháng"
            r"(?: đầu| cuối)?(?: năm)?)\b|/quý\b|/tháng\b",
            re.IGNORECASE,
        ),
    ),
)
_EACH = re.compile(
    r"\b(?:mỗi|từng)\s+(?:CĐCS|công đoàn cơ sở|công đoàn cấp trên(?: trực tiếp cơ sở)?|công đoàn trực thuộc|công đoàn|"
    r"nghiệp đoàn|LĐLĐ|đơn vị|cơ quan|doanh nghiệp|tổ công đoàn)\b",
    re.IGNORECASE,
)
# "CĐCS có từ 200 đoàn viên trở lên": which units are meant, not what is aimed at.
_CONDITION = re.compile(
    r"\b(?:CĐCS|công đoàn cơ sở|đơn vị|doanh nghiệp|cơ quan|nơi) (?:có|sử dụng)$", re.IGNORECASE
)
_A_HEAD = re.compile(r"\bmỗi (?:người|đoàn viên|cán bộ|tổ viên|gia đình)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;]|\s(?:và|trong đó)(?=\s)", re.IGNORECASE)
_WHOLE_LEAD = re.compile(r"^(?:tỷ lệ|số|tổng số|tổng|mức|thu)\b", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:[\s,:]*\b(?:phấn đấu|phấn đấu để|mục tiêu|chỉ tiêu|và|có|trong đó|đạt tỷ lệ|đạt|bảo đảm|đảm bảo|với|là|"
    r"cụ thể|từ)\b)+[\s,:]*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[,\s]*\b(?:và|có|trong đó|phấn đấu|với|đạt tỷ lệ|đạt|bằng|là|khoảng)\b)+[\s,]*$", re.IGNORECASE
)
_TO = re.compile(r"\s+(?:lên|đến|tới|ra|thành)$", re.IGNORECASE)
_ASIDE = re.compile(
    r",\s*(?=(?:không|nhằm|để|góp phần|qua đó|đồng thời|phấn đấu|bình quân|tập trung|ưu tiên)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"\bvà\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class TargetProposal:
    """A target read from a sentence. `part_of`: place in the list of the target it is a "trong đó" of.

    comparator: gte, lte or eq (a bare figure is taken literally). basis: year, term, by_date, period, "" when unsaid.
    each: the sentence asks it of every unit. span: where its figure stands. doubt: what a person should look at.
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
    each: bool = False
    span: tuple[int, int] = (0, 0)
    doubt: str = ""


@dataclass(frozen=True)
class _Clause:
    text: str
    start: int
    ends_sentence: bool


@dataclass(frozen=True)
class _Figure:
    """One figure of a clause with the words that belong to it."""

    match: re.Match[str]
    lead: str
    rest: str


def propose_target(text: str) -> list[TargetProposal]:
    """Every measured target of the text, in order; an empty list when nothing is counted."""
    found: list[TargetProposal] = []
    leads: list[str] = []
    basis: tuple[str, date | None] = ("", None)
    whole: int | None = None
    for clause in _clauses(text):
        figures = list(_figures(clause.text))
        for place, figure in enumerate(figures):
            before = clause.text[figures[place - 1].match.end() if place else 0 : figure.match.start()]
            ahead = figures[place + 1].match.start() if place + 1 < len(figures) else len(clause.text)
            basis = _basis(before, clause.text[figure.match.end() : ahead]) or basis
            is_part = bool(_PART.search(clause.text[: figure.match.start()])) and whole is not None
            proposal = _proposal(figure, basis, clause)
            if place and _shares_comparator(found[-1], proposal, before):
                proposal = replace(proposal, comparator=found[-1].comparator)
            found.append(replace(proposal, part_of=whole if is_part else None))
            leads.append(_lead(figure.lead))
            whole = whole if is_part else len(found) - 1
        if not figures:
            basis = _basis(clause.text, "") or basis
        found = _with_last_basis(found, len(figures))
        whole = None if clause.ends_sentence else whole
    return _with_leads(_with_shared_predicates(found), leads)


def _with_last_basis(found: list[TargetProposal], count: int) -> list[TargetProposal]:
    """What is said at the clause's end holds for all its figures: "25 lớp, 10 hội thi trong năm 2026"."""
    if not count or not found[-1].basis:
        return found
    last = found[-1]
    tail = [t if t.basis else replace(t, basis=last.basis, due_on=last.due_on) for t in found[-count:]]
    return [*found[:-count], *tail]


def _figures(text: str) -> Iterator[_Figure]:
    """The figures that are aims, each with the words before and after it."""
    kept: list[re.Match[str]] = []
    for match in _MEASURE.finditer(text):
        between = text[kept[-1].end() if kept else 0 : match.start()]
        if not _is_aside(match, between, kept[-1] if kept else None):
            kept.append(match)
    lead_from = 0
    for place, match in enumerate(kept):
        ahead = kept[place + 1].start() if place + 1 < len(kept) else None
        rest = text[match.end() : ahead]
        cuts = list(_SEPARATOR.finditer(rest)) if ahead else []
        yield _Figure(match, text[lead_from : match.start()], rest[: cuts[-1].start()] if cuts else rest)
        lead_from = match.end() + (cuts[-1].end() if cuts else len(rest))


def _is_aside(match: re.Match[str], between: str, last: re.Match[str] | None) -> bool:
    """A figure that belongs to another's words: how often, of units how large, how many a head."""
    if match["number"].lower() == "một" and not match["least"]:
        return True
    if match["after"] and _CONDITION.search(between.rstrip()):
        return True
    if last is None:
        return False
    if _A_HEAD.search(between):
        return True
    inside = last["unit"] == "%" and match["unit"] != "%" and not _SEPARATOR.search(between)
    return inside or match["unit"].lower() == "lần"


def _shares_comparator(before: TargetProposal, proposal: TargetProposal, between: str) -> bool:
    """ "ít nhất 01 hội diễn và 01 giải": the second is at least one as well."""
    bare = proposal.comparator == "eq" and proposal.unit_of_measure != "%" and before.unit_of_measure != "%"
    return bare and before.comparator != "eq" and bool(_AND.search(between))


def _clauses(text: str) -> Iterator[_Clause]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield _Clause(text[start : end.start()], start, not end[0].startswith(";"))
        start = end.end()
    yield _Clause(text[start:], start, True)


def _proposal(figure: _Figure, basis: tuple[str, date | None], clause: _Clause) -> TargetProposal:
    match = figure.match
    unit = match["unit"] if match["unit"].isupper() else match["unit"].lower()
    rest = _plain(_PART.split(figure.rest)[0])
    upwards = rest.endswith(" trở lên") and not match["after"]
    rest = rest.removesuffix(" trở lên") if upwards else rest
    base_year = _BASE_YEAR.search(rest)
    change = (match["change"] or "").lower()
    listed = ", " if figure.rest.startswith(",") and rest else ""
    population, name = _population(rest) if unit == "%" else ("", listed + rest)
    start = match.start("low") if match["low"] else match.start("number")
    return TargetProposal(
        name=name,
        comparator="gte" if upwards and unit == "%" else _comparator(match),
        value=_value(match),
        unit_of_measure=unit,
        population="" if change else _cut(population, MAX_POPULATION),
        basis=basis[0],
        due_on=basis[1],
        change={"tăng": "increase", "giảm": "decrease"}.get(change, ""),
        base_year=int(base_year[1]) if base_year else None,
        text=clause.text.strip(),
        each=bool(_EACH.search(clause.text[: match.start()])),
        span=(clause.start + start, clause.start + match.end("number")),
        doubt=_doubt(match),
    )


def _doubt(match: re.Match[str]) -> str:
    if match["low"]:
        return _("Câu ghi khoảng %(low)s đến %(high)s: đang lấy mức thấp.") % {
            "low": match["low"],
            "high": match["number"],
        }
    return (
        _("Câu ghi “%(word)s”: hãy chọn cách so sánh.") % {"word": match["about"].lower()}
        if match["about"]
        else ""
    )


def _value(match: re.Match[str]) -> Decimal:
    number = (match["low"] or match["number"]).lower()
    value = (
        Decimal(_WORDS[number]) if number in _WORDS else Decimal(number.replace(".", "").replace(",", "."))
    )
    return Decimal(int(value * _SCALES[match["scale"].lower()])) if match["scale"] else value


def _comparator(match: re.Match[str]) -> str:
    after = (match["after"] or "").split()
    if match["most"] or after[-1:] in (["xuống"], ["lại"]):
        return "lte"
    return "gte" if match["least"] or after or match["low"] else "eq"


def _population(rest: str) -> tuple[str, str]:
    """(population, name): the words before the predicate, and both together."""
    predicate = _PREDICATE.search(rest) or _HAS.search(rest)
    return _trim(rest[: predicate.start()] if predicate else rest), rest


def _plain(text: str) -> str:
    """Without the words that say when: they are the target's basis."""
    for _name, pattern in _BASES:
        text = pattern.sub("", text)
    return _trim(_ASIDE.split(text)[0])


def _lead(text: str) -> str:
    """What is done, before the figure: "kết nạp mới", "tỷ lệ nộp đúng hạn"; "" when only filling words stand there."""
    plain = _trim(_EACH.sub("", _plain_lead(text)))
    plain = _FILLER.sub("", plain)
    if len(plain.split()) > MAX_LEAD and not _WHOLE_LEAD.match(plain):
        plain = _FILLER.sub("", _SEPARATOR.split(plain)[-1])
    return _trim(plain)


def _plain_lead(text: str) -> str:
    for _name, pattern in _BASES:
        text = pattern.sub("", text)
    return text


def _trim(text: str) -> str:
    text = _TAIL.sub("", " ".join(text.split()).strip(" ,.;:/"))
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
        if lends and lent and own.population and own.name == own.population and after.part_of is None:
            shared[place] = replace(own, name=f"{own.name} {lent}")
    return shared


def _with_leads(found: list[TargetProposal], leads: list[str]) -> list[TargetProposal]:
    return [
        replace(target, name=_cut(_capital(_named(target, lead)), MAX_NAME))
        for target, lead in zip(found, leads, strict=True)
    ]


def _named(target: TargetProposal, lead: str) -> str:
    """The target's name: what is done, what is counted, of whom."""
    if target.change:
        noun = "" if target.unit_of_measure == "%" or lead else target.unit_of_measure
        change = {"increase": "tăng", "decrease": "giảm"}[target.change]
        return " ".join(filter(None, (lead, change, noun, target.name)))
    if target.unit_of_measure == "%":
        if target.name and target.name != target.population:
            return target.name
        return (
            _TO.sub("", lead)
            if _WHOLE_LEAD.match(lead) or not target.name
            else _trim(f"{lead} {target.name}")
        )
    if "đồng" in target.unit_of_measure or _WHOLE_LEAD.match(lead):
        return _trim(f"{lead if target.name else _TO.sub('', lead)} {target.name}")
    return " ".join(filter(None, (lead, target.unit_of_measure, target.name))).replace(" , ", ", ")


def _basis(before: str, after: str) -> tuple[str, date | None] | None:
    """The basis said last before the figure, else the one said after it."""
    for text, pick in ((before, -1), (after, 0)):
        hits = sorted(
            (hit.start(), name, hit[0]) for name, pattern in _BASES for hit in pattern.finditer(text)
        )
        if hits:
            _start, name, phrase = hits[pick]
            return name, last_day(phrase) if name == "by_date" else None
    return None
