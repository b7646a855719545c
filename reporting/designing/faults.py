"""What keeps a form from being published, and what its author should look at once more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.designing.formulas import FormulaError, Term, in_order, read_formula
from reporting.models import Aggregation, FormItem, IndicatorKind, NarrativeSection
from units.models import UnitKind

ADDITIVE = {IndicatorKind.FLOW, IndicatorKind.STOCK}


@dataclass(frozen=True)
class FormFault:
    """Where (row or heading), what is wrong and what to do; a warning does not stop publishing."""

    where: str
    message: str
    warning: bool = False


def faults_of(items: Iterable[FormItem], narratives: Iterable[NarrativeSection]) -> list[FormFault]:
    """Items come with their indicator and disaggregations loaded; one query for the kinds of units."""
    rows, texts = list(items), list(narratives)
    if not rows and not texts:
        return [
            FormFault(
                "Biểu", "Biểu chưa có dòng số liệu và chưa có đề mục lời văn. Hãy thêm ít nhất một dòng."
            )
        ]
    kinds = set(UnitKind.objects.values_list("code", flat=True))
    found = [fault for row in rows for fault in (*_of_row(row, kinds), *_of_breakdowns(row))]
    found += [fault for text in texts for fault in _unknown_kinds(text.code, text.required_for, kinds)]
    return found + _of_formulas({row.indicator.code: row for row in rows})


def _of_row(row: FormItem, kinds: set[str]) -> list[FormFault]:
    code, found = row.indicator.code, []
    if row.indicator.is_formula or row.indicator.computed:
        found.append(
            FormFault(code, "Chỉ tiêu này hệ thống tự tính từ chỉ tiêu khác, không nhập. Hãy bỏ dòng.")
        )
    return found + _unknown_kinds(code, row.required_for, kinds)


def _unknown_kinds(code: str, required_for: list[str], kinds: set[str]) -> list[FormFault]:
    unknown = sorted(set(required_for) - kinds)
    if not unknown:
        return []
    return [FormFault(code, f"Không có loại đơn vị: {', '.join(unknown)}. Hãy chọn lại ở mục “Bắt buộc”.")]


def _of_breakdowns(row: FormItem) -> list[FormFault]:
    derived = [d.name for d in row.disaggregations.all() if d.derived]
    if not derived:
        return []
    names = ", ".join(derived).lower()
    return [
        FormFault(
            row.indicator.code, f"Phân tổ {names} suy từ hồ sơ đơn vị, phiếu sẽ không hỏi.", warning=True
        )
    ]


def _of_formulas(rows: dict[str, FormItem]) -> list[FormFault]:
    found: list[FormFault] = []
    formulas: dict[str, tuple[Term, ...]] = {}
    for code, row in rows.items():
        if not row.formula:
            continue
        try:
            formulas[code] = read_formula(row.formula)
        except FormulaError as error:
            found.append(FormFault(code, str(error)))
        else:
            found += _of_terms(code, row, formulas[code], rows)
    try:
        in_order(formulas)
    except FormulaError as error:
        found.append(FormFault("Công thức", f"{error} Hãy bỏ một dòng ra khỏi vòng."))
    return found


def _of_terms(
    code: str, row: FormItem, terms: tuple[Term, ...], rows: dict[str, FormItem]
) -> list[FormFault]:
    found = []
    missing = sorted({term.code for term in terms} - rows.keys())
    if missing:
        found.append(
            FormFault(
                code,
                f"Công thức cần {', '.join(missing)} nhưng biểu không có. Hãy thêm dòng hoặc sửa công thức.",
            )
        )
    members = [row, *(rows[term.code] for term in terms if term.code in rows)]
    odd = [one.indicator.code for one in members if not _adds_up(one)]
    if odd:
        found.append(
            FormFault(code, f"Chỉ cộng trừ được chỉ tiêu dạng số đếm; {', '.join(odd)} không cộng được.")
        )
    measures = sorted({one.indicator.unit_of_measure for one in members})
    if len(measures) > 1:
        found.append(FormFault(code, f"Công thức trộn đơn vị tính: {', '.join(measures)}.", warning=True))
    return found


def _adds_up(row: FormItem) -> bool:
    return row.indicator.kind in ADDITIVE and row.indicator.over_units == Aggregation.SUM
