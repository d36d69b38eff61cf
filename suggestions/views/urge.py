"""Urging (催办) of one suggestion, a unit's answer to it, and remarks on the file."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import urge
from suggestions.choices import UrgeChannel
from suggestions.forms.urge import AnswerForm, NoteForm, UrgeForm
from suggestions.models import UrgedTask
from suggestions.selectors.urging import UrgePlan
from suggestions.views._base import ActionView
from suggestions.workflow import Action


class UrgeView(ActionView):
    """Three plans stand on the page, one a channel: the message, the call, the letter."""

    actions = (Action.URGE,)
    form_class = UrgeForm
    template_name = "suggestions/urge.html"
    title = gettext_lazy("催办")
    lead = gettext_lazy(
        "系统消息直接送达；电话和催办函在办完后登记在案。第二次催办同时告知系统协调人，第三次起告知领导。"
    )
    is_version_checked = False  # who is told is compared with what was shown

    @cached_property
    def plans(self) -> dict[str, UrgePlan]:
        user = self.request.user
        return {way.value: urge.plan([self.suggestion], user, channel=way, on=self.today) for way in UrgeChannel}

    def owing(self) -> list[tuple[int, str]]:
        """All that may be urged in one way or another."""
        tasks = {call.task.pk: call.task for plan in self.plans.values() for call in plan.calls}
        return [(pk, f"{task.unit}（{task.get_role_display()}）") for pk, task in tasks.items()]

    def form_kwargs(self) -> dict:
        return {"tasks": self.owing(), "today": self.today}

    def initial(self) -> dict:
        can_send = self.plans[UrgeChannel.SYSTEM].calls
        return {
            "channel": UrgeChannel.SYSTEM if can_send else UrgeChannel.PHONE,
            "happened_on": self.today,
            "tasks": [pk for pk, _name in self.owing()],
        }

    def warning(self) -> str:
        plan = self.plans[UrgeChannel.SYSTEM]
        return "" if plan.calls else "".join(dict.fromkeys(left.reason for left in plan.left_out))

    def page(self) -> dict:
        return {"plans": list(self.plans.values()), "is_any": bool(self.owing())}

    def act(self, form) -> str:
        said = form.cleaned_data
        plan = urge.urge(
            suggestion=self.suggestion,
            words=said["words"],
            channel=said["channel"],
            happened_on=said["happened_on"],
            only=said.get("tasks"),
            shown=self.request.POST.get(f"shown_{said['channel']}", ""),
            promise=said["promise"],
            promised_on=said["promised_on"],
            today=self.today,
            **self.hand,
        )
        return result(plan)


class AnswerUrgingView(ActionView):
    """`pk`: the unit's task in one urging."""

    model = UrgedTask
    actions = (Action.ANSWER_URGING,)
    form_class = AnswerForm
    template_name = "suggestions/answer_urging.html"
    title = gettext_lazy("回复催办")
    lead = gettext_lazy("单位办到哪一步，什么时候提交。由单位自己填写，或由听到答复的人登记。")
    submit_label = gettext_lazy("登记答复")
    is_version_checked = False

    def refusal(self) -> str:
        return _("此次催办已经答复过，不能改写。") if self.object.answered_at else ""

    def page(self) -> dict:
        return {"urged": self.object}

    def act(self, form) -> str:
        urge.answer(urged=self.object, today=self.today, **form.cleaned_data, **self.hand)
        return _("已登记：承诺%(day)s前提交。") % {"day": f"{form.cleaned_data['promised_on']:%Y-%m-%d}"}


class NoteView(ActionView):
    actions = (Action.NOTE,)
    form_class = NoteForm
    title = gettext_lazy("备注")
    submit_label = gettext_lazy("保存备注")
    is_version_checked = False

    def act(self, form) -> str:
        urge.note(suggestion=self.suggestion, words=form.cleaned_data["words"], **self.hand)
        return _("备注已记入办理记录。")


def result(plan: UrgePlan) -> str:
    """What was done, in a sentence."""
    counts = {"items": len(plan.by_suggestion()), "units": len(plan.by_unit()), "people": len(plan.by_person())}
    if plan.channel == UrgeChannel.SYSTEM:
        return _("已催办%(items)d件、%(units)d个单位，送达%(people)d人。") % counts
    return _("已登记%(way)s催办：%(items)d件、%(units)d个单位。") % {**counts, "way": plan.channel.label}
