"""What records point to, read together: one query for each model, for any number of records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Model

from contacts.history.tracked_models import Record, Source
from contacts.models import Contact
from users.models import User

# What their names are made of, where a row has much else.
NAMES: dict[type[Model], Sequence[str]] = {
    User: ("first_name", "last_name", "username"),
    Contact: ("first_name", "name"),
}
Told = tuple[Source, Record, Record | None]


def read_names(told: Sequence[Told], known: Iterable[User] = ()) -> None:
    """Give the records the rows whose names the page says; a row that is gone is none."""
    links = [
        (record, record._meta.get_field(name)) for one in told for record, name in _links(*one)
    ]
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for record, link in links:
        keys[link.related_model].add(getattr(record, link.attname))
    rows: dict[type[Model], dict[int, Any]] = {User: {person.pk: person for person in known}}
    for model, wanted in keys.items():
        have = rows.setdefault(model, {})
        have |= _rows(model, wanted - have.keys() - {None})
    for record, link in links:
        link.set_cached_value(record, rows[link.related_model].get(getattr(record, link.attname)))


def _rows(model: type[Model], keys: set[int]) -> dict[int, Any]:
    return model._base_manager.only(*NAMES.get(model, ())).in_bulk(keys) if keys else {}


def _links(source: Source, record: Record, before: Record | None) -> Iterator[tuple[Record, str]]:
    """Give what is named of a record: its author, what its sentence speaks of, what changed."""
    for name in ("history_user", *source.named):
        yield record, name
    for field in source.changed_fields(record, before):
        if field.is_relation:
            yield record, field.name
            if before is not None:
                yield before, field.name
