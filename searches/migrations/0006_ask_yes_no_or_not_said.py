"""Three fields became yes, no or not said: a search that asked « is yes » or « is no » asks it so.

« Non » was whatever nobody had ticked: it asks for no, and for what is not said.
"""

from django.db import migrations

# No other field that was compared by `yes` and `no` has one of these ids.
FIELDS = {"adverse_impacts", "is_held", "is_pep"}
FEW = 500


def _group(group):
    return {
        how: [one for part in parts for one in _parts(part, how)] for how, parts in group.items()
    }


def _parts(part, how):
    """Return what a part of a group becomes: no other group in one that is joined by ou already."""
    if "where" in part:
        return [part | {"where": _group(part["where"])}]
    if not {"f", "rel", "in_search"} & part.keys():
        return [_group(part)]
    field, op = part.get("f"), part.get("op")
    if field not in FIELDS or op not in {"yes", "no"}:
        return [part]
    parts = [{"f": field, "op": "is", "v": [op]}]
    if op == "no":
        parts.append({"f": field, "op": "empty"})
    return parts if len(parts) == 1 or how in {"any", "none"} else [{"any": parts}]


def _asked(stored):
    return stored | {"where": _group(stored["where"])}


def _exported(asked):
    return asked | {"search": _asked(asked["search"])} if "search" in asked else asked


COLUMNS = (
    ("SavedSearch", "stored", _asked),
    ("SearchVersion", "stored", _asked),
    ("Export", "asked", _exported),
)


def rewrite(apps, schema_editor):
    for model, column, asked in COLUMNS:
        every = apps.get_model("searches", model).objects.using(schema_editor.connection.alias)
        changed = []
        for row in every.only(column).iterator(FEW):
            before = getattr(row, column)
            after = asked(before)
            if after != before:
                setattr(row, column, after)
                changed.append(row)
        every.bulk_update(changed, [column], batch_size=FEW)


class Migration(migrations.Migration):
    dependencies = [("searches", "0005_names_by_trigram")]

    # Of what is asked afterwards nothing tells which « Non » it was.
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
