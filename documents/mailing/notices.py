"""The words of each mail: number, date and title of the paper and where to open it, never its text."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core.formats import write
from core.mail import Letter, letter
from documents.mailing.models import Mail, MailKind
from documents.models import AmendmentKind, Delivery, Document, HolderNotice, RecipientRole
from documents.official import document_types
from units.models import Unit

TEMPLATES = {
    MailKind.ISSUE: "emails/documents/issue",
    MailKind.REMINDER: "emails/documents/reminder",
    MailKind.AMENDED: "emails/documents/amended",
}
ASKS = {
    RecipientRole.CARRY_OUT: "Đơn vị được giao thực hiện: hãy đọc kỹ phần việc của đơn vị và thời hạn báo cáo.",
    RecipientRole.COORDINATE: "Đơn vị được đề nghị phối hợp thực hiện.",
}
BECAME = {
    AmendmentKind.REPLACE: "đã được thay thế",
    AmendmentKind.CORRECT: "đã được đính chính",
    AmendmentKind.RECALL: "đã bị thu hồi",
}
AMENDED_ASKS = {
    AmendmentKind.REPLACE: "Hãy dùng văn bản mới và xác nhận đã biết tại (cần đăng nhập):",
    AmendmentKind.CORRECT: "Hãy xem nội dung đính chính và xác nhận đã biết tại (cần đăng nhập):",
    AmendmentKind.RECALL: "Hãy ngừng sử dụng, gửi trả bản giấy, hủy bản điện tử rồi xác nhận tại (cần đăng nhập):",
}
BUILT_ON_ASKS = "Hãy rà soát kế hoạch của đơn vị xây dựng từ văn bản này, rồi xác nhận tại (cần đăng nhập):"


def words_of(mail: Mail, delivery: Delivery) -> Letter:
    """A paper that came, or that waits to be opened and confirmed."""
    context = _paper(mail, delivery.document, delivery.unit) | {
        "role": str(delivery.get_role_display()).lower(),
        "sent_on": write.date(timezone.localtime(delivery.sent_at)),
        "opened": delivery.opened_at is not None,
        "asks": ASKS.get(RecipientRole(delivery.role), ""),
        "link": _address("documents:delivery_detail", delivery.pk),
    }
    return letter(TEMPLATES[MailKind(mail.kind)], context)


def amended_words(mail: Mail, notice: HolderNotice, delivery: Delivery | None) -> Letter:
    """What became of a paper the unit received, or (without `delivery`) only builds on."""
    amendment = notice.amendment
    kind = AmendmentKind(amendment.kind)
    context = _paper(mail, amendment.document, notice.unit) | {
        "kind": str(kind.label), "became": BECAME[kind], "by_code": amendment.by_code,
        "since": write.date(timezone.localtime(amendment.in_force_at)),
        "holds": delivery is not None,
        "asks": AMENDED_ASKS[kind] if delivery else BUILT_ON_ASKS,
        "link": _address("documents:delivery_detail", delivery.pk) if delivery
        else _address("documents:notice_detail", notice.pk),
    }  # fmt: skip
    return letter(TEMPLATES[MailKind.AMENDED], context)


def _paper(mail: Mail, document: Document, unit: Unit) -> dict[str, Any]:
    return {
        "addressee": mail.addressee, "unit": unit.name, "issuer": document.issuer.name,
        "type_name": document_types().get(document.type, document.type), "code": document.doc_code,
        "issued_on": write.date(document.issued_on), "abstract": document.abstract,
    }  # fmt: skip


def _address(name: str, pk: int) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[pk])}"
