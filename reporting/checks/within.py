"""Checks inside one report: parts and totals, indicators that bound each other, plausible sizes."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from core.formats.write import number as shown
from reporting.checks.registry import ERROR, WARNING, Facts, Found, rule
from reporting.models import Aggregation, Figure, FigureState, IndicatorKind
from reporting.queries.layout import MONEY

PEOPLE = "người"
# Collection may exceed its estimate.
MAY_PASS_100 = {"TK04"}
# Smaller part, larger whole, in the same report.
BOUNDED = (
    ("TC16", "TC15", "kết nạp Đảng thường đi sau giới thiệu"),
    ("DB19", "DB18", "phần hơn phải là kiến nghị tồn từ kỳ trước"),
    ("KT04b", "KT04", "phần hơn phải là đơn tồn từ kỳ trước"),
    ("TC06", "TC05", "số kết nạp mới thường nhỏ hơn tổng số đoàn viên"),
)
# Events and the participations in them.
EVENTS = (
    ("TT01", "TT02"),
    ("TT20", "TT21"),
    ("TT24", "TT25"),
    ("TC13", "TC14"),
    ("NC02", "NC02b"),
    ("LD16", "LD17"),
)
# Plausible sizes in đồng: (least, most).
PLAUSIBLE = {"LD04": (Decimal(2_000_000), Decimal(100_000_000)), "DB12": (Decimal(5_000), Decimal(300_000))}
LEAST_MONEY = Decimal(10_000)


@rule("part_above_total", ERROR, "DOMAIN 2.6, 6: trong đó nữ ≤ tổng số")
def part_above_total(facts: Facts) -> Found:
    for row in facts.layout.rows.values():
        total = facts.value(row.indicator.code)
        for part in row.parts:
            value = facts.value(*part.key)
            if total is not None and value is not None and value > total:
                yield (
                    part.key,
                    f"{shown(value)} lớn hơn tổng số ({shown(total)}).",
                )


@rule("parts_make_total", ERROR, "DOMAIN 2.6, 6: các phần cộng bằng tổng")
def parts_make_total(facts: Facts) -> Found:
    for row in facts.layout.rows.values():
        total = facts.value(row.indicator.code)
        for name, cells in groupby((p for p in row.parts if p.exhaustive), key=lambda p: p.disaggregation):
            values = [facts.value(*cell.key) for cell in cells]
            if total is None or not values or any(v is None for v in values):
                continue
            added = sum((v for v in values if v is not None), Decimal(0))
            if added != total:
                yield (
                    row.total.key,
                    f"Cộng theo {name.lower()} được {shown(added)}, khác tổng số {shown(total)}.",
                )


@rule("negative", ERROR, "DOMAIN 2.6: số đếm và số tiền không âm")
def negative(facts: Facts) -> Found:
    for key, figure in facts.figures.items():
        if figure.value is not None and figure.value < 0:
            yield key, f"{facts.name(key[0])} là số âm ({shown(figure.value)})."


def _typed_ratios(facts: Facts) -> list[Figure]:
    return [
        f
        for f in facts.figures.values()
        if f.indicator.kind == IndicatorKind.RATIO
        and f.state == FigureState.VALUE
        and not f.indicator.is_formula
    ]


@rule("ratio_without_base", ERROR, "DOMAIN 2.6, 2: tỷ lệ có tử số và mẫu số")
def ratio_without_base(facts: Facts) -> Found:
    for figure in _typed_ratios(facts):
        if not figure.base:
            yield (figure.indicator.code, figure.breakdown), "Tỷ lệ phải có mẫu số lớn hơn 0."


@rule("ratio_above_100", ERROR, "DOMAIN 2.6, 10: tỷ lệ quá 100 %")
def ratio_above_100(facts: Facts) -> Found:
    for figure in _typed_ratios(facts):
        code = figure.indicator.code
        if code not in MAY_PASS_100 and figure.base and figure.value and figure.value > figure.base:
            yield (
                (code, figure.breakdown),
                f"Tử số {shown(figure.value)} lớn hơn mẫu số {shown(figure.base)} (quá 100%).",
            )


@rule("computed_ratio_above_100", WARNING, "DOMAIN 2.6, 10: tỷ lệ quá 100 %")
def computed_ratio_above_100(facts: Facts) -> Found:
    bounded = {(smaller, larger) for smaller, larger, _why in BOUNDED}
    for ratio in facts.ratios:
        if (ratio.numerator, ratio.denominator) in bounded:
            continue
        numerator = [facts.value(code) for code in ratio.numerator.split("+")]
        base = facts.value(ratio.denominator)
        if base is None or any(v is None for v in numerator):
            continue
        added = sum((v for v in numerator if v is not None), Decimal(0))
        if added > base:
            first = ratio.numerator.split("+")[0]
            yield (
                (first, ""),
                f"{ratio.name} vượt 100%: {ratio.numerator} là {shown(added)}, {ratio.denominator} là {shown(base)}.",
            )


@rule("average_without_weight", ERROR, "DOMAIN 2.6, 3: bình quân cần quyền số")
def average_without_weight(facts: Facts) -> Found:
    for key, figure in facts.figures.items():
        if figure.indicator.kind != IndicatorKind.AVERAGE or figure.state != FigureState.VALUE:
            continue
        weight = (
            facts.value(figure.indicator.denominator, key[1]) if figure.indicator.denominator else figure.base
        )
        if not weight:
            name = figure.indicator.denominator or figure.indicator.denominator_name
            yield (
                key,
                f"Có {figure.indicator.name.lower()} thì phải có {facts.name(name)} lớn hơn 0 làm quyền số.",
            )


@rule("nil_return_with_figures", ERROR, "DOMAIN 2.6, 9: báo cáo không phát sinh")
def nil_return_with_figures(facts: Facts) -> Found:
    if not facts.submission.nil_return:
        return
    for key, figure in facts.figures.items():
        if figure.indicator.kind == IndicatorKind.FLOW and figure.value:
            yield (
                key,
                f"Đã đánh dấu “không phát sinh hoạt động trong kỳ” nhưng ô này có số {shown(figure.value)}.",
            )


@rule("deaths_without_accidents", ERROR, "DOMAIN 2.6, 6: LD19 ≤ số người bị tai nạn")
def deaths_without_accidents(facts: Facts) -> Found:
    accidents = facts.value("LD18")
    for code in ("LD19", "LD20"):
        people = facts.value(code)
        if accidents == 0 and people:
            yield (code, ""), f"Có {shown(people)} người bị tai nạn nhưng số vụ TNLĐ (LD18) là 0."


@rule("above_its_bound", WARNING, "DOMAIN 2.6, 6: TC16 ≤ TC15, DB19 ≤ DB18")
def above_its_bound(facts: Facts) -> Found:
    for smaller, larger, why in BOUNDED:
        part, whole = facts.value(smaller), facts.value(larger)
        if part is not None and whole is not None and part > whole:
            yield (
                (smaller, ""),
                f"{facts.name(smaller)} là {shown(part)}, lớn hơn {facts.name(larger)} là {shown(whole)}; {why}.",
            )


@rule("events_and_participations", WARNING, "DOMAIN 2.6, 4: lượt người đi cùng số cuộc")
def events_and_participations(facts: Facts) -> Found:
    for events_code, people_code in EVENTS:
        events, people = facts.value(events_code), facts.value(people_code)
        if events is None or people is None:
            continue
        if events == 0 and people > 0:
            yield (people_code, ""), f"Có {shown(people)} lượt người nhưng {facts.name(events_code)} là 0."
        elif 0 < people < events:
            yield (
                (people_code, ""),
                f"Chỉ {shown(people)} lượt người cho {shown(events)} cuộc, chưa tới một người mỗi cuộc.",
            )


@rule("people_above_workforce", WARNING, "DOMAIN 2.6, 4: “người” khác “lượt người”")
def people_above_workforce(facts: Facts) -> Found:
    workforce = facts.value("LD01")
    if not workforce:
        return
    in_ratios = {
        code for ratio in facts.ratios for code in ratio.numerator.split("+") if ratio.denominator == "LD01"
    }
    for (code, breakdown), figure in facts.figures.items():
        is_count = figure.indicator.unit_of_measure == PEOPLE and not breakdown and code not in in_ratios
        if is_count and figure.value is not None and figure.value > workforce:
            yield (
                (code, ""),
                f"{shown(figure.value)} người, nhiều hơn tổng số CNVCLĐ ({shown(workforce)}). Có phải là lượt người không?",
            )


@rule("implausible_size", WARNING, "DOMAIN 2.6, 10: triệu đồng và đồng")
def implausible_size(facts: Facts) -> Found:
    for code, (least, most) in PLAUSIBLE.items():
        value = facts.value(code)
        if value and not least <= value <= most:
            yield (
                (code, ""),
                f"{shown(value)} đồng nằm ngoài khoảng thường gặp ({shown(least)} – {shown(most)} đồng). "
                "Kiểm tra đơn vị tính.",
            )
    for (code, breakdown), figure in facts.figures.items():
        if figure.indicator.unit_of_measure == MONEY and figure.value and figure.value < LEAST_MONEY:
            yield (
                (code, breakdown),
                f"{shown(figure.value)} đồng là rất ít. Có phải đang ghi bằng triệu đồng không?",
            )


@rule("more_than_one_unit", WARNING, "DOMAIN 2.6, 5: đếm đơn vị")
def more_than_one_unit(facts: Facts) -> Found:
    for (code, breakdown), figure in facts.figures.items():
        counts_units = figure.indicator.over_units == Aggregation.DISTINCT or code == "TC01"
        if counts_units and not breakdown and figure.value and figure.value > 1:
            yield (code, ""), f"Chỉ tiêu này đếm đơn vị; một đơn vị ghi 1, không ghi {shown(figure.value)}."
