"""What the models of the house share."""

from contacts.models import Contact


def test_class_of_a_history_s_manager_is_made_once():
    assert type(Contact.history) is type(Contact.history)
    assert type(Contact.history) is not type(Contact.objects)
