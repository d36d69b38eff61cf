"""The register of warning cards (警示牌): who has how many, each card with its reason, and taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.links import safe_next
from accounts.permissions import require
from accounts.roles import Permission
from suggestions.errors import RuleViolation
from suggestions.selectors.references import read_references
from supervision import cards as register
from supervision.exports import RELATED, export_cards
from supervision.filters import CardFilter
from supervision.forms.cards import WithdrawForm
from supervision.models import Card

PER_PAGE = 50


@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_CARDS)
    filtered = CardFilter(request.GET, user=request.user, references=read_references())
    page = Paginator(filtered.qs.select_related(*RELATED), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filtered.form,
        "chips": filtered.chips(),
        "query": filtered.query(),
        "page_obj": page,
        "units": filtered.unit_counts(),
        "rules": register.rules(),
        "may_withdraw": request.user.may(Permission.WITHDRAW_CARD),
        "here": request.get_full_path(),
        "today": timezone.localdate(),
    }
    return render(request, "supervision/cards.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Every card of the filtered register."""
    require(request.user, Permission.SEE_CARDS)
    filtered = CardFilter(request.GET, user=request.user, references=read_references())
    if not filtered.form.is_valid():
        return redirect(f"{reverse('supervision:cards')}?{filtered.query()}")  # the page says what is wrong
    name = _("警示牌登记_%(day)s.xlsx") % {"day": f"{timezone.localdate():%Y%m%d}"}
    return FileResponse(export_cards(filtered.qs), as_attachment=True, filename=name)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.WITHDRAW_CARD)
    card = get_object_or_404(Card.objects.select_related(*RELATED), pk=pk)
    back = safe_next(request, reverse("supervision:cards"))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            register.withdraw(card=card, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except RuleViolation as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, _("已撤回，单位、系统协调人和代表工作机构已得到通知。"))
            return redirect(back)
    return render(request, "supervision/card_withdraw.html", {"card": card, "form": form, "back_url": back})
