"""Lines of one client from several partners: shown, counted and decided as one.

A group is made from the lines that one reader has before them, and nothing stores it: each line
keeps its own visibility.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet

from alerts.models import DetectedClient

# The lines of one client, the first one first, each with the version that was on the screen.
Versions = dict[int, int]
# The lines of one client that have these in common were decided at once.
OF_DECISION = ("identity_key", "state", "decided_by_id", "decided_at")


def first_of_groups(lines: QuerySet[DetectedClient]) -> QuerySet[DetectedClient]:
    """Keep the first of each group, among these lines alone."""
    same = lines.order_by().filter(identity_key=OuterRef("identity_key"), pk__lt=OuterRef("pk"))
    return lines.filter(~Exists(same))


def first_of_decisions(lines: QuerySet[DetectedClient]) -> QuerySet[DetectedClient]:
    """Keep the first line of each decision, which may have been about several partners' lines."""
    same = {name: OuterRef(name) for name in OF_DECISION}
    return lines.filter(~Exists(lines.order_by().filter(pk__lt=OuterRef("pk"), **same)))


def of_decision(lines: QuerySet[DetectedClient], line: DetectedClient) -> QuerySet[DetectedClient]:
    """Keep the lines that were decided together with this one."""
    return lines.filter(**{name: getattr(line, name) for name in OF_DECISION})


def clients_of(lines: QuerySet[DetectedClient]) -> QuerySet[DetectedClient, str]:
    """Return the identity keys of these lines, each once."""
    return lines.order_by("identity_key").values_list("identity_key", flat=True).distinct()


def count_groups(lines: QuerySet[DetectedClient]) -> int:
    return clients_of(lines).count()


def grouped(
    lines: QuerySet[DetectedClient], identities: Collection[str]
) -> list[list[DetectedClient]]:
    """Return the groups of these clients, in the order given, whole."""
    by_identity: dict[str, list[DetectedClient]] = defaultdict(list)
    if identities:
        for line in lines.filter(identity_key__in=identities).order_by("pk"):
            by_identity[line.identity_key].append(line)
    return [by_identity[identity] for identity in identities if identity in by_identity]


def versions_by_group(lines: QuerySet[DetectedClient]) -> list[Versions]:
    """Return the lines of each group, for a decision about all of them."""
    groups: dict[str, Versions] = defaultdict(dict)
    rows = lines.order_by("pk").values_list("identity_key", "pk", "version")
    for identity, pk, version in rows:
        groups[identity][pk] = version
    return list(groups.values())


def fullest(lines: Iterable[DetectedClient]) -> DetectedClient:
    """Return the line that says who the client is: the one corrected, else that tells most."""
    told = (
        *("title", "birth_name", "line_1", "line_2", "post_code", "town", "country"),
        *("email", "mobile", "siren", "siret", "lei", "birth_town"),
    )
    return max(
        lines, key=lambda line: (bool(line.edits), sum(bool(getattr(line, t)) for t in told))
    )
