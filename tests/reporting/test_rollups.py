"""Adding accepted figures up the period's own tree (DOMAIN 2.6)."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Delivery
from plans.models import Plan
from reporting.models import PeriodUnit, Total
from reporting.report.figures import figures_of
from reporting.rollups import Parts, freeze_totals, totals_below
from reporting.rollups.recount import differences
from tests import factories
from tests.reporting.compile_factories import Country, accept, freeze_tree, make_period
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    return Country()


def total(country, unit, code, breakdown=""):
    found = Total.objects.filter(
        period_unit=country.place(unit), indicator__code=code, breakdown=breakdown
    ).first()
    return None if found is None else (found.value, found.base)


def freeze(country):
    freeze_totals(country.place(country.province))


def test_flow_adds_own_report_and_everything_below(country):
    accept(country.report(country.province), {"TT01": 2})
    accept(country.report(country.upper), {"TT01": 5})
    accept(country.report(country.school), {"TT01": 11})
    accept(country.report(country.direct), {"TT01": 23})
    freeze(country)
    assert total(country, country.upper, "TT01") == (16, None)
    assert total(country, country.province, "TT01") == (41, None)


def test_returned_draft_and_unread_reports_are_not_counted(country):
    accept(country.report(country.school), {"TC06": 4})
    for status, unit in (
        ("returned", country.factory),
        ("draft", country.mill),
        ("submitted", country.direct),
    ):
        accept(country.report(unit), {"TC06": 100}, status=status)
    freeze(country)
    row = Total.objects.get(period_unit=country.place(country.province), indicator__code="TC06", breakdown="")
    assert (row.value, row.units_with_value, row.units_counted, row.units_expected) == (4, 1, 1, 7)


def test_compiled_reports_still_count(country):
    accept(country.report(country.school), {"TC06": 4}, status="compiled")
    freeze(country)
    assert total(country, country.province, "TC06") == (4, None)


def test_nil_counts_as_an_answered_zero_and_unknown_as_no_answer(country):
    accept(country.report(country.school), {"LD16": "nil", "LD18": "unknown"})
    accept(country.report(country.factory), {"LD16": 2, "LD18": "na"})
    freeze(country)
    place = country.place(country.upper)
    strikes = Total.objects.get(period_unit=place, indicator__code="LD16", breakdown="")
    assert (strikes.value, strikes.units_with_value, strikes.units_counted) == (2, 2, 2)
    assert total(country, country.upper, "LD18") is None


def test_only_nil_gives_zero_and_no_cell_gives_nothing(country):
    accept(country.report(country.school), {"LD16": "nil"})
    freeze(country)
    assert total(country, country.upper, "LD16") == (0, None)
    assert total(country, country.upper, "LD15") is None


def test_typed_ratio_adds_numerators_and_denominators(country):
    accept(country.report(country.school), {"TT29": (45, 50)})
    accept(country.report(country.factory), {"TT29": (100, 200)})
    freeze(country)
    assert total(country, country.upper, "TT29") == (145, 250)
    below = totals_below(country.place(country.upper), codes=["TT29"])
    assert below.shown(below.indicators[0]) == Decimal("58.0000")


def test_ratio_of_other_indicators_comes_from_their_totals(country):
    accept(country.report(country.school), {"TC17": 1, "TC18": 0, "TC01": 1})
    accept(country.report(country.factory), {"TC17": 0, "TC18": 1, "TC01": 1})
    accept(country.report(country.mill), {"TC17": 0, "TC18": "nil", "TC01": 1})
    freeze(country)
    assert total(country, country.province, "TC20") == (2, 3)
    assert total(country, country.upper, "TC20") == (2, 2)
    assert total(country, country.other_upper, "TC20") == (0, 1)


def test_a_unit_that_gave_one_side_of_a_ratio_is_in_neither_sum(country):
    Unit.objects.filter(pk__in=[country.school.pk, country.factory.pk]).update(member_count=30)
    country.period.places.freeze_members()
    accept(country.report(country.school), {"LD09": 40, "LD01": 50})
    accept(country.report(country.factory), {"LD01": 1000})
    accept(country.report(country.mill), {"LD09": 77, "LD01": "unknown"})
    accept(country.report(country.direct), {"TC17": 1, "TC01": 1})
    freeze(country)
    row = Total.objects.get(period_unit=country.place(country.province), indicator__code="LD12", breakdown="")
    assert (row.value, row.base, row.units_with_value, row.members_with_value) == (40, 50, 1, 30)
    assert (row.units_counted, row.units_expected, row.members_counted, row.members_expected) == (
        4,
        7,
        60,
        60,
    )
    assert total(country, country.province, "TC20") is None
    live = totals_below(country.place(country.province), codes=["LD12"])
    assert live.total["LD12", ""] == Parts(Decimal(40), Decimal(50), 1, 30)
    assert (live.coverage.members, live.coverage.members_expected) == (60, 60)


def test_average_is_weighted_by_the_other_indicator(country):
    accept(country.report(country.school), {"LD04": 7_000_000, "LD05": 10})
    accept(
        country.report(country.factory), {"LD04": "9500000.5", "LD05": 90} | {"LD04": Decimal("9500000.5")}
    )
    accept(country.report(country.mill), {"LD04": 99_000_000})
    freeze(country)
    assert total(country, country.province, "LD04") == (Decimal("925000045"), 100)


def test_typed_average_is_weighted_by_its_own_base(country):
    accept(country.report(country.school), {"DB12": (25_000, 100)})
    accept(country.report(country.factory), {"DB12": (20_000, 300)})
    freeze(country)
    assert total(country, country.upper, "DB12") == (8_500_000, 400)


def test_distinct_counts_units_with_a_value_above_zero_once(country):
    accept(country.report(country.school), {"TT22": 1})
    accept(country.report(country.factory), {"TT22": 7})
    accept(country.report(country.mill), {"TT22": 0})
    accept(country.report(country.direct), {"TT22": "nil"})
    freeze(country)
    row = Total.objects.get(period_unit=country.place(country.province), indicator__code="TT22", breakdown="")
    assert (row.value, row.units_with_value) == (2, 4)


def test_sector_and_tier_come_from_the_unit(country):
    accept(country.report(country.school), {"TC05": 40, "TC05|n.nu": 30})
    accept(country.report(country.factory), {"TC05": 500, "TC05|n.nu": 400})
    accept(country.report(country.upper), {"TC13": 2})
    accept(country.report(country.province), {"TC13": 3})
    freeze(country)
    assert total(country, country.province, "TC05", "k.hcsn") == (40, None)
    assert total(country, country.province, "TC05", "k.fdi") == (500, None)
    assert total(country, country.province, "TC05", "n.nu") == (430, None)
    assert total(country, country.province, "TC13", "c.tren_co_so") == (2, None)
    assert total(country, country.province, "TC13", "c.tinh") == (3, None)


def test_decimals_add_exactly(country):
    accept(country.report(country.school), {"CL02": Decimal("0.1")})
    accept(country.report(country.factory), {"CL02": Decimal("0.2")})
    accept(country.report(country.mill), {"CL02": Decimal("123456789012.7")})
    freeze(country)
    assert total(country, country.upper, "CL02") == (Decimal("0.3"), None)
    assert total(country, country.province, "CL02") == (Decimal("123456789013.0"), None)


def test_kinds_of_units_are_counted_in_the_frozen_tree(country):
    freeze(country)
    factories.upper_unit(country.province)
    assert total(country, country.province, "TC09") == (2, None)
    assert total(country, country.province, "TC10") == (0, None)


def test_completeness_indicators(country):
    accept(country.report(country.school), {})
    late = accept(country.report(country.factory), {}, status="returned")
    type(late).objects.filter(pk=late.pk).update(late=True)
    freeze(country)
    assert total(country, country.province, "QT01") == (7, None)
    assert total(country, country.province, "QT01", "c.co_so") == (4, None)
    assert total(country, country.province, "QT02") == (2, None)
    assert total(country, country.province, "QT02", "tt.dung_han") == (1, None)
    assert total(country, country.province, "QT02", "tt.muon") == (1, None)
    assert total(country, country.province, "QT02", "tt.tra_lai") == (1, None)
    assert total(country, country.upper, "QT03") == (1, 3)


def test_a_unit_that_moved_later_stays_where_it_was_in_the_period(country):
    accept(country.report(country.factory), {"TC06": 9})
    factory = country.factory
    factory.parent, factory.path = country.other_upper, country.other_upper.path + factory.path[-5:]
    factory.save()
    freeze(country)
    assert total(country, country.upper, "TC06") == (9, None)
    assert total(country, country.other_upper, "TC06") is None


def test_another_period_does_not_leak_in(country):
    accept(country.report(country.school), {"TC06": 9})
    other = make_period(country.province, code="6t-2025", year=2025)
    accept(freeze_tree(other)[country.school.pk], {"TC06": 1000})
    freeze(country)
    assert total(country, country.province, "TC06") == (9, None)


def test_freezing_again_replaces_and_leaves_other_branches(country):
    accept(country.report(country.school), {"TC06": 9})
    freeze(country)
    accept(country.report(country.factory), {"TC06": 1})
    freeze_totals(country.place(country.upper))
    assert total(country, country.upper, "TC06") == (10, None)
    assert total(country, country.province, "TC06") == (9, None)
    rows = Total.objects.filter(
        period_unit=country.place(country.upper), indicator__code="TC06", breakdown=""
    )
    assert rows.count() == 1


def test_totals_below_show_own_report_and_each_branch(country):
    accept(country.report(country.upper), {"TT01": 5})
    accept(country.report(country.school), {"TT01": 11, "LD01": 50, "LD09": 40})
    accept(country.report(country.factory), {"TT01": "unknown", "LD01": 100, "LD09": 95})
    below = totals_below(country.place(country.upper), codes=["TT01", "LD12"])
    rows = {branch.place.name: branch.cells.get(("TT01", "")) for branch in below.branches}
    assert rows["Công đoàn xã Suối Mơ"].value == 5
    assert rows["CĐCS Trường THCS Suối Mơ"].value == 11
    assert rows["CĐCS Công ty May Bình Minh"] is None
    assert (below.total["LD12", ""].value, below.total["LD12", ""].base) == (135, 150)
    assert (below.counted, below.expected) == (3, 3)


def test_live_totals_of_the_province_equal_the_frozen_ones(country):
    for n, unit in enumerate(
        (country.school, country.factory, country.mill, country.direct, country.upper), start=1
    ):
        accept(
            country.report(unit),
            {"TC05": 10 * n, "TC05|n.nu": n, "LD04": 1000 * n, "LD05": n, "TT29": (n, 10)},
        )
    freeze(country)
    live = totals_below(country.place(country.province))
    for row in Total.objects.filter(period_unit=country.place(country.province)).select_related("indicator"):
        if (
            row.breakdown[:2] in {"k.", "c."}
            or row.indicator.code[:2] == "QT"
            or row.indicator.code in {"TC09", "TC10"}
        ):
            continue
        parts = live.total[row.indicator.code, row.breakdown]
        assert (parts.value, parts.base) == (row.value, row.base), row.indicator.code


def test_number_of_statements_does_not_grow_with_the_tree(country):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as first:
            freeze(country)
        with CaptureQueriesContext(connection) as second:
            totals_below(country.place(country.upper))
        return len(first), len(second)

    accept(country.report(country.school), {"TC06": 1, "LD04": 5, "LD05": 2})
    small = statements()
    root = country.place(country.upper)
    for n in range(30):
        unit = factories.grassroots(country.upper, sector="fdi")
        place = PeriodUnit.objects.create(
            period=country.period,
            unit=unit,
            parent=root,
            path=unit.path,
            depth=unit.depth,
            tier=3,
            sector="fdi",
            kind_code=unit.kind_id,
            name=unit.name,
            sort_key=unit.sort_key,
            form=country.report(country.school).form,
        )
        report = country.report(country.school)
        report.pk, report.period_unit, report.unit = None, place, unit
        report.save(force_insert=True)
        accept(report, {"TC06": n})
    assert statements() == small


def test_recount_in_python_agrees_with_the_stored_totals(country):
    for n, unit in enumerate(
        (country.school, country.factory, country.mill, country.direct, country.upper), start=1
    ):
        accept(country.report(unit), {
            "TC05": 10 * n, "TC05|n.nu": n, "TC06": Decimal("0.3"), "LD01": 12 * n, "LD09": 11 * n, "LD04": 7_500_000 + n,
            "LD05": n, "DB12": (20_000 + n, 3), "TT29": (n, 10), "TT22": n % 2, "LD16": "nil", "TC13": n, "TT01": 1,
        })  # fmt: skip
    freeze(country)
    assert list(differences(country.period)) == []
    call_command("check_rollup", period=country.period.code)


def test_check_rollup_says_which_total_is_wrong(country, capsys):
    accept(country.report(country.school), {"TC06": 9})
    freeze(country)
    Total.objects.filter(
        period_unit=country.place(country.upper), indicator__code="TC06", breakdown=""
    ).update(value=8)
    with pytest.raises(CommandError, match="1 "):
        call_command("check_rollup", period=country.period.code)
    assert "Công đoàn xã Suối Mơ" in capsys.readouterr().out


def test_a_self_rating_is_counted_by_grade(country):
    accept(country.report(country.school), {"QT06": 4})
    accept(country.report(country.factory), {"QT06": 3})
    accept(country.report(country.mill), {"QT06": 4})
    accept(country.report(country.direct), {"QT06": "unknown"})
    freeze(country)
    assert total(country, country.province, "QT06") == (3, None)
    assert total(country, country.province, "QT06", "muc.xuat_sac") == (2, None)
    assert total(country, country.upper, "QT06", "muc.tot") == (1, None)
    assert total(country, country.province, "QT06", "muc.hoan_thanh") is None
    live = totals_below(country.place(country.province)).total
    assert (live["QT06", ""].value, live["QT06", "muc.xuat_sac"].value) == (3, 2)
    assert list(differences(country.period)) == []


def issued_plan(issuer, *, derived_from=None):
    plan = Plan.objects.create(
        type="KH", issuer=issuer, status="draft", abstract="Phát triển đoàn viên", place_name="Mẫu Sơn",
        symbol="KH-LĐLĐ", starts_on="2026-01-01", ends_on="2026-12-31", derived_from=derived_from,
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(status="issued", number=plan.pk, issued_on="2026-01-05")
    return plan


def test_plans_made_concrete_are_a_share_of_those_upper_units_had_to(country):
    upper_plan = issued_plan(country.province)
    for unit in (country.upper, country.other_upper, country.school, country.direct):
        Delivery.objects.create(document=upper_plan, unit=unit, role="thuc_hien")
    issued_plan(country.upper, derived_from=upper_plan)
    freeze(country)
    assert total(country, country.province, "QT04") == (1, 2)
    assert total(country, country.upper, "QT04") is None
    place = country.place(country.province)
    assert figures_of(place).shown("QT04") == "50%"
