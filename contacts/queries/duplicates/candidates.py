"""Which contacts to compare: those that share a matching key, found by one join."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from contacts.models import Contact, NotDuplicates, scratch

Pair = tuple[int, int]
# A key that more contacts share says nothing: the e-mail of a firm, a number made up. Public and
# private contacts are counted apart, so that nothing public depends on how many are private.
CROWD = 100


def candidates(contact_ids: Sequence[int] | None = None) -> Iterator[Pair]:
    """Give the pairs to compare, once each and as they are found.

    Those of these contacts with any other, or of all with all.
    """
    if contact_ids is None:
        return scratch.rows(_SQL.format(of_mine="", mine=""), [CROWD, CROWD])
    places = ", ".join(["%s"] * len(contact_ids))
    parts = {"of_mine": _OF_MINE.format(places=places), "mine": _MINE.format(places=places)}
    mine = list(contact_ids)
    return scratch.rows(_SQL.format(**parts), [CROWD, CROWD, *mine, *mine, *mine])


def in_order(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


_OF_MINE = "WHERE key IN (SELECT key FROM contacts_matchingkey WHERE contact_id IN ({places}))"
_MINE = "WHERE one.contact_id IN ({places}) OR other.contact_id IN ({places})"
# Only names of our own stand in the text; every value is a parameter.
_SQL = """
    WITH shared AS MATERIALIZED (
        SELECT key,
            SUM(CASE WHEN is_private THEN 0 ELSE 1 END) <= %s AS public_tells,
            SUM(CASE WHEN is_private THEN 1 ELSE 0 END) <= %s AS private_tells
        FROM contacts_matchingkey {of_mine}
        GROUP BY key HAVING COUNT(*) > 1
    )
    SELECT DISTINCT one.contact_id, other.contact_id FROM shared
    JOIN contacts_matchingkey one ON one.key = shared.key
        AND CASE WHEN one.is_private THEN shared.private_tells ELSE shared.public_tells END
    JOIN contacts_matchingkey other ON other.key = shared.key
        AND other.contact_id > one.contact_id
        AND CASE WHEN other.is_private THEN shared.private_tells ELSE shared.public_tells END
    {mine}
"""


def set_aside(contact_ids: Collection[int]) -> set[Pair]:
    """Return those pairs among these contacts of which somebody said that they are two.

    What was said of a contact holds for the one that it was merged into: one query for each
    length of chain.
    """
    leads = {key: key for key in contact_ids}
    ends: Iterable[int] = list(leads)
    while ends:
        merged = Contact.deleted.filter(merged_into__in=ends).values_list("pk", "merged_into_id")
        gone = {source: leads[target] for source, target in merged}
        leads |= gone
        ends = list(gone)
    said = NotDuplicates.objects.filter(first__in=leads, second__in=leads)
    return {
        in_order(leads[first], leads[second])
        for first, second in said.values_list("first_id", "second_id")
    }
