from django.urls import path

from supervision.views import jobs, overview, rehearsal

app_name = "supervision"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="retry"),
]
