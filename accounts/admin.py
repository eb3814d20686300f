from django.contrib import admin

from accounts.models import Custodian, Product


@admin.register(Custodian)
class CustodianAdmin(admin.ModelAdmin):
    list_display = ("name", "code")
    search_fields = ("name", "code")


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "custodian", "family")
    list_filter = ("family", "custodian")
    list_select_related = ("custodian",)
    search_fields = ("name", "code")
