"""Pages by keyset: walked either way they hold each row once, in the order that was asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from contacts.models import Category
from persistence import keyset

ORDER = ("name", "pk")


class TestWalk(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(names=st.lists(st.sampled_from("abc"), max_size=9), down=st.booleans())
    def test_pages_walked_both_ways_hold_each_row_once(self, names, down):
        Category.objects.all().delete()
        rows = [Category.objects.create(name=f"{n} {name}") for n, name in enumerate(names)]
        wanted = sorted(((row.name, row.pk) for row in rows), reverse=down)

        def page(**anchor):
            return keyset.page(Category.objects.all(), ORDER, size=2, downwards=down, **anchor)

        shown = page()
        assert shown.before is None
        forwards = [shown.rows]
        while shown.after:
            shown = page(after=shown.after)
            forwards.append(shown.rows)
        backwards = [shown.rows]
        while shown.before:
            shown = page(before=shown.before)
            backwards.insert(0, shown.rows)
        for pages in (forwards, backwards):
            assert [(row.name, row.pk) for rows in pages for row in rows] == wanted


@pytest.mark.django_db
def test_one_query_a_page(django_assert_num_queries):
    for n in range(3):
        Category.objects.create(name=f"Catégorie {n}")
    with django_assert_num_queries(1):
        page = keyset.page(Category.objects.all(), ORDER, size=2)
    assert (len(page.rows), page.before, page.after) == (
        2,
        None,
        (page.rows[-1].name, page.rows[-1].pk),
    )
