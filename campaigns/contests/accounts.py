"""The light account of a participant: a signed cookie of one contest."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse

from campaigns.contests.models import Contest, Participant

_SALT = "campaigns.contests.participant"
DAYS = 60


def known(request: HttpRequest, contest: Contest) -> tuple[Participant, int] | None:
    """The participant this browser belongs to and the device it was let in as; None for nobody."""
    try:
        pk, device = signing.loads(
            request.COOKIES.get(_name(contest), ""), salt=_SALT, max_age=DAYS * 24 * 3600
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    participant = Participant.objects.filter(contest=contest, pk=pk).select_related("unit").first()
    return (participant, device) if participant else None


def let_in(answer: HttpResponse, request: HttpRequest, participant: Participant) -> HttpResponse:
    """Give the browser the participant's cookie; scripts cannot read it and only this contest's pages get it."""
    contest = participant.contest
    answer.set_cookie(
        _name(contest), signing.dumps([participant.pk, participant.device], salt=_SALT), max_age=DAYS * 24 * 3600,
        path=f"/thi/{contest.code}/", httponly=True, samesite="Lax", secure=request.is_secure(),
    )  # fmt: skip
    return answer


def _name(contest: Contest) -> str:
    return f"thi_{contest.code}"
