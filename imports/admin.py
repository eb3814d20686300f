from django.contrib import admin
from django.http import HttpRequest

from imports import rights
from imports.models import ImportRun
from users.admin import DeclaredLookups


@admin.register(ImportRun)
class ImportRunAdmin(DeclaredLookups):
    """To look at only, without a count: the page of imports counts what its reader may see."""

    list_display = ("partner", "file_name", "state", "code", "started_at", "finished_at")
    list_filter = ("state", "partner")
    search_fields = ("file_name",)
    fields = list_display

    def has_view_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return request.user.has_perm(rights.SEE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(rights.SEE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return False
