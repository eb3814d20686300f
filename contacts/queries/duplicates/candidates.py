"""Which contacts to compare: those that share a matching key, found by one statement."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, groupby
from operator import itemgetter

from contacts.models import Contact, NotDuplicates
from contacts.queries.merges import merged_into
from persistence import staging_tables

Pair = tuple[int, int]
# A key that more contacts share says nothing: the e-mail of a firm, a number made up. Public and
# private contacts are counted apart, so that nothing public depends on how many are private.
CROWD = 100


def candidates(contact_ids: Sequence[int] | None = None) -> Iterator[Pair]:
    """Give the pairs to compare, once each and as they are found.

    Those of these contacts with any other, or of all with all.
    """
    if contact_ids is None:
        return _among_all()
    places = ", ".join(["%s"] * len(contact_ids))
    mine = list(contact_ids)
    return staging_tables.rows(_OF_SOME.format(places=places), [CROWD, CROWD, *mine, *mine, *mine])


def _among_all() -> Iterator[Pair]:
    """Pair those that stand side by side in the index of keys, one key after the other.

    The database gives the few rows whose key is a neighbour's too: it reads the index once, where
    a join reads the table three times.
    """
    given: set[Pair] = set()
    for _key, rows in groupby(staging_tables.rows(_SIDE_BY_SIDE), key=itemgetter(0)):
        telling = _telling([(contact, bool(is_private)) for _, contact, is_private in rows])
        pairs = {in_order(*both) for both in combinations(telling, 2)} - given
        given |= pairs
        yield from pairs


def _telling(sharing: Collection[tuple[int, bool]]) -> list[int]:
    """Return who of those that share a key is looked at: no sort of which there is a crowd."""
    private = sum(is_private for _contact, is_private in sharing)
    tells = {True: private <= CROWD, False: len(sharing) - private <= CROWD}
    return [contact for contact, is_private in sharing if tells[is_private]]


def in_order(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


_SIDE_BY_SIDE = """
    SELECT key, contact_id, is_private FROM (
        SELECT key, contact_id, is_private,
            LAG(key) OVER by_key = key OR LEAD(key) OVER by_key = key AS is_shared
        FROM contacts_matchingkey WINDOW by_key AS (ORDER BY key)
    ) neighbours WHERE is_shared ORDER BY key
"""
# Only names of our own stand in the text; every value is a parameter.
_OF_SOME = """
    WITH shared AS MATERIALIZED (
        SELECT key,
            SUM(CASE WHEN is_private THEN 0 ELSE 1 END) <= %s AS public_tells,
            SUM(CASE WHEN is_private THEN 1 ELSE 0 END) <= %s AS private_tells
        FROM contacts_matchingkey
        WHERE key IN (SELECT key FROM contacts_matchingkey WHERE contact_id IN ({places}))
        GROUP BY key HAVING COUNT(*) > 1
    )
    SELECT DISTINCT one.contact_id, other.contact_id FROM shared
    JOIN contacts_matchingkey one ON one.key = shared.key
        AND CASE WHEN one.is_private THEN shared.private_tells ELSE shared.public_tells END
    JOIN contacts_matchingkey other ON other.key = shared.key
        AND other.contact_id > one.contact_id
        AND CASE WHEN other.is_private THEN shared.private_tells ELSE shared.public_tells END
    WHERE one.contact_id IN ({places}) OR other.contact_id IN ({places})
"""


def set_aside(contact_ids: Collection[int]) -> set[Pair]:
    """Return those pairs among these contacts of which somebody said that they are two.

    What was said of a contact holds for the one that it was merged into.
    """
    gone = merged_into(contact_ids, Contact.deleted.only("merged_into"))
    leads = {key: key for key in contact_ids} | {row.pk: end for row, end in gone.items()}
    said = NotDuplicates.objects.filter(first__in=leads, second__in=leads)
    return {
        in_order(leads[first], leads[second])
        for first, second in said.values_list("first_id", "second_id")
    }
