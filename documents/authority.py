"""Who may sign a document and what stands above the name: the one place of boxes 7a-7c (DOMAIN 1.9; NĐ 30/2020, Điều 13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from documents.models import Document
from documents.official import document_types
from documents.pages import SignatureBlock
from units.delegations.models import Delegation, DelegationKind, SignatureSetting
from units.delegations.powers import OWN_POWER, is_deputy
from units.models import Absence, Role, Seat, Unit

HEAD_SEPARATOR = "-"


@dataclass(frozen=True)
class SigningChoice:
    """A seat with the power it would sign by; `reason` says why it cannot, `note` what the drafter should know."""

    seat: Seat
    delegation: Delegation | None
    block: SignatureBlock
    reason: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """What stands in the form: "12", with a delegation "12-5"."""
        return f"{self.seat.pk}{HEAD_SEPARATOR}{self.delegation.pk}" if self.delegation else str(self.seat.pk)


# --- the block


def signature_of(document: Document) -> SignatureBlock:
    """Boxes 7a-7c of the document; without a signer the name stays blank."""
    if document.signer is None:
        return SignatureBlock((f"TM. {_collective(document.issuer)}",))
    return block_of(document.issuer, document.signer, document.delegation)


def block_of(
    issuer: Unit, seat: Seat, delegation: Delegation | None, setting: SignatureSetting | None = None
) -> SignatureBlock:
    """What is printed when the seat signs by itself, or by the delegation."""
    setting = setting or setting_of(issuer)
    return SignatureBlock(
        authority_lines=_lines(_collective(issuer), seat, delegation, three_lines=setting.three_lines),
        second_post=seat.second_post.upper(),
        name=seat.user.full_name,
        post_above_name=setting.post_above_name,
    )


def setting_of(issuer: Unit) -> SignatureSetting:
    """The unit's choice, else the common one."""
    return SignatureSetting.objects.filter(unit=issuer).first() or SignatureSetting(unit=issuer)


def _collective(issuer: Unit) -> str:
    return issuer.kind.collective.upper()


def _lines(
    collective: str, seat: Seat, delegation: Delegation | None, *, three_lines: bool
) -> tuple[str, ...]:
    post = seat.post_title.upper()
    if delegation is None:
        if seat.role == Role.UNIT_HEAD:
            return (f"TL. {collective}", post)
        between = (f"KT. {_head_of(post)}",) if three_lines and is_deputy(seat) else ()
        return (f"TM. {collective}", *between, post)
    head = delegation.for_post.upper()
    return {
        DelegationKind.FOR_HEAD: (f"TM. {collective}", f"KT. {head}", post),
        DelegationKind.BY_ORDER: (f"TL. {collective}", post),
        DelegationKind.BY_MANDATE: (f"TUQ. {head}", post),
        DelegationKind.ACTING: (f"TM. {collective}", f"Q. {head}"),
    }[DelegationKind(delegation.kind)]


def _head_of(post: str) -> str:
    """ "PHÓ CHỦ TỊCH THƯỜNG TRỰC" → "CHỦ TỊCH"."""
    return post.removeprefix("PHÓ ").removesuffix(" THƯỜNG TRỰC")


# --- the power


def refusal(issuer: Unit, type: str, seat: Seat, delegation: Delegation | None, *, on: dt.date) -> str:
    """Why the seat may not sign the unit's paper of this type on the day; "" when it may."""
    name = seat.user.full_name
    if seat.unit_id != issuer.pk:
        return f"{name} không giữ chức danh tại {issuer.name}. Hãy chọn người ký của đơn vị ban hành."
    if seat.from_on > on or (seat.to_on and seat.to_on < on):
        return (
            f"{name} không giữ chức danh “{seat.post_title}” vào ngày {on:%d/%m/%Y}. Hãy chọn người ký khác."
        )
    if delegation is not None:
        return _outside(delegation, issuer, type, seat, on)
    if seat.role in OWN_POWER:
        return ""
    return (
        f"Chức danh “{seat.post_title}” của {name} không có quyền ký văn bản nếu chưa được giao ký thừa lệnh hoặc "
        "thừa ủy quyền. Hãy ghi văn bản giao ở mục “Ủy quyền ký”, hoặc chọn người ký khác."
    )


def _outside(delegation: Delegation, issuer: Unit, type: str, seat: Seat, on: dt.date) -> str:
    """Why the delegation does not cover this."""
    if delegation.receiver_id != seat.pk or delegation.unit_id != issuer.pk:
        return f"Văn bản giao ký {delegation.decision} không giao cho {seat.user.full_name} ký thay {issuer.name}."
    what = f"Việc giao ký {delegation.kind}. theo {delegation.decision}"
    if on < delegation.from_on:
        return f"{what} chỉ có hiệu lực từ ngày {delegation.from_on:%d/%m/%Y}. Hãy chọn người ký khác."
    if not delegation.is_in_force(on):
        return f"{what} đã hết hiệu lực sau ngày {delegation.last_day:%d/%m/%Y}. Hãy chọn người ký khác."
    if delegation.type_list and type not in delegation.type_list:
        names = document_types()
        covered = ", ".join(names.get(one, one).lower() for one in delegation.type_list)
        return (
            f"{what} không gồm {names.get(type, type).lower()} (chỉ gồm {covered}). Hãy chọn người ký khác."
        )
    giver = delegation.giver
    lapses = delegation.kind in {DelegationKind.FOR_HEAD, DelegationKind.BY_MANDATE}
    if lapses and giver is not None and giver.to_on and giver.to_on < on:
        return (
            f"{what} không còn giá trị: {giver.user.full_name} thôi giữ chức {giver.post_title} "
            f"sau ngày {giver.to_on:%d/%m/%Y}."
        )
    return ""


# --- what the form offers


def signing_choices(issuer: Unit, type: str, *, on: dt.date | None = None) -> list[SigningChoice]:
    """Who may sign the unit's papers of the type on the day: leaders first, then by delegation, with the block of each."""
    day, setting = on or timezone.localdate(), setting_of(issuer)
    seats = (
        Seat.objects.current(day).filter(unit=issuer, role__in=OWN_POWER, user__is_active=True)
        .select_related("user").order_by("role", "pk")
    )  # fmt: skip
    given = (
        Delegation.objects.in_force(day).filter(unit=issuer, receiver__user__is_active=True)
        .select_related("receiver__user", "giver__user").order_by("receiver_id", "-from_on", "pk")
    )  # fmt: skip
    powers: list[tuple[Seat, Delegation | None]] = [
        *((seat, None) for seat in seats),
        *((one.receiver, one) for one in given),
    ]
    away = {a.seat_id: a for a in Absence.objects.on(day).filter(seat__unit=issuer)}
    return [
        SigningChoice(seat, by, block_of(issuer, seat, by, setting), note=_note(by, away.get(seat.pk)))
        for seat, by in powers
        if not refusal(issuer, type, seat, by, on=day)
    ]


def _note(delegation: Delegation | None, absence: Absence | None) -> str:
    parts = []
    if delegation is not None:
        end = f", đến {delegation.last_day:%d/%m/%Y}" if delegation.last_day else ""
        field = f", {delegation.field}" if delegation.field else ""
        parts.append(f"theo {delegation.decision}{end}{field}")
    if absence is not None:
        parts.append(f"vắng mặt đến {absence.to_on:%d/%m/%Y}")
    return "; ".join(parts)


def away(document: Document, *, on: dt.date) -> str:
    """That the document's signer is written down as absent on the day, and what can be done; "" when not."""
    absence = Absence.objects.on(on).filter(seat=document.signer_id).first() if document.signer else None
    if absence is None or document.signer is None:
        return ""
    return (
        f"Theo lịch, {document.signer.user.full_name} vắng mặt đến hết ngày {absence.to_on:%d/%m/%Y}. "
        "Nếu không đợi được, hãy trả lại văn bản để chọn người được giao ký."
    )


def choice_of(document: Document, choices: Iterable[SigningChoice]) -> SigningChoice | None:
    """The choice the document has now; with its reason when it may no longer sign."""
    seat, delegation = document.signer, document.delegation
    if seat is None:
        return None
    for choice in choices:
        if choice.seat == seat and choice.delegation == delegation:
            return choice
    reason = refusal(document.issuer, document.type, seat, delegation, on=timezone.localdate())
    return SigningChoice(seat, delegation, block_of(document.issuer, seat, delegation), reason=reason)


def picked(key: Any, choices: Iterable[SigningChoice]) -> SigningChoice | None:
    """The choice with this key, None for a key that is none of them."""
    return next((choice for choice in choices if choice.key == str(key)), None)
