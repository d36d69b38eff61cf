"""Key suggestions (重点督办): the year's topics, one topic, and what the office decides about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.links import safe_next
from accounts.permissions import require
from accounts.roles import Permission
from suggestions.models import Suggestion
from supervision import permissions, polls, topics
from supervision.actions import key
from supervision.forms.key import EndForm, KeyTopicForm
from supervision.models import KeyTopic
from supervision.views._base import FormPage


class KeyView(View):
    """One page with all topics of a year."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(request.user, Permission.SEE_KEY)
        user, today = request.user, timezone.localdate()
        known = topics.years(user)
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in known else None
        year = year or next(iter(known), today.year)
        found = topics.topics(KeyTopic.objects.visible_to(user).filter(year=year))
        rows = topics.read_rows(found, user, today=today)
        context = {
            "rows": rows,
            "year": year,
            "years": known,
            "figures": {
                "topics": sum(not row.topic.ended_on for row in rows),
                "suggestions": sum(len(row.suggestions) + row.hidden for row in rows),
                "held": sum(row.held for row in rows),
                "owed": sum(row.owed for row in rows),
                "late": sum(row.late for row in rows),
            },
            "may_choose": user.may(Permission.CHOOSE_KEY),
            "here": request.get_full_path(),
            "today": today,
        }
        return render(request, "supervision/key.html", context)


class TopicView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, today = request.user, timezone.localdate()
        topic = get_object_or_404(topics.topics(KeyTopic.objects.visible_to(user)), pk=pk)
        (row,) = topics.read_rows([topic], user, today=today)
        supervisions = topics.supervisions_of(topic)
        context = {
            "topic": topic,
            "row": row,
            "supervisions": supervisions,
            "findings": topics.findings_of(supervisions),
            "timeline": topics.timeline(topic, row.suggestions, user),
            "polls": polls.of_topic(topic, user),
            "may_choose": user.may(Permission.CHOOSE_KEY) and not topic.ended_on,
            "may_supervise": permissions.may_supervise(user, [topic]) and not topic.ended_on,
            "here": request.get_full_path(),
            "back_url": safe_next(request, f"{reverse('supervision:key')}?year={topic.year}"),
            "today": today,
        }
        return render(request, "supervision/topic.html", context)


class _ChoicePage(FormPage):
    """The office writes down what the council of chairs decided."""

    form_class = KeyTopicForm

    def guard(self) -> None:
        permissions.check_choose(self.request.user)

    def decided(self, form) -> dict:
        words = dict(form.cleaned_data)
        return {"suggestions": words.pop("suggestions"), "choice": key.Choice(**words), **self.hand}


class NewTopicView(_ChoicePage):
    title = gettext_lazy("确定重点督办件")
    lead = gettext_lazy("按主任会议的决定登记：一位领导领衔，一个委室联系，一件或几件建议。")
    submit_label = gettext_lazy("确定")

    def load(self) -> None:
        self.topic = None

    def initial(self) -> dict:
        year = self.today.year
        last = KeyTopic.objects.filter(year=year).order_by("order").last()
        chosen = Suggestion.objects.filter(pk__in=[pk for pk in self.request.GET.getlist("suggestion") if pk.isdigit()])
        return {"year": year, "order": last.order + 1 if last else 1, "suggestions": chosen, "plan_from_on": self.today}

    def home(self) -> str:
        return self.topic.get_absolute_url() if self.topic else reverse("supervision:key")

    def act(self, form) -> str:
        self.topic = key.choose(**self.decided(form))
        return _("已确定为%(topic)s，已告知领衔领导、联系委室和承办单位。") % {"topic": self.topic.name}


class _OfTopic(FormPage):
    def load(self) -> None:
        found = topics.topics(KeyTopic.objects.visible_to(self.request.user))
        self.topic = get_object_or_404(found, pk=self.kwargs["pk"])

    def home(self) -> str:
        return self.topic.get_absolute_url()

    def thing(self) -> KeyTopic:
        return self.topic

    def why_not(self) -> str:
        if not self.topic.ended_on:
            return ""
        return _("此件已于%(day)s结束督办。") % {"day": f"{self.topic.ended_on:%Y-%m-%d}"}

    def page(self) -> dict:
        return {"topic": self.topic}


class AmendTopicView(_OfTopic, _ChoicePage):
    title = gettext_lazy("调整督办安排")
    lead = gettext_lazy("每次调整都记入督办记录，并告知领衔领导、联系委室和承办单位。")
    submit_label = gettext_lazy("保存调整")

    def form_kwargs(self) -> dict:
        return {"topic": self.topic}

    def initial(self) -> dict:
        names = [name for name in KeyTopicForm.base_fields if name != "suggestions"]
        return {**{name: getattr(self.topic, name) for name in names}, "suggestions": self.topic.suggestions.all()}

    def act(self, form) -> str:
        key.amend(topic=self.topic, **self.decided(form))
        return _("已保存调整，已告知有关方面。")


class EndTopicView(_OfTopic):
    form_class = EndForm
    title = gettext_lazy("结束重点督办")
    lead = gettext_lazy("结束后不再安排督办；督办记录保留，未完成的整改任务继续提醒。")
    submit_style = "btn-danger"

    def guard(self) -> None:
        permissions.check_choose(self.request.user)

    def confirm(self) -> str:
        return _("结束后不能恢复。确定结束%(topic)s的督办吗？") % {"topic": self.topic.name}

    def act(self, form) -> str:
        key.end(topic=self.topic, reason=form.cleaned_data["reason"], **self.hand)
        return _("已结束督办，记录保留在案。")
