from django.urls import include, path

from searches.views import asking, owners, pictures, show, why

app_name = "searches"

_SEARCH = [
    path("", show.search_show, name="search-show"),
    path("images/", pictures.search_pictures, name="search-pictures"),
    path("proprietaires/", owners.search_owners, name="search-owners"),
    path("pourquoi/", why.search_why, name="search-why"),
    path("pourquoi/<int:key>/", why.search_why_row, name="search-why-row"),
]

urlpatterns = [
    path("nouvelle/", asking.search_create, name="search-create"),
    path("composer/", asking.search_compose, name="search-compose"),
    path("<int:search>/", include(_SEARCH)),
]
