from django.urls import include, path

from searches.views import (
    acting,
    asking,
    columns,
    exports,
    keeping,
    owners,
    pictures,
    search_list,
    show,
    why,
)

app_name = "searches"

_SEARCH = [
    path("", show.search_show, name="search-show"),
    path("conditions/", show.search_conditions, name="search-conditions"),
    path("enregistrer/", keeping.SearchKeep.as_view(), name="search-keep"),
    path("enregistrer-les-changements/", keeping.search_replace, name="search-replace"),
    path("sans/", keeping.search_without, name="search-without"),
    path("epingler/", keeping.search_pin, name="search-pin"),
    path("copier/", keeping.search_copy, name="search-copy"),
    path("supprimer/", keeping.search_delete, name="search-delete"),
    path("retablir/", keeping.search_restore, name="search-restore"),
    path("reprendre/", keeping.search_take_over, name="search-take-over"),
    path("images/", pictures.search_pictures, name="search-pictures"),
    path("proprietaires/", owners.search_owners, name="search-owners"),
    path("colonnes/", columns.SearchColumnsCompose.as_view(), name="search-columns"),
    path("tri/", columns.search_sort, name="search-sort"),
    path("pourquoi/", why.search_why, name="search-why"),
    path("pourquoi/<int:key>/", why.search_why_row, name="search-why-row"),
    path("categorie/", acting.search_categorise, name="search-categorise"),
    path("mots-cles/", acting.search_keywords, name="search-keywords"),
    path("personnes/", acting.search_people, name="search-people"),
    path("contacts/supprimer/", acting.search_delete_contacts, name="search-delete-contacts"),
    path("exporter/", exports.search_export, name="search-export"),
]

urlpatterns = [
    path("", search_list.search_list, name="search-list"),
    path("nouvelle/", asking.search_create, name="search-create"),
    path("composer/", asking.search_compose, name="search-compose"),
    path("colonnes/<slug:on>/", columns.FirmResultsCompose.as_view(), name="result-columns"),
    path("exports/", exports.export_list, name="export-list"),
    path("exports/contacts/", exports.export_contacts, name="export-contacts"),
    path("exports/<int:pk>/fichier/", exports.export_fetch, name="export-fetch"),
    path("exports/<int:pk>/de-nouveau/", exports.export_again, name="export-again"),
    path("<int:search>/", include(_SEARCH)),
]
