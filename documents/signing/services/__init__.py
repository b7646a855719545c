"""Every change of a signature. Nothing here alters a file that was kept: each step adds one."""

from documents.signing.services.batches import MOST, batch_jobs, next_kind, retry_failed, sign_batch
from documents.signing.services.bringing import receive
from documents.signing.services.errors import NotSigned
from documents.signing.services.portal import attributes_of, finish_hand_off, sign
from documents.signing.services.registering import add_certificate, retire_certificate
from documents.signing.services.stamping import ask_for_stamp, stamp_waiting

__all__ = [
    "MOST",
    "NotSigned",
    "add_certificate",
    "ask_for_stamp",
    "attributes_of",
    "batch_jobs",
    "finish_hand_off",
    "next_kind",
    "receive",
    "retire_certificate",
    "retry_failed",
    "sign",
    "sign_batch",
    "stamp_waiting",
]
