"""Two people who confirm a plan at the same moment, each in a thread of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from contacts.actions.change_keywords import change_keywords, plan_keywords
from contacts.actions.change_people import plan_people, replace_people
from contacts.errors import PlanChanged
from contacts.models import Change, ContactKeyword, Keyword
from tests.contacts.mass.conftest import places


def at_once(do, people):
    """Let each do it when both are ready; return who did, and who was told that it changed."""
    ready = Barrier(2, timeout=10)

    def one(user):
        try:
            ready.wait()
            do(user)
        except PlanChanged:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(one, people))


@pytest.mark.security(43)
@pytest.mark.django_db(transaction=True)
def test_one_of_two_ticks_and_the_other_is_told(person, adviser, colleague):
    contacts = [person("Abadie"), person("Blot")]
    chosen = {"contact_ids": [row.pk for row in contacts], "remove": []}
    chosen["add"] = [Keyword.objects.create(label="Golf")]
    token = plan_keywords(**chosen, by=adviser).token
    done = at_once(
        lambda user: change_keywords(**chosen, token=token, by=user), [adviser, colleague]
    )
    assert sorted(done) == [False, True]
    assert ContactKeyword.history.count() == ContactKeyword.objects.count() == 2
    assert Change.objects.get().by == [adviser, colleague][done.index(True)]


@pytest.mark.security(43)
@pytest.mark.django_db(transaction=True)
def test_one_of_two_hands_over_and_the_other_is_told(
    person, adviser, colleague, manager, head, assistant
):
    contacts = [person("Abadie"), person("Blot")]
    takers = {manager: colleague, head: assistant}
    chosen = {"contact_ids": [row.pk for row in contacts], "leaver": adviser}
    tokens = {by: plan_people(**chosen, taker=takers[by], by=by).token for by in takers}
    done = at_once(
        lambda by: replace_people(**chosen, taker=takers[by], token=tokens[by], by=by), takers
    )
    assert sorted(done) == [False, True]
    winner = takers[list(takers)[done.index(True)]]
    assert [places(row)[0] for row in contacts] == [winner.username] * 2
    assert [row.history.count() for row in contacts] == [2, 2]
