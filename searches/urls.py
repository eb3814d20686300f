from django.urls import path

from searches.views import asking

app_name = "searches"

urlpatterns = [
    path("nouvelle/", asking.search_create, name="search-create"),
    path("composer/", asking.search_compose, name="search-compose"),
]
