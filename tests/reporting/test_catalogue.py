"""The delivered catalogue: every line of DOMAIN 2.5, each with aggregations its kind allows."""

from collections import Counter

import pytest
from django.core.management import call_command

from reporting.catalogue import load
from reporting.catalogue.loading import rows
from reporting.models import (
    Aggregation,
    Category,
    Disaggregation,
    Form,
    FormItem,
    Indicator,
    NarrativeSection,
    PeriodAggregation,
)
from tests.reporting.factories import country

TABLE = rows("indicators.csv")
# Lines of the catalogue per group of codes.
LINES = {"LD": 23, "TC": 23, "TT": 31, "DB": 21, "CL": 18, "TD": 13, "NC": 4, "KT": 4, "TK": 4, "QT": 6}
LEGAL = {
    "F": ({"sum", "count", "distinct"}, {"sum", "last", "max", "distinct", "none"}),
    "S": ({"sum", "count", "list"}, {"last"}),
    "R": ({"num_den"}, {"recompute", "none"}),
    "A": ({"weighted"}, {"weighted"}),
    "T": ({"count"}, {"last"}),
}
COMPUTED_BY_PORTAL = {"TC09", "TC10", "QT01", "QT02", "QT03", "QT04", "QT05"}


def by_code(code):
    return next(row for row in TABLE if row["code"] == code)


def test_every_line_of_the_catalogue_is_there_in_order():
    lines = [row["code"] for row in TABLE if not row["code"].endswith("b")]
    assert lines == [f"{group}{n:02d}" for group, count in LINES.items() for n in range(1, count + 1)]
    assert len(lines) == 147


def test_second_half_of_a_compound_line_follows_its_first():
    codes = [row["code"] for row in TABLE]
    halves = [code for code in codes if code.endswith("b")]
    assert halves == ["TC19b", "DB14b", "CL06b", "CL15b", "CL17b", "NC02b", "KT01b", "KT04b"]
    for half in halves:
        assert codes[codes.index(half) - 1] == half[:-1]
        assert half in by_code(half[:-1])["help_text"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["code"])
def test_aggregations_fit_the_kind(row):
    over_units, over_periods = LEGAL[row["kind"]]
    assert row["over_units"] in over_units & set(Aggregation.values)
    assert row["over_periods"] in over_periods & set(PeriodAggregation.values)


def test_what_counts_people_once_is_never_added_over_periods():
    assert by_code("TT16")["over_periods"] == by_code("TT18")["over_periods"] == "max"
    assert by_code("TT22")["over_units"] == by_code("CL11")["over_periods"] == "distinct"


def test_ratios_and_averages_have_a_base():
    for row in TABLE:
        if row["kind"] in "RA" and row["computed"] == "0":
            assert row["denominator"] or row["denominator_name"], row["code"]
        if row["kind"] not in "RA":
            assert not row["numerator"] and not row["denominator"], row["code"]


def test_formulas_name_indicators_that_exist():
    codes = {row["code"] for row in TABLE}
    for row in TABLE:
        for part in (*row["numerator"].split("+"), row["denominator"]):
            assert not part or part in codes, row["code"]
    assert by_code("TC20")["numerator"] == "TC17+TC18"
    assert by_code("LD04")["denominator"] == "LD05"


def test_only_what_the_portal_counts_or_divides_is_computed():
    for row in TABLE:
        formula = bool(row["numerator"] and row["denominator"])
        assert (row["computed"] == "1") == (formula or row["code"] in COMPUTED_BY_PORTAL), row["code"]


def test_spot_checks_against_the_catalogue():
    facts = {
        code: (r["unit_of_measure"], r["kind"], r["disaggregations"], r["source"])
        for r in TABLE
        if (code := r["code"]) in {"LD01", "TT05", "CL01", "TD08", "KT04", "DB05"}
    }
    assert facts == {
        "LD01": ("người", "S", "n k d", "F1,T"), "TT05": ("tin, bài", "F", "channel", "S1"),
        "CL01": ("lượt người", "F", "n v", "N,T"), "TD08": ("bằng khen", "F", "issuer ttcn", "E L10"),
        "KT04": ("đơn", "F", "", "U"), "DB05": ("bản", "S", "grade", "U"),
    }  # fmt: skip


def test_kinds_of_the_catalogue_are_counted():
    assert Counter(row["kind"] for row in TABLE if not row["code"].endswith("b")) == {
        "F": 91, "S": 40, "R": 13, "A": 2, "T": 1,
    }  # fmt: skip


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    def everything():
        models = (Indicator, Disaggregation, Category, Form, FormItem, NarrativeSection)
        links = (Indicator.disaggregations.through, FormItem.disaggregations.through)
        return [list(model.objects.order_by("pk").values()) for model in (*models, *links)]

    load()
    first = everything()
    call_command("load_catalogue", verbosity=0)
    assert everything() == first
    assert Indicator.objects.count() == len(TABLE)


@pytest.mark.django_db
def test_loading_repairs_what_was_changed_by_hand():
    load()
    Indicator.objects.filter(code="TT01").update(name="Sai")
    Indicator.objects.get(code="TT01").disaggregations.clear()
    load()
    repaired = Indicator.objects.get(code="TT01")
    assert repaired.name == by_code("TT01")["name"]
    assert set(repaired.disaggregations.values_list("code", flat=True)) == {"c", "h"}


@pytest.mark.django_db
def test_forms_ask_only_typed_indicators_and_disaggregations_of_the_catalogue():
    load()
    for item in FormItem.objects.select_related("indicator").prefetch_related("disaggregations"):
        asked = {d.code for d in item.disaggregations.all()}
        assert not item.indicator.computed, item.indicator.code
        assert asked <= set(item.indicator.disaggregations.values_list("code", flat=True)), (
            item.indicator.code
        )
        assert not any(d.derived for d in item.disaggregations.all()), item.indicator.code


@pytest.mark.django_db
def test_exhaustive_and_derived_disaggregations():
    load()
    exhaustive = set(Disaggregation.objects.filter(exhaustive=True).values_list("code", flat=True))
    assert exhaustive == {"k", "c", "h", "v", "grade"}
    assert set(Disaggregation.objects.filter(derived=True).values_list("code", flat=True)) == {"k", "c", "tt"}
    assert Category.objects.filter(disaggregation="k").count() == 4


@pytest.mark.django_db
def test_a_form_that_was_used_is_left_alone():
    country()
    item = FormItem.objects.get(form__code="1-HĐCĐ", indicator__code="TT03")
    FormItem.objects.filter(pk=item.pk).update(section="X. Mục cũ")
    load()
    item.refresh_from_db()
    assert item.section == "X. Mục cũ"
