"""What a change of a document may be refused for. str() is the Vietnamese message for the person."""

from __future__ import annotations

from documents.models import DocumentVersion


class DocumentError(Exception):
    """The change cannot be made; `field` names the field, `row` the line (from 1) to correct."""

    def __init__(self, message: str, *, field: str = "", row: int | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.row = row


class NotEditable(DocumentError):
    """The text is under review, approved or issued."""


class NotReady(DocumentError):
    """Something the step needs is missing."""


class BadRecipient(DocumentError):
    """A line of "Nơi nhận" that cannot be kept."""


class BadSigner(DocumentError):
    """The seat may not sign this document."""


class StaleVersion(DocumentError):
    """Somebody saved after this text was opened; `current` is their version."""

    def __init__(self, current: DocumentVersion) -> None:
        by = current.saved_by.full_name if current.saved_by else "hệ thống"
        super().__init__(
            f"Văn bản đã được {by} lưu (lần lưu {current.number}) sau khi bạn mở. "
            "Hãy so sánh hai bản rồi lưu lại, nội dung của bạn chưa bị ghi đè.",
            field="content",
        )
        self.current = current


class TextChanged(DocumentError):
    """The text is another than the one the person looked at; `seen` and `current` are the version numbers."""

    def __init__(self, *, seen: int, current: int) -> None:
        super().__init__(
            f"Nội dung đã thay đổi sau khi bạn mở: bạn đã xem lần lưu {seen}, văn bản nay là lần lưu {current}. "
            "Hãy xem chỗ khác nhau rồi quyết định lại.",
            field="content",
        )
        self.seen, self.current = seen, current
