"""The end of the night: who pending lines may be is asked again (`alerts.matching`).

A contact that was made, changed, deleted or given an account since decides from then on who sees
a line. All lines are matched without a lock; those that come out otherwise are locked a batch at a
time, so that nobody waits long who treats one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from alerts.actions.detection import first_words, identity_told
from alerts.actions.owners import CONTRACT, JOINT_KEY, swapped
from alerts.actions.refusals import settle_best, unsettled
from alerts.enums import State
from alerts.matching import DECIDED, FACTS, suggest
from alerts.models import DetectedClient, LastMatching, Suggestion
from persistence import staging_tables
from text.normalise import sort_key

# How many lines are locked at once, and how many are read without a lock.
AT_ONCE, READ_AT_ONCE = 2_000, 10_000
# What a line is matched by, as the partner said it.
READ = (
    *("pk", "partner", "sent_by_id", "owner_key", "title", "last_name", "birth_name"),
    *("first_name", "birth_date", "post_code", "kind"),
    *FACTS,
)
# What may be told otherwise of a line that was kept before names were parted.
REWRITTEN = (
    *("kind", "title", "last_name", "birth_name", "sort_name", "edits"),
    *("owner_key", "identity_key"),
)

PENDING = {
    "client": "bigint",
    "partner": "text",
    "sent_by": "bigint",
    "owner_key": "text",
    "first_words": "text",
    "swapped_birth": "date",
    "title": "text",
    "last_name": "text",
    "birth_name": "text",
    "first_name": "text",
    "birth_date": "date",
    "post_code": "text",
    "kind": "text",
    **dict.fromkeys(FACTS, "text"),
}
_CLIENTS = f"""
    SELECT p.*, TRUE AS is_new, k.contact_id AS linked, k.second_contact_id AS linked_second
    FROM seen_pending p
    LEFT JOIN ({DECIDED}) k ON k.partner = p.partner AND k.owner_key = p.owner_key
"""  # noqa: S608 - columns of ours
_HELD = """
    SELECT s.client, d.account_id AS account, d.sent_by_id AS sent_by FROM seen_client s
    JOIN alerts_detectedaccount d ON d.client_id = s.client
"""
# Lines of which another suggestion is found, or none any more.
_OTHERWISE = """
    SELECT s.client FROM seen_suggestion s LEFT JOIN alerts_suggestion k
        ON k.client_id = s.client AND k.contact_id = s.contact AND k.holder = s.holder
    WHERE k.id IS NULL
        OR (k.refused_by_id IS NULL AND (k.score <> s.score OR k.reasons <> {reasons}))
    UNION SELECT k.client_id FROM alerts_suggestion k JOIN seen_client c ON c.client = k.client_id
        LEFT JOIN seen_suggestion s
        ON s.client = k.client_id AND s.contact = k.contact_id AND s.holder = k.holder
    WHERE k.refused_by_id IS NULL AND s.client IS NULL
"""
_GONE = """
    DELETE FROM alerts_suggestion WHERE refused_by_id IS NULL
        AND client_id IN (SELECT client FROM seen_client)
        AND NOT EXISTS (
            SELECT 1 FROM seen_suggestion s WHERE s.client = alerts_suggestion.client_id
            AND s.contact = alerts_suggestion.contact_id AND s.holder = alerts_suggestion.holder
        )
"""
_CHANGED = """
    UPDATE alerts_suggestion SET score = s.score, reasons = {reasons} FROM seen_suggestion s
    WHERE s.client = alerts_suggestion.client_id AND s.contact = alerts_suggestion.contact_id
        AND s.holder = alerts_suggestion.holder AND refused_by_id IS NULL
        AND (alerts_suggestion.score <> s.score OR alerts_suggestion.reasons <> {reasons})
"""
_NEW = """
    seen_suggestion s LEFT JOIN alerts_suggestion k
        ON k.client_id = s.client AND k.contact_id = s.contact AND k.holder = s.holder
    WHERE k.id IS NULL ORDER BY s.client, s.holder, s.place
"""


def match_again() -> None:
    """Match every pending line again; what the rules of names now part is parted first.

    Most nights few lines are matched otherwise: these alone are locked, and matched once more.
    """
    begun = timezone.now()
    match_lines(_matched_otherwise())
    LastMatching.objects.bulk_create(
        [LastMatching(at=begun)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["at"],
    )


def match_lines(keys: Sequence[int]) -> None:
    """Match these lines again, those of them that are pending."""
    for some in _batches(keys):
        _match_batch(some)


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


@transaction.atomic
def _matched_otherwise() -> list[int]:
    """Return the lines that the rules part, or that have other suggestions than those kept."""
    staging_tables.give_room()
    staging_tables.create("seen_pending", PENDING)
    parted: set[int] = set()
    last = 0
    rows = _pending().values_list(*READ, named=True)
    while lines := list(rows.filter(pk__gt=last)[:READ_AT_ONCE]):
        staging_tables.fill("seen_pending", PENDING, map(_row, lines))
        parted |= {line.pk for line in lines if _told_now(line)}
        last = lines[-1].pk
    if not last:
        return []
    _suggest_again()
    reasons = staging_tables.as_json("s.reasons")
    otherwise = staging_tables.rows(_OTHERWISE.format(reasons=reasons))
    return sorted(parted | {pk for (pk,) in otherwise} | unsettled(_pending()))


def _pending() -> QuerySet[DetectedClient]:
    return DetectedClient.objects.filter(state=State.PENDING).order_by("pk")


@transaction.atomic
def _match_batch(keys: Sequence[int]) -> None:
    lines = list(_pending().filter(pk__in=keys).select_for_update())
    _part_names(lines)
    staging_tables.create("seen_pending", PENDING)
    staging_tables.fill("seen_pending", PENDING, map(_row, lines))
    _suggest_again()
    _keep_suggestions()
    settle_best([line.pk for line in lines])


def _suggest_again() -> None:
    staging_tables.keep("seen_client", _CLIENTS)
    staging_tables.keep("seen_held", _HELD)
    suggest()


def _row(line: Any) -> tuple[Any, ...]:
    last_name = "" if line.owner_key.startswith(CONTRACT) else line.last_name
    names = (line.title, last_name, line.birth_name, line.first_name)
    other_day = line.birth_date and swapped(line.birth_date)
    of_partner = (line.pk, line.partner, line.sent_by_id, line.owner_key)
    of_key = (*of_partner, first_words(line.first_name), other_day)
    facts = (getattr(line, name) for name in FACTS)
    return (*of_key, *names, line.birth_date, line.post_code, line.kind, *facts)


def _keep_suggestions() -> None:
    """Put what is found in the place of what an earlier night found; refusals stay."""
    reasons = staging_tables.as_json("s.reasons")
    staging_tables.run(_GONE)
    staging_tables.run(_CHANGED, reasons=reasons)
    chosen = {"client_id": "s.client", "contact_id": "s.contact", "holder": "s.holder"}
    chosen |= {"score": "s.score", "reasons": reasons}
    staging_tables.insert(Suggestion, chosen, _NEW)


def _part_names(lines: Iterable[DetectedClient]) -> None:
    """Write again what was kept while `née` and `M. et Mme` stayed in a name."""
    parted = [line for line in lines if _is_parted(line)]
    if not parted:
        return
    _give_joint_keys(parted)
    DetectedClient.objects.bulk_update(parted, REWRITTEN, batch_size=200)


def _told_now(line: Any) -> tuple[str, str, str, str] | None:
    """Return kind, title and names as they would be told now, where the name was kept whole."""
    if line.owner_key.startswith(CONTRACT):
        return None
    is_told = bool(line.first_name or line.birth_date)
    told = identity_told(line.title, line.last_name, is_told=is_told)
    return told if told[2] != line.last_name else None


def _is_parted(line: DetectedClient) -> bool:
    said, told = line.last_name, _told_now(line)
    if told is None:
        return False
    line.kind, line.title, line.last_name, birth_name = told
    line.birth_name = birth_name or line.birth_name
    line.sort_name = sort_key(line.last_name, line.first_name)
    if line.edits.get("last_name") == said:  # somebody corrected something else
        birth_name = line.edits.get("birth_name") or line.birth_name
        line.edits |= {"last_name": line.last_name, "birth_name": birth_name}
    return True


def _give_joint_keys(parted: Iterable[DetectedClient]) -> None:
    """Let the files of other nights find the lines of two holders, unless they made another."""
    old = {line.pk: line.owner_key for line in parted if line.is_joint}
    wanted = {pk: f"{key}{JOINT_KEY}" for pk, key in old.items() if not key.endswith(JOINT_KEY)}
    rows = DetectedClient.objects.filter(owner_key__in=wanted.values())
    taken = {*rows.values_list("partner", "owner_key")}
    for line in parted:
        key = wanted.get(line.pk)
        if key and (line.partner, key) not in taken:
            line.identity_key = line.identity_key.replace(line.owner_key, key, 1)
            line.owner_key = key
