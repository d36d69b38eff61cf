"""A round of a satisfaction test as the office arranges it: prepared, amended, repeated."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import require
from accounts.roles import Permission
from supervision import topics
from supervision.actions import poll as acting
from supervision.choices import PollKind
from supervision.forms.poll import PollForm, initial_of
from supervision.models import KeySuggestion, KeyTopic, Poll
from supervision.poll_rules import more_than_half
from supervision.poll_workflow import PollAction
from supervision.views._base import FormPage
from supervision.views.poll import OfPoll, may_repeat


class _ArrangePage(FormPage):
    """The office says what is judged, by whom and until when."""

    form_class = PollForm
    lead = gettext_lazy("先拟定，再核对名单，最后开始投票；开始以前只有工作机构能看到。")
    year: int

    def guard(self) -> None:
        require(self.request.user, Permission.RUN_POLL)

    def form_kwargs(self) -> dict:
        return {"year": self.year}

    def arranged(self, form) -> dict:
        data = form.cleaned_data
        minimum = data["minimum"] or more_than_half(len(data["voters"]))
        words = {"title": data["title"], "kind": data["kind"], "closes_at": data["closes_at"]}
        return {
            "arrangement": acting.Arrangement(**words, year=self.year, minimum=minimum),
            "subjects": data["subjects"],
            "voters": data["voters"],
            "by": self.request.user,
            "at": self.at,
        }


class NewPollView(_ArrangePage):
    title = gettext_lazy("拟定满意度测评")
    submit_label = gettext_lazy("保存，去核对")

    def load(self) -> None:
        self.poll = None
        known = topics.years(self.request.user)
        asked = self.request.GET.get("year", "")
        self.year = next((one for one in known if str(one) == asked), next(iter(known), self.today.year))

    def why_not(self) -> str:
        if KeyTopic.objects.filter(year=self.year).exists():
            return ""
        return _("还没有重点督办件，确定以后才能测评。")

    def initial(self) -> dict:
        links = KeySuggestion.objects.filter(year=self.year)
        title = _("%(year)d年重点督办件办理工作满意度测评") % {"year": self.year}
        return {"title": title, "subjects": links, "kind": PollKind.ELECTRONIC}

    def home(self) -> str:
        return self.poll.get_absolute_url() if self.poll else reverse("supervision:polls")

    def act(self, form) -> str:
        self.poll = acting.prepare(**self.arranged(form))
        return _("已保存，还没有通知任何人。")


class AmendPollView(OfPoll, _ArrangePage):
    action = PollAction.AMEND
    title = gettext_lazy("修改测评安排")
    submit_label = gettext_lazy("保存修改")

    def load(self) -> None:
        super().load()
        self.year = self.poll.year

    def guard(self) -> None:
        OfPoll.guard(self)

    def initial(self) -> dict:
        return {**initial_of(self.poll), "closes_at": self.poll.closes_at}

    def act(self, form) -> str:
        acting.amend(poll=self.poll, **self.arranged(form))
        return _("已保存修改。")


class RepeatPollView(NewPollView):
    """The next round of a test, after another handling: the same suggestions and members unless changed."""

    title = gettext_lazy("再次测评")

    def load(self) -> None:
        self.before = get_object_or_404(Poll.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        self.poll, self.year = None, self.before.year

    def why_not(self) -> str:
        return "" if may_repeat(self.request.user, self.before) else _("最近一轮结束以后，才能再次测评。")

    def initial(self) -> dict:
        return initial_of(self.before)

    def home(self) -> str:
        return (self.poll or self.before).get_absolute_url()

    def act(self, form) -> str:
        self.poll = acting.prepare(after=self.before, **self.arranged(form))
        return _("已保存为第%(n)d轮，还没有通知任何人。") % {"n": self.poll.round}
