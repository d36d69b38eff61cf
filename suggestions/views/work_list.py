"""待办: the first page of every role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from accounts.roles import Permission
from suggestions.selectors.overview import read_overview
from suggestions.selectors.work_list import read_work_list


class WorkListView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        today, user = timezone.localdate(), request.user
        only_watches = user.may(Permission.SUPERVISE) and not user.is_office
        context = {
            "work": read_work_list(user, today=today),
            "overview": read_overview(user, today=today) if only_watches else None,
            "today": today,
            "here": request.get_full_path(),
        }
        return render(request, "suggestions/work_list.html", context)
