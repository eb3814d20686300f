"""The database ends a request's connection in the middle of what it writes."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from contacts.models import ContactFigures, FollowUp
from tests.o2s_contacts.test_request_log import NUMBER

# The note is written; the connection ends where the contact's last exchange is.
ENDING = """
CREATE FUNCTION end_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_terminate_backend(pg_backend_pid());
    RETURN NEW;
END $$;
CREATE TRIGGER end_connection BEFORE UPDATE ON contacts_contactfigures
    FOR EACH ROW EXECUTE FUNCTION end_connection();
"""
MENDED = """
DROP TRIGGER IF EXISTS end_connection ON contacts_contactfigures;
DROP FUNCTION IF EXISTS end_connection;
"""


@pytest.fixture
def broken(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could end a connection")
    with connection.cursor() as cursor:
        cursor.execute(ENDING)
    yield
    with connection.cursor() as cursor:
        cursor.execute(MENDED)


@pytest.mark.security(50)
def test_database_lost_in_a_request_saves_nothing(broken, person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    client.raise_request_exception = False
    page = reverse("contacts:contact-follow-ups", args=[contact.pk])
    note = {"kind": "call", "date": "05/02/2026", "text": "Appel"}
    answer = client.post(page, note)
    assert answer.status_code == 500
    assert re.search(rf"<strong>{NUMBER}</strong>", answer.content.decode())
    assert client.get(page).status_code == 200
    assert not FollowUp.objects.exists()
    assert ContactFigures.objects.get(contact=contact).last_contact is None
    with connection.cursor() as cursor:
        cursor.execute(MENDED)
    assert client.post(page, note).status_code == 302
    assert [written.text for written in FollowUp.objects.all()] == ["Appel"]
