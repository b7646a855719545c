"""Chromium itself: it starts, speaks Vietnamese and reaches the server of the test."""


def test_browser_reaches_the_portal_from_vietnam(live_server, page):
    answer = page.goto(f"{live_server.url}/healthz/")
    assert answer.status == 200
    assert page.inner_text("body") == "ok"
    assert page.evaluate("navigator.language") == "vi-VN"
    # Minutes behind UTC; the zone has two names.
    assert page.evaluate("new Date(2026, 10, 20).getTimezoneOffset()") == -420
