"""Lines of the register as recipients of certificates."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.awards.models import Award, Receiver
from campaigns.certificates.services import Recipient
from core.formats import write


def recipients_of(awards: Iterable[Award]) -> list[Recipient]:
    """One certificate a line, with its title, decision and achievement."""
    return [
        Recipient(
            name=_called(award),
            unit=award.unit.name if award.name else "",
            values={
                "title": award.title.name,
                "reason": award.reason,
                "event": award.origin,
                "decision": f"Quyết định số {award.decision_number} ngày {write.date(award.decided_on)}",
                "year": str(award.year),
            },
            award=award,
        )
        for award in awards
    ]


def _called(award: Award) -> str:
    if award.receiver != Receiver.PERSON:
        return award.recipient
    return f"{'Bà' if award.female else 'Ông'} {award.name}"
