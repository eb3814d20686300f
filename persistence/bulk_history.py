"""Bulk writes that keep history: the history library's own rows, by INSERT … SELECT.

Its bulk helpers write some 1 200 rows a second (docs/performance.md); one statement for any
number of rows is what a merge, a night or a handover needs. A test compares these rows with those
that `save()` writes.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connections, models, router, transaction
from django.db.models import Value
from django.db.models.functions import Cast
from django.utils import timezone

from persistence import staging_tables
from persistence.many_keys import among
from users.models import User

M = TypeVar("M", bound=models.Model)

CREATED, CHANGED, DELETED = "+", "~", "-"
# More keys than this are joined from a table of their own.
_PARAMETERS = 1000


def update(rows: models.QuerySet[M], *, by: User, reason: str = "", **values: Any) -> int:
    """Set the values on all rows and write their history; return how many rows there were."""
    with transaction.atomic():
        keys = list(rows.values_list("pk", flat=True))
        _plain(rows.model).filter(pk__in=keys).update(**values)
        record(rows.model, keys, sign=CHANGED, by=by, reason=reason)
    return len(keys)


def create(rows: Sequence[M], *, by: User | None, reason: str = "") -> list[M]:
    """Insert the rows and write their history; return them with their keys."""
    if not rows:
        return []
    model = type(rows[0])
    with transaction.atomic():
        staging_tables.create_rows(rows)
        record(model, [row.pk for row in rows], sign=CREATED, by=by, reason=reason)
    return list(rows)


def delete(model: type[M], keys: Sequence[Any], *, by: User, reason: str = "") -> None:
    """Delete the rows of these keys, on which nothing hangs, and write their history.

    The ORM's own deletion would write their history once more, row by row.
    """
    if not keys:
        return
    with transaction.atomic():
        rows = _of(model, keys)
        record_rows(rows, sign=DELETED, by=by, reason=reason)
        rows._raw_delete(router.db_for_write(model))  # noqa: SLF001 - one DELETE, as it says


def record(
    model: type[M], keys: Sequence[Any], *, sign: str, by: User | None, reason: str = ""
) -> None:
    """Write one history row for each key as the row now stands; before a deletion, not after."""
    if keys:
        record_rows(_of(model, keys), sign=sign, by=by, reason=reason)


def record_rows(rows: models.QuerySet[M], *, sign: str, by: User | None, reason: str = "") -> None:
    """Write one history row for each of these rows, however many, in one statement."""
    model = rows.model
    history: type[models.Model] = model.history.model  # type: ignore[attr-defined]
    tracked: list[models.Field[Any, Any]] = model.history.model.tracked_fields  # type: ignore[attr-defined]
    columns = [field.attname for field in tracked]
    added = {
        "history_date": Value(timezone.now(), models.DateTimeField()),
        "history_type": Value(sign, models.CharField()),
        "history_change_reason": Cast(Value(reason or None), models.CharField(max_length=200)),
        "history_user_id": Cast(Value(by.pk if by else None), models.BigIntegerField()),
    }
    source = rows.order_by("pk").values_list(*columns, *added.values())
    _insert(history, [*columns, *added], source)


def _plain(model: type[M]) -> models.QuerySet[M]:
    """Return the rows without the guard of tracked querysets."""
    return models.QuerySet(model)


def _of(model: type[M], keys: Sequence[Any]) -> models.QuerySet[M]:
    """Return the rows of these keys, which by the thousand are no parameters of each statement."""
    if not isinstance(keys[0], int):
        return _plain(model).filter(pk__in=keys)
    is_many = len(keys) > _PARAMETERS
    found = staging_tables.keep_keys("recorded", keys) if is_many else among(keys)
    return _plain(model).filter(pk__in=found)


def _insert(
    into: type[models.Model], attributes: Sequence[str], source: models.QuerySet[Any, Any]
) -> None:
    connection = connections[source.db]
    quote = connection.ops.quote_name
    names = {field.attname: str(field.column) for field in into._meta.local_concrete_fields}
    into_columns = ", ".join(quote(names[attribute]) for attribute in attributes)
    sql, params = source.query.get_compiler(source.db).as_sql()
    with connection.cursor() as cursor:
        # Only names of our own models stand in the text; every value is a parameter.
        cursor.execute(f"INSERT INTO {quote(into._meta.db_table)} ({into_columns}) {sql}", params)
