"""The end of a couple that a form tells of: the relation is over since a day, and stays as past."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from contacts.actions.relation_rules import Terms, check_dates
from contacts.errors import PlanChanged
from contacts.queries.relations import spouses
from imports.actions.fact_find.writing.filling import Filling


def end_couples(filling: Filling, endings: Mapping[int, dt.date]) -> None:
    """End these relations, as Relations does: nothing is written in the other's folder."""
    if not endings:
        return
    rows = {row.pk: row for row in spouses(filling.contact, filling.by)}
    for key, day in endings.items():
        if key not in rows:
            raise PlanChanged(_("The folder has changed since it was shown: look at it again."))
        check_dates(Terms(started_on=rows[key].started_on, ended_on=day))
        filling.draft.change(rows[key], ended_on=day)
