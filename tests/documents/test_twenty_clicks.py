"""Twenty browsers press "issue" at the same moment: one number, and everybody is told how it stands."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from documents.models import NumberSeries, RegisterEntry
from tests.documents import samples
from tests.documents.test_issuing import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "t" * 32


def click(address: str, session: str) -> int:
    """POST as the page's button does; the status of the answer."""
    to = urlsplit(address)
    line = http.client.HTTPConnection(to.hostname or "", to.port, timeout=60)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    line.request("POST", to.path, headers={"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Length": "0"})
    return line.getresponse().status


def session_of(user) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_twenty_requests_at_once_give_one_number(live_server):
    desk = samples.office()
    document = samples.approved(desk)
    session = session_of(desk.registry)
    address = f"{live_server.url}/van-ban/{document.pk}/buoc/issue/"
    answers = at_once(20, lambda _n: click(address, session))
    assert set(answers) == {302}, answers
    document.refresh_from_db()
    assert (document.status, document.number) == ("issued", 1)
    assert RegisterEntry.objects.count() == document.moves.filter(step="issue").count() == 1
    assert NumberSeries.objects.get().last_number == 1


def test_request_without_the_token_changes_nothing(live_server):
    desk = samples.office()
    document = samples.approved(desk)
    to = urlsplit(live_server.url)
    line = http.client.HTTPConnection(to.hostname or "", to.port, timeout=60)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session_of(desk.registry)}"
    line.request(
        "POST", f"/van-ban/{document.pk}/buoc/issue/", headers={"Cookie": cookies, "Content-Length": "0"}
    )
    assert line.getresponse().status == 403
    document.refresh_from_db()
    assert document.status == "approved"
