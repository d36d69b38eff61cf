"""How was this date reached: every date of one suggestion, with its steps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from suggestions.clocks import read_clockwork
from suggestions.models import Suggestion
from suggestions.selectors.dates import read_dates


@require_safe
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = get_object_or_404(Suggestion.objects.visible_to(request.user), pk=pk)
    found = read_dates(suggestion, read_clockwork())
    context = {"suggestion": suggestion, "dates": found, "today": timezone.localdate()}
    return render(request, "suggestions/dates.html", context)
