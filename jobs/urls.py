from django.urls import path

from jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.job_list, name="job-list"),
    path("<int:pk>/", views.job_show, name="job-show"),
    path("<int:pk>/avancement/", views.job_progress, name="job-progress"),
    path("<int:pk>/annuler/", views.job_cancel, name="job-cancel"),
    path("<int:pk>/reprendre/", views.job_resume, name="job-resume"),
]
