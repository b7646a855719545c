"""The invitation as an official paper (giấy mời): a draft that goes through review, number and signature."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from campaigns.awards import dossier
from campaigns.awards.dossier_models import DossierPaper
from campaigns.events import queries
from campaigns.events.models import Event
from documents.workflow import drafter


def may_draw_up(user: Any, event: Event) -> bool:
    """Whether the person drafts papers of the organising unit."""
    return not drafter(
        user, DossierPaper(type=dossier.TYPE_OF[DossierPaper.Kind.INVITATION], issuer=event.unit)
    )


def draw_up_invitation(event: Event, *, by: Any) -> DossierPaper:
    """A draft with the points of the event, and who is invited as an annex. Raises StepRefused, CampaignError."""
    people = [person for person in queries.invitee_rows(event) if not person.walk_in]
    rows = [(at, one.name, one.post, one.workplace) for at, one in enumerate(people, 1)]
    table = dossier.Table(("TT", "Họ và tên", "Chức vụ", "Đơn vị"), rows, widths=(8, 30, 26, 36))
    annex = dossier.Annex("Danh sách đại biểu được mời", [table])
    lines = [f"{label}: {text}" for label, text in queries.lines_of(event)]
    return dossier.draw_up(
        DossierPaper.Kind.INVITATION, issuer=event.unit, by=by, abstract=f"Dự {event.title}",
        addressees=[event.audience],
        opening=[f"{event.unit.name} trân trọng kính mời đại biểu tới dự {event.title}:"],
        body=[line for text in lines for line in text.splitlines()],
        closing=["Rất mong quý đại biểu đến dự đúng giờ, đúng thành phần."], annexes=[annex] if rows else [],
        source_name=event.title, source_url=reverse("campaigns:event_detail", args=[event.pk]),
        source_key=f"event:{event.pk}",
    )  # fmt: skip
