"""Remarks at a place in a letter: made on the page where it is reviewed, settled on the page where it is rewritten.

static/js/comment.js does both without leaving the page; without it each is a page or a press of its own.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from suggestions import permissions
from suggestions.actions import comment
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.forms.comment import CommentForm
from suggestions.models import Assignment, Reply, ReplyComment
from suggestions.selectors.comments import DECIDING, places_of
from suggestions.selectors.reading import Sight
from suggestions.views._base import ActionView, safe_next, whole_number
from suggestions.workflow import Action


class CommentView(ActionView):
    model = Reply
    actions = (Action.COMMENT,)
    form_class = CommentForm
    template_name = "suggestions/comment.html"
    title = gettext_lazy("批注答复")
    lead = gettext_lazy("退回后，单位在起草页面逐条看到批注并标明已处理。")
    submit_label = gettext_lazy("保存批注")
    is_version_checked = False  # another's remark meanwhile is no matter

    def load(self) -> None:
        """A version one may not read is not there: a letter before its signature is its unit's."""
        super().load()
        if not Sight(self.request.user, [self.assignment]).reply(self.object):
            raise Http404
        self.places = places_of(self.object)

    def is_possible(self) -> bool:
        deciding = DECIDING.get(self.object.state)
        return deciding is not None and permissions.can(self.request.user, deciding, self.suggestion, self.assignment)

    def initial(self) -> dict:
        asked = self.request.GET
        return {"paragraph": whole_number(asked.get("paragraph")) or 0, "quote": asked.get("quote", "")[:300]}

    def form_kwargs(self) -> dict:
        return {"places": self.places}

    def page(self) -> dict:
        chosen = self.initial()["paragraph"]
        return {"place": next((place for place in self.places if place.number == chosen and place.text), None)}

    def act(self, form) -> str:
        comment.add(reply=self.object, **form.cleaned_data, **self.hand)
        return _("已批注，退回时随答复一并送单位。")


class SettleCommentView(View):
    """The tick “已处理” beside the text that is being rewritten."""

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        tasks = Assignment.objects.visible_to(request.user)
        found = ReplyComment.objects.filter(reply__assignment__in=tasks).select_related(
            "reply__assignment__unit", "reply__assignment__suggestion"
        )
        self.comment = get_object_or_404(found, pk=pk)
        self.task = self.comment.reply.assignment
        try:
            permissions.check(request.user, Action.SUBMIT_REPLY, self.task.suggestion, self.task)
        except NotAllowed as error:
            raise PermissionDenied(str(error.message)) from error
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(self.task.suggestion)  # the tick is a button; an address typed by hand leads to the file

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            comment.settle(comment=self.comment, by=request.user, at=timezone.now())
        except RuleViolation as error:
            messages.warning(request, str(error.message))
        return redirect(safe_next(request, reverse("suggestions:reply", args=[self.task.pk])))
