from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from imports import rights
from imports.fact_find.reasons import Reason
from imports.models import ImportRun, RefusedForm
from imports.queries.fact_find_messages import reason
from text.formats import NARROW, number_fr, size_fr
from users.admin import Journal
from users.models import User
from users.queries.administrators import is_administrator


@admin.register(ImportRun)
class ImportRunAdmin(Journal):
    """To look at only, without a count: the page of imports counts what its reader may see."""

    list_display = ("partner", "file_name", "state", "code", "started_at", "finished_at")
    list_filter = ("state", "partner")
    search_fields = ("file_name",)
    fields = list_display

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(rights.SEE)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        user = request.user
        return (
            ImportRun.objects.visible_to(user)
            if isinstance(user, User)
            else ImportRun.objects.none()
        )


class ReasonFilter(admin.SimpleListFilter):
    title = _("Reason")
    parameter_name = "code"

    def lookups(self, request: HttpRequest, _model_admin: Any) -> Iterable[tuple[str, str]]:
        return sorted(((code.value, reason(code)) for code in Reason), key=lambda pair: pair[1])

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[RefusedForm]
    ) -> QuerySet[RefusedForm]:
        return queryset.filter(code=self.value()) if self.value() else queryset


@admin.register(RefusedForm)
class RefusedFormAdmin(Journal):
    """Why files sent as a Recueil were refused, to whom and when: of the files there is no more."""

    list_display = ("sent_at", "sent_by", "why", "how_large", "how_long")
    list_display_links = None
    list_filter = (ReasonFilter,)
    list_select_related = ("by",)
    fields = list_display
    ordering = ("-pk",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and is_administrator(request.user)

    @admin.display(description=_("Sent on"), ordering="at")
    def sent_at(self, form: RefusedForm) -> Any:
        return form.at

    @admin.display(description=_("Sent by"))
    def sent_by(self, form: RefusedForm) -> str:
        return str(form.by)

    @admin.display(description=_("Reason"))
    def why(self, form: RefusedForm) -> str:
        return reason(Reason(form.code))

    @admin.display(description=_("Size"))
    def how_large(self, form: RefusedForm) -> str:
        return "" if _may_be_of_hidden(form) else size_fr(form.size)

    @admin.display(description=_("Duration of the reading"))
    def how_long(self, form: RefusedForm) -> str:
        return "" if _may_be_of_hidden(form) else f"{number_fr(form.seconds, 2)}{NARROW}s"


def _may_be_of_hidden(form: RefusedForm) -> bool:
    """Tell whether it may have been printed for a folder hidden from its sender.

    Such a one is read whole before it is refused like a foreign one: how long that took, and a
    size like that of the firm's form, would tell it from one.
    """
    return bool(form.code == Reason.UNKNOWN_FORM)
