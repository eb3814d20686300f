from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Custodian, Product
from users.admin import DeclaredLookups


class Kept(DeclaredLookups):
    """What accounts hang on: deleting it would name them, or tell by a refusal that there are."""

    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Custodian)
class CustodianAdmin(Kept):
    list_display = ("name", "code")
    search_fields = ("name", "code")


@admin.register(Product)
class ProductAdmin(Kept):
    list_display = ("name", "code", "custodian", "family")
    list_filter = ("family", "custodian")
    list_select_related = ("custodian",)
    search_fields = ("name", "code")
