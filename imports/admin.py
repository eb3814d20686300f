from django.contrib import admin
from django.http import HttpRequest

from imports import rights
from imports.models import ImportRun
from users.admin import Journal


@admin.register(ImportRun)
class ImportRunAdmin(Journal):
    """To look at only, without a count: the page of imports counts what its reader may see."""

    list_display = ("partner", "file_name", "state", "code", "started_at", "finished_at")
    list_filter = ("state", "partner")
    search_fields = ("file_name",)
    fields = list_display

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(rights.SEE)
