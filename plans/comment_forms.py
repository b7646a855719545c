"""Forms of the panel of remarks. What a remark needs is judged by the service; here only what can be chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import VietnameseCharField
from plans.block_fields import MAX_TEXT
from plans.discussion import people_of, places_of
from plans.models import Plan
from plans.queries import content_of
from plans.services.comments import MAX_TEXT as MAX_REMARK
from units.models import User


class ReplyForm(forms.Form):
    """The words of an answer and who is called to it."""

    text = VietnameseCharField(label=_("Góp ý"), required=False, max_length=MAX_REMARK)
    mentions = forms.ModelMultipleChoiceField(
        User.objects.none(),
        required=False,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"),
            _("Người được nhắc không giữ vai trò nào ở đơn vị ban hành."),
        ),
    )

    def __init__(self, *args: Any, plan: Plan, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentions"].queryset = people_of(plan.issuer).visible_to(user)  # type: ignore[attr-defined]


class RemarkForm(ReplyForm):
    """A comment or a suggested wording: the block, the words chosen in it, what is said, what it should read."""

    block_id = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Đoạn này không còn trong kế hoạch. Hãy tải lại trang.")},
    )
    quote = VietnameseCharField(required=False, max_length=MAX_TEXT)
    near = forms.IntegerField(required=False, min_value=0)
    replacement = VietnameseCharField(required=False, max_length=MAX_TEXT)

    def __init__(self, *args: Any, plan: Plan, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, user=user, **kwargs)
        self.places = places_of(content_of(plan).outline)
        self.fields["block_id"].choices = [(p.block_id, p.label) for p in self.places]  # type: ignore[attr-defined]

    def clean_near(self) -> int:
        return int(self.cleaned_data["near"] or 0)
