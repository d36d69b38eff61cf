"""All addresses, by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("suggestions.urls")),
    path("", include("accounts.urls")),
    path("supervision/", include("supervision.urls")),
]
handler400 = "accounts.views.errors.bad_request"
handler403 = "accounts.views.errors.forbidden"
handler404 = "accounts.views.errors.not_found"
handler500 = "accounts.views.errors.server_error"
