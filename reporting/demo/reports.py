"""The reporting round: last year's figures, this period opened, reports entered, sent, returned and accepted."""

from __future__ import annotations

from decimal import Decimal

from reporting.demo.behaviour import Behaviour, Course
from reporting.demo.calendar import DemoYear
from reporting.demo.figures import cells_for
from reporting.demo.names import dice
from reporting.demo.narratives import narratives_for
from reporting.demo.people import Cast
from reporting.demo.running import Tell, counted
from reporting.models import FigureState, Period, PeriodUnit, Regime, Submission
from reporting.queries.layout import FormLayout, Key, layout_of
from reporting.rollups import freeze_totals
from reporting.services import (
    CellInput,
    close_period,
    create_period,
    create_regime,
    open_period,
    save_figures,
    take_step,
)
from reporting.services.due_days import set_due_day
from units.models import Unit, User

REGIME = "ms-6t"
WROTE_LAST_YEAR = 0.25  # of the grassroots unions; some write the same again
# Notes at a box of a report that went back: indicator → what was asked.
ASKED = {
    "TT02": "Số lượt người dự chưa khớp với danh sách kèm theo. Đề nghị kiểm tra lại.",
    "CL02": "Ghi đủ bằng đồng và đối chiếu chứng từ chi.",
    "TC05": "Chênh với dữ liệu trên phần mềm quản lý đoàn viên, đề nghị rà soát.",
    "LD01": "Cần tính cả lao động thời vụ có hợp đồng từ 01 tháng trở lên.",
}
RETURNED = (
    "Đề nghị rà soát số liệu các ô được đánh dấu, bổ sung thuyết minh rồi gửi lại trong 02 ngày.",
    "Báo cáo thiếu giải trình phần tăng, giảm đoàn viên. Đề nghị bổ sung và gửi lại.",
    "Một số số liệu chưa thống nhất với nhật ký hoạt động. Đề nghị kiểm tra, gửi lại.",
)


def period_code(year: int) -> str:
    return f"{year}-6T"


def the_period(demo: DemoYear) -> Period:
    """Raises Period.DoesNotExist before `open_this_year`."""
    return Period.objects.select_related("regime__owner").get(code=period_code(demo.year))


def set_up_regime(cast: Cast, demo: DemoYear) -> None:
    create_regime(
        cast.top,
        by=cast["tinh.quantri"],
        code=REGIME,
        name="Báo cáo hoạt động công đoàn 6 tháng",
        due_days=demo.due_days,
    )


def _new_period(regime: Regime, year: int, by: User) -> Period:
    return create_period(regime, year=year, by=by, code=period_code(year), name=f"6 tháng đầu năm {year}")


def fill_last_year(cast: Cast, demo: DemoYear, tell: Tell) -> None:
    """The same period a year before, entered afterwards from paper, accepted, added up and locked."""
    admin, officer = cast["tinh.quantri"], cast.officer(cast.top)
    regime = Regime.objects.get(code=REGIME)
    period = open_period(_new_period(regime, demo.year - 1, admin), by=admin)
    set_due_day(period, period.places.all(), on=None, by=officer, note="Nhập bổ sung từ báo cáo giấy")
    layouts: dict[int, FormLayout] = {}
    for submission in counted(_reports(period), "báo cáo", tell):
        if dice(submission.unit.code, "last year").random() < 0.03:
            continue
        layout = _layout(submission, layouts)
        growth = dice(submission.unit.code, "growth").uniform(0.80, 0.94)
        cells = cells_for(submission, layout, growth=growth)
        texts = {}
        if (
            submission.unit.kind.tier < 3
            or dice(submission.unit.code, "words last year").random() < WROTE_LAST_YEAR
        ):
            codes = [section.code for section in layout.narratives]
            texts = narratives_for(submission.unit, codes, year=demo.year - 1)
        _enter(cast, submission, layout, cells, texts)
        take_step(submission, "submit", by=cast.reporter(submission.unit), layout=layout)
        take_step(submission, "accept", by=cast.receiver(submission.unit))
    freeze_totals(PeriodUnit.objects.get(period=period, unit=cast.top))
    close_period(period, by=admin)


def open_this_year(cast: Cast, demo: DemoYear, plans: dict[str, Behaviour]) -> None:
    """Freeze the tree; the units that will be late were asked to report a few days earlier."""
    admin, officer = cast["tinh.quantri"], cast.officer(cast.top)
    regime = Regime.objects.get(code=REGIME)
    period = open_period(_new_period(regime, demo.year, admin), by=admin)
    early = [code for code, behaviour in plans.items() if behaviour.overdue]
    early += [unit.code for unit in cast.uppers[-1:]]
    places = PeriodUnit.objects.filter(period=period, unit__code__in=early)
    day = max(demo.overdue_on, demo.cutoff)
    set_due_day(period, places, on=day, by=officer, note="Gửi trước để tổng hợp cụm")


def _reports(period: Period) -> list[Submission]:
    return list(
        Submission.objects.filter(period=period)
        .select_related("period", "unit__kind", "unit__parent__kind", "form", "period_unit")
        .order_by("period_unit__path")
    )


def _layout(submission: Submission, layouts: dict[int, FormLayout]) -> FormLayout:
    if submission.form_id not in layouts:
        layouts[submission.form_id] = layout_of(submission.form)
    return layouts[submission.form_id]


def _enter(
    cast: Cast,
    submission: Submission,
    layout: FormLayout,
    cells: dict[Key, CellInput],
    narratives: dict[str, str],
    *,
    nil: bool = False,
) -> None:
    save_figures(
        submission, cells=cells, narratives=narratives, base=submission.version, by=cast.reporter(submission.unit),
        nil_return=nil or None, layout=layout,
    )  # fmt: skip


# --- this year's round


def report_all(cast: Cast, demo: DemoYear, plans: dict[str, Behaviour], tell: Tell) -> None:
    """Grassroots unions and upper units enter and send their reports, each in its own way."""
    layouts: dict[int, FormLayout] = {}
    for submission in counted(_reports(the_period(demo)), "báo cáo", tell):
        behaviour = plans.get(submission.unit.code, _upper_behaviour(cast, submission.unit))
        if behaviour.course == Course.MISSING:
            continue
        _report(cast, submission, _layout(submission, layouts), behaviour, demo)


def _upper_behaviour(cast: Cast, unit: Unit) -> Behaviour:
    """The second upper unit gets its report back once, the last one is late."""
    number = cast.uppers.index(unit) if unit in cast.uppers else -1
    return Behaviour(Course.FIXED if number == 1 else Course.ACCEPTED, late=number == len(cast.uppers) - 1)


def _report(
    cast: Cast, submission: Submission, layout: FormLayout, behaviour: Behaviour, demo: DemoYear
) -> None:
    unit = submission.unit
    cells = cells_for(submission, layout, nil=behaviour.nil)
    codes = [section.code for section in layout.narratives]
    texts = narratives_for(unit, codes, year=demo.year, nil=behaviour.nil)
    if behaviour.course == Course.DRAFT:
        # Half filled in: the first half of the boxes, no text yet.
        cells, texts = dict(list(cells.items())[: len(cells) // 2]), {}
        cells = {key: cell for key, cell in cells.items() if not key[1]}
    _enter(cast, submission, layout, cells, texts, nil=behaviour.nil)
    if behaviour.sends:
        take_step(submission, "submit", by=cast.reporter(unit), layout=layout)


def review_all(cast: Cast, demo: DemoYear, plans: dict[str, Behaviour], tell: Tell) -> None:
    """The level above receives, returns some with reasons and notes at the boxes, accepts the rest."""
    layouts: dict[int, FormLayout] = {}
    for submission in counted(_reports(the_period(demo)), "báo cáo", tell):
        behaviour = plans.get(submission.unit.code, _upper_behaviour(cast, submission.unit))
        if behaviour.sends and behaviour.course != Course.WAITING:
            _review(cast, submission, _layout(submission, layouts), behaviour)


def _review(cast: Cast, submission: Submission, layout: FormLayout, behaviour: Behaviour) -> None:
    by = cast.receiver(submission.unit)
    take_step(submission, "receive", by=by)
    if behaviour.course in {Course.FIXED, Course.RETURNED}:
        _send_back(submission, layout, by)
    if behaviour.course == Course.FIXED:
        _correct(cast, submission, layout)
        take_step(submission, "submit", by=cast.reporter(submission.unit), layout=layout)
        take_step(submission, "receive", by=by)
    if behaviour.course in {Course.FIXED, Course.ACCEPTED}:
        take_step(submission, "accept", by=by)


def _send_back(submission: Submission, layout: FormLayout, by: User) -> None:
    rng = dice(submission.unit.code, "returned")
    filled = set(
        submission.figures.filter(state=FigureState.VALUE, breakdown="").values_list(
            "indicator__code", flat=True
        )
    )
    asked = [code for code in ASKED if code in filled]
    notes = {(code, ""): ASKED[code] for code in rng.sample(asked, min(2, len(asked)))}
    take_step(submission, "return", by=by, note=rng.choice(RETURNED), cell_notes=notes, layout=layout)


def _correct(cast: Cast, submission: Submission, layout: FormLayout) -> None:
    """The unit looks at the boxes with a note: one number changes, each gets an explanation."""
    submission.refresh_from_db()
    asked = list(
        submission.figures.exclude(return_note="").select_related("indicator").order_by("indicator__order")
    )
    cells = {
        (f.indicator.code, f.breakdown): CellInput(
            value_text=_text(f.value + (1 if _may_grow(f.indicator.code) else 0)),
            note="Đã rà soát theo yêu cầu của cấp trên.",
        )
        for f in asked
        if f.value is not None
    }
    _enter(cast, submission, layout, cells, {})


def _may_grow(code: str) -> bool:
    """Boxes without parts that must add up to them."""
    return code in {"TC05", "LD01"}


def _text(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
