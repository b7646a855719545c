"""Composing a review sheet, answering a step, answering many, skipping one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, VietnameseCharField
from core.vietnamese import parse_id
from documents.models import Document
from documents.review.drawings import BadDrawing, read_drawing
from documents.review.models import Answer, ReviewStep, StepKind
from documents.review.queries import departments_of, staff_of
from documents.review.services.submitting import MOST_STEPS
from documents.services.review import Asked
from units.models import Role, Seat

LONGEST_TEXT = 4000
MORE = "more"  # the button that asks for another row
DEPARTMENT, POST, PERSON = "ban", "vai", "nguoi"
Choices = list[tuple[str, list[tuple[str, str]]]]


def addressees(document: Document) -> tuple[Choices, dict[str, dict[str, Any]]]:
    """Whom a step can be given to: grouped choices, and what each key stands for (arguments of Asked)."""
    seats = list(staff_of(document.issuer))
    meant: dict[str, dict[str, Any]] = {}
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for department in departments_of(document.issuer):
        meant[key := f"{DEPARTMENT}:{department.pk}"] = {"department": department}
        groups[str(_("Ban, phòng"))].append((key, department.name))
    for role in Role.values:
        if any(seat.role == role for seat in seats):
            meant[key := f"{POST}:{role}"] = {"role": role}
            groups[str(_("Chức danh"))].append((key, str(Role(role).label)))
    for seat in seats:
        meant[key := f"{PERSON}:{seat.pk}"] = {"seat": seat}
        groups[str(_("Người"))].append((key, _named(seat)))
    return list(groups.items()), meant


def _named(seat: Seat) -> str:
    place = f", {seat.department.name}" if seat.department else ""
    return f"{seat.user} – {seat.post_title}{place}"


def key_of(asked: Asked) -> str:
    """The choice that stands for the addressee of a proposed step."""
    if asked.seat:
        return f"{PERSON}:{asked.seat.pk}"
    return f"{DEPARTMENT}:{asked.department.pk}" if asked.department else f"{POST}:{asked.role}"


class StepForm(forms.Form):
    """One row of the sheet; an empty one is left out."""

    round = forms.IntegerField(
        label=_("Vòng"), min_value=1, max_value=MOST_STEPS, required=False,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
        error_messages={"invalid": _("Vòng là số: 1, 2, 3…")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Việc"), required=False, choices=[("", _("Chọn việc")), *StepKind.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    who = forms.ChoiceField(
        label=_("Giao cho"), required=False, widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": _("Ban hoặc người này không còn ở đơn vị. Hãy chọn lại.")},
    )  # fmt: skip
    due_on = DateField(label=_("Hạn"), required=False)

    def __init__(self, *args: Any, choices: Choices, meant: dict[str, dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meant = meant
        self.fields["who"].choices = [("", _("Chọn ban hoặc người")), *choices]
        self.fields["due_on"].widget.attrs |= {"class": "form-control"}

    @property
    def is_blank(self) -> bool:
        return not self.cleaned_data.get("kind") and not self.cleaned_data.get("who")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors or self.is_blank:
            return said
        for name, words in (
            ("kind", _("Hãy chọn việc của bước này.")), ("who", _("Hãy chọn ban, chức danh hoặc người.")),
            ("round", _("Hãy ghi bước này ở vòng mấy.")), ("due_on", _("Hãy ghi hạn của bước này.")),
        ):  # fmt: skip
            if not said.get(name):
                self.add_error(name, words)
        if said.get("due_on") and said["due_on"] < timezone.localdate():
            self.add_error("due_on", _("Hạn phải từ hôm nay trở đi."))
        return said

    def asked(self) -> Asked:
        """The row as a step; the content of a department is checked by its head."""
        said = self.cleaned_data
        to = dict(self.meant[said["who"]])
        if said["kind"] == StepKind.CONTENT and "department" in to:
            to["role"] = Role.UNIT_HEAD
        return Asked(said["kind"], said["due_on"], said["round"], **to)


class BaseStepFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        remove = form.fields["DELETE"]
        remove.label = _("Bỏ bước")
        remove.widget.attrs |= {"class": "form-check-input"}

    @property
    def filled(self) -> list[StepForm]:
        return [form for form in self.forms if not form.is_blank and form not in self.deleted_forms]

    def asked(self) -> list[Asked]:
        """The filled rows as steps, in their order."""
        return [form.asked() for form in self.filled]


StepFormSet = forms.formset_factory(
    StepForm, formset=BaseStepFormSet, extra=0, max_num=MOST_STEPS, absolute_max=MOST_STEPS + 5, validate_max=True,
    can_delete=True,
)  # fmt: skip
PREFIX = "buoc"
FIELDS = ("round", "kind", "who", "due_on")


def step_rows(given: Any, *, document: Document, proposed: list[Asked]) -> Any:
    """The rows of the sheet: as sent, as proposed (None), or as sent with one more, for the button MORE."""
    choices, meant = addressees(document)
    kwargs = {"prefix": PREFIX, "form_kwargs": {"choices": choices, "meant": meant}}
    if given is not None and MORE not in given:
        return StepFormSet(given, **kwargs)
    rows: list[dict[str, Any]] = [
        {"round": one.round, "kind": one.kind, "who": key_of(one), "due_on": one.due_on} for one in proposed
    ]
    if given is not None:
        count = min(parse_id(given.get(f"{PREFIX}-TOTAL_FORMS")), MOST_STEPS - 1)
        rows = [{name: given.get(f"{PREFIX}-{row}-{name}", "") for name in FIELDS} for row in range(count)]
        rows = [row for row in rows if row["kind"] or row["who"]]
        rows.append({"round": 1, "kind": StepKind.OPINION})
    return StepFormSet(initial=rows, **kwargs)


class SubmitForm(forms.Form):
    """What the drafter says with the sheet, and where a returned draft starts again."""

    START, RETURNED = "dau", "tra-lai"
    message = VietnameseCharField(
        label=_("Nội dung trình"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Điều người xem cần biết: căn cứ, chỗ còn ý kiến khác nhau, phần đã sửa."),
    )  # fmt: skip
    start = forms.ChoiceField(label=_("Trình lại từ"), widget=forms.RadioSelect, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, returned: ReviewStep | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if returned is None:
            del self.fields["start"]
            return
        self.fields["start"].choices = [
            (self.RETURNED, f"Bước đã trả lại: {returned}"), (self.START, "Từ đầu, hỏi lại tất cả các bước"),
        ]  # fmt: skip
        self.fields["start"].initial = self.RETURNED


class SaidForm(forms.Form):
    """An opinion typed or written by hand; `drawing` becomes a PNG."""

    text = VietnameseCharField(
        label=_("Ý kiến"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    drawing = forms.CharField(required=False, widget=forms.HiddenInput)
    needs_words = frozenset({Answer.OBJECT, Answer.RETURN})

    def clean_drawing(self) -> bytes:
        try:
            return read_drawing(self.cleaned_data["drawing"])
        except BadDrawing as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        wanting = said.get("answer") in self.needs_words and not said.get("text") and not said.get("drawing")
        if wanting and "drawing" not in self.errors:
            self.add_error("text", _("Hãy gõ hoặc viết tay lý do trước khi gửi."))
        return said


class AnswerForm(SaidForm):
    """The answer to one step: the button says which."""

    answer = forms.ChoiceField(
        choices=Answer.choices, error_messages={"required": _("Hãy bấm một trong các nút trả lời.")}
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    back_to = forms.ChoiceField(
        label=_("Nếu trả lại, trả về"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, *args: Any, earlier: list[ReviewStep], drafter: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = f"Người soạn: {drafter}" if drafter else "Người soạn"
        self.fields["back_to"].choices = [("", name), *((str(step.pk), str(step)) for step in earlier)]
        self.fields["text"].widget.attrs |= {"class": "form-control"}

    def said(self) -> dict[str, Any]:
        """The arguments of services.answer."""
        given = self.cleaned_data
        return {
            "text": given["text"], "drawing": given["drawing"], "version": given["version"],
            "back_to": int(given["back_to"]) if given["back_to"] else None,
        }  # fmt: skip


class BatchForm(SaidForm):
    """One answer for the chosen rows; each choice carries the version the person saw: "12:3"."""

    answer = forms.ChoiceField(
        choices=[(Answer.AGREE, Answer.AGREE.label), (Answer.RETURN, Answer.RETURN.label)],
        error_messages={"required": _("Hãy bấm Đồng ý hoặc Trả lại.")},
    )
    step = forms.TypedMultipleChoiceField(
        error_messages={"required": _("Hãy chọn ít nhất một văn bản.")}, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].valid_value = lambda value: bool(parse_id(str(value).partition(":")[0]))
        self.fields["text"].widget.attrs |= {"class": "form-control"}

    def chosen(self) -> dict[int, int]:
        """Step id → number of the version that was looked at."""
        pairs = (value.partition(":") for value in self.cleaned_data["step"])
        return {parse_id(pk): parse_id(version) for pk, _colon, version in pairs}


class WaitingFilterForm(forms.Form):
    """The filter of what waits."""

    viec = forms.ChoiceField(
        label=_("Việc"), required=False, choices=[("", _("Mọi việc")), *StepKind.choices]
    )


class PassForm(forms.Form):
    """To whom a step goes whose person is not there, and why."""

    seat = forms.ModelChoiceField(
        Seat.objects.none(), label=_("Chuyển cho"), empty_label=_("Chọn người"),
        error_messages={"invalid_choice": _("Người này không nhận được bước này. Hãy chọn lại.")},
    )  # fmt: skip
    reason = VietnameseCharField(
        label=_("Lý do"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Lý do được ghi vào phiếu trình và quá trình xử lý."),
    )  # fmt: skip

    def __init__(self, *args: Any, takers: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seat: Any = self.fields["seat"]
        seat.queryset = Seat.objects.filter(pk__in=[one.pk for one in takers])
        seat.choices = [("", seat.empty_label), *((one.pk, _named(one)) for one in takers)]
