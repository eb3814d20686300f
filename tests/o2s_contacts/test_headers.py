"""What every answer says to the browser, and how a firm is served."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from o2s_contacts import environment
from tests.architecture import tree

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.mark.security(40)
@pytest.mark.parametrize(
    "address", ["/login/", "/", "/contacts/999999/", "/services/", "/administration/", "/nowhere/"]
)
def test_every_answer_has_its_strict_headers(administrator, sign_in, address):
    answer = sign_in(administrator).get(address)
    rules = answer["Content-Security-Policy"].split("; ")
    assert dict(rule.split(" ", 1) for rule in rules) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.security(40)
def test_a_firm_in_service_is_deployed_without_a_warning():
    """HSTS, cookies over HTTPS only and the redirect to it are among what Django checks."""
    in_service = {
        "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
        "ALLOWED_HOSTS": "o2s.example",
        "DATABASE_URL": "sqlite://:memory:",
        "DEBUG": "0",
        "DEMO": "0",
    }
    # Set for the tests of the browser, and by nobody who serves a firm.
    here = {name: text for name, text in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command,
        cwd=tree.ROOT,
        env=here | in_service,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.security(42)
@pytest.mark.parametrize("host", ["crm.example", "*", "192.0.2.7", "0.0.0.0"])  # noqa: S104
def test_the_demo_serves_this_machine_only(monkeypatch, host):
    monkeypatch.setenv("ALLOWED_HOSTS", f"127.0.0.1,{host}")
    with pytest.raises(ImproperlyConfigured, match="this machine only"):
        environment.allowed_hosts(demo=True, required=True)
    monkeypatch.setenv("ALLOWED_HOSTS", "")
    served = environment.allowed_hosts(demo=True, required=True)
    assert served == ["127.0.0.1", "localhost", "[::1]"]


@pytest.mark.security(42)
def test_the_demo_is_refused_under_debug(monkeypatch):
    monkeypatch.setenv("DEMO", "1")
    assert environment.demo(debug=False) is True
    with pytest.raises(ImproperlyConfigured, match="DEBUG=0"):
        environment.demo(debug=True)
