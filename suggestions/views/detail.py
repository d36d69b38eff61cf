"""One suggestion: read on the left, done on the right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from suggestions.selectors.detail import read_detail, suggestions_for_detail
from suggestions.views._base import safe_next


class DetailView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        today = timezone.localdate()
        suggestion = get_object_or_404(suggestions_for_detail(request.user), pk=pk)
        context = {
            "suggestion": suggestion,
            "detail": read_detail(suggestion, request.user, today=today),
            "today": today,
            "here": request.get_full_path(),
            "back_url": safe_next(request, reverse("suggestions:list")),
        }
        return render(request, "suggestions/detail.html", context)
