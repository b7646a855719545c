"""Taking a draft back from the Word file it was sent out as."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from core.workflow import IllegalStep
from documents.services import DocumentError
from plans import services
from plans.import_forms import PlanReturnForm
from plans.importing import ImportFailed, import_file
from plans.importing.docx_file import ADDED_REASON
from plans.models import Plan
from plans.outline import OutlineError
from units.models import Role
from units.scope import holds


@login_required
@require_http_methods(["GET", "POST"])
def plan_return(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được nhận lại kế hoạch từ Word.")
    if not plan.is_editable:
        messages.error(request, "Kế hoạch không còn là dự thảo nên không nhận lại từ Word được.")
        return redirect("plans:plan_detail", pk=pk)
    form = PlanReturnForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid() and _taken(request, plan, form):
        return redirect("plans:plan_compare", pk=pk)
    status = 422 if form.errors else 200
    return render(request, "plans/plan_return.html", {"form": form, "plan": plan}, status=status)


def _taken(request: HttpRequest, plan: Plan, form: PlanReturnForm) -> bool:
    """Whether the file was saved; else the form says why not."""
    try:
        with form.temporary_file() as path:
            imported = import_file(path, reading=form.reading())
        version = services.take_back(plan, imported, by=request.user)
    except (ImportFailed, OutlineError, DocumentError, IllegalStep) as error:
        form.add_error("file", str(error))
        return False
    except ValidationError as error:
        form.add_error("file", error.messages[0])
        return False
    words = f"Đã nhận lại từ Word thành lần lưu số {version.number}. Dưới đây là những chỗ đã đổi."
    foreign = [piece for piece in imported.unplaced if piece.reason != ADDED_REASON]
    left = "; ".join(f"“{piece.text[:60]}” ({piece.reason})" for piece in foreign[:5])
    messages.success(request, f"{words} Không đưa vào văn bản: {left}." if left else words)
    return True
