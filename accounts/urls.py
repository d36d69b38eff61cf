from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.views.health import healthz
from accounts.views.inbox import inbox, inbox_open, inbox_read_all
from accounts.views.login import Login, OwnPassword

app_name = "accounts"
urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", OwnPassword.as_view(), name="password"),
    path("inbox/", inbox, name="inbox"),
    path("inbox/read-all/", inbox_read_all, name="inbox_read_all"),
    path("inbox/<int:pk>/", inbox_open, name="inbox_open"),
    path("healthz", healthz, name="healthz"),
]
