"""Every field of every form and every question in an address, with what nobody should type: never a server error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client

from tests.architecture.addresses import access_table, address_of
from tests.attacks.forms import PageForm, forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.deep]

HUGE = "9" * 5_000
NASTY = {
    "nul": "a\0b",
    "controls": "a\x01\x08\x0b\x0c\x1f\x7fb",
    "huge number": HUGE,
    "superscript": "²",
    "beyond 64 bits": str(2**63),
    "bad day": "31/02/2026",
    "year 9999": "31/12/9999",
    "letters": "không phải số",
    "wildcards": "%_\\'; DROP TABLE units_unit; --",
    "long": "Ậ" * 10_000,
    "2,000 words": " ".join(f"chu{n}" for n in range(2_000)),
    "lone surrogate": "a\udc80b",
}
# PostgreSQL refuses characters that SQLite stores; both have a largest number; the rest is the same on both.
FOR_POSTGRES = ("nul", "controls", "lone surrogate")
FOR_BOTH = ("beyond 64 bits",)
MOST_CHOSEN = 5  # that are also sent alone
PEOPLE = ("office", "reporter", "head")
# Many pages show the same form; it is sent from the first of them.
SENT: set[tuple[str, ...]] = set()
PAGES = [row for row in access_table() if row.method == "GET"]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def sent(client: Client, method: str, url: str, data: dict[str, Any]) -> int:
    """The status; what it changes is taken back."""
    data = {name: value.encode("utf-8", "replace").decode() for name, value in data.items()}
    with transaction.atomic():
        status = (client.post if method == "post" else client.get)(url, data).status_code
        transaction.set_rollback(True)
    return status


def reader(world: Any, row: Any) -> tuple[str, Client] | None:
    """Somebody who may open the page."""
    who = next((who for who in PEOPLE if row.answers[who] == "200"), None)
    if who is None:
        return None
    client = Client(raise_request_exception=False)
    client.force_login(world[who])
    return who, client


@contextmanager
def asked() -> Iterator[set[str]]:
    """The names the server looks for in the address; more may join while it answers."""
    names: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "__contains__", "getlist"):
            found = getattr(QueryDict, method)

            def heard(self: QueryDict, key: str, *rest: Any, found: Any = found) -> Any:
                names.add(key)
                return found(self, key, *rest)

            patch.setattr(QueryDict, method, heard)
        yield names


def nasty() -> dict[str, str]:
    on_postgres = connection.vendor == "postgresql"
    return {
        name: value
        for name, value in NASTY.items()
        if name in FOR_BOTH or (name in FOR_POSTGRES) == on_postgres
    }


def faults_of(client: Client, form: PageForm) -> list[str]:
    found = []
    typed = [key for key in form.fields if key not in form.choices]
    for name, value in nasty().items():
        if sent(client, form.method, form.action, form.fields | dict.fromkeys(typed, value)) >= 500:
            found.append(f"{form.method} {form.action}: every typed field {name}")
    chosen = sorted(form.choices | {key for key in form.hidden})
    for name in sorted(nasty().keys() & {"nul", "huge number", "superscript"}):
        for keys in (
            chosen,
            *([key] for key in chosen[:MOST_CHOSEN] if len(chosen) > 1 and name != "huge number"),
        ):
            if (
                keys
                and sent(client, form.method, form.action, form.fields | dict.fromkeys(keys, NASTY[name]))
                >= 500
            ):
                found.append(f"{form.method} {form.action}: {', '.join(keys)} {name}")
    return found


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.title)
def test_no_field_breaks_the_server(world, row):
    by = reader(world, row)
    if by is None:
        return
    client = by[1]
    url = address_of(world, row.name, row.of)
    page = client.get(url)
    if "html" not in page.headers.get("Content-Type", ""):
        return
    faults: list[str] = []
    for form in forms_of(page.content.decode(), url):
        one = (by[0], form.method, form.action, *sorted(form.fields))
        if one in SENT or "dang-xuat" in form.action or "doi-vai-tro" in form.action:
            continue
        SENT.add(one)
        faults += faults_of(client, form)
    assert faults == []


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.title)
def test_no_question_breaks_the_server(world, row):
    by = reader(world, row)
    if by is None:
        return
    client, url = by[1], address_of(world, row.name, row.of)
    with asked() as names:
        sent(client, "get", url, {})
        faults = [
            f"{', '.join(sorted(names))} {name}"
            for name, value in nasty().items()
            if names and sent(client, "get", url, dict.fromkeys(tuple(names), value)) >= 500
        ]
    assert faults == []
