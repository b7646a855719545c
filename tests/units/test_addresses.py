"""Whose address a sign-in is counted by, with and without proxies in front."""

import pytest
from django.urls import reverse

from config.env import trusted_proxies
from tests.units.conftest import PASSWORD
from units.addresses import client_address
from units.models import Role, SignInFailure

NETWORKS = "10.0.0.0/8,2001:db8:1::/48"


def address(settings, proxies, forwarded, remote="10.0.0.1"):
    settings.TRUSTED_PROXIES = trusted_proxies(proxies)
    return client_address({"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded})


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        ("", "203.0.113.7", "10.0.0.1"),
        ("1", "203.0.113.7", "203.0.113.7"),
        ("1", "198.51.100.9, 203.0.113.7", "203.0.113.7"),
        ("2", "198.51.100.9, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("2", "203.0.113.7", "10.0.0.1"),
        ("1", "", "10.0.0.1"),
        ("1", "unknown", "10.0.0.1"),
        ("1", "[2001:db8::5]:4711", "2001:db8::5"),
        ("1", "203.0.113.7:5060", "203.0.113.7"),
        ("1", "::ffff:203.0.113.7", "203.0.113.7"),
        (NETWORKS, "198.51.100.9, 203.0.113.7, 10.9.9.9", "203.0.113.7"),
        (NETWORKS, "203.0.113.7, 2001:db8:1::2", "203.0.113.7"),
        (NETWORKS, "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        (NETWORKS, "203.0.113.7, x", "10.0.0.1"),
    ],
)
def test_address_is_the_right_most_one_no_trusted_proxy_speaks_for(settings, proxies, forwarded, found):
    assert address(settings, proxies, forwarded) == found


def test_connection_from_outside_the_networks_is_not_believed(settings):
    assert address(settings, NETWORKS, "203.0.113.7", remote="192.0.2.1") == "192.0.2.1"


@pytest.mark.django_db
def test_people_behind_one_proxy_are_locked_apart(client, union, settings):
    settings.TRUSTED_PROXIES = 1
    union.person(Role.LEADER, union.north, "khac")

    def sign_in(forwarded, password):
        data = {"username": "khac", "password": password}
        return client.post(reverse("units:sign_in"), data, HTTP_X_FORWARDED_FOR=forwarded)

    for n in range(5):
        sign_in(f"198.51.100.{n}, 203.0.113.7", "sai")
    assert "quá nhiều lần" in sign_in("203.0.113.7", PASSWORD).content.decode()
    assert sign_in("203.0.113.8", PASSWORD).status_code == 302


@pytest.mark.django_db
def test_changing_the_address_does_not_get_around_the_lock_of_the_account(client, union, settings):
    union.person(Role.LEADER, union.north, "khac")

    def sign_in(remote, password):
        return client.post(
            reverse("units:sign_in"), {"username": "khac", "password": password}, REMOTE_ADDR=remote
        )

    for n in range(20):
        sign_in(f"203.0.113.{n}", "sai")
    answer = sign_in("192.0.2.1", PASSWORD)
    assert "thử lại sau 15 phút" in answer.content.decode()
    assert SignInFailure.objects.count() == 20
