"""The cells of a form: which boxes a unit fills in, in order, and what each one takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from reporting.designing.formulas import Term, read_formula
from reporting.models import Disaggregation, Form, FormItem, Indicator, IndicatorKind, NarrativeSection

# (indicator code, breakdown); "" is the indicator's own total.
Key = tuple[str, str]

MONEY = "đồng"
SELF_RATING = "muc"


@dataclass(frozen=True)
class CellSpec:
    """One box of the form."""

    indicator: Indicator
    breakdown: str
    label: str
    disaggregation: str = ""
    required: bool = False
    exhaustive: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    required_for: tuple[str, ...] = ()
    formula: tuple[Term, ...] = ()
    advice: str = ""

    def required_of(self, kind_code: str) -> bool:
        """Must a unit of this kind answer the box?"""
        return self.required or kind_code in self.required_for

    @property
    def computed(self) -> bool:
        """Never typed: the sum of other rows."""
        return bool(self.formula)

    @property
    def key(self) -> Key:
        return self.indicator.code, self.breakdown

    @property
    def name(self) -> str:
        """Name of the box in the HTML form: TT02 or TT02:n.nu."""
        return cell_name(self.key)

    @property
    def anchor(self) -> str:
        return cell_anchor(self.key)

    @property
    def title(self) -> str:
        """What people call the box: "TT02 Đoàn viên được tuyên truyền, nữ"."""
        name = self.indicator.name if not self.key[1] else f"{self.indicator.name}, {self.label.lower()}"
        return f"{self.key[0]} {name}"

    @property
    def words(self) -> str:
        """How a message names the part: Trong đó nữ; Hình thức “trực tiếp”."""
        return f"{self.disaggregation} “{self.label.lower()}”" if self.disaggregation else self.label

    @property
    def whole(self) -> bool:
        """Counts and đồng have no decimals; averages may."""
        return self.indicator.kind != IndicatorKind.AVERAGE

    @property
    def asks_base(self) -> bool:
        """A ratio without catalogue parts is typed as numerator and denominator, an average with its weight."""
        return (
            self.indicator.kind in {IndicatorKind.RATIO, IndicatorKind.AVERAGE}
            and not self.indicator.denominator
        )


@dataclass(frozen=True)
class Row:
    """An indicator with its own total and the breakdowns asked here."""

    indicator: Indicator
    total: CellSpec
    parts: tuple[CellSpec, ...]

    @property
    def cells(self) -> tuple[CellSpec, ...]:
        return (self.total, *self.parts)


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[Row, ...]

    @property
    def letter(self) -> str:
        return self.title.partition(".")[0]

    @property
    def short_title(self) -> str:
        return self.title.partition(". ")[2] or self.title


@dataclass(frozen=True)
class FormLayout:
    form: Form
    sections: tuple[Section, ...]
    narratives: tuple[NarrativeSection, ...] = field(default=())

    def __iter__(self) -> Iterator[CellSpec]:
        return (cell for section in self.sections for row in section.rows for cell in row.cells)

    @cached_property
    def cells(self) -> dict[Key, CellSpec]:
        return {cell.key: cell for cell in self}

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Indicator code → row."""
        return {row.indicator.code: row for section in self.sections for row in section.rows}

    @cached_property
    def section_titles(self) -> dict[str, str]:
        """Indicator code → title of its section."""
        return {row.indicator.code: section.title for section in self.sections for row in section.rows}


def cell_name(key: Key) -> str:
    return f"{key[0]}:{key[1]}" if key[1] else key[0]


def cell_anchor(key: Key) -> str:
    """Id of the box on the page: o-TT02-n-nu."""
    return "o-" + cell_name(key).replace(":", "-").replace(".", "-")


def layout_of(form: Form) -> FormLayout:
    """The form's boxes in order, in five queries whatever its length. Derived disaggregations are never asked."""
    items = (
        FormItem.objects.filter(form=form)
        .select_related("indicator")
        .prefetch_related("disaggregations__categories", "indicator__disaggregations__categories")
        .order_by("order")
    )
    sections: dict[str, list[Row]] = {}
    for item in items:
        sections.setdefault(item.section, []).append(_row(item))
    return FormLayout(
        form=form,
        sections=tuple(Section(title, tuple(rows)) for title, rows in sections.items()),
        narratives=tuple(NarrativeSection.objects.filter(form=form).order_by("order")),
    )


_KEPT: dict[int, tuple[float, FormLayout]] = {}
_RATIOS: tuple[float, list[Indicator]] | None = None
KEPT_SECONDS = 60


def kept_layout(form: Form) -> FormLayout:
    """As `layout_of`, read once a minute by each process: for reports of an open period, whose form is never changed."""
    kept = _KEPT.get(form.pk)
    if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
        kept = _KEPT[form.pk] = (time.monotonic(), layout_of(form))
    return kept[1]


def kept_ratios() -> list[Indicator]:
    """Indicators that are ratios of others, read once a minute by each process: the checks of every report ask."""
    global _RATIOS
    if _RATIOS is None or time.monotonic() - _RATIOS[0] > KEPT_SECONDS:
        rows = (
            Indicator.objects.filter(kind=IndicatorKind.RATIO).exclude(numerator="").exclude(denominator="")
        )
        _RATIOS = (time.monotonic(), list(rows))
    return _RATIOS[1]


def forget_layouts() -> None:
    """Read every form and ratio again at the next use."""
    global _RATIOS
    _KEPT.clear()
    _RATIOS = None


def _row(item: FormItem) -> Row:
    indicator = item.indicator
    formula = read_formula(item.formula)
    total = CellSpec(
        indicator, "", indicator.name, required=item.required and not formula, choices=_rating_choices(indicator),
        required_for=() if formula else tuple(item.required_for), formula=formula, advice=item.advice,
    )  # fmt: skip
    asked = [d for d in item.disaggregations.all() if not d.derived]
    return Row(indicator, total, tuple(cell for d in asked for cell in _parts(indicator, d, formula)))


def _parts(indicator: Indicator, disaggregation: Disaggregation, formula: tuple[Term, ...]) -> list[CellSpec]:
    """A disaggregation of one part (“trong đó nữ”) names its box itself."""
    categories = list(disaggregation.categories.all())
    alone = len(categories) == 1
    return [
        CellSpec(
            indicator,
            f"{disaggregation.code}.{category.code}",
            disaggregation.name if alone else category.name,
            "" if alone else disaggregation.name,
            exhaustive=disaggregation.exhaustive,
            formula=formula,
        )
        for category in categories
    ]


def _rating_choices(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """A self-rating is stored as its rank: 1 the lowest."""
    if indicator.kind != IndicatorKind.TEXT:
        return ()
    scale = next((d for d in indicator.disaggregations.all() if d.code == SELF_RATING), None)
    return (
        tuple((str(rank), c.name) for rank, c in enumerate(scale.categories.all(), start=1)) if scale else ()
    )
