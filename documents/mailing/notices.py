"""The words of each mail: number, date and title of the paper and where to open it, never its text."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core.formats import write
from core.mail import Letter, letter
from documents.mailing.models import Mail, MailKind
from documents.models import Amendment, AmendmentKind, Delivery, RecipientRole
from documents.official import document_types

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


def words_of(mail: Mail, delivery: Delivery, amendment: Amendment | None) -> Letter:
    """What the mail says. `amendment` is asked for when the mail tells of one."""
    document = delivery.document
    context: dict[str, Any] = {
        "addressee": mail.addressee,
        "unit": delivery.unit.name,
        "issuer": document.issuer.name,
        "type_name": document_types().get(document.type, document.type),
        "code": document.doc_code,
        "issued_on": write.date(document.issued_on),
        "abstract": document.abstract,
        "role": str(delivery.get_role_display()).lower(),
        "sent_on": write.date(timezone.localtime(delivery.sent_at)),
        "opened": delivery.opened_at is not None,
        "asks": ASKS.get(RecipientRole(delivery.role), ""),
        "link": f"{settings.SITE_URL}{reverse('documents:delivery_detail', args=[delivery.pk])}",
    }
    if mail.kind == MailKind.AMENDED:
        if amendment is None:
            raise ValueError(f"mail {mail.pk} tells of no amendment")
        kind = AmendmentKind(amendment.kind)
        context |= {
            "kind": str(kind.label), "became": BECAME[kind], "by_code": amendment.by_code, "asks": AMENDED_ASKS[kind],
            "since": write.date(timezone.localtime(amendment.in_force_at)),
        }  # fmt: skip
    return letter(TEMPLATES[MailKind(mail.kind)], context)
