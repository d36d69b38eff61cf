"""The draft of a reply goes round to the assisting units (会签): each agrees, or says what it objects to (S20)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import unit_contacts
from suggestions.actions import _transition
from suggestions.choices import Stance
from suggestions.clocks import read_clockwork, window_due_on
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Circulation, Countersignature, ResultClass
from suggestions.selectors.consultation import to_countersign, who_can_countersign
from suggestions.workflow import Action


@transaction.atomic
def send(
    *,
    assignment: Assignment,
    text: str,
    result_class: ResultClass | None,
    units: Sequence[Assignment],
    by,
    on: date,
    at: datetime,
) -> Circulation:
    """Send the draft as it stands to the assisting tasks `units`; each time is numbered and keeps its own words.

    RuleViolation for an empty draft, for no unit, for one that does not assist here, and for the same words again to
    units that have them already.
    """
    if not text.strip():
        raise RuleViolation(_("还没有写答复文稿。请先起草并保存，再送会签。"))
    allowed = {task.pk for task in who_can_countersign(assignment)}
    if not units or not {task.pk for task in units} <= allowed:
        raise RuleViolation(_("请选择此件的协办单位会签。"), field="units")
    last = assignment.circulations.first()
    if last is not None and (last.text, last.result_class) == (text.strip(), result_class):
        asked = set(last.signatures.values_list("assignment_id", flat=True))
        if {task.pk for task in units} <= asked:
            raise RuleViolation(_("文稿自第%(n)d次会签后没有改动，这些单位已经收到，不必重送。") % {"n": last.number})
    clock = read_clockwork()
    due_on = window_due_on(clock, on, clock.rule.countersign)
    number = last.number + 1 if last else 1
    names = "、".join(task.unit.name for task in units)
    _transition.move(
        assignment,
        Action.CIRCULATE,
        by=by,
        at=at,
        new_date=due_on,
        detail=_("第%(n)d次会签：%(units)s") % {"n": number, "units": names},
    )
    circulation = Circulation.objects.create(
        assignment=assignment,
        number=number,
        text=text.strip(),
        result_class=result_class,
        due_on=due_on,
        sent_by=by,
        sent_on=on,
        sent_at=at,
    )
    Countersignature.objects.bulk_create(Countersignature(circulation=circulation, assignment=task) for task in units)
    for people in unit_contacts([task.unit_id for task in units], on=on).values():
        notifications.post(
            people,
            key=f"circulation:{circulation.pk}",
            kind=Notification.Kind.CASEWORK,
            subject=_("请会签答复稿：%(suggestion)s") % {"suggestion": assignment.suggestion},
            body=_("%(unit)s送来第%(n)d次会签稿，请在%(day)s前会签。")
            % {"unit": assignment.unit, "n": number, "day": f"{due_on:%Y-%m-%d}"},
            path=assignment.suggestion.get_absolute_url(),
            at=at,
        )
    return circulation


@transaction.atomic
def sign(
    *, circulation: Circulation, assignment: Assignment, stance: str, comment: str, by, on: date, at: datetime
) -> Countersignature:
    """The unit of `assignment` agrees, or objects in words; once per circulation, and only on the newest draft.

    RuleViolation when it was not asked, has signed, objects without words, or the draft has gone to the head.
    """
    signature = to_countersign(assignment).filter(circulation=circulation).first()
    if signature is None:
        raise RuleViolation(_why_not(circulation, assignment))
    if stance not in Stance.values:
        raise RuleViolation(_("请选择同意或有意见。"), field="stance")
    if stance == Stance.OBJECT and not comment.strip():
        raise RuleViolation(_("有意见的，请写明具体意见。"), field="comment")
    _transition.move(
        assignment,
        Action.COUNTERSIGN,
        by=by,
        at=at,
        new_date=on,
        # The words are for those who read the draft: they stand at the signature, not in the history.
        detail=_("第%(n)d次会签：%(stance)s") % {"n": circulation.number, "stance": Stance(stance).label},
    )
    signature.stance, signature.comment = stance, comment.strip()
    signature.signed_by, signature.signed_on, signature.signed_at = by, on, at
    signature.save(update_fields=["stance", "comment", "signed_by", "signed_on", "signed_at"])
    _tell_lead(circulation, assignment, signature, at=at, on=on)
    return signature


def _why_not(circulation: Circulation, assignment: Assignment) -> str:
    signature = circulation.signatures.filter(assignment=assignment).first()
    if signature is None:
        return _("这份会签稿没有送贵单位会签。")
    if signature.stance:
        return _("贵单位已于%(day)s会签：%(stance)s。") % {
            "day": f"{signature.signed_on:%Y-%m-%d}",
            "stance": signature.get_stance_display(),
        }
    newer = circulation.assignment.circulations.filter(number__gt=circulation.number).exists()
    if newer:
        return _("主办单位已送出新的会签稿，第%(n)d次会签不再进行。") % {"n": circulation.number}
    return _("主办单位已将答复送签，会签已经结束。")


def _tell_lead(circulation: Circulation, assignment: Assignment, signature, *, at: datetime, on: date) -> None:
    lead = circulation.assignment
    notifications.post(
        unit_contacts([lead.unit_id], on=on)[lead.unit_id],
        key=f"countersigned:{signature.pk}",
        kind=Notification.Kind.CASEWORK,
        subject=_("%(unit)s会签%(stance)s：%(suggestion)s")
        % {"unit": assignment.unit, "stance": signature.get_stance_display(), "suggestion": assignment.suggestion},
        body=signature.comment,
        path=assignment.suggestion.get_absolute_url(),
        at=at,
    )
