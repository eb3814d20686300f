"""When the demo may be loaded, and what it always draws."""

import pytest
from django.core.management import CommandError

from contacts.models import Contact
from o2s_contacts.demo import drafts
from users.models import User


@pytest.mark.security(42)
def test_demo_is_refused_where_logins_must_not_be_public(db, settings, load_firm):
    settings.DEMO = False
    with pytest.raises(CommandError, match="under DEMO=1 only"):
        load_firm("--if-empty")
    assert not User.objects.exists()
    assert not Contact.everything.exists()


def test_database_of_somebody_is_left_alone(adviser, settings, load_firm):
    settings.DEMO = True
    load_firm("--if-empty")
    assert list(User.objects.all()) == [adviser]
    assert not Contact.everything.exists()


def test_firm_is_the_same_every_time():
    assert drafts.draw(400) == drafts.draw(400)
    assert len(drafts.draw(400)) == 412
    assert sum(draft.private for draft in drafts.draw(400)) == 32
    codes = {draft.home.town.post_code for draft in drafts.draw(400)}
    assert {code for code in codes if code.startswith("0")} == {"01000", "02000", "06000"}


@pytest.mark.security(42)
def test_login_page_lists_logins_under_demo_only(client, db, settings):
    settings.DEMO = True
    assert "<td>demo</td>" in client.get("/login/").content.decode()
    settings.DEMO = False
    assert "vasseur" not in client.get("/login/").content.decode()
