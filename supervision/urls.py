from django.urls import path

from supervision.views import cards, definitions, jobs, overview, rehearsal

app_name = "supervision"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("cards/", cards.cards, name="cards"),
    path("cards/export/", cards.export, name="cards_export"),
    path("cards/<int:pk>/withdraw/", cards.withdraw, name="card_withdraw"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="retry"),
]
