"""Asking for pages of documents in tests."""

import re

from django.urls import reverse


def url(name, *args):
    return reverse(f"documents:{name}", args=args)


def get(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(url(name, *args), query)


def post(client, person, name, *args, **data):
    client.force_login(person)
    return client.post(url(name, *args), data, follow=True)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
