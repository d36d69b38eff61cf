"""What a unit writes in answer (domain.md 6.5), and the hard rules it keeps before it is filed (domain.md 9)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from suggestions.actions.change_rules import in_force
from suggestions.choices import AskOutcome, ContactStage, Delivery, ProposerKind, UnitRole
from suggestions.errors import RuleViolation
from suggestions.models import Ask, Assignment, Attachment, Contact, ResultClass, Suggestion
from suggestions.models.regulation import ContactRule
from suggestions.querysets import sorted_here
from suggestions.workflow import OWING

BEFORE_REPLY = frozenset({ContactStage.BEFORE, ContactStage.DURING})


@dataclass(frozen=True)
class Answer:
    """The reply's word on one ask: done, planned by a day, or not possible and why (S28)."""

    ask: Ask
    outcome: str
    text: str = ""
    planned_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Promise:
    """Something the letter promises by a day; on the commitments ledger once the letter is accepted."""

    matter: str
    due_on: date
    responsible: str = ""
    ask: Ask | None = None


@dataclass(frozen=True)
class Letter:
    text: str
    document_number: str
    result_class: ResultClass
    signatory: str
    dated_on: date
    title: str = ""
    answers: tuple[Answer, ...] = ()
    promises: tuple[Promise, ...] = ()
    unsolved_reason: str = ""
    without_opinions_reason: str = ""
    without_contact_reason: str = ""
    delivery: str = Delivery.EACH
    consent_note: str = ""

    @property
    def all_promises(self) -> tuple[Promise, ...]:
        """Those written down as such, and each ask that is planned for a day."""
        planned = (a for a in self.answers if a.outcome == AskOutcome.PLANNED and a.planned_on)
        return (*self.promises, *(Promise(a.ask.text, a.planned_on, ask=a.ask) for a in planned))


def missing_opinions(assignment: Assignment) -> list[Assignment]:
    """The assisting units of this round that have not filed, most overdue first."""
    tasks = assignment.suggestion.assignments.filter(round=assignment.round, role=UnitRole.ASSISTING, state__in=OWING)
    return list(sorted_here(tasks.select_related("unit"), "due_on"))


def contacts_of_round(assignment: Assignment) -> QuerySet[Contact]:
    """Those that count for this reply: in a second handling, since it was demanded (S26)."""
    found = assignment.suggestion.contacts.all()
    return found.filter(contacted_on__gte=assignment.assigned_on) if assignment.round > 1 else found


def has_contact(assignment: Assignment) -> bool:
    """Whether the deputy was spoken with before this reply."""
    return contacts_of_round(assignment).filter(stage__in=BEFORE_REPLY).exists()


def is_shared(suggestion: Suggestion) -> bool:
    """Several deputies are answered: a joint suggestion, or others were merged into it (domain.md 1.1)."""
    return suggestion.proposer_kind == ProposerKind.JOINT or suggestion.merged_from.exists()


def kept_files(assignment: Assignment, *, before: int | None = None) -> list[Attachment]:
    """The files of the last version (of the one before version `before`), which a new one without files keeps."""
    versions = assignment.replies.order_by("-version")
    if before is not None:
        versions = versions.filter(version__lt=before)
    last = versions.first()
    return list(last.attachments.all()) if last else []


def check_letter(letter: Letter, assignment: Assignment, *, files, today: date) -> None:
    """Raise RuleViolation with the first sentence that stands against filing `letter`."""
    _check_text(letter, assignment, files)
    _check_contact(letter, assignment)
    _check_day(letter, assignment, today)
    _check_answers(letter, assignment)
    _check_promises(letter)
    if letter.result_class.needs_reason and not letter.unsolved_reason.strip():
        raise RuleViolation(
            _("“%(class)s”须实事求是说明未能解决的理由。") % {"class": letter.result_class}, field="unsolved_reason"
        )
    missing = missing_opinions(assignment)
    if missing and not letter.without_opinions_reason.strip():
        names = "、".join(task.unit.name for task in missing)
        raise RuleViolation(
            _("协办单位%(units)s尚未提交协办意见；不再等待的，请说明理由。") % {"units": names},
            field="without_opinions_reason",
        )
    if letter.delivery == Delivery.VIA_LEAD and not letter.consent_note.strip():
        raise RuleViolation(_("由领衔代表转复的，请填写何时、以何种方式征得其同意。"), field="consent_note")


def _check_text(letter: Letter, assignment: Assignment, files) -> None:
    if not letter.text.strip() and not files and not kept_files(assignment):
        raise RuleViolation(_("请填写答复全文，或上传答复文件。"), field="text")
    if not letter.document_number.strip():
        raise RuleViolation(_("请填写文号。"), field="document_number")


def _check_contact(letter: Letter, assignment: Assignment) -> None:
    rule = in_force().contact_rule
    if rule == ContactRule.FREE or has_contact(assignment):
        return
    if rule == ContactRule.REQUIRED:
        raise RuleViolation(_("还没有答复前与代表联系的记录。请先与代表沟通并记录，再送签答复。"))
    if not letter.without_contact_reason.strip():
        raise RuleViolation(
            _("还没有答复前与代表联系的记录；确实无法联系的，请说明理由。"), field="without_contact_reason"
        )


def _check_day(letter: Letter, assignment: Assignment, today: date) -> None:
    if letter.dated_on > today:
        raise RuleViolation(_("答复日期不能晚于今天。"), field="dated_on")
    if letter.dated_on < assignment.assigned_on:
        raise RuleViolation(
            _("答复日期不能早于交办日期%(day)s。") % {"day": f"{assignment.assigned_on:%Y-%m-%d}"}, field="dated_on"
        )


def _check_answers(letter: Letter, assignment: Assignment) -> None:
    """Named by the field of the ask that is wanting, as the form calls it."""
    answered = {answer.ask.pk: answer for answer in letter.answers if answer.outcome}
    for ask in assignment.suggestion.asks.all():
        answer, names, field = answered.get(ask.pk), {"n": ask.position}, f"answer-{ask.pk}"
        if answer is None:
            raise RuleViolation(_("第%(n)d项诉求还没有答复。") % names, field=f"{field}-outcome")
        if not answer.text.strip():
            raise RuleViolation(_("第%(n)d项诉求还没有答复。") % names, field=f"{field}-text")
        if answer.outcome == AskOutcome.PLANNED and answer.planned_on is None:
            raise RuleViolation(
                _("第%(n)d项诉求“计划办理”，请填写计划完成日期：承诺要有期限。") % names, field=f"{field}-planned_on"
            )
        if answer.outcome == AskOutcome.PLANNED and answer.planned_on < letter.dated_on:
            raise RuleViolation(_("第%(n)d项诉求的计划完成日期不能早于答复日期。") % names, field=f"{field}-planned_on")
        if answer.outcome == AskOutcome.CANNOT and not answer.reason.strip():
            raise RuleViolation(_("第%(n)d项诉求“暂不能办”，请实事求是说明理由。") % names, field=f"{field}-reason")


def _check_promises(letter: Letter) -> None:
    if letter.result_class.needs_plan_date and not letter.all_promises:
        raise RuleViolation(
            _("“%(class)s”至少要有一项写明完成日期的承诺事项：承诺要有期限。") % {"class": letter.result_class},
            field="promises",
        )
    for n, promise in enumerate(letter.promises):
        if not promise.matter.strip():
            raise RuleViolation(_("请写明承诺事项的内容。"), field=f"promise-{n}-matter")
        if promise.due_on < letter.dated_on:
            raise RuleViolation(_("承诺事项的完成日期不能早于答复日期。"), field=f"promise-{n}-due_on")
