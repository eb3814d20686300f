"""The page that describes a partner's file, beside the first lines of a sample of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from contacts.forms import inputs
from imports import rights
from imports.actions import profiles as actions
from imports.actions.profile_samples import LARGEST_SAMPLE, drop_sample, keep_sample, place_of
from imports.enums import State
from imports.errors import ImportProfileError
from imports.feeds.profiled import Profile, look, schema
from imports.feeds.profiled.look import Column, Look, Tried
from imports.feeds.text import header_key
from imports.forms.profiles import (
    BLANK_ROWS,
    PREFIX,
    ProfileForm,
    Row,
    profile_of,
    rows_of,
    rows_typed,
)
from imports.models import ImportProfileVersion, ImportRun, ProfileSample
from imports.pipeline import messages as run_messages
from imports.queries.profile_messages import told
from imports.records import HEADERS, FileRefused, Limits
from users.http import SignedIn

FILE = "sample"


# What is asked of a profile that is whole; one sample may be shown and another before it is.
_WHOLE = {"save", "try"}


@dataclass
class Shown:
    """What the page draws of the sample beside what is typed."""

    rows: Sequence[Row]
    sample: ProfileSample | None = None
    look: Look | None = None
    refusal: str = ""
    tried: Tried | None = None
    flaws: Sequence[str] = field(default_factory=tuple)


class ProfileEdit(PermissionRequiredMixin, View):
    """A new profile, or the next version of one."""

    request: SignedIn
    permission_required = rights.PROFILES

    def get(self, request: SignedIn, pk: int | None = None) -> HttpResponse:
        version = _current(pk)
        profile = version.value if version else Profile()
        return self.page(version, ProfileForm.of(profile), self.shown(profile, rows_of(profile)))

    def post(self, request: SignedIn, pk: int | None = None) -> HttpResponse:
        version, act = _current(pk), request.POST.get("act", "")
        refusal = self.take_sample()
        if act == "forget":
            drop_sample(by=request.user)
        form, rows = ProfileForm(request.POST), rows_typed(request.POST)
        if act not in _WHOLE:
            form.forgive_blanks()
        try:
            profile = profile_of(form, rows)
        except schema.ProfileRefused as refused:
            shown = self.shown(Profile(), rows)
            shown.flaws = [told(flaw) for flaw in refused.flaws]
            return self.page(version, form, shown, status=422)
        shown = self.shown(profile, rows)
        shown.refusal = refusal or shown.refusal
        shown.flaws = [
            *(row.error for row in rows if row.error),
            *map(told, schema.flaws(profile)),
        ]
        if act == "save" and form.is_valid() and not shown.flaws:
            return self.save(version, profile, form, shown)
        if act == "try" and not shown.flaws:
            self.try_out(profile, shown)
        is_refused = act in _WHOLE and shown.flaws
        return self.page(version, form, shown, status=422 if is_refused else 200)

    def take_sample(self) -> str:
        """Keep the file that was sent, if one was; return why it is refused."""
        sent = self.request.FILES.get(FILE)
        if sent is None:
            return ""
        if (sent.size or 0) > LARGEST_SAMPLE:
            return _("This file is over 8 MB: choose a shorter sample.")
        keep_sample(upload=sent, by=self.request.user)
        return ""

    def shown(self, profile: Profile, rows: Sequence[Row]) -> Shown:
        sample = ProfileSample.objects.filter(by=self.request.user).first()
        shown = Shown(rows, sample)
        if sample is not None:
            try:
                shown.look = look.look(place_of(sample), profile, _limits())
            except FileRefused as refused:
                shown.refusal = refusal(refused)
        return shown

    def try_out(self, profile: Profile, shown: Shown) -> None:
        """Read the whole sample, and write nothing."""
        if shown.sample is None:
            return
        path, today = place_of(shown.sample), timezone.localdate()
        try:
            shown.tried = look.tried(path, profile, _limits(), today)
        except FileRefused as refused:
            shown.refusal = refusal(refused)

    def save(
        self,
        version: ImportProfileVersion | None,
        profile: Profile,
        form: ProfileForm,
        shown: Shown,
    ) -> HttpResponse:
        try:
            if version is None:
                actions.make(definition=profile, by=self.request.user)
            else:
                actions.change(
                    profile=version.profile,
                    version=inputs.version(self.request.POST.get("version", "")) or 0,
                    definition=profile,
                    by=self.request.user,
                )
        except ImportProfileError as error:
            shown.flaws = [str(error)]
            return self.page(version, form, shown, status=409)
        drop_sample(by=self.request.user)
        messages.success(self.request, _("Saved. The sample is deleted."))
        return redirect("imports:profile-list")

    def page(
        self,
        version: ImportProfileVersion | None,
        form: ProfileForm,
        shown: Shown,
        status: int = 200,
    ) -> HttpResponse:
        is_part = bool(self.request.headers.get("HX-Request"))
        context = {
            "version": version,
            "form": form,
            "shown": shown,
            "columns": _drawn(shown),
            "tried": _tried(shown.tried),
            "fields": HEADERS.values(),
            "prefix": PREFIX,
            "is_part": is_part,
        }
        name = "_columns" if is_part else "edit"
        # A fragment that is answered as refused would not be drawn.
        status = 200 if is_part else status
        return render(self.request, f"imports/profile/{name}.html", context, status=status)


def refusal(refused: FileRefused) -> str:
    """Say why a file is refused as the night would."""
    run = ImportRun(state=State.REJECTED, code=refused.code.value, params=refused.params)
    return run_messages.refusal(run)


def _current(pk: int | None) -> ImportProfileVersion | None:
    if pk is None:
        return None
    found = ImportProfileVersion.objects.current().select_related("profile", "made_by")
    version: ImportProfileVersion = get_object_or_404(found, profile=pk)
    return version


def _limits() -> Limits:
    return Limits(**settings.FEED_LIMITS)


def _drawn(shown: Shown) -> list[dict[str, Any]]:
    """Put what is typed of each header beside the column of the sample that has it."""
    by_head = {header_key(row.head): row for row in shown.rows if row.head}
    columns = shown.look.columns if shown.look else ()
    drawn = [_beside(column, by_head.pop(header_key(column.head), None)) for column in columns]
    # Headers that fill nothing are those of a sample that is gone, or was read in other letters.
    left = by_head.keys()
    others = [row for row in shown.rows if row.field and header_key(row.head) in {"", *left}]
    drawn += [{"row": row} for row in (*others, *[Row()] * BLANK_ROWS)]
    return drawn


def _beside(column: Column, row: Row | None) -> dict[str, Any]:
    samples = [
        {"cell": one.cell, "value": one.value, "why": one.code and run_messages.explained(one.code)}
        for one in column.samples
    ]
    return {
        "row": row or Row(column.head),
        "column": column,
        "samples": samples,
        "wrong": next((one["why"] for one in samples if one["why"]), ""),
    }


def _tried(tried: Tried | None) -> dict[str, Any] | None:
    if tried is None:
        return None
    causes = [
        {
            "code": code.value,
            "why": run_messages.explained(code),
            "column": column,
            "count": tried.counts[code, column],
            "lines": ", ".join(lines),
            "has_more": tried.counts[code, column] > len(lines),
        }
        for (code, column), lines in tried.rejects.items()
    ]
    return {"found": tried, "causes": causes}
