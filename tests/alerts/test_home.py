"""What Accueil counts of the lines that wait."""

import pytest

from tests.alerts.conftest import BORN, JEAN, window

pytestmark = pytest.mark.django_db


@pytest.mark.security(9)
def test_home_counts_what_this_user_may_see(night, person, adviser, colleague, sign_in):
    person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN), ("AV-9", None))
    page = sign_in(adviser).get("/").content.decode()
    assert "Nouveaux clients détectés (2)" in page
    assert "Nouveaux comptes détectés (2)" in page
    page = sign_in(colleague).get("/").content.decode()
    assert "Nouveaux clients détectés (1)" in page
    assert "Nouveaux comptes détectés (1)" in page
    for name in ("clients", "accounts"):
        assert "Lemercier" not in sign_in(colleague).get(window(name)).content.decode().title()


@pytest.mark.security(9)
def test_home_counts_no_further_than_it_says_and_only_what_this_user_may_see(
    night, person, adviser, colleague, sign_in, monkeypatch
):
    monkeypatch.setattr("o2s_contacts.views.COUNTED_UP_TO", 1)
    person("Lemercier", "Jean-Baptiste", BORN, is_private=True)
    night(("AV-1", JEAN), ("AV-9", None))
    for user, count in ((adviser, "plus de 1\u202f000"), (colleague, "1")):
        page = sign_in(user).get("/").content.decode()
        for what in ("clients", "comptes"):
            assert f"Nouveaux {what} détectés ({count})" in page
