"""Every change of a document. Each service locks the row, checks, records, saves, then enqueues."""

from documents.queries import SIGNING_ROLES
from documents.services.deliveries import acknowledge, mark_opened
from documents.services.errors import (
    BadRecipient,
    BadSigner,
    DocumentError,
    NotEditable,
    NotReady,
    StaleVersion,
    TextChanged,
)
from documents.services.issuing import issue_document
from documents.services.numbering import change_entry, reserve_number, void_number
from documents.services.recipients import arrange, choose_signer, set_recipients
from documents.services.steps import take_step
from documents.services.versions import change_heading, digest_of, name_version, save_version

__all__ = [
    "SIGNING_ROLES",
    "BadRecipient",
    "BadSigner",
    "DocumentError",
    "NotEditable",
    "NotReady",
    "StaleVersion",
    "TextChanged",
    "acknowledge",
    "arrange",
    "change_entry",
    "change_heading",
    "choose_signer",
    "digest_of",
    "issue_document",
    "mark_opened",
    "name_version",
    "reserve_number",
    "save_version",
    "set_recipients",
    "take_step",
    "void_number",
]
