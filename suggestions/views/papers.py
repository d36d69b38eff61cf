"""打印与文书: one paper of a suggestion, or those of a filtered list as one .zip."""

from io import BytesIO
from itertools import chain

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View

from suggestions.filters import SuggestionFilter
from suggestions.papers.archive import MOST, count_papers, papers_of, zipped
from suggestions.papers.facts import Desk
from suggestions.papers.kinds import PaperKind
from suggestions.papers.printing import DOCX, file_name, print_paper
from suggestions.papers.reading import read_offers, suggestions_for_papers
from suggestions.views.listing import read_filter

STARTED = "papers_started"  # a cookie by which the page learns that the download has begun
_OWN_NAMES = ("kind", "download", "token")  # of the address; the rest is the list's filter
_SECONDS_EACH = 0.05


class PaperView(View):
    """What is not offered to this person now is not there."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        suggestion = get_object_or_404(suggestions_for_papers(request.user), pk=pk)
        sight, found = read_offers(request.user, suggestion)
        wanted = {name: request.GET.get(name) for name in ("about", "task", "deputy")}
        wanted["about"] = wanted["about"] or str(pk)
        offer = next((one for one in found if one.kind == kind and _fits(one.key, wanted)), None)
        if offer is None:
            raise Http404(_("没有这份文书，或者现在不能打印。"))
        desk = Desk(settings.OFFICE_ON_PAPER, timezone.localdate(), sight)
        file = BytesIO(print_paper(offer, desk))
        return FileResponse(file, as_attachment=True, filename=file_name(offer), content_type=DOCX)


def _fits(key: dict[str, int], wanted: dict[str, str | None]) -> bool:
    """Without a task in the address the first of its kind; without a deputy the one addressed to all."""
    named = {name: value for name, value in wanted.items() if value}
    return all(str(key.get(name)) == value for name, value in named.items()) and ("deputy" in named) == (
        "deputy" in key
    )


class PapersView(View):
    """The papers of exactly what is filtered: how many there are is said before they are made."""

    def get(self, request: HttpRequest) -> HttpResponse:
        filtered = read_filter(request)
        if not filtered.form.is_valid():
            return redirect(f"{reverse('suggestions:list')}?{filtered.query(*_OWN_NAMES)}")  # says what is wrong
        kinds = request.GET.getlist("kind")
        if not set(kinds) <= set(PaperKind):
            raise Http404(_("没有这种文书。"))
        total = filtered.qs.count()
        pks = list(filtered.qs.values_list("pk", flat=True)) if total <= MOST else []
        if "download" in request.GET and kinds and pks:
            return self._download(request, filtered, pks, kinds)
        return self._page(request, filtered, total, pks, kinds)

    def _page(self, request, filtered: SuggestionFilter, total: int, pks: list[int], kinds: list[str]) -> HttpResponse:
        counts = count_papers(request.user, pks)
        papers = sum(counts.values())
        context = {
            "filter": filtered,
            "chips": filtered.chips(),
            "query": filtered.query(*_OWN_NAMES),
            "kept": [
                (name, value)
                for name in filtered.typed
                for value in filtered.typed.getlist(name)
                if value and name not in {*_OWN_NAMES, "page"}
            ],
            "total": total,
            "most": MOST,
            "is_too_many": total > MOST,
            "papers": papers,
            "seconds": round(papers * _SECONDS_EACH),
            "choices": [(kind, counts[kind], kind in kinds) for kind in PaperKind],
            "is_none_chosen": "download" in request.GET and not kinds,
        }
        return render(request, "suggestions/papers.html", context)

    def _download(self, request, filtered: SuggestionFilter, pks: list[int], kinds: list[str]) -> HttpResponse:
        today = timezone.localdate()
        files = papers_of(request.user, pks, kinds, office=settings.OFFICE_ON_PAPER, today=today)
        first = next(files, None)
        if first is None:
            messages.warning(request, _("筛选出的建议目前没有所选的文书，没有文件可以下载。"))
            return redirect(f"{request.path}?{filtered.query(*_OWN_NAMES)}")
        response = StreamingHttpResponse(zipped(chain([first], files), today=today), content_type="application/zip")
        name = _("代表建议文书_%(session)s_%(day)s.zip") % {"session": filtered.session_label, "day": f"{today:%Y%m%d}"}
        response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        token = request.GET.get("token", "")
        if token.isascii() and token.isalnum() and len(token) <= 20:
            response.set_cookie(STARTED, token, max_age=60, samesite="Lax", secure=request.is_secure())
        return response
