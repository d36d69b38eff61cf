"""How a stored file is answered: to be saved, or shown as a guest. Who may read it was asked before."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from suggestions.models.attachment import StoredFile

# A shown file is a guest: no scripts, no forms, nothing fetched, drawn by our own pages only. Browsers do not draw a
# PDF in a sandbox at all.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
GUEST_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def answer(request: HttpRequest, attachment: StoredFile) -> HttpResponse:
    """The file itself, to be saved; `?inline=1` to be shown, where a browser may. 404 where the store has it not."""
    try:
        stream = attachment.file.open("rb")
    except OSError as error:
        raise Http404(_("文件暂时读不到，或已不在服务器上，请稍后再试；再不行请与系统管理员联系。")) from error
    is_shown = request.GET.get("inline") == "1" and attachment.is_shown
    response = FileResponse(
        stream, as_attachment=not is_shown, filename=attachment.name, content_type=attachment.content_type
    )
    is_page = is_shown and not attachment.is_picture
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if is_page else "DENY"
    response.headers["Content-Security-Policy"] = PDF_POLICY if is_page else GUEST_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response
