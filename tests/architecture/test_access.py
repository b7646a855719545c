"""Who gets which answer at every address: access.csv is the whole truth, what it does not list fails."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.architecture.addresses import SIGN_IN, WroteOnGet, access_table, addresses, answer, refuse_writing

pytestmark = pytest.mark.django_db

TABLE = access_table()
METHODS: dict[str, set[str]] = defaultdict(set)
for _row in TABLE:
    METHODS[_row.name].add(_row.method)
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
    # And who has the code of a certificate sees whom it was given to.
    "certificate",
    # Who has the code sees the state of the petition; a published story is for everybody while consent stands.
    "receipt of a petition",
    "public page of the published story",
    "public page of the story being written",
}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of refusals are expected here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.title)
def test_answers_are_those_of_the_table(world, row):
    """And no GET writes: that is an answer of its own."""
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
        # The approved words of an open campaign, an invitation and a certificate, each behind its QR code.
        "campaigns:public", "invitations:invitation", "campaigns:certificate_check",
    }  # fmt: skip


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
