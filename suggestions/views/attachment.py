"""The gate of every file: who may read what it came with may read it; the web server serves none by itself."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from suggestions.selectors.reading import readable_attachment

# Shown in the browser on request; all else is only ever saved.
SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
# A shown file is a guest: no scripts, no forms, nothing fetched. Browsers do not draw a PDF in a sandbox at all.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
GUEST_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


class AttachmentView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        attachment = readable_attachment(request.user, pk)
        if attachment is None:
            raise Http404
        try:
            stream = attachment.file.open("rb")
        except FileNotFoundError as error:
            raise Http404(_("文件已不在服务器上，请与系统管理员联系。")) from error
        shown = request.GET.get("inline") == "1" and attachment.content_type in SHOWN
        response = FileResponse(
            stream, as_attachment=not shown, filename=attachment.name, content_type=attachment.content_type
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = (
            PDF_POLICY if attachment.content_type == "application/pdf" else GUEST_POLICY
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response
