"""Urging (催办), and remarks on the file."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import urge
from suggestions.forms.urge import NoteForm, UrgeForm
from suggestions.views._base import ActionView
from suggestions.workflow import Action


class UrgeView(ActionView):
    actions = (Action.URGE,)
    form_class = UrgeForm
    template_name = "suggestions/urge.html"
    title = gettext_lazy("催办")
    lead = gettext_lazy("催办会送到单位联系人和负责人的消息，配置了短信或邮件的同时送达。每件每天一次。")
    is_version_checked = False  # the receivers are worked out when it is sent

    def warning(self) -> str:
        urged = self.suggestion.events.filter(action=Action.URGE, at__date=self.today).last()
        return _("今天已经由%(who)s催办过，请明天再催，或直接电话联系。") % {"who": urged.by_name} if urged else ""

    def page(self) -> dict:
        tasks = urge.owing_tasks(self.suggestion, self.request.user)
        return {"tasks": tasks, "receivers": urge.receivers(self.suggestion, self.request.user, on=self.today)}

    def act(self, form) -> str:
        reached = urge.urge(suggestion=self.suggestion, words=form.cleaned_data["words"], today=self.today, **self.hand)
        return _("已催办，送达%(n)d人。") % {"n": reached}


class NoteView(ActionView):
    actions = (Action.NOTE,)
    form_class = NoteForm
    title = gettext_lazy("备注")
    submit_label = gettext_lazy("保存备注")
    is_version_checked = False

    def act(self, form) -> str:
        urge.note(suggestion=self.suggestion, words=form.cleaned_data["words"], **self.hand)
        return _("备注已记入办理记录。")
