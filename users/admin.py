"""What every list of the administration obeys."""

from django.contrib import admin
from django.http import HttpRequest


class DeclaredLookups(admin.ModelAdmin):
    """A list whose address filters by what the list offers, and by nothing else.

    Django lets an address name any column of the list's model, and the rows that point at it:
    `?led_contacts=12` would tell who leads a folder that nobody but its people may know of.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        named = lookup.split("__", maxsplit=1)[0]
        offered = named in {getattr(one, "parameter_name", one) for one in self.list_filter}
        return offered and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]


class Journal(DeclaredLookups):
    """What was done: whoever sees the module reads it, and nobody changes it or takes it away."""

    actions = None

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
