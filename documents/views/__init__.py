from documents.views.deliveries import delivery_acknowledge, delivery_detail, delivery_open, inbox, receipts
from documents.views.jobs import job_cancel, job_status
from documents.views.lists import document_export, document_list
from documents.views.paper import document_pdf, document_preview, document_print, recipients_edit, step
from documents.views.references import (
    reference_detail,
    reference_edit,
    reference_export,
    reference_list,
    reference_new,
)
from documents.views.register import number_void, register, register_export, register_print
from documents.views.verification import verify, verify_form

__all__ = [
    "delivery_acknowledge",
    "delivery_detail",
    "delivery_open",
    "document_export",
    "document_list",
    "document_pdf",
    "document_preview",
    "document_print",
    "inbox",
    "job_cancel",
    "job_status",
    "number_void",
    "receipts",
    "recipients_edit",
    "reference_detail",
    "reference_edit",
    "reference_export",
    "reference_list",
    "reference_new",
    "register",
    "register_export",
    "register_print",
    "step",
    "verify",
    "verify_form",
]
