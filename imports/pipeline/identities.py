"""Clients whom a partner numbers, and tells otherwise than when it told of them first.

What it told stays with the client's line among the alerts. The number decides whose an account is,
and nothing of the contact is changed: a person is to look whether the number went to somebody else.
"""

from alerts.actions.detection import identity_told
from alerts.actions.owners import CLIENT, JOINT_KEY, client_key
from alerts.actions.senders import own_keys
from persistence import staging_tables
from text.normalise import name_key
from users.models import User

_TOLD = """
    SELECT d.id, MIN(l.line), l.title, l.other_title, l.last_name, l.first_name, l.birth_date,
        d.last_name, d.birth_name, d.first_name, d.birth_date
    FROM night_line l JOIN alerts_detectedclient d ON d.partner = %s AND d.owner_key IN {keys}
    WHERE l.code IS NULL AND l.client_number <> '' AND l.last_name <> ''
    GROUP BY l.title, l.other_title, l.last_name, l.first_name, l.birth_date,
        d.id, d.last_name, d.birth_name, d.first_name, d.birth_date
"""


# As the night's files name the client of a line; as those of a sender do, to whom of hidden ones
# nothing was told.
_KEYS = "(%s || l.client_number, %s || l.client_number || %s)"
_OWN_KEYS = "(SELECT own FROM night_own_key k WHERE k.client_number = l.client_number)"


def changed(partner: str, sent_by: User | None = None) -> list[tuple[int, int]]:
    """Return each client whose name or birth is not the one that was told, after its first line.

    `sent_by`: who sent the file, if it is not the night's.
    """
    keys, params = _KEYS, [CLIENT, CLIENT, JOINT_KEY]
    if sent_by:
        _put_down_own_keys(partner, sent_by)
        keys, params = _OWN_KEYS, []
    lines = []
    for client, line, title, other, name, first, born, *before in staging_tables.rows(
        _TOLD.format(keys=keys), [partner, *params]
    ):
        is_told = bool(first or born)
        _, _, last_name, birth_name = identity_told(other or title, name, is_told=is_told)
        names = [name_key(said) for said in (last_name, birth_name, first)]
        known = [name_key(said) for said in before[:3]]
        day, known_day = staging_tables.date(born), staging_tables.date(before[3])
        is_other = names != known or (day and known_day and day != known_day)
        if is_other:
            lines.append((line, client))
    return sorted(lines)


def _put_down_own_keys(partner: str, by: User) -> None:
    numbers = staging_tables.rows(
        "SELECT DISTINCT client_number FROM night_line WHERE code IS NULL AND client_number <> ''"
    )
    named = [(client_key(number), number) for (number,) in numbers]
    named += [(f"{key}{JOINT_KEY}", number) for key, number in named]
    own = own_keys(partner, [key for key, _number in named], by)
    columns = {"client_number": "text", "own": "text"}
    staging_tables.create("night_own_key", columns)
    staging_tables.fill("night_own_key", columns, ((number, own[key]) for key, number in named))
