"""Owners of 10 000 accounts and people of 10 000 contacts changed at once, over the bare SQL."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import Group
from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone

from accounts.actions.accounts import Owner
from accounts.actions.owner_change import change_owners_of_accounts, plan_owner_change
from accounts.models import Account, Ownership
from benchmarks.asking import busiest_adviser, facts
from benchmarks.figures import Figure
from benchmarks.samples import REPETITIONS, Act, Sample, alternate
from contacts.actions.change_people import plan_people, replace_people
from contacts.actions.sorting import adviser_sort
from contacts.models import Contact
from persistence import bulk_history, staging_tables
from users.models import User

SIZES = (100_000,)
WRITES = True
GOAL = 4
ROWS = 10_000
AT_MOST = 5
# What is kept beside the contacts who own these accounts, or owned them.
_FIGURES = """
    UPDATE contacts_contactfigures AS f
    SET total_value = s.total, account_count = s.accounts
    FROM (SELECT c.id, COALESCE(SUM(a.last_value * COALESCE(o.share, 100) / 100), 0) AS total,
                 COUNT(DISTINCT a.id) AS accounts
          FROM contacts_contact c
          LEFT JOIN accounts_ownership o ON o.contact_id = c.id
          LEFT JOIN accounts_account a ON a.id = o.account_id AND a.deleted_at IS NULL
               AND NOT a.is_provisional
          WHERE c.id IN (SELECT key FROM bench_owners) GROUP BY c.id) s
    WHERE f.contact_id = s.id"""


def measure() -> dict[str, Sample]:
    user = busiest_adviser()
    user.groups.add(Group.objects.get(name="Administrateur"))
    acts = _changing_owners(user) | _reassigning(user)
    return alternate(acts, repetitions=min(AT_MOST, REPETITIONS))


def _taken_back(write: Act) -> Act:
    def act() -> None:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)

    return act


def _changing_owners(by: User) -> dict[str, Act]:
    """Give accounts, most of them of one owner, to somebody else."""
    seen = Account.objects.visible_to(by).order_by("pk")
    # Whatever somebody hidden owns with them is not in the plan: none of these.
    shared = Ownership.objects.filter(contact__is_private=True).values("account")
    keys = list(seen.exclude(pk__in=shared).values_list("pk", flat=True)[:ROWS])
    owner = Contact.objects.visible_to(by).filter(is_private=False).order_by("-pk")[0]
    owners = [Owner(owner)]

    def ours() -> None:
        token = plan_owner_change(accounts=keys, owners=owners, by=by).token
        change_owners_of_accounts(accounts=keys, owners=owners, token=token, by=by)

    def floor() -> None:
        rows = Ownership.objects.filter(account__in=staging_tables.keep_keys("bench", keys))
        before = rows.order_by().values_list("contact_id", flat=True).distinct()
        staging_tables.keep_keys("bench_owners", {*before, owner.pk})
        bulk_history.record_rows(rows, sign=bulk_history.DELETED, by=by)
        rows._raw_delete(rows.db)  # noqa: SLF001 - one DELETE
        with connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO accounts_ownership (account_id, contact_id, "right")'
                " SELECT key, %s, 'full' FROM bench",
                [owner.pk],
            )
            bulk_history.record_rows(rows.all(), sign=bulk_history.CREATED, by=by)
            cursor.execute(
                "UPDATE accounts_account SET version = version + 1"
                " WHERE id IN (SELECT key FROM bench)"
            )
            cursor.execute(_FIGURES)

    return {"owners": _taken_back(ours), "owners_floor": _taken_back(floor)}


def _reassigning(by: User) -> dict[str, Act]:
    """Give all clients of one person to another."""
    leaver, taker = User.objects.filter(username__startswith="conseiller").exclude(pk=by.pk)[:2]
    public = Contact.objects.filter(is_private=False).exclude(lead_adviser=taker).order_by("pk")
    keys = list(public.values_list("pk", flat=True)[:ROWS])
    plain: models.QuerySet[Contact] = models.QuerySet(Contact)
    plain.filter(pk__in=keys).update(
        lead_adviser=leaver, second_adviser=None, lead_adviser_sort=adviser_sort(leaver)
    )

    def ours() -> None:
        token = plan_people(contact_ids=keys, leaver=leaver, taker=taker, by=by).token
        replace_people(contact_ids=keys, leaver=leaver, taker=taker, token=token, by=by)

    def floor() -> None:
        plain.filter(pk__in=keys).update(
            lead_adviser=taker,
            lead_adviser_sort=adviser_sort(taker),
            version=F("version") + 1,
            updated_at=timezone.now(),
        )
        bulk_history.record(Contact, keys, sign=bulk_history.CHANGED, by=by)

    return {"people": _taken_back(ours), "people_floor": _taken_back(floor)}


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    samples = found[max(found)]
    for name, figure in (("owners", "owner_change_vs_sql"), ("people", "reassign_vs_sql")):
        yield Figure(
            name=figure,
            value=samples[name].median,
            unit="ms, median",
            floor=samples[f"{name}_floor"].median,
            goal=GOAL,
            facts=facts(samples[name]) | {"rows": ROWS},
        )
