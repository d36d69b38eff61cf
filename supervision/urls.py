from django.urls import path

from suggestions.models import Suggestion
from supervision.views import cards, definitions, findings, jobs, key, overview, rehearsal, supervise

app_name = "supervision"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("key/", key.KeyView.as_view(), name="key"),
    path("key/new/", key.NewTopicView.as_view(), name="key_new"),
    path("key/<int:pk>/", key.TopicView.as_view(), name="key_topic"),
    path("key/<int:pk>/edit/", key.AmendTopicView.as_view(), name="key_edit"),
    path("key/<int:pk>/end/", key.EndTopicView.as_view(), name="key_end"),
    path("key/<int:pk>/arrange/", supervise.ArrangeView.as_view(), name="arrange"),
    path("key/<int:pk>/record/", supervise.RecordView.as_view(), name="record"),
    path("of/<int:pk>/arrange/", supervise.ArrangeView.as_view(model=Suggestion), name="arrange_of"),
    path("of/<int:pk>/record/", supervise.RecordView.as_view(model=Suggestion), name="record_of"),
    path("records/<int:pk>/", supervise.SupervisionView.as_view(), name="supervision"),
    path("records/<int:pk>/record/", supervise.RecordArrangedView.as_view(), name="record_arranged"),
    path("records/<int:pk>/call-off/", supervise.CallOffView.as_view(), name="call_off"),
    path("records/<int:pk>/finding/", findings.OpenFindingView.as_view(), name="open_finding"),
    path("findings/", findings.FindingsView.as_view(), name="findings"),
    path("findings/<int:pk>/", findings.FindingView.as_view(), name="finding"),
    path("findings/<int:pk>/report/", findings.ReportView.as_view(), name="finding_report"),
    path("findings/<int:pk>/decide/", findings.DecideView.as_view(), name="finding_decide"),
    path("findings/<int:pk>/withdraw/", findings.WithdrawView.as_view(), name="finding_withdraw"),
    path("invitations/<int:pk>/", supervise.InvitationView.as_view(), name="invitation"),
    path("files/<int:pk>/", supervise.FileView.as_view(), name="file"),
    path("rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("cards/", cards.cards, name="cards"),
    path("cards/export/", cards.export, name="cards_export"),
    path("cards/<int:pk>/withdraw/", cards.withdraw, name="card_withdraw"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="retry"),
]
