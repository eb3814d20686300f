from django.urls import path

from imports.views import downloads, runs

app_name = "imports"

urlpatterns = [
    path("", runs.runs, name="runs"),
    path("<int:pk>/", runs.run, name="run"),
    path("<int:pk>/decider/", runs.decide, name="run-decide"),
    path("<int:pk>/rapport/", downloads.report, name="run-report"),
    path("<int:pk>/rejets/", downloads.rejects, name="run-rejects"),
]
