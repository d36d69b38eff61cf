"""The list as Django's admin would show it: on a site and addresses of its own, for bench/measure.py alone."""

from collections.abc import Callable

from django.contrib import admin
from django.test import RequestFactory
from django.urls import path, set_urlconf

from config import urls
from suggestions.models import Suggestion


class SuggestionAdmin(admin.ModelAdmin):
    """The columns of our list that stand on the row, and the filters of its bar that are plain fields."""

    list_display = (
        "number",
        "title",
        "category",
        "lead_deputy",
        "delegation",
        "lead_unit_names",
        "assigned_on",
        "due_on",
        "status",
        "replied_on",
        "result_class",
        "grade",
    )
    list_filter = ("status", "category", "delegation", "period", "result_class", "grade", "is_key")
    list_select_related = ("category", "lead_deputy", "delegation", "result_class")
    search_fields = ("number", "title", "lead_unit_names")
    ordering = ("open_due_on", "number_key", "pk")
    list_per_page = 50

    def has_module_permission(self, request) -> bool:
        return True

    def has_view_permission(self, request, obj=None) -> bool:
        return True


site = admin.AdminSite()
site.register(Suggestion, SuggestionAdmin)
urlpatterns = [*urls.urlpatterns, path("admin/", site.urls)]


def changelist_of(user, session: int) -> Callable[[], int]:
    """Asks for the first page of `session` and draws it; returns how many bytes."""
    page = site.get_model_admin(Suggestion)
    factory = RequestFactory()

    def ask() -> int:
        request = factory.get("/admin/", {"session__id__exact": session})
        request.user = user
        set_urlconf(__name__)
        try:
            return len(page.changelist_view(request).render().content)
        finally:
            set_urlconf(None)

    return ask
