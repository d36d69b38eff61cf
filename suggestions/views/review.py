"""Review of registered suggestions, one after the other; and undoing a review."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import review
from suggestions.choices import ReviewOutcome, Status
from suggestions.forms._base import ReasonForm
from suggestions.forms.review import ReviewForm
from suggestions.models import Suggestion
from suggestions.similarity import most_alike
from suggestions.views._base import ActionView, safe_next, whole_number
from suggestions.views._writing import own_files
from suggestions.workflow import Action

OUTCOME_OF = {
    Action.ACCEPT: ReviewOutcome.ACCEPT,
    Action.RETURN_TO_DEPUTY: ReviewOutcome.RETURN,
    Action.MERGE: ReviewOutcome.MERGE,
    Action.CONVERT: ReviewOutcome.CONVERT,
    Action.NOT_ACCEPT: ReviewOutcome.NOT_ACCEPT,
    Action.WITHDRAW: ReviewOutcome.WITHDRAW,
}


class ReviewView(ActionView):
    """For a suggestion already taken on, the same page offers what is left: merging and withdrawal."""

    actions = tuple(OUTCOME_OF)
    form_class = ReviewForm
    template_name = "suggestions/review.html"
    submit_label = gettext_lazy("保存审核结论")

    @property
    def title(self):
        return _("审核") if self.suggestion.status == Status.REGISTERED else _("并案或撤回")

    def initial(self) -> dict:
        """A similar suggestion's "并入此件" leads here with `into`."""
        into = whole_number(self.request.GET.get("into"))
        return {"outcome": ReviewOutcome.MERGE, "into": into} if into else {}

    def form_kwargs(self) -> dict:
        return {"suggestion": self.suggestion, "outcomes": [OUTCOME_OF[a] for a in self.possible_actions()]}

    def page(self) -> dict:
        return {
            "similar": self._similar(),
            "waiting": self._waiting().count(),
            "attachments": own_files(self.suggestion),
            "co_signers": self.suggestion.co_signers.all(),
            "hide_text": True,
        }

    def act(self, form) -> str:
        review.review(suggestion=self.suggestion, **form.cleaned_data, **self.hand)
        return _("%(number)s号审核结论：%(outcome)s。") % {
            "number": self.suggestion.number,
            "outcome": ReviewOutcome(form.cleaned_data["outcome"]).label,
        }

    def success_url(self, form) -> str:
        if self.request.POST.get("then") != "next":
            return safe_next(self.request, self.suggestion.get_absolute_url())
        waiting = self._waiting()
        following = waiting.filter(number_key__gt=self.suggestion.number_key).first() or waiting.first()
        if following is None:
            return safe_next(self.request, self.suggestion.get_absolute_url())
        query = {"next": self.request.POST["next"]} if self.request.POST.get("next") else None
        return reverse("suggestions:review", args=[following.pk], query=query)

    def _waiting(self):
        """The others of this session that nobody has reviewed yet."""
        found = Suggestion.objects.filter(session=self.suggestion.session_id, status=Status.REGISTERED)
        return found.exclude(pk=self.suggestion.pk).order_by("number_key", "pk")

    def _similar(self) -> list:
        titles = Suggestion.objects.exclude(pk=self.suggestion.pk).recent_titles()
        keys = [key for key, _score in most_alike(self.suggestion.title, titles)]
        found = Suggestion.objects.select_related("session", "lead_deputy", "delegation").in_bulk(keys)
        mergeable = {Status.REGISTERED, Status.ACCEPTED, Status.IN_HANDLING}
        can_merge = Action.MERGE in self.possible_actions()
        return [
            {
                "suggestion": other,
                "can_merge": can_merge and other.session_id == self.suggestion.session_id and other.status in mergeable,
            }
            for other in (found[key] for key in keys)
        ]


class ResubmitView(ActionView):
    actions = (Action.RESUBMIT,)
    template_name = "suggestions/resubmit.html"
    title = gettext_lazy("重新提交审核")
    lead = gettext_lazy("代表已经修改补充，重新进入审核。内容有变动的，请先更正登记。")

    def act(self, form) -> str:
        review.resubmit(suggestion=self.suggestion, **self.hand)
        return _("%(number)s号已重新提交，等待审核。") % {"number": self.suggestion.number}

    def page(self) -> dict:
        return {"review": self.suggestion.reviews.last()}


class ReviseView(ActionView):
    actions = (Action.REVISE_REVIEW,)
    form_class = ReasonForm
    title = gettext_lazy("撤销审核结论")
    lead = gettext_lazy("回到待审核，重新作出结论。已经交办过的不能撤销。")

    def act(self, form) -> str:
        review.revise(suggestion=self.suggestion, reason=form.cleaned_data["reason"], **self.hand)
        return _("已撤销%(number)s号的审核结论，请重新审核。") % {"number": self.suggestion.number}
