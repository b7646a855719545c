"""The import of a unit list in the browser: upload, see every fault, confirm."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from units.forms.files import UnitFileForm
from units.importing.checking import MayPlace
from units.importing.columns import COLUMNS
from units.importing.writing import check_file, import_file
from units.models import Role
from units.scope import sees_all, units_of
from units.views.reach import posted

SHOWN = 200
_KEY = "unit_import"


def may_import(user: Any) -> bool:
    """Whether the person administers a province (or the confederation)."""
    return sees_all(user) or any(unit.kind.tier <= 1 for unit in units_of(user, Role.ADMIN))


def _place_rule(user: Any) -> MayPlace:
    """Under which paths the person may hang new units; a root only by whoever sees everything."""
    if sees_all(user):
        return lambda path: True
    homes = [unit.path for unit in units_of(user, Role.ADMIN)]
    return lambda path: bool(path) and any(path.startswith(home) for home in homes)


def _check_right(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied(
            "Chỉ người quản trị của Liên đoàn Lao động tỉnh mới được nhập danh sách đơn vị."
        )


@require_http_methods(["GET", "POST"])
@login_required
def unit_import(request: HttpRequest) -> HttpResponse:
    """Upload and check; a clean file is kept until the person confirms."""
    _check_right(request)
    form = UnitFileForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": [own for own, _others in COLUMNS.values()]}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        _forget(request)
        checked = check_file(content, upload.name, may_place=_place_rule(request.user))
        if checked.ok:
            _keep(request, upload.name, content)
        context |= _shown(checked, upload.name)
    wrong = form.errors or context.get("faults")
    return render(request, "units/unit_import.html", context, status=422 if wrong else 200)


def _shown(checked: Any, name: str) -> dict[str, Any]:
    return {
        "checked": checked, "file_name": name, "faults": checked.faults[:SHOWN], "notes": checked.notes,
        "more_faults": max(len(checked.faults) - SHOWN, 0), "sample": checked.rows[:10] if checked.ok else [],
        "new_units": len(checked.rows) if checked.ok else 0,
    }  # fmt: skip


@require_POST
@login_required
def unit_import_confirm(request: HttpRequest) -> HttpResponse:
    """Checks the kept file once more and writes it, all or nothing."""
    _check_right(request)
    kept = request.session.get(_KEY)
    if not kept or not default_storage.exists(kept["path"]):
        messages.error(request, "Không còn tệp chờ nhập. Hãy chọn lại tệp.")
        return redirect("units:unit_import")
    with default_storage.open(kept["path"], "rb") as file:
        content = file.read()
    checked = import_file(content, kept["name"], by=request.user, may_place=_place_rule(request.user))
    _forget(request)
    if not checked.ok:
        context = {"form": UnitFileForm(), "columns": [own for own, _others in COLUMNS.values()]}
        return render(request, "units/unit_import.html", context | _shown(checked, kept["name"]), status=409)
    messages.success(request, f"Đã thêm {len(checked.rows)} đơn vị từ tệp “{kept['name']}”.")
    return redirect("units:unit_list")


def _keep(request: HttpRequest, name: str, content: bytes) -> None:
    path = default_storage.save(f"imports/{uuid.uuid4().hex}", ContentFile(content))
    request.session[_KEY] = {"name": name, "path": path}


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(_KEY, None)
    if kept:
        default_storage.delete(kept["path"])
