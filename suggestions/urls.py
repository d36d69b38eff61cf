"""Addresses of the suggestions floor; docs/pages.md says who may open each."""

from django.urls import path

from suggestions.views import close

app_name = "suggestions"
urlpatterns = [
    path("suggestions/<int:pk>/close/", close.CloseView.as_view(), name="close"),
    path("suggestions/<int:pk>/reopen/", close.ReopenView.as_view(), name="reopen"),
]
