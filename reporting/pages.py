"""A compiled report as the paper that is printed. Everything comes from the saved content, nothing is counted here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.formats import write
from documents.charts import Bar, bar_strips
from documents.official import doc_code
from documents.pages import Appendix, Line, Paper
from documents.pairs import Pair, pair_strips
from documents.papers import PaperSource, frame_of
from documents.tiles import Look, parts_bar
from reporting.models import CompiledReport
from reporting.report import like, received, targets
from reporting.report.apart import freed, table_line, units_apart
from reporting.report.content import coverage_words, moment_words
from reporting.report.every_unit import NOTE

WIDEST_NUMBER = 8888
LONG_ANNEX = 400  # rows from which the file goes without tags (LIBRARIES 2.8)
TARGET_HEADINGS = ("TT", "Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ", "So cùng kỳ", "Đánh giá")
TARGET_WIDTHS = (5, 29, 16, 12, 11, 14, 13)
FIGURE_WIDTHS = (5, 30, 8, 9, 5, 7, 5, 7, 4, 8, 5, 7)
NUMBERS_BESIDE_MEASURES = 80  # characters
FORMER_WIDTHS = (5, 30, 8, 9, 6, 7, 6, 7, 5, 8, 9)  # before growth had a column
UNIT_WIDTHS = (3, 24, 7, 6, 6, 5, 6, 6, 6, 5, 5, 6, 10, 5)
LEFT_OUT = (
    "Số phát sinh tính trong kỳ, không lũy kế; số hiện có tính đến ngày chốt. Phân tổ bằng 0 hoặc không có số liệu không "
    "in thành dòng riêng; tổng số không thay đổi. Cột cuối: số đơn vị có số liệu trên số đơn vị phải báo cáo và tỷ lệ đoàn "
    "viên của các đơn vị đó. Tỷ lệ chỉ tính trên đơn vị có đủ tử số và mẫu số."
)
VERDICT_LOOKS = {
    verdict: Look(fill, pattern, f"Chỉ tiêu {verdict}")
    for verdict, fill, pattern in (
        (targets.EXCEEDED, "#1f4e40", ""), (targets.REACHED, "#5f9c86", ""), (targets.NEARLY, "#d9b45b", "rising"),
        (targets.ONGOING, "#bcd3ea", "level"), (targets.NO_FIGURE, "#ffffff", ""),
    )
}  # fmt: skip
EMPTY_PARTS = {
    "III": "Các đơn vị tiếp tục duy trì các mặt hoạt động theo kế hoạch năm.",
    "IV": "Tiếp tục thực hiện các chỉ tiêu, nhiệm vụ của kế hoạch năm.",
    "V": "Không có đề xuất, kiến nghị.",
}


def report_paper(report: CompiledReport) -> PaperSource:
    """The report in its official form with its annexes; the attached data are the totals and every unit's figures.

    Raises ValueError when nothing was compiled yet.
    """
    if report.current_version is None:
        raise ValueError("Báo cáo chưa được tổng hợp lần nào.")
    content = report.current_version.content
    paper = Paper(
        **frame_of(report),
        addressees=addressees(report),
        opening=(*printed_opening(content), *_replaces(report, content)),
        lines=tuple(printed_body(content)),
        appendices=tuple(_appendices(report, content)),
    )
    rows = sum(len(table["rows"]) for table in (*content["annexes"].values(), *_runs(content)))
    return PaperSource(
        paper, _data(content), f"so-lieu-{content['period']['code']}.json", tagged=rows <= LONG_ANNEX
    )


def addressees(report: CompiledReport) -> tuple[str, ...]:
    """Kính gửi: the unit above; a provincial federation reports to the General Confederation."""
    above = report.period_unit.parent
    if above is not None:
        return (above.name,)
    if report.issuer.parent is not None:
        return (report.issuer.parent.name,)
    return (GENERAL_CONFEDERATION,) if report.period_unit.tier == 1 else ()


GENERAL_CONFEDERATION = "Tổng Liên đoàn Lao động Việt Nam"


def printed_opening(content: dict[str, Any]) -> tuple[str, ...]:
    """The paragraph under "Kính gửi"."""
    period = content["period"]
    start, end = (f"{day[8:]}/{day[5:7]}/{day[:4]}" for day in (period["starts_on"], period["ends_on"]))
    until = moment_words(content)
    accepted = f" có báo cáo được duyệt đến {until}" if until else ""
    return (
        f"{content['unit']['name']} báo cáo kết quả hoạt động {_lower_first(period['name'])} (số liệu từ ngày {start} "
        f"đến ngày {end}). Số liệu tổng hợp từ {coverage_words(content)}{accepted}; danh sách đơn vị chưa có "
        f"báo cáo được duyệt{_freed_words(content)} ở Phụ lục III. {like.words(content)}".strip(),
    )


def _freed_words(content: dict[str, Any]) -> str:
    """ " và 3 đơn vị được miễn báo cáo (không tính vào số đơn vị phải báo cáo)": why N is not every unit."""
    count = len(freed(content))
    return f" và {write.number(count)} đơn vị được miễn báo cáo (không tính vào tổng số)" if count else ""


def _replaces(report: CompiledReport, content: dict[str, Any]) -> Iterator[str]:
    """A replacement names the paper it replaces and each correction in it."""
    former = report.replaces
    if former is None:
        return
    told = "; ".join(
        f"{one['unit']}, {one['title']}: {one['old']} sửa thành {one['new']} ({_lower_first(one['reason'])})"
        for one in content.get("corrections", [])
    )
    yield (
        f"Báo cáo này thay thế Báo cáo số {former.doc_code} ngày {write.date(former.issued_on)}. Số liệu, nội dung đã "
        f"đính chính: {told}."
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- body


def printed_body(content: dict[str, Any]) -> Iterator[Line]:
    """Parts, sections and their words, in order."""
    for part in content["parts"]:
        yield Line(f"p-{part['code']}", "part", f"{part['code']}.", part["title"], titled=True)
        if part["code"] == "III":
            yield from _targets(content)
        number = 0
        for section in part["sections"]:
            if section["text"].strip():
                number += 1
                yield from _section(section, number)
        if not number and part["code"] in EMPTY_PARTS:
            yield Line(f"p-{part['code']}-0", "paragraph", "", EMPTY_PARTS[part["code"]])
        if part["code"] == "II":
            yield from _comparison(content)
            yield from _chart(content)


def _section(section: dict[str, Any], number: int) -> Iterator[Line]:
    code = section["code"]
    yield Line(f"s-{code}", "section", f"{number}.", section["title"], titled=True)
    for at, text in enumerate(section["text"].splitlines(), start=1):
        if text.startswith("- "):
            yield Line(f"s-{code}-{at}", "bullet", "-", text[2:].strip())
        else:
            yield Line(f"s-{code}-{at}", "paragraph", "", text)


def _targets(content: dict[str, Any]) -> Iterator[Line]:
    if not content["targets"]:
        return
    yield Line("t-0", "paragraph", "", content["targets_summary"])
    plans = list(dict.fromkeys(row["plan"] for row in content["targets"]))
    rows: list[tuple[str, ...]] = []
    strong = []
    number = 0
    for plan in plans:
        if len(plans) > 1:
            strong.append(len(rows))
            rows.append((_of_plan(plan),))
        for row in content["targets"]:
            if row["plan"] == plan:
                number += 1
                rows.append(_target(number, row))
    name = f" của {_of_plan(plans[0])}" if len(plans) == 1 and plans[0] else ""
    yield Line(
        "t-1", "table", "", "", rows=(TARGET_HEADINGS, *rows), header_rows=1, column_widths=TARGET_WIDTHS,
        align=("c", "l", "r", "r", "r", "r", "l"), caption=f"Kết quả thực hiện chỉ tiêu{name}", strong_rows=tuple(strong),
    )  # fmt: skip
    if content.get("verdicts"):
        title = "Chỉ tiêu theo kết quả thực hiện"
        parts = [(VERDICT_LOOKS[verdict], count) for verdict, count in content["verdicts"]]
        yield Line("c-3", "figure", "", "", svg=parts_bar(parts, title=title), caption=f"Biểu đồ: {title}")


def _of_plan(code: str) -> str:
    return f"Kế hoạch số {code}" if code else "Kế hoạch khác"


def _target(number: int, row: dict[str, str]) -> tuple[str, ...]:
    given = (row[key] for key in ("name", "planned", "achieved", "rate", "change", "verdict"))
    return (str(number), *given)


def _comparison(content: dict[str, Any]) -> Iterator[Line]:
    pairs = [Pair(**pair) for pair in content.get("comparison", ())]
    if pairs:
        title = like.chart_title(content)
        svg, *strips = pair_strips(
            pairs, title=title, now=f"Kỳ này ({content['period']['name']})", before="Cùng kỳ năm trước"
        )
        yield Line("c-2", "figure", "", "", svg=svg, strips=tuple(strips), caption=f"Biểu đồ: {title}")


def _chart(content: dict[str, Any]) -> Iterator[Line]:
    bars = [
        Bar(bar["label"], bar["value"], bar["shown"]) for bar in content["chart"]["bars"] if bar["value"] >= 0
    ]
    if bars:
        chart = content["chart"]
        svg, *strips = bar_strips(
            bars, title=chart["title"], axis=chart.get("axis", ""), whole=chart.get("whole", 0)
        )
        yield Line(
            "c-1", "figure", "", "", svg=svg, strips=tuple(strips), caption=f"Biểu đồ: {chart['title']}"
        )


# --- annexes


def printed_annexes(report: CompiledReport, content: dict[str, Any]) -> Iterator[Line]:
    """The lines of every annex under its name, one after the other."""
    for appendix in _appendices(report, content):
        yield Line(f"p-annex-{appendix.number}", "part", "", f"Phụ lục {appendix.number}", titled=True)
        yield from appendix.lines


def _appendices(report: CompiledReport, content: dict[str, Any]) -> Iterator[Appendix]:
    attached = f"Kèm theo Báo cáo số {report.doc_code} của {content['unit']['name']}"
    room = f"Kèm theo Báo cáo số {doc_code(WIDEST_NUMBER, report.symbol)} của {content['unit']['name']}"
    coverage = f"(tổng hợp từ {content['coverage']['counted']}/{content['coverage']['expected']} đơn vị)"
    covered = coverage.replace(" ", write.NO_BREAK)
    tables = content["annexes"]
    restated = (
        Line(f"a1-restated-{at}", "paragraph", "", f"Cột “Cùng kỳ”: {note}")
        for at, note in enumerate(content.get("restated_before", []))
    )
    address = f"{settings.SITE_URL}{reverse('reporting:compiled_detail', args=[report.pk])}"
    opens = f"Mỗi số mở được đến từng ô báo cáo của từng đơn vị tại {address}."
    notes = (
        Line("a1-note", "paragraph", "", f"{LEFT_OUT}{like.note(content)}"),
        Line("a1-open", "paragraph", "", opens),
    )
    figures = (*notes, figures_table(tables["figures"]), *restated)
    yield Appendix(
        "I", f"Số liệu thống kê theo chỉ tiêu {covered}", attached, figures, landscape=True, room_for=room
    )
    units = (_units(tables["units"]), *_received(content))
    yield Appendix("II", f"Số liệu theo đơn vị {covered}", attached, units, landscape=True, room_for=room)
    yield Appendix(
        "III",
        f"Đơn vị chưa có báo cáo được duyệt, gửi muộn, được miễn {covered}",
        attached,
        tuple(units_apart(content)),
        room_for=room,
    )
    if _runs(content):
        yield _every_unit(content, covered, attached, room)


def _received(content: dict[str, Any]) -> Iterator[Line]:
    """Where the rows of units that sent a report of their own come from."""
    for at, each in enumerate(content.get("received", ())):
        yield Line(f"a2-received-{at}", "paragraph", "", received.words_of(each))


def _runs(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The runs of the annex of every unit; reports of an earlier edition have none."""
    found: list[dict[str, Any]] = content.get("every_unit", {}).get("runs", [])
    return found


def _every_unit(content: dict[str, Any], covered: str, attached: str, room: str) -> Appendix:
    count = sum(len(run["rows"]) for run in _runs(content))
    return Appendix(
        "IV",
        f"Số liệu của từng đơn vị {covered}",
        attached,
        (Line("a4-note", "paragraph", "", NOTE), _table_of_runs(content)),
        landscape=True,
        apart=run_lines(content["every_unit"]),
        apart_note=f"Bảng của {write.number(count)} đơn vị in ở bản PDF và có trong Phụ lục XLSX.",
        room_for=room,
    )


def _table_of_runs(content: dict[str, Any]) -> Line:
    rows = [(str(at), run["title"]) for at, run in enumerate(_runs(content), start=1)]
    return table_line("a4-runs", ("TT", "Bảng (mỗi bảng bắt đầu ở một trang mới)"), rows, (6, 94), ("c", "l"))


def run_lines(table: dict[str, Any]) -> tuple[tuple[Line, ...], ...]:
    """Each run of the annex of every unit as it is printed: the same lines, the same kept pages."""
    align = ("c", "l", "c", *["r"] * (len(table["headings"]) - 3))
    return tuple(
        (
            Line(f"a4-{at}", "section", f"{at}.", run["title"], titled=True),
            table_line(f"a4-{at}-t", table["headings"], run["rows"], UNIT_WIDTHS, align),
        )
        for at, run in enumerate(table["runs"], start=1)
    )


def figures_table(table: dict[str, Any]) -> Line:
    """Figures by indicator; the name of a group runs across the table, and so do the breakdowns of an indicator."""
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    across: list[int] = []
    # "lượt người" on one line: else every such row is two lines high. Wide numbers need the room more.
    widest = sum(max(map(len, column)) for column in list(zip(*table["rows"], strict=True))[3:])
    space = write.NO_BREAK if widest <= NUMBERS_BESIDE_MEASURES else " "
    for row in table["rows"]:
        if row[0] and not any(row[2:]):
            strong.append(len(rows))
            rows.append((f"{row[0]}. {row[1]}",))
        elif row[0]:
            rows.append((*row[:2], row[2].replace(" ", space), *row[3:]))
        else:
            part = f"{_lower_first(row[1].removeprefix('– '))} {row[3]}".replace(" ", write.NO_BREAK)
            if across[-1:] == [len(rows) - 1]:
                rows[-1] = (f"{rows[-1][0]}; {part}",)
            else:
                across.append(len(rows))
                rows.append((f"Trong đó: {part}",))
    count = len(table["headings"])
    widths = FIGURE_WIDTHS if count == len(FIGURE_WIDTHS) else FORMER_WIDTHS
    return table_line(
        "a1", table["headings"], rows, widths, ("l", "l", "l", *["r"] * (count - 3)), strong, across
    )


def _units(table: dict[str, Any]) -> Line:
    align = ("c", "l", "c", *["r"] * (len(table["headings"]) - 3))
    return table_line("a2", table["headings"], table["rows"], UNIT_WIDTHS, align, [len(table["rows"]) - 1])


def _data(content: dict[str, Any]) -> bytes:
    """The numbers that travel inside the PDF: totals of the unit, figures of the units one level below."""
    kept = (
        "schema", "period", "unit", "coverage", "totals", "units", "targets", "data_code", "every_unit",
    )  # fmt: skip
    return json.dumps(
        {key: content[key] for key in kept if key in content}, ensure_ascii=False, sort_keys=True, indent=1
    ).encode()
