"""Every address of the portal, and the table that says who gets which answer there (access.csv)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

TABLE = Path(__file__).with_name("access.csv")
PEOPLE = ("anonymous", "outsider", "reporter", "head", "office")
SIGN_IN = "sign-in"
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP)\b", re.I)
# Whose visit it is, not what the portal knows.
SESSIONS = "django_session"


class WroteOnGet(AssertionError):
    """A GET changed a row."""


@dataclass(frozen=True)
class Address:
    """One line of the URLconf."""

    name: str  # "plans:plan_detail"
    words: tuple[str, ...]  # what the address holds: ("pk", "step")


@dataclass(frozen=True)
class Access:
    """One line of the table: the address with this object, and the answer for each person."""

    name: str
    of: str
    method: str
    answers: dict[str, str]

    @property
    def title(self) -> str:
        return " ".join(part for part in (self.method, self.name, self.of) if part)


def addresses(
    resolver: URLResolver | None = None, prefix: str = "", words: tuple[str, ...] = ()
) -> Iterator[Address]:
    """All patterns of the real URLconf with their full names."""
    resolver = resolver or get_resolver()
    for found in resolver.url_patterns:
        own = (*words, *found.pattern.converters)
        if isinstance(found, URLPattern):
            yield Address(f"{prefix}{found.name}", own)
        else:
            yield from addresses(found, f"{prefix}{found.namespace}:" if found.namespace else prefix, own)


def access_table() -> list[Access]:
    with TABLE.open(newline="") as file:
        return [
            Access(row["address"], row["of"], row["method"], {who: row[who] for who in PEOPLE})
            for row in csv.DictReader(file)
        ]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {address.name: address.words for address in addresses()}


def address_of(world: Any, name: str, of: str) -> str:
    """The path of the address for the object; every word the address holds must be known of the object."""
    return reverse(name, kwargs={word: world.objects[of][word] for word in _words()[name]})


def refuse_writing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """For `connection.execute_wrapper`. Raises WroteOnGet."""
    if WRITES.match(sql) and SESSIONS not in sql:
        raise WroteOnGet(sql[:200])
    return execute(sql, params, many, context)


def client_of(world: Any, who: str) -> Client:
    """A browser of the person; bad code shows as an answer of 500, like in production."""
    client = Client(raise_request_exception=False)
    if who != "anonymous":
        client.force_login(world[who])
    return client


def answer(world: Any, who: str, *, name: str, of: str = "", method: str = "GET") -> str:
    """What the person gets: the status, or "sign-in" for being sent to that page. What it changes is taken back.

    A GET that writes is told by the words of what it wrote.
    """
    path = address_of(world, name, of)
    with transaction.atomic():
        client = client_of(world, who)
        if method == "POST":
            found = client.post(path, world.objects[of].get("data", {}))
        else:
            with connection.execute_wrapper(refuse_writing):
                found = client.get(path)
        transaction.set_rollback(True)
    if found.exc_info and isinstance(found.exc_info[1], WroteOnGet):
        return f"wrote: {found.exc_info[1]}"
    if found.status_code == 302 and found["Location"].startswith(reverse("units:sign_in")):
        return SIGN_IN
    return str(found.status_code)
