"""Clients whom a partner numbers, and tells otherwise than when it told of them first.

What it told stays with the client's line among the alerts. The number decides whose an account is,
and nothing of the contact is changed: a person is to look whether the number went to somebody else.
"""

from collections.abc import Collection

from alerts.actions.detection import identity_told
from alerts.actions.owners import CLIENT, JOINT_KEY
from persistence import staging_tables
from text.normalise import name_key

_TOLD = """
    SELECT d.id, MIN(l.line), l.title, l.other_title, l.last_name, l.first_name, l.birth_date,
        d.last_name, d.birth_name, d.first_name, d.birth_date
    FROM night_line l JOIN alerts_detectedclient d ON d.partner = %s
        AND d.owner_key IN (%s || l.client_number, %s || l.client_number || %s)
    WHERE l.code IS NULL AND l.client_number <> '' AND l.last_name <> ''
    GROUP BY l.title, l.other_title, l.last_name, l.first_name, l.birth_date,
        d.id, d.last_name, d.birth_name, d.first_name, d.birth_date
"""


def changed(partner: str, hidden: Collection[int] = ()) -> list[int]:
    """Return the first line of each client whose name or birth is not the one that was told.

    Of clients that are `hidden` nothing was told.
    """
    lines = []
    for client, line, title, other, name, first, born, *before in staging_tables.rows(
        _TOLD, [partner, CLIENT, CLIENT, JOINT_KEY]
    ):
        is_told = bool(first or born)
        _, _, last_name, birth_name = identity_told(other or title, name, is_told=is_told)
        names = [name_key(said) for said in (last_name, birth_name, first)]
        known = [name_key(said) for said in before[:3]]
        day, known_day = staging_tables.date(born), staging_tables.date(before[3])
        is_other = names != known or (day and known_day and day != known_day)
        if is_other and client not in hidden:
            lines.append(line)
    return sorted(lines)
