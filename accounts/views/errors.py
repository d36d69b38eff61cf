"""The pages for what went wrong: a Chinese sentence and a way back."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _


@login_not_required
def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


@login_not_required
def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


@login_not_required
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A script that saves in the background gets a sentence it can show; a person gets a page."""
    if not request.accepts("text/html"):
        message = _("您已在另一窗口重新登录，本窗口的修改暂未保存。请复制所需文字后刷新本页。")
        return JsonResponse({"message": message}, status=403)
    return render(request, "errors/csrf.html", status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """No context: whatever failed may be what the context needs."""
    return HttpResponse(loader.get_template("errors/500.html").render(), status=500)
