"""What is wrong with conditions is said once, where it stands, in the words of the house."""

import pytest
from django.urls import reverse
from lxml import html

from contacts.models import Keyword
from searches.forms.flattening import flatten
from searches.models import SavedSearch
from tests.searches.pages import NAMED, address, show, stored, words

pytestmark = pytest.mark.django_db
SOON = {"f": "birth_date", "op": "within_next", "n": 30, "unit": "day"}


def press(client, *conditions, do="show", **typed):
    """Press a button under these conditions; return the page that stays."""
    fields = flatten(stored(*conditions))
    data = {name: fields.getlist(name) for name in fields} | {"on": "contacts", "do": do}
    data |= {name.replace("__", "-"): value for name, value in typed.items()}
    answer = client.post(reverse("searches:search-create"), data)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def texts(page, path):
    return [" ".join(each.text_content().split()) for each in page.xpath(path)]


REFUSED = "//*[@data-error-summary]"
ERRORS = "//*[contains(@class, 'field__error')]"


def test_a_refused_change_says_once_why_and_of_which_search(sign_in, adviser, keep):
    search = keep("Les Moreau", NAMED)
    itself = {"in_search": search.pk}
    own = {"based_on": str(search.pk), "based_version": str(search.version)}
    page = press(sign_in(adviser), NAMED, itself, **own)
    refusal = "Une requête ne peut renvoyer à elle-même, ni en rond : retirez-la des conditions."
    assert texts(page, REFUSED) == [refusal]
    assert texts(page, "//h1") == ["Les Moreau"]
    assert page.findtext(".//title").strip().startswith("Les Moreau")
    assert page.xpath("//main//nav") == []
    SavedSearch.objects.filter(pk=search.pk).update(stored=stored(NAMED, itself))
    assert texts(html.fromstring(show(sign_in(adviser), search).content), REFUSED) == [refusal]


def test_a_refused_new_search_is_a_new_one(sign_in, adviser):
    page = press(sign_in(adviser), NAMED, **{"0_0__value": ""})
    assert texts(page, "//h1") == ["Nouvelle requête"]
    [told] = texts(page, REFUSED)
    assert told.startswith("Une condition est inexacte ou incomplète")


@pytest.mark.parametrize(
    ("condition", "typed", "invalid"),
    [
        (NAMED, {"0_0__value": ""}, "0_0-value"),
        (SOON, {"0_0__n": ""}, "0_0-n"),
        (NAMED, {"0_0__field": ""}, "0_0-field"),
        ({"f": "age", "op": "between", "v": [60, 70]}, {"0_0__to": ""}, "0_0-to"),
        ({"in_search": 1}, {"0_0__search": ""}, "0_0-search"),
    ],
)
def test_what_is_incomplete_is_an_error_once_it_is_to_be_shown(
    sign_in, adviser, condition, typed, invalid
):
    client = sign_in(adviser)
    page = press(client, condition, do="refresh", **typed)
    assert texts(page, ERRORS) == []
    page = press(client, condition, **typed)
    assert texts(page, ERRORS) == ["Complétez cette condition, ou retirez-la."]
    assert page.xpath("//*[@aria-invalid='true']/@name") == [invalid]


@pytest.mark.parametrize("typed", ["0", "-3", "1501", "x", "1.5"])
def test_spans_are_refused_in_the_words_of_the_house(sign_in, adviser, typed):
    page = press(sign_in(adviser), SOON, **{"0_0__n": typed})
    assert texts(page, ERRORS) == ["Indiquez un nombre entier de 1 à 1500."]


@pytest.mark.parametrize("typed", ["0", "1001", ""])
def test_numbers_of_rows_are_refused_in_the_words_of_the_house(sign_in, adviser, typed):
    some = {"rel": "accounts", "quant": "at_least", "n": 2, "where": {"all": []}}
    page = press(sign_in(adviser), some, **{"0_0__n": typed})
    assert texts(page, ERRORS) == ["Indiquez un nombre entier de 1 à 1000."]


def test_a_value_that_is_gone_has_no_number(sign_in, adviser, keep):
    keyword = Keyword.objects.create(pk=987_654, label="Golf", position=1)
    search = keep("Golfeurs", NAMED, {"f": "keywords", "op": "has", "v": [keyword.pk]})
    keyword.delete()
    page = words(show(sign_in(adviser), search))
    assert "Valeur disparue" in page
    assert "987654" not in page


def test_nobody_is_offered_everybody_where_nothing_else_is_asked(sign_in, adviser, keep):
    gone = {"f": "shoe_size", "op": "over", "v": ["42"]}
    search = keep("Pointures", {"any": [gone]}, {"none": [gone]})
    client = sign_in(adviser)
    page = show(client, search)
    told = "Rien d’autre n’est demandé : modifiez les conditions."
    assert told in words(page)
    assert address("without", search) not in page.content.decode()
    assert client.post(address("without", search)).url == address("show", search)
    assert set(SavedSearch.objects.all()) == {search}
