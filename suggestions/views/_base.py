"""What every page that acts on one suggestion or one unit's task has in common.

A page names its action and its form, and says what to call:

    class CancelView(ActionView):
        model = Assignment                  # whose <pk> the address names; also Reply, Extension …
        actions = (Action.CANCEL,)          # the page opens when one of them is possible for this person now
        form_class = CancelForm             # shape only; suggestions/forms/_base.py
        title = _("撤销协办")
        submit_label = _("撤销协办")

        def act(self, form) -> str:         # one action; the sentence it returns is the message of success
            cancel.cancel(assignment=self.assignment, reason=form.cleaned_data["reason"], **self.hand)
            return _("已撤销%(unit)s的协办任务。") % {"unit": self.assignment.unit}

The view loads the object through `visible_to` (404), answers 403 with the reason to a role that never may, and leads
back to the suggestion with a warning when only the state forbids it. A RuleViolation becomes an error of the form, at
its field when there is one; a Conflict answers 409 with who did what meanwhile. What was typed always stays.
`self.object, self.suggestion, self.assignment, self.today, self.at, self.hand` (by= and at=) are there from the start.

Hooks: `form_kwargs()`, `initial()`, `page()` (more template context), `warning()` (a sentence above the form),
`success_url(form)`, `refusal()` (what else stands against it), `before()` (what must come first); `confirm()` (a
question of the browser, known before anything is typed) or `question()` (what would happen, known from `act`, which is
then rolled back and done again on "确认"). A template of its own extends suggestions/action_form.html and fills
`fields`, `beside`, `before_form` or `buttons`.
"""

from abc import ABC, abstractmethod

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from suggestions import deadlines, permissions, workflow
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Assignment, Suggestion
from suggestions.workflow import ON_ASSIGNMENT, Action

OF_SUGGESTION = ("session", "lead_deputy", "delegation")  # what the head of every page says; the rest when asked


def safe_next(request: HttpRequest, default: str) -> str:
    """Where the person came from, so that the filters of a list survive; `default` for anything outside this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else default


def whole_number(text: str | None) -> int | None:
    """A number from an address or a hidden field; None for anything else a hand may have written there."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def add_violation(form: forms.BaseForm, error: RuleViolation, called: dict[str, str] | None = None) -> None:
    """Show a refusal at its field when the form has it (`called`: by another name), else above the form."""
    field = (called or {}).get(error.field, error.field)
    form.add_error(field if field in form.fields else None, str(error.message))


def refusal_of(check, *args, **kwargs) -> str:
    """The sentence with which `check` refuses; empty when it does not."""
    try:
        check(*args, **kwargs)
    except RuleViolation as error:
        return str(error.message)
    return ""


class ActionView(ABC, View):
    model: type[models.Model] = Suggestion
    actions: tuple[Action, ...] = ()
    form_class: type[forms.BaseForm] = forms.Form
    template_name = "suggestions/action_form.html"
    title = ""
    lead = ""  # one line under the title
    submit_label = ""
    submit_style = "btn-primary"  # btn-danger for what cannot be taken back
    called: dict[str, str] = {}  # fields that the form calls otherwise than the rule does
    is_version_checked = True  # off where a change meanwhile is no matter (a remark, a contact)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.at, self.today = timezone.now(), timezone.localdate()
        self.hand = {"by": request.user, "at": self.at}

    def dispatch(self, request, *args, **kwargs):
        self.load()
        self._refuse_strangers()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs) -> HttpResponse:
        if not self.is_possible():
            messages.warning(request, self.why_not())
            return redirect(safe_next(request, self.home()))
        return self.answer(self.make_form())

    def post(self, request, *args, **kwargs) -> HttpResponse:
        form = self.make_form(data=request.POST, files=request.FILES)
        conflict = self._changed_meanwhile()
        if conflict:
            form.add_error(None, conflict)
            return self.answer(form, status=409)
        if not form.is_valid():
            return self.answer(form)
        try:
            with transaction.atomic():
                sentence = self.act(form)
                question = self.question()
                is_asked = bool(question) and request.POST.get("sure") != question
                transaction.set_rollback(is_asked)
        except NotAllowed as error:
            raise PermissionDenied(str(error.message)) from error
        except RuleViolation as error:
            self.load()  # whatever the action set on the objects was rolled back
            add_violation(form, error, self.called)
            return self.answer(form, status=409 if isinstance(error, Conflict) else 200)
        if is_asked:
            self.load()
            return self.answer(form, question=question)
        messages.success(request, sentence)
        return redirect(self.success_url(form))

    # What a page says

    @abstractmethod
    def act(self, form) -> str:
        """Each page says its own."""

    def initial(self) -> dict:
        return {}

    def form_kwargs(self) -> dict:
        return {}

    def page(self) -> dict:
        return {}

    def confirm(self) -> str:
        return ""

    def question(self) -> str:
        """After `act`: what it would do outside the house, to be agreed to once; asked again when that has changed."""
        return ""

    def warning(self) -> str:
        return ""

    def refusal(self) -> str:
        """What stands against the page's action although role and state allow it: a window closed, done already.

        A sentence, or empty. `refusal_of` makes one of a rule's check.
        """
        return ""

    def before(self) -> dict[str, str]:
        """What must come first: shown with the way to it instead of the form (views/_before.py). Or empty."""
        return {}

    def success_url(self, form) -> str:
        return safe_next(self.request, self.home())

    # What the base does

    def load(self) -> None:
        user, pk = self.request.user, self.kwargs["pk"]
        if self.model is Suggestion:
            found = Suggestion.objects.visible_to(user).select_related(*OF_SUGGESTION)
        elif self.model is Assignment:
            found = Assignment.objects.visible_to(user).select_related("unit__parent", *below("suggestion"))
        else:
            tasks = Assignment.objects.visible_to(user)
            found = self.model.objects.filter(assignment__in=tasks).select_related(
                "assignment__unit__parent", *below("assignment__suggestion")
            )
        self.object = get_object_or_404(found, pk=pk)
        self.assignment = self.object if self.model is Assignment else getattr(self.object, "assignment", None)
        self.suggestion = self.assignment.suggestion if self.assignment else self.object

    def possible_actions(self) -> list[Action]:
        """Those of the page's actions that this person may do now."""
        return [a for a in self.actions if permissions.can(self.request.user, a, self.suggestion, self.assignment)]

    def is_possible(self) -> bool:
        return bool(self.possible_actions()) and not self.refusal()

    def why_not(self) -> str:
        """The sentence why the page's action is not possible now, and who did what last."""
        if self.possible_actions():
            return self.refusal()
        action = self.actions[0]
        try:
            workflow.next_state(action, self.state_for(action))
            sentence = _("此件目前不能%(action)s。") % {"action": action.label}
        except RuleViolation as error:
            sentence = str(error.message)
        return f"{sentence}{self.last_step()}"

    def state_for(self, action: Action) -> str:
        return self.assignment.state if action in ON_ASSIGNMENT else self.suggestion.status

    def last_step(self) -> str:
        event = self.suggestion.events.last()
        if event is None:
            return ""
        return _("最近一次操作：%(when)s %(who)s %(what)s。") % {
            "when": date_format(timezone.localtime(event.at), "n月j日 H:i"),
            "who": event.by_name,
            "what": event.get_action_display(),
        }

    def make_form(self, **bound):
        return self.form_class(**bound, initial=self.initial(), **self.form_kwargs())

    def answer(self, form, *, status: int = 200, question: str = "") -> HttpResponse:
        back = safe_next(self.request, "")
        context = {
            "form": form,
            "object": self.object,
            "suggestion": self.suggestion,
            "assignment": self.assignment,
            "title": self.title,
            "lead": self.lead,
            "submit_label": self.submit_label or self.title,
            "submit_style": self.submit_style,
            "confirm": self.confirm(),
            "question": question,
            "warning": self.warning(),
            "before": self.before() if self.request.method == "GET" else {},
            "back_url": back or self.home(),
            "next": back,
            "seen": self._version(),
            "clock": clock_of(self.thing(), self.today),
            "today": self.today,
            **self.page(),
        }
        return render(self.request, self.template_name, context, status=status)

    def seen(self) -> int | None:
        """The version that the page was read at; None when the form did not say."""
        return whole_number(self.request.POST.get("seen"))

    def _version(self) -> int:
        return self.thing().version

    def thing(self) -> models.Model:
        """Whose version and date count: the unit's task, else the suggestion."""
        return self.assignment or self.suggestion

    def home(self) -> str:
        """Where the page leads back to, when nothing else was said."""
        return self.suggestion.get_absolute_url()

    def _changed_meanwhile(self) -> str:
        """A sentence when the state or, since the page was read, the version has changed; empty when all is as seen."""
        if not self.is_possible():
            return _("您的操作没有保存。%(why)s") % {"why": self.why_not()}
        seen = self.seen()
        if self.is_version_checked and seen is not None and seen != self._version():
            return _("在您填写期间此件有了新的变化，没有保存。%(last)s您填写的内容仍在页面上，请核对后再次提交。") % {
                "last": self.last_step()
            }
        return ""

    def _refuse_strangers(self) -> None:
        """403 with the reason when this role or relation never permits any of the actions."""
        refusal = None
        for action in self.actions:
            try:
                permissions.check(self.request.user, action, self.suggestion, self.assignment)
                return
            except NotAllowed as error:
                refusal = refusal or error
        raise PermissionDenied(str(refusal.message) if refusal else "")


def below(suggestion: str) -> list[str]:
    return [suggestion, *(f"{suggestion}__{name}" for name in OF_SUGGESTION)]


def clock_of(thing, today) -> dict:
    """What the deadline component shows: for a task its own date, else the suggestion's."""
    done = thing.filed_on if isinstance(thing, Suggestion) else thing.done_on
    return {
        "date": thing.due_on,
        "days_left": deadlines.days_left(thing.due_on, today) if thing.due_on else None,
        "light": deadlines.light(thing.due_on, today, done),
        "provisional": getattr(thing, "is_due_provisional", False),
    }
