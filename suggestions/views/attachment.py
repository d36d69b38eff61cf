"""The gate of every file, and the page that shows one: who may read what it came with may read it.

The web server serves none by itself, and no store is ever asked by a browser.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.views import View

from accounts.links import safe_next, safe_path
from suggestions import file_gate
from suggestions.models import Attachment, Suggestion
from suggestions.selectors.reading import files_beside, readable_attachment


class AttachmentView(View):
    """The gate: the file itself, to be saved; `?inline=1` to be shown, where a browser may."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return file_gate.answer(request, _readable(request, pk))


class AttachmentPage(View):
    """A picture or a PDF in place, with those it came with beside it and the way back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        attachment = _readable(request, pk)
        files = files_beside(attachment)
        place = files.index(attachment)
        context = {
            "attachment": attachment,
            "place": place + 1,
            "count": len(files),
            "previous": files[place - 1] if place else None,
            "following": files[place + 1] if place + 1 < len(files) else None,
            "back": _way_back(request, attachment),
        }
        return render(request, "suggestions/attachment.html", context)


def _readable(request: HttpRequest, pk: int) -> Attachment:
    attachment = readable_attachment(request.user, pk)
    if attachment is None:
        raise Http404
    return attachment


def _way_back(request: HttpRequest, attachment: Attachment) -> str:
    """Where the person came from; else the suggestion, where it may be opened (the reply to a main one is read from
    its merged ones, too)."""
    came_from = safe_next(request) or safe_path(request, request.headers.get("Referer", ""))
    if came_from and not _is_own_page(came_from):
        return came_from
    if Suggestion.objects.visible_to(request.user).filter(pk=attachment.suggestion_id).exists():
        return attachment.suggestion.get_absolute_url()
    return reverse("suggestions:work_list")


def _is_own_page(path: str) -> bool:
    try:
        return resolve(path.split("?")[0]).view_name == "suggestions:attachment_view"
    except Resolver404:
        return True
