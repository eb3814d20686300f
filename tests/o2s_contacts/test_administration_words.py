"""Titles of the administration: a model's name stands in them as it is, without "de" or "l’".

Django's own words are said otherwise in our catalogue; naming them here keeps them in it.
"""

import pytest
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, override
from lxml import html

from accounts.models import Custodian

pytestmark = pytest.mark.django_db
OTHERWISE = [
    gettext_noop("Add %(name)s"),
    gettext_noop("Add %s"),
    gettext_noop("Change %s"),
    gettext_noop("View %s"),
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
]


@pytest.mark.parametrize("words", OTHERWISE)
def test_django_s_words_are_said_otherwise(words):
    with override("fr"):
        assert "\u202f: %" in gettext(words)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("users_user_changelist", "Choisir\u202f: utilisateur"),
        ("users_user_add", "Ajout\u202f: utilisateur"),
        ("accounts_custodian_add", "Ajout\u202f: dépositaire"),
        ("accounts_custodian_change", "Modification\u202f: dépositaire"),
    ],
)
def test_a_title_names_its_model_as_it_is(administrator, sign_in, page, title):
    custodian = Custodian.objects.create(name="Assurvia")
    keys = [custodian.pk] if page.endswith("_change") else []
    answer = sign_in(administrator).get(reverse(f"admin:{page}", args=keys))
    document = html.fromstring(answer.content.decode())
    assert document.xpath("string(//*[@id='content']/h1)") == title


def test_a_list_s_button_names_its_model_as_it_is(administrator, sign_in):
    answer = sign_in(administrator).get(reverse("admin:users_user_changelist"))
    tools = "//ul[@class='object-tools']//a"
    (button,) = html.fromstring(answer.content.decode()).xpath(tools)
    assert button.text.strip() == "Ajouter\u202f: utilisateur"
