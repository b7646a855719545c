"""The words and numbers of the example: whole, Vietnamese in NFC, the same at every run."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from plans.outline import PlanContent
from reporting.catalogue.loading import rows
from reporting.demo import plan_texts
from reporting.demo.behaviour import Course, behaviours
from reporting.demo.calendar import DemoYear
from reporting.demo.names import People, dice
from reporting.demo.people import Cast
from reporting.demo.texts import FOLDER, read
from reporting.demo.tree import Size, counts_below, plant
from units.catalogue import load as load_kinds
from units.models import Unit

DEMO = DemoYear(dt.date(2026, 11, 21))


def test_texts_are_in_nfc():
    for file in FOLDER.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), file.name


def test_the_plan_is_a_plan_the_portal_takes():
    content = plan_texts.content(DEMO)
    content.validate()
    assert PlanContent.from_json(content.to_json()) == content
    assert "{" not in content.outline.text_of()


def test_every_measured_target_names_an_indicator_of_the_catalogue():
    known = {row["code"] for row in rows("indicators.csv")}
    targets = [s.record for s in plan_texts.sentences(DEMO) if s.block.kind == "target"]
    further = [record for s in plan_texts.sentences(DEMO) for record in s.more]
    named = [record["indicator_code"] for record in targets + further if record.get("comparator") != "qual"]
    assert len(named) >= 12
    assert set(named) <= known


def test_narratives_stand_under_headings_the_forms_have():
    known = {row["code"] for row in rows("narratives.csv")}
    for pool, sections in read("narratives").items():
        assert set(sections) <= known, pool


@pytest.mark.parametrize(
    ("today", "year"),
    [("2026-05-31", 2025), ("2026-06-01", 2026), ("2026-11-21", 2026), ("2027-02-03", 2026)],
)
def test_the_example_plays_in_the_last_half_year_that_has_ended(today, year):
    assert DemoYear(dt.date.fromisoformat(today)).year == year


def test_due_days_lie_ahead_of_today_and_never_before_the_rule():
    late, early = DEMO, DemoYear(dt.date(2026, 6, 1))
    assert late.cutoff + dt.timedelta(days=late.due_days["3"]) == dt.date(2026, 11, 25)
    assert early.due_days == {"3": 5, "2": 10, "1": 15} | {"3": 5}


def test_full_size_has_160_units_below_8_uneven_uppers():
    counts = counts_below(Size())
    assert sum(counts) == 160
    assert (len(counts), min(counts), max(counts)) == (8, 8, 35)


def test_names_of_people_do_not_repeat():
    people = People(dice("test"))
    made = [people.name() for _n in range(400)]
    assert len(set(made)) == 400


@pytest.mark.django_db
def test_the_tree_has_mixed_kinds_sectors_and_uneven_behaviour():
    load_kinds()
    size = Size()
    plant(size)
    assert Unit.objects.filter(parent__code="MS", kind__tier=3).count() == 6
    assert Unit.objects.filter(kind__tier=3).count() == 166
    assert Unit.objects.filter(kind__tier=2).values("kind").distinct().count() == 4
    assert set(Unit.objects.values_list("sector", flat=True)) == {"hcsn", "dnnn", "nnn", "fdi"}
    names = list(Unit.objects.values_list("name", flat=True))
    assert len(names) == len(set(names))
    found = behaviours(Cast(size))
    assert len(found) == 166
    assert sum(b.course == Course.MISSING for b in found.values()) == 8
    assert {b.course for b in found.values()} == set(Course)
