"""Who reads otherwise than when their matching keys were made: one statement says it.

Keys follow from what stands in a few columns, so that a night need not make those of a hundred
thousand contacts again to find that they are the same. The database joins these columns and keeps
the digest beside the keys; only whoever's digest differs is read and described.
"""

from collections.abc import Collection

from django.db import connection

from contacts.scoring import RULES
from persistence import staging_tables

# Stored texts hold no such character, so that two columns are never taken for one.
_BETWEEN = "'\x1f'"
_TOLD = (
    *("contact.kind", "contact.name", "contact.first_name", "contact.birth_date"),
    *("contact.is_private", "contact.merged_into_id"),
    *("person.birth_name", "organisation.siren", "organisation.lei"),
    *("address.post_code", "emails.told", "telephones.told"),
)


def changed_since_matching(contacts: Collection[int] | range) -> dict[int, str]:
    """Return the fingerprints of those of these contacts that changed since.

    To be asked before the contacts are read: of what changes in between, the keys may be newer
    than the fingerprint, never older.
    """
    among, given = _among(contacts)
    sql = _STATEMENT.format(
        fingerprint=_fingerprint(),
        joined="string_agg" if connection.vendor == "postgresql" else "group_concat",
        between=_BETWEEN,
        among=among,
    )
    return dict(staging_tables.rows(sql, given * sql.count(among)))


def _among(contacts: Collection[int] | range) -> tuple[str, list[int]]:
    if isinstance(contacts, range):
        return "BETWEEN %s AND %s", [contacts.start, contacts.stop - 1]
    return f"IN ({', '.join(['%s'] * len(contacts))})", list(contacts)


def _fingerprint() -> str:
    texts = (f"COALESCE(CAST({column} AS text), '')" for column in _TOLD)
    return f"md5('{RULES}' || {f' || {_BETWEEN} || '.join(texts)})"


# Every join says the range again, or PostgreSQL reads those of the whole base for each. What is
# joined in another order than the last time is only described once more.
_STATEMENT = """
    SELECT id, fingerprint FROM (
        SELECT contact.id, {fingerprint} AS fingerprint, matched.fingerprint AS before
        FROM contacts_contact contact
        LEFT JOIN contacts_matchfingerprint matched
            ON matched.contact_id = contact.id AND matched.contact_id {among}
        LEFT JOIN contacts_persondetails person
            ON person.contact_id = contact.id AND person.contact_id {among}
        LEFT JOIN contacts_organisationdetails organisation
            ON organisation.contact_id = contact.id AND organisation.contact_id {among}
        LEFT JOIN contacts_postaladdress address ON address.contact_id = contact.id
            AND address.preferred AND address.contact_id {among}
        LEFT JOIN (
            SELECT contact_id, {joined}(key, {between}) AS told FROM (
                SELECT contact_id, key FROM contacts_email WHERE contact_id {among} ORDER BY 1, 2
            ) sorted GROUP BY contact_id
        ) emails ON emails.contact_id = contact.id
        LEFT JOIN (
            SELECT contact_id, {joined}(line || number, {between}) AS told FROM (
                SELECT contact_id, line, number FROM contacts_telephone
                WHERE contact_id {among} ORDER BY 1, 2, 3
            ) sorted GROUP BY contact_id
        ) telephones ON telephones.contact_id = contact.id
        WHERE contact.id {among}
    ) told WHERE before IS NULL OR before <> fingerprint
"""
