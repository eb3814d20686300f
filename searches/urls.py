from django.urls import include, path

from searches.views import asking, show

app_name = "searches"

_SEARCH = [
    path("", show.search_show, name="search-show"),
]

urlpatterns = [
    path("nouvelle/", asking.search_create, name="search-create"),
    path("composer/", asking.search_compose, name="search-compose"),
    path("<int:search>/", include(_SEARCH)),
]
