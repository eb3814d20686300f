"""From a result one comes back to the results, and from a search that is gone to Requêtes."""

import re

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from lxml import html

from searches.actions.searches import ask
from searches.models import SavedSearch
from tests.searches.pages import LIST, NAMED, address, show, stored

pytestmark = pytest.mark.django_db


def way_back(client, contact):
    page = client.get(reverse("contacts:contact-general", args=[contact.pk]))
    (link,) = html.fromstring(page.content).xpath("//p[@class='folderhead__back']/a")
    return link.get("href"), link.text_content().strip()


def test_a_folder_leads_back_to_the_results_from_which_it_was_opened(
    person, sign_in, adviser, keep
):
    contact, client = person("Moreau"), sign_in(adviser)
    results = f"{address('show', keep('À appeler', NAMED))}?sort=-name&count=exact"
    client.get(results)
    assert way_back(client, contact) == (results, "À appeler")
    deleted = client.post(reverse("contacts:contact-delete", args=[contact.pk]))
    assert deleted["Location"] == results


def test_pages_of_the_results_lead_back_to_their_page_and_order(person, sign_in, adviser, keep):
    contact, client, search = person("Moreau"), sign_in(adviser), keep("À appeler", NAMED)
    why = reverse("searches:search-why-row", args=[search.pk, contact.pk])
    pages = [why, *(address(name, search) for name in ("why", "pictures", "columns"))]

    def ways():
        """Return where "Results" leads from each of them."""
        label = "//div[@class='pagehead__more']/a[contains(., 'ésultats')]/@href"
        return [html.fromstring(client.get(page).content).xpath(label) for page in pages]

    first_page = address("show", search)
    assert ways() == [[first_page]] * 3 + [[f"{first_page}#results"]]
    second_page = f"{first_page}?sort=-name&after=7&first=51"
    client.get(second_page)
    assert ways() == [[second_page]] * 3 + [[f"{second_page}#results"]]
    show(client, keep("Une autre", NAMED))
    assert ways() == [[first_page]] * 3 + [[f"{first_page}#results"]]


def test_results_that_are_not_kept_lead_back_too_and_the_last_list_wins(person, sign_in, adviser):
    contact, client = person("Moreau"), sign_in(adviser)
    results = address("show", ask(stored=stored(NAMED), by=adviser))
    client.get(results)
    assert way_back(client, contact) == (results, "Résultats")
    client.get(reverse("contacts:contact-list"))
    assert way_back(client, contact)[1] == "Retour à la liste"


@pytest.mark.security(25)
def test_a_folder_names_no_search_that_is_private_since(person, sign_in, colleague, keep):
    contact, client = person("Moreau"), sign_in(colleague)
    search = keep("Zorglubine", NAMED, reach="public")
    show(client, search)
    assert way_back(client, contact) == (address("show", search), "Zorglubine")
    QuerySet(SavedSearch).filter(pk=search.pk).update(reach="private")
    category = f"{reverse('contacts:contact-list')}?category={contact.category_id}"
    assert way_back(client, contact) == (category, "Clients")


@pytest.mark.parametrize("number", [1, 2])
def test_merge_given_up_comes_back_to_the_results(person, sign_in, hire, keep, number):
    client, results = sign_in(hire("everything", "Manager")), "/requetes/1/?sort=-name&after=7"
    chosen = {"contact": [person(f"Moreau{n}").pk for n in range(number)], "from": results}
    answer = client.get(reverse("contacts:contacts-merge"), chosen, follow=True)
    page = html.fromstring(answer.content)
    assert page.xpath("//a[normalize-space(.)='Annuler']/@href") == [results]
    assert page.xpath("//input[@name='from']/@value") == [results][number - 1 :]


def plain(answer):
    """Return a page without what each answer has of its own."""
    return re.sub(r'(csrfmiddlewaretoken" value|form_token" value|nonce)="[^"]*"', "", answer)


def test_a_search_that_is_not_there_leads_to_the_searches(sign_in, colleague, keep):
    private, client = keep("Privée", NAMED), sign_in(colleague)
    for name in ("show", "conditions", "why", "pictures", "owners", "export", "columns"):
        url = f"searches:search-{name}"
        answers = [client.get(reverse(url, args=[pk])) for pk in (private.pk, 888_123)]
        assert [answer.status_code for answer in answers] == [404, 404], name
        theirs, never = (plain(answer.content.decode()) for answer in answers)
        assert theirs == never
        (link,) = html.fromstring(never).xpath("//div[@class='empty__next']/a")
        assert (link.get("href"), link.text_content()) == (LIST, "Revenir aux requêtes")
    elsewhere = client.get(reverse("contacts:contact-general", args=[888_123]))
    (link,) = html.fromstring(elsewhere.content).xpath("//div[@class='empty__next']/a")
    assert link.get("href") == "/"
