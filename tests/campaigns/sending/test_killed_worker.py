"""A sending worker ended by SIGKILL between the mail and its line in the ledger: every mail goes out once."""

import datetime as dt
import os
import textwrap
import time

import pytest
from django.utils import timezone

from campaigns.sending import jobs, services
from campaigns.sending.models import Outcome, Sending
from campaigns.services import add_message, approve_message
from documents.jobs import STALE_AFTER, resend_stale
from documents.models import Job
from units.models import User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PEOPLE = 7

# Python imports this before anything else: in the worker a mail is a line in a file, and after the third one it hangs.
MAILS = """
    import os, pathlib, sys, threading, time

    GONE = pathlib.Path({gone!r})

    def send(self, sending, text, link):
        with GONE.open("a") as file:
            file.write(sending.address + "\\n")
        if len(GONE.read_text().split()) == 3 and not GONE.with_suffix(".reached").exists():
            GONE.with_suffix(".reached").touch()
            time.sleep(120)

    def patch():
        while not hasattr(sys.modules.get("campaigns.sending.ways"), "CHANNEL"):
            time.sleep(0.01)
        sys.modules["campaigns.sending.ways"].MailToOfficer.send = send

    if "celery" in " ".join(sys.orig_argv):
        threading.Thread(target=patch, daemon=True).start()
"""


@pytest.fixture
def gone(tmp_path, monkeypatch):
    """The addresses that mails really went to, one a line."""
    file = tmp_path / "gone.txt"
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(MAILS).format(gone=str(file)))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    return file


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def test_killed_between_mail_and_ledger_nobody_gets_it_twice(gone, real_worker, world, campaign):
    for person in User.objects.all():
        person.email = f"{person.username}@example.vn"
        person.save(update_fields=["email"])
    message = approve_message(add_message(campaign, text="Hiểu luật", by=world.drafter), by=world.leader)
    broadcast = services.start_broadcast(message, audience="every", ways=["email"], by=world.drafter)
    wait_for(gone.with_suffix(".reached").exists)
    real_worker.kill()
    lost = Sending.objects.get(status=Outcome.SENDING)

    real_worker.start()
    job = Job.objects.get(key=jobs.job_key(broadcast))
    assert resend_stale(timezone.now() + STALE_AFTER + dt.timedelta(seconds=1)) == [job.pk]
    wait_for(lambda: Job.objects.get(pk=job.pk).status == Job.Status.READY)
    jobs.sweep(timezone.now() + dt.timedelta(hours=1))

    addresses = gone.read_text().split()
    assert len(addresses) == len(set(addresses)) == PEOPLE
    assert set(Sending.objects.values_list("status", flat=True)) == {Outcome.SENT, Outcome.UNKNOWN}
    # The officer asks, the mail had arrived: nothing is left to send.
    services.settle_sending(lost, arrived=True, by=world.drafter)
    assert Sending.objects.filter(status=Outcome.SENT).count() == PEOPLE
