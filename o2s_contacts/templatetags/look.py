"""What every template may use without loading it: icons, marks and French formats."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.urls import ResolverMatch, get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobs.models import Job
from jobs.queries import in_bar
from look import icons, layout, marks, menus
from o2s_contacts import one_effect, pictures, services, sessions
from text import formats

register = template.Library()
register.simple_tag(icons.draw, name="icon")
register.simple_tag(marks.mark)
register.simple_tag(menus.menu_groups)

register.simple_tag(layout.control, name="widget")
register.simple_tag(layout.notes)
register.simple_tag(in_bar, name="jobs_in_bar")

for _filter in (
    *(formats.initials, formats.euros, formats.number_fr, formats.percent_fr, formats.share_fr),
    *(formats.signed, formats.duration_fr, formats.phone_fr, formats.size_fr, pictures.short_euros),
):
    register.filter(_filter)


@register.simple_tag(takes_context=True)
def form_token(context: template.Context, makes: str = "") -> SafeString:
    """Draw what lets a form take effect once; `makes` names what it makes, if it does."""
    request = getattr(context, "request", None)
    return one_effect.hidden_input(request, makes) if request else SafeString("")


@register.simple_tag
def idle_times() -> dict[str, int]:
    """Return the seconds that a session lasts without a request, and how long before one is told.

    A little less than it really lasts: the server counts the requests of a minute as one.
    """
    idle = settings.SESSION_COOKIE_AGE - sessions.grain()
    warning = min(300, idle // 3)
    return {"idle": idle, "warning": warning, "warning_minutes": max(1, warning // 60)}


@register.simple_tag(takes_context=True)
def save_words(context: template.Context, words: str) -> str:
    """Return the words of a button that saves: what is saved already becomes a second one."""
    is_as_new = one_effect.is_as_new(getattr(context, "request", None))
    return _("Save as new") if is_as_new else words


@register.simple_tag
def same_for_all(template_name: str) -> SafeString:
    """Draw a part that is the same on every page, whoever looks at it: once in a process.

    Its template is given nothing of the page, so that it can show nothing of anybody.
    """
    if settings.DEBUG:
        return render_to_string(template_name)
    return _same_for_all(template_name, get_language(), get_script_prefix())


@cache
def _same_for_all(template_name: str, _language: str, _prefix: str) -> SafeString:
    return render_to_string(template_name)


@register.filter
def date_fr(value: dt.date | None) -> str:
    return formats.date_fr(_local(value))


@register.filter
def hour_fr(value: dt.datetime | None) -> str:
    return formats.hour_fr(_local(value))  # type: ignore[arg-type]


@register.filter
def moment_fr(value: dt.datetime | None) -> str:
    return formats.moment_fr(_local(value))  # type: ignore[arg-type]


def _local(value: dt.date | None) -> dt.date | None:
    """Moments are kept in UTC and read in the firm's own time."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


# The apps whose pages are the list of contacts and the folders'.
_OF_CONTACTS = {"contacts", "accounts", "wealth", "compliance", "documents"}


@register.filter
def is_of_contacts(view: ResolverMatch | None) -> bool:
    """Tell whether a page stands under Contacts: the list, a folder, a Recueil that came back."""
    if not view or view.view_name == "accounts:deleted":
        return False
    is_recueil = view.view_name.startswith("imports:fact-find-")
    return is_recueil or not _OF_CONTACTS.isdisjoint(view.namespaces)


@register.filter
def undo_url(message: Message) -> str:
    """Return the address in a message's extra tags, given as `extra_tags="undo=/contacts/…"`."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith("undo="):
            return tag.removeprefix("undo=")
    return ""


@register.inclusion_tag("components/plot.html")
def plot(points: Sequence[pictures.Point], size: str = "") -> dict[str, object]:
    """Draw a curve of values, `points` as (date, value) in order; size "" or "small"."""
    return {"points": points, "curve": pictures.curve(points), "size": size}


@register.inclusion_tag("services/_rail.html", takes_context=True)
def services_rail(context: dict[str, Any]) -> dict[str, object]:
    """Draw the tree of Services at the left of one of its pages."""
    return {"groups": services.tree_for(context["request"])}


@register.simple_tag(takes_context=True)
def services_open(context: dict[str, Any]) -> bool:
    """Tell whether Services holds anything for who looks at the page."""
    return services.is_open_to(context["user"])


@register.simple_tag
def jobs_going_on(jobs: Sequence[Job]) -> int:
    return sum(job.is_active for job in jobs)


@register.inclusion_tag("components/shares.html")
def shares(parts: Sequence[tuple[str, Decimal]]) -> dict[str, object]:
    """Draw a split, `parts` as (label, value)."""
    return {"shares": pictures.shares(parts, _("Others"))}


@register.filter
def with_errors(forms: BaseForm | Sequence[BaseForm] | None) -> list[BoundField]:
    """Return the fields to look at again, in the order of the form or forms."""
    return [field for form in _each(forms) for field in form if field.errors]


@register.filter
def whole_errors(forms: BaseForm | Sequence[BaseForm] | None) -> list[str]:
    """Return what is wrong with no one field."""
    return [str(error) for form in _each(forms) for error in form.non_field_errors()]


def _each(forms: BaseForm | Sequence[BaseForm] | None) -> Sequence[BaseForm]:
    return [forms] if isinstance(forms, BaseForm) else forms or ()
