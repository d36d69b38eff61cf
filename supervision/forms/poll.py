"""Shapes of a satisfaction test: its arrangement, the ballot, the counts of paper ballots."""

from collections.abc import Mapping

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from suggestions.form_fields import DateField, FilesField, ReasonField, TidyField, layout_helper
from supervision.choices import Mark, PollKind
from supervision.models import KeySuggestion, Poll, PollSubject
from supervision.poll_rules import Counts
from supervision.poll_workflow import MEMBERS

MOST_BALLOTS = 9999
_NUMBERS = ("issued", "returned", *Mark.values)
_LABELS = {"issued": _("发出"), "returned": _("收回"), **dict(Mark.choices), Mark.VOID.value: _("弃权、废票")}


class _Moment(forms.DateTimeInput):
    """The browser's own picker of day and time, which is also typed into."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M")


class _SubjectsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, link: KeySuggestion) -> str:
        return f"{link.suggestion}（{link.topic.year}年第{link.topic.order}号）"


class _MembersField(forms.ModelMultipleChoiceField):
    """Found by name, committee or delegation."""

    def __init__(self, **kwargs):
        super().__init__(queryset=User.objects.none(), **kwargs)
        self.widget.attrs |= {"data-picker": True, "data-placeholder": _("输入姓名、委室或代表团查找")}

    def label_from_instance(self, person: User) -> str:
        return f"{person.name}（{house_of(person)}）"


def house_of(person: User) -> str:
    """What a member is known by on the roll: the committee, the delegation, else the role."""
    if person.role == Role.COMMITTEE:
        return str(person.committee)
    if person.role == Role.DEPUTY:
        return str(person.deputy.delegation)
    return str(person.get_role_display())


class PollForm(forms.Form):
    """`year`: whose key suggestions are offered. Whole groups of members are added to those picked."""

    title = TidyField(label=_("测评名称"), max_length=200)
    subjects = _SubjectsField(
        label=_("测评件"), queryset=KeySuggestion.objects.none(), error_messages={"required": _("请至少选择一件。")}
    )
    kind = forms.ChoiceField(label=_("投票方式"), choices=PollKind.choices, widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(
        label=_("全体列入"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    voters = _MembersField(label=_("逐个列入"), required=False, help_text=_("开始投票前可以修改；开始后名单不再变动。"))
    minimum = forms.IntegerField(
        label=_("最低收回票数"),
        required=False,
        min_value=1,
        max_value=MOST_BALLOTS,
        help_text=_("收回的票少于这个数，本轮不计票、结果谁也看不到，可以另开一轮。不填为名单过半数。"),
    )
    closes_at = forms.DateTimeField(
        label=_("投票截止时间"),
        required=False,
        widget=_Moment,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("到时自动结束，也可以提前结束。"),
    )

    def __init__(self, *args, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        links = KeySuggestion.objects.filter(year=year).select_related("topic", "suggestion")
        self.fields["subjects"].queryset = links.order_by("topic__order", "suggestion__number_key", "pk")
        self.fields["voters"].queryset = members()
        self.fields["groups"].choices = _groups()
        self.helper = layout_helper(
            Fieldset(_("测评"), "title", Div("subjects", css_class="check-column"), css_class="form-section"),
            Fieldset(_("投票"), Div("kind", css_class="radio-row"), css_class="form-section"),
            Div(
                Fieldset(_("投票名单"), Div("groups", css_class="radio-row"), "voters", css_class="form-section"),
                Fieldset(_("结束"), Div("closes_at", "minimum", css_class="form-grid"), css_class="form-section"),
                data_show_when=f"kind={PollKind.ELECTRONIC}",
            ),
        )

    def clean(self) -> dict:
        data = super().clean()
        chosen = {person.pk: person for person in data.get("voters") or []}
        chosen |= {person.pk: person for person in members().filter(role__in=data.get("groups") or [])}
        data["voters"] = list(chosen.values())
        return data


def members():
    """Accounts that can be put on the roll."""
    found = User.objects.filter(role__in=sorted(MEMBERS), is_active=True)
    return found.select_related("committee", "deputy__delegation").order_by("role", "name", "pk")


def _groups() -> list[tuple[str, str]]:
    counted = User.objects.filter(role__in=sorted(MEMBERS), is_active=True).order_by().values_list("role")
    counts = dict(counted.annotate(Count("pk")))
    roles = (Role.LEADER, Role.COMMITTEE, Role.DEPUTY)
    return [(role.value, f"{role.label}（{counts[role]}）") for role in roles if counts.get(role)]


class BallotForm(forms.Form):
    """One choice for each suggestion; nothing is preselected, and a ballot leaves nothing open."""

    def __init__(self, *args, subjects: list[PollSubject], **kwargs):
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        for subject in subjects:
            self.fields[f"mark_{subject.pk}"] = forms.ChoiceField(
                label=str(subject.suggestion),
                choices=Mark.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("请选择一项；不表态的请选“弃权”。")},
            )

    def rows(self):
        """(subject, field) in the order of the ballot."""
        return [(subject, self[f"mark_{subject.pk}"]) for subject in self.subjects]

    def marks(self) -> dict[int, str]:
        return {subject.pk: self.cleaned_data[f"mark_{subject.pk}"] for subject in self.subjects}

    def chosen(self):
        """(subject, field, mark) for the page of review."""
        marks = self.marks()
        return [(subject, self[f"mark_{subject.pk}"], Mark(marks[subject.pk])) for subject in self.subjects]


class CountForm(forms.Form):
    """The counts of a paper vote, a row for each suggestion. `is_correction`: with the reason, the scan optional."""

    held_on = DateField(label=_("测评日期"))
    files = FilesField(label=_("扫描件"), required=True)
    reason = ReasonField(label=_("更正的理由"))

    def __init__(self, *args, subjects: list[PollSubject], today, is_correction: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        self.fields["held_on"].widget.attrs |= {"max": today.isoformat()}
        self.fields["files"].help_text = _("计票表或主持人签字的计票结果，PDF 或照片。")
        if is_correction:
            self.fields["files"].required = False
        else:
            del self.fields["reason"]
        for subject in subjects:
            for name in _NUMBERS:
                label = _("%(number)s号%(what)s") % {"number": subject.suggestion.number, "what": _LABELS[name]}
                self.fields[f"{name}_{subject.pk}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=MOST_BALLOTS, widget=_number(label)
                )

    def columns(self):
        return list(_LABELS.values())

    def rows(self):
        """(subject, [(label, field)])."""
        return [
            (subject, [(_LABELS[name], self[f"{name}_{subject.pk}"]) for name in _NUMBERS]) for subject in self.subjects
        ]

    def counts(self) -> dict[int, Counts]:
        return {
            subject.pk: Counts(**{name: self.cleaned_data[f"{name}_{subject.pk}"] for name in _NUMBERS})
            for subject in self.subjects
        }

    @staticmethod
    def initial_of(subjects: list[PollSubject]) -> Mapping[str, int]:
        return {f"{name}_{one.pk}": getattr(one, name) for one in subjects for name in _NUMBERS if one.counts}


def _number(label: str) -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric", "aria-label": label})


def initial_of(poll: Poll) -> dict:
    """What the form of a round begins with, and that of the round after it."""
    links = KeySuggestion.objects.filter(year=poll.year, suggestion__in=poll.subjects.values("suggestion"))
    return {
        "title": poll.title,
        "kind": poll.kind,
        "subjects": links,
        "voters": members().filter(polls__poll=poll),
        "minimum": poll.minimum,
    }
