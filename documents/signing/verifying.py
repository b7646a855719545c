"""Anybody's question: is this file a paper of the portal, as it was signed? By its bytes first, then by its signatures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from documents.attached.models import AttachedFile
from documents.models import FINAL, Document
from documents.signing import certificates, checking, queries, same_pages
from documents.signing.checking import Checked, Fault, FoundSignature
from documents.signing.models import SignedFile
from documents.signing.trust import trusted

MESSAGES = checking.MESSAGES | {
    Fault.WRONG_SIGNER: "Chữ ký trong tệp không phải của người ký ghi trên văn bản.",
    Fault.FOREIGN: "Tệp không phải văn bản do cổng này phát hành.",
}
GOOD = {
    "signed": "Tệp đúng từng byte với bản đã ký mà cổng đang giữ.",
    "scan": "Tệp đúng là bản quét chữ ký tay đã đăng ký.",
    "signed_elsewhere": "Chữ ký hợp lệ, đúng người ký, đúng văn bản; tệp chưa được tải lên cổng.",
}
ATTACHED = "Tệp đúng là “{title}” kèm theo văn bản, đã được cơ quan ban hành ký số."
ATTACHED_UNSIGNED = "Tệp đúng là “{title}” kèm theo văn bản, nhưng chưa mang chữ ký số của cơ quan."
NOT_SIGNED = "Tệp đúng là bản PDF do cổng lập, nhưng chưa mang chữ ký số."
VOID = "Tệp đúng là văn bản của cổng, nhưng số của văn bản đã bị hủy: {reason}"
UNCHECKED = (
    "Tệp bắt đầu bằng văn bản của cổng nhưng được thêm phần khác ở ngoài cổng, nên không được công nhận."
)


@dataclass(frozen=True)
class Verdict:
    """`reason` is a word for programs, `message` the sentence for people."""

    valid: bool
    reason: str
    message: str
    sha256: str
    document: Document | None = None
    file: SignedFile | None = None
    signatures: tuple[FoundSignature, ...] = ()


def verify_file(content: bytes, *, deep: bool) -> Verdict:
    """What the file is. `deep` also judges the signatures inside, which takes a moment: not for the open page."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = queries.known_file(sha256)
    if known:
        return _known(content, sha256, *known, deep=deep)
    attached = AttachedFile.objects.known(sha256).filter(document__status__in=FINAL).first()
    if attached:
        return _attached(attached, sha256)
    begun = queries.known_beginning(content)
    document, signed = begun or (None, None)
    if signed is not None:
        return _bad(Fault.CHANGED_AFTER, sha256, document)
    if not deep:
        if document is not None:
            return Verdict(False, Fault.CHANGED_AFTER, UNCHECKED, sha256, document)
        return _bad(Fault.FOREIGN, sha256)
    found = checking.check_pdf(content, trust=trusted())
    if document is None:
        broken = found.fault in {Fault.TAMPERED, Fault.UNREADABLE}
        return _bad(found.fault if broken else Fault.FOREIGN, sha256, signatures=found.signatures)
    return _signed_elsewhere(content, sha256, document, found)


def _known(
    content: bytes, sha256: str, document: Document, file: SignedFile | None, *, deep: bool
) -> Verdict:
    entry = getattr(document, "register_entry", None)
    if entry and entry.void_reason:
        return Verdict(False, "void", VOID.format(reason=entry.void_reason), sha256, document, file)
    if file is None:
        return Verdict(False, Fault.UNSIGNED, NOT_SIGNED, sha256, document)
    if file.reason == SignedFile.Reason.SCAN:
        return Verdict(True, "scan", GOOD["scan"], sha256, document, file)
    found = Checked("")
    if deep:
        # The certificate may have ended since: what counts is the day it was used.
        signed_at = max((one.signed_at for one in document.signatures.given() if one.signed_at), default=None)
        found = checking.check_pdf(content, trust=trusted(), moment=signed_at)
    if found.fault:
        return _bad(found.fault, sha256, document, found.signatures)
    return Verdict(True, "signed", GOOD["signed"], sha256, document, file, found.signatures)


def _attached(one: AttachedFile, sha256: str) -> Verdict:
    entry = getattr(one.document, "register_entry", None)
    if entry and entry.void_reason:
        return Verdict(False, "void", VOID.format(reason=entry.void_reason), sha256, one.document)
    if sha256 != one.sealed_sha256:
        return Verdict(False, Fault.UNSIGNED, ATTACHED_UNSIGNED.format(title=one.title), sha256, one.document)
    return Verdict(True, "attached", ATTACHED.format(title=one.title), sha256, one.document)


def _signed_elsewhere(content: bytes, sha256: str, document: Document, found: Checked) -> Verdict:
    if found.fault:
        return _bad(found.fault, sha256, document, found.signatures)
    try:
        same_pages.compare(queries.newest_content(document)[0], content)
    except same_pages.OtherPages:
        return _bad(Fault.TAMPERED, sha256, document, found.signatures)
    if own_signature(document, found) is None:
        return _bad(Fault.WRONG_SIGNER, sha256, document, found.signatures)
    word = "signed_elsewhere"
    return Verdict(True, word, GOOD[word], sha256, document, signatures=found.signatures)


def own_signature(document: Document, found: Checked) -> FoundSignature | None:
    """The signature in the file that bears the name of the document's signer."""
    name = document.signer.user.full_name if document.signer else ""
    return next((one for one in found.signatures if certificates.names_match(one.holder, name)), None)


def _bad(
    fault: Any, sha256: str, document: Document | None = None, signatures: tuple[Any, ...] = ()
) -> Verdict:
    return Verdict(False, str(fault), MESSAGES[Fault(fault)], sha256, document, signatures=signatures)
