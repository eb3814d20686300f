"""What a later file says of clients that wait: it fills what is blank on their lines, no more.

The night's files alone: who sends one chose what it says, and a line that goes out of sight by it
would tell them whose private folder it is.
"""

from alerts.actions.owners import CLIENT, JOINT_KEY
from alerts.enums import State
from alerts.matching import FACTS
from persistence import staging_tables

# What is filled only beside the same, or nothing.
_BESIDE = {"siret": "siren", "birth_town": "birth_commune", "birth_commune": "birth_town"}
_FORMER = f"CASE WHEN c.former_number = '' THEN '' ELSE '{CLIENT}' || c.former_number END"


def _filled(name: str) -> str:
    said = _FORMER if name == "former_key" else f"c.{name}"
    beside = _BESIDE.get(name)
    fits = f" AND d.{beside} IN ('', c.{beside})" if beside else ""
    return f"CASE WHEN d.{name} = ''{fits} THEN {said} ELSE d.{name} END"


_COMPLETED = f"""
    SELECT d.id AS client, {", ".join(f"{_filled(name)} AS {name}" for name in FACTS)}
    FROM {{said}} c JOIN alerts_detectedclient d ON d.partner = %s
        AND d.owner_key IN (%s || c.client_number, %s || c.client_number || %s)
    WHERE d.state = %s AND d.sent_by_id IS NULL
        AND ({" OR ".join(f"{_filled(name)} <> d.{name}" for name in FACTS)})
"""  # noqa: S608 - columns of ours
_WRITE = f"""
    UPDATE alerts_detectedclient SET {", ".join(f"{name} = s.{name}" for name in FACTS)}
    FROM seen_completed s WHERE s.client = alerts_detectedclient.id
        AND alerts_detectedclient.state = %s
"""  # noqa: S608 - columns of ours


def complete(*, partner: str, said: str) -> list[int]:
    """Return the lines that are filled; `said`: a scratch table of what the file says of clients.

    It names them by `client_number`. Who they are by that is for the caller to ask, in the same
    transaction (`alerts.actions.rematching`).
    """
    told = [partner, CLIENT, CLIENT, JOINT_KEY, State.PENDING]
    staging_tables.keep("seen_completed", _COMPLETED, told, said=said)
    staging_tables.run(_WRITE, [State.PENDING])
    found = staging_tables.rows("SELECT client FROM seen_completed ORDER BY client")
    return [client for (client,) in found]
