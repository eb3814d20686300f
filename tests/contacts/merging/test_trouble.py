"""Merges that cross, and merges that break off: one clean error, and nothing half done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from contacts.actions.merging import merge, plan_merge, undo
from contacts.errors import ContactError
from contacts.models import Change, Contact
from tests.contacts.merging.test_everything_back import tables

WRITES = ("INSERT", "UPDATE", "DELETE")


class Broken(Exception):
    """The database went away."""


class BreakAt:
    """Let so many writes through, and break off at the next."""

    def __init__(self, allowed):
        self.left = allowed
        self.broke = False

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().startswith(WRITES):
            if self.left == 0:
                self.broke = True
                raise Broken
            self.left -= 1
        return execute(sql, params, many, context)


def break_everywhere(act):
    """Break off `act` at its first write, its second, … until it goes through; return how many."""
    before = tables()
    for allowed in range(200):
        wall = BreakAt(allowed)
        try:
            with connection.execute_wrapper(wall):
                act()
        except Broken:
            assert tables() == before, f"half done after {allowed} writes"
        else:
            assert not wall.broke
            return allowed
    raise AssertionError("never went through")


@pytest.mark.security(48)
@pytest.mark.django_db
def test_merge_and_undo_that_break_off_change_nothing(person, reach, adviser):
    source, target = person("A", client_number="N-1"), person("B")
    reach(source, "one@a.fr", "+33612345678")
    shown = plan_merge(source=source, target=target, by=adviser).digest
    writes = break_everywhere(lambda: merge(source=source, target=target, shown=shown, by=adviser))
    assert writes > 10
    done = Change.objects.get()
    assert break_everywhere(lambda: undo(merge=done, by=adviser)) > 10


def at_once(adviser, *pairs):
    """Merge these pairs at the same moment, each in a thread; return what each was told."""
    shown = [plan_merge(source=one, target=other, by=adviser).digest for one, other in pairs]
    ready = Barrier(len(pairs), timeout=30)

    def run(place):
        (source, target), digest = pairs[place], shown[place]
        try:
            ready.wait()
            merge(source=source, target=target, shown=digest, by=adviser)
        except ContactError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(pairs)) as threads:
        return list(threads.map(run, range(len(pairs))))


@pytest.mark.security(47)
@pytest.mark.django_db(transaction=True)
def test_two_merges_that_cross_make_no_cycle(person, adviser):
    one, other = person("A"), person("B")
    told = at_once(adviser, (one, other), (other, one))
    assert sorted(bool(text) for text in told) == [False, True]
    assert Change.objects.count() == 1
    assert Contact.objects.count() == 1


@pytest.mark.security(47)
@pytest.mark.django_db(transaction=True)
def test_two_merges_in_a_row_at_once_make_a_chain_or_one_clean_error(person, adviser):
    first, second, third = person("A", note="Une note"), person("B"), person("C")
    told = at_once(adviser, (first, second), (second, third))
    assert sorted(bool(text) for text in told) == [False, True]
    assert Change.objects.count() == 1
    assert Contact.objects.count() == 2
