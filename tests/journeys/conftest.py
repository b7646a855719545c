"""A small province and people who come to the portal in a browser of their own; no page may complain."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from campaigns import catalogue as campaign_catalogue
from tests.browsing import sign_in
from tests.factories import grassroots, make_seat, make_user, province, upper_unit
from units.models import Role, Unit, User

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
# A refused form answers 422, a report that takes nothing now 409, one that is somebody else's now 404; Chromium writes
# them into the console.
EXPECTED = re.compile(
    r"Failed to load resource: the server responded with a status of (422|409)|404 .* /bao-cao/phieu/\d+/o/$"
)


@dataclass
class Town:
    """One province, one upper unit, one grassroots union, and who works there."""

    province: Unit
    upper: Unit
    base: Unit
    people: dict[str, User]


@pytest.fixture
def town(transactional_db: None) -> Town:
    campaign_catalogue.load()
    top = province(code="MS", short_name="LĐLĐ tỉnh Mẫu Sơn")
    upper = upper_unit(top, "Công đoàn xã Suối Mơ", code="MS-SM")
    base = grassroots(upper, "CĐCS Công ty May Bình Minh", code="MS-SM-1", sector="nnn", member_count=100)
    desks = {
        "drafter": ("Lý Thị Mai", top, [Role.DRAFTER]),
        "leader": ("Trần Ngọc Ánh", top, [Role.LEADER]),
        "clerk": ("Vũ Thị Sen", top, [Role.REGISTRY]),
        "upper": ("Đặng Quốc Việt", upper, [Role.DRAFTER, Role.REGISTRY, Role.UPPER_UNIT]),
        "upper_leader": ("Phạm Văn Long", upper, [Role.LEADER]),
        "chair": ("Nguyễn Thị Hoa", base, [Role.GRASSROOTS]),
    }
    people = {name: _person(name, *desk) for name, desk in desks.items()}
    return Town(top, upper, base, people)


def _person(name: str, full_name: str, unit: Unit, roles: list[str]) -> User:
    user = make_user(full_name, username=name)
    for role in roles:
        make_seat(user, role, unit)
    return user


@pytest.fixture
def visit(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any
) -> Iterator[Callable[..., Page]]:
    """`visit(user, PHONE)` gives a page of a browser of the user's own (None: nobody signed in).

    At the end no page may have written an error to the console: a refused script or style, an exception, a lost file.
    """
    contexts: list[Any] = []
    complaints: list[list[str]] = []

    def come(user: User | None = None, device: dict[str, Any] = DESK) -> Page:
        context = browser.new_context(**{**browser_context_args, **device, "base_url": live_server.url})
        contexts.append(context)
        page = context.new_page()
        complaints.append(watch(page))
        if user is not None:
            sign_in(page, live_server, user)
        return page

    yield come
    for context in contexts:
        context.close()
    assert [text for said in complaints for text in said] == []


def watch(page: Page) -> list[str]:
    """The list that grows with what goes wrong on the page."""
    complaints: list[str] = []

    def hear(said: Any) -> None:
        text = f"{said.text} {urlsplit(said.location['url']).path}"
        if said.type == "error" and not EXPECTED.search(text):
            complaints.append(text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def agree(page: Page) -> None:
    """Say yes in the page's own dialog."""
    page.get_by_role("dialog").get_by_role("button", name="Đồng ý").click()


def take(page: Page, step: str, note: str = "") -> None:
    """Press the button of a step; a step that asks for a reason opens its panel first."""
    if note:
        page.locator("summary", has_text=step).click()
        page.get_by_label("Lý do").fill(note)
    page.get_by_role("button", name=step, exact=True).click()


def told(page: Page, words: str) -> None:
    """The page says so."""
    expect(page.locator("#content")).to_contain_text(words)


def eventually(page: Page, holds: Callable[[], Any], seconds: int = 20) -> None:
    """The server has it after some time: what a page sends by itself shows nowhere at once."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came"
        page.wait_for_timeout(100)


def fits(page: Page) -> bool:
    """Nothing sticks out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
