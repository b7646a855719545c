"""From a file to a plan: upload, look at the reading beside the source, correct it, take it."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from plans.blocks import KINDS, LEVELS
from plans.import_forms import PlanImportForm
from plans.import_models import ImportDraft
from plans.importing import ImportedPlan, ImportFailed, import_file
from plans.importing.correcting import Correction
from plans.importing.remarks import in_words
from plans.importing.result import ImportedBlock
from plans.importing.stored import from_stored
from plans.outline import OutlineError
from plans.services.importing import accept_import, correct_import, discard_import, keep_import
from units.models import Role
from units.scope import units_of

DOUBTFUL = 0.7
FIELD_NAMES = {
    "parent_authority": "Cơ quan chủ quản",
    "issuing_body": "Cơ quan ban hành",
    "state_title": "Quốc hiệu",
    "motto": "Tiêu ngữ",
    "number": "Số, ký hiệu",
    "place_and_date": "Địa danh, ngày tháng",
    "urgency": "Độ khẩn",
    "draft_mark": "Dấu dự thảo",
    "document_type": "Tên loại",
    "abstract": "Trích yếu",
    "bases": "Căn cứ",
    "opening": "Lời dẫn",
    "closing": "Lời kết",
    "recipients_label": "Nơi nhận",
    "archive_line": "Lưu",
}
ENDING = ("closing", "recipients_label", "archive_line")


class Row(NamedTuple):
    """One block beside the lines of the source it was made of."""

    source: str
    block: ImportedBlock
    doubt: str  # what is not sure of it
    mark: bool  # the first doubtful one

    @property
    def doubtful(self) -> bool:
        return bool(self.doubt)

    @property
    def notes(self) -> list[tuple[str, str]]:
        """Each footnote of the block with the words it stands behind."""
        text = self.block.text
        return [(" ".join(text[: note.place].split()[-4:]), note.text) for note in self.block.notes]

    @property
    def said(self) -> list[tuple[str, str]]:
        """Who says what about the block in the file."""
        text = "" if self.block.rows else self.block.text
        return [(one.author, in_words(one, text)) for one in self.block.said]


@login_required
@require_http_methods(["GET", "POST"])
def plan_import(request: HttpRequest) -> HttpResponse:
    """Upload; the reading is kept and shown for the check. The file itself is not kept."""
    if not units_of(request.user, Role.DRAFTER):
        raise PermissionDenied("Chỉ cán bộ tham mưu được soạn kế hoạch.")
    form = PlanImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        draft = _kept(request, form)
        if draft:
            return redirect("plans:import_check", pk=draft.pk)
    status = 422 if form.errors else 200
    waiting = ImportDraft.objects.visible_to(request.user).select_related("unit", "by").defer("proposal")[:20]
    return render(request, "plans/plan_import.html", {"form": form, "waiting": waiting}, status=status)


def _kept(request: HttpRequest, form: PlanImportForm) -> ImportDraft | None:
    """The stored reading; None when the form says why there is none."""
    try:
        with form.temporary_file() as path:
            imported = import_file(path, reading=form.reading(), file_name=form.cleaned_data["file"].name)
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        return keep_import(imported, unit=form.cleaned_data["issuer"], sha256=sha256, by=request.user)
    except OutlineError as error:
        form.add_error("file", [fault.message for fault in error.faults[:5]])
    except ImportFailed as error:
        form.add_error("file", str(error))
    return None


@login_required
@require_http_methods(["GET", "POST"])
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Source left, proposal right; corrections are saved, taken over into a plan, or all is thrown away."""
    draft = get_object_or_404(ImportDraft.objects.visible_to(request.user).select_related("unit"), pk=pk)
    if request.method == "POST":
        return _step(request, draft)
    return _page(request, draft)


def _step(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    step = request.POST.get("step", "")
    if step == "discard":
        discard_import(draft, by=request.user)
        messages.success(request, f"Đã bỏ tệp “{draft.file_name}”, không lập dự thảo.")
        return redirect("plans:plan_import")
    corrections = _corrections(request, from_stored(draft.proposal))
    if step != "accept":
        correct_import(draft, corrections, by=request.user)
        messages.success(request, "Đã lưu chỗ sửa. Số thứ tự bên phải đã tính lại.")
        return redirect("plans:import_check", pk=draft.pk)
    try:
        plan = accept_import(draft, corrections, by=request.user)
    except (OutlineError, ValidationError) as error:
        messages.error(request, f"Chưa nhận được: {'; '.join(_words(error))}")
        return _page(request, draft, status=422)
    messages.success(request, "Đã nhận thành dự thảo. Hãy xem lại nơi nhận và người ký trước khi trình.")
    return redirect("plans:plan_edit", pk=plan.pk)


def _words(error: OutlineError | ValidationError) -> list[str]:
    if isinstance(error, OutlineError):
        return [fault.message for fault in error.faults[:5]]
    return error.messages


def _corrections(request: HttpRequest, imported: ImportedPlan) -> dict[str, Correction]:
    """What was chosen for each block; a value that is no choice leaves the block as it is."""
    found = {}
    for block in imported.blocks:
        level = request.POST.get(f"level-{block.id}", block.level)
        kind = request.POST.get(f"kind-{block.id}", block.kind)
        found[block.id] = Correction(
            level=level if level in LEVELS else block.level,
            kind=kind if kind in KINDS else block.kind,
            joined=f"join-{block.id}" in request.POST,
        )
    return found


def _page(request: HttpRequest, draft: ImportDraft, *, status: int = 200) -> HttpResponse:
    imported = from_stored(draft.proposal)
    head, rows, tail = _beside(imported)
    context: dict[str, Any] = {
        "draft": draft,
        "imported": imported,
        "head": head,
        "tail": tail,
        "rows": rows,
        "plan_said": [(one.author, in_words(one, "")) for one in imported.said],
        "doubtful": sum(row.doubtful for row in rows),
        "head_fields": _fields(imported, ending=False),
        "tail_fields": _fields(imported, ending=True),
        "levels": [(name, label) for name, label in LEVELS.items() if name != "table"],
        "kinds": list(KINDS.items()),
    }
    return render(request, "plans/import_check.html", context, status=status)


def _fields(imported: ImportedPlan, *, ending: bool) -> list[tuple[str, str]]:
    return [
        (FIELD_NAMES.get(name, name), found.source)
        for name, found in imported.fields.items()
        if (name in ENDING) == ending
    ]


def _beside(imported: ImportedPlan) -> tuple[str, list[Row], str]:
    """The source before the first block, each block with its lines, and the source after the last."""
    lines = [(number, text) for number, text in imported.source_lines if number]
    starts = [block.line for block in imported.blocks]
    if not starts:
        return _text(lines, 0, None), [], ""
    tail_from = _tail_from(imported, lines, starts[-1])
    rows: list[Row] = []
    for block, (start, stop) in zip(imported.blocks, pairwise([*starts, tail_from]), strict=True):
        doubt = _doubt(block)
        mark = bool(doubt) and not any(row.doubt for row in rows)
        rows.append(Row(_text(lines, start, max(stop, start + 1)), block, doubt, mark))
    return _text(lines, 0, starts[0]), rows, _text(lines, tail_from, None)


def _doubt(block: ImportedBlock) -> str:
    """What is not sure; that a block is of no special kind needs no check."""
    level = block.level_confidence < DOUBTFUL
    kind = block.kind_confidence < DOUBTFUL and block.kind != "text"
    sure = round(min(block.level_confidence, block.kind_confidence) * 100)
    words = "cấp và loại" if level and kind else "cấp" if level else "loại" if kind else ""
    return f"{words} (tin cậy {sure}%)" if words else ""


def _tail_from(imported: ImportedPlan, lines: list[tuple[int, str]], last: int) -> int:
    """The line after the last block: the ending begins where a line says what an ending field does."""
    ends = [found.source for name, found in imported.fields.items() if name in ENDING]
    ends += [imported.signature.source, *(line.source for line in imported.recipients)]
    words = {piece.strip() for end in ends for piece in end.split("\n") if piece.strip()}
    after = (number for number, text in lines if number > last and any(text.startswith(w) for w in words))
    return next(after, lines[-1][0] + 1 if lines else last + 1)


def _text(lines: list[tuple[int, str]], start: int, stop: int | None) -> str:
    return "\n".join(text for number, text in lines if start <= number and (stop is None or number < stop))
