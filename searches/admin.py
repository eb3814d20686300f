from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from searches.models import Export
from users.admin import Journal
from users.models import User
from users.queries.administrators import is_administrator


@admin.register(Export)
class ExportAdmin(Journal):
    """Who took how much away, and when: never what was asked, nor the file."""

    list_display = ("asked_at", "owner", "about", "format", "count")
    list_display_links = None
    list_filter = ("format",)
    list_select_related = ("owner",)
    fields = list_display
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Export]:
        return super().get_queryset(request).defer("told", "asked")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and is_administrator(request.user)

    @admin.display(description=gettext_lazy("About"))
    def about(self, export: Export) -> str:
        return _("Accounts") if export.on == "accounts" else _("Contacts")
