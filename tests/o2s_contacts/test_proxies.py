"""Whose address a request comes from, and whom the demo answers."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from o2s_contacts import environment
from o2s_contacts.proxies import visitor_address
from tests.conftest import PASSWORD

SEEN = st.lists(st.ip_addresses().map(str), min_size=1)


@pytest.mark.security(64)
@pytest.mark.parametrize(
    ("header", "proxies", "address"),
    [
        ("203.0.113.5", 0, ""),
        ("203.0.113.5", 1, "203.0.113.5"),
        ("198.51.100.9, 203.0.113.5", 1, "203.0.113.5"),
        ("198.51.100.9, 203.0.113.5, 10.0.0.2", 2, "203.0.113.5"),
        # Who reached the inner proxy alone is whom that one saw.
        ("203.0.113.5", 2, "203.0.113.5"),
        ("203.0.113.5:41234", 1, "203.0.113.5"),
        ("[2001:db8::1]:443", 1, "2001:db8::1"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("", 1, ""),
        ("unknown", 1, ""),
        ("<script>", 1, ""),
    ],
)
def test_visitor_is_whom_the_outermost_trusted_proxy_saw(header, proxies, address):
    assert visitor_address(header, proxies) == address


@pytest.mark.security(64)
@given(forged=st.lists(st.text(alphabet=" ,.:1a[]"), max_size=4), seen=SEEN)
def test_what_a_visitor_writes_before_the_proxies_is_not_believed(forged, seen):
    assert visitor_address(",".join([*forged, *seen]), len(seen)) == seen[0]


@pytest.mark.security(64)
def test_guesses_behind_the_proxy_lock_their_own_address_only(adviser, settings):
    """Eight guesses from one address, each with another forged one before it."""
    settings.AXES_ENABLED = True
    settings.TRUSTED_PROXIES = 1

    def log_in(password, seen, forged="198.51.100.1"):
        return Client().post(
            "/login/",
            {"username": "adviser", "password": password},
            REMOTE_ADDR="127.0.0.1",
            headers={"X-Forwarded-For": f"{forged}, {seen}"},
        )

    for guess in range(settings.AXES_FAILURE_LIMIT):
        log_in("guessed", "203.0.113.5", forged=f"198.51.100.{guess}")
    assert log_in(PASSWORD, "203.0.113.5", forged="203.0.113.9").status_code == 429
    assert log_in(PASSWORD, "203.0.113.6").status_code == 302


@pytest.mark.parametrize("text", ["many", "-1", "1.5", "²"])
def test_proxies_are_a_number(monkeypatch, text):
    monkeypatch.setenv("TRUSTED_PROXIES", text)
    with pytest.raises(ImproperlyConfigured, match="how many proxies"):
        environment.trusted_proxies(demo=False)


def test_the_demo_stands_behind_no_proxy(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "1")
    assert environment.trusted_proxies(demo=False) == 1
    with pytest.raises(ImproperlyConfigured, match="take TRUSTED_PROXIES away"):
        environment.trusted_proxies(demo=True)


@pytest.mark.security(42)
@pytest.mark.parametrize(
    ("peer", "status"),
    [("127.0.0.1", 200), ("::1", 200), ("::ffff:127.0.0.1", 200), ("192.0.2.7", 403), ("", 403)],
)
def test_the_demo_answers_this_machine_only(db, settings, peer, status):
    """Whatever host the request names."""
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["localhost"]
    answer = Client().get("/login/", REMOTE_ADDR=peer, headers={"Host": "localhost"})
    assert answer.status_code == status
    assert ("sont publics" in answer.content.decode()) is (status == 403)
