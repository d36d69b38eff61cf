from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.views.hand_over import AwayView, HandOverView
from accounts.views.health import healthz
from accounts.views.inbox import inbox, inbox_open, inbox_read_all
from accounts.views.login import Login, OwnPassword
from accounts.views.reference import ReferenceForm, reference_list
from accounts.views.settings import changes, settings
from accounts.views.users import user_password, user_unlock

app_name = "accounts"
urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", OwnPassword.as_view(), name="password"),
    path("away/", AwayView.as_view(), name="away"),
    path("away/<int:pk>/", AwayView.as_view(), name="away_of"),
    path("inbox/", inbox, name="inbox"),
    path("inbox/read-all/", inbox_read_all, name="inbox_read_all"),
    path("inbox/<int:pk>/", inbox_open, name="inbox_open"),
    path("settings/", settings, name="settings"),
    path("settings/changes/", changes, name="changes"),
    path("settings/users/<int:pk>/password/", user_password, name="user_password"),
    path("settings/users/<int:pk>/hand-over/", HandOverView.as_view(), name="hand_over"),
    path("settings/users/<int:pk>/unlock/", user_unlock, name="user_unlock"),
    path("settings/<slug:kind>/", reference_list, name="reference_list"),
    path("settings/<slug:kind>/new/", ReferenceForm.as_view(), name="reference_new"),
    path("settings/<slug:kind>/<int:pk>/", ReferenceForm.as_view(), name="reference_edit"),
    path("healthz", healthz, name="healthz"),
]
