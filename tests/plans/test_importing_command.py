"""manage.py import_plan: what it prints, what it refuses, what it stores."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from plans.management.commands.import_plan import run_import
from plans.models import Plan
from tests.factories import province

SAMPLES = Path(__file__).parent / "samples"


def run(*args: str) -> str:
    out = StringIO()
    call_command("import_plan", *args, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_dry_run_needs_no_unit_and_prints_json():
    found = json.loads(run(str(SAMPLES / "flattened.txt"), "--dry-run", "--json"))
    assert set(found) == {
        "fields",
        "blocks",
        "recipients",
        "signature",
        "unplaced",
        "source_chars",
        "placed_chars",
    }
    assert {"id", "level", "kind", "number", "text"} <= set(found["blocks"][0])
    unplaced = sum(len("".join(piece["text"].split())) for piece in found["unplaced"])
    assert found["placed_chars"] + unplaced == found["source_chars"]


def test_without_json_it_tells_the_blocks_and_the_account():
    shown = run(str(SAMPLES / "wrapped.txt"), "--dry-run")
    assert "khi in sẽ là “I.”" in shown
    assert "Đã xếp" in shown


def test_saving_needs_a_unit():
    with pytest.raises(CommandError, match="Thiếu --unit"):
        run(str(SAMPLES / "wrapped.txt"))


@pytest.mark.django_db
def test_an_unknown_unit_is_named():
    with pytest.raises(CommandError, match="Không có đơn vị nào mang mã “LA-LUNG”"):
        run(str(SAMPLES / "wrapped.txt"), "--unit", "LA-LUNG", "--dry-run")


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("khong-co.txt", None, "Không tìm thấy tệp"),
        ("rong.txt", b"", "Tệp rỗng"),
        ("gia.docx", b"PK\x05\x06" + b"\x00" * 18, "không phải tệp Word"),
        ("dai.txt", ("1. " + "rất dài " * 3000).encode(), "không vừa khuôn"),
        ("nhieu.txt", ("- Việc.\n\n" * 2001).encode(), "2001 khối"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(tmp_path, name, raw, message):
    path = tmp_path / name
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(CommandError, match=message):
        run_import(path)


@pytest.mark.django_db
def test_saving_makes_a_draft_with_the_whole_text():
    unit = province()
    run(str(SAMPLES / "flattened.txt"), "--unit", unit.code)
    plan = Plan.objects.get()
    imported = run_import(SAMPLES / "flattened.txt")
    assert plan.issuer == unit
    assert plan.status == "draft"
    assert plan.current_version.content["blocks"] == imported.content().to_json()["blocks"]


@pytest.mark.django_db
def test_a_dry_run_stores_nothing():
    unit = province()
    run(str(SAMPLES / "flattened.txt"), "--unit", unit.code, "--dry-run")
    assert not Plan.objects.exists()
