from django.urls import path

from supervision.views import jobs, rehearsal

app_name = "supervision"
urlpatterns = [
    path("rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="retry"),
]
