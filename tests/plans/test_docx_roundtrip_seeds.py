"""The three real plans saved as .docx by LibreOffice: every character placed or listed, the same structure as the text."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from plans.importing import ImportedPlan, import_file
from plans.models import Plan
from plans.queries import content_of
from plans.records import RECORD_OF_KIND
from plans.services import bind_target
from tests.factories import province
from tests.plans.test_importing import assert_accounted
from tests.plans.test_importing_seeds import SEEDS, seed_path
from tests.plans.word import convert, needs_soffice
from units.models import Unit

pytestmark = [
    needs_soffice,
    pytest.mark.skipif(
        not SEEDS.is_dir(), reason="the real plans in ../shared/seeds are not on this machine"
    ),
]
PLANS = ("000", "001", "003")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The seed saved as a Word file."""
    folder = tmp_path_factory.mktemp("word")

    @cache
    def save(start: str) -> Path:
        return convert(seed_path(start), "docx", folder)

    return save


def blocks(imported: ImportedPlan) -> list[tuple[str, str, str, str]]:
    return [(b.level, b.kind, b.number, b.text.replace("*", "")) for b in imported.blocks]


@pytest.mark.parametrize("start", PLANS)
def test_every_character_is_placed_or_listed(saved, start):
    with zipfile.ZipFile(saved(start)) as package:
        assert "word/document.xml" in package.namelist()
    assert_accounted(import_file(saved(start)).to_json(), seed_path(start).read_text())


@pytest.mark.parametrize("start", PLANS)
def test_levels_and_kinds_are_those_of_the_text_file(saved, start):
    assert blocks(import_file(saved(start))) == blocks(import_file(seed_path(start)))


# Number, level and kind of every heading of the three plans, as read by a person.
HEADINGS = {
    "000": "I. part purpose|II. part task|1. section task|1.1. subsection text|1.2. subsection activity|2. section task|"
    "3. section task|III. part responsibility|1. section responsibility|2. section responsibility",
    "001": "I. part purpose|1. section purpose|2. section requirement|II. part target|1. section purpose|"
    "2. section target|2.1. subsection target|2.2. subsection target|2.3. subsection target|2.4. subsection target|"
    "III. part task|1. section task|2. section task|3. section task|4. section task|5. section task|6. section task|"
    "7. section task|8. section task|IV. part responsibility|1. section responsibility|2. section responsibility",
    "003": "I. part purpose|1. section purpose|2. section requirement|3. section text|II. part task|1. section task|"
    "2. section task|3. section task|4. section task|5. section task|III. part responsibility|"
    "1. section responsibility|2. section responsibility",
}


def run(*args: object) -> str:
    out = StringIO()
    call_command(*map(str, args), stdout=out, stderr=StringIO())
    return out.getvalue()


def taken_in(path: Path, unit: Unit) -> tuple[dict, Plan]:
    """What `import_plan` prints as JSON, and the plan it made."""
    found = json.loads(run("import_plan", path, "--unit", unit.code, "--json"))
    return found, Plan.objects.order_by("-pk")[0]


def records(plan: Plan) -> list[tuple[str, str, str]]:
    return sorted(
        (model.__name__, row.block_id, row.text)
        for model in RECORD_OF_KIND.values()
        for row in model.objects.filter(plan=plan)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("start", PLANS)
def test_import_plan_gives_every_heading_its_number_level_and_kind(saved, start):
    found, plan = taken_in(saved(start), province())
    assert_accounted(found, seed_path(start).read_text())
    headings = [b for b in found["blocks"] if b["level"] in {"part", "section", "subsection"}]
    assert "|".join(f"{b['number']} {b['level']} {b['kind']}" for b in headings) == HEADINGS[start]
    outline = content_of(plan).outline
    stored = [b for b in outline.blocks if b.level in {"part", "section", "subsection"}]
    assert "|".join(f"{outline.number(b.id)} {b.level} {b.kind}" for b in stored) == HEADINGS[start]


@pytest.mark.django_db
@pytest.mark.parametrize("start", PLANS)
def test_export_plan_and_import_plan_give_the_same_blocks_and_records(saved, start, tmp_path):
    unit = province()
    _found, plan = taken_in(saved(start), unit)
    outline = content_of(plan).outline
    for block in [b for b in outline.blocks if b.kind == "target" and b.level == "subsection"][:1]:
        bind_target(plan, block_id=block.id, by=None, name="Tỷ lệ", value=Decimal(90), unit_of_measure="%")
    path = tmp_path / "ve.docx"
    run("export_plan", plan.pk, "--docx", path)

    _found, again = taken_in(path, unit)
    assert content_of(again).outline.to_json() == outline.to_json()
    assert content_of(again) == content_of(plan)
    assert [r for r in records(again) if r[0] != "Target"] == [r for r in records(plan) if r[0] != "Target"]

    before, kept = plan.current_version, records_with_ids(plan)
    assert kept
    run("import_plan", path, "--into", plan.pk)
    plan = Plan.objects.get(pk=plan.pk)
    assert plan.current_version == before
    assert records_with_ids(plan) == kept


def records_with_ids(plan: Plan) -> list[tuple[str, int, str]]:
    return sorted(
        (model.__name__, row.pk, row.block_id)
        for model in RECORD_OF_KIND.values()
        for row in model.objects.filter(plan=plan)
    )
