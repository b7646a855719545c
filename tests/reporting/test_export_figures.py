"""manage.py export_figures: each unit's own accepted figures."""

import csv
from collections import defaultdict
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from documents import jobs
from reporting.models import CompiledReport
from reporting.services import compile_report
from tests import factories
from tests.reporting.compile_factories import Country, accept, freeze_tree, make_period
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = Country()
    accept(
        country.report(country.school),
        {"TC06": 4, "TC06|n.nu": 3, "LD16": "nil", "LD18": "unknown", "TT29": (45, 50)},
    )
    accept(country.report(country.factory), {"TC06": Decimal("1234.5"), "LD16": 2, "TC05": 1200})
    accept(country.report(country.mill), {"TC06": 999}, status="returned")
    country.commit = django_capture_on_commit_callbacks
    return country


def exported(tmp_path, **options):
    file = tmp_path / "so-lieu.csv"
    call_command("export_figures", csv=str(file), verbosity=0, **options)
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def test_rows_are_the_accepted_cells_of_each_unit(country, tmp_path):
    rows = exported(tmp_path, period=country.period.code)
    assert list(rows[0]) == ["unit", "indicator", "breakdown", "value", "state"]
    school = [tuple(row.values())[1:] for row in rows if row["unit"] == country.school.code]
    assert sorted(school) == [
        ("LD16", "", "", "nil"), ("LD18", "", "", "unknown"), ("TC06", "", "4", "value"), ("TC06", "n.nu", "3", "value"),
        ("TT29", "", "45", "value"),
    ]  # fmt: skip
    assert {"1234.5", "1200"} <= {row["value"] for row in rows}
    assert country.mill.code not in {row["unit"] for row in rows}


def test_sums_of_the_rows_are_the_totals_of_the_compiled_report(country, tmp_path):
    officer = factories.person(Role.UPPER_UNIT, country.province)
    with country.commit():
        jobs.run(compile_report(country.place(country.province), by=officer).pk)
    content = CompiledReport.objects.get().current_version.content
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in exported(tmp_path):
        if row["state"] in {"value", "nil"}:
            sums[row["indicator"], row["breakdown"]] += Decimal(row["value"] or 0)
    assert sums["TC06", ""] == Decimal("1238.5")
    for (code, breakdown), total in sums.items():
        assert Decimal(content["totals"][code][breakdown][0]) == total


def test_without_a_period_the_latest_compiled_one_is_taken(country, tmp_path):
    later = make_period(country.province, code="6t-2027", year=2027)
    accept(freeze_tree(later)[country.school.pk], {"TC06": 77777})
    with pytest.raises(CommandError, match="Chưa có kỳ nào được tổng hợp"):
        exported(tmp_path)
    officer = factories.person(Role.UPPER_UNIT, country.upper)
    with country.commit():
        jobs.run(compile_report(country.place(country.upper), by=officer).pk)
    assert "77777" not in {row["value"] for row in exported(tmp_path)}


def test_unknown_period_and_unwritable_file_are_said(country, tmp_path):
    with pytest.raises(CommandError, match="“khong-co”"):
        exported(tmp_path, period="khong-co")
    with pytest.raises(CommandError, match=r"Không ghi được.*: không tìm thấy tệp hoặc thư mục"):
        call_command("export_figures", csv=str(tmp_path / "khong" / "co.csv"), period=country.period.code)
