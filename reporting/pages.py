"""A compiled report as the paper that is printed. Everything comes from the saved content, nothing is counted here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from documents.charts import Bar, bar_chart
from documents.pages import Appendix, Line, Paper
from documents.papers import PaperSource, frame_of
from reporting.models import CompiledReport
from reporting.report.content import coverage_words

LONG_ANNEX = 400  # rows from which the file goes without tags (LIBRARIES 2.8)
TARGET_HEADINGS = ("TT", "Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ", "So cùng kỳ", "Đánh giá")
TARGET_WIDTHS = (6, 36, 15, 13, 9, 10, 11)
FIGURE_WIDTHS = (6, 15, 6, 11, 6, 10, 10, 10, 10, 11, 5)
MISSING_WIDTHS = (7, 38, 27, 15, 13)
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
        opening=(_opening(content),),
        lines=tuple(_body(content)),
        appendices=tuple(_appendices(report, content)),
    )
    rows = sum(len(annex["rows"]) for annex in content["annexes"].values())
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


def _opening(content: dict[str, Any]) -> str:
    period = content["period"]
    start, end = (f"{day[8:]}/{day[5:7]}/{day[:4]}" for day in (period["starts_on"], period["ends_on"]))
    return (
        f"{content['unit']['name']} báo cáo kết quả hoạt động {_lower_first(period['name'])} (số liệu từ ngày {start} "
        f"đến ngày {end}). Số liệu tổng hợp từ {coverage_words(content)}; danh sách đơn vị chưa có "
        "báo cáo được duyệt ở Phụ lục III."
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- body


def _body(content: dict[str, Any]) -> Iterator[Line]:
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
    rows = tuple(
        (
            str(number), f"{row['name']} ({row['plan']})" if row["plan"] else row["name"], row["planned"], row["achieved"],
            row["rate"], row["change"], row["verdict"],
        )
        for number, row in enumerate(content["targets"], start=1)
    )  # fmt: skip
    yield Line(
        "t-1", "table", "", "", rows=(TARGET_HEADINGS, *rows), header_rows=1, column_widths=TARGET_WIDTHS,
        align=("c", "l", "r", "r", "r", "r", "l"), caption="Kết quả thực hiện chỉ tiêu của các kế hoạch",
    )  # fmt: skip


def _chart(content: dict[str, Any]) -> Iterator[Line]:
    bars = [
        Bar(bar["label"], bar["value"], bar["shown"]) for bar in content["chart"]["bars"] if bar["value"] >= 0
    ]
    if bars:
        title = content["chart"]["title"]
        yield Line("c-1", "figure", "", "", svg=bar_chart(bars, title=title), caption=f"Biểu đồ: {title}")


# --- annexes


def _appendices(report: CompiledReport, content: dict[str, Any]) -> Iterator[Appendix]:
    attached = f"Kèm theo Báo cáo số {report.doc_code} của {content['unit']['name']}"
    covered = f"(tổng hợp từ {content['coverage']['counted']}/{content['coverage']['expected']} đơn vị)"
    tables = content["annexes"]
    figures = _table("a1", tables["figures"], FIGURE_WIDTHS, ("l", "l", "l", *"rrrrrrrr"))
    yield Appendix("I", f"Số liệu thống kê theo chỉ tiêu {covered}", attached, (figures,), landscape=True)
    units = _table(
        "a2", tables["units"], (), ("c", "l", "c", *["r"] * (len(tables["units"]["headings"]) - 3))
    )
    yield Appendix("II", f"Số liệu theo đơn vị {covered}", attached, (units,), landscape=True)
    yield Appendix(
        "III",
        f"Đơn vị chưa có báo cáo được duyệt, gửi muộn {covered}",
        attached,
        tuple(_units_apart(content)),
    )


def _table(block_id: str, table: dict[str, Any], widths: tuple[int, ...], align: tuple[str, ...]) -> Line:
    rows = (tuple(table["headings"]), *(tuple(row) for row in table["rows"]))
    return Line(block_id, "table", "", "", rows=rows, header_rows=1, column_widths=widths, align=align)


def _units_apart(content: dict[str, Any]) -> Iterator[Line]:
    lists = (
        (
            "missing",
            "Đơn vị chưa có báo cáo được duyệt",
            "Tất cả đơn vị phải báo cáo đều đã có báo cáo được duyệt.",
        ),
        ("late", "Đơn vị gửi báo cáo muộn", "Không có đơn vị gửi báo cáo muộn."),
    )
    for number, (name, title, nobody) in enumerate(lists, start=1):
        table = content["annexes"][name]
        yield Line(f"a3-{name}", "section", f"{number}.", title, titled=True)
        if table["rows"]:
            yield _table(f"a3-{name}-t", table, MISSING_WIDTHS, ("c", "l", "l", "l", "c"))
        else:
            yield Line(f"a3-{name}-0", "paragraph", "", nobody)
    code = content["data_code"]
    yield Line(
        "a3-code", "paragraph", "", f"Mã dữ liệu: {' '.join(code[i : i + 4] for i in range(0, 16, 4))}"
    )


def _data(content: dict[str, Any]) -> bytes:
    """The numbers that travel inside the PDF: totals of the unit, figures of the units one level below."""
    kept = {
        key: content[key]
        for key in ("schema", "period", "unit", "coverage", "totals", "units", "targets", "data_code")
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, indent=1).encode()
