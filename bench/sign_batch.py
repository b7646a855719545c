"""A batch of 100 papers signed with one decision by one worker, some of them failing, then the failed ones again.

On a PostgreSQL database of its own: 100 numbered papers with their PDF, the leader's key on the server. The files of
seven are away while the batch runs; each of these must tell its own failure and be signed by the second run, every other
is signed once. Yardstick: the 150 ms a signature may take (DESIGN 8), times 100, jobs, rows and files included.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench._postgres import own_database
from bench._table import print_table, verdict

COUNT, AWAY = 100, 7
BUDGET, KEEP = 0.150 * COUNT, 1.0


def main() -> int:
    # What waits for a worker stays in this process.
    os.environ["CELERY_BROKER_URL"] = "memory://"
    with tempfile.TemporaryDirectory(prefix="bench-sign-batch-") as folder, own_database("bench_sign_batch"):
        return _measure(Path(folder))


def _measure(folder: Path) -> int:
    from django.conf import settings

    from documents.models import Job
    from documents.signing.models import SignatureStatus
    from documents.signing.services import batch_jobs, retry_failed, sign_batch

    settings.MEDIA_ROOT, settings.SIGNING_DIR = folder / "media", folder
    desk, made = _numbered(folder)
    hidden = [Path(document.pdf.path) for document in made[:: COUNT // AWAY][:AWAY]]
    for path in hidden:
        path.rename(path.with_suffix(".away"))
    name = sign_batch(made, by=desk.leader)
    first = _worked(name, desk)
    told = batch_jobs(name, of=desk.leader)
    failed = told.filter(status=Job.Status.FAILED).exclude(error="").count()
    if (failed, told.filter(status=Job.Status.READY).count()) != (AWAY, COUNT - AWAY):
        sys.exit(f"Expected {AWAY} failures with words: {list(told.values_list('status', 'error'))}")
    for path in hidden:
        path.with_suffix(".away").rename(path)
    again = retry_failed(name, by=desk.leader)
    second = _worked(name, desk)
    signatures = [list(document.signatures.values_list("status", flat=True)) for document in made]
    if again != AWAY or any(one != [SignatureStatus.SIGNED] for one in signatures):
        sys.exit("Some paper is not signed exactly once.")
    print_table(
        f"{COUNT} papers in one batch, one worker process",
        ["run", "papers", "failed", "seconds", "ms a paper"],
        [["first", COUNT, failed, f"{first:.1f}", f"{first / COUNT * 1000:.0f}"],
         ["failed again", again, 0, f"{second:.1f}", f"{second / again * 1000:.0f}"]],
    )  # fmt: skip
    return verdict(first / BUDGET, KEEP)


def _numbered(folder: Path) -> tuple[Any, list[Any]]:
    """The office, and papers that wait for its leader's signature."""
    from documents import papers
    from documents.models import Document
    from documents.rendering import render_document
    from documents.services import take_step
    from documents.signing import certificates, keys, pictures
    from documents.signing.models import Device
    from documents.signing.services import add_certificate
    from tests.documents import samples
    from tests.documents.signing.pki import SIGNER, pki

    roots = folder / "roots"
    roots.mkdir()
    (roots / "ca.pem").write_text(pki().authority.pem)
    (roots / "ca.crl").write_bytes(certificates.make_crl(pki().authority))
    papers._builders = {"pk_paper": samples.one_page}
    Document.pk_paper = property(lambda self: self)
    desk = samples.office()
    keys.store("leader", pki().person.key)
    add_certificate(
        pki().person.pem, device=Device.SERVER, seat=desk.seat, key_name="leader",
        picture=pictures.specimen_signature(SIGNER),
    )  # fmt: skip
    made = []
    for number in range(COUNT):
        document = take_step(
            samples.approved(desk, abstract=f"Kế hoạch {number}"), "number", by=desk.registry
        )
        render_document(Document.objects.get(pk=document.pk))
        made.append(Document.objects.get(pk=document.pk))
    return desk, made


def _worked(name: str, desk: Any) -> float:
    """Do the batch's queued jobs, one after another, as a worker does; gives the seconds."""
    from documents.jobs import run
    from documents.models import Job
    from documents.signing.services import batch_jobs

    waiting = list(
        batch_jobs(name, of=desk.leader).filter(status=Job.Status.QUEUED).values_list("pk", flat=True)
    )
    started = time.perf_counter()
    for job in waiting:
        run(job)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
