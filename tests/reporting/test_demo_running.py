"""What the example says while it works, and where it serves."""

from __future__ import annotations

import socket

import pytest
from django.core.management.base import CommandError

from reporting.demo import running


def test_long_step_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(running, "SILENCE", -1.0)
    said: list[str] = []
    assert list(running.counted(["a", "b"], "báo cáo", said.append)) == ["a", "b"]
    assert said == ["  0/2 báo cáo", "  1/2 báo cáo"]


def test_short_step_says_nothing():
    said: list[str] = []
    assert list(running.counted([1, 2, 3], "báo cáo", said.append)) == [1, 2, 3]
    assert said == []


def test_taken_port_is_refused_and_another_one_proposed(settings):
    with socket.socket() as taken:
        taken.bind((running.HOST, 0))
        taken.listen()
        settings.PORT = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Cổng {settings.PORT} đang được dùng.*make demo PORT="):
            running.serve(print)
