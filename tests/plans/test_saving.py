"""Saving when things go wrong: two people at once, a server that is killed, a session that ends."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from plans.models import Plan
from tests.browsing import sign_in
from tests.documents.test_issuing import at_once
from tests.factories import person
from tests.plans.editor_pages import block, new_draft, open_editor, put_cursor, saved, texts
from tests.real_server import RealServer
from units.audit import verify_chain
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "t" * 32
SENTENCE = "Chăm lo đời sống đoàn viên, người lao động"


@pytest.fixture
def draft(transactional_db):
    return new_draft(block("aaaa01", "bullet", SENTENCE))


@pytest.fixture
def real_server(transactional_db) -> Iterator[RealServer]:
    server = RealServer()
    try:
        server.start()
        yield server
    finally:
        server.kill()


class Editor:
    """What the page does with its text: sends it with the number it started from."""

    def __init__(self, url: str, plan: Plan, who: Any, session: str) -> None:
        client = Client()
        client.force_login(who)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.to, self.path, self.session = urlsplit(url), f"/ke-hoach/{plan.pk}/luu/", session
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
        }
        self.base = plan.current_version.number

    def send(self, text: str) -> tuple[int, dict[str, Any]]:
        """Status and answer. Raises OSError or HTTPException when nobody answers."""
        content = {"abstract": "Tết sum vầy", "blocks": [block("aaaa01", "bullet", text)]}
        body = json.dumps({"base": self.base, "content": content, "session": self.session})
        line = http.client.HTTPConnection(self.to.hostname or "", self.to.port, timeout=60)
        line.request("POST", self.path, body, self.headers)
        answer = line.getresponse()
        told = json.loads(answer.read())
        if answer.status == 200:
            self.base = told["version"]
        return answer.status, told


def text_of(plan: Plan) -> str:
    return texts(plan)[0][1]


def test_of_two_who_save_at_once_one_wins_and_the_other_sees_both_texts(live_server, draft):
    plan, first = draft
    second = person(Role.DRAFTER, plan.issuer, "Hoàng Văn Nam")
    editors = [Editor(live_server.url, plan, who, f"tab{n}") for n, who in enumerate((first, second))]
    for turn in range(6):
        # From the second turn on, the winner's save takes up the row of its last one.
        answers = at_once(2, lambda n, turn=turn: editors[n].send(f"Lượt {turn} của người {n}"))
        assert sorted(status for status, _told in answers) == [200, 409], answers
        won, lost = (0, 1) if answers[0][0] == 200 else (1, 0)
        refused = answers[lost][1]
        assert text_of(plan) == f"Lượt {turn} của người {won}"
        assert refused["content"]["blocks"][0]["text"] == f"Lượt {turn} của người {won}"
        assert refused["changes"][0]["mine"].endswith(f"Lượt {turn} của người {lost}")
        editors[lost].base = refused["version"]
    assert verify_chain() is None


def test_every_acknowledged_save_outlives_a_killed_server(real_server, draft):
    plans = [draft, *(new_draft(block("aaaa01", "bullet", SENTENCE)) for _n in range(3))]
    editors = [Editor(real_server.url, plan, who, "tab") for plan, who in plans]
    acknowledged = [0] * len(editors)
    enough = threading.Event()

    def save_until_nobody_answers(n: int) -> None:
        try:
            for number in range(1, 10_000):
                status, _told = editors[n].send(f"Lần {number}")
                assert status == 200
                acknowledged[n] = number
                if min(acknowledged) >= 3:
                    enough.set()
        except (OSError, http.client.HTTPException):
            return

    people = [threading.Thread(target=save_until_nobody_answers, args=[n]) for n in range(len(editors))]
    for one in people:
        one.start()
    assert enough.wait(30)
    real_server.kill()
    for one in people:
        one.join(30)
    stored = [int(text_of(plan).removeprefix("Lần ")) for plan, _who in plans]
    # The last one sent may be stored though its answer never came.
    assert all(0 <= here - told <= 1 for here, told in zip(stored, acknowledged, strict=True)), (
        stored,
        acknowledged,
    )
    real_server.start()
    for editor in editors:  # none of them is in conflict with itself
        assert editor.send("Gõ tiếp")[0] == 200
    assert verify_chain() is None


def test_no_letter_is_lost_when_the_server_is_killed_while_somebody_types(page: Page, real_server, draft):
    open_editor(page, real_server, draft)
    put_cursor(page, "aaaa01")
    page.keyboard.type(" trước khi ngừng", delay=10)
    saved(page)
    page.keyboard.type(" đang gõ", delay=30)
    real_server.kill()
    page.keyboard.type(" thì máy chủ ngừng", delay=10)
    expect(page.locator("#plan-save-state")).to_have_attribute("data-state", "offline", timeout=8000)
    page.keyboard.type(" mà vẫn gõ", delay=10)
    real_server.start()
    page.keyboard.type(" rồi chạy lại", delay=10)
    saved(page)
    assert text_of(draft[0]) == (
        f"{SENTENCE} trước khi ngừng đang gõ thì máy chủ ngừng mà vẫn gõ rồi chạy lại"
    )


def test_session_that_ends_while_somebody_types_loses_nothing(page: Page, context, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01")
    Session.objects.all().delete()
    page.keyboard.type(" khi phiên đã hết")
    state = page.locator("#plan-save-state")
    expect(state).to_have_attribute("data-state", "offline")
    expect(state).to_contain_text("Phiên đăng nhập đã hết")
    assert text_of(draft[0]) == SENTENCE
    sign_in(context.new_page(), live_server, draft[1])
    page.bring_to_front()
    page.keyboard.type(" và nay lại vào")
    saved(page)
    assert text_of(draft[0]) == f"{SENTENCE} khi phiên đã hết và nay lại vào"


def test_save_asks_the_database_as_often_for_a_long_plan_as_for_a_short_one(client):
    counts = []
    for length in (5, 500):
        sentences = [f"Thực hiện Quyết định số {n}/QĐ-TLĐ." for n in range(length)]
        blocks = [block(f"b{n:05d}", "bullet", words, kind="task") for n, words in enumerate(sentences)]
        plan, drafter = new_draft(*blocks)
        client.force_login(drafter)
        for base in (1, 2):
            blocks[2]["text"] += " Thêm."
            body = {"base": base, "session": "tab", "content": {"abstract": "Tết sum vầy", "blocks": blocks}}
            with CaptureQueriesContext(connection) as seen:
                answer = client.post(
                    f"/ke-hoach/{plan.pk}/luu/", json.dumps(body), content_type="application/json"
                )
            assert answer.json()["version"] == base + 1
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20
