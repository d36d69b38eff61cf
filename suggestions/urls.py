"""Addresses of the suggestions floor; docs/pages.md says who may open each."""

from django.urls import path

from suggestions.views import (
    close,
    contact,
    drafts,
    evaluate,
    extend,
    give_back,
    listing,
    opine,
    reply,
    sign,
    sign_off,
)

app_name = "suggestions"
urlpatterns = [
    path("suggestions/", listing.ListView.as_view(), name="list"),
    path("suggestions/export/", listing.ExportView.as_view(), name="export"),
    path("suggestions/<int:pk>/close/", close.CloseView.as_view(), name="close"),
    path("suggestions/<int:pk>/reopen/", close.ReopenView.as_view(), name="reopen"),
    # What units and deputies write
    path("suggestions/<int:pk>/contact/", contact.ContactView.as_view(), name="contact"),
    path("suggestions/<int:pk>/evaluate/", evaluate.EvaluationView.as_view(), name="evaluate"),
    path("tasks/sign/", sign.sign_many, name="sign_many"),
    path("tasks/<int:pk>/sign/", sign.SignView.as_view(), name="sign"),
    path("tasks/<int:pk>/return/", give_back.GiveBackView.as_view(), name="give_back"),
    path("tasks/<int:pk>/take-back/", give_back.TakeBackView.as_view(), name="take_back"),
    path("tasks/<int:pk>/addition/", give_back.AdditionView.as_view(), name="request_addition"),
    path("tasks/<int:pk>/extension/", extend.ExtensionView.as_view(), name="request_extension"),
    path("tasks/<int:pk>/opinion/", opine.OpinionView.as_view(), name="opinion"),
    path("tasks/<int:pk>/reply/", reply.ReplyView.as_view(), name="reply"),
    path("replies/<int:pk>/sign-off/", sign_off.SignOffView.as_view(), name="sign_off"),
    path("drafts/<str:form>/<int:pk>/", drafts.save_draft, name="save_draft"),
]
