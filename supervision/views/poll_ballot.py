"""The ballot of a member, and the counts of paper ballots.

The ballot is marked, shown once more, and cast. Between the two pages the marks travel in the form alone: no session,
no draft, no address holds them, and the browser keeps no copy.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.roles import Permission
from supervision.actions import poll_count, poll_vote
from supervision.choices import PollState
from supervision.forms.poll import BallotForm, CountForm
from supervision.poll_workflow import PollAction
from supervision.views.poll import OfPoll


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class VoteView(OfPoll):
    """Two steps at one address: `step=review` shows what was marked, `step=cast` puts it into the box."""

    action = PollAction.VOTE
    form_class = BallotForm
    template_name = "supervision/ballot.html"
    title = gettext_lazy("投票")
    submit_label = gettext_lazy("下一步，核对")

    def thing(self) -> None:
        """Others vote meanwhile; that is no change of the ballot."""

    def page(self) -> dict:
        return {**super().page(), "reads": self.request.user.may(Permission.SEE_KEY)}

    def form_kwargs(self) -> dict:
        return {"subjects": list(self.poll.subjects.select_related("suggestion__session", "topic"))}

    def why_not(self) -> str:
        if self.poll.roll.filter(voter=self.request.user, has_voted=True).exists():
            return _("您已经投过票。每人一票，投出后不能更改。")
        if self.poll.state == PollState.OPEN and self.poll.closes_at <= self.at:
            return _("投票已经截止，您的选择没有计入。")
        return super().why_not()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        step = request.POST.get("step", "")
        if step == "cast":
            return super().post(request, *args, **kwargs)
        form = self.make_form(data=request.POST)
        if form.is_valid() and step == "review" and not self.why_not():
            self.template_name = "supervision/ballot_review.html"
        elif reason := self.why_not():
            form.add_error(None, reason)
            return self.answer(form, status=409)
        return self.answer(form)

    def act(self, form) -> str:
        poll_vote.cast(poll=self.poll, marks=form.marks(), by=self.request.user, at=self.at)
        return _("您已投票，谢谢。")


class RecordView(OfPoll):
    action = PollAction.RECORD
    form_class = CountForm
    template_name = "supervision/poll_count.html"
    title = gettext_lazy("录入计票结果")
    lead = gettext_lazy("按纸质票的计票表逐件录入，并上传扫描件。百分比按收回票数计算。")
    submit_label = gettext_lazy("保存计票结果")

    def form_kwargs(self) -> dict:
        return {"subjects": self.subjects(), "today": self.today}

    def subjects(self) -> list:
        return list(self.poll.subjects.select_related("suggestion__session", "topic"))

    def initial(self) -> dict:
        return {"held_on": self.poll.held_on or self.today}

    def typed(self, form) -> dict:
        data = form.cleaned_data
        return {"poll": self.poll, "counts": form.counts(), "held_on": data["held_on"], "files": data["files"]}

    def act(self, form) -> str:
        poll_count.record(**self.typed(form), **self.hand)
        return _("已保存。请核对后公布。")


class CorrectView(RecordView):
    action = PollAction.CORRECT
    title = gettext_lazy("更正计票结果")
    lead = gettext_lazy("更正前后的票数都留在测评记录里；已公布的，会通知看过结果的人。")
    submit_label = gettext_lazy("保存更正")

    def form_kwargs(self) -> dict:
        return {**super().form_kwargs(), "is_correction": True}

    def initial(self) -> dict:
        return {**super().initial(), **CountForm.initial_of(self.subjects())}

    def act(self, form) -> str:
        poll_count.correct(**self.typed(form), reason=form.cleaned_data["reason"], **self.hand)
        return _("已更正，更正前的票数留在记录中。")
