"""The list as Django's admin would show it, on a site of its own beside the application's addresses: for
bench/measure.py alone.
"""

from django.contrib import admin
from django.urls import path

from config import urls
from suggestions.models import Suggestion


class Site(admin.AdminSite):
    def has_permission(self, request) -> bool:
        return request.user.is_authenticated


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


site = Site()
site.register(Suggestion, SuggestionAdmin)
urlpatterns = [*urls.urlpatterns, path("admin/", site.urls)]
ADDRESS = "/admin/suggestions/suggestion/?session__id__exact="
