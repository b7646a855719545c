"""Who gets which answer at every address: access.csv is the whole truth, what it does not list fails."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.architecture.addresses import SIGN_IN, access_table, address_of, addresses, answer, client_of

pytestmark = pytest.mark.django_db

TABLE = access_table()
METHODS: dict[str, set[str]] = defaultdict(set)
for _row in TABLE:
    METHODS[_row.name].add(_row.method)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP)\b", re.I)
OPEN_OBJECTS = {
    "unknown code",
    "calendar address",
    "several pieces of work",
    "form of the catalogue",
    "day off",
    # Who has the address of an open contest may take part, with or without an account.
    "public page of the open contest",
    "public page of the contest in preparation",
    # So may who has the code of an invitation.
    "invitation",
    # Who has the code sees the state of the petition; a published story is for everybody while consent stands.
    "receipt of a petition",
    "public page of the published story",
    "public page of the story being written",
}
# Whose visit it is, not what the portal knows.
SESSIONS = "django_session"


class WroteOnGet(AssertionError):
    """A GET changed a row."""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of refusals are expected here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def refuse_writing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if WRITES.match(sql) and SESSIONS not in sql:
        raise WroteOnGet(sql[:200])
    return execute(sql, params, many, context)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.title)
def test_answers_are_those_of_the_table(world, row):
    assert {
        who: answer(world, who, name=row.name, of=row.of, method=row.method) for who in row.answers
    } == row.answers


def test_every_address_has_its_line():
    named = [address.name for address in addresses()]
    assert len(named) == len(set(named)), "two addresses of one name"
    assert {"unlisted": set(named) - set(METHODS), "gone": set(METHODS) - set(named)} == {
        "unlisted": set(),
        "gone": set(),
    }


def test_every_object_has_a_stranger_and_somebody_it_is_for():
    """When nothing leaks because nobody may open it, the table proves nothing."""
    doors: dict[str, set[str]] = defaultdict(set)
    for row in TABLE:
        # Who has the address of a calendar may read it; of several rows each gets its own answer; a published form or
        # a day off is nobody's secret.
        if row.of and row.of not in OPEN_OBJECTS:
            doors[row.of] |= set(row.answers.values())
    assert [of for of, found in doors.items() if "404" not in found or not found & {"200", "302"}] == []


def test_table_has_no_server_error_and_no_anonymous_reader():
    assert [row.title for row in TABLE if any(found.startswith("5") for found in row.answers.values())] == []
    opened = {row.name for row in TABLE if row.answers["anonymous"] == "200"}
    assert opened == {
        "healthz", "units:sign_in", "documents:verify_form", "documents:verify", "plans:calendar_feed",
        "contests:landing", "contests:units",
        # What a device needs before anybody signs in; none of them holds a person's data.
        "service_worker", "manifest", "device", "waiting",
        "petitions:code_page", "petitions:code_state", "examples:public", "examples:public_photo",
        # The approved words of an open campaign, behind its QR code.
        "campaigns:public",
    }  # fmt: skip


@pytest.mark.parametrize("row", [row for row in TABLE if row.method == "GET"], ids=lambda row: row.title)
def test_get_writes_nothing(world, row):
    path = address_of(world, row.name, row.of)
    for who in row.answers:
        client = client_of(world, who)
        client.raise_request_exception = True
        with connection.execute_wrapper(refuse_writing):
            client.get(path)


def test_guard_against_writing_sees_a_write(world):
    with connection.execute_wrapper(refuse_writing), pytest.raises(WroteOnGet):
        world.province.save(update_fields=["phone"])


@pytest.mark.parametrize("name", sorted(METHODS))
def test_other_methods_are_refused(world, name):
    """An address that changes something answers 405 to GET, one that only shows answers 405 to POST."""
    of = next(row.of for row in TABLE if row.name == name)
    for method in {"GET", "POST"} - METHODS[name]:
        assert answer(world, "office", name=name, of=of, method=method) == "405"
        assert answer(world, "anonymous", name=name, of=of, method=method) in {"405", SIGN_IN}
