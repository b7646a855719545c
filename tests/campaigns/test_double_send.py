"""The same form sent many times at the same moment, on real connections."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from campaigns.models import Activity, Evidence
from campaigns.services import log_activity
from documents.evidence import read_photo
from tests.campaigns.uploads import photo

SENDS = 6


@pytest.mark.django_db(transaction=True)
def test_six_sends_at_once_store_one_activity_with_its_evidence(world, logging, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    key, pieces, start = uuid.uuid4(), [read_photo(photo())], Barrier(SENDS)

    def send(_number):
        try:
            start.wait(timeout=20)
            return log_activity(**logging, request_key=key, quantities={"to_roi": 5}, evidence=pieces).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDS) as pool:
        answers = set(pool.map(send, range(SENDS)))
    assert answers == {Activity.objects.get().pk}
    assert Evidence.objects.count() == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2
