"""A province of one level of upper units with accepted grassroots reports, for benches that only need figures."""

from __future__ import annotations

from typing import Any

UPPER_UNITS = 8


def fill_tree(reports: int, rows: int) -> tuple[list[Any], dict[int, list[int]]]:
    """A province, its upper units and `reports` accepted grassroots reports of `rows` figures.

    Gives the indicators and, of each report, its values in their order.
    """
    import datetime as dt

    from reporting import catalogue
    from reporting.models import Figure, Form, Indicator, Period, PeriodUnit, Regime, Submission
    from units.models import Unit, UnitKind

    catalogue.load()
    kinds = [
        UnitKind.objects.get_or_create(code=code, defaults={"name": code, "tier": tier})[0]
        for tier, code in enumerate(("bench_tinh", "bench_xa", "bench_co_so"), start=1)
    ]
    numbers = range(1, 2 + UPPER_UNITS + reports)
    levels = [1 if n == 1 else 2 if n <= 1 + UPPER_UNITS else 3 for n in numbers]
    above = [
        None if level == 1 else 1 if level == 2 else 2 + n % UPPER_UNITS
        for n, level in zip(numbers, levels, strict=True)
    ]
    paths: dict[int, str] = {}
    units, places = [], []
    for n, level, parent in zip(numbers, levels, above, strict=True):
        paths[n] = (paths[parent] if parent else "") + f"{n:05d}"
        names = {"name": f"Đơn vị {n}", "sort_key": f"{n:08d}"}
        units.append(
            Unit(
                pk=n,
                code=f"DV{n}",
                kind=kinds[level - 1],
                path=paths[n],
                depth=level,
                parent_id=parent,
                sector="nnn",
                **names,
            )
        )
    Unit.objects.bulk_create(units, batch_size=500)
    regime = Regime.objects.create(code="bench", name="Thống kê", owner_id=1, frequency="half_year")
    period = Period.objects.create(
        regime=regime,
        code="bench",
        name="Kỳ đo",
        year=2026,
        starts_on=dt.date(2025, 12, 1),
        ends_on=dt.date(2026, 5, 31),
    )
    form = Form.objects.get(code="1-HĐCĐ", version=1)
    for unit, level, parent in zip(units, levels, above, strict=True):
        places.append(
            PeriodUnit(
                pk=unit.pk, period=period, unit=unit, parent_id=parent, path=unit.path, depth=level, tier=level,
                sector="nnn", kind_code=unit.kind_id, name=unit.name, sort_key=unit.sort_key, form=form,
            )
        )  # fmt: skip
    PeriodUnit.objects.bulk_create(places, batch_size=500)
    Submission.objects.bulk_create(
        [
            Submission(
                pk=p.pk, period=period, unit_id=p.pk, period_unit_id=p.pk, form=form, status="accepted"
            )
            for p in places
            if p.depth == 3
        ],
        batch_size=500,
    )
    indicators = list(
        Indicator.objects.filter(over_units="sum", computed=False).order_by("order", "code")[:rows]
    )
    values = {
        place.pk: [(place.pk * 7 + indicator.pk * 13) % 1000 for indicator in indicators]
        for place in places
        if place.depth == 3
    }
    Figure.objects.bulk_create(
        [
            Figure(submission_id=pk, indicator=indicator, value=value)
            for pk, row in values.items()
            for indicator, value in zip(indicators, row, strict=True)
        ],
        batch_size=500,
    )
    return indicators, values
