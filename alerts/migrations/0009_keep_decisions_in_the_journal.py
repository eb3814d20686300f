from collections import defaultdict

from django.db import migrations
from django.db.models import Count

CHANGES = """
    INSERT INTO contacts_change (kind, by_id, at)
    SELECT DISTINCT '{kind}', decided_by_id, decided_at FROM {table} WHERE state <> 'pending'
"""
SUBJECTS = """
    INSERT INTO contacts_changesubject (change_id, key)
    SELECT change.id, line.id FROM contacts_change AS change
    JOIN {table} AS line ON line.decided_at = change.at AND line.decided_by_id = change.by_id
    WHERE change.kind = '{kind}' AND line.state <> 'pending'
"""
OWNED = ("account_id", "contact_id", "right", "share")
VALUED = ("value", "currency", "is_consolidated")


def plain(kind, table):
    return [
        migrations.RunSQL(sql.format(kind=kind, table=table), migrations.RunSQL.noop)
        for sql in (CHANGES, SUBJECTS)
    ]


def keep_clients(apps, _schema_editor):
    """Say which contacts and relations each change made."""
    line = apps.get_model("alerts", "DetectedClient")
    change_of = changes(apps, "client_decision")
    made = defaultdict(set)
    for row in line.objects.exclude(state="pending").filter(contact__isnull=False).iterator():
        change = change_of[row.decided_by_id, row.decided_at]
        if row.state == "added":
            made[change, "contacts.Contact"].add(row.contact_id)
        if row.made.get("second"):
            made[change, "contacts.Contact"].add(row.second_contact_id)
        if row.made.get("relation"):
            made[change, "contacts.Relationship"].add(row.made["relation"])
    rows = [
        (change, "add", model, ["version"], [(key, [None], [0]) for key in sorted(keys)])
        for (change, model), keys in made.items()
    ]
    write(apps, rows)


def keep_accounts(apps, _schema_editor):
    """Say what each change did to accounts, their owners and their values."""
    line = apps.get_model("alerts", "DetectedAccount")
    change_of = changes(apps, "account_decision")
    added, linked = defaultdict(list), defaultdict(list)
    for row in line.objects.filter(state__in=("added", "linked")).iterator():
        change = change_of[row.decided_by_id, row.decided_at]
        (linked if row.linked_id else added)[change].append(row)
    write(apps, added_steps(apps, added) + linked_steps(apps, linked))


def added_steps(apps, added):
    change_of = {row.account_id: change for change, rows in added.items() for row in rows}
    owned = defaultdict(list)
    for key, *values in untouched_ownerships(apps, line_states=("added",)):
        if values[0] in change_of:
            owned[change_of[values[0]]].append((key, [None] * len(OWNED), as_json(values)))
    opened = {
        change: [(row.account_id, [True], [False]) for row in rows]
        for change, rows in added.items()
    }
    steps = [(key, "change", "accounts.Account", ["is_provisional"], opened[key]) for key in opened]
    return steps + [(key, "add", "accounts.Ownership", OWNED, owned[key]) for key in owned]


def untouched_ownerships(apps, line_states):
    """Return what owns these accounts and was never changed: the rest stays if it is reopened."""
    told = apps.get_model("accounts", "HistoricalOwnership").objects.order_by().values("id")
    changed = told.annotate(count=Count("pk")).filter(count__gt=1).values("id")
    rows = apps.get_model("accounts", "Ownership").objects.exclude(pk__in=changed)
    lines = apps.get_model("alerts", "DetectedAccount").objects.filter(state__in=line_states)
    return rows.filter(account__in=lines.values("account")).values_list("pk", *OWNED)


def linked_steps(apps, linked):
    """Of each change: the numbers, whose the values were, and which of them changed places."""
    accounts = apps.get_model("accounts", "Account").objects.filter(detected__state="linked")
    shells = {row.pk: row for row in accounts}
    valuations = apps.get_model("accounts", "Valuation").objects
    lines = apps.get_model("alerts", "DetectedAccount").objects.filter(state="linked")
    held, worth = defaultdict(list), {}
    values = valuations.filter(account__in=[*lines.values_list("linked", flat=True), *shells])
    for key, account, *value in values.values_list("pk", "account_id", *VALUED):
        held[account].append(key)
        worth[key] = as_json(value)
    steps = []
    for change, rows in linked.items():
        numbers, hung, exchanged = [], [], []
        for row in rows:
            shell, taken = shells[row.account_id], row.taken
            old = [taken["product"], taken["number"], taken["namesake"]]
            numbers.append((row.linked_id, old, [shell.product_id, shell.number, 0]))
            moved = set(taken["moved"])
            for key in held[row.linked_id]:
                if key in moved or key <= taken["last"]:
                    came = row.account_id if key in moved else row.linked_id
                    hung.append((key, [came], [row.linked_id]))
            for mine, theirs in taken["exchanged"]:
                exchanged.append((mine, worth.get(theirs), worth.get(mine)))
                exchanged.append((theirs, worth.get(mine), worth.get(theirs)))
        columns = ["product_id", "number", "namesake"]
        steps.append((change, "change", "accounts.Account", columns, numbers))
        steps.append((change, "move", "accounts.Valuation", ["account_id"], hung))
        steps.append((change, "change", "accounts.Valuation", VALUED, exchanged))
    return steps


def changes(apps, kind):
    found = apps.get_model("contacts", "Change").objects.filter(kind=kind)
    return {(by, at): pk for pk, by, at in found.values_list("pk", "by", "at")}


def as_json(values):
    return [value if isinstance(value, int) or value is None else str(value) for value in values]


def write(apps, steps):
    """Write steps, each given as its change, kind, model, columns and (key, old, new) of rows."""
    model = apps.get_model("contacts", "ChangeStep")
    model.objects.bulk_create(
        [
            model(
                change_id=change,
                position=position,
                kind=kind,
                model=label,
                columns=list(columns),
                keys=[row[0] for row in rows],
                old=[row[1] for row in rows],
                new=[row[2] for row in rows],
            )
            for position, (change, kind, label, columns, rows) in enumerate(steps)
            if rows
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    """What one Enregistrer of an alert window decided is one change, with what it made."""

    dependencies = [
        ("accounts", "0010_keep_deletions_in_the_journal"),
        ("alerts", "0008_know_when_lines_were_matched"),
        ("contacts", "0020_keep_deletions_in_the_journal"),
    ]

    operations = [
        *plain("client_decision", "alerts_detectedclient"),
        *plain("account_decision", "alerts_detectedaccount"),
        migrations.RunPython(keep_clients, migrations.RunPython.noop),
        migrations.RunPython(keep_accounts, migrations.RunPython.noop),
        migrations.RemoveField("detectedclient", "made"),
        migrations.RemoveField("detectedaccount", "taken"),
    ]
