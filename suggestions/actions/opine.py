"""The assisting unit's opinion to the lead unit (协办意见)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import local_day, unit_contacts
from suggestions import documents
from suggestions.actions import _transition, ask_again, attach
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Draft, Opinion
from suggestions.workflow import ANSWERING, ENDED, Action


@transaction.atomic
def file(
    *,
    assignment: Assignment,
    text: str,
    document_number: str = "",
    signatory: str = "",
    files=(),
    by,
    on: date,
    at: datetime,
) -> Opinion:
    """File the opinion, or a further version of it while the lead has not replied; every version is kept.

    `document_number`: of the unit's own letter, where it wrote one; normalised, never rejected.
    """
    if not text.strip() and not files:
        raise RuleViolation(_("请填写协办意见，或上传协办意见文件。"), field="text")
    version = assignment.opinions.count() + 1
    # A later version improves the opinion; it does not make it late.
    done_on = assignment.done_on or on
    _transition.move(
        assignment,
        Action.FILE_OPINION,
        by=by,
        at=at,
        new_date=on,
        detail=_("第%(n)d版") % {"n": version},
        changes={"done_on": done_on},
    )
    opinion = Opinion.objects.create(
        assignment=assignment,
        version=version,
        text=text.strip(),
        document_number=documents.normalise(document_number),
        signatory=signatory.strip(),
        filed_on=on,
        filed_at=at,
        filed_by=by,
    )
    attach.attach(files, suggestion=assignment.suggestion, opinion=opinion, by=by, at=at)
    ask_again.note_answer(assignment, on=on)
    assignment.drafts.filter(form=Draft.Form.OPINION).delete()
    _tell_leads(assignment, version, at=at)
    return opinion


def _tell_leads(assignment: Assignment, version: int, *, at: datetime) -> None:
    suggestion = assignment.suggestion
    leads = suggestion.assignments.filter(role__in=ANSWERING, round=assignment.round).exclude(state__in=ENDED)
    for people in unit_contacts(leads.values_list("unit_id", flat=True), on=local_day(at)).values():
        notifications.post(
            people,
            key=f"opinion:{assignment.pk}:{version}",
            kind=Notification.Kind.CASEWORK,
            subject=_("%(unit)s已提交协办意见：%(suggestion)s") % {"unit": assignment.unit, "suggestion": suggestion},
            path=suggestion.get_absolute_url(),
            at=at,
        )
