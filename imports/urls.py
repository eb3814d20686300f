from django.urls import path

from imports.views import downloads, fact_find_received, fact_find_upload, runs

app_name = "imports"

urlpatterns = [
    path("", runs.runs, name="runs"),
    path("recueil/", fact_find_upload.fact_find_create, name="fact-find-create"),
    path("recueil/<int:pk>/", fact_find_received.fact_find_received, name="fact-find-received"),
    path("<int:pk>/", runs.run, name="run"),
    path("<int:pk>/decider/", runs.decide, name="run-decide"),
    path("<int:pk>/rapport/", downloads.report, name="run-report"),
    path("<int:pk>/rejets/", downloads.rejects, name="run-rejects"),
]
