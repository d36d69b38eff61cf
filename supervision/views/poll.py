"""Satisfaction tests (满意度测评): the list, one round, and what the office decides about it."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.links import safe_next
from accounts.permissions import require
from accounts.roles import Permission
from suggestions.form_fields import ReasonForm
from supervision import permissions, polls
from supervision.actions import poll as acting
from supervision.actions import poll_count
from supervision.choices import PollState
from supervision.forms.poll import house_of, members
from supervision.models import Poll
from supervision.poll_exports import export_result
from supervision.poll_workflow import ENDED, PollAction
from supervision.views._base import FormPage


class PollsView(View):
    """The rounds of a year."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(request.user, Permission.SEE_KEY)
        known = polls.years(request.user)
        asked = request.GET.get("year", "")
        year = next((one for one in known if str(one) == asked), next(iter(known), None))
        context = {
            "rows": polls.read_list(request.user, year),
            "year": year,
            "years": known,
            "may_run": request.user.may(Permission.RUN_POLL),
            "here": request.get_full_path(),
        }
        return render(request, "supervision/polls.html", context)


class PollView(View):
    """One round: its state, its roll for the office, its result once there is one to read."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = request.user
        poll = get_object_or_404(Poll.objects.visible_to(user).with_turnout(), pk=pk)
        rows, hidden = polls.result(poll, user)
        rounds, compared = polls.compare(poll, user, settings.RATE_DECIMALS)
        is_read = permissions.may_read_result(user, poll)
        reads_all = is_read and permissions.reads_all_lines(user)
        context = {
            "poll": poll,
            "rows": rows,
            "hidden": hidden,
            "is_read": is_read,
            "reads_all": reads_all,
            "below": [row for row in rows if row.is_below],
            "rounds": rounds,
            "compared": compared,
            "siblings": Poll.objects.visible_to(user).rounds_of(poll).exclude(pk=poll.pk),
            "entries": polls.history(poll, reads_all),
            "roll": roll(poll) if user.may(Permission.RUN_POLL) else [],
            "can": {action.name: permissions.can_poll(user, action, poll) for action in PollAction},
            "has_voted": poll.roll.filter(voter=user, has_voted=True).exists(),
            "may_repeat": may_repeat(user, poll),
            "may_supervise": user.may(Permission.RECORD_SUPERVISION),
            "here": request.get_full_path(),
            "back_url": safe_next(request, home_of(user)),
        }
        return render(request, "supervision/poll.html", context)


class ExportView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        poll = get_object_or_404(Poll.objects.visible_to(request.user), pk=pk)
        if not permissions.may_read_result(request.user, poll):
            return redirect(poll)  # the page says that there is none yet
        rows, _hidden = polls.result(poll, request.user)
        name = _("满意度测评结果_%(day)s.xlsx") % {"day": f"{poll.held_on:%Y%m%d}"}
        return FileResponse(export_result(poll, rows), as_attachment=True, filename=name)


def roll(poll: Poll) -> list[tuple[str, str]]:
    """Name and house of each on the roll, in the order of names. Not who has voted."""
    return sorted((person.name, house_of(person)) for person in members().filter(polls__poll=poll))


def may_repeat(user, poll: Poll) -> bool:
    """A further round follows the newest one, once that is over."""
    is_newest = Poll.objects.rounds_of(poll).last() == poll
    return user.may(Permission.RUN_POLL) and poll.state in ENDED and is_newest


def home_of(user) -> str:
    return reverse("supervision:polls" if user.may(Permission.SEE_KEY) else "suggestions:work_list")


class OfPoll(FormPage):
    """About one round; `action` decides who may and when."""

    action: PollAction

    def load(self) -> None:
        self.poll = get_object_or_404(Poll.objects.visible_to(self.request.user).with_turnout(), pk=self.kwargs["pk"])

    def guard(self) -> None:
        permissions.check_poll(self.request.user, self.action, self.poll)

    def home(self) -> str:
        return self.poll.get_absolute_url()

    def thing(self) -> Poll:
        return self.poll

    def page(self) -> dict:
        return {"poll": self.poll}

    def why_not(self) -> str:
        if permissions.can_poll(self.request.user, self.action, self.poll):
            return ""
        words = {"state": self.poll.get_state_display(), "action": self.action.label}
        return _("测评当前状态为“%(state)s”，不能%(action)s。") % words


class OpenPollView(OfPoll):
    action = PollAction.OPEN
    template_name = "supervision/poll_open.html"
    title = gettext_lazy("开始投票")
    lead = gettext_lazy("请核对测评件和名单。开始后名单不再变动，结果在投票结束前对任何人都不显示。")

    def confirm(self) -> str:
        return _("将通知%(n)d位成员，开始后名单和测评件不能再改。") % {"n": self.poll.voters}

    def page(self) -> dict:
        subjects = self.poll.subjects.select_related("suggestion__session")
        return {"poll": self.poll, "subjects": subjects, "roll": roll(self.poll)}

    def act(self, form) -> str:
        told = acting.open_vote(poll=self.poll, by=self.request.user, at=self.at)
        return _("投票已开始，已通知%(n)d位成员。") % {"n": told}


class ClosePollView(OfPoll):
    action = PollAction.COUNT
    template_name = "supervision/poll_act.html"
    title = gettext_lazy("结束投票")
    lead = gettext_lazy("结束后不能再投，也不能恢复；收回的票够数就计票，不够数本轮无效。")

    def load(self) -> None:
        super().load()
        is_short = self.poll.voted < (self.poll.minimum or 0)
        self.submit_label = _("结束投票，本轮无效") if is_short else _("结束投票并计票")
        self.submit_style = "btn-danger" if is_short else "btn-primary"

    def confirm(self) -> str:
        words = {"voters": self.poll.voters, "voted": self.poll.voted, "minimum": self.poll.minimum}
        if self.poll.voted < self.poll.minimum:
            return _("已收回%(voted)d张，不足%(minimum)d张：现在结束，本轮无效，不计票。") % words
        return _("名单%(voters)d人，已收回%(voted)d张。结束后不能再投，也不能恢复。") % words

    def thing(self) -> None:
        """A vote meanwhile is no change of the round; the action waits for it."""

    def act(self, form) -> str:
        if poll_count.close(poll=self.poll, by=self.request.user, at=self.at):
            return _("投票已结束，已计票。请核对后公布。")
        return _("投票已结束。收回的票不足%(n)d张，本轮无效，没有计票。") % {"n": self.poll.minimum}


class PublishPollView(OfPoll):
    action = PollAction.PUBLISH
    template_name = "supervision/poll_act.html"
    title = gettext_lazy("公布结果")
    lead = gettext_lazy("公布后，投票成员、领衔领导、联系委室和能查看重点督办的人都能看到结果，承办单位看到本单位的。")

    def confirm(self) -> str:
        return _("公布后不能收回。确定公布吗？")

    def page(self) -> dict:
        return {"poll": self.poll, "rows": polls.result(self.poll, self.request.user)[0]}

    def act(self, form) -> str:
        acting.publish(poll=self.poll, by=self.request.user, at=self.at)
        return _("结果已公布，已通知投票成员、领衔领导、联系委室和承办单位。")


class WithdrawPollView(OfPoll):
    action = PollAction.WITHDRAW
    template_name = "supervision/poll_act.html"
    form_class = ReasonForm
    title = gettext_lazy("作废本轮测评")
    lead = gettext_lazy("已投的票不计票，票箱销毁，谁也看不到；需要时另开一轮。")
    submit_style = "btn-danger"

    def confirm(self) -> str:
        if self.poll.state == PollState.OPEN:
            return _("已收回的%(n)d张票将作废，不能恢复。") % {"n": self.poll.voted}
        return _("作废后不能恢复。")

    def act(self, form) -> str:
        acting.withdraw(poll=self.poll, reason=form.cleaned_data["reason"], by=self.request.user, at=self.at)
        return _("本轮已作废。")
