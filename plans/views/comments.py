"""The panel of remarks beside a plan: a piece of page that answers every change with itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.vietnamese import parse_id
from core.workflow import IllegalStep
from documents.html import preview_fragment
from documents.services import DocumentError
from plans import queries, services
from plans.comment_forms import RemarkForm, ReplyForm
from plans.comment_models import Comment, Suggestion
from plans.discussion import (
    OPEN,
    discussion_of,
    may_comment,
    may_decide,
    people_named,
    people_of,
)
from plans.models import Plan
from plans.outline import OutlineError
from plans.pages import plan_paper
from plans.views.checking import belongs_to_issuer

TEXT_CHANGED = "plan-text-changed"  # said to the page, so that an open editor takes the new text


@require_safe
@login_required
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """Open, resolved or own threads (`loc`) and the form for a new one."""
    return _panel(request, _plan_of_own_unit(request, pk))


@require_safe
@login_required
def mention_options(request: HttpRequest, pk: int) -> HttpResponse:
    """People of the issuer by name (`ten`), those chosen already first."""
    plan = _plan_of_own_unit(request, pk)
    picked = [parse_id(number) for number in request.GET.getlist("mentions")]
    chosen = list(people_of(plan.issuer).visible_to(request.user).filter(pk__in=picked[:50]))  # type: ignore[attr-defined]
    text = request.GET.get("ten", "").strip().lstrip("@")
    found = [person for person in people_named(plan.issuer, text) if person not in chosen]
    context = {"chosen": chosen, "found": found, "sought": text}
    return render(request, "plans/_mention_options.html", context)


@require_POST
@login_required
def comment_new(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan_of_own_unit(request, pk)
    form = RemarkForm(request.POST, plan=plan, user=request.user)

    def add(given: dict[str, Any]) -> None:
        given.pop("replacement")
        services.add_comment(plan, by=request.user, **given)

    return _said(request, plan, form, add, "Đã gửi góp ý.")


@require_POST
@login_required
def suggestion_new(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan_of_own_unit(request, pk)
    form = RemarkForm(request.POST, plan=plan, user=request.user)

    def add(given: dict[str, Any]) -> None:
        given.pop("mentions")
        services.suggest(plan, note=given.pop("text"), by=request.user, **given)

    return _said(request, plan, form, add, "Đã gửi đề xuất.")


@require_POST
@login_required
def comment_reply(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _remark(request, Comment, pk)
    form = ReplyForm(request.POST, plan=comment.plan, user=request.user)

    def add(given: dict[str, Any]) -> None:
        services.reply(comment, by=request.user, **given)

    return _said(request, comment.plan, form, add, "Đã trả lời.", thread=comment.reply_to_id or comment.pk)


@require_POST
@login_required
def comment_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _remark(request, Comment, pk)
    return _done(request, comment.plan, lambda: services.resolve_comment(comment, by=request.user))


@require_POST
@login_required
def comment_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _remark(request, Comment, pk)
    return _done(request, comment.plan, lambda: services.reopen_comment(comment, by=request.user))


@require_POST
@login_required
def suggestion_accept(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = _remark(request, Suggestion, pk)
    answer = _done(request, suggestion.plan, lambda: services.accept_suggestion(suggestion, by=request.user))
    if not request.headers.get("HX-Request") or answer.status_code != 200:
        return answer
    plan = queries.plans_to_read(request.user).get(pk=suggestion.plan_id)
    if "soan" not in request.POST:
        sheet = {"sheet": preview_fragment(plan_paper(plan).paper)}
        answer.write(render_to_string("plans/_comments_sheet.html", sheet))
    answer["HX-Trigger"] = json.dumps({TEXT_CHANGED: {"version": plan.current_version.number}})
    return answer


@require_POST
@login_required
def suggestion_reject(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = _remark(request, Suggestion, pk)
    return _done(request, suggestion.plan, lambda: services.reject_suggestion(suggestion, by=request.user))


# --- what every address above shares


def _plan_of_own_unit(request: HttpRequest, pk: int) -> Plan:
    plan = get_object_or_404(queries.plans_to_read(request.user), pk=pk)
    if not belongs_to_issuer(request.user, plan):
        raise PermissionDenied("Chỉ người của đơn vị ban hành xem được phần góp ý.")
    return plan


def _remark(request: HttpRequest, table: type[Any], pk: int) -> Any:
    rows = table.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("plan__issuer", "plan__current_version"), pk=pk)


def _said(
    request: HttpRequest,
    plan: Plan,
    form: forms.Form,
    add: Callable[[dict[str, Any]], None],
    words: str,
    *,
    thread: int = 0,
) -> HttpResponse:
    """Try to keep what the form holds; the panel comes back with the errors at their fields, or without the form's words."""
    if form.is_valid():
        try:
            add(dict(form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
        except IllegalStep as error:
            form.add_error(None, str(error))
        else:
            return _answer(request, plan, words=words)
    return _answer(request, plan, form=form, thread=thread, refused=" ".join(_messages(form)))


def _messages(form: forms.Form) -> list[str]:
    return [message for found in form.errors.values() for message in found]


def _done(request: HttpRequest, plan: Plan, take: Callable[[], Any]) -> HttpResponse:
    try:
        take()
    except (IllegalStep, DocumentError, OutlineError) as error:
        return _answer(request, plan, refused=str(error))
    except ValidationError as error:
        return _answer(request, plan, refused=" ".join(error.messages))
    return _answer(request, plan, words="Đã ghi.")


def _answer(
    request: HttpRequest,
    plan: Plan,
    *,
    words: str = "",
    refused: str = "",
    form: forms.Form | None = None,
    thread: int = 0,
) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        if refused:
            messages.error(request, refused)
        else:
            messages.success(request, words)
        return redirect(f"{reverse('plans:plan_detail', args=[plan.pk])}#gop-y")
    plan = queries.plans_to_read(request.user).get(pk=plan.pk)
    return _panel(request, plan, words=words, refused=refused, form=form, thread=thread)


def _panel(
    request: HttpRequest,
    plan: Plan,
    *,
    words: str = "",
    refused: str = "",
    form: forms.Form | None = None,
    thread: int = 0,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    remarks = form if isinstance(form, RemarkForm) else RemarkForm(plan=plan, user=request.user)
    context = {
        "plan": plan,
        "discussion": discussion_of(plan, request.user, chosen=asked.get("loc", OPEN)),
        "form": remarks,
        "reply_form": form if thread else None,
        "reply_thread": thread,
        "picked": _picked(form),
        "may_comment": may_comment(request.user, plan),
        "may_decide": may_decide(request.user, plan),
        "in_editor": "soan" in asked,
        "words": words,
        "refused": refused,
    }
    return render(request, "plans/_comments.html", context, status=422 if refused else 200)


def _picked(form: forms.Form | None) -> list[Any]:
    """Who was mentioned in a form that comes back with an error."""
    return list(form.cleaned_data.get("mentions", [])) if form is not None else []
