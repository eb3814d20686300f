"""Services > Imports de la nuit > Profils d'import: listed, put in force, taken along."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contacts.forms import inputs
from imports import rights
from imports.actions import profiles as actions
from imports.errors import ImportProfileError
from imports.feeds.profiled import schema
from imports.feeds.profiled.words import FORMS
from imports.forms.profiles import label_of
from imports.models import ImportProfile, ImportProfileVersion
from imports.queries import profiles as queries
from imports.queries.profile_messages import told
from imports.records import HEADERS
from users.http import SignedIn

may_describe = permission_required(rights.PROFILES, raise_exception=True)
FILE = "file"


@require_safe
@may_describe
def profiles(request: SignedIn) -> HttpResponse:
    return _list(request)


def _list(request: SignedIn, refusals: list[str] | None = None) -> HttpResponse:
    context = {"versions": queries.current(), "refusals": refusals}
    return render(request, "imports/profile/list.html", context, status=422 if refusals else 200)


@require_POST
@may_describe
def profile_import(request: SignedIn) -> HttpResponse:
    """Take a profile from its file: it waits to be looked at before the night reads by it."""
    sent = request.FILES.get(FILE)
    if sent is None:
        return _list(request, [_("Choose the file of a profile.")])
    try:
        made = actions.make(definition=_loaded(sent), is_in_force=False, by=request.user)
    except schema.ProfileRefused as refused:
        return _list(request, [told(flaw) for flaw in refused.flaws[:20]])
    except ImportProfileError as error:
        return _list(request, [str(error)])
    messages.success(request, _("Imported. Look at it, then put it in force in the list."))
    return redirect("imports:profile-change", made.profile_id)


def _loaded(sent: UploadedFile) -> schema.Profile:
    """Read no more of a file than a profile may have; a larger one came empty."""
    if (sent.size or 0) > schema.LARGEST:
        raise schema.ProfileRefused(schema.Flaw(schema.Wrong.TOO_LARGE))
    return schema.loaded(sent.read())


@require_POST
@may_describe
def profile_force(request: SignedIn, pk: int) -> HttpResponse:
    """Let the night read by a profile, or no more."""
    profile = get_object_or_404(ImportProfile, pk=pk)
    is_in_force = request.POST.get("act") == "force"
    try:
        actions.put_in_force(
            profile=profile,
            version=inputs.version(request.POST.get("version", "")) or 0,
            is_in_force=is_in_force,
            by=request.user,
        )
    except ImportProfileError as error:
        messages.warning(request, str(error))
    else:
        said = (
            _("%(profile)s is in force: the next night reads by it.")
            if is_in_force
            else _("%(profile)s is withdrawn: the night reads by it no more.")
        )
        messages.success(request, said % {"profile": profile})
    return redirect("imports:profile-list")


@require_safe
@may_describe
def profile_version(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Show a profile as it was saved, with all its versions."""
    version = _version(pk, number)
    profile = version.value
    context: dict[str, Any] = {
        "version": version,
        "profile": profile,
        "dates": FORMS[profile.dates],
        "separator": label_of(
            "separator", "tab" if profile.separator == "\t" else profile.separator
        ),
        "encoding": label_of("encoding", profile.encoding),
        "decimal": label_of("decimal", profile.decimal),
        "line": label_of("lines", profile.lines.value),
        "columns": [
            {
                "label": HEADERS[field],
                "heads": heads,
                "is_optional": field in profile.optional,
                "words": profile.values.get(field, {}),
            }
            for field, heads in profile.columns.items()
        ],
        "constants": [(HEADERS[field], value) for field, value in profile.constants.items()],
        "versions": queries.versions_of(version.profile),
    }
    return render(request, "imports/profile/version.html", context)


@require_safe
@may_describe
def profile_export(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Give a version as a file, which another firm imports."""
    version = _version(pk, number)
    name = slugify(f"profil {version.profile} v{version.number}")
    return HttpResponse(
        schema.dumped(version.value),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}.json"'},
    )


def _version(pk: int, number: int) -> ImportProfileVersion:
    found = ImportProfileVersion.objects.select_related("profile", "made_by")
    return get_object_or_404(found, profile=pk, number=number)
