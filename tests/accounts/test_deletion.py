"""What the deletion of an owner is said to do to accounts."""

from accounts.queries.deletion import consequences

ALONE = (
    "1 compte reste sans propriétaire et quitte toutes les listes\u202f; "
    "ce que la nuit apporte pour lui est gardé, sans alerte."
)
SHARED = "1 compte reste à ses autres propriétaires."


def test_accounts_left_alone_and_shared_are_told_apart(person, hold, adviser):
    anne, luc = person("Moreau"), person("Dupré")
    hold("AV-1", None, anne)
    hold("AV-2", None, anne, luc)
    assert consequences([anne.pk], adviser) == [ALONE, SHARED]
    (both,) = consequences([anne.pk, luc.pk], adviser)
    assert both.startswith("2 comptes restent sans propriétaire et quittent toutes les listes")
    assert consequences([person("Seul").pk], adviser) == []


def test_hidden_owner_is_not_counted(person, hold, adviser, colleague):
    anne, secret = person("Moreau"), person("Secret", is_private=True)
    hold("AV-1", None, anne, secret)
    assert consequences([anne.pk], adviser) == [SHARED]
    assert consequences([anne.pk], colleague) == [ALONE]
