"""What the rule of private folders costs, and what reassigning thousands of them costs."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count, F, Q

from benchmarks.figures import Figure
from benchmarks.samples import Act, Sample, alternate
from contacts.actions import assignment
from contacts.models import Contact
from contacts.models.contact import ContactQuerySet
from persistence import bulk_history
from users.models import User

SIZES = (100_000,)
WRITES = True
RULE, REASSIGN = 1.6, 3
MOVED = 5_000
PAGE = 51


def measure() -> dict[str, Sample]:
    heavy, none = _heavy(), _none()
    junior = _junior(heavy)
    own = Contact.objects.filter(lead_adviser=junior)
    acts: dict[str, Act] = {
        "heavy": _page_of(Contact.objects.visible_to(heavy)),
        "heavy_floor": _page_of(Contact.objects.all()),
        "none": _page_of(Contact.objects.visible_to(none)),
        "none_floor": _page_of(Contact.objects.all()),
        "own": _page_of(Contact.objects.visible_to(junior)),
        "own_floor": _page_of(own),
    }
    found = alternate(acts)
    found["own"].facts["seen"] = Contact.objects.visible_to(junior).count()
    return found | _reassigning(heavy, none)


def _page_of(rows: ContactQuerySet) -> Act:
    page = rows.order_by("sort_name", "pk").values_list("pk", "name", "town")
    return lambda: list(page.all()[:PAGE])


def _heavy() -> User:
    """Return the adviser who leads the most private folders."""
    private = Count("led_contacts", filter=Q(led_contacts__is_private=True))
    advisers = User.objects.filter(username__startswith="conseiller").annotate(private=private)
    return User.objects.get(pk=advisers.order_by("-private", "pk")[0].pk)


def _none() -> User:
    """Make an adviser without any folder."""
    user = User.objects.create_user("sans-dossier", is_active=True)
    user.groups.add(Group.objects.get(name="Conseiller"))
    return User.objects.get(pk=user.pk)


def _junior(like: User) -> User:
    """Return somebody who sees own contacts only and leads some."""
    user = User.objects.create_user("junior", is_active=True)
    user.groups.add(Group.objects.get(name="Conseiller junior"))
    rows = Contact.objects.filter(lead_adviser=like, is_private=False)
    assignment.reassign(rows, role="lead_adviser", to=user, by=user)
    return User.objects.get(pk=user.pk)


def _reassigning(by: User, to: User) -> dict[str, Sample]:
    private = Contact.objects.filter(is_private=True).order_by("pk")
    keys = list(private.values_list("pk", flat=True)[:MOVED])
    rows = Contact.everything.filter(pk__in=keys)

    def ours() -> None:
        with transaction.atomic():
            assignment.reassign(rows, role="assistant", to=to, by=by)
            transaction.set_rollback(True)

    def floor() -> None:
        with transaction.atomic():
            bulk_history._plain(Contact).filter(pk__in=keys).update(  # noqa: SLF001
                assistant=to, version=F("version") + 1
            )
            bulk_history.record(Contact, keys, sign=bulk_history.CHANGED, by=by)
            transaction.set_rollback(True)

    return alternate({"reassign": ours, "reassign_floor": floor})


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    samples = found[max(found)]
    for name, figure, goal in (
        ("heavy", "rule_cost_heavy", RULE),
        ("none", "rule_cost_none", RULE),
        ("own", "rule_cost_own", RULE),
        ("reassign", f"reassign_{MOVED}_vs_update", REASSIGN),
    ):
        yield Figure(
            name=figure,
            value=samples[name].median,
            unit="ms, median",
            floor=samples[f"{name}_floor"].median,
            goal=goal,
            facts={"queries": samples[name].queries, **samples[name].facts},
        )
