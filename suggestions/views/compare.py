"""Two versions side by side: what was changed between one handing-in and the next."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from suggestions.models import Opinion, Reply
from suggestions.selectors import versions
from suggestions.views._base import safe_next, whole_number


class CompareRepliesView(View):
    model = Reply
    sections = staticmethod(versions.sections_of_replies)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        new = versions.readable_version(request.user, self.model, pk)
        if new is None:
            raise Http404
        others = versions.other_versions(request.user, new)
        old = _chosen(others, new, request.GET.get("with"))
        suggestion = new.assignment.suggestion
        context = {
            "suggestion": suggestion,
            "new": new,
            "old": old,
            "others": others,
            "sections": self.sections(old, new) if old else [],
            "back_url": safe_next(request, suggestion.get_absolute_url()),
        }
        return render(request, "suggestions/compare.html", context)


class CompareOpinionsView(CompareRepliesView):
    model = Opinion
    sections = staticmethod(versions.sections_of_opinions)


def _chosen(others: list, new, wanted: str | None):
    """The version asked for; else the one before, else any other. 404 for one that is not among them."""
    if wanted is not None:
        found = next((one for one in others if one.pk == whole_number(wanted)), None)
        if found is None:
            raise Http404
        return found
    before = [one for one in others if one.assignment_id == new.assignment_id and one.version < new.version]
    return next(iter(before or others), None)
