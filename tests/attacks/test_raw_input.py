"""What a page never sends by itself: broken JSON of a plan, ids that are no ids, text with invisible characters."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from plans.models import Plan
from tests.architecture.world import BLOCKS

pytestmark = pytest.mark.django_db


def client_of(world: Any, who: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world[who])
    return client


def saved(world: Any, body: str | bytes) -> Any:
    """The answer to the editor's save; nothing of it stays."""
    url = "/ke-hoach/{pk}/luu/".format(**world.objects["draft plan"])
    with transaction.atomic():
        answer = client_of(world, "office").post(url, body, content_type="application/json")
        transaction.set_rollback(True)
    return answer


def body_with(**block: Any) -> str:
    blocks = [{"id": "bbaaaa", "level": "part"} | block]
    return json.dumps({"base": 2, "content": {"abstract": "A", "blocks": blocks}})


WHOLE = {"abstract": "A", "blocks": BLOCKS}
BODIES: dict[str, str | bytes] = {
    "not JSON": "{",
    "not UTF-8": b'{"base": 2, "content": "\xff"}',
    "a list": "[1]",
    "base endless": '{"base": Infinity, "content": {}}',
    "base 1e400": '{"base": 1e400, "content": {}}',
    "session half a letter": json.dumps({"base": 2, "session": "\ud800", "content": WHOLE}),
    "session nul": json.dumps({"base": 2, "session": "a\0b", "content": WHOLE}),
    "session a list": json.dumps({"base": 2, "session": [], "content": WHOLE}),
    "session too long": json.dumps({"base": 2, "session": "a" * 33, "content": WHOLE}),
    "base no number": '{"base": NaN, "content": {}}',
    "base of 5,000 digits": '{"base": %s, "content": {}}' % ("9" * 5_000),
    "base of 200 digits": '{"base": %s, ' % ("9" * 200) + f'"content": {json.dumps(WHOLE)}}}',
    "100,000 brackets": '{"base": 2, "content": %s}' % ("[" * 100_000 + "]" * 100_000),
    "5,000 brackets in a cell": body_with(rows=1).replace('"rows": 1', '"rows": %s' % ("[" * 5_000 + "]" * 5_000)),
    "content is text": '{"base": 2, "content": "x"}',
    "content is null": '{"base": 2, "content": null}',
    "blocks an object": '{"base": 2, "content": {"abstract": "A", "blocks": {"a": 1}}}',
    "block null": '{"base": 2, "content": {"abstract": "A", "blocks": [null]}}',
    "2,001 blocks": json.dumps({"base": 2, "content": {"abstract": "A", "blocks": [
        {"id": f"b{i:07d}", "level": "paragraph", "text": "x"} for i in range(2_001)]}}),
    "one id twice": json.dumps({"base": 2, "content": {"abstract": "A", "blocks": [BLOCKS[0], BLOCKS[0]]}}),
    "nul": body_with(text="a\0b"),
    "lone surrogate": body_with(text="a\ud800b"),
    "surrogate in an unknown field": body_with(**{"\ud800": 1}),
    "surrogate as level": body_with(level="\ud800"),
    "level a list": body_with(level=["part"]),
    "id a number": body_with(id=5),
    "id NaN": body_with(text="x").replace('"bbaaaa"', "NaN"),
    "text a number": body_with(text=5),
    "marks without text": body_with(marks=[[0, 1, "b"]]),
    "mark of a list": body_with(text="abc", marks=[[0, 1, ["b"]]]),
    "mark of an object": body_with(text="abc", marks=[[0, 1, {}]]),
    "marks of a number": body_with(text="abc", marks=5),
    "mark NaN": body_with(text="abc", marks=[[0, 1, "b"]]).replace("[0, 1", "[NaN, Infinity"),
    "mark outside": body_with(text="abc", marks=[[0, 10**30, "b"]]),
    "table of numbers": body_with(level="table", rows=[[1, 2]]),
    "table of rows of text": body_with(level="table", rows=["ab"]),
    "header rows NaN": body_with(level="table", header_rows=1).replace('"header_rows": 1', '"header_rows": NaN'),
    "abstract a list": '{"base": 2, "content": {"abstract": ["A"], "blocks": []}}',
    "bases of objects": '{"base": 2, "content": {"abstract": "A", "bases": [{}], "blocks": []}}',
    "abstract too long": json.dumps({"base": 2, "content": {"abstract": "Ậ" * 501, "blocks": []}}),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_broken_plan_is_refused_with_a_message(world, name):
    before = Plan.objects.get(pk=world.objects["draft plan"]["pk"]).current_version_id
    answer = saved(world, BODIES[name])
    assert answer.status_code in {400, 409, 422}, answer.status_code
    told = answer.json()
    assert told["message"].strip()
    assert Plan.objects.get(pk=world.objects["draft plan"]["pk"]).current_version_id == before


IDS = {
    "superscript": "²",
    "foreign digits": "٣",
    "5,000 digits": "9" * 5_000,
    "letters": "x",
    "minus": "-1",
    "nul": "\0",
}


@pytest.mark.parametrize("name", IDS)
def test_id_that_is_no_id_is_not_found(world, name):
    given = IDS[name]
    office = client_of(world, "office")
    assert office.post("/doi-vai-tro/", {"seat": given}).status_code == 404
    period = world.objects["period"]["pk"]
    assert office.get(f"/bao-cao/ky/{period}/", {"noi": given}).status_code == 404
    assert office.get(f"/bao-cao/ky/{period}/xuat/", {"noi": given}).status_code == 404
    assert office.post(f"/bao-cao/ky/{period}/duyet/", {"noi": given}).status_code == 404
    branch = "/don-vi/{code}/cap-duoi/".format(**world.objects["province"])
    assert office.get(branch, {"from": given}).status_code == 200
    derive = "/ke-hoach/{pk}/cu-the-hoa/".format(**world.objects["issued plan"])
    assert office.post(derive, {"issuer": given}).status_code in {302, 403, 404}
    report = "/bao-cao/phieu/{pk}/nhap/".format(**world.objects["report being entered"])
    assert client_of(world, "reporter").post(report, {"base": given}).status_code == 409


@pytest.mark.parametrize("name", IDS)
def test_target_of_no_number_is_an_error_or_a_new_one(world, name):
    url = "/ke-hoach/{pk}/doan/{block_id}/".format(**world.objects["plan target"])
    answer = client_of(world, "office").post(url, {"target": IDS[name], "name": "", "comparator": "gte"})
    assert answer.status_code in {404, 422}
