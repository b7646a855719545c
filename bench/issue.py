"""One paper to 1,500 units: from the click to their in-boxes, then the mails, with workers killed at random.

The issue has to be visible to the last unit within five seconds. Mails go out by the queue: none twice, none lost; one
that a worker was just sending when it was killed stands as "unknown", which a person sees.

`python -m bench.issue`; `--units N` any other number.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import Any

from bench._mails import send_all
from bench._postgres import own_database
from bench._table import print_table, verdict

UNITS, SECONDS, KILLS = 1500, 5.0, 12


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--units", type=int, default=UNITS, help="recipients")
    asked = reader.parse_args()
    # What waits for a worker stays in this process.
    os.environ["CELERY_BROKER_URL"] = "memory://"
    with own_database("bench_issue"):
        document, clerk, last = _approved(asked.units)
        seconds = _issue(document, clerk, last)
        posted = send_all(KILLS)
    print_table(
        f"One paper to {asked.units} units, PostgreSQL, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        ["", "seconds", "mails", "a second", "killed", "twice", "lost", "unknown"],
        [
            ["issue until visible to the last", f"{seconds:.2f}", "", "", "", "", "", ""],
            ["mails by the queue", f"{posted.seconds:.1f}", posted.mails, f"{posted.mails / posted.seconds:.0f}",
             posted.kills, posted.twice, posted.lost, posted.unknown],
        ],
    )  # fmt: skip
    if posted.twice or posted.lost or posted.unknown > posted.kills:
        sys.exit("Mails went out twice, were lost, or more are unknown than workers were killed.")
    return verdict(seconds / SECONDS, 1.0)


def _approved(count: int) -> tuple[Any, Any, Any]:
    """An approved paper for every unit below, the clerk who issues it, somebody at the last unit."""
    from documents.models import Document, DocumentVersion, Recipient, Status
    from documents.services.versions import digest_of
    from tests import factories
    from units.models import Role, Seat, Unit

    province = factories.province()
    clerk = factories.person(Role.REGISTRY, province)
    signer = Seat.objects.get(user=factories.person(Role.LEADER, province))
    for number in range(count):
        factories.upper_unit(province, f"Công đoàn xã Suối Mơ {number}", email=f"xa{number}@example.vn")
    last = Unit.objects.exclude(pk=province.pk).latest("pk")
    officer = factories.person(Role.UPPER_UNIT, last)
    document = Document.objects.create(
        issuer=province, type="KH", symbol="KH-LĐLĐ", abstract="Học tập nghị quyết", place_name="Mẫu Sơn",
        status=Status.APPROVED, signer=signer,
    )  # fmt: skip
    version = DocumentVersion.objects.create(document=document, number=1, content={}, digest="", frozen=True)
    digest = digest_of({"abstract": document.abstract, "text": version.content})
    Document.objects.filter(pk=document.pk).update(current_version=version, approved_sha256=digest)
    Recipient.objects.create(
        document=document, group=Recipient.Group.CHILDREN, text="Các đơn vị trực thuộc", role="thuc_hien"
    )
    return Document.objects.get(pk=document.pk), clerk, officer


def _issue(document: Any, clerk: Any, officer: Any) -> float:
    from documents import queries
    from documents.services import issue_document

    started = time.perf_counter()
    issue_document(document, by=clerk)
    if not queries.inbox(officer).filter(document=document).exists():
        sys.exit("The last unit does not see the paper.")
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
