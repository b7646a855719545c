"""The page of one registration, scoring it at a level, sending, returning, evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.emulation import queries, services
from campaigns.emulation.forms.movements import PlaceForm
from campaigns.emulation.models import EmulationRegistration, Movement, ScoreSheet
from campaigns.emulation.views.results import may_read
from campaigns.emulation.views.shared import registration_of
from campaigns.emulation.workflow import SHEET_WORKFLOW, judge_of, registers_for, runs_movement, scores
from campaigns.services import CampaignError
from core.formats import write
from core.vietnamese import NumberError, nfc, parse_id, parse_number
from core.workflow import IllegalStep, NoteMissing

Level = ScoreSheet.Level


@login_required
@require_GET
def registration_detail(request: HttpRequest, pk: int) -> HttpResponse:
    registration = registration_of(request, pk)
    movement = registration.movement
    context = {
        "registration": registration,
        "movement": movement,
        "rating": registration.rating
        if hasattr(registration, "rating") and may_read(request.user, movement)
        else None,
        "levels": _levels(request, registration),
        "people": registration.registered_people.all()[:200],
        "may_register": movement.status == Movement.Status.LAUNCHED
        and not registers_for(request.user, registration.unit),
        "place": None if runs_movement(request.user, movement) else PlaceForm(registration=registration),
        "placing": movement.status in (Movement.Status.LAUNCHED, Movement.Status.SCORING),
        "blocks": queries.score_blocks(registration),
        "all_levels": Level.choices,
    }
    return render(request, "campaigns/emulation/registration_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, pk: int, level: int) -> HttpResponse:
    """Fill one level's sheet: cells that are refused keep what was typed, the rest of the page too."""
    registration = registration_of(request, pk)
    if level not in Level.values:
        raise Http404
    if reason := scores(request.user, registration, level):
        raise PermissionDenied(reason)
    typed, faults, failed = None, {}, False
    if request.method == "POST":
        typed = {name: nfc(value)[:600] for name, value in request.POST.items()}
        try:
            faults = _save(request, registration, level, typed)
        except CampaignError as error:
            messages.error(request, str(error))
            failed = True
        if not faults and not failed:
            return _after(request, registration, level)
        if faults:
            messages.error(request, f"Có {len(faults)} ô điểm chưa đúng. Hãy sửa các ô được đánh dấu.")
    context = _page(registration, level, typed, faults)
    status = 422 if faults or failed else 200
    return render(request, "campaigns/emulation/score.html", context, status=status)


@login_required
@require_POST
def score_start(request: HttpRequest, pk: int, level: int) -> HttpResponse:
    """Begin a level with the points of the level below."""
    registration = registration_of(request, pk)
    if level not in Level.values:
        raise Http404
    try:
        services.start_from_below(registration, level, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:emulation_registration", pk=pk)
    return redirect("campaigns:emulation_score", pk=pk, level=level)


@login_required
@require_POST
def sheet_step(request: HttpRequest, pk: int, level: int, step: str) -> HttpResponse:
    registration = registration_of(request, pk)
    sheet = get_object_or_404(registration.sheets, level=level)
    sheet.registration = registration
    try:
        services.take_sheet_step(sheet, step, by=request.user, note=nfc(request.POST.get("note", "")))
    except services.ScoreErrors as error:
        messages.error(request, f"Chưa gửi được: {_first_words(registration, error.cells)}")
        return redirect("campaigns:emulation_score", pk=pk, level=level)
    except (IllegalStep, NoteMissing, CampaignError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã gửi điểm." if step == "send" else "Đã trả lại phiếu điểm kèm lý do.")
    return redirect("campaigns:emulation_registration", pk=pk)


def _levels(request: HttpRequest, registration: EmulationRegistration) -> list[dict[str, Any]]:
    """What stands at each level and what this person may do there."""
    sheets = {sheet.level: sheet for sheet in registration.sheets.select_related("scored_by")}
    scoring = registration.movement.status == Movement.Status.SCORING
    shown = []
    for level in Level:
        sheet = sheets.get(level)
        if sheet is not None:
            sheet.registration = registration
        open_sheet = sheet is None or sheet.status != ScoreSheet.Status.SENT
        shown.append(
            {
                "level": int(level), "label": level.label, "judge": judge_of(registration, level), "sheet": sheet,
                "steps": SHEET_WORKFLOW.open_to(request.user, sheet) if sheet and scoring else [],
                "may": scoring and open_sheet and not scores(request.user, registration, level),
                "fresh": sheet is None and level != Level.SELF,
            }
        )  # fmt: skip
    return shown


def _save(
    request: HttpRequest, registration: EmulationRegistration, level: int, typed: dict[str, str]
) -> dict[int, str]:
    """Faults by criterion; none when everything was kept. Raises CampaignError for what concerns the whole sheet."""
    points: dict[int, Decimal] = {}
    notes: dict[int, str] = {}
    faults: dict[int, str] = {}
    for name, value in typed.items():
        if name.startswith("note-") and parse_id(name[5:]):
            notes[parse_id(name[5:])] = value
        if not name.startswith("points-") or not value.strip() or not parse_id(name[7:]):
            continue
        try:
            points[parse_id(name[7:])] = parse_number(value)
        except NumberError as error:
            faults[parse_id(name[7:])] = str(error)
    if faults:
        return faults
    found = [parse_id(value) for value in request.POST.getlist("found") if parse_id(value)]
    try:
        services.save_scores(registration, level, points=points, found=found, notes=notes, by=request.user)
    except services.ScoreErrors as error:
        return error.cells
    return {}


def _after(request: HttpRequest, registration: EmulationRegistration, level: int) -> HttpResponse:
    if "send" in request.POST:
        return sheet_step(request, registration.pk, level, "send")  # type: ignore[no-any-return]
    messages.success(request, "Đã lưu điểm.")
    return redirect("campaigns:emulation_score", pk=registration.pk, level=level)


def _page(
    registration: EmulationRegistration, level: int, typed: dict[str, str] | None, faults: dict[int, str]
) -> dict[str, Any]:
    sheet = registration.sheets.filter(level=level).first()
    criteria = registration.movement.criteria
    lower = [value for value in Level.values if value < level]
    found = set(sheet.findings.values_list("condition", flat=True)) if sheet else set()
    return {
        "registration": registration, "movement": registration.movement, "level": level,
        "label": Level(level).label, "sheet": sheet, "lower": [Level(value).label for value in lower],
        "groups": [
            (block.group, [_cell(line, level, typed, faults) for line in block.lines])
            for block in queries.score_blocks(registration)
        ],
        "found": found, "faults": faults,
        "conditions": criteria.conditions.select_related("fallback") if criteria else [],
        "open": registration.movement.status == Movement.Status.SCORING
        and (sheet is None or sheet.status != ScoreSheet.Status.SENT),
    }  # fmt: skip


def _cell(line: Any, level: int, typed: dict[str, str] | None, faults: dict[int, str]) -> dict[str, Any]:
    """A line of the scoring page: what was typed comes back as it was typed."""
    pk, points, note = line.criterion.pk, line.points.get(level), line.notes.get(level, "")
    value = "" if points is None else write.number(points)
    if typed is not None:
        value, note = typed.get(f"points-{pk}", ""), typed.get(f"note-{pk}", "")
    lower = [shown for at, shown in zip(Level.values, line.side_by_side, strict=True) if at < level]
    return {
        "criterion": line.criterion, "value": value, "note": note, "fault": faults.get(pk, ""), "lower": lower,
        "evidence": line.evidence,
    }  # fmt: skip


def _first_words(registration: EmulationRegistration, cells: dict[int, str]) -> str:
    criteria = registration.movement.criteria
    for group in criteria.groups.prefetch_related("criteria") if criteria else ():
        for criterion in group.criteria.all():
            if criterion.pk in cells:
                where = f"{group.number}.{criterion.number}"
                more = f" (và {len(cells) - 1} ô khác)" if len(cells) > 1 else ""
                return f"tiêu chí {where}: {cells[criterion.pk]}{more}"
    return "có ô điểm chưa đúng."
