"""The two holders that a title and a name tell, as far as they can be read for sure."""

import pytest

from text.titles import Named, holders, named_twice


@pytest.mark.parametrize(
    ("title", "name", "first_name", "first", "second"),
    [
        ("M. et Mme", "DUPONT", "Paul", ("M.", "DUPONT", "Paul"), ("Mme", "DUPONT", "")),
        (
            "M. et Mme",
            "DUPONT",
            "Paul et Marie",
            ("M.", "DUPONT", "Paul"),
            ("Mme", "DUPONT", "Marie"),
        ),
        ("M. ou Mme", "PAUL DUPONT", "", ("M.", "PAUL DUPONT", ""), ("Mme", "", "")),
        ("M. et Mme", "Paul DUPONT", "", ("M.", "DUPONT", "Paul"), ("Mme", "DUPONT", "")),
        ("Mme et Mme", "Le Goff", "", ("Mme", "Le Goff", ""), ("Mme", "", "")),
        (
            "M. ou Mme",
            "DUPONT PAUL OU MME MARTIN ANNE",
            "",
            ("M.", "DUPONT PAUL", ""),
            ("Mme", "MARTIN ANNE", ""),
        ),
        (
            "M. ou Mme",
            "DUPONT Paul ou Mme MARTIN Anne",
            "",
            ("M.", "DUPONT", "Paul"),
            ("Mme", "MARTIN", "Anne"),
        ),
    ],
)
def test_two_holders_are_read_as_far_as_they_are_sure(title, name, first_name, first, second):
    def named(title, last_name, first_name):
        return Named(title, last_name, "", first_name)

    assert holders(title, name, first_name) == (named(*first), named(*second))


def test_birth_name_of_the_second_holder_is_hers():
    _paul, anne = holders("M. ou Mme", "DUPONT Paul ou Mme DUPONT Anne née MARTIN", "")
    assert anne == Named("Mme", "DUPONT", "MARTIN", "Anne")


@pytest.mark.parametrize(
    ("title", "name", "read"),
    [
        (
            "",
            "M. DUPONT PAUL OU MME MARTIN ANNE",
            ("M. ou Mme", "DUPONT PAUL OU MME MARTIN ANNE"),
        ),
        ("Monsieur", "DUPONT ET MLLE MARTIN", ("M. et Mlle", "DUPONT ET MLLE MARTIN")),
        ("", "DUPONT ET MME MARTIN", None),
        ("", "M. et Mme DUPONT", None),
        ("Monsieur", "DUPONT", None),
        ("Monsieur", "DUPONT OU M MARTIN OU MME LEROY", None),
    ],
)
def test_two_names_are_told_by_their_own_titles(title, name, read):
    assert named_twice(title, name) == read
