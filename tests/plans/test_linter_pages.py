"""The linter on a plan of the portal: panel, ignoring with a reason, the command."""

from __future__ import annotations

import io
import json
import unicodedata
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.workflow import IllegalStep, StepRefused
from plans.linter.plan import findings_of
from plans.models import IgnoredFinding, Plan
from plans.outline import PlanContent
from plans.services import create_plan, heed_finding, ignore_finding, save_plan
from tests.factories import person, province
from units.models import AuditEntry, Role

CLEAN = Path(__file__).parent / "samples" / "clean_plan.txt"
pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place, "Lý Thị Mai")


def content(*texts: str) -> dict:
    blocks = [
        {"id": f"aaaa{n:02d}", "level": "part" if text.isupper() else "bullet", "kind": "text", "text": text}
        for n, text in enumerate(texts)
    ]
    return {
        "abstract": "Tổ chức Tháng Công nhân năm 2026",
        "bases": [],
        "opening": [],
        "closing": [],
        "blocks": blocks,
    }


FAULTY = content("Giải quyết vấn đề nỗi cộm.", "Thực hiện Nghị quyết số 33/NQ-TW.")


@pytest.fixture
def plan(place, drafter):
    made = create_plan(
        issuer=place, abstract=FAULTY["abstract"], by=drafter, content=PlanContent.from_json(FAULTY)
    )
    return Plan.objects.get(pk=made.pk)


def opened(plan: Plan, rule: str):
    return next(shown.finding for shown in findings_of(plan).open if shown.finding.rule == rule)


def ignore(plan, drafter, reason="Tên riêng của mô hình"):
    finding = opened(plan, "word.lookalike")
    return ignore_finding(plan, rule=finding.rule, digest=finding.digest, reason=reason, by=drafter)


# --- setting aside


def test_ignored_finding_is_silent_with_its_reason_and_in_the_log(plan, drafter):
    ignore(plan, drafter)
    shown = findings_of(plan)
    assert [row.finding.rule for row in shown.ignored] == ["word.lookalike"]
    assert shown.ignored[0].ignored.reason == "Tên riêng của mô hình"
    assert "word.lookalike" not in {row.finding.rule for row in shown.open}
    entry = AuditEntry.objects.get(action="plan.finding_ignored")
    assert entry.after["found"] == "nỗi cộm" and entry.by == drafter


def test_ignored_finding_speaks_again_when_its_text_changes(plan, drafter):
    ignore(plan, drafter)
    save_plan(plan, content=content("Giải quyết các vấn đề nỗi cộm."), base=1, by=drafter)
    assert opened(Plan.objects.get(pk=plan.pk), "word.lookalike")


def test_ignoring_twice_keeps_one_row_with_the_last_reason(plan, drafter):
    finding = opened(plan, "word.lookalike")
    named = {"rule": finding.rule, "digest": finding.digest}
    ignore_finding(plan, reason="Một", by=drafter, **named)
    ignore_finding(plan, reason="Hai", by=drafter, **named)
    assert [row.reason for row in IgnoredFinding.objects.all()] == ["Hai"]


def test_reason_is_needed_and_the_finding_must_be_there(plan, drafter):
    with pytest.raises(ValidationError, match="lý do"):
        ignore(plan, drafter, reason="  ")
    with pytest.raises(ValidationError):
        ignore(plan, drafter, reason="x" * 301)
    with pytest.raises(IllegalStep, match="không còn gì"):
        ignore_finding(plan, rule="word.lookalike", digest="0" * 32, reason="Vì", by=drafter)
    with pytest.raises(IntegrityError), transaction.atomic():
        IgnoredFinding.objects.create(plan=plan, rule="x", digest="y", reason="")
    assert not IgnoredFinding.objects.exists()


def test_only_the_drafter_ignores_and_not_after_issue(plan, place, drafter):
    with pytest.raises(StepRefused):
        ignore(plan, person(Role.LEADER, place))
    Plan.objects.filter(pk=plan.pk).update(status="issued", number=1, issued_on="2026-01-05")
    with pytest.raises(IllegalStep, match="phát hành"):
        ignore(plan, drafter)


def test_ignored_finding_is_taken_up_again(plan, drafter):
    row = ignore(plan, drafter)
    heed_finding(plan, rule=row.rule, digest=row.digest, by=drafter)
    assert opened(plan, "word.lookalike")
    with pytest.raises(IllegalStep):
        heed_finding(plan, rule=row.rule, digest=row.digest, by=drafter)


# --- pages


def test_plan_page_shows_the_findings_to_people_of_the_issuer(client, plan, place):
    client.force_login(person(Role.LEADER, place))
    page = client.get(reverse("plans:plan_detail", args=[plan.pk])).content.decode()
    assert "Kiểm tra trước khi trình" in page and "33-NQ/TW" in page
    assert "Bỏ qua…" not in page


def test_findings_are_for_the_issuer_alone(client, plan, place):
    url = reverse("plans:plan_findings", args=[plan.pk])
    stranger = person(Role.DRAFTER, province("Liên đoàn Lao động tỉnh Bến Lau"))
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    general = province("Tổng Liên đoàn Mẫu")
    Plan.objects.filter(pk=plan.pk).update(status="issued", number=1, issued_on="2026-01-05")
    place.path = general.path + place.path
    place.save(update_fields=["path"])
    client.force_login(person(Role.LEADER, general))
    assert client.get(reverse("plans:plan_detail", args=[plan.pk])).status_code == 200
    assert client.get(url).status_code == 403


def test_panel_of_the_editor_names_the_place(client, plan, drafter):
    client.force_login(drafter)
    page = client.get(reverse("plans:plan_findings", args=[plan.pk]), {"soan": "1"}).content.decode()
    assert 'data-block="aaaa00"' in page and "nỗi cộm" in page and "nổi cộm" in page


def test_ignoring_from_the_page(client, plan, drafter):
    client.force_login(drafter)
    finding = opened(plan, "word.lookalike")
    url = reverse("plans:finding_ignore", args=[plan.pk])
    named = {"rule": finding.rule, "digest": finding.digest}
    refused = client.post(url, named, headers={"HX-Request": "true"})
    assert refused.status_code == 422 and "Hãy ghi lý do" in refused.content.decode()
    done = client.post(url, named | {"reason": "Tên riêng"}, headers={"HX-Request": "true"})
    assert done.status_code == 200 and "Tên riêng" in done.content.decode()
    assert client.post(url, named | {"heed": "1"}).status_code == 302
    assert not IgnoredFinding.objects.exists()


def test_clean_plan_has_no_card(client, place, drafter):
    made = create_plan(
        issuer=place, abstract="Tết sum vầy", by=drafter,
        content=PlanContent.from_json(content("Thăm hỏi đoàn viên khó khăn.") | {"abstract": "Tết sum vầy"}),
    )  # fmt: skip
    client.force_login(drafter)
    assert (
        "Kiểm tra trước khi trình"
        not in client.get(reverse("plans:plan_detail", args=[made.pk])).content.decode()
    )


# --- the command


def run(*arguments: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("check_document", *arguments, stdout=out)
    except SystemExit as stop:
        return out.getvalue(), int(stop.code or 0)
    return out.getvalue(), 0


def test_command_is_silent_and_succeeds_on_a_clean_file():
    assert run(str(CLEAN)) == ("Không có gì phải xem lại.\n", 0)
    assert json.loads(run(str(CLEAN), "--json")[0]) == []


def test_command_fails_on_errors_of_a_plan_and_heeds_what_was_set_aside(plan, drafter):
    said, code = run(str(plan.pk), "--json")
    errors = [row for row in json.loads(said) if row["severity"] == "error"]
    assert code == 1
    assert [row["found"] for row in errors] == ["nỗi cộm", "33/NQ-TW"]
    assert errors[1]["place"]["block_id"] == "aaaa01"
    for rule in ("word.lookalike", "symbol.party_order"):
        finding = opened(plan, rule)
        ignore_finding(plan, rule=rule, digest=finding.digest, reason="Trích nguyên văn", by=drafter)
    assert run(str(plan.pk))[1] == 0


def test_command_tells_what_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="Không có kế hoạch"):
        run("999999")
    with pytest.raises(CommandError, match="Không tìm thấy tệp"):
        run(str(tmp_path / "mat.docx"))
    with pytest.raises(CommandError):
        run(str(tmp_path))


def test_command_sees_decomposed_letters_of_a_file(tmp_path):

    path = tmp_path / "nfd.txt"
    path.write_text(unicodedata.normalize("NFD", CLEAN.read_text(encoding="utf-8")), encoding="utf-8")
    said, code = run(str(path), "--json")
    assert code == 1
    assert [row["rule"] for row in json.loads(said)] == ["unicode.nfc"]
