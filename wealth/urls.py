from django.urls import path

from contacts.views.folder_rows import row_paths
from wealth.views.household import FolderHousehold
from wealth.views.rows import ASSETS, BUDGET, DEBTS, PROPERTIES, DeclaredRows

app_name = "wealth"

urlpatterns = [
    path("<int:pk>/immobilier/", DeclaredRows.as_view(shows=PROPERTIES), name="folder-properties"),
    path("<int:pk>/placements/", DeclaredRows.as_view(shows=ASSETS), name="folder-assets"),
    path("<int:pk>/passif/", DeclaredRows.as_view(shows=DEBTS), name="folder-debts"),
    path("<int:pk>/budget/", DeclaredRows.as_view(shows=BUDGET), name="folder-budget"),
    path("<int:pk>/foyer/", FolderHousehold.as_view(), name="folder-household"),
    *row_paths(DeclaredRows, "patrimoine"),
]
