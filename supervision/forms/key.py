"""Shape of what the council of chairs decided about a key topic, and of its end."""

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Committee, User
from accounts.roles import Role
from suggestions.form_fields import DateField, ReasonField, TidyField, layout_helper
from suggestions.models import Session, Suggestion
from supervision.choices import Criterion
from supervision.models import KeyTopic
from supervision.topic_rules import CHOOSABLE

SESSIONS_OFFERED = 2  # the newest: a key suggestion is of this year, or followed on from the last


class SuggestionsField(forms.ModelMultipleChoiceField):
    """Several suggestions, found by number or words of the title."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Suggestion.objects.none(), **kwargs)
        self.widget.attrs |= {"data-picker": True, "data-placeholder": _("输入编号或标题查找")}

    def label_from_instance(self, suggestion) -> str:
        return f"{suggestion}（{suggestion.session}）"


class KeyTopicForm(forms.Form):
    """`topic`: the one that is changed, whose leader and suggestions are offered whatever has become of them."""

    year = forms.IntegerField(label=_("督办年度"), min_value=2000, max_value=2099)
    order = forms.IntegerField(label=_("序号"), min_value=1, max_value=999)
    title = TidyField(label=_("督办专题"), max_length=200, help_text=_("一件或几件同类建议合为一个专题。"))
    suggestions = SuggestionsField(label=_("建议"))
    criterion = forms.ChoiceField(label=_("确定标准"), choices=[("", _("请选择")), *Criterion.choices])
    decided_on = DateField(label=_("主任会议日期"))
    leader = forms.ModelChoiceField(
        label=_("领衔领导"), queryset=User.objects.none(), empty_label=_("请选择"), help_text=_("只能有一位。")
    )
    committee = forms.ModelChoiceField(label=_("联系委室"), queryset=Committee.objects.none(), empty_label=_("请选择"))
    plan = ReasonField(label=_("督办方案"), help_text=_("怎样督办、分几步、由谁参加。"))
    plan_from_on = DateField(label=_("督办开始"))
    plan_until_on = DateField(label=_("督办结束"))

    def __init__(self, *args, topic: KeyTopic | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = User.objects.filter(
            Q(role=Role.LEADER, is_active=True) | Q(pk=topic.leader_id if topic else None)
        )
        self.fields["committee"].queryset = Committee.objects.filter(
            Q(is_active=True) | Q(pk=topic.committee_id if topic else None)
        )
        self.fields["suggestions"].queryset = _offered(topic)
        self.fields["year"].disabled = topic is not None
        self.helper = layout_helper(
            Fieldset(_("督办专题"), _grid("year", "order", "title*", "suggestions*"), css_class="form-section"),
            Fieldset(
                _("主任会议决定"), _grid("decided_on", "criterion", "leader", "committee"), css_class="form-section"
            ),
            Fieldset(_("督办方案"), _grid("plan_from_on", "plan_until_on", "plan*"), css_class="form-section"),
        )


def _grid(*names: str) -> Div:
    """Two columns; a name with * takes the row."""
    wide = {name.rstrip("*"): name.endswith("*") for name in names}
    return Div(*(Div(name, css_class="span-2") if both else name for name, both in wide.items()), css_class="form-grid")


def _offered(topic: KeyTopic | None):
    """What is handled in the newest sessions, and what the topic holds already."""
    newest = list(Session.objects.values_list("pk", flat=True)[:SESSIONS_OFFERED])
    offered = Q(session__in=newest, status__in=sorted(CHOOSABLE))
    held = Q(pk__in=topic.suggestions.values("pk")) if topic else Q(pk__in=[])
    found = Suggestion.objects.filter(offered | held).select_related("session")
    return found.only("number", "title", "session__name").order_by("-session", "number_key", "pk")


class EndForm(forms.Form):
    reason = ReasonField(label=_("结束督办的理由"), help_text=_("此件和全部督办记录仍保留在案。"))
